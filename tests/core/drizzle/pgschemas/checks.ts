// SPDX-License-Identifier: GPL-3.0-or-later
// 0.31 cannot: it leaves $1 in a check
import { sql } from 'drizzle-orm';
import { check, integer, pgTable, text } from 'drizzle-orm/pg-core';

export const t = pgTable('t', { id: integer('id').primaryKey(), age: integer('age'), name: text('name'), kind: text('kind') }, (t) => [
    check('grown', sql`${t.age} >= 18`), check('between', sql`${t.age} BETWEEN ${1} AND ${200}`), check('named', sql`length(${t.name}) > 0 and ${t.name} <> ${'it\'s'}`),
    check('kinds', sql`${t.kind} in ('a', 'b')`), check('either', sql`${t.age} is not null or ${t.name} is not null`), check('like', sql`${t.name} like 'a%'`),
]);
