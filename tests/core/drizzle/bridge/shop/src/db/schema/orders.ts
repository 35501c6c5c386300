import { relations, sql } from 'drizzle-orm';
import { blob, check, foreignKey, index, integer, numeric, primaryKey, real, sqliteTable, sqliteView, text, unique }
  from 'drizzle-orm/sqlite-core';
import { id, timestamps } from '@/lib/columns';
import { people } from './people';

console.error('a schema that talks', process.stdout.write('on every channel\n'));

export const orders = sqliteTable('orders', {
  id: id(),
  buyerId: integer().notNull(),
  sellerId: integer('sold_by').references(() => people.id, { onDelete: 'set null', onUpdate: 'cascade' }),
  isPaid: integer({ mode: 'boolean' }).notNull().default(false),
  total: integer().notNull().default(0),
  ...timestamps,
}, (t) => [
  index('orders_open').on(t.buyerId, sql`lower(${t.total})`).where(sql`${t.isPaid} = 0`),
  check('orders_total', sql`${t.total} >= 0`),
]);

export const lines = sqliteTable('lines', {
  orderId: integer().notNull(),
  number: integer().notNull(),
  article: text({ length: 40 }).notNull().unique(),
  price: real().default(0.5),
  weight: numeric(),
  serial: blob({ mode: 'bigint' }),
  photo: blob({ mode: 'buffer' }),
  note: text().default("it's"),
  shouted: text().generatedAlwaysAs(sql`upper(article)`, { mode: 'stored' }),
}, (t) => [primaryKey({ columns: [t.orderId, t.number] }), unique('lines_note').on(t.note, t.price)]);

export const parcels = sqliteTable('parcels', {
  id: id(),
  orderId: integer().notNull(),
  lineNumber: integer().notNull(),
}, (t) => [foreignKey({ columns: [t.orderId, t.lineNumber], foreignColumns: [lines.orderId, lines.number] })]);

export const openOrders = sqliteView('open_orders').as((q) => q.select({ id: orders.id, total: orders.total }).from(orders));
export const kept = sqliteView('kept', { id: integer('id') }).existing();

export const orderRelations = relations(orders, ({ one, many }) => ({
  buyer: one(people, { fields: [orders.buyerId], references: [people.id], relationName: 'buyer' }),
  seller: one(people, { fields: [orders.sellerId], references: [people.id], relationName: 'seller' }),
  lines: many(lines),
}));

export const lineRelations = relations(lines, ({ one }) => ({
  order: one(orders, { fields: [lines.orderId], references: [orders.id] }),
}));
