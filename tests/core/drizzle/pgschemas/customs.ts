// SPDX-License-Identifier: GPL-3.0-or-later
import { customType, integer, pgTable } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
const citext = customType<{ data: string; config: { length: number } }>({ dataType: (config) => `varchar(${config?.length ?? 5})` });
const money = customType<{ data: number; driverData: string }>({
    dataType: () => 'numeric(12, 2)', toDriver: (value) => value.toFixed(2), fromDriver: (value) => Number(value),
});
export const t = pgTable('t', {
    id: integer('id').primaryKey(), raw: bytea('raw'), words: tsvector('words').notNull(), name: citext('name', { length: 20 }), price: money('price'),
});
