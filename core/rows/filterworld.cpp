// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/filterworld.h"

namespace core {

FilterWorld filterWorld(const Schema &schema, const RelationGraph &relations, const Dialect &dialect,
                        const LabelRules &labels)
{
    return {schema, relations,
            [&dialect](const QString &text, const Column &column) {
                return dialect.valueFromText(text, column.valueType());
            },
            [&labels](const QualifiedName &table) { return labels.value(table).columns; }};
}

} // namespace core
