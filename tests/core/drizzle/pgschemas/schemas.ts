// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, pgSchema, pgTable, text } from 'drizzle-orm/pg-core';

export const shop = pgSchema('shop');
export const odd = pgSchema('Odd Schema');
export const items = shop.table('items', { id: integer('id').primaryKey(), name: text('name').unique() });
export const things = odd.table('Things', { id: integer('id').primaryKey(), item: integer('item').references(() => items.id) });
export const users = pgTable('users', { id: integer('id').primaryKey(), item: integer('item').references(() => items.id) });
