// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/sideeffects.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace core {

namespace {

std::optional<SideEffect::Kind> kindOf(const ImpactNode &node)
{
    using Action = ImpactNode::Action;
    switch (node.action) {
    case Action::Cascade:
        return node.event == ImpactNode::Event::Delete ? SideEffect::Kind::Deleted : SideEffect::Kind::Follows;
    case Action::SetNull:
        return SideEffect::Kind::SetNull;
    case Action::SetDefault:
        return SideEffect::Kind::SetDefault;
    case Action::Orphans:
        return SideEffect::Kind::Orphaned;
    case Action::Staged:
    case Action::Restrict:
    case Action::NoAction:
        break;
    }
    return std::nullopt;
}

} // namespace

QList<SideEffect> sideEffects(const Impact &impact)
{
    std::map<std::tuple<QualifiedName, SideEffect::Kind, QStringList>, qint64> rows;
    for (const ImpactNode &node : impact.nodes) {
        const auto kind = kindOf(node);
        // Where the action itself is refused, the rows that refuse it stay as they are.
        const bool refused = node.blocked == ImpactNode::Blocked::Required;
        const qint64 touched = refused ? std::max<qint64>(0, node.rows - node.blocking) : node.rows;
        if (!kind || !node.relation || touched == 0)
            continue;
        const bool written = *kind != SideEffect::Kind::Deleted;
        rows[{node.table, *kind, written ? node.relation->toColumns : QStringList()}] += touched;
    }
    QList<SideEffect> effects;
    for (const auto &[what, count] : rows)
        effects.append({std::get<0>(what), std::get<1>(what), std::get<2>(what), count});
    return effects;
}

} // namespace core
