// SPDX-License-Identifier: GPL-3.0-or-later
import { bigint, numeric, pgTable } from 'drizzle-orm/pg-core';

// 0.31 cannot write such defaults down.
export const t = pgTable('t', {
    a: bigint('a', { mode: 'bigint' }).default(9007199254740993n), b: numeric('b', { mode: 'bigint' }).default(5n),
});
