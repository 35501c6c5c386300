// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/relationgraph.h"

/// A row copied together with rows that belong to it: first what is to be read, then one edit from what was read.
namespace core {

/// What is copied along with a row. Of a ManyToMany relation the links are copied, not the rows they lead to.
struct DuplicateAlong {
    Relation relation; ///< of kind Many, OneToOne or ManyToMany
    QList<DuplicateAlong> deeper; ///< from the rows it leads to; none for ManyToMany
    friend bool operator==(const DuplicateAlong &a, const DuplicateAlong &b)
    {
        return a.relation == b.relation && a.deeper == b.deeper;
    }
};

struct DuplicateRequest {
    QualifiedName table;
    RowKey key; ///< of RowIdentity
    QList<DuplicateAlong> along;
    int rowsAtMost = 1000; ///< in all; more are refused rather than left out
    qint64 bytesAtMost = 16 * 1024 * 1024; ///< of all cells together: they are staged, and undo keeps them
};

/// One level of what is read: the rows of `relation.to` that belong to the rows of the level `from`.
struct DuplicateLevel {
    int from = -1; ///< −1: the row itself, found by its key
    Relation relation; ///< of kind Many or OneToOne; of links: to the junction
    QualifiedName table;
    QStringList columns; ///< read whole
    friend bool operator==(const DuplicateLevel &, const DuplicateLevel &) = default;
};
/// The levels in the order of reading, the row itself first. Fails with one sentence on relations that do not start
/// where they should. Pure.
[[nodiscard]] Result<QList<DuplicateLevel>> duplicatePlan(const Schema &schema, const DuplicateRequest &request);

struct DuplicateRow {
    int level = 0;
    int parent = -1; ///< the row it belongs to, before it in the list; −1 for the row itself
    QMap<QString, Value> cells;
    QMap<QString, qint64> tooLarge = {}; ///< bytes by column, of cells that were not read: they are not copied
    friend bool operator==(const DuplicateRow &, const DuplicateRow &) = default;
};
/// Reads what the plan says, level by level; a row that belongs in two ways once, by the first. Cells of more than
/// `largeCell` bytes are read while there is room for them among bytesAtMost; where the others alone need more, it is
/// refused. Holds little more than that at any time. On the database's thread; reads only.
constexpr qint64 largeCell = 256 * 1024;
[[nodiscard]] Result<QList<DuplicateRow>> readForDuplicate(Database &database, const Schema &schema,
                                                           const Dialect &dialect, const DuplicateRequest &request,
                                                           JobContext &context);

/// What could not be copied as it is, because no two rows may share it or it is too large to be staged.
struct DuplicateRemark {
    enum class Kind {
        Suffixed, ///< " copy" was added
        NewUuid, ///< another one was made
        LeftOut, ///< the database fills it in, or it stays empty
        TooLarge, ///< as LeftOut, since the cell was not read
        Missing ///< it has to be filled in before Apply
    };
    Kind kind = Kind::LeftOut;
    QualifiedName table;
    QString column;
    int rows = 0;
    qint64 bytes = 0; ///< of the largest cell that was not read; 0: that is not why
    friend bool operator==(const DuplicateRemark &, const DuplicateRemark &) = default;
};
[[nodiscard]] QString toText(const DuplicateRemark &remark); ///< "users.email: “ copy” added in 3 rows"

struct Duplicate {
    CompoundEdit edit;
    QList<DuplicateRemark> remarks; ///< generated integer keys aside
    QualifiedName table;
    qint64 insertId = 0; ///< of the copy of the row itself
};
/// Staged new rows that are copies of these. References among them lead to the copies, all others to where they led.
/// `firstInsertId`: ChangeSet::nextInsertId() of the change set that the edit goes to. Pure, the UUIDs aside.
[[nodiscard]] Result<Duplicate> duplicateEdit(const Schema &schema, const QList<DuplicateLevel> &plan,
                                              const QList<DuplicateRow> &rows, qint64 firstInsertId);

} // namespace core
