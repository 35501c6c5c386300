import { sqliteTable, text, integer } from 'drizzle-orm/sqlite-core';

export const tags = sqliteTable('tags', { id: integer('id').primaryKey(), name: text('name') });
