// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/rowscope.h"

#include "core/edit/relationrows.h"

namespace ui {

using core::FilterTerm;

namespace {

constexpr qsizetype movedAtMost = 200; ///< rows; each of a key with several columns is a condition of its own

/// What stands between two "or", each joined by "and"; one that is empty where nothing is asked for.
QList<QList<FilterTerm>> groupsOf(const core::Filter &filter)
{
    QList<QList<FilterTerm>> groups{{}};
    for (const FilterTerm &term : filter.terms) {
        if (!term.enabled)
            continue;
        if (term.join == FilterTerm::Join::Or && !groups.constLast().isEmpty())
            groups.append(QList<FilterTerm>());
        groups.last().append({FilterTerm::Join::And, term.condition, true});
    }
    return groups;
}

QList<QList<FilterTerm>> keyGroups(const QList<core::RowKey> &keys, const QStringList &identity)
{
    QList<QList<FilterTerm>> groups;
    if (identity.size() == 1 && !keys.isEmpty()) {
        core::Condition any{identity.constFirst(), core::FilterOp::In, {}};
        for (const core::RowKey &key : keys)
            any.operands += key.values;
        groups.append({{FilterTerm::Join::And, any, true}});
        return groups;
    }
    for (const core::RowKey &key : keys) {
        QList<FilterTerm> group;
        for (qsizetype i = 0; i < identity.size() && i < key.values.size(); ++i)
            group.append(
                {FilterTerm::Join::And, core::Condition{identity.at(i), core::FilterOp::Equal, {key.values.at(i)}}, true});
        if (!group.isEmpty())
            groups.append(group);
    }
    return groups;
}

} // namespace

core::Filter RowScope::filter() const
{
    core::Filter filter;
    for (qsizetype i = 0; i < relation.toColumns.size(); ++i) {
        core::Condition condition{relation.toColumns.at(i), core::FilterOp::In, {}}; // nothing is in an empty list
        if (i < parent.values.size()) {
            condition.op = core::FilterOp::Equal;
            condition.operands = {parent.values.at(i)};
        }
        filter.terms.append({FilterTerm::Join::And, condition, true});
    }
    return filter;
}

QList<core::RowKey> RowScope::movedHere(const core::Schema &schema, const core::Dialect &dialect,
                                        const core::ChangeSet &changes) const
{
    QList<core::RowKey> keys;
    if (!schema.table(relation.to))
        return keys;
    for (const core::RelatedRow &row : core::stagedChildren(schema, relation, changes, dialect, parent, {})) {
        if (row.state == core::RelatedRow::State::MovedHere && keys.size() < movedAtMost)
            keys.append(row.row.key);
    }
    return keys;
}

core::Filter RowScope::narrowed(const core::Filter &inside, const QList<core::RowKey> &moved,
                                const QStringList &identity) const
{
    // "and" binds tighter: each group between two "or" gets each way of belonging here.
    QList<QList<FilterTerm>> ways = keyGroups(moved, identity);
    ways.prepend(filter().terms);
    const QList<QList<FilterTerm>> groups = groupsOf(inside);
    core::Filter all;
    for (const QList<FilterTerm> &way : std::as_const(ways)) {
        for (const QList<FilterTerm> &group : groups) {
            QList<FilterTerm> terms = way + group;
            terms.first().join = all.terms.isEmpty() ? FilterTerm::Join::And : FilterTerm::Join::Or;
            all.terms += terms;
        }
    }
    return all;
}

bool RowScope::holds(const core::RowEdit &inserted, const core::ChangeSet &changes) const
{
    const core::RowEdit *newParent =
        parent.insertId > 0 ? changes.findInserted(relation.from, parent.insertId) : nullptr;
    for (qsizetype i = 0; i < relation.toColumns.size(); ++i) {
        const auto cell = inserted.cells.constFind(relation.toColumns.at(i));
        if (cell == inserted.cells.cend())
            return false;
        if (const auto *key = std::get_if<core::KeyOfInserted>(&cell->value)) {
            if (parent.insertId == 0 || key->insertId != parent.insertId)
                return false;
            continue;
        }
        const auto *value = std::get_if<core::Value>(&cell->value);
        core::RowEnd end = parent;
        if (newParent) { // whose key a person has typed
            const core::NewValue known = newParent->cells.value(relation.fromColumns.at(i)).value;
            const auto *typed = std::get_if<core::Value>(&known);
            end = {typed ? QList{*typed} : QList<core::Value>(), 0};
        } else if (i < parent.values.size()) {
            end = {{parent.values.at(i)}, 0};
        }
        if (!value || value->isNull() || !core::isSameEnd({{*value}, 0}, end))
            return false;
    }
    return true;
}

std::optional<Destination> RowScope::destination() const
{
    if (parent.insertId > 0)
        return std::nullopt;
    return Destination{relation.to, filter(), std::nullopt, relation.toColumns.value(0)};
}

core::Relation childrenAlong(const core::Relation &relation)
{
    if (relation.kind != core::Relation::Kind::ManyToMany)
        return relation;
    core::Relation links = relation;
    links.kind = core::Relation::Kind::Many;
    links.to = relation.junction;
    links.toColumns = relation.junctionFromColumns;
    links.junction = {};
    links.junctionFromColumns.clear();
    links.junctionToColumns.clear();
    return links;
}

} // namespace ui
