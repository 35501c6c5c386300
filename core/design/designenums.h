// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/design/designstate.h"

namespace core {

/// What a step about an enum does to the state, in place; on failure the state is of no use. Pure.
[[nodiscard]] Result<Done> takeEnumStep(DesignState &state, const design::AddEnum &step, const SchemaRules &rules);
[[nodiscard]] Result<Done> takeEnumStep(DesignState &state, const design::RenameEnum &step, const SchemaRules &rules);
[[nodiscard]] Result<Done> takeEnumStep(DesignState &state, const design::DropEnum &step, const SchemaRules &rules);
[[nodiscard]] Result<Done> takeEnumStep(DesignState &state, const design::AddEnumValue &step, const SchemaRules &rules);
[[nodiscard]] Result<Done> takeEnumStep(DesignState &state, const design::RenameEnumValue &step,
                                        const SchemaRules &rules);
[[nodiscard]] Result<Done> takeEnumStep(DesignState &state, const design::MoveEnumValue &step,
                                        const SchemaRules &rules);
[[nodiscard]] Result<Done> takeEnumStep(DesignState &state, const design::DropEnumValue &step,
                                        const SchemaRules &rules);
[[nodiscard]] Result<Done> takeEnumStep(DesignState &state, const design::ReplaceEnumValue &step,
                                        const SchemaRules &rules);

/// Whether a column declared so is of the type, or of arrays of it.
[[nodiscard]] bool isOfType(const QString &declaredType, const QualifiedName &type, const SchemaRules &rules);

struct TypeUse {
    QualifiedName table; ///< of a domain or row type: its name
    QString column; ///< empty: of a domain
    friend bool operator==(const TypeUse &, const TypeUse &) = default;
    [[nodiscard]] QString display() const
    {
        return column.isEmpty() ? table.display() : table.display() + u'.' + column;
    }
};
/// The columns of the type in tables, those that have it from another table left out.
[[nodiscard]] QList<TypeUse> columnsOfType(const Schema &schema, const QualifiedName &type, const SchemaRules &rules);
/// These, and all else that is made of it.
[[nodiscard]] QList<TypeUse> usesOfType(const Schema &schema, const QualifiedName &type, const SchemaRules &rules);
/// Whether a default, a check or the like speaks of that value of the type.
[[nodiscard]] bool speaksOfValue(const QString &expression, const Table &table, const QualifiedName &type,
                                 const QString &value, const SchemaRules &rules);

} // namespace core
