// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/rowsql.h"

#include "core/dialect/readtarget.h"
#include "core/dialect/sqlite/editsql.h"
#include "core/dialect/sqlite/filtersql.h"
#include "core/dialect/sqlite/roworder.h"
#include "core/dialect/sqlite/types.h"
#include "core/dialect/sqlite/words.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// SQLite gives a result no more columns than a table.
constexpr qsizetype mostColumns = 2000;

/// Whether the column holds numbers and NULLs alone, whatever was written to it.
[[nodiscard]] bool holdsNumbersOnly(const Table &table, const Column &column)
{
    if (table.rowIdAlias() == column.name)
        return true;
    const QString type = column.declaredType.toUpper();
    return table.strict && (type == u"INT"_s || type == u"INTEGER"_s || type == u"REAL"_s);
}

class SqliteRowSql final : public RowSql {
public:
    SqliteRowSql(ReadTarget target, QList<Column> columns, SqliteRowOrder order, BoundSql filter)
        : m_target(std::move(target))
        , m_columns(std::move(columns))
        , m_order(std::move(order))
        , m_filter(std::move(filter))
    {
        m_from = u" FROM "_s + sqliteQualified(m_target.table.name);
        QStringList plain;
        QStringList aside;
        QStringList sizes;
        for (const Column &c : m_columns) {
            plain.append(sqliteIdentifier(c.name));
            aside.append(asideSql(c));
            sizes.append(sizeSql(c));
        }
        placeKeys(plain, aside);
        m_page = u"SELECT "_s + plain.join(u", "_s) + m_from;
        m_pageAside = u"SELECT "_s + aside.join(u", "_s) + m_from;
        m_sizes = u"SELECT "_s + sizes.join(u", "_s) + m_from;
    }

    [[nodiscard]] const QList<Column> &columns() const override { return m_columns; }
    [[nodiscard]] const RowIdentity &identity() const override { return m_target.identity; }
    [[nodiscard]] const QList<int> &keyPlaces() const override { return m_keyPlaces; }
    [[nodiscard]] bool hasFilter() const override { return !m_filter.sql.isEmpty(); }

    [[nodiscard]] QStringList orderColumns() const override
    {
        return m_target.identity.isEditable() ? namesOf(m_order.terms) : QStringList();
    }
    [[nodiscard]] bool orderIsIndexed() const override { return m_order.indexed; }

    [[nodiscard]] PageSql pageByOffset(qint64 offset, qint64 count, Cells cells) const override
    {
        return page(cells, [&](const QString &select) {
            BoundSql sql = where(select, {});
            sql.sql += orderBy(m_order.terms);
            return limited(std::move(sql), count, offset);
        });
    }
    [[nodiscard]] PageSql pageFrom(const Row &anchor, qint64 skip, qint64 count, Cells cells) const override
    {
        const BoundSql range = boundSql(m_order.terms, anchor, Side::AtOrAfter);
        return page(cells, [&](const QString &select) {
            BoundSql sql = where(select, range);
            sql.sql += orderBy(m_order.terms);
            return limited(std::move(sql), count, skip);
        });
    }
    [[nodiscard]] BoundSql nextAnchor(const Row &anchor, qint64 stride) const override
    {
        return nextOf(m_order.terms, anchor, stride, m_filter);
    }
    [[nodiscard]] BoundSql anchorsFrom(const Row &anchor, qint64 count) const override
    {
        return limited(anchorsAfter(m_order.terms, anchor, m_filter), count, 0);
    }
    [[nodiscard]] BoundSql placeOf(const Row &identity) const override
    {
        QStringList conditions;
        for (const SqliteOrderTerm &t : m_order.identityTerms)
            conditions.append(t.sql() + u" = ?"_s);
        const QStringList columns = quoted(m_target.identity.columns) + valuesOf(m_order.terms);
        return {u"SELECT "_s + columns.join(u", "_s) + m_from + u" WHERE "_s + conditions.join(u" AND "_s),
                QList<Value>(identity.begin(), identity.end())};
    }
    [[nodiscard]] BoundSql countFrom(const Row &anchor) const override
    {
        return where(u"SELECT count(*)"_s + m_from, boundSql(m_order.terms, anchor, Side::AtOrAfter));
    }
    [[nodiscard]] BoundSql count() const override { return where(u"SELECT count(*)"_s + m_from, {}); }

    [[nodiscard]] BoundSql keySpan() const override
    {
        if (hasFilter() || !m_order.integerKey)
            return {};
        // Two queries in one: SQLite looks up a lone min() or max(), but scans for both at once.
        const SqliteOrderTerm &term = m_order.terms.first();
        const QString least = u"(SELECT min(%1)%2)"_s.arg(sqliteIdentifier(term.column), m_from);
        const QString most = u"(SELECT max(%1)%2)"_s.arg(sqliteIdentifier(term.column), m_from);
        return {u"SELECT "_s + (term.descending ? most : least) + u", "_s + (term.descending ? least : most), {}};
    }

    [[nodiscard]] bool identityIsInteger() const override { return m_order.integerIdentity; }
    [[nodiscard]] BoundSql nextKey(const Row &key, qint64 stride) const override
    {
        return nextOf(m_order.identityTerms, key, stride, {});
    }
    [[nodiscard]] BoundSql keysBetween(const Row &from, const Row &to) const override
    {
        const QString select =
            u"SELECT "_s + (quoted(m_target.identity.columns) + valuesOf(m_order.sortTerms)).join(u", "_s);
        BoundSql range = boundSql(m_order.identityTerms, from, Side::AtOrAfter);
        const BoundSql end = boundSql(m_order.identityTerms, to, Side::Before);
        if (!range.sql.isEmpty() && !end.sql.isEmpty())
            range.sql += u" AND "_s;
        range.sql += end.sql;
        range.values += end.values;
        BoundSql sql = where(select + m_from, range);
        sql.sql += orderBy(m_order.identityTerms);
        return sql;
    }
    [[nodiscard]] std::optional<QList<SortRule>> sortRules() const override { return m_order.rules; }
    [[nodiscard]] BoundSql allKeys() const override
    {
        BoundSql sql = where(u"SELECT "_s + quoted(m_target.identity.columns).join(u", "_s) + m_from, {});
        sql.sql += orderBy(m_order.terms);
        return sql;
    }
    [[nodiscard]] PageSql pageByKeys(const QList<Row> &keys, Cells cells) const override
    {
        QStringList names;
        for (const SqliteOrderTerm &t : m_order.identityTerms)
            names.append(t.sql());
        // No filter: the keys were chosen by it, and what changed since is said by reading again. Several columns are
        // spelled out, because SQLite scans the table for (a, b) IN (VALUES …).
        const QString condition = u" WHERE "_s
            + (names.size() == 1
                   ? QString(names.first() + u" IN ("_s + QStringList(keys.size(), u"?"_s).join(u", "_s) + u')')
                   : QStringList(keys.size(), u'(' + names.join(u" = ? AND "_s) + u" = ?)"_s).join(u" OR "_s));
        QList<Value> values;
        for (const Row &key : keys)
            values += QList<Value>(key.begin(), key.end());
        // Several statements have to come in one order.
        const bool severalStatements = !m_keys.isEmpty() || cells != Cells::AsStored;
        const QString order = severalStatements ? orderBy(m_order.identityTerms) : QString();
        return page(cells, [&](const QString &select) { return BoundSql{select + condition + order, values}; });
    }

private:
    [[nodiscard]] static QStringList quoted(const QStringList &names)
    {
        QStringList list;
        for (const QString &name : names)
            list.append(sqliteIdentifier(name));
        return list;
    }
    [[nodiscard]] static QStringList namesOf(const QList<SqliteOrderTerm> &terms)
    {
        QStringList list;
        for (const SqliteOrderTerm &t : terms)
            list.append(t.column);
        return list;
    }

    [[nodiscard]] static QStringList valuesOf(const QList<SqliteOrderTerm> &terms)
    {
        QStringList list;
        for (const SqliteOrderTerm &t : terms)
            list.append(t.value());
        return list;
    }

    /// SQLite tells typeof() any cell and length() a blob from the record's header, without reading it.
    [[nodiscard]] static QString isLarge(const QString &c)
    {
        return u"typeof(%1) = 'blob' AND length(%1) > %2"_s.arg(c, QString::number(largeBlob));
    }
    [[nodiscard]] bool mayBeAside(const Column &column) const
    {
        return !holdsNumbersOnly(m_target.table, column) && !m_target.identity.columns.contains(column.name);
    }
    [[nodiscard]] QString asideSql(const Column &column) const
    {
        const QString c = sqliteIdentifier(column.name);
        return mayBeAside(column) ? u"CASE WHEN %1 THEN x'' ELSE %2 END"_s.arg(isLarge(c), c) : c;
    }
    [[nodiscard]] QString sizeSql(const Column &column) const
    {
        const QString c = sqliteIdentifier(column.name);
        return mayBeAside(column) ? u"CASE WHEN %1 THEN length(%2) END"_s.arg(isLarge(c), c) : u"NULL"_s;
    }
    /// Key columns that are shown are not read twice; what is left comes after the cells, or by itself.
    void placeKeys(QStringList &plain, QStringList &aside)
    {
        const auto [places, missing] = keyPlacesOf(m_columns, m_target.identity);
        m_keyPlaces = places;
        if (m_columns.size() + missing.size() <= mostColumns) {
            plain += quoted(missing);
            aside += quoted(missing);
            return;
        }
        m_keys = u"SELECT "_s + quoted(m_target.identity.columns).join(u", "_s) + m_from;
        for (qsizetype i = 0; i < m_keyPlaces.size(); ++i)
            m_keyPlaces[i] = static_cast<int>(i);
    }
    template <typename Finish> [[nodiscard]] PageSql page(Cells cells, Finish finish) const
    {
        const BoundSql keys = m_keys.isEmpty() ? BoundSql() : finish(m_keys);
        return cells == Cells::AsStored ? PageSql{finish(m_page), keys, {}}
                                        : PageSql{finish(m_pageAside), keys, finish(m_sizes)};
    }

    /// `select` with the filter and the range as its WHERE.
    [[nodiscard]] BoundSql where(const QString &select, const BoundSql &range) const
    {
        return joined(select, range, m_filter);
    }
    [[nodiscard]] static BoundSql joined(const QString &select, const BoundSql &range, const BoundSql &filter)
    {
        BoundSql sql{select, range.values + filter.values};
        if (!range.sql.isEmpty())
            sql.sql += u" WHERE "_s + range.sql;
        if (!filter.sql.isEmpty())
            sql.sql += (range.sql.isEmpty() ? u" WHERE "_s : u" AND "_s) + filter.sql;
        return sql;
    }
    [[nodiscard]] BoundSql nextOf(const QList<SqliteOrderTerm> &terms, const Row &key, qint64 stride,
                                  const BoundSql &filter) const
    {
        return limited(anchorsAfter(terms, key, filter), 1, stride);
    }
    [[nodiscard]] BoundSql anchorsAfter(const QList<SqliteOrderTerm> &terms, const Row &key,
                                        const BoundSql &filter) const
    {
        const QString select = u"SELECT "_s + valuesOf(terms).join(u", "_s) + m_from;
        BoundSql sql = joined(select, boundSql(terms, key, Side::AtOrAfter), filter);
        sql.sql += orderBy(terms);
        return sql;
    }
    [[nodiscard]] static BoundSql limited(BoundSql sql, qint64 count, qint64 offset)
    {
        sql.sql += u" LIMIT ? OFFSET ?"_s;
        sql.values += {Value::integer(count), Value::integer(offset)};
        return sql;
    }

    ReadTarget m_target;
    QList<Column> m_columns;
    SqliteRowOrder m_order;
    BoundSql m_filter;
    QString m_from;
    QString m_page;
    QString m_pageAside; ///< with large blobs set aside …
    QString m_sizes; ///< … and their sizes
    QString m_keys; ///< the identity's columns alone; empty when they are among the page's
    QList<int> m_keyPlaces;
};

} // namespace

Result<std::shared_ptr<const RowSql>> sqliteRowSql(const Schema &schema, const RowQuery &query)
{
    auto target = readTarget(schema, query.table, sqliteIdentityOf);
    RC_TRY(target);
    auto columns = shownColumns(target->table, query.columns);
    RC_TRY(columns);
    auto order = sqliteRowOrder(schema, target->table, target->identity, query.sort);
    RC_TRY(order);
    auto filter = sqliteFilter(schema, target->table, query.filter);
    RC_TRY(filter);
    return std::shared_ptr<const RowSql>(
        std::make_shared<SqliteRowSql>(std::move(*target), std::move(*columns), std::move(*order), std::move(*filter)));
}

BoundSql sqliteRowByKey(const Table &table, const RowIdentity &identity, const RowKey &key)
{
    QStringList columns;
    for (const Column &c : table.columns)
        columns.append(sqliteIdentifier(c.name));
    QStringList conditions;
    QList<Parameter> parameters;
    for (qsizetype i = 0; i < identity.columns.size() && i < key.values.size(); ++i) {
        const QString name = u"k%1"_s.arg(i);
        const qsizetype before = parameters.size();
        // The first finds it by the key's index, the second leaves no doubt that it is this one.
        conditions.append(sqliteIdentifier(identity.columns.at(i)) + u" = :"_s + name);
        conditions.append(sqliteExactly(identity.columns.at(i), key.values.at(i), name, parameters));
        if (parameters.size() == before)
            parameters.append({name, key.values.at(i)});
    }
    BoundSql sql;
    sql.sql = u"SELECT "_s + columns.join(u", "_s) + u" FROM "_s + sqliteQualified(table.name) + u" WHERE "_s
        + conditions.join(u" AND "_s);
    for (const Parameter &p : std::as_const(parameters)) {
        if (const auto *value = std::get_if<Value>(&p.value))
            sql.values.append(*value);
    }
    return sql;
}

} // namespace core
