// SPDX-License-Identifier: GPL-3.0-or-later
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    id: uuid('id').primaryKey().defaultRandom(), made: uuid('made').$defaultFn(() => crypto.randomUUID()),
    fixed: uuid('fixed').default('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'), name: text('name').$onUpdate(() => 'x'),
});
