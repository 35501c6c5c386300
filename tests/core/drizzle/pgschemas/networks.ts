// SPDX-License-Identifier: GPL-3.0-or-later
import { cidr, inet, macaddr, macaddr8, pgTable } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    a: inet('a').default('127.0.0.1'), b: cidr('b').default('10.0.0.0/8'), c: macaddr('c').default('08:00:2b:01:02:03'),
    d: macaddr8('d').default('08:00:2b:01:02:03:04:05'), e: inet('e').notNull(),
});
