// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

#include <QHash>

namespace ui {

/// Which tables stand below which in the list of tables: partitions below what they are partitions of, heirs below the
/// first that they inherit from. Only among tables that people see. A plain value.
class TableFamilies {
public:
    TableFamilies() = default;
    explicit TableFamilies(const core::Schema &schema);

    [[nodiscard]] core::QualifiedName parentOf(const core::QualifiedName &table) const
    {
        return m_parents.value(table);
    }
    [[nodiscard]] QList<core::QualifiedName> ancestorsOf(const core::QualifiedName &table) const; ///< nearest first
    [[nodiscard]] QList<core::QualifiedName>
    childrenOf(const core::QualifiedName &table) const; ///< as the schema lists them

private:
    QHash<core::QualifiedName, core::QualifiedName> m_parents;
    QHash<core::QualifiedName, QList<core::QualifiedName>> m_children;
};

} // namespace ui
