// SPDX-License-Identifier: GPL-3.0-or-later
import { bigint, integer, pgTable, smallint } from 'drizzle-orm/pg-core';

export const t = pgTable('t', {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    byDefault: bigint('by_default', { mode: 'number' }).generatedByDefaultAsIdentity(),
    counted: bigint('counted', { mode: 'bigint' }).generatedAlwaysAsIdentity({
        name: 'own_sequence', startWith: 1000, increment: 10, minValue: 10, maxValue: 100000, cache: 5, cycle: true,
    }),
    small: smallint('small').generatedByDefaultAsIdentity({ startWith: 3 }),
});
