// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/impactrows.h"

#include <algorithm>

namespace ui {

namespace {

using core::ImpactNode;

core::Filter oneOf(const QString &column, const QList<core::Value> &values)
{
    const auto op = values.size() == 1 ? core::FilterOp::Equal : core::FilterOp::In;
    core::Filter filter;
    filter.terms.append({core::FilterTerm::Join::And, core::Condition{column, op, values}, true});
    return filter;
}

/// Those of the rows above, if the relation rests on one column and every row above is named.
QList<core::Value> valuesAbove(const core::Impact &impact, const ImpactNode &node)
{
    QList<core::Value> values;
    if (!node.relation || node.relation->fromColumns.size() != 1 || node.levels > 1)
        return values;
    const ImpactNode &above = impact.nodes.at(node.parent);
    const bool allNamed = above.samples.size() >= above.rows && above.again == 0;
    if (!allNamed || node.rows + node.again == 0)
        return values;
    for (const core::ImpactRow &row : above.samples) {
        const core::Value value = row.base.value(node.relation->fromColumns.constFirst());
        if (row.insertId == 0 && !value.isNull() && !values.contains(value))
            values.append(value);
    }
    return values;
}

/// `a = 1 and b = 2 or a = 1 and b = 3`: "and" binds tighter.
core::Filter byKeys(const QStringList &columns, const QList<core::RowKey> &keys)
{
    if (columns.size() == 1) {
        QList<core::Value> values;
        for (const core::RowKey &key : keys)
            values.append(key.values.constFirst());
        return oneOf(columns.constFirst(), values);
    }
    core::Filter filter;
    for (const core::RowKey &key : keys) {
        for (qsizetype i = 0; i < columns.size(); ++i) {
            const auto join = i == 0 ? core::FilterTerm::Join::Or : core::FilterTerm::Join::And;
            filter.terms.append(
                {join, core::Condition{columns.at(i), core::FilterOp::Equal, {key.values.at(i)}}, true});
        }
    }
    if (!filter.terms.isEmpty())
        filter.terms.first().join = core::FilterTerm::Join::And;
    return filter;
}

} // namespace

std::optional<ImpactRows> rowsOf(const core::Impact &impact, int index, const core::Schema &schema,
                                 const core::Dialect &dialect)
{
    constexpr qsizetype mostTerms = 40; // of a filter whose every term is a chip
    const ImpactNode &node = impact.nodes.at(index);
    const core::Table *table = schema.table(node.table);
    if (!table || node.blocked == ImpactNode::Blocked::TooDeep) // where it breaks off says nothing
        return std::nullopt;
    const bool blocked = node.blocked != ImpactNode::Blocked::No;
    ImpactRows rows;
    rows.destination.table = node.table;
    rows.of = blocked ? node.blocking : node.rows;
    if (const QList<core::Value> values = valuesAbove(impact, node); !values.isEmpty()) {
        rows.destination.filter = oneOf(node.relation->toColumns.constFirst(), values);
        rows.shown = rows.of;
        return rows;
    }
    const QStringList columns = dialect.identityOf(*table).columns;
    const bool named = !columns.isEmpty()
        && std::all_of(columns.cbegin(), columns.cend(), [&](const QString &c) { return table->column(c); });
    QList<core::RowKey> keys;
    for (const core::ImpactRow &row : node.samples) {
        const qsizetype terms = columns.size() == 1 ? 1 : (keys.size() + 1) * columns.size();
        const bool fits = keys.size() < mostRowsNamed && terms <= mostTerms;
        if (named && fits && row.insertId == 0 && row.key.values.size() == columns.size()
            && (!blocked || keys.size() < node.blocking))
            keys.append(row.key);
    }
    if (keys.isEmpty())
        return std::nullopt;
    rows.destination.filter = byKeys(columns, keys);
    rows.shown = keys.size();
    return rows;
}

} // namespace ui
