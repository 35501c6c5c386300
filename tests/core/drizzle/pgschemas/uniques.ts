// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, pgTable, text, unique } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    a: text('a').unique(), b: text('b').unique('own_name'), c: text('c').unique('strict', { nulls: 'not distinct' }), d: integer('d'), e: integer('e'),
}, (t) => [unique().on(t.d, t.e), unique('both').on(t.a, t.b).nullsNotDistinct()]);
