// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/rowscope.h"

#include "core/edit/relationrows.h"

namespace ui {

using core::FilterTerm;

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

core::Filter RowScope::narrowed(const core::Filter &inside) const
{
    // "and" binds tighter: each group between two "or" gets the scope.
    const core::Filter scope = filter();
    core::Filter all = scope;
    bool first = true;
    for (const FilterTerm &term : inside.terms) {
        if (!term.enabled)
            continue;
        if (term.join == FilterTerm::Join::Or && !first) {
            core::Filter again = scope;
            again.terms.first().join = FilterTerm::Join::Or;
            all.terms += again.terms;
        }
        all.terms.append({FilterTerm::Join::And, term.condition, true});
        first = false;
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
