// What drizzle-kit's snapshots say in words of its own: defaults by type, conditions, parts of indexes, views.
import { gt, sql } from 'drizzle-orm';
import { blob, check, index, integer, numeric, primaryKey, real, sqliteTable, sqliteView, text, unique, uniqueIndex } from 'drizzle-orm/sqlite-core';
export const users = sqliteTable('users', {
  id: integer('id').primaryKey({ autoIncrement: true }), email: text('email').notNull().unique(), n: integer('n').default(0),
  active: integer('active', { mode: 'boolean' }).default(true).notNull(), off: integer('off', { mode: 'boolean' }).default(false),
  at: integer('at', { mode: 'timestamp' }).default(sql`(unixepoch())`), at2: integer('at2', { mode: 'timestamp_ms' }).default(new Date(1234)),
  at3: text('at3').default(sql`CURRENT_TIMESTAMP`), at4: integer('at4', { mode: 'timestamp' }).default(sql`CURRENT_TIMESTAMP`),
  r: real('r').default(1.5), num: numeric('num').default('1.50'), j: text('j', { mode: 'json' }).default({ b: 1, a: 'plain' }),
  jt: text('jt', { mode: 'json' }).default('{"it": "\'s"}'),
  jb: blob('jb', { mode: 'json' }).default([1]), bi: blob('bi', { mode: 'bigint' }), bb: blob('bb', { mode: 'buffer' }).default(Buffer.from('abc')),
  js: text('js', { mode: 'json' }).default(sql`'[]'`), q: text('q').default('it\'s \\ so'), en: text('en', { enum: ['a', 'b'] }).default('a'),
  g: text('g').generatedAlwaysAs(sql`email || 'x'`, { mode: 'stored' }), g2: integer('g2').generatedAlwaysAs((): any => sql`${users.n} * ${2}`),
  first: text('first'), empty: text('empty').default(''), neg: integer('neg').default(-1), nt: text('nt').default(sql`(datetime('now'))`),
}, (t) => [
  index('live').on(t.n, t.email).where(sql`${t.first} IS NULL`), uniqueIndex('act').on(t.n).where(sql`${t.active} = 1 and ${t.n} > ${5}`),
  uniqueIndex('lower').on(sql`lower(${t.email})`), index('e2').on(sql`${t.n} desc`), index('e3').on(sql`lower(${t.email}) desc`, t.n), index('e4').on(sql`(${t.n} + 1)`),
  check('pos', sql`${t.n} >= ${0}`), check('pl', sql`n < 100`), unique('nn').on(t.n, t.first),
]);
export const posts = sqliteTable('posts', { a: integer('a').references(() => users.id, { onDelete: 'cascade' }), b: text('b') }, (t) => [primaryKey({ columns: [t.a, t.b] })]);
export const v1 = sqliteView('v1').as((q) => q.select({ id: users.id, e: users.email, act: users.active, up: sql<string>`upper(${users.email})`.as('up') }).from(users).where(gt(users.n, 3)));
export const v2 = sqliteView('v2', { id: integer('id').notNull().default(5), at: integer('at', { mode: 'timestamp' }), nm: text('nm').default('x') }).as(sql`select id, at, email as nm from ${users} where ${users.n} > ${3}`);
export const v3 = sqliteView('v3', { id: integer('id') }).existing();
export const v4 = sqliteView('v4').as((q) => q.select().from(v1));
