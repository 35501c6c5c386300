// SPDX-License-Identifier: GPL-3.0-or-later
import { char, pgTable, text, varchar } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    a: text('a').default(''), b: text('b').default("it's"), c: varchar('c', { length: 80 }).default('x'), d: varchar('d'),
    e: char('e', { length: 3 }).default('abc'), f: char('f'), g: text('g', { enum: ['a', 'b'] }).default('a'),
    h: text('h').default('some "quoted" {braces}'), i: text('i').default('line\nbreak'), j: text('j').default('5'),
    k: text('k').default('null'), l: varchar('l', { length: 10, enum: ['x', 'y'] }).notNull().default('y'),
});
