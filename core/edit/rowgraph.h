// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QStringList>

#include <functional>

namespace core {

/// Why a staged row's statement must run after another's.
struct RowEdge {
    enum class Kind {
        Reference, ///< it needs the key that the other one generates
        Parent,    ///< it refers to the row that the other one makes, by values
        Leaving,   ///< the other one refers to its row until then
        Unique,    ///< the other one frees a value that it takes
        Half       ///< both are halves of one staged edit
    };
    int before = 0; ///< the node that comes first
    Kind kind = Kind::Reference;
    QStringList columns;    ///< of the row that refers: those that do
    bool deferred = false;  ///< the database checks the foreign key at the end anyhow
    bool droppable = false; ///< Leaving: the order does not matter once the check is put off
};

/// Statements and what must come before what. Nodes are numbers that the caller gives a meaning.
class RowGraph {
public:
    void add(int node, RowEdge edge);
    [[nodiscard]] QList<RowEdge> edges(int node) const { return m_edges.value(node); }
    void remove(int node, int before, RowEdge::Kind kind);
    /// What waits until `first` has let go of values in one of these columns waits for `second`, too.
    void followAlso(int first, int second, const QStringList &columns);

    /// An edge on the circle that was met, by its end and its index in edges(end).
    struct Link {
        int node = 0;
        RowEdge edge;
    };
    [[nodiscard]] bool holds(const Link &link) const; ///< the edge is still there
    /// Each node after those that must come before it, else in the order given. For every circle, `onCircle` may take
    /// out edges and add some; the order holds only when it was never called.
    [[nodiscard]] QList<int> sorted(const QList<int> &nodes,
                                    const std::function<void(const QList<Link> &)> &onCircle) const;

private:
    QHash<int, QList<RowEdge>> m_edges; ///< by the node that comes after
};

} // namespace core
