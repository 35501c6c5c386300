// SPDX-License-Identifier: GPL-3.0-or-later
import { pgEnum, pgSchema, pgTable } from 'drizzle-orm/pg-core';

export const mood = pgEnum('mood', ['sad', 'ok']);
export const shop = pgSchema('shop');
export const kind = shop.enum('Kind', ['x', 'y']);
export const t = pgTable('t', {
    moods: mood('moods').array().default(['sad', 'ok']),
    kinds: kind('kinds').array('[][]').notNull(),
});
