// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, pgSchema, pgTable, pgTableCreator } from 'drizzle-orm/pg-core';

export const t = pgTable.withRLS('t', { id: integer('id').primaryKey() });
export const shop = pgSchema('shop');
export const o = shop.table.withRLS('o', { id: integer('id').primaryKey() });
export const c = pgTableCreator((name) => `app_${name}`).withRLS('c', { id: integer('id') });
