// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// A schema.ts of so many tables as real ones have them: references, modes, defaults, an index and a CHECK each.
/// `lastColumn` is what the last column of the last table is called: another name, another schema.
[[nodiscard]] inline QString manyTables(int count, const QString &lastColumn = QStringLiteral("name"))
{
    QString text =
        QStringLiteral("import { sql } from 'drizzle-orm';\n"
                       "import { check, index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';\n");
    for (int i = 1; i <= count; ++i) {
        const QString reference =
            i > 1 ? QStringLiteral(".references(() => t%1.id, { onDelete: 'cascade' })").arg(i - 1) : QString();
        text +=
            QStringLiteral("export const t%1 = sqliteTable('t%1', {\n"
                           "  id: integer('id').primaryKey({ autoIncrement: true }),\n"
                           "  parentId: integer('parent_id')%2,\n"
                           "  email: text('email').unique(),\n"
                           "  kind: text('kind', { enum: ['a', 'b', 'c'] }).notNull().default('a'),\n"
                           "  amount: real('amount').default(0.5),\n"
                           "  isOpen: integer('is_open', { mode: 'boolean' }).notNull().default(true),\n"
                           "  settings: text('settings', { mode: 'json' }),\n"
                           "  createdAt: integer('created_at', { mode: 'timestamp' }).default(sql`(unixepoch())`),\n"
                           "  updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).$onUpdate(() => new Date()),\n"
                           "  name: text('%3').notNull(),\n"
                           "}, (t) => [index('i%1').on(t.kind, t.amount), check('c%1', sql`${t.amount} >= 0`)]);\n")
                .arg(QString::number(i), reference, i == count ? lastColumn : QStringLiteral("name"));
    }
    return text;
}
