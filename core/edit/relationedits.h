// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/relationgraph.h"
#include "core/schema/schema.h"

#include <QMap>

/// Edits along relations, as EditOps for the ChangeSet. Pure: nothing is read and nothing staged. Every function fails
/// with one sentence where the schema or what is staged forbids the edit; what only the stored rows can tell is left to
/// the caller, who passes what he has read, and in the end to the database.
namespace core {

/// A row that an edit is about: a stored one by its key, or a staged new one.
struct RowRef {
    QualifiedName table;
    RowKey key;          ///< of RowIdentity; empty for a staged new row
    qint64 insertId = 0; ///< of a staged new row, else 0
    friend bool operator==(const RowRef &, const RowRef &) = default;
    [[nodiscard]] bool isNew() const { return insertId > 0; }
};

/// What a reference leads to: a stored row by the values of the columns that are pointed at, in their order, a staged
/// new row, or (as constructed) no row at all.
struct RowEnd {
    QList<Value> values;
    qint64 insertId = 0;
    friend bool operator==(const RowEnd &, const RowEnd &) = default;
    [[nodiscard]] bool isNone() const { return values.isEmpty() && insertId == 0; }
};

/// A stored row as it was read: at least the columns of the relation it was found by.
struct StoredRow {
    RowKey key;
    QMap<QString, Value> cells; ///< by column, by the table's spelling
    friend bool operator==(const StoredRow &, const StoredRow &) = default;
};

/// The foreign key's way seen from the child: of kind One, from the rows that refer to the row that is referred to.
/// For Many and OneToOne relations; others are given back as they are.
[[nodiscard]] Relation fromChild(const Relation &relation);

/// A ManyToMany relation's near half: of kind Many, to the rows of the junction.
[[nodiscard]] Relation toJunction(const Relation &relation);

/// Why the reference cannot be empty; null string if it can. `relation` is of kind One.
[[nodiscard]] QString emptyForbidden(const Schema &schema, const Relation &relation);

/// Lets `row` (of relation.from; kind One) refer to `parent`. `base`: what is stored in fromColumns, in their order;
/// unused for a new row.
/// No row: sets to NULL those columns that may be and that no other key needs.
[[nodiscard]] Result<EditOp> chooseParent(const Schema &schema, const Relation &relation, const ChangeSet &changes,
                                       const RowRef &row, const QList<Value> &base, const RowEnd &parent);

/// A new row of relation.to (kind Many or OneToOne) that refers to `parent`, a row of relation.from. `cells`: what else
/// is known of it.
[[nodiscard]] Result<EditOp> addChild(const Schema &schema, const Relation &relation, const ChangeSet &changes,
                                      const RowEnd &parent, const QMap<QString, NewValue> &cells = {});
/// The child stays and refers to no row. `base` as in chooseParent(): of relation.toColumns.
[[nodiscard]] Result<EditOp> detachChild(const Schema &schema, const Relation &relation, const ChangeSet &changes,
                                         const RowRef &child, const QList<Value> &base);
/// A stored row is staged for deletion, a staged new one is taken back. Also for children and junction rows.
[[nodiscard]] Result<EditOp> deleteRow(const ChangeSet &changes, const RowRef &row, const QMap<QString, Value> &seen);

/// Whether the junction's rows say more than which two rows belong together; generated columns and a number of its own
/// aside. Then they are better shown as rows.
[[nodiscard]] bool hasPayload(const Table &junction, const Relation &relation);

/// Writes that `here` and `there` belong together (kind ManyToMany). `stored`: the junction rows of `here` as read. A
/// pair that is staged to go comes back instead.
[[nodiscard]] Result<EditOp> connectRows(const Schema &schema, const Relation &relation, const ChangeSet &changes,
                                         const Dialect &dialect, const RowEnd &here, const RowEnd &there,
                                         const QList<StoredRow> &stored, const QMap<QString, NewValue> &cells = {});

} // namespace core
