// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresrows.h"

#include "core/dialect/postgres/postgresedits.h"
#include "core/dialect/postgres/postgresfilter.h"
#include "core/dialect/postgres/postgresorder.h"
#include "core/dialect/postgres/postgrestypes.h"
#include "core/dialect/postgres/postgreswords.h"
#include "core/dialect/streamedsql.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// PostgreSQL gives a result no more columns than these.
constexpr qsizetype pgMostColumns = 1664;

/// What is read: a table, or a view made to look like one.
struct PgTarget {
    Table table;
    RowIdentity identity;
    bool isView = false;
};

[[nodiscard]] Result<PgTarget> pgTargetOf(const Schema &schema, const QualifiedName &name)
{
    if (const Table *table = schema.table(name)) {
        if (!table->brokenBecause.isEmpty())
            return Error::invalid(u"The table %1 cannot be read: %2"_s.arg(name.display(), table->brokenBecause));
        return PgTarget{*table, postgresIdentityOf(*table), false};
    }
    const View *view = schema.view(name);
    if (!view)
        return Error::invalid(u"There is no table or view called %1."_s.arg(name.display()));
    if (!view->brokenBecause.isEmpty())
        return Error::invalid(u"The view %1 cannot be read: %2"_s.arg(name.display(), view->brokenBecause));
    if (!view->populated)
        return Error::invalid(
            u"The materialized view %1 has no rows yet: run REFRESH MATERIALIZED VIEW on it first."_s.arg(
                name.display()));
    PgTarget target;
    target.isView = true;
    target.table.name = view->name;
    target.table.columns = view->columns;
    target.identity.noneBecause = u"This is a view: its rows have no identity of their own."_s;
    return target;
}

[[nodiscard]] Result<QList<Column>> pgShownColumns(const Table &table, const QStringList &names)
{
    QList<Column> columns;
    for (const QString &name : names) {
        const Column *column = table.column(name);
        if (!column)
            return Error::invalid(u"%1 has no column called %2."_s.arg(table.name.display(), name));
        columns.append(*column);
    }
    if (names.isEmpty())
        std::copy_if(table.columns.begin(), table.columns.end(), std::back_inserter(columns),
                     [](const Column &c) { return !c.hidden; });
    return columns;
}

[[nodiscard]] QStringList pgQuoted(const QStringList &names)
{
    QStringList list;
    for (const QString &name : names)
        list.append(postgresIdentifier(name));
    return list;
}

[[nodiscard]] QStringList pgExpressions(const QList<PostgresOrderTerm> &terms)
{
    QStringList list;
    for (const PostgresOrderTerm &t : terms)
        list.append(t.sql);
    return list;
}

/// How a cell is read where only its beginning is wanted.
struct PgCutCell {
    QString cell;
    QString size; ///< NULL where the cell is whole; empty: it always is
    QString start; ///< where the cell cannot hold its own beginning
};

/// Sizes come from the row itself: what is kept beside it is not fetched to tell them.
[[nodiscard]] PgCutCell pgCutCell(const Schema &schema, const Column &column)
{
    const QString c = postgresIdentifier(column.name);
    const PostgresType type = postgresType(column.declaredType);
    const QString most = QString::number(RowSql::startOfLarge);
    const bool isEnum = std::any_of(schema.enums.cbegin(), schema.enums.cend(), [&](const EnumType &e) {
        return type.name == e.name.display() || type.name == postgresIdentifier(e.name.name);
    });
    if (isPostgresSmall(column.declaredType) || (isEnum && !type.isArray)
        || (type.name == "numeric"_L1 && !type.isArray))
        return {c, {}, {}};
    const auto when = [&](const QString &size, const QString &then) {
        return QString(u"CASE WHEN "_s + size + u" > "_s + most + u" THEN "_s + then);
    };
    const bool isText = !type.isArray && (type.name == "text"_L1 || type.name == "character varying"_L1);
    const bool isBytes = !type.isArray && type.name == "bytea"_L1;
    if (isText || isBytes) {
        const QString size = u"octet_length("_s + c + u')';
        const QString start = (isText ? u"left("_s : u"substr("_s) + c + (isText ? u", "_s : u", 1, "_s) + most + u')';
        return {when(size, start + u" ELSE "_s + c + u" END"_s), when(size, size + u" END"_s), {}};
    }
    const QString size = u"pg_column_size("_s + c + u')';
    QString cell = when(size, u"NULL ELSE "_s + c + u" END"_s);
    if (!type.modifiers.isEmpty()) // a CASE forgets them
        cell = u'(' + cell + u")::"_s + column.declaredType;
    // To write the whole of it as text for its beginning is worth it only up to some size.
    const QString start = u"CASE WHEN "_s + size + u" <= "_s + QString::number(RowSql::largeBlob) + u" THEN left("_s + c
        + u"::text, "_s + most + u") ELSE '' END END"_s;
    return {cell, when(size, size + u" END"_s), when(size, start)};
}

class PostgresRowSql final : public RowSql, public StreamedSql {
public:
    PostgresRowSql(const Schema &schema, PgTarget target, QList<Column> columns, PostgresRowOrder order,
                   BoundText filter)
        : m_target(std::move(target))
        , m_columns(std::move(columns))
        , m_order(std::move(order))
        , m_filter(std::move(filter))
    {
        m_from = u" FROM "_s + postgresQualified(m_target.table.name);
        QStringList plain;
        for (const Column &c : std::as_const(m_columns))
            plain.append(postgresIdentifier(c.name));
        const QStringList missing = placeKeys();
        m_page = u"SELECT "_s + (plain + pgQuoted(missing)).join(u", "_s) + m_from;
        m_pageAside = u"SELECT "_s + cutCells(schema, missing).join(u", "_s) + m_from;
    }

    [[nodiscard]] const QList<Column> &columns() const override { return m_columns; }
    [[nodiscard]] const RowIdentity &identity() const override { return m_target.identity; }
    [[nodiscard]] const QList<int> &keyPlaces() const override { return m_keyPlaces; }
    [[nodiscard]] const QList<CutPlace> &cutPlaces() const override { return m_cutPlaces; }
    [[nodiscard]] bool sendsWholeCells() const override { return true; }
    [[nodiscard]] bool hasFilter() const override { return !m_filter.isEmpty(); }

    [[nodiscard]] QStringList orderColumns() const override
    {
        QStringList names;
        for (const PostgresOrderTerm &t : m_order.terms)
            names.append(t.column);
        return m_target.identity.isEditable() ? names : QStringList();
    }
    [[nodiscard]] bool orderIsIndexed() const override { return m_order.indexed; }

    [[nodiscard]] PageSql pageByOffset(qint64 offset, qint64 count, Cells cells) const override
    {
        BoundText sql = where(select(cells), {});
        sql << postgresOrderBy(m_order.terms);
        return {limited(sql, count, offset), {}, {}};
    }
    [[nodiscard]] PageSql pageFrom(const Row &anchor, qint64 skip, qint64 count, Cells cells) const override
    {
        BoundText sql = where(select(cells), postgresBound(m_order.terms, anchor, PostgresBound::AtOrAfter));
        sql << postgresOrderBy(m_order.terms);
        return {limited(sql, count, skip), {}, {}};
    }
    [[nodiscard]] BoundSql nextAnchor(const Row &anchor, qint64 stride) const override
    {
        return limited(walked(m_order.terms, anchor, m_filter), 1, stride);
    }
    [[nodiscard]] BoundSql anchorsFrom(const Row &anchor, qint64 count) const override
    {
        return limited(walked(m_order.terms, anchor, m_filter), count, 0);
    }
    [[nodiscard]] BoundSql placeOf(const Row &identity) const override
    {
        QList<BoundText> conditions;
        for (qsizetype i = 0; i < m_order.identityTerms.size() && i < static_cast<qsizetype>(identity.size()); ++i) {
            const PostgresOrderTerm &term = m_order.identityTerms.at(i);
            BoundText one(term.sql + u" = "_s);
            one << postgresKeyValue(term, identity[static_cast<size_t>(i)]);
            conditions.append(one);
        }
        const QStringList columns = pgQuoted(m_target.identity.columns) + pgExpressions(m_order.terms);
        BoundText sql(u"SELECT "_s + columns.join(u", "_s) + m_from + u" WHERE "_s);
        sql << joinedTexts(conditions, u" AND "_s);
        return sql.bound();
    }
    [[nodiscard]] BoundSql countFrom(const Row &anchor) const override
    {
        return where(u"SELECT count(*)"_s + m_from, postgresBound(m_order.terms, anchor, PostgresBound::AtOrAfter))
            .bound();
    }
    [[nodiscard]] BoundSql count() const override { return where(u"SELECT count(*)"_s + m_from, {}).bound(); }

    [[nodiscard]] BoundSql keySpan() const override
    {
        if (hasFilter() || !m_order.integerKey)
            return {};
        const PostgresOrderTerm &term = m_order.terms.first();
        const QString least = u"min("_s + term.sql + u')';
        const QString most = u"max("_s + term.sql + u')';
        return {u"SELECT "_s + (term.descending ? most : least) + u", "_s + (term.descending ? least : most) + m_from,
                {}};
    }
    [[nodiscard]] BoundSql estimate() const override
    {
        if (hasFilter() || m_target.isView)
            return {};
        const QString schema = m_target.table.name.schema.isEmpty() ? u"public"_s : m_target.table.name.schema;
        BoundText sql(u"SELECT c.reltuples::bigint FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                      " ON n.oid = c.relnamespace WHERE c.reltuples >= 0 AND n.nspname = "_s);
        sql << Value::text(schema) << u" AND c.relname = "_s << Value::text(m_target.table.name.name);
        return sql.bound();
    }

    [[nodiscard]] bool identityIsInteger() const override { return m_order.integerIdentity; }
    [[nodiscard]] BoundSql nextKey(const Row &key, qint64 stride) const override
    {
        return limited(walked(m_order.identityTerms, key, {}), 1, stride);
    }
    [[nodiscard]] BoundSql keysBetween(const Row &from, const Row &to) const override
    {
        BoundText range = postgresBound(m_order.identityTerms, from, PostgresBound::AtOrAfter);
        const BoundText end = postgresBound(m_order.identityTerms, to, PostgresBound::Before);
        if (!range.isEmpty() && !end.isEmpty())
            range << u" AND "_s;
        range << end;
        const QStringList read = pgQuoted(m_target.identity.columns) + pgExpressions(m_order.sortTerms);
        BoundText sql = where(u"SELECT "_s + read.join(u", "_s) + m_from, range);
        sql << postgresOrderBy(m_order.identityTerms);
        return sql.bound();
    }
    /// Collations, numerics and times are the server's to compare, and rows come as they are found.
    [[nodiscard]] std::optional<QList<SortRule>> sortRules() const override { return std::nullopt; }
    [[nodiscard]] BoundSql allKeys() const override { return keysInOrder().bound(); }
    [[nodiscard]] BoundSql firstKeys(qint64 count) const override
    {
        // Without sorting the first of all come as soon.
        return m_order.sortTerms.isEmpty() && !m_order.byPlace ? BoundSql() : limited(keysInOrder(), count, 0);
    }
    [[nodiscard]] BoundSql everyAnchor(qint64 stride) const override
    {
        QStringList aliased;
        QStringList names;
        QList<PostgresOrderTerm> outer;
        for (qsizetype i = 0; i < m_order.terms.size(); ++i) {
            names.append(u"a%1"_s.arg(i));
            aliased.append(m_order.terms.at(i).sql + u" AS "_s + names.last());
            outer.append({names.last(), names.last(), m_order.terms.at(i).descending, false});
        }
        const QString order = postgresOrderBy(m_order.terms);
        BoundText sql(u"SELECT "_s + names.join(u", "_s) + u" FROM ("_s);
        sql << where(u"SELECT "_s + aliased.join(u", "_s) + u", row_number() OVER ("_s + order.trimmed()
                         + u") - 1 AS place"_s + m_from,
                     {})
            << u") AS numbered WHERE place % "_s << Value::integer(stride) << u"::bigint = 0"_s
            << postgresOrderBy(outer);
        return sql.bound();
    }
    [[nodiscard]] PageSql pageByKeys(const QList<Row> &keys, Cells cells) const override
    {
        // No filter: the keys were chosen by it, and what changed since is said by reading again.
        const QList<PostgresOrderTerm> &terms = m_order.identityTerms;
        BoundText sql(select(cells) + u" WHERE "_s);
        QList<BoundText> each;
        for (const Row &key : keys) {
            QList<BoundText> parts;
            for (qsizetype i = 0; i < terms.size(); ++i) {
                BoundText part(terms.size() == 1 ? QString() : QString(terms.at(i).sql + u" = "_s));
                part << postgresKeyValue(terms.at(i), key[static_cast<size_t>(i)]);
                parts.append(part);
            }
            BoundText one(terms.size() == 1 ? QString() : u"("_s);
            one << joinedTexts(parts, u" AND "_s) << (terms.size() == 1 ? QString() : u")"_s);
            each.append(one);
        }
        if (terms.size() == 1)
            sql << terms.first().sql << u" IN ("_s << joinedTexts(each, u", "_s) << u")"_s;
        else
            sql << joinedTexts(each, u" OR "_s);
        return {sql.bound(), {}, {}};
    }

private:
    /// Key columns that are shown are not read twice. → those that are left, which come after the cells.
    [[nodiscard]] QStringList placeKeys()
    {
        QStringList missing;
        for (const QString &name : std::as_const(m_target.identity.columns)) {
            const auto shown =
                std::find_if(m_columns.cbegin(), m_columns.cend(), [&name](const Column &c) { return c.name == name; });
            if (shown == m_columns.cend())
                missing.append(name);
            m_keyPlaces.append(static_cast<int>(shown == m_columns.cend() ? m_columns.size() + missing.size() - 1
                                                                          : shown - m_columns.cbegin()));
        }
        return missing;
    }
    /// The cells, the missing key columns, then sizes and beginnings, as far as there is room.
    [[nodiscard]] QStringList cutCells(const Schema &schema, const QStringList &missing)
    {
        QStringList cells;
        QStringList beside;
        const qsizetype first = m_columns.size() + missing.size();
        for (const Column &c : std::as_const(m_columns)) {
            const PgCutCell cut = m_target.identity.columns.contains(c.name)
                ? PgCutCell{postgresIdentifier(c.name), {}, {}}
                : pgCutCell(schema, c);
            const qsizetype needed = (cut.size.isEmpty() ? 0 : 1) + (cut.start.isEmpty() ? 0 : 1);
            CutPlace place;
            if (needed == 0 || first + beside.size() + needed > pgMostColumns) {
                cells.append(postgresIdentifier(c.name));
                m_cutPlaces.append(place);
                continue;
            }
            cells.append(cut.cell);
            place.size = static_cast<int>(first + beside.size());
            beside.append(cut.size);
            if (!cut.start.isEmpty()) {
                place.start = static_cast<int>(first + beside.size());
                beside.append(cut.start);
            }
            m_cutPlaces.append(place);
        }
        return cells + pgQuoted(missing) + beside;
    }
    [[nodiscard]] const QString &select(Cells cells) const { return cells == Cells::AsStored ? m_page : m_pageAside; }

    /// `select` with the filter and the range as its WHERE.
    [[nodiscard]] BoundText where(const QString &select, const BoundText &range) const
    {
        return joined(select, range, m_filter);
    }
    [[nodiscard]] static BoundText joined(const QString &select, const BoundText &range, const BoundText &filter)
    {
        BoundText sql(select);
        if (!range.isEmpty())
            sql << u" WHERE "_s << range;
        if (!filter.isEmpty())
            sql << (range.isEmpty() ? u" WHERE "_s : u" AND "_s) << filter;
        return sql;
    }
    [[nodiscard]] BoundText walked(const QList<PostgresOrderTerm> &terms, const Row &key, const BoundText &filter) const
    {
        BoundText sql = joined(u"SELECT "_s + pgExpressions(terms).join(u", "_s) + m_from,
                               postgresBound(terms, key, PostgresBound::AtOrAfter), filter);
        sql << postgresOrderBy(terms);
        return sql;
    }
    [[nodiscard]] BoundText keysInOrder() const
    {
        BoundText sql = where(u"SELECT "_s + pgQuoted(m_target.identity.columns).join(u", "_s) + m_from, {});
        sql << postgresOrderBy(m_order.terms);
        return sql;
    }
    [[nodiscard]] static BoundSql limited(BoundText sql, qint64 count, qint64 offset)
    {
        sql << u" LIMIT "_s << Value::integer(count) << u" OFFSET "_s << Value::integer(offset);
        return sql.bound();
    }

    PgTarget m_target;
    QList<Column> m_columns;
    PostgresRowOrder m_order;
    BoundText m_filter;
    QString m_from;
    QString m_page;
    QString m_pageAside; ///< of large cells the beginning, with their sizes at the end
    QList<int> m_keyPlaces;
    QList<CutPlace> m_cutPlaces;
};

} // namespace

Result<std::shared_ptr<const RowSql>> postgresRowSql(const Schema &schema, const RowQuery &query)
{
    auto target = pgTargetOf(schema, query.table);
    RC_TRY(target);
    auto columns = pgShownColumns(target->table, query.columns);
    RC_TRY(columns);
    auto order = postgresRowOrder(schema, target->table, target->identity, query.sort);
    RC_TRY(order);
    auto filter = postgresFilter(schema, target->table, query.filter);
    RC_TRY(filter);
    return std::shared_ptr<const RowSql>(std::make_shared<PostgresRowSql>(
        schema, std::move(*target), std::move(*columns), std::move(*order), std::move(*filter)));
}

BoundSql postgresRowByKey(const Table &table, const RowIdentity &identity, const RowKey &key)
{
    QStringList columns;
    for (const Column &c : table.columns)
        columns.append(postgresIdentifier(c.name));
    QStringList conditions;
    QList<Parameter> parameters;
    for (qsizetype i = 0; i < identity.columns.size() && i < key.values.size(); ++i)
        conditions.append(postgresKeyIs(table, identity.columns.at(i), key.values.at(i), u"k%1"_s.arg(i), parameters));
    BoundSql sql;
    sql.sql = u"SELECT "_s + columns.join(u", "_s) + u" FROM "_s + postgresQualified(table.name) + u" WHERE "_s
        + conditions.join(u" AND "_s);
    for (const Parameter &p : std::as_const(parameters)) {
        if (const auto *value = std::get_if<Value>(&p.value))
            sql.values.append(*value);
    }
    return sql;
}

} // namespace core
