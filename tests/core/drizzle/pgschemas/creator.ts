// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, pgTableCreator, text } from 'drizzle-orm/pg-core';

const table = pgTableCreator((name) => `app_${name}`);
export const users = table('users', { id: integer('id').primaryKey(), name: text('name').notNull().unique() });
export const posts = table('posts', { id: integer('id').primaryKey(), user: integer('user_id').references(() => users.id) });
