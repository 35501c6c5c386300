// SPDX-License-Identifier: GPL-3.0-or-later
import { integer, pgTable, text, unique } from 'drizzle-orm/pg-core';

export const first = pgTable('a_table_with_a_name_that_is_rather_long', { id: integer('an_identifier_of_some_length').primaryKey() });
export const second = pgTable('another_table_with_a_name_that_is_long', {
    id: integer('id').primaryKey(), other: integer('a_reference_to_the_other_table').references(() => first.id),
    label: text('a_label_with_a_name_that_is_longer_than_needed').unique(),
});
