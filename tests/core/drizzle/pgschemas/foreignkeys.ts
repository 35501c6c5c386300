// SPDX-License-Identifier: GPL-3.0-or-later
import { type AnyPgColumn, foreignKey, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

export const people = pgTable('people', {
    id: integer('id').primaryKey(), boss: integer('boss').references((): AnyPgColumn => people.id, { onDelete: 'set null' }),
});
export const orders = pgTable('orders', { year: integer('year'), number: integer('number'), buyer: integer('buyer').notNull().references(() => people.id, { onDelete: 'cascade', onUpdate: 'restrict' }) },
    (t) => [primaryKey({ columns: [t.year, t.number] })]);
export const lines = pgTable('lines', { year: integer('year'), number: integer('number'), person: integer('person').default(1), up: integer('up'), id: integer('id').primaryKey() }, (t) => [
    foreignKey({ columns: [t.year, t.number], foreignColumns: [orders.year, orders.number] }).onDelete('cascade').onUpdate('cascade'),
    foreignKey({ name: 'own_key', columns: [t.person], foreignColumns: [people.id] }).onDelete('set default'),
    foreignKey({ columns: [t.up], foreignColumns: [t.id] }).onDelete('restrict'),
]);
