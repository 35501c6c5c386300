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

} // namespace design

using DesignStep = std::variant<design::AddTable, design::RenameTable, design::DropTable, design::SetOptions,
                                design::AddColumn, design::RenameColumn, design::AlterColumn, design::MoveColumn,
                                design::DropColumn, design::SetPrimaryKey, design::PutUnique, design::PutCheck,
                                design::PutForeignKey, design::PutIndex, design::PutTrigger, design::PutView>;

/// The table (or view) it is about, as it is called before the step.
[[nodiscard]] QualifiedName tableOf(const DesignStep &step);
/// In words, for people: "Rename the column mail of users to email".
[[nodiscard]] QString wordsOf(const DesignStep &step);

} // namespace core
