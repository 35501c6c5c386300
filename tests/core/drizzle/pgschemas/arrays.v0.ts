// SPDX-License-Identifier: GPL-3.0-or-later
// 0.31 cannot: it writes one quote in an array's text
import { boolean, integer, jsonb, numeric, pgTable, text, timestamp, uuid, varchar } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    a: text('a').array(), b: text('b').array().notNull().default([]), c: integer('c').array(3).default([1, 2, 3]),
    d: integer('d').array(3).array(2).default([[1, 2, 3], [4, 5, 6]]), e: text('e').array().default(['x', "it's", 'two words', '', 'a,b', 'q"q']),
    f: numeric('f', { precision: 10, scale: 2 }).array().default(['1.50']), g: timestamp('g').array().default([new Date(0)]),
    h: uuid('h').array(), i: boolean('i').array().default([true, false]), j: varchar('j', { length: 5 }).array().default(['a']),
    k: text('k').array().array(),
});
