// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/impactrows.h"
#include "core/edit/impacttree.h"
#include "core/edit/roworder.h"
#include "core/query/changeset.h"

#include <deque>
#include <limits>
#include <tuple>

namespace core::impact {

/// Whether they have a cell in common.
[[nodiscard]] bool meet(const QList<int> &a, const QList<int> &b);

/// Plays the staged edits on Rows, statement by statement, with what the foreign keys do. Part of impactOf().
class Run {
public:
    Run(Rows &rows, Tree &tree, const ChangeSet &changes, const RelationSql &sql)
        : m_rows(rows)
        , m_tree(tree)
        , m_changes(changes)
        , m_deepest(sql.actionsDeepAtMost() > 0 ? sql.actionsDeepAtMost() : std::numeric_limits<int>::max())
        , m_queues(sql.actionsWaitTheirTurn())
    {
    }

    void play(const WriteOrder &order); ///< of these changes

private:
    using Event = ImpactNode::Event;
    using Action = ImpactNode::Action;
    using Blocked = ImpactNode::Blocked;

    /// Rows that point at a key nobody has, unless that is mended in time.
    struct Open {
        int link = -1;
        int key = -1;
        int node = -1; ///< of the rows that went, or (for what an action wrote) of those that point; −1: staged
        int depth = 0;
        Event event = Event::Delete;
        bool isWritten = false;
    };
    /// What a row has set off, in a database where that waits its turn. `check`: that what the row points at is there.
    struct Due {
        int link = -1;
        int key = -1;
        Event event = Event::Delete;
        QList<Value> pointedAt; ///< now
        int node = -1;
        int depth = 0;
        int check = -1; ///< row; −1: what the key does
    };
    /// What happens to rows, for reading ahead: they go, or these cells change.
    struct Wave {
        int table = -1;
        bool goes = false;
        QList<int> cells;
        friend bool operator<(const Wave &a, const Wave &b)
        {
            return std::tie(a.table, a.goes, a.cells) < std::tie(b.table, b.goes, b.cells);
        }
    };

    void play(const WriteStep &step);
    void readStaged();
    [[nodiscard]] bool changesKeys() const; ///< that others refer to
    void readAhead();
    [[nodiscard]] QList<int> stagedCells(const RowEdit &edit) const;
    [[nodiscard]] Value valueOf(int table, int cell, const NewValue &value);
    [[nodiscard]] Value unsetValue(int table, int cell, qint64 insertId);

    void expectParents(int row, const QList<int> &touched);
    void insertStaged(const RowEdit &edit);
    void updateStaged(const RowEdit &edit, int row);
    void blockEdit(int row);
    void deleteStaged(const RowEdit &edit, int row);
    [[nodiscard]] bool isAsExpected(const RowEdit &edit, int row) const;

    void remove(int row, int node, int depth);
    void change(int row, const QList<Value> &cells, int node, int depth);
    void setOff(int link, int key, Event event, const QList<Value> &pointedAt, int node, int depth);
    void act(int link, int key, Event event, const QList<Value> &pointedAt, int node, int depth);
    void actOn(int row, int link, Action action, Event event, const QList<Value> &pointedAt, int node, int depth);
    void expectParent(int row, int link, Event event, int node, int depth);
    void settle(bool atEnd);
    void refuse(const Open &open);
    // In impactqueue.cpp.
    void takeTurns();
    void takeTurn(const Due &due);
    [[nodiscard]] bool isCheckedLater(int link) const;
    void findLostEdits();
    void findLostRows();
    void findOrphans();
    [[nodiscard]] Action actionOf(const Link &link, Event event) const;
    [[nodiscard]] QList<Value> valuesOf(int row, const QList<int> &cells) const;

    Rows &m_rows;
    Tree &m_tree;
    const ChangeSet &m_changes;
    int m_deepest;
    bool m_queues; ///< what a row sets off waits its turn
    std::deque<Due> m_due;
    QList<int> m_staged; ///< by place in ChangeSet::rows(): the row; −1: of no concern
    QSet<int> m_blockedEdits; ///< rows
    QHash<qint64, int> m_inserted; ///< by insertId
    QHash<int, QStringList> m_vacated; ///< by place in ChangeSet::rows(): columns set to NULL before the delete
    bool m_checkedLater = false; ///< every foreign key is checked at the end
    int m_deleting = -1; ///< row whose staged deletion is being played
    QMap<int, std::pair<int, int>>
        m_lostRows; ///< staged new rows that are gone again: at which node, by which deletion
    QList<Open> m_open;
    QList<Open> m_orphans;
};

} // namespace core::impact
