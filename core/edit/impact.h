// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"
#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/relationgraph.h"
#include "core/schema/schema.h"

#include <QList>
#include <QMap>

#include <optional>

namespace core {

/// A row that the staged edits reach: stored (`key`), or itself staged as new (`insertId`).
struct ImpactRow {
    RowKey key;
    qint64 insertId = 0;
    QMap<QString, Value> base; ///< its key and reference columns as stored; empty for a staged new row
    friend bool operator==(const ImpactRow &, const ImpactRow &) = default;
};

struct ImpactDeletion { ///< a row staged for deletion
    QualifiedName table;
    RowKey key;
    friend bool operator==(const ImpactDeletion &, const ImpactDeletion &) = default;
};

/// The rows of one table that are reached along one relation from the rows of the node above; or, without a parent,
/// the rows staged themselves. A relation that leads back to itself (a tree in a table, a cycle of tables) makes one
/// node, `levels` deep.
struct ImpactNode {
    enum class Event { Delete, KeyUpdate }; ///< what happens to the rows above
    enum class Action { Staged, Cascade, SetNull, SetDefault, Restrict, NoAction, Orphans };
    enum class Blocked {
        No,
        StillReferenced, ///< RESTRICT, or NO ACTION and the rows stay
        Required, ///< SET NULL (or a default that is NULL) in a column that must not be NULL
        NoParent, ///< SET DEFAULT or a cascaded key leads to no row
        TooDeep, ///< more levels than the database follows
        NewRowLost, ///< staged new rows would go again, with a row that they refer to
        AlreadyOtherwise ///< a staged row is gone or changed before its own turn comes, or goes after it: its edit is lost
    };

    int parent = -1; ///< into Impact::nodes
    QList<int> children; ///< in the order in which they were reached
    QualifiedName table; ///< whose rows
    std::optional<Relation> relation; ///< from the table above to this one; none at a root
    Event event = Event::Delete;
    Action action = Action::Staged;
    qint64 rows = 0; ///< counted here and nowhere else in the tree
    qint64 again = 0; ///< reached here too, counted elsewhere
    int levels = 1;
    Blocked blocked = Blocked::No;
    qint64 blocking = 0; ///< rows that forbid it
    QList<ImpactDeletion> because; ///< NewRowLost: the staged deletions that take the new rows along
    QList<ImpactRow> samples; ///< those that forbid it first; then of `rows`
    friend bool operator==(const ImpactNode &, const ImpactNode &) = default;
};

struct ImpactTotal {
    QualifiedName table;
    qint64 deleted = 0; ///< stored rows that go, staged ones included
    qint64 changed = 0; ///< stored rows that stay with another key or reference, staged ones included
    qint64 insertedLost = 0; ///< staged new rows that would be gone again
    friend bool operator==(const ImpactTotal &, const ImpactTotal &) = default;
};

struct ImpactTrigger {
    QualifiedName table;
    QString name;
    friend bool operator==(const ImpactTrigger &, const ImpactTrigger &) = default;
};

/// What staged deletes and staged changes of referenced keys take along: what Apply would do, triggers aside.
struct Impact {
    QList<ImpactNode> nodes; ///< the tree, parents before children
    QList<int> roots; ///< into nodes
    QList<int> blockers; ///< nodes whose rows forbid it
    QList<ImpactTotal> totals; ///< by table name; tables where something happens
    QList<ImpactTrigger> triggers; ///< may do more: they run for rows of `totals`
    bool complete = true; ///< false: too many rows; every number means "at least", and no blocker means nothing
    friend bool operator==(const Impact &, const Impact &) = default;
    [[nodiscard]] bool isBlocked() const { return !blockers.isEmpty(); }
    /// No row but the staged ones is touched.
    [[nodiscard]] bool isQuiet() const { return nodes.size() == roots.size() && blockers.isEmpty(); }
};

struct ImpactLimits {
    qint64 rowsRead = 200'000;
    int samples = 20; ///< of each node
};

/// Plays the staged edits through, in the order in which editScript() writes them and with the foreign keys' actions as
/// the database runs them, on copies of the rows concerned; a step that would fail is noted as a blocker.
/// Relations that are not enforced give Orphans: rows whose parent is gone afterwards. A staged row that is no longer
/// there is left out (see findConflicts). Unique and CHECK constraints are not looked at. On the database's thread;
/// reads only; progress in rows read.
[[nodiscard]] Result<Impact> impactOf(Database &database, const Schema &schema, const RelationGraph &graph,
                                      const ChangeSet &changes, const Dialect &dialect, JobContext &context,
                                      const ImpactLimits &limits = {});

} // namespace core
