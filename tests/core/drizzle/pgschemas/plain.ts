// SPDX-License-Identifier: GPL-3.0-or-later
import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
    id: integer('id').primaryKey(),
    name: text('name').notNull(),
    nick: text('nick'),
    isOpen: boolean('is_open').notNull().default(true),
});
