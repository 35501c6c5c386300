// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const base = { id: integer('id').primaryKey().generatedAlwaysAsIdentity(), createdAt: timestamp('created_at').defaultNow().notNull() };
export const a = pgTable('a', { ...base, name: text('name') });
export const b = pgTable('b', (t) => ({ ...base, a: t.integer('a').references(() => a.id), flag: t.boolean('flag').default(false) }));
