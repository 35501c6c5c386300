// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

#include <optional>
#include <variant>

/// What a person does in the designer, as plain values. A step names tables and columns as they are called when its
/// turn comes. `from` is what stood there when the step was made: it finds its object again after the database has
/// changed, and an alteration touches only what differs between `from` and `to`.
namespace core {

namespace design {

struct AddTable {
    Table table;
    friend bool operator==(const AddTable &, const AddTable &) = default;
};
struct RenameTable {
    QualifiedName table;
    QString to;
    friend bool operator==(const RenameTable &, const RenameTable &) = default;
};
/// With its indexes and triggers.
struct DropTable {
    QualifiedName table;
    friend bool operator==(const DropTable &, const DropTable &) = default;
};
struct SetOptions {
    QualifiedName table;
    bool strict = false;
    bool withoutRowId = false;
    friend bool operator==(const SetOptions &, const SetOptions &) = default;
};
/// A column that was dropped in the same design and comes back under its old name is the old column.
struct AddColumn {
    QualifiedName table;
    Column column;
    int at = -1; ///< −1: at the end
    friend bool operator==(const AddColumn &, const AddColumn &) = default;
};
struct RenameColumn {
    QualifiedName table;
    QString column;
    QString to;
    friend bool operator==(const RenameColumn &, const RenameColumn &) = default;
};
/// Both under the same name.
struct AlterColumn {
    QualifiedName table;
    Column from;
    Column to;
    friend bool operator==(const AlterColumn &, const AlterColumn &) = default;
};
struct MoveColumn {
    QualifiedName table;
    QString column;
    int to = 0; ///< its place afterwards
    friend bool operator==(const MoveColumn &, const MoveColumn &) = default;
};
/// With what is about this column alone (a key, a unique constraint, a foreign key, a check written in it), and every
/// index that reads it.
struct DropColumn {
    QualifiedName table;
    QString column;
    friend bool operator==(const DropColumn &, const DropColumn &) = default;
};
struct SetPrimaryKey {
    QualifiedName table;
    std::optional<PrimaryKey> to;
    friend bool operator==(const SetPrimaryKey &, const SetPrimaryKey &) = default;
};
/// Added where `from` is missing, dropped where `to` is, else changed in its place.
template <typename T> struct Put {
    QualifiedName table; ///< of a trigger: or view
    std::optional<T> from;
    std::optional<T> to;
    friend bool operator==(const Put &, const Put &) = default;
};
using PutUnique = Put<UniqueConstraint>;
using PutCheck = Put<CheckConstraint>;
using PutForeignKey = Put<ForeignKey>;
using PutIndex = Put<Index>;
using PutTrigger = Put<Trigger>;
struct PutView {
    std::optional<View> from;
    std::optional<View> to;
    friend bool operator==(const PutView &, const PutView &) = default;
};

using PutPolicy = Put<Policy>;

struct AddEnum {
    EnumType type;
    friend bool operator==(const AddEnum &, const AddEnum &) = default;
};
/// Another schema is a move.
struct RenameEnum {
    QualifiedName type;
    QualifiedName to;
    friend bool operator==(const RenameEnum &, const RenameEnum &) = default;
};
/// Refused while anything is of that type.
struct DropEnum {
    QualifiedName type;
    friend bool operator==(const DropEnum &, const DropEnum &) = default;
};
/// A value that was dropped in the same design and comes back is the old one.
struct AddEnumValue {
    QualifiedName type;
    QString value;
    int at = -1; ///< −1: at the end
    friend bool operator==(const AddEnumValue &, const AddEnumValue &) = default;
};
struct RenameEnumValue {
    QualifiedName type;
    QString value;
    QString to;
    friend bool operator==(const RenameEnumValue &, const RenameEnumValue &) = default;
};
struct MoveEnumValue {
    QualifiedName type;
    QString value;
    int to = 0; ///< its place afterwards
    friend bool operator==(const MoveEnumValue &, const MoveEnumValue &) = default;
};
struct DropEnumValue {
    QualifiedName type;
    QString value;
    friend bool operator==(const DropEnumValue &, const DropEnumValue &) = default;
};
/// What rows get that hold a dropped value.
struct ReplaceEnumValue {
    QualifiedName type;
    QString value; ///< the dropped one, as the database calls it
    QString by; ///< one that was there before and stays; empty: nothing is said about them
    friend bool operator==(const ReplaceEnumValue &, const ReplaceEnumValue &) = default;
};
/// On a table, a view or an enum.
struct SetComment {
    QualifiedName name;
    QString to;
    friend bool operator==(const SetComment &, const SetComment &) = default;
};
struct MoveTable {
    QualifiedName table;
    QString schema; ///< as in QualifiedName
    friend bool operator==(const MoveTable &, const MoveTable &) = default;
};
struct SetRowSecurity {
    QualifiedName table;
    bool on = false;
    bool forced = false;
    friend bool operator==(const SetRowSecurity &, const SetRowSecurity &) = default;
};

} // namespace design

using DesignStep =
    std::variant<design::AddTable, design::RenameTable, design::DropTable, design::SetOptions, design::AddColumn,
                 design::RenameColumn, design::AlterColumn, design::MoveColumn, design::DropColumn,
                 design::SetPrimaryKey, design::PutUnique, design::PutCheck, design::PutForeignKey, design::PutIndex,
                 design::PutTrigger, design::PutView, design::PutPolicy, design::AddEnum, design::RenameEnum,
                 design::DropEnum, design::AddEnumValue, design::RenameEnumValue, design::MoveEnumValue,
                 design::DropEnumValue, design::ReplaceEnumValue, design::SetComment, design::MoveTable,
                 design::SetRowSecurity>;

/// The table (or view, or enum) it is about, as it is called before the step.
[[nodiscard]] QualifiedName tableOf(const DesignStep &step);
/// In words, for people: "Rename the column mail of users to email".
[[nodiscard]] QString wordsOf(const DesignStep &step);

} // namespace core
