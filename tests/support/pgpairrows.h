// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/planner.h"
#include "core/dialect/postgres/names.h"
#include "core/schema/schema.h"

#include <QStringList>

/// Rows for the pairs of snapshots for PostgreSQL (../shared/data/schema-pairs.ndjson.gz).
namespace pgpairrows {

[[nodiscard]] inline QString valueOf(const QString &type, int row)
{
    if (type.contains(QLatin1Char('[')))
        return QStringLiteral("'{}'");
    if (type == QLatin1String("text") || type.startsWith(QLatin1String("varchar")))
        return QStringLiteral("'v%1'").arg(row);
    if (type == QLatin1String("uuid"))
        return QStringLiteral("'0000000%1-0000-4000-8000-000000000000'").arg(row);
    if (type == QLatin1String("boolean"))
        return QStringLiteral("true");
    if (type.startsWith(QLatin1String("timestamp")))
        return QStringLiteral("'2024-01-0%1 10:00:00.123'").arg(row);
    if (type == QLatin1String("integer") || type == QLatin1String("serial") || type == QLatin1String("bigint"))
        return QString::number(21 + row);
    return {}; // an enum: its first value, see filling()
}

/// Values that the columns can keep also in `to`.
[[nodiscard]] inline QString filling(const core::Schema &schema, const core::Schema &to, int rows)
{
    QString sql = QStringLiteral("SET session_replication_role TO replica;");
    for (const core::Table &t : schema.tables) {
        for (int row = 1; row <= rows; ++row) {
            QStringList names;
            QStringList values;
            for (const core::Column &c : t.columns) {
                if (c.isGenerated())
                    continue;
                QString value = valueOf(c.declaredType, row);
                const core::Table *later = to.table(t.name);
                const core::Column *then = later ? later->column(c.name) : nullptr;
                for (const core::EnumType &e : schema.enums) {
                    if (value.isEmpty() && c.declaredType == e.name.display() && !e.values.isEmpty())
                        value = core::postgresString(e.values.first());
                }
                for (const core::EnumType &e : to.enums) {
                    if (then && then->declaredType == e.name.display() && !e.values.isEmpty())
                        value = core::postgresString(e.values.first());
                }
                names.append(core::postgresIdentifier(c.name));
                values.append(value.isEmpty() ? QStringLiteral("NULL") : value);
            }
            sql += names.isEmpty()
                ? QStringLiteral("INSERT INTO %1 DEFAULT VALUES;").arg(core::postgresQualified(t.name))
                : QStringLiteral("INSERT INTO %1 (%2) OVERRIDING SYSTEM VALUE VALUES (%3);")
                      .arg(core::postgresQualified(t.name), names.join(QStringLiteral(", ")),
                           values.join(QStringLiteral(", ")));
        }
    }
    return sql + QStringLiteral("RESET session_replication_role;");
}

/// For new columns that may not be NULL and have no value by themselves.
[[nodiscard]] inline QList<core::Fill> fillsFor(const core::SchemaDiff &d)
{
    QList<core::Fill> out;
    for (const core::Change &c : d.changes) {
        const auto *add = std::get_if<core::change::AddColumn>(&c);
        if (add && add->column.notNull && !add->column.defaultExpression && !add->column.identity
            && !add->column.isGenerated())
            out.append({add->table, add->column.name,
                        add->column.declaredType == QLatin1String("text") ? QStringLiteral("'v' || ctid")
                                                                          : valueOf(add->column.declaredType, 1)});
    }
    return out;
}

} // namespace pgpairrows
