// SPDX-License-Identifier: GPL-3.0-or-later
import { bigserial, pgTable, serial, smallserial, text } from 'drizzle-orm/pg-core';

export const a = pgTable('a', { id: serial('id').primaryKey(), name: text('name') });
export const b = pgTable('b', { id: bigserial('id', { mode: 'number' }).primaryKey() });
export const c = pgTable('c', { id: smallserial('id').primaryKey(), other: bigserial('other', { mode: 'bigint' }) });
