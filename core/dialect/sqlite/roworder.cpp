// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/roworder.h"

#include "core/dialect/sqlite/relatedsql.h"
#include "core/dialect/sqlite/words.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

[[nodiscard]] bool sameColumnName(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

[[nodiscard]] bool sameColumn(const SqliteOrderTerm &a, const SqliteOrderTerm &b)
{
    return sameColumnName(a.column, b.column) && a.collation == b.collation && a.expression == b.expression;
}

[[nodiscard]] bool contains(const QList<SqliteOrderTerm> &terms, const SqliteOrderTerm &term)
{
    return std::any_of(terms.begin(), terms.end(), [&](const SqliteOrderTerm &t) { return sameColumn(t, term); });
}

[[nodiscard]] QString collationOf(const Table &table, const QString &column)
{
    const Column *c = table.column(column);
    return !c || c->collation.isEmpty() ? u"BINARY"_s : c->collation.toUpper();
}

/// The columns an index holds, in its order; empty when it holds expressions.
[[nodiscard]] QList<SqliteOrderTerm> plainColumns(const Table &table, const QList<IndexedColumn> &columns)
{
    QList<SqliteOrderTerm> terms;
    for (const IndexedColumn &c : columns) {
        if (c.isExpression())
            return {};
        const bool ownCollation = !c.collation.isEmpty() && c.collation.toUpper() != collationOf(table, c.column);
        const SqliteOrderTerm term{c.column, c.order == SortOrder::Descending,
                                   ownCollation ? c.collation.toUpper() : QString()};
        if (!contains(terms, term))
            terms.append(term);
    }
    return terms;
}

/// An order that a b-tree gives, with what SQLite adds at the end to tell rows apart.
struct Walkable {
    QList<SqliteOrderTerm> terms;
    qsizetype uniqueTerms = 0; ///< so many at the start are never the same in two rows; 0: not promised
};

/// Every order that a b-tree of this table gives.
[[nodiscard]] QList<Walkable> walkableOrders(const Table &table, const RowIdentity &identity)
{
    QList<SqliteOrderTerm> tail; // the rowid, or the key of a WITHOUT ROWID table
    if (table.withoutRowId && table.primaryKey)
        tail = plainColumns(table, table.primaryKey->columns);
    else if (!table.rowIdAlias().isEmpty())
        tail = {{table.rowIdAlias(), false, {}}};
    else if (identity.kind == RowIdentity::Kind::RowId)
        tail = {{identity.columns.first(), false, {}}};

    QList<Walkable> orders{{tail, tail.size()}};
    const auto add = [&](const QList<IndexedColumn> &columns, bool unique) {
        QList<SqliteOrderTerm> order = plainColumns(table, columns);
        if (order.isEmpty())
            return;
        const qsizetype uniqueTerms = unique ? order.size() : 0;
        for (const SqliteOrderTerm &t : std::as_const(tail)) {
            if (!contains(order, t))
                order.append(t);
        }
        orders.append({order, uniqueTerms});
    };
    if (table.primaryKey && !table.withoutRowId)
        add(table.primaryKey->columns, true);
    for (const UniqueConstraint &unique : table.uniques)
        add(unique.columns, true);
    for (const Index &index : table.indexes) {
        if (index.where.isEmpty())
            add(index.columns, index.unique);
    }
    return orders;
}

/// Whether walking `order` forwards, or backwards, gives the terms.
[[nodiscard]] bool gives(const QList<SqliteOrderTerm> &order, const QList<SqliteOrderTerm> &terms)
{
    if (terms.isEmpty() || order.size() < terms.size())
        return false;
    const bool backwards = order.first().descending != terms.first().descending;
    for (qsizetype i = 0; i < terms.size(); ++i) {
        if (!sameColumn(order.at(i), terms.at(i)) || (order.at(i).descending != terms.at(i).descending) != backwards)
            return false;
    }
    return true;
}

/// The identity in the directions and collations of the index behind it: so its plain order needs no sorting, and
/// no two rows are equal in it.
[[nodiscard]] QList<SqliteOrderTerm> identityTerms(const RowIdentity &identity, const QList<Walkable> &orders)
{
    QList<SqliteOrderTerm> ascending;
    for (const QString &column : identity.columns)
        ascending.append({column, false, {}});
    for (const Walkable &order : orders) {
        if (order.uniqueTerms != ascending.size())
            continue;
        const bool same = std::equal(
            ascending.begin(), ascending.end(), order.terms.begin(),
            [](const SqliteOrderTerm &a, const SqliteOrderTerm &b) { return sameColumnName(a.column, b.column); });
        if (same)
            return order.terms.first(ascending.size());
    }
    return ascending;
}

[[nodiscard]] std::optional<QList<SortRule>> rulesOf(const Table &table, const QList<SqliteOrderTerm> &terms)
{
    QList<SortRule> rules;
    for (const SqliteOrderTerm &t : terms) {
        const QString name = t.expression.isEmpty() ? collationOf(table, t.column) : t.collation;
        SortRule rule{SortRule::Text::Bytes, t.descending};
        if (name == u"NOCASE"_s)
            rule.text = SortRule::Text::AsciiNoCase;
        else if (name == u"RTRIM"_s)
            rule.text = SortRule::Text::TrailingBlanksIgnored;
        else if (name != u"BINARY"_s)
            return std::nullopt;
        rules.append(rule);
    }
    return rules;
}

[[nodiscard]] bool isRequired(const Table &table, const RowIdentity &identity, const QString &column)
{
    if (identity.columns.contains(column, Qt::CaseInsensitive))
        return true;
    const Column *c = table.column(column);
    return c && table.isRequired(*c);
}

[[nodiscard]] QString comparison(const SqliteOrderTerm &term, Side side, bool orEqual)
{
    const bool greater = (side == Side::AtOrAfter) != term.descending;
    return term.sql() + (greater ? u" >"_s : u" <"_s) + (orEqual ? u"= ?"_s : u" ?"_s);
}

/// Columns in mixed directions: spelled out, with the first column's bound in front for the index.
[[nodiscard]] BoundSql spelledOut(const QList<SqliteOrderTerm> &terms, const Row &key, Side side)
{
    BoundSql sql;
    sql.sql = comparison(terms.first(), side, true) + u" AND "_s;
    sql.values = {key.front()};
    QString end;
    for (qsizetype i = 0; i < terms.size(); ++i) {
        const Value &value = key[static_cast<size_t>(i)];
        if (i + 1 == terms.size()) {
            sql.sql += comparison(terms.at(i), side, side == Side::AtOrAfter);
            sql.values += value;
        } else {
            sql.sql += u"("_s + comparison(terms.at(i), side, false) + u" OR ("_s + terms.at(i).sql() + u" = ? AND "_s;
            sql.values += {value, value};
            end += u"))"_s;
        }
    }
    sql.sql += end;
    return sql;
}

/// What the row that the relation leads to is called; NULL where it leads to none.
[[nodiscard]] Result<QString> labelOf(const Schema &schema, const Table &table, const RelatedLabel &label)
{
    if (label.relation.kind != Relation::Kind::One)
        return Error::invalid(
            u"%1 leads to more than one row; it cannot be sorted by their name."_s.arg(label.relation.name));
    const auto path = sqlitePath(schema, {table.name, table.name.name}, {label.relation});
    RC_TRY(path);
    for (const QString &column : label.columns) {
        if (!schema.table(path->last.table)->column(column))
            return Error::invalid(u"%1 has no column called %2 to sort by."_s.arg(path->last.table.display(), column));
    }
    // All three at once: a column may be called "%2".
    return u"(SELECT substr(%1, 1, %2) FROM %3 WHERE %4 LIMIT 1)"_s.arg(
        sqliteLabelSql(path->last, label.columns), QString::number(RelationSql::labelLength), path->from, path->where);
}

[[nodiscard]] Result<QList<SqliteOrderTerm>> termsOf(const Schema &schema, const Table &table, const QString &column,
                                                     const SortKey &key)
{
    if (!key.label || key.label->columns.isEmpty())
        return QList<SqliteOrderTerm>{{column, key.descending, {}}};
    const auto label = labelOf(schema, table, *key.label);
    RC_TRY(label);
    QList<SqliteOrderTerm> terms{{column, key.descending, u"NOCASE"_s, *label}};
    for (const QString &own : key.label->relation.fromColumns)
        terms.append({own, key.descending, {}});
    return terms;
}

} // namespace

QString SqliteOrderTerm::value() const
{
    return expression.isEmpty() ? sqliteIdentifier(column) : expression;
}

QString SqliteOrderTerm::sql() const
{
    const QString name = value();
    return collation.isEmpty() ? name : QString(name + u" COLLATE "_s + sqliteIdentifier(collation));
}

Result<SqliteRowOrder> sqliteRowOrder(const Schema &schema, const Table &table, const RowIdentity &identity,
                                      const QList<SortKey> &sort)
{
    SqliteRowOrder order;
    for (const SortKey &key : sort) {
        const Column *column = table.column(key.column);
        const bool isRowId = identity.kind == RowIdentity::Kind::RowId && identity.columns.contains(key.column);
        if (!column && !isRowId)
            return Error::invalid(u"%1 has no column called %2 to sort by."_s.arg(table.name.display(), key.column));
        const auto terms = termsOf(schema, table, column ? column->name : key.column, key);
        RC_TRY(terms);
        for (const SqliteOrderTerm &term : *terms) {
            if (!contains(order.sortTerms, term))
                order.sortTerms.append(term);
        }
    }
    order.rules = rulesOf(table, order.sortTerms);
    order.terms = order.sortTerms;
    if (!identity.isEditable())
        return order;

    const QList<Walkable> orders = walkableOrders(table, identity);
    order.identityTerms = identityTerms(identity, orders);
    // An index walked backwards gives its rowids backwards too.
    const bool reversed = !sort.isEmpty() && sort.last().descending;
    for (const SqliteOrderTerm &t : std::as_const(order.identityTerms)) {
        if (!contains(order.terms, t))
            order.terms.append({t.column, t.descending != reversed, t.collation});
    }
    const auto required = [&](const SqliteOrderTerm &t) { return isRequired(table, identity, t.column); };
    const auto given = [&](const Walkable &o) { return gives(o.terms, order.terms); };
    order.indexed = std::all_of(order.terms.begin(), order.terms.end(), required)
        && std::any_of(orders.begin(), orders.end(), given);
    const bool isRowId = identity.kind == RowIdentity::Kind::RowId
        || (identity.columns.size() == 1 && sameColumnName(identity.columns.first(), table.rowIdAlias()));
    order.integerKey = isRowId && order.terms.size() == 1;
    order.integerIdentity = isRowId && !order.identityTerms.first().descending;
    return order;
}

BoundSql boundSql(const QList<SqliteOrderTerm> &terms, const Row &key, Side side)
{
    if (key.empty() || key.size() != static_cast<size_t>(terms.size()))
        return {};
    const bool uniform = std::all_of(
        terms.begin(), terms.end(), [&](const SqliteOrderTerm &t) { return t.descending == terms.first().descending; });
    if (!uniform)
        return spelledOut(terms, key, side);
    const QList<Value> values(key.begin(), key.end());
    if (terms.size() == 1)
        return {comparison(terms.first(), side, side == Side::AtOrAfter), values};
    QStringList names;
    for (const SqliteOrderTerm &t : terms)
        names.append(t.sql());
    const bool greater = (side == Side::AtOrAfter) != terms.first().descending;
    const QString op = (greater ? u">"_s : u"<"_s) + (side == Side::AtOrAfter ? u"="_s : QString());
    return {u"(%1) %2 (%3)"_s.arg(names.join(u", "_s), op, QStringList(terms.size(), u"?"_s).join(u", "_s)), values};
}

QString orderBy(const QList<SqliteOrderTerm> &terms)
{
    QStringList parts;
    for (const SqliteOrderTerm &t : terms)
        parts.append(t.sql() + (t.descending ? u" DESC"_s : QString()));
    return parts.isEmpty() ? QString() : QString(u" ORDER BY "_s + parts.join(u", "_s));
}

} // namespace core
