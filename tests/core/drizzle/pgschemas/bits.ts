// SPDX-License-Identifier: GPL-3.0-or-later
import { bit, pgTable } from 'drizzle-orm/pg-core';

export const t = pgTable('t', { a: bit('a', { dimensions: 4 }).default('1010'), b: bit('b', { dimensions: 1 }) });
