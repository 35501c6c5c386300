import { integer, text } from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';

let made = 0;

export const id = () => integer().primaryKey({ autoIncrement: true });
export const publicId = () => text().notNull().$defaultFn(() => `p${++made}`);
export const timestamps = {
  createdAt: integer({ mode: 'timestamp' }).notNull().default(sql`(unixepoch())`),
  updatedAt: integer({ mode: 'timestamp_ms' }).$onUpdateFn(() => new Date()),
};
