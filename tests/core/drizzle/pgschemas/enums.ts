// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, pgEnum, pgSchema, pgTable } from 'drizzle-orm/pg-core';

export const mood = pgEnum('mood', ['sad', 'ok', "it's fine"]);
export const odd = pgEnum('Odd name', ['A', 'b c']);
export const shop = pgSchema('shop');
export const kind = shop.enum('kind', ['x', 'y']);
export const t = pgTable('t', {
    id: integer('id').primaryKey(),
    mood: mood('mood').notNull().default('ok'),
    quoted: mood('quoted').default("it's fine"),
    odd: odd('odd').default('b c'),
    kind: kind('kind').default('x'),
});
export const orders = shop.table('orders', { kind: kind('kind').notNull(), mood: mood('mood') });
