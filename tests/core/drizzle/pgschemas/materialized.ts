// SPDX-License-Identifier: GPL-3.0-or-later
import { sql } from 'drizzle-orm';
import { integer, pgMaterializedView, pgSchema, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', { id: integer('id').primaryKey(), name: text('name').notNull() });
export const shop = pgSchema('shop');
export const m = pgMaterializedView('m').as((q) => q.select({ id: users.id }).from(users));
export const empty = pgMaterializedView('empty', { name: text('name') }).with({ fillfactor: 90, autovacuumEnabled: false }).withNoData().as(sql`select name from users`);
export const inShop = shop.materializedView('names').as((q) => q.select({ name: users.name }).from(users));
export const view = shop.view('ids', { id: integer('id') }).as(sql`select id from users`);
