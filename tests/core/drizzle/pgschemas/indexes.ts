// SPDX-License-Identifier: GPL-3.0-or-later
// 0.31 cannot: it leaves $1 in a condition
import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

export const t = pgTable('t', { id: integer('id').primaryKey(), a: text('a'), b: integer('b'), c: timestamp('c'), d: boolean('d') }, (t) => [
    index('plain').on(t.a), index().on(t.a, t.b), uniqueIndex('only').on(t.b), index('falling').on(t.b.desc()),
    index('firsts').on(t.b.nullsFirst()), index('mixed').on(t.a.asc().nullsLast(), t.b.desc().nullsFirst()), index('both').on(t.c.desc().nullsLast()),
    index('part').on(t.a).where(sql`${t.d} and ${t.b} > ${5}`), index('lower').on(sql`lower(${t.a})`), uniqueIndex('expressions').on(t.b, sql`coalesce(${t.a}, '')`),
    index('filled').on(t.a).with({ fillfactor: 70 }), index('named').on(t.c).concurrently(),
]);
