// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/generatedkey.h"

namespace core {

bool isGeneratedKey(const Table &table, const Column &column)
{
    if (column.name.isEmpty())
        return false;
    if (column.identity || table.rowIdAlias() == column.name)
        return true;
    const QString expression = column.defaultExpression.value_or(QString());
    return table.plainKeys && expression.contains(u'(') && !expression.startsWith(u'\'')
        && table.primaryKeyColumns().contains(column.name);
}

QStringList generatedKeys(const Table &table)
{
    QStringList names;
    for (const Column &column : table.columns) {
        if (isGeneratedKey(table, column))
            names.append(column.name);
    }
    return names;
}

} // namespace core
