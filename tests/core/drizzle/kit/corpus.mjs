// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of schema.ts, made from a table of features: what a column or a table has before and after. Writes for each, one
// JSON object a line, both snapshots and what drizzle-kit makes of them: {id, from, to, create, statements}.
import { createRequire } from 'node:module';
import { sql } from 'drizzle-orm';
import { blob, check, customType, foreignKey, index, integer, numeric, primaryKey, real, sqliteTable, sqliteView, text,
    unique, uniqueIndex } from 'drizzle-orm/sqlite-core';

const { generateSQLiteDrizzleJson, generateSQLiteMigration } = createRequire(import.meta.url)('drizzle-kit/api');
const say = console.log;
console.log = () => {}; // drizzle-kit speaks to people

const id = () => integer('id').primaryKey();
const varchar = customType({ dataType: () => 'varchar(20)' });

/** Kinds of columns, as they may come, go, or take each other's place. */
const columns = {
    text: () => text('c'),
    'text, required': () => text('c').notNull(),
    'text with a default': () => text('c').default('it\'s'),
    'text, required, with a default': () => text('c').notNull().default(''),
    'text of a length': () => text('c', { length: 20 }),
    'text of some values': () => text('c', { enum: ['a', 'b'] }).default('a'),
    json: () => text('c', { mode: 'json' }),
    integer: () => integer('c'),
    'integer with a default': () => integer('c').default(7),
    'integer below zero': () => integer('c').default(-1),
    boolean: () => integer('c', { mode: 'boolean' }).notNull().default(true),
    time: () => integer('c', { mode: 'timestamp' }).default(sql`(unixepoch())`),
    real: () => real('c').default(0.5),
    numeric: () => numeric('c'),
    blob: () => blob('c', { mode: 'buffer' }),
    'a type of its own': () => varchar('c'),
    'a current time': () => text('c').default(sql`CURRENT_TIMESTAMP`),
    generated: () => text('c').generatedAlwaysAs(sql`upper(name)`),
    unique: () => text('c').unique(),
    'unique, named': () => text('c').unique('own_name'),
};
const table = (make, extra) => ({
    t: sqliteTable('t', make ? { id: id(), name: text('name'), c: make() } : { id: id(), name: text('name') }, extra),
});

const pairs = [];
const pair = (name, from, to) => pairs.push({ id: name, from, to });
for (const [name, make] of Object.entries(columns)) {
    pair(`a column comes: ${name}`, table(null), table(make));
    pair(`a column goes: ${name}`, table(make), table(null));
    pair(`a table comes: ${name}`, {}, table(make));
}
const changes = [
    ['text', 'text, required'], ['text, required', 'text'], ['text', 'text with a default'],
    ['text with a default', 'text'], ['text', 'integer'], ['integer', 'real'], ['integer', 'integer with a default'],
    ['integer with a default', 'integer below zero'], ['text', 'a type of its own'], ['text', 'text of a length'],
    ['text', 'unique'], ['unique', 'text'], ['unique', 'unique, named'], ['boolean', 'integer'],
    ['text', 'a current time'], ['numeric', 'blob'], ['text', 'json'], ['text of some values', 'text with a default'],
];
for (const [a, b] of changes) pair(`${a} becomes ${b}`, table(columns[a]), table(columns[b]));

const extras = {
    'an index': () => [index('i').on(sql`name`)],
    'an index of two columns': (t) => [index('i').on(t.name, t.id)],
    'a unique index': (t) => [uniqueIndex('u').on(t.name)],
    'a partial index': (t) => [index('i').on(t.name).where(sql`id > 5`)],
    'an index of an expression': () => [index('i').on(sql`lower(name)`)],
    'a check': () => [check('named', sql`length(name) > 0`)],
    'a unique constraint': (t) => [unique('both').on(t.id, t.name)],
};
for (const [name, extra] of Object.entries(extras)) {
    pair(`${name} comes`, table(null), table(null, extra));
    if (name !== 'an index of an expression') pair(`${name} goes`, table(null, extra), table(null));
}

const users = (name) => sqliteTable('users', { id: id(), name });
const posts = (u, actions, more = {}) => sqliteTable('posts', {
    id: id(), author: integer('author').references(() => u.id, actions), ...more });
const family = (name, actions, more) => {
    const u = users(name);
    return { u, p: posts(u, actions, more) };
};
for (const action of ['cascade', 'set null', 'set default', 'restrict', 'no action'])
    pair(`a parent with children: ${action}`, family(text('name'), { onDelete: action }),
        family(text('name').notNull(), { onDelete: action }));
pair('a foreign key comes', { u: users(text('name')), p: sqliteTable('posts', { id: id(), author: integer('author') }) },
    family(text('name')));
pair('a foreign key goes', family(text('name')),
    { u: users(text('name')), p: sqliteTable('posts', { id: id(), author: integer('author') }) });
pair('a foreign key acts otherwise', family(text('name'), { onDelete: 'cascade' }),
    family(text('name'), { onUpdate: 'cascade' }));
pair('a child gets a column', family(text('name')), family(text('name'), {}, { title: text('title') }));
pair('both get columns', family(text('name')), family(text('name').default('x'), {}, { title: text('title') }));
pair('a table refers to itself', {}, (() => {
    const n = sqliteTable('n', { id: id(), up: integer('up') },
        (t) => [foreignKey({ columns: [t.up], foreignColumns: [t.id], name: 'n_up' }).onDelete('cascade')]);
    return { n };
})());
const both = (more = {}) => ({ b: sqliteTable('b', { x: integer('x').notNull(), y: text('y').notNull(), ...more },
    (t) => [primaryKey({ columns: [t.x, t.y] })]) });
pair('a key of two columns', {}, both());
pair('a key of two columns stays', both(), both({ z: text('z').notNull().default('') }));
pair('a key becomes one of two columns',
    { b: sqliteTable('b', { x: integer('x').primaryKey(), y: text('y').notNull() }) }, both());
pair('keys are counted from now on', { c: sqliteTable('c', { id: integer('id').primaryKey() }) },
    { c: sqliteTable('c', { id: integer('id').primaryKey({ autoIncrement: true }) }) });
const viewed = (where) => {
    const u = users(text('name'));
    return { u, ...(where ? { v: sqliteView('v').as((q) => q.select({ id: u.id }).from(u).where(sql`${u.id} > ${sql.raw(where)}`)) } : {}) };
};
pair('a view comes', viewed(null), viewed('1'));
pair('a view goes', viewed('1'), viewed(null));
pair('a view is another one', viewed('1'), viewed('2'));

const nothing = await generateSQLiteDrizzleJson({});
for (const p of pairs) {
    const from = await generateSQLiteDrizzleJson(p.from);
    const to = await generateSQLiteDrizzleJson(p.to, from.id);
    say(JSON.stringify({ id: p.id, from, to, create: await generateSQLiteMigration(nothing, from),
        statements: await generateSQLiteMigration(from, to) }));
}
process.exit(0);
