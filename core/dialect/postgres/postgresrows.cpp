// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresrows.h"

#include "core/dialect/postgres/postgrescells.h"
#include "core/dialect/postgres/postgresedits.h"
#include "core/dialect/postgres/postgresfilter.h"
#include "core/dialect/postgres/postgresorder.h"
#include "core/dialect/postgres/postgrestypes.h"
#include "core/dialect/postgres/postgreswords.h"
#include "core/dialect/readtarget.h"
#include "core/dialect/streamedsql.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A skip that is worth finding its end first, in the key's index alone.
constexpr qint64 pgLongSkip = 128;

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

class PostgresRowSql final : public RowSql, public StreamedSql {
public:
    PostgresRowSql(const Schema &schema, ReadTarget target, QList<Column> columns, PostgresRowOrder order,
                   BoundText filter)
        : m_target(std::move(target))
        , m_columns(std::move(columns))
        , m_order(std::move(order))
        , m_filter(std::move(filter))
    {
        m_from = u" FROM "_s + postgresQualified(m_target.table.name);
        m_cells = postgresCells(schema, m_columns, m_target.identity);
        m_place = postgresIdentifier(m_target.table.name.name == "the place"_L1 ? u"that place"_s : u"the place"_s);
    }

    [[nodiscard]] const QList<Column> &columns() const override { return m_columns; }
    [[nodiscard]] const RowIdentity &identity() const override { return m_target.identity; }
    [[nodiscard]] const QList<int> &keyPlaces() const override { return m_cells.keyPlaces; }
    [[nodiscard]] const QList<CutPlace> &cutPlaces() const override { return m_cells.cutPlaces; }
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
        return page(cells, limited(inOrder(stored(), {}), count, offset));
    }
    [[nodiscard]] PageSql pageFrom(const Row &anchor, qint64 skip, qint64 count, Cells cells) const override
    {
        const BoundText range = postgresBound(m_order.terms, anchor, PostgresBound::AtOrAfter);
        if (skip < pgLongSkip)
            return page(cells, limited(inOrder(stored(), range), count, skip));
        BoundText rows(u"SELECT "_s + stored() + u" FROM ("_s);
        rows << limited(inOrder(placed(), range), 1, skip) << u") AS "_s << m_place << u" CROSS JOIN LATERAL ("_s
             << limited(inOrder(stored(), atOrAfterPlace()), count, 0) << u") AS rows"_s;
        return page(cells, rows);
    }
    [[nodiscard]] BoundSql nextAnchor(const Row &anchor, qint64 stride) const override
    {
        return limited(walked(m_order.terms, anchor, m_filter), 1, stride).bound();
    }
    [[nodiscard]] BoundSql anchorsFrom(const Row &anchor, qint64 count) const override
    {
        return limited(walked(m_order.terms, anchor, m_filter), count, 0).bound();
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
        return limited(walked(m_order.identityTerms, key, {}), 1, stride).bound();
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
        return m_order.sortTerms.isEmpty() && !m_order.byPlace ? BoundSql() : limited(keysInOrder(), count, 0).bound();
    }
    /// Each from the one before it, in the index alone: to number all rows takes six times as long.
    [[nodiscard]] BoundSql everyAnchor(qint64 stride) const override
    {
        BoundText sql(u"WITH RECURSIVE "_s + m_place + u'(' + placeNames().join(u", "_s) + u") AS (("_s);
        sql << limited(inOrder(placed(), {}), 1, 0) << u") UNION ALL SELECT next.* FROM "_s << m_place
            << u" CROSS JOIN LATERAL ("_s << limited(inOrder(placed(), atOrAfterPlace()), 1, stride)
            << u") AS next) SELECT "_s << placeNames().join(u", "_s) << u" FROM "_s << m_place;
        return sql.bound();
    }
    [[nodiscard]] PageSql pageByKeys(const QList<Row> &keys, Cells cells) const override
    {
        // No filter: the keys were chosen by it, and what changed since is said by reading again.
        const QList<PostgresOrderTerm> &terms = m_order.identityTerms;
        BoundText sql(u"SELECT "_s + (cells == Cells::AsStored ? m_cells.stored : m_cells.cut).join(u", "_s) + m_from
                      + u" WHERE "_s);
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
    [[nodiscard]] QString stored() const { return m_cells.stored.join(u", "_s); }
    /// What is told of large cells is made of the rows that are wanted alone, and once: not of those that are skipped,
    /// nor for each time that it is looked at, where a view has to make it.
    [[nodiscard]] PageSql page(Cells cells, const BoundText &rows) const
    {
        if (cells == Cells::AsStored || m_cells.cut == m_cells.stored)
            return {rows.bound(), {}, {}};
        BoundText sql(u"SELECT "_s + m_cells.cut.join(u", "_s) + u" FROM ("_s);
        sql << rows << u") AS whole"_s;
        return {sql.bound(), {}, {}};
    }

    [[nodiscard]] QStringList placeNames() const
    {
        QStringList names;
        for (qsizetype i = 0; i < m_order.terms.size(); ++i)
            names.append(u"k%1"_s.arg(i));
        return names;
    }
    [[nodiscard]] QString placed() const ///< the order's key, under these names
    {
        QStringList list;
        for (qsizetype i = 0; i < m_order.terms.size(); ++i)
            list.append(m_order.terms.at(i).sql + u" AS k"_s + QString::number(i));
        return list.join(u", "_s);
    }
    [[nodiscard]] BoundText atOrAfterPlace() const
    {
        QList<BoundText> key;
        for (const QString &name : placeNames())
            key.append(BoundText(m_place + u'.' + name));
        return postgresBound(m_order.terms, key, PostgresBound::AtOrAfter);
    }
    /// Of the rows that pass the filter, in order.
    [[nodiscard]] BoundText inOrder(const QString &what, const BoundText &range) const
    {
        BoundText sql = where(u"SELECT "_s + what + m_from, range);
        sql << postgresOrderBy(m_order.terms);
        return sql;
    }

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
        return inOrder(pgQuoted(m_target.identity.columns).join(u", "_s), {});
    }
    [[nodiscard]] static BoundText limited(BoundText sql, qint64 count, qint64 offset)
    {
        sql << u" LIMIT "_s << Value::integer(count) << u" OFFSET "_s << Value::integer(offset);
        return sql;
    }

    ReadTarget m_target;
    QList<Column> m_columns;
    PostgresRowOrder m_order;
    BoundText m_filter;
    QString m_from;
    QString m_place; ///< what places within the table are called; nothing like the table itself
    PostgresCells m_cells;
};

} // namespace

Result<std::shared_ptr<const RowSql>> postgresRowSql(const Schema &schema, const RowQuery &query)
{
    auto target = readTarget(schema, query.table, postgresIdentityOf);
    RC_TRY(target);
    auto columns = shownColumns(target->table, query.columns);
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
