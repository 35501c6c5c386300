// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

export const a = pgTable('a', { x: integer('x'), y: integer('y') }, (t) => [primaryKey({ columns: [t.x, t.y] })]);
export const b = pgTable('b', { x: integer('x'), y: text('y') }, (t) => [primaryKey({ name: 'own_key', columns: [t.y, t.x] })]);
export const c = pgTable('c', { x: integer('x') }, (t) => [primaryKey({ columns: [t.x] })]);
