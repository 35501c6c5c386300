// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/rowgraph.h"

#include <algorithm>

namespace core {

void RowGraph::add(int node, RowEdge edge)
{
    m_edges[node].append(std::move(edge));
}

void RowGraph::remove(int node, int before, RowEdge::Kind kind)
{
    const auto edges = m_edges.find(node);
    if (edges != m_edges.end())
        edges->removeIf([&](const RowEdge &e) { return e.before == before && e.kind == kind; });
}

bool RowGraph::holds(const Link &link) const
{
    const QList<RowEdge> edges = m_edges.value(link.node);
    return std::any_of(edges.cbegin(), edges.cend(), [&](const RowEdge &e) {
        return e.before == link.edge.before && e.kind == link.edge.kind;
    });
}

void RowGraph::followAlso(int first, int second, const QStringList &columns)
{
    for (auto edges = m_edges.begin(); edges != m_edges.end(); ++edges) {
        QList<RowEdge> more;
        for (const RowEdge &edge : std::as_const(*edges)) {
            const bool frees = edge.kind == RowEdge::Kind::Leaving || edge.kind == RowEdge::Kind::Unique;
            if (edge.before != first || !frees
                || std::none_of(edge.columns.cbegin(), edge.columns.cend(),
                                [&](const QString &c) { return columns.contains(c); }))
                continue;
            more.append(edge);
            more.last().before = second;
        }
        *edges += more;
    }
}

/// Depth first, but on a stack of its own: a chain of self-references may be as long as the table.
QList<int> RowGraph::sorted(const QList<int> &nodes, const std::function<void(const QList<Link> &)> &onCircle) const
{
    enum class State { Open, Done };
    struct Frame {
        int node = 0;
        QList<RowEdge> edges; ///< shared with m_edges unless that is changed meanwhile
        qsizetype next = 0;
    };
    QHash<int, State> states;
    QList<int> out;
    QList<Frame> stack;
    const auto open = [&](int node) {
        states.insert(node, State::Open);
        stack.append({node, m_edges.value(node), 0});
    };
    for (const int start : nodes) {
        if (states.contains(start))
            continue;
        open(start);
        while (!stack.isEmpty()) {
            Frame &top = stack.last();
            if (top.next == top.edges.size()) {
                out.append(top.node);
                states.insert(top.node, State::Done);
                stack.removeLast();
                continue;
            }
            const int next = top.edges.at(top.next++).before;
            const auto known = states.constFind(next);
            if (known == states.cend()) {
                open(next);
            } else if (*known == State::Open) {
                QList<Link> circle;
                for (auto frame = stack.crbegin(); frame != stack.crend(); ++frame) {
                    circle.append({frame->node, frame->edges.at(frame->next - 1)});
                    if (frame->node == next)
                        break;
                }
                onCircle(circle);
            }
        }
    }
    return out;
}

} // namespace core
