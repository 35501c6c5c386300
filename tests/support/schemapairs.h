// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/planner.h"

#include "support/schemadb.h"
#include "support/testdata.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>

/// The pairs of snapshots that drizzle-kit's own tests diff (../shared/data/schema-pairs.ndjson.gz), with rows for
/// them.
namespace schemapairs {

/// One JSON object each; none where the file is not there.
[[nodiscard]] inline QList<QByteArray> lines()
{
    const QString file = testdata::shared(QStringLiteral("schema-pairs.ndjson.gz"));
    QProcess gunzip;
    gunzip.start(QStringLiteral("gunzip"), {QStringLiteral("-c"), file});
    return !file.isEmpty() && gunzip.waitForFinished() ? gunzip.readAllStandardOutput().split('\n')
                                                       : QList<QByteArray>();
}

inline constexpr int rowCount = 3;

[[nodiscard]] inline QString creating(const core::Schema &schema)
{
    QString sql;
    for (const core::Statement &s : SchemaDb::dialect().createStatements(schema))
        sql += s.sql + QStringLiteral(";\n");
    return sql;
}

/// One value for any column, so that keys hold, uniques are unique, and the checks of the pairs (age > 21) pass.
[[nodiscard]] inline QString valueOf(const core::Column &c, int row)
{
    switch (SchemaDb::dialect().typeFamily(c.declaredType)) {
    case core::TypeFamily::Text:
        return QStringLiteral("'v%1'").arg(row);
    case core::TypeFamily::Blob:
        return QStringLiteral("x'0%1'").arg(row);
    default:
        return QString::number(21 + row);
    }
}

[[nodiscard]] inline QString filling(const core::Schema &schema)
{
    QString sql = QStringLiteral("PRAGMA foreign_keys = OFF;");
    for (const core::Table &t : schema.tables) {
        for (int row = 1; row <= rowCount; ++row) {
            QStringList names;
            QStringList values;
            for (const core::Column &c : t.columns) {
                if (!c.isGenerated()) {
                    names.append(SchemaDb::dialect().identifier(c.name));
                    values.append(valueOf(c, row));
                }
            }
            sql += QStringLiteral("INSERT INTO ") + SchemaDb::dialect().qualified(t.name) + QStringLiteral(" (")
                + names.join(QStringLiteral(", ")) + QStringLiteral(") VALUES (") + values.join(QStringLiteral(", "))
                + QStringLiteral(");\n");
        }
    }
    return sql;
}

[[nodiscard]] inline core::Renames renamesOf(const QJsonArray &answers)
{
    core::Renames out;
    for (const QJsonValue &v : answers) {
        const QJsonObject o = v.toObject();
        for (const QJsonValue &r : o.value(QLatin1String("renamed")).toArray()) {
            const QString from = r.toObject().value(QLatin1String("from")).toString();
            const QString to = r.toObject().value(QLatin1String("to")).toString();
            if (o.value(QLatin1String("kind")).toString() == QLatin1String("columns"))
                out.columns.append({{{}, o.value(QLatin1String("table")).toString()}, from, to});
            else if (o.value(QLatin1String("kind")).toString() == QLatin1String("tables"))
                out.tables.append(core::TableRename{{{}, from}, {{}, to}});
        }
    }
    return out;
}

[[nodiscard]] inline core::PlanOptions fillsFor(const core::SchemaDiff &d)
{
    core::PlanOptions options;
    for (const core::Change &c : d.changes) {
        const auto *add = std::get_if<core::change::AddColumn>(&c);
        if (add && add->column.notNull && !add->column.defaultExpression && !add->column.isGenerated())
            options.fills.append({add->table, add->column.name, valueOf(add->column, 1)});
    }
    return options;
}

} // namespace schemapairs
