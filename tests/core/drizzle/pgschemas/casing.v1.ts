// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, primaryKey, snakeCase, text } from 'drizzle-orm/pg-core';

export const users = snakeCase.table('users', { userId: integer().primaryKey(), fullName: text().notNull().unique(), asGiven: text('asGiven') });
export const posts = snakeCase.table('posts', { postId: integer(), writtenBy: integer().references(() => users.userId) }, (t) => [primaryKey({ columns: [t.postId, t.writtenBy] })]);
