// SPDX-License-Identifier: GPL-3.0-or-later
import { bigint, decimal, doublePrecision, integer, numeric, pgTable, real, smallint } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    a: integer('a').default(7), b: smallint('b').default(-3), c: bigint('c', { mode: 'number' }).default(12345678901),
    d: bigint('d', { mode: 'bigint' }), e: real('e').default(1.5),
    f: doublePrecision('f').default(0.1), g: numeric('g').default('10.50'), h: numeric('h', { precision: 10, scale: 2 }).default('0.5'),
    i: numeric('i', { precision: 6 }).notNull(), j: decimal('j', { precision: 4, scale: 1 }),
    k: numeric('k', { mode: 'number' }).default(2.25), l: doublePrecision('l').default(1e21), m: doublePrecision('m').default(-4),
});
