// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, pgSequence, pgTable } from 'drizzle-orm/pg-core';

export const down = pgSequence('down', { increment: -1 });
export const t = pgTable('t', { id: integer('id').generatedAlwaysAsIdentity({ increment: -1, minValue: -1000, maxValue: -1, startWith: -1 }) });
