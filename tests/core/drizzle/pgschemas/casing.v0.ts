// SPDX-License-Identifier: GPL-3.0-or-later
import { foreignKey, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';

// casing: snake_case
export const users = pgTable('users', { userId: integer().primaryKey(), fullName: text().notNull().unique(), 'asGiven': text('asGiven') });
export const userPosts = pgTable('userPosts', { postId: integer(), writtenBy: integer().references(() => users.userId), theTitle: text() }, (t) => [
    primaryKey({ columns: [t.postId, t.writtenBy] }), unique().on(t.theTitle, t.postId), index().on(t.theTitle), foreignKey({ columns: [t.postId], foreignColumns: [users.userId] }),
]);
