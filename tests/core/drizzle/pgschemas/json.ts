// SPDX-License-Identifier: GPL-3.0-or-later
// 0.31 cannot: it writes one quote in JSON
// 1.0 cannot: it writes one quote in the key of an object
import { json, jsonb, pgTable } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    a: json('a'), b: jsonb('b').notNull().default({}), c: jsonb('c').default({ bb: 1, a: [1, 'x', null], "it's": true }),
    d: json('d').default({ z: 1, a: 'two words' }), e: jsonb('e').default([]), f: jsonb('f').default(['a', { b: 2 }]),
    g: jsonb('g').default(5), h: jsonb('h').default(true),
});
