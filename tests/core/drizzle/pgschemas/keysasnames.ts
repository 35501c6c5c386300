// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', { id: integer().primaryKey(), fullName: text(), 'odd name': text(), UPPER: text().unique() });
