// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, pgSchema, pgTable } from 'drizzle-orm/pg-core';

export const t = pgTable('t', { id: integer('id').primaryKey() }).enableRLS();
export const shop = pgSchema('shop');
export const o = shop.table('o', { id: integer('id').primaryKey() }).enableRLS();
