// What drizzle-kit's snapshots say in words of its own: defaults by type, conditions, parts of indexes, views.
import { gt, sql } from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
export const state = pg.pgEnum('state', ['a', 'b']);
export const shop = pg.pgSchema('shop');
export const users = pg.pgTable('users', {
  id: pg.serial('id').primaryKey(), email: pg.text('email').notNull(), n: pg.integer('n').default(0), state: state('state').default('a'),
  deletedAt: pg.timestamp('deleted_at'), active: pg.boolean('active').default(true).notNull(), off: pg.boolean('off').default(false),
  first: pg.text('first'), last: pg.varchar('last', { length: 30 }).default('it\'s \\ "so"'),
  full: pg.text('full').generatedAlwaysAs(sql`first || ' ' || last`),
  twice: pg.integer('twice').generatedAlwaysAs((): any => sql`${users.n} * ${2}`),
  lower: pg.text('lower').generatedAlwaysAs((): any => sql`lower(${users.email})`),
  config: pg.jsonb('config').default({ zeta: 1, a: [1, 2, { b: 'plain' }] }).notNull(), list: pg.jsonb('list').default([]), object: pg.jsonb('object').default({}),
  document: pg.json('document').default({ b: 1, a: 2 }), cast: pg.jsonb('cast').default(sql`'{}'::jsonb`), written: pg.jsonb('written').default(sql`'{"b": 1, "a": 2}'`),
  five: pg.jsonb('five').default(5), no: pg.jsonb('no').default(false), word: pg.jsonb('word').default('x'),
  tags: pg.text('tags').array().default([]), numbers: pg.integer('numbers').array().default([1, 2]), marks: pg.text('marks').array().default(['a b', 'c"d', '']),
  castTags: pg.text('cast_tags').array().default(sql`'{}'::text[]`), made: pg.text('made').array().default(sql`ARRAY[]::text[]`), flags: pg.boolean('flags').array().default([true, false]),
  price: pg.numeric('price', { precision: 10, scale: 2 }).default('0.00'), rate: pg.numeric('rate', { mode: 'number' }).default(1.5), huge: pg.doublePrecision('huge').default(1e21),
  big: pg.bigint('big', { mode: 'number' }).default(0), day: pg.date('day').default(sql`CURRENT_DATE`), birth: pg.date('birth', { mode: 'date' }).default(new Date('2020-01-01')),
  at: pg.timestamp('at', { withTimezone: true, mode: 'date' }).default(new Date('2020-01-02T03:04:05.060Z')), seen: pg.timestamp('seen').default(sql`now()`),
  said: pg.timestamp('said', { mode: 'string' }).default('2020-01-01 00:00:00'), zoned: pg.timestamp('zoned', { withTimezone: true, mode: 'string' }).default('2020-01-01 00:00:00'),
  opens: pg.time('opens', { withTimezone: true }).default('10:30'), pause: pg.interval('pause').default('1 day'),
  key: pg.uuid('key').default(sql`gen_random_uuid()`), other: pg.uuid('other').defaultRandom(), place: pg.point('place').default([1, 2]), spot: pg.point('spot', { mode: 'xy' }).default({ x: 1, y: 2 }),
}, (t) => [
  pg.index('live').on(t.email).where(sql`${t.deletedAt} IS NULL`), pg.uniqueIndex('lively').on(t.n).where(sql`${t.active} = true AND ${t.n} > ${5}`),
  pg.uniqueIndex('bare').on(t.n).where(sql`active`), pg.index('e1').on(sql`lower(${t.email})`), pg.index('e2').on(sql`lower(${t.email}) desc`),
  pg.index('e3').on(sql`${t.n} desc`), pg.index('e4').on(t.n.desc(), t.email.asc().nullsFirst()), pg.index('e5').on(sql`(${t.n} + 1)`, t.id),
  pg.index('e6').using('gin', sql`to_tsvector('english', ${t.email})`), pg.index('e7').using('gin', t.config.op('jsonb_path_ops')), pg.index('e8').on(sql`${t.email} text_pattern_ops`),
  pg.check('positive', sql`${t.n} >= ${0}`), pg.check('both', sql`(${t.first} IS NULL) = (${t.last} IS NULL)`), pg.check('bare', sql`n < 100`), pg.check('one_of', sql`${t.state} in ('a', 'b')`),
  pg.pgPolicy('p1', { for: 'select', using: sql`${t.n} > ${5}` }), pg.pgPolicy('p2', { for: 'insert', withCheck: sql`${t.email} <> 'x'` }),
]);
export const v1 = pg.pgView('v1').as((q) => q.select().from(users).where(gt(users.n, 3)));
export const v2 = pg.pgView('v2', { id: pg.integer('id').notNull().default(5), at: pg.timestamp('at'), name: pg.varchar('name', { length: 10 }).default('x'), state: state('state') })
  .as(sql`select id, at, email as name, state from ${users} where ${users.n} > ${3}`);
export const v3 = pg.pgView('v3', { id: pg.integer('id') }).existing();
export const v4 = pg.pgView('v4').with({ securityInvoker: true, checkOption: 'local' }).as((q) => q.select({ e: users.email, up: sql<string>`upper(${users.email})`.as('up') }).from(users));
export const v5 = pg.pgView('v5').as((q) => q.select().from(v4));
export const m1 = pg.pgMaterializedView('m1').with({ fillfactor: 90, autovacuumEnabled: false }).withNoData().as((q) => q.select({ s: users.state, n: users.n }).from(users));
export const m2 = pg.pgMaterializedView('m2', { id: pg.integer('id') }).existing();
export const sv = shop.view('sv').as((q) => q.select({ id: users.id }).from(users));
