// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/base/result.h"
#include "core/query/rowkey.h"

#include <QHash>
#include <QList>
#include <QMap>

#include <optional>
#include <variant>

namespace core {

/// What a cell is to become: a value, or the column's DEFAULT (in new rows: leave it out of the INSERT).
struct UseDefault {
    friend bool operator==(const UseDefault &, const UseDefault &) = default;
};
/// What a staged new row will have in that column once the database has made it: a parent's generated key, for a child.
struct KeyOfInserted {
    QualifiedName table;
    qint64 insertId = 0;
    QString column;
    friend bool operator==(const KeyOfInserted &, const KeyOfInserted &) = default;
};
using NewValue = std::variant<Value, UseDefault, KeyOfInserted>;

/// "new posts row 3": what a cell shows that refers to a staged new row.
[[nodiscard]] QString toText(const KeyOfInserted &key);

/// One cell's staged change. `base` is what was read from the database, never an earlier staged value.
struct CellEdit {
    Value base;
    NewValue value;
    friend bool operator==(const CellEdit &, const CellEdit &) = default;
};

/// Everything staged about one row.
struct RowEdit {
    enum class Kind { Update, Insert, Delete };

    Kind kind = Kind::Update;
    QualifiedName table;
    RowKey key;               ///< of an existing row, as it was read; empty for Insert
    qint64 insertId = 0;      ///< Insert: names the row until the database does; unique in the ChangeSet, from 1
    QMap<QString, CellEdit> cells; ///< Update: by column. Insert: `base` is NULL and unused. Delete: kept edits (see restore)
    /// Delete: the old values the DELETE names beside the key, by column (what the person saw).
    QMap<QString, Value> seen;
    /// Update: what else was seen of the row when its first edit was staged, by column; empty when that is not known. A
    /// deleted row keeps it for its restoring.
    QMap<QString, Value> context;
    friend bool operator==(const RowEdit &, const RowEdit &) = default;
};

/// Sets one cell of an existing row; setting the base value again removes the edit ("typing it back").
/// A cell that is edited already keeps the base it has, so that a value read later cannot hide a conflict; to take a
/// new base, take the edit back and set it again (one CompoundEdit).
struct SetCell {
    QualifiedName table;
    RowKey key;
    QString column;
    Value base;
    std::optional<NewValue> value; ///< none: take the edit back
    int position = -1; ///< as in InsertRow; used when this is the row's first edit
    /// What was seen of the whole row, by column: a key alone may name another row by now. Used as `position` is.
    QMap<QString, Value> seen = {};
    friend bool operator==(const SetCell &, const SetCell &) = default;
};
/// Sets one cell of a staged new row; none: as if it had never been set.
struct SetInsertedCell {
    QualifiedName table;
    qint64 insertId = 0;
    QString column;
    std::optional<NewValue> value;
    friend bool operator==(const SetInsertedCell &, const SetInsertedCell &) = default;
};
struct InsertRow {
    QualifiedName table;
    qint64 insertId = 0; ///< 0: give it the next free one
    QMap<QString, NewValue> cells;
    int position = -1; ///< among the ChangeSet's rows; −1: last. Undo puts a row back where it was
    friend bool operator==(const InsertRow &, const InsertRow &) = default;
};
/// Cells that refer to the row (KeyOfInserted) go back to unset with it; undo brings both back.
struct RemoveInsertedRow {
    QualifiedName table;
    qint64 insertId = 0;
    friend bool operator==(const RemoveInsertedRow &, const RemoveInsertedRow &) = default;
};
struct DeleteRow {
    QualifiedName table;
    RowKey key;
    QMap<QString, Value> seen;
    int position = -1; ///< as in InsertRow; used when nothing else is staged for the row
    friend bool operator==(const DeleteRow &, const DeleteRow &) = default;
};
/// Takes a staged delete back; cell edits that were staged before it come back too.
struct RestoreRow {
    QualifiedName table;
    RowKey key;
    friend bool operator==(const RestoreRow &, const RestoreRow &) = default;
};
struct CompoundEdit;
using EditOp = std::variant<SetCell, SetInsertedCell, InsertRow, RemoveInsertedRow, DeleteRow, RestoreRow, CompoundEdit>;
/// Several at once (a paste): one step of undo. Its inverse is the inverses in reverse order.
struct CompoundEdit {
    QString text; ///< what a person would call it: "Paste 12 cells"
    QList<EditOp> ops;
    friend bool operator==(const CompoundEdit &, const CompoundEdit &);
};

/// The staged edits of one open database. A pure value: no I/O, no signals, any thread.
/// Rows keep the order in which they were first touched. A row without changes left is not in it.
class ChangeSet {
public:
    /// Does the edit and returns its inverse: apply(inverse) gives exactly the ChangeSet from before.
    /// Fails (and changes nothing) on an edit that makes no sense: a cell of a deleted row, an unknown insertId.
    [[nodiscard]] Result<EditOp> apply(const EditOp &op);

    [[nodiscard]] const QList<RowEdit> &rows() const { return m_rows; }
    [[nodiscard]] bool isEmpty() const { return m_rows.isEmpty(); }
    [[nodiscard]] qint64 nextInsertId() const { return m_nextInsertId; }

    [[nodiscard]] const RowEdit *find(const QualifiedName &table, const RowKey &key) const;
    [[nodiscard]] const RowEdit *findInserted(const QualifiedName &table, qint64 insertId) const;
    [[nodiscard]] QList<const RowEdit *> inserted(const QualifiedName &table) const; ///< in staging order
    [[nodiscard]] int count(RowEdit::Kind kind) const;
    [[nodiscard]] int count(const QualifiedName &table) const;
    [[nodiscard]] QList<QualifiedName> tables() const; ///< in order of first touch

    /// nextInsertId is bookkeeping, not content: it only ever grows, and is left out.
    friend bool operator==(const ChangeSet &a, const ChangeSet &b) { return a.m_rows == b.m_rows; }

private:
    /// Names a row: a stored one by table and key, a staged new one by its insertId alone.
    struct RowName {
        QualifiedName table;
        RowKey key;
        qint64 insertId = 0;
        friend bool operator==(const RowName &, const RowName &) = default;
        friend size_t qHash(const RowName &n, size_t seed = 0) { return qHashMulti(seed, n.table, n.key, n.insertId); }
    };

    [[nodiscard]] int indexOf(const RowName &name) const; ///< into m_rows; −1
    [[nodiscard]] int indexOfInserted(const QualifiedName &table, qint64 insertId) const;
    void insertAt(int position, RowEdit row);
    void removeAt(int index);
    void renumber();
    [[nodiscard]] Result<Done> checkReference(const NewValue &value, qint64 insertId) const;
    [[nodiscard]] QList<EditOp> takeBackReferencesTo(qint64 insertId) const;
    [[nodiscard]] static RowName nameOf(const RowEdit &row);

    [[nodiscard]] Result<EditOp> applyOne(const SetCell &op);
    [[nodiscard]] Result<EditOp> applyOne(const SetInsertedCell &op);
    [[nodiscard]] Result<EditOp> applyOne(const InsertRow &op);
    [[nodiscard]] Result<EditOp> applyOne(const RemoveInsertedRow &op);
    [[nodiscard]] Result<EditOp> applyOne(const DeleteRow &op);
    [[nodiscard]] Result<EditOp> applyOne(const RestoreRow &op);
    [[nodiscard]] Result<EditOp> applyOne(const CompoundEdit &op);

    QList<RowEdit> m_rows;
    /// Beside m_rows, rising: removing or inserting a row leaves the numbers of the others (and the index) as they are.
    QList<qint64> m_ranks;
    QHash<RowName, qint64> m_rankOf;
    qint64 m_nextInsertId = 1;
    bool m_mayRefer = false; ///< a KeyOfInserted was staged once; spares a search for them where there are none
};

} // namespace core
