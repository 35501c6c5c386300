// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/impact.h"
#include "core/edit/impactrows.h"

namespace core::impact {

/// Collects which rows were reached on which way, and counts each of them once in the end. Part of impactOf().
class Tree {
public:
    /// What happened to a row; the strongest says where it counts.
    enum class Fate { Untouched, Touched, Changed, Removed, Staged };

    explicit Tree(const Rows &rows)
        : m_rows(rows)
    {
    }

    /// The node of the table's staged rows.
    int root(int table, ImpactNode::Event event);
    /// The node of the link's rows below `parent`: the one the way came through already, where it runs in a circle.
    int child(int parent, int link, ImpactNode::Event event, ImpactNode::Action action);
    void reach(int node, int row, Fate fate, int depth);
    /// Row −1: none in particular.
    void block(int node, int row, ImpactNode::Blocked why);
    void blame(int node, int deleted); ///< the staged deletion of this row for what is blocked there

    [[nodiscard]] Impact finish(int samples) const;

private:
    struct Branch {
        ImpactNode node;
        int table = -1;
        int link = -1;
        QList<int> reached;
        QList<int> blocking;
        QSet<int> isBlocking;
        QList<int> because; ///< rows
        int firstDepth = -1;
        int lastDepth = -1;
    };
    struct Home {
        Fate fate = Fate::Untouched;
        int node = -1;
    };

    [[nodiscard]] ImpactNode counted(int index, int samples) const;
    [[nodiscard]] ImpactRow rowOf(int row) const;
    [[nodiscard]] QList<ImpactTotal> totals() const;
    [[nodiscard]] QList<ImpactTrigger> triggers(const QList<ImpactTotal> &totals) const;

    const Rows &m_rows;
    QList<Branch> m_branches;
    QHash<int, Home> m_homes; ///< by row
};

} // namespace core::impact
