// SPDX-License-Identifier: GPL-3.0-or-later
import { pgSchema, pgSequence } from 'drizzle-orm/pg-core';

export const plain = pgSequence('plain');
export const own = pgSequence('Own sequence', { startWith: 100, minValue: 100, maxValue: 10000, cycle: true, cache: 10, increment: 2 });
export const shop = pgSchema('shop');
export const numbers = shop.sequence('numbers', { startWith: '5' });
