// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgresstatement.h"

#include "core/db/drivers/postgres/postgresdatabase.h"
#include "core/db/drivers/postgres/postgreserror.h"

#include <QHash>

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

PostgresStatement::PostgresStatement(PostgresDatabase &database, QString sql, PgText text)
    : m_database(database)
    , m_sql(std::move(sql))
    , m_text(std::move(text))
    , m_bound(m_text.names.size())
{
    m_database.countStatement(1);
}

PostgresStatement::~PostgresStatement()
{
    reset();
    m_database.countStatement(-1);
}

Result<Done> PostgresStatement::bind(int index, const Value &value)
{
    if (index < 0 || index >= m_bound.size())
        return Error::invalid(u"The statement has no parameter %1."_s.arg(index + 1));
    const bool isText = value.kind() == Value::Kind::Text || value.kind() == Value::Kind::Typed;
    if (isText && value.bytes().contains('\0'))
        return Error::invalid(u"PostgreSQL cannot store a NUL character in a text."_s);
    reset();
    m_bound[index] = value;
    return Done{};
}

int PostgresStatement::parameterIndex(const QString &name) const
{
    return static_cast<int>(m_text.names.indexOf(name));
}

Result<bool> PostgresStatement::step()
{
    if (m_state == State::Kept || !m_rest.empty())
        return nextKept();
    if (m_state == State::Idle) {
        m_columns.clear();
        m_named = false;
        RC_TRY(m_database.begin(*this, m_bound));
        m_state = State::Coming;
    }
    auto row = fetch();
    if (!row && m_state == State::Coming) { // the server goes on
        m_state = State::Idle;
        m_database.abandon(*this);
    }
    if (!row || !*row)
        m_row = PgRow();
    return row;
}

Result<bool> PostgresStatement::nextKept()
{
    if (!m_rest.empty()) {
        m_row = std::move(m_rest.front());
        m_rest.pop_front();
        return true;
    }
    m_state = State::Idle;
    m_row = PgRow();
    const std::optional<Error> error = std::exchange(m_restError, std::nullopt);
    if (error)
        return *error;
    return false;
}

Result<bool> PostgresStatement::fetch()
{
    while (true) {
        PgResult result = m_database.nextResult();
        switch (PQresultStatus(result.get())) {
        case PGRES_SINGLE_TUPLE:
            return takeRow(std::move(result));
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
            m_database.refuseCopy();
            continue;
        default:
            return takeEnd(result);
        }
    }
}

Result<bool> PostgresStatement::takeRow(PgResult result)
{
    readColumns(result.get());
    m_row = PgRow(std::move(result));
    RC_TRY(withinLimit());
    if (!m_named && !nameTypes())
        askForTypes();
    m_named = true;
    return true;
}

Result<bool> PostgresStatement::takeEnd(const PgResult &result)
{
    m_state = State::Idle;
    if (result)
        readColumns(result.get());
    RC_TRY(m_database.end(*this, result.get()));
    return false;
}

void PostgresStatement::readColumns(const PGresult *result)
{
    if (!m_columns.isEmpty())
        return;
    const int count = PQnfields(result);
    m_columns.reserve(count);
    for (int c = 0; c < count; ++c) {
        ResultColumn column;
        column.name = QString::fromUtf8(PQfname(result, c));
        column.type = PQftype(result, c);
        column.modifier = PQfmod(result, c);
        column.kind = kindOfType(column.type);
        m_columns += column;
    }
}

bool PostgresStatement::nameTypes()
{
    bool all = true;
    for (ResultColumn &column : m_columns) {
        if (column.kind != Value::Kind::Typed)
            continue;
        const auto name = m_database.typeNames().find({column.type, column.modifier});
        column.typeName = name.value_or(QString());
        all = all && name;
    }
    return all;
}

/// The first time that a type is met: the question needs the connection, so that the rest of the rows comes first.
/// Where that takes long, another connection is asked.
void PostgresStatement::askForTypes()
{
    constexpr int patience = 30; // milliseconds
    constexpr qint64 mostAside = qint64(1) << 20;
    PgRow first = std::move(m_row);
    first.pack();
    m_named = true; // of the next rows
    QElapsedTimer timer;
    timer.start();
    for (qint64 bytes = 0; m_state == State::Coming && bytes < mostAside
         && m_database.answersWithin(patience - static_cast<int>(timer.elapsed()));)
        keepNext(bytes);
    QList<PgTypeNames::Type> unknown;
    for (const ResultColumn &column : std::as_const(m_columns)) {
        const PgTypeNames::Type type{column.type, column.modifier};
        if (column.kind == Value::Kind::Typed && !m_database.typeNames().find(type) && !unknown.contains(type))
            unknown += type;
    }
    if (m_state == State::Coming)
        m_database.learnTypesElsewhere(unknown);
    if (!nameTypes()) { // made by a transaction that only this connection sees
        keepRest();
        m_database.learnTypes(unknown);
        (void)nameTypes();
    }
    m_row = std::move(first);
}

Result<Done> PostgresStatement::withinLimit() const
{
    for (int c = 0; c < m_columns.size(); ++c) {
        // As hex it is twice as long: what is short enough so needs no second look.
        if (m_row.size(c) <= m_database.cellLimit())
            continue;
        if (sizeOf(m_columns.at(c).kind, m_row.data(c), m_row.size(c)) <= m_database.cellLimit())
            continue;
        Error error;
        error.kind = Error::Kind::TooLarge;
        error.message = u"A value of “%1” is larger than is allowed here."_s.arg(m_columns.at(c).name);
        error.statement = m_sql;
        return error;
    }
    return Done{};
}

void PostgresStatement::keepRest()
{
    if (m_state != State::Coming)
        return;
    PgRow current = std::move(m_row);
    if (!current.isEmpty())
        current.pack();
    m_named = true; // of the next rows
    for (qint64 bytes = 0; m_state == State::Coming;)
        keepNext(bytes);
    m_row = std::move(current);
}

/// One row that is coming; with the last one the connection is free.
void PostgresStatement::keepNext(qint64 &bytes)
{
    auto row = fetch();
    if (row && *row && (bytes += m_row.pack()) > keptAtMost) {
        Error error;
        error.kind = Error::Kind::TooLarge;
        error.message = u"There are more rows than can be put aside while another statement runs."_s;
        error.statement = m_sql;
        row = error;
    }
    if (row && *row) {
        m_rest.push_back(std::move(m_row));
        return;
    }
    if (!row) {
        m_restError = row.error();
        if (m_state == State::Coming) {
            m_state = State::Idle;
            m_database.abandon(*this);
        }
    }
    m_state = State::Kept;
}

void PostgresStatement::reset()
{
    if (m_state == State::Coming) {
        m_state = State::Idle;
        m_database.abandon(*this);
    }
    m_state = State::Idle;
    m_row = PgRow();
    m_rest.clear();
    m_restError.reset();
}

Value::Kind PostgresStatement::columnKind(int column) const
{
    return m_row.isEmpty() || m_row.isNull(column) ? Value::Kind::Null : m_columns.at(column).kind;
}

Value PostgresStatement::column(int column) const
{
    if (columnKind(column) == Value::Kind::Null)
        return Value::null();
    const ResultColumn &of = m_columns.at(column);
    return valueOf(of.kind, of.typeName, m_row.data(column), m_row.size(column));
}

CellStart PostgresStatement::columnStart(int column, qint64 limit) const
{
    const Value::Kind kind = columnKind(column);
    if (kind == Value::Kind::Null || kind == Value::Kind::Integer || kind == Value::Kind::Real)
        return {this->column(column), 0};
    const char *data = m_row.data(column);
    const int length = m_row.size(column);
    const qint64 size = sizeOf(kind, data, length);
    if (size <= limit)
        return {this->column(column), size};
    QByteArray bytes = firstBytes(kind, data, length, limit);
    if (kind == Value::Kind::Text)
        return {Value::textBytes(std::move(bytes)), size};
    if (kind == Value::Kind::Blob)
        return {Value::blob(std::move(bytes)), size};
    return {Value::typed(std::move(bytes), m_columns.at(column).typeName), size};
}

quint64 PostgresStatement::cellHash(int column, quint64 seed) const
{
    const Value::Kind kind = columnKind(column);
    const auto start = static_cast<size_t>(seed * 0x9e3779b97f4a7c15ULL + static_cast<quint64>(kind) + 1);
    if (kind == Value::Kind::Null)
        return start;
    return qHashBits(m_row.data(column), static_cast<size_t>(m_row.size(column)), start);
}

} // namespace core::postgres
