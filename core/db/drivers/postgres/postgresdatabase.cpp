// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgresdatabase.h"

#include "core/db/drivers/postgres/postgreserror.h"
#include "core/db/drivers/postgres/postgresstatement.h"

#include <poll.h>

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 pgMostAgain = 20000; ///< milliseconds; then the server is waited for as for any other answer
constexpr int pgDrainPatience = 50; ///< milliseconds until unwanted rows are cancelled rather than read
constexpr Oid pgByteaType = 17;

/// The values of a statement, as libpq wants them.
class PgParameters {
public:
    explicit PgParameters(const QList<Value> &values)
    {
        const auto count = static_cast<size_t>(values.size());
        m_bytes.reserve(count);
        for (const Value &value : values) {
            const bool blob = value.kind() == Value::Kind::Blob;
            m_bytes.push_back(bytesOf(value));
            m_types.push_back(blob ? pgByteaType : 0);
            m_formats.push_back(blob ? 1 : 0);
            m_lengths.push_back(static_cast<int>(m_bytes.back().size()));
            m_data.push_back(value.isNull() ? nullptr : m_bytes.back().constData());
        }
    }
    [[nodiscard]] bool send(PGconn *handle, const char *sql) const
    {
        return PQsendQueryParams(handle, sql, static_cast<int>(m_data.size()), m_types.data(), m_data.data(),
                                 m_lengths.data(), m_formats.data(), 0)
            == 1;
    }

private:
    static QByteArray bytesOf(const Value &value)
    {
        switch (value.kind()) {
        case Value::Kind::Null:
            return {};
        case Value::Kind::Integer:
            return QByteArray::number(static_cast<qlonglong>(value.toInteger()));
        case Value::Kind::Real:
            return shortestReal(value.toReal()).toLatin1();
        default:
            return value.bytes();
        }
    }
    std::vector<QByteArray> m_bytes;
    std::vector<const char *> m_data;
    std::vector<Oid> m_types;
    std::vector<int> m_lengths;
    std::vector<int> m_formats;
};

/// That something was there already is a warning as well: it may be another thing than the one that was to be made.
void keepNotice(QList<ServerNotice> &notices, const PGresult *result)
{
    constexpr qsizetype most = 100;
    const auto field = [result](int code) { return QString::fromUtf8(PQresultErrorField(result, code)); };
    if (notices.size() >= most)
        return;
    static const QStringList thereAlready{u"42P07"_s, u"42701"_s, u"42710"_s, u"42P06"_s, u"42723"_s, u"42622"_s};
    QString words = field(PG_DIAG_MESSAGE_PRIMARY).left(500);
    for (const int more : {PG_DIAG_MESSAGE_DETAIL, PG_DIAG_MESSAGE_HINT}) {
        if (const QString said = field(more).left(500).simplified(); !said.isEmpty())
            words += u" ("_s + said + u')';
    }
    const bool isWarning =
        field(PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING"_L1 || thereAlready.contains(field(PG_DIAG_SQLSTATE));
    notices.append({words, isWarning});
}

} // namespace

PostgresDatabase::PostgresDatabase(const ConnectionSpec &spec, PgHandle handle)
    : m_spec(spec)
    , m_handle(std::move(handle))
    , m_lockWatch(spec, PQbackendPID(m_handle.get()))
{
    PQsetnonblocking(m_handle.get(), 1); // a large statement must not block, either
    PQsetNoticeReceiver(
        m_handle.get(),
        [](void *notices, const PGresult *result) { keepNotice(*static_cast<QList<ServerNotice> *>(notices), result); },
        &m_notices);
}

PostgresDatabase::~PostgresDatabase()
{
    Q_ASSERT_X(m_statements == 0, "PostgresDatabase", "a statement outlives its database");
    tellCounts();
}

Result<std::unique_ptr<PreparedStatement>> PostgresDatabase::prepare(const QString &sql)
{
    auto text = textOf(sql);
    RC_TRY(text);
    if (m_transactionHeld && text->kind.boundsTransaction)
        return Error::invalid(
            u"%1 is not allowed here: this runs as one transaction, which only its own end may end."_s.arg(
                sql.trimmed().section(u' ', 0, 0).toUpper()));
    return std::unique_ptr<PreparedStatement>(std::make_unique<PostgresStatement>(*this, sql, std::move(text).value()));
}

/// While nothing runs, a server that has gone away is noticed by what is there to be read: its last words, or the end.
bool PostgresDatabase::isLost() const
{
    pollfd socket{PQsocket(m_handle.get()), POLLIN, 0};
    while (!m_active && PQstatus(m_handle.get()) == CONNECTION_OK
           && PQtransactionStatus(m_handle.get()) != PQTRANS_ACTIVE && ::poll(&socket, 1, 0) > 0) {
        if (PQconsumeInput(m_handle.get()) != 1)
            break;
    }
    return PQstatus(m_handle.get()) == CONNECTION_BAD;
}

bool PostgresDatabase::inTransaction() const
{
    if (m_wrapped)
        return false;
    switch (PQtransactionStatus(m_handle.get())) {
    case PQTRANS_INTRANS:
    case PQTRANS_INERROR:
        return true;
    case PQTRANS_ACTIVE: // the server says when it is done; what gives rows does not change it
        return m_wasInTransaction;
    default:
        return false;
    }
}

bool PostgresDatabase::isAborted() const
{
    return PQtransactionStatus(m_handle.get()) == PQTRANS_INERROR;
}

/// Other rows that are coming have to be here before anything else can be asked.
void PostgresDatabase::freeConnection()
{
    if (m_active)
        m_active->keepRest();
    awaitCancel();
}

Result<Done> PostgresDatabase::begin(PostgresStatement &statement, const QList<Value> &bound)
{
    freeConnection();
    if (m_trace)
        m_trace(statement.sql(), bound);
    if (stopRequested())
        return Error::cancelled();
    if (isLost())
        return lostConnection(u"it ended before this was sent"_s, statement.sql());
    const PgStatementKind &kind = statement.text().kind;
    if (kind.handsTransactionOver)
        return Error::invalid(u"A prepared transaction outlives the session and can be neither tried nor watched: "
                              "run it with psql instead."_s);
    m_committing.clear();
    if (kind.endsTransaction && !m_transactionSql.isEmpty() && inTransaction() && !isAborted()) {
        const auto number = ask(m_transactionSql);
        if (number && !number->empty() && !number->front().at(0).isNull())
            m_committing = number->front().at(0).display();
        m_countsToTell = false;
    }
    m_effects.somethingRuns();
    if (!kind.isReadOnly && !kind.endsTransaction)
        m_countsToTell = true;
    RC_TRY(wrap(statement.text()));
    m_wasInTransaction = inTransaction();
    m_cancelSent = false;
    m_changes = 0;
    m_results = 0;
    if (!PgParameters(bound).send(m_handle.get(), statement.text().sql.constData())) {
        const QString words = wordsOf(PQerrorMessage(m_handle.get()));
        (void)unwrap(false);
        return lostConnection(words, statement.sql());
    }
    PQsetSingleRowMode(m_handle.get());
    m_active = &statement;
    m_lockWatch.begin();
    return Done{};
}

Result<Done> PostgresDatabase::end(const PostgresStatement &statement, const PGresult *result)
{
    const ExecStatusType status = PQresultStatus(result);
    const bool worked = result && (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK);
    std::optional<Error> error;
    if (!worked)
        error = m_lockWatch.explained(errorOf(result, statement.sql(), m_cancelSent));
    const QByteArray tag = worked ? QByteArray(PQcmdStatus(const_cast<PGresult *>(result))) : QByteArray();
    const bool writes =
        tag.startsWith("INSERT") || tag.startsWith("UPDATE") || tag.startsWith("DELETE") || tag.startsWith("MERGE");
    m_changes = writes ? QByteArray(PQcmdTuples(const_cast<PGresult *>(result))).toLongLong() : 0;
    drain();
    m_active = nullptr;
    m_lockWatch.end();
    if (!m_spec.isReadOnly() && !statement.text().kind.isReadOnly)
        noteOwnWrite();
    if (error && isLost())
        return whyLost(statement, error->detail.isEmpty() ? wordsOf(PQerrorMessage(m_handle.get())) : error->detail);
    if (worked && !m_settings.isEmpty() && statement.text().kind.boundsTransaction && !m_wasInTransaction
        && inTransaction())
        RC_TRY(simple(m_settings));
    const auto ended = unwrap(worked);
    if (error)
        return *error;
    RC_TRY(ended);
    if (statement.text().kind.endsTransaction && tag == "ROLLBACK") {
        Error failed;
        failed.kind = Error::Kind::Sql;
        failed.message = u"A statement of the transaction had failed before, so the server took all of it back."_s;
        failed.statement = statement.sql();
        return failed;
    }
    return Done{};
}

Error PostgresDatabase::whyLost(const PostgresStatement &statement, const QString &words) const
{
    Error error = lostConnection(words, statement.sql());
    const PgStatementKind &kind = statement.text().kind;
    const bool commits = kind.endsTransaction && m_wasInTransaction;
    if (!commits && m_wasInTransaction)
        error.message =
            u"The connection to the server was lost (%1): it took everything back that this transaction had "
            "done."_s.arg(words);
    if (!commits && (m_wasInTransaction || kind.isReadOnly || m_spec.isReadOnly()))
        return error;
    error.kind = Error::Kind::InDoubt;
    error.message =
        u"The connection to the server was lost while this was being committed (%1), so that it is not known whether "
        "the changes are in the database: look at the rows before you try again."_s.arg(words);
    if (commits && !m_committing.isEmpty())
        error.message =
            u"The connection to the server was lost while transaction %1 was being committed (%2), so that it is not "
            "known whether its changes are in the database: SELECT pg_xact_status('%1') tells."_s.arg(m_committing,
                                                                                                      words);
    return error;
}

void PostgresDatabase::abandon(const PostgresStatement &statement)
{
    // A cancel would undo what writes, and spoil a transaction: their rows are read and dropped.
    const bool mayCancel = statement.isReadOnly() && !m_wasInTransaction;
    QElapsedTimer timer;
    timer.start();
    const auto cancelIfDue = [&] {
        if (mayCancel && timer.elapsed() > pgDrainPatience)
            sendCancelIfDue();
    };
    do {
        while (mayCancel && timer.elapsed() < pgMostAgain && !answersWithin(pgDrainPatience))
            cancelIfDue();
        cancelIfDue();
    } while (nextResult());
    m_active = nullptr;
    if (const auto ended = unwrap(true); !ended)
        m_changes = 0; // it only read
}

Result<Done> PostgresDatabase::execute(const QString &sql)
{
    freeConnection();
    if (m_trace)
        m_trace(sql, {});
    m_effects.somethingRuns();
    const bool within = inTransaction();
    RC_TRY(simple(sql.toUtf8()));
    return !within && inTransaction() && !m_settings.isEmpty() ? simple(m_settings) : Result<Done>(Done{});
}

Result<Done> PostgresDatabase::simple(const QByteArray &sql)
{
    awaitCancel();
    m_cancelSent = false;
    m_wasInTransaction = inTransaction();
    if (isLost() || PQsendQuery(m_handle.get(), sql.constData()) != 1)
        return lostConnection(wordsOf(PQerrorMessage(m_handle.get())), QString::fromUtf8(sql));
    std::optional<Error> error;
    while (const PgResult result = nextResult()) {
        const ExecStatusType status = PQresultStatus(result.get());
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH)
            refuseCopy();
        else if (status == PGRES_FATAL_ERROR && !error)
            error = errorOf(result.get(), QString::fromUtf8(sql), m_cancelSent);
    }
    if (error)
        return *error;
    return Done{};
}

Result<std::vector<Row>> PostgresDatabase::ask(const QString &sql, const QList<QByteArray> &values)
{
    freeConnection();
    m_cancelSent = false;
    QList<Value> bound;
    for (const QByteArray &value : values)
        bound += Value::textBytes(value);
    const auto stop = std::exchange(m_stop, StopRequested()); // short, and half an answer is none
    std::vector<Row> rows;
    std::optional<Error> error;
    if (isLost() || !PgParameters(bound).send(m_handle.get(), sql.toUtf8().constData()))
        error = lostConnection(wordsOf(PQerrorMessage(m_handle.get())), sql);
    while (!error) {
        const PgResult result = nextResult();
        if (!result)
            break;
        if (PQresultStatus(result.get()) != PGRES_TUPLES_OK && PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
            error = errorOf(result.get(), sql, false);
            drain();
            break;
        }
        for (int r = 0; r < PQntuples(result.get()); ++r) {
            Row row;
            for (int c = 0; c < PQnfields(result.get()); ++c)
                row.push_back(PQgetisnull(result.get(), r, c) == 1
                                  ? Value::null()
                                  : valueOf(kindOfType(PQftype(result.get(), c)), QString(),
                                            PQgetvalue(result.get(), r, c), PQgetlength(result.get(), r, c)));
            rows.push_back(std::move(row));
        }
    }
    m_stop = stop;
    if (error)
        return *error;
    return rows;
}

void PostgresDatabase::learnTypes(const QList<PgTypeNames::Type> &types)
{
    QByteArrayList oids;
    QByteArrayList modifiers;
    for (const PgTypeNames::Type &type : types) {
        oids += QByteArray::number(type.first);
        modifiers += QByteArray::number(type.second);
    }
    if (!isAborted()) {
        const auto names =
            ask(u"SELECT t::int8, m, pg_catalog.format_type(t, m) "
                "FROM ROWS FROM (pg_catalog.unnest($1::oid[]), pg_catalog.unnest($2::int4[])) AS asked(t, m)"_s,
                {'{' + oids.join(',') + '}', '{' + modifiers.join(',') + '}'});
        for (const Row &row : names ? *names : std::vector<Row>()) {
            if (row.at(2).display() == "???"_L1) // not there, as far as this connection sees
                continue;
            m_typeNames.learn({static_cast<Oid>(row.at(0).toInteger()), static_cast<int>(row.at(1).toInteger())},
                              row.at(2).display());
        }
    }
}

bool PostgresDatabase::answersWithin(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (!isLost() && PQisBusy(m_handle.get()) == 1 && timer.elapsed() < milliseconds) {
        waitForServer();
        if (stopRequested())
            break;
    }
    return isLost() || PQisBusy(m_handle.get()) != 1;
}

/// By another connection, while rows are coming on this one. Whatever stands in its way, this one can be asked later.
void PostgresDatabase::learnTypesElsewhere(const QList<PgTypeNames::Type> &types)
{
    const auto another = open(m_spec);
    if (!another)
        return;
    (*another)->learnTypes(types);
    for (const PgTypeNames::Type &type : types) {
        if (const auto name = (*another)->m_typeNames.find(type))
            m_typeNames.learn(type, *name);
    }
}

std::optional<PgEffects::Counts> PostgresDatabase::countedNow()
{
    if (!m_countsRows || !inTransaction() || isAborted())
        return std::nullopt;
    const auto rows = ask(PgEffects::lookSql());
    return rows ? std::optional(PgEffects::countsOf(*rows)) : std::nullopt;
}

void PostgresDatabase::startCountingEffects()
{
    m_effects.start(m_effects.isFresh() ? std::nullopt : countedNow());
}

QList<TableEffect> PostgresDatabase::takeEffects()
{
    return m_effects.take(countedNow());
}

} // namespace core::postgres
