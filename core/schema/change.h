// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"
#include "core/schema/schemarules.h"

#include <QFlags>

#include <variant>

/// What is different between two schemas, as plain values: what was, what shall be, and which facets differ, so that
/// nobody has to compare again. Tables are named as they are called at the end (renames come first); a RenameColumn
/// and everything after it speaks of the columns by their new names.
/// What is written as "drop this, add that" (a constraint, index, view or trigger that changed) is two changes.
namespace core {

enum class ColumnFacet {
    Type = 0x01,
    NotNull = 0x02,
    Default = 0x04,
    Collation = 0x08,
    Generated = 0x10,
    Identity = 0x20,
    Comment = 0x40
};
Q_DECLARE_FLAGS(ColumnFacets, ColumnFacet)
Q_DECLARE_OPERATORS_FOR_FLAGS(ColumnFacets)

namespace change {

struct CreateTable {
    Table table;
    friend bool operator==(const CreateTable &, const CreateTable &) = default;
};
struct DropTable {
    Table table;
    friend bool operator==(const DropTable &, const DropTable &) = default;
};
struct RenameTable {
    QualifiedName from;
    QualifiedName to;
    friend bool operator==(const RenameTable &, const RenameTable &) = default;
};
struct AddColumn {
    QualifiedName table;
    Column column;
    friend bool operator==(const AddColumn &, const AddColumn &) = default;
};
struct DropColumn {
    QualifiedName table;
    Column column;
    friend bool operator==(const DropColumn &, const DropColumn &) = default;
};
struct RenameColumn {
    QualifiedName table;
    QString from;
    QString to;
    friend bool operator==(const RenameColumn &, const RenameColumn &) = default;
};
struct AlterColumn {
    QualifiedName table;
    Column from;
    Column to;
    ColumnFacets changed;
    friend bool operator==(const AlterColumn &, const AlterColumn &) = default;
};
/// Only when it was asked for (DiffOptions::columnOrder).
struct ReorderColumns {
    QualifiedName table;
    QStringList to;
    friend bool operator==(const ReorderColumns &, const ReorderColumns &) = default;
};
struct ChangePrimaryKey {
    QualifiedName table;
    std::optional<PrimaryKey> from;
    std::optional<PrimaryKey> to;
    friend bool operator==(const ChangePrimaryKey &, const ChangePrimaryKey &) = default;
};
/// Options of a table as a whole: STRICT, WITHOUT ROWID, and what a server keeps about it.
struct ChangeTableOptions {
    QualifiedName table;
    bool strictBefore = false;
    bool strict = false;
    bool withoutRowIdBefore = false;
    bool withoutRowId = false;
    TableFacts factsBefore = {};
    TableFacts facts = {};
    friend bool operator==(const ChangeTableOptions &, const ChangeTableOptions &) = default;
};
struct AddUnique {
    QualifiedName table;
    UniqueConstraint unique;
    friend bool operator==(const AddUnique &, const AddUnique &) = default;
};
struct DropUnique {
    QualifiedName table;
    UniqueConstraint unique;
    friend bool operator==(const DropUnique &, const DropUnique &) = default;
};
struct AddCheck {
    QualifiedName table;
    CheckConstraint check;
    friend bool operator==(const AddCheck &, const AddCheck &) = default;
};
struct DropCheck {
    QualifiedName table;
    CheckConstraint check;
    friend bool operator==(const DropCheck &, const DropCheck &) = default;
};
struct AddForeignKey {
    QualifiedName table;
    ForeignKey foreignKey;
    friend bool operator==(const AddForeignKey &, const AddForeignKey &) = default;
};
struct DropForeignKey {
    QualifiedName table;
    ForeignKey foreignKey;
    friend bool operator==(const DropForeignKey &, const DropForeignKey &) = default;
};
struct AddIndex {
    QualifiedName table;
    Index index;
    friend bool operator==(const AddIndex &, const AddIndex &) = default;
};
struct DropIndex {
    QualifiedName table;
    Index index;
    friend bool operator==(const DropIndex &, const DropIndex &) = default;
};
struct CreateView {
    View view;
    friend bool operator==(const CreateView &, const CreateView &) = default;
};
struct DropView {
    View view;
    friend bool operator==(const DropView &, const DropView &) = default;
};
struct CreateTrigger {
    Trigger trigger;
    friend bool operator==(const CreateTrigger &, const CreateTrigger &) = default;
};
struct DropTrigger {
    Trigger trigger;
    friend bool operator==(const DropTrigger &, const DropTrigger &) = default;
};

/// Anything else that a server has, or that its tables have: made (no `from`), dropped (no `to`) or changed. Types and
/// sequences named by what they are called at the end.
struct ChangeObject {
    using Object = std::variant<NamedSchema, Extension, EnumType, Domain, UserType, Sequence, Function, Policy,
                                ExclusionConstraint>;
    std::optional<Object> from;
    std::optional<Object> to;
    QualifiedName table = {}; ///< of a policy or an exclusion constraint
    friend bool operator==(const ChangeObject &, const ChangeObject &) = default;
};
/// Of anything but tables, their rows of facts, and columns: "index", "constraint", "trigger", "view", "enum" …
struct ChangeComment {
    QString kind;
    QualifiedName name;
    QualifiedName table; ///< empty for what belongs to none
    QString from;
    QString to;
    friend bool operator==(const ChangeComment &, const ChangeComment &) = default;
};
/// A rename beside those of tables and columns; of an enum's value where `value` is set.
struct RenameObject {
    ObjectRename rename;
    std::optional<ValueRename> value = {};
    friend bool operator==(const RenameObject &, const RenameObject &) = default;
};

} // namespace change

using Change =
    std::variant<change::RenameTable, change::RenameColumn, change::DropTrigger, change::DropView, change::DropIndex,
                 change::DropTable, change::CreateTable, change::DropForeignKey, change::DropCheck, change::DropUnique,
                 change::ChangeTableOptions, change::ChangePrimaryKey, change::DropColumn, change::AlterColumn,
                 change::AddColumn, change::ReorderColumns, change::AddUnique, change::AddCheck, change::AddForeignKey,
                 change::AddIndex, change::CreateView, change::CreateTrigger, change::ChangeObject,
                 change::ChangeComment, change::RenameObject>;

/// The table (or the view, for views and their triggers) that it is about.
[[nodiscard]] QualifiedName tableOf(const Change &change);
/// In words, for people: "Add the column email to users".
[[nodiscard]] QString wordsOf(const Change &change);

} // namespace core
