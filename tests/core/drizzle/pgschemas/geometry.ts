// SPDX-License-Identifier: GPL-3.0-or-later
// 0.31 cannot: it writes [object Object]
import { line, pgTable, point } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    a: point('a').default([1, 2]), b: point('b', { mode: 'xy' }).default({ x: 1.5, y: -2 }), c: line('c').default([1, 2, 3]),
    d: line('d', { mode: 'abc' }).default({ a: 1, b: 2, c: 3 }), e: point('e'),
});
