// SPDX-License-Identifier: GPL-3.0-or-later
import { sql } from 'drizzle-orm';
import { integer, numeric, pgTable, text } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    id: integer('id').primaryKey(), first: text('first').notNull(), last: text('last').notNull(),
    full: text('full').generatedAlwaysAs(sql`first || ' ' || last`),
    loud: text('loud').generatedAlwaysAs(() => sql`upper(${t.first})`), price: numeric('price', { precision: 10, scale: 2 }),
    gross: numeric('gross').generatedAlwaysAs(() => sql`${t.price} * 1.19`), size: integer('size').generatedAlwaysAs(sql`length(first)`).notNull(),
});
