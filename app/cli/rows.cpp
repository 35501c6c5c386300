// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/naming.h"
#include "app/cli/rowlabels.h"

#include "core/rows/columnvalue.h"
#include "core/rows/filterworld.h"
#include "core/schema/schemarules.h"
#include "core/transfer/clipboard.h"

#include <limits>

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Error;
using core::Result;

namespace {

enum class Format { Table, Csv, Json };

constexpr qint64 rowsOfATable = 100; ///< unless --limit says otherwise
constexpr qint64 rowsAtOnce = 1000;

struct Request {
    core::RowQuery query;
    Format format = Format::Table;
    bool labels = false;
    qint64 offset = 0;
    qint64 limit = -1; ///< −1: all
};

/// A note where the condition can hardly be meant so: nothing in that column is such a value.
void sayMisfit(const core::AnyCondition &any, const core::Schema &schema, core::QualifiedName table,
               const core::Dialect &dialect)
{
    const auto *condition = std::get_if<core::Condition>(&any);
    if (const auto *related = std::get_if<core::RelatedCondition>(&any); related && related->label.isEmpty()) {
        condition = related->condition ? &*related->condition : nullptr;
        table = related->path.constLast().to;
    }
    const core::Table *found = condition ? schema.table(table) : nullptr;
    const core::Column *column = found ? found->column(condition->column) : nullptr;
    if (!column)
        return;
    if (const QString odd = core::misfit(*condition, *column, {}, dialect); !odd.isEmpty())
        complain(u"Note: "_s + odd + u'.');
}

Result<core::Done> addConditions(const Invocation &invocation, const core::Schema &schema, const core::Dialect &dialect,
                                 const Naming &naming, core::RowQuery &query)
{
    const core::FilterWorld world = core::filterWorld(schema, naming.relations, dialect, naming.labels);
    const QStringList texts = invocation.values(u"where"_s);
    for (const QString &text : texts) {
        auto condition = core::parseAnyCondition(text, query.table, world);
        if (!condition)
            return condition.error();
        sayMisfit(*condition, schema, query.table, dialect);
        core::FilterTerm term;
        std::visit([&](auto &c) { term.condition = std::move(c); }, *condition);
        query.filter.terms.append(term);
    }
    return core::Done{};
}

/// A sort by the name of a relation is one by what its row is called. A column comes before a relation of that name.
void findLabels(const core::Schema &schema, const Naming &naming, core::RowQuery &query)
{
    const core::Table *table = schema.table(query.table);
    for (core::SortKey &key : query.sort) {
        const core::Relation *relation = naming.relations.byName(query.table, key.column);
        if (!table || table->column(key.column) || !relation || relation->kind != core::Relation::Kind::One)
            continue;
        key.column = relation->fromColumns.constFirst();
        if (const core::LabelRule rule = naming.labels.value(relation->to); !rule.isEmpty())
            key.label = core::RelatedLabel{*relation, rule.columns};
    }
}

core::SortKey sortKey(const QString &text)
{
    if (text.endsWith(u":desc"_s))
        return {text.chopped(5), true};
    return {text.endsWith(u":asc"_s) ? text.chopped(4) : text, false};
}

Result<qint64> numberOption(const Invocation &invocation, const QString &name, qint64 otherwise)
{
    if (!invocation.has(name))
        return otherwise;
    bool ok = false;
    const qint64 number = invocation.value(name).toLongLong(&ok);
    if (!ok || number < 0)
        return Error::invalid(u"--%1 must be a whole number, not %2."_s.arg(name, invocation.value(name)));
    return number;
}

Result<Format> formatOption(const Invocation &invocation)
{
    static const QMap<QString, Format> formats{
        {u"table"_s, Format::Table}, {u"csv"_s, Format::Csv}, {u"json"_s, Format::Json}};
    if (invocation.json())
        return Format::Json;
    const QString name = invocation.value(u"format"_s, u"table"_s);
    if (!formats.contains(name))
        return Error::invalid(u"--format is table, csv or json, not %1."_s.arg(name));
    return formats.value(name);
}

/// What can be said without the database; its errors are wrong usage.
Result<Request> requestFrom(const Invocation &invocation)
{
    Request request;
    const auto format = formatOption(invocation);
    if (!format)
        return format.error();
    request.format = *format;
    request.labels = invocation.has(u"labels"_s) || invocation.has(u"label"_s);
    const auto offset = numberOption(invocation, u"offset"_s, 0);
    const auto limit = numberOption(invocation, u"limit"_s, *format == Format::Table ? rowsOfATable : -1);
    if (!offset)
        return offset.error();
    if (!limit)
        return limit.error();
    request.offset = *offset;
    request.limit = *limit;
    request.query.table = {QString(), invocation.place(1)};
    const QStringList sorts = invocation.values(u"sort"_s);
    for (const QString &text : sorts)
        request.query.sort += sortKey(text);
    const QStringList lists = invocation.values(u"columns"_s);
    for (const QString &list : lists)
        request.query.columns += list.split(u',', Qt::SkipEmptyParts);
    return request;
}

/// The rows in pieces, handed to `write` as they come; false from it stops the reading.
class RowReading {
public:
    RowReading(const core::RowSql &sql, core::Database &database, const RowLabels *labels)
        : m_sql(sql)
        , m_database(database)
        , m_labels(labels)
    {
    }

    template <typename Write> Result<core::Done> run(qint64 offset, qint64 limit, Write write)
    {
        const core::BoundSql page = m_sql
                                        .pageByOffset(offset, limit < 0 ? std::numeric_limits<qint64>::max() : limit,
                                                      core::RowSql::Cells::AsStored)
                                        .cells;
        auto statement = m_database.prepare(page.sql);
        if (!statement)
            return statement.error();
        for (int i = 0; i < page.values.size(); ++i)
            RC_TRY((*statement)->bind(i, page.values.at(i)));
        core::CellBlock block = emptyBlock();
        bool first = true;
        for (;;) {
            const auto more = (*statement)->step();
            if (!more)
                return more.error();
            if (*more)
                block.rows += row(**statement);
            if (*more && block.rows.size() < rowsAtOnce)
                continue;
            if (m_labels)
                RC_TRY(m_labels->putInto(block, m_database));
            if (!write(block, first, !*more))
                return Error::io(u"The rows could not be written to standard output."_s);
            if (!*more)
                return core::Done{};
            first = false;
            block.rows.clear();
        }
    }

private:
    [[nodiscard]] core::CellBlock emptyBlock() const
    {
        core::CellBlock block;
        for (const core::Column &column : m_sql.columns())
            block.columns += column.name;
        return block;
    }
    [[nodiscard]] QList<core::Value> row(const core::PreparedStatement &statement) const
    {
        QList<core::Value> cells;
        for (int i = 0; i < m_sql.columns().size(); ++i)
            cells += statement.column(i);
        return cells;
    }

    const core::RowSql &m_sql;
    core::Database &m_database;
    const RowLabels *m_labels; ///< nullptr: keys alone
};

bool printTable(const core::CellBlock &block)
{
    QList<QStringList> rows;
    QList<bool> numeric(block.columns.size(), !block.rows.isEmpty());
    for (const QList<core::Value> &values : block.rows) {
        QStringList cells;
        for (qsizetype i = 0; i < values.size(); ++i) {
            const core::Value &value = values.at(i);
            cells += value.isNull()                       ? u"NULL"_s
                : value.kind() == core::Value::Kind::Blob ? u"x'%1'"_s.arg(value.display(24))
                                                          : value.display(200);
            numeric[i] = numeric.at(i) && (value.isNull() || value.isNumber());
        }
        rows += cells;
    }
    return print(textTable(block.columns, rows, numeric));
}

/// toJson() gives an array; several of them become one by leaving out the brackets between.
bool printJson(const core::CellBlock &block, bool first, bool last)
{
    QString text = core::toJson(block).trimmed();
    text = text.mid(1).chopped(1).trimmed();
    if (!text.isEmpty())
        text.prepend(u"  "_s);
    QString out = first ? u"[\n"_s : QString();
    if (!text.isEmpty())
        out += (first ? QString() : u",\n"_s) + text;
    return print(out + (last ? u"\n]\n"_s : QString()));
}

Result<core::Done> printRows(const Request &request, const Reader &reader, const Naming &naming,
                             core::Database &database)
{
    const auto sql = reader.dialect->rowSql(reader.schema, request.query);
    if (!sql)
        return sql.error();
    core::CellBlock table;
    const auto write = [&](const core::CellBlock &block, bool first, bool last) {
        switch (request.format) {
        case Format::Csv:
            return print(core::toCsv(block, first ? core::HeaderLine::Yes : core::HeaderLine::No));
        case Format::Json:
            return printJson(block, first, last);
        case Format::Table:
            break;
        }
        table.columns = block.columns;
        table.rows += block.rows;
        return !last || printTable(table);
    };
    const RowLabels labels(reader.schema, *reader.dialect, naming, request.query.table, (*sql)->columns());
    return RowReading(**sql, database, request.labels ? &labels : nullptr).run(request.offset, request.limit, write);
}

/// As it is called, or with its schema before it.
Result<core::QualifiedName> namedTable(const core::Schema &schema, const core::Dialect &dialect, const QString &text)
{
    const QString usual = dialect.schemaRules() ? dialect.schemaRules()->defaultSchema() : QString();
    const auto isThere = [&schema](const core::QualifiedName &name) { return schema.table(name) || schema.view(name); };
    const QString of = text.section(u'.', 0, 0);
    const core::QualifiedName bare{{}, text};
    const core::QualifiedName qualified{of == usual ? QString() : of, text.section(u'.', 1)};
    if (isThere(bare)) // a table may be called nothing
        return bare;
    if (!qualified.isEmpty() && isThere(qualified))
        return qualified;
    QStringList elsewhere;
    for (const core::Table &table : schema.tables) {
        if (table.name.name == text && !table.internal)
            elsewhere.append(table.name.display());
    }
    return Error::invalid(elsewhere.isEmpty() ? u"There is no table or view %1."_s.arg(text)
                                              : u"There is no table or view %1 in %2; there is %3."_s.arg(
                                                  text, usual, elsewhere.join(u", "_s)));
}

} // namespace

ExitCode rows(const Invocation &invocation)
{
    auto request = requestFrom(invocation);
    if (!request) {
        complain(request.error().message);
        return WrongUsage;
    }
    auto reader = openForReading(invocation.place(0));
    if (!reader)
        return failed(reader.error());
    const auto table = namedTable(reader->schema, *reader->dialect, invocation.place(1));
    if (!table)
        return failed(table.error());
    request->query.table = *table;
    const auto naming = namingFor(*reader, invocation.values(u"label"_s));
    const auto conditions =
        naming ? addConditions(invocation, reader->schema, *reader->dialect, *naming, request->query) : naming.error();
    if (!conditions) {
        complain(conditions.error().message);
        return WrongUsage;
    }
    findLabels(reader->schema, *naming, request->query);
    const auto done = await(reader->connection->submit(
        [&](core::Database &database, core::JobContext &) { return printRows(*request, *reader, *naming, database); }));
    return done ? Succeeded : failed(done.error());
}

} // namespace app
