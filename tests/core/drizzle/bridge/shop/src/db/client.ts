// What a schema file should not import, and does in many projects.
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';

export const db = drizzle(new Database(process.env.SHOP_DATABASE));
