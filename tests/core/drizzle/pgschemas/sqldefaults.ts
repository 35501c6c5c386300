// SPDX-License-Identifier: GPL-3.0-or-later
import { sql } from 'drizzle-orm';
import { date, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    a: text('a').default(sql`'x'`), b: integer('b').default(sql`1 + 2`), c: timestamp('c').default(sql`CURRENT_TIMESTAMP`),
    d: timestamp('d', { withTimezone: true }).default(sql`now() + interval '1 day'`), e: uuid('e').default(sql`gen_random_uuid()`),
    f: jsonb('f').default(sql`'{}'::jsonb`), g: text('g').default(sql`upper('a' || 'b')`), h: date('h').default(sql`CURRENT_DATE`),
    i: text('i').array().default(sql`'{}'::text[]`), j: text('j').array().default(sql`ARRAY[]::text[]`), k: timestamp('k').default(sql`timezone('utc', now())`),
    l: text('l').default(sql`current_setting('app.x', true)`),
});
