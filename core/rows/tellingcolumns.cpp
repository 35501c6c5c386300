// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/tellingcolumns.h"

#include "core/schema/namecase.h"

namespace core {

QStringList tellingColumns(const Table &table, const Dialect &dialect, const LabelRule &label,
                           const QStringList &referring, const QStringList &known, int atMost)
{
    QStringList own; // those that may be shown, in their order
    for (const Column &column : table.columns) {
        if (!column.hidden && !known.contains(column.name)
            && dialect.typeFamily(column.valueType()) != TypeFamily::Blob)
            own.append(column.name);
    }
    const QStringList key = table.primaryKeyColumns();
    QStringList out;
    const auto take = [&](const QString &name) {
        if (own.contains(name) && !out.contains(name) && out.size() < atMost)
            out.append(name);
    };
    for (const QString &name : referring) {
        if (containsName(key, name, nameCaseOf(table)))
            take(name);
    }
    for (const QString &name : label.columns)
        take(name);
    const auto isText = [&](const QString &name) {
        return dialect.typeFamily(table.column(name)->valueType()) == TypeFamily::Text && !referring.contains(name)
            && !containsName(key, name, nameCaseOf(table));
    };
    for (qsizetype i = 0; i < own.size() && label.isEmpty(); ++i) {
        if (isText(own.at(i))) {
            take(own.at(i));
            break;
        }
    }
    for (const QString &name : referring) {
        if (own.contains(name) && !out.contains(name)) {
            take(name);
            break;
        }
    }
    for (const QString &name : std::as_const(own)) {
        if (!containsName(key, name, nameCaseOf(table))) // the key is said beside them
            take(name);
    }
    return out;
}

} // namespace core
