// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresorder.h"

#include "core/dialect/postgres/postgresrelated.h"
#include "core/dialect/postgres/postgrestypes.h"
#include "core/dialect/postgres/postgreswords.h"
#include "core/dialect/relationsql.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

[[nodiscard]] PostgresOrderTerm pgTerm(const Table &table, const QString &name, bool descending)
{
    const Column *column = table.column(name);
    const QString quoted = postgresIdentifier(name);
    const bool ordered = !column || postgresHasOrder(column->valueType());
    return {name, ordered ? quoted : QString(quoted + u"::text"_s), descending,
            column && isPostgresInteger(column->valueType())};
}

[[nodiscard]] bool pgContains(const QList<PostgresOrderTerm> &terms, const PostgresOrderTerm &term)
{
    return std::any_of(terms.begin(), terms.end(), [&](const PostgresOrderTerm &t) { return t.sql == term.sql; });
}

/// An order that a b-tree gives.
struct PgWalkable {
    QList<PostgresOrderTerm> terms;
    bool unique = false; ///< no two rows are the same in them
};

/// Empty where the index holds expressions, or sorts in another way than ORDER BY does by itself.
[[nodiscard]] QList<PostgresOrderTerm> pgPlainColumns(const Table &table, const QList<IndexedColumn> &columns)
{
    QList<PostgresOrderTerm> terms;
    for (const IndexedColumn &c : columns) {
        const Column *column = c.isExpression() ? nullptr : table.column(c.column);
        const bool usual = column && c.operatorClass.isEmpty() && c.nulls == NullsOrder::Unspecified
            && (c.collation.isEmpty() || c.collation == column->collation);
        if (!usual)
            return {};
        terms.append(pgTerm(table, column->name, c.order == SortOrder::Descending));
    }
    return terms;
}

[[nodiscard]] QList<PgWalkable> pgWalkableOrders(const Table &table)
{
    QList<PgWalkable> orders;
    const auto add = [&](const QList<IndexedColumn> &columns, bool unique) {
        const QList<PostgresOrderTerm> terms = pgPlainColumns(table, columns);
        if (!terms.isEmpty())
            orders.append({terms, unique});
    };
    if (table.primaryKey)
        add(table.primaryKey->columns, true);
    for (const UniqueConstraint &unique : table.uniques)
        add(unique.columns, true);
    for (const Index &index : table.indexes) {
        if (index.where.isEmpty() && index.method.isEmpty() && !index.invalid)
            add(index.columns, index.unique);
    }
    return orders;
}

/// Whether walking `order` forwards, or backwards, gives the terms. After what is unique nothing is left to sort.
[[nodiscard]] bool pgGives(const PgWalkable &order, const QList<PostgresOrderTerm> &terms)
{
    const qsizetype needed = order.unique ? std::min(order.terms.size(), terms.size()) : terms.size();
    if (terms.isEmpty() || order.terms.size() < needed)
        return false;
    const bool backwards = order.terms.first().descending != terms.first().descending;
    for (qsizetype i = 0; i < needed; ++i) {
        if (order.terms.at(i).sql != terms.at(i).sql
            || (order.terms.at(i).descending != terms.at(i).descending) != backwards)
            return false;
    }
    return true;
}

/// In the directions of the index behind it, so that its plain order needs no sorting.
[[nodiscard]] QList<PostgresOrderTerm> pgIdentityTerms(const Table &table, const RowIdentity &identity,
                                                       const QList<PgWalkable> &orders)
{
    QList<PostgresOrderTerm> ascending;
    for (const QString &column : identity.columns)
        ascending.append(pgTerm(table, column, false));
    for (const PgWalkable &order : orders) {
        const bool same = order.unique && order.terms.size() == ascending.size()
            && std::equal(ascending.begin(), ascending.end(), order.terms.begin(),
                          [](const PostgresOrderTerm &a, const PostgresOrderTerm &b) { return a.sql == b.sql; });
        if (same)
            return order.terms;
    }
    return ascending;
}

[[nodiscard]] QString pgComparing(const PostgresOrderTerm &term, PostgresBound side, bool orEqual)
{
    const bool greater = (side == PostgresBound::AtOrAfter) != term.descending;
    return term.sql + (greater ? u" >"_s : u" <"_s) + (orEqual ? u"= "_s : u" "_s);
}

/// Columns in mixed directions: spelled out, with the first column's bound in front for the index.
[[nodiscard]] BoundText pgSpelledOut(const QList<PostgresOrderTerm> &terms, const QList<BoundText> &key,
                                     PostgresBound side)
{
    BoundText sql;
    sql << pgComparing(terms.first(), side, true) << key.front() << u" AND "_s;
    QString end;
    for (qsizetype i = 0; i < terms.size(); ++i) {
        const PostgresOrderTerm &term = terms.at(i);
        if (i + 1 == terms.size()) {
            sql << pgComparing(term, side, side == PostgresBound::AtOrAfter) << key.at(i);
        } else {
            sql << u"("_s << pgComparing(term, side, false) << key.at(i) << u" OR ("_s << term.sql << u" = "_s
                << key.at(i) << u" AND "_s;
            end += u"))"_s;
        }
    }
    sql << end;
    return sql;
}

/// What the row that the relation leads to is called; NULL where it leads to none.
[[nodiscard]] Result<QString> pgLabelOf(const Schema &schema, const Table &table, const RelatedLabel &label)
{
    if (label.relation.kind != Relation::Kind::One)
        return Error::invalid(
            u"%1 leads to more than one row; it cannot be sorted by their name."_s.arg(label.relation.name));
    const auto path = postgresPath(schema, {table.name, table.name.name}, {label.relation});
    RC_TRY(path);
    for (const QString &column : label.columns) {
        if (!schema.table(path->last.table)->column(column))
            return Error::invalid(u"%1 has no column called %2 to sort by."_s.arg(path->last.table.display(), column));
    }
    // All at once: a column may be called "%2".
    return u"(SELECT pg_catalog.lower(pg_catalog.left(%1, %2)) FROM %3 WHERE %4 LIMIT 1)"_s.arg(
        postgresLabelSql(schema, path->last, label.columns), QString::number(RelationSql::labelLength), path->from,
        path->where);
}

[[nodiscard]] Result<QList<PostgresOrderTerm>> pgTermsOf(const Schema &schema, const Table &table,
                                                         const QString &column, const SortKey &key)
{
    if (!key.label || key.label->columns.isEmpty())
        return QList<PostgresOrderTerm>{pgTerm(table, column, key.descending)};
    const auto label = pgLabelOf(schema, table, *key.label);
    RC_TRY(label);
    QList<PostgresOrderTerm> terms{{column, *label, key.descending, false}};
    for (const QString &own : key.label->relation.fromColumns)
        terms.append(pgTerm(table, own, key.descending));
    return terms;
}

} // namespace

Result<PostgresRowOrder> postgresRowOrder(const Schema &schema, const Table &table, const RowIdentity &identity,
                                          const QList<SortKey> &sort)
{
    PostgresRowOrder order;
    for (const SortKey &key : sort) {
        const Column *column = table.column(key.column);
        const bool isPlace = identity.kind == RowIdentity::Kind::RowId && identity.columns.contains(key.column);
        if (!column && !isPlace)
            return Error::invalid(u"%1 has no column called %2 to sort by."_s.arg(table.name.display(), key.column));
        const auto terms = pgTermsOf(schema, table, column ? column->name : key.column, key);
        RC_TRY(terms);
        for (const PostgresOrderTerm &term : *terms) {
            if (!pgContains(order.sortTerms, term))
                order.sortTerms.append(term);
        }
    }
    order.terms = order.sortTerms;
    if (!identity.isEditable())
        return order;

    const QList<PgWalkable> orders = pgWalkableOrders(table);
    order.identityTerms = pgIdentityTerms(table, identity, orders);
    // An index walked backwards gives what it has at its end backwards too.
    const bool reversed = !sort.isEmpty() && sort.last().descending;
    for (PostgresOrderTerm t : std::as_const(order.identityTerms)) {
        t.descending = t.descending != reversed;
        if (!pgContains(order.terms, t))
            order.terms.append(t);
    }
    const auto required = [&](const PostgresOrderTerm &t) {
        const Column *c = table.column(t.column);
        return identity.columns.contains(t.column) || (c && table.isRequired(*c));
    };
    order.indexed = std::all_of(order.terms.begin(), order.terms.end(), required)
        && std::any_of(orders.begin(), orders.end(), [&](const PgWalkable &o) { return pgGives(o, order.terms); });
    order.byPlace = identity.kind == RowIdentity::Kind::RowId;
    order.integerKey = order.indexed && order.terms.size() == 1 && order.terms.first().integer;
    order.integerIdentity = order.identityTerms.size() == 1 && order.identityTerms.first().integer
        && !order.identityTerms.first().descending;
    return order;
}

BoundText postgresKeyValue(const PostgresOrderTerm &term, const Value &value)
{
    BoundText sql;
    sql << value;
    if (term.integer) // a range may end beyond what the column can hold
        sql << u"::bigint"_s;
    return sql;
}

BoundText postgresBound(const QList<PostgresOrderTerm> &terms, const Row &key, PostgresBound side)
{
    if (key.empty() || key.size() != static_cast<size_t>(terms.size()))
        return {};
    QList<BoundText> values;
    for (qsizetype i = 0; i < terms.size(); ++i)
        values.append(postgresKeyValue(terms.at(i), key[static_cast<size_t>(i)]));
    return postgresBound(terms, values, side);
}

BoundText postgresBound(const QList<PostgresOrderTerm> &terms, const QList<BoundText> &key, PostgresBound side)
{
    const bool uniform = std::all_of(terms.begin(), terms.end(), [&](const PostgresOrderTerm &t) {
        return t.descending == terms.first().descending;
    });
    if (!uniform)
        return pgSpelledOut(terms, key, side);
    BoundText sql;
    if (terms.size() == 1) {
        sql << pgComparing(terms.first(), side, side == PostgresBound::AtOrAfter) << key.front();
        return sql;
    }
    QStringList names;
    for (const PostgresOrderTerm &t : terms)
        names.append(t.sql);
    const bool greater = (side == PostgresBound::AtOrAfter) != terms.first().descending;
    sql << u"("_s << names.join(u", "_s) << (greater ? u") >"_s : u") <"_s)
        << (side == PostgresBound::AtOrAfter ? u"= ("_s : u" ("_s) << joinedTexts(key, u", "_s) << u")"_s;
    return sql;
}

QString postgresOrderBy(const QList<PostgresOrderTerm> &terms)
{
    QStringList parts;
    for (const PostgresOrderTerm &t : terms)
        parts.append(t.sql + (t.descending ? u" DESC"_s : QString()));
    return parts.isEmpty() ? QString() : QString(u" ORDER BY "_s + parts.join(u", "_s));
}

} // namespace core
