// SPDX-License-Identifier: GPL-3.0-or-later
import { date, interval, pgTable, time, timestamp } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    a: timestamp('a').defaultNow().notNull(), b: timestamp('b', { withTimezone: true }).defaultNow(),
    c: timestamp('c', { precision: 3 }), d: timestamp('d', { precision: 6, withTimezone: true, mode: 'string' }),
    e: timestamp('e', { mode: 'string' }).default('2020-01-02 03:04:05'), f: timestamp('f').default(new Date(0)),
    g: timestamp('g', { withTimezone: true }).default(new Date(1577934245120)), h: date('h').default('2020-01-02'),
    i: date('i', { mode: 'date' }).default(new Date(86400000)), j: date('j').defaultNow(), k: time('k').default('10:30:00'),
    l: time('l', { precision: 3 }), m: time('m', { withTimezone: true, precision: 2 }), n: time('n').defaultNow(),
    o: interval('o').default('1 day'), p: interval('p', { precision: 3 }), q: interval('q', { fields: 'day to hour' }),
    r: interval('r', { fields: 'day to second', precision: 2 }), s: interval('s', { fields: 'month' }),
    u: timestamp('u', { withTimezone: true, mode: 'string' }).default('2020-01-02 03:04:05+02'),
});
