// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of the kinds that lose data, as a schema.ts would make them. `extra` is what a person made by hand beside it;
// `theirs` is what must come of drizzle-kit's migration: "loses", "fails" or "ok", and why, for the table.
import { check, foreignKey, index, integer, numeric, primaryKey, real, sqliteTable, sqliteView, text, uniqueIndex }
    from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';

const id = () => integer('id').primaryKey();
const users = (name = text('name')) => sqliteTable('users', { id: id(), name });
const posts = (parent, actions) => sqliteTable('posts', {
    id: id(), title: text('title'), userId: integer('user_id').references(() => parent.id, actions),
});
const family = (name, actions) => {
    const u = users(name);
    return { u, p: posts(u, actions) };
};
const familyRows = "INSERT INTO users VALUES (1, 'a'), (2, 'b'), (3, 'c');"
    + "INSERT INTO posts VALUES (10, 'x', 1), (11, 'y', 1), (12, 'z', 2), (13, 'w', NULL);";

const tree = (name) => {
    const t = sqliteTable('nodes', { id: id(), name, up: integer('up').references(() => t.id, { onDelete: 'cascade' }) });
    return { t };
};
const three = (name) => {
    const a = sqliteTable('a', { id: id(), name });
    const b = sqliteTable('b', { id: id(), a: integer('a').references(() => a.id, { onDelete: 'cascade' }) });
    const c = sqliteTable('c', { id: id(), b: integer('b').references(() => b.id, { onDelete: 'cascade' }) });
    return { a, b, c };
};
const composite = (note) => {
    const p = sqliteTable('p', { x: integer('x').notNull(), y: text('y').notNull(), note },
        (t) => [primaryKey({ columns: [t.x, t.y] })]);
    const c = sqliteTable('c', { id: id(), x: integer('x'), y: text('y') },
        (t) => [foreignKey({ columns: [t.x, t.y], foreignColumns: [p.x, p.y] }).onDelete('cascade')]);
    return { p, c };
};
const docs = (body) => ({ d: sqliteTable('docs', { id: id(), body, n: integer('n') }) });

export const pairs = [
    { id: 'NOT NULL on a parent, children CASCADE', from: family(text('name'), { onDelete: 'cascade' }),
      to: family(text('name').notNull(), { onDelete: 'cascade' }), rows: familyRows, theirs: 'loses' },
    { id: 'NOT NULL on a parent, children SET NULL', from: family(text('name'), { onDelete: 'set null' }),
      to: family(text('name').notNull(), { onDelete: 'set null' }), rows: familyRows, theirs: 'loses' },
    { id: 'NOT NULL on a parent, children SET DEFAULT', from: family(text('name'), { onDelete: 'set default' }),
      to: family(text('name').notNull(), { onDelete: 'set default' }), rows: familyRows, theirs: 'loses' },
    { id: 'NOT NULL on a parent, children RESTRICT', from: family(text('name'), { onDelete: 'restrict' }),
      to: family(text('name').notNull(), { onDelete: 'restrict' }), rows: familyRows, theirs: 'fails' },
    { id: 'NOT NULL on a parent, children NO ACTION', from: family(text('name')), to: family(text('name').notNull()),
      rows: familyRows, theirs: 'fails' },
    { id: 'another type in a parent', from: family(numeric('name'), { onDelete: 'cascade' }),
      to: family(text('name'), { onDelete: 'cascade' }), rows: familyRows, theirs: 'loses' },
    { id: 'a default for a parent', from: family(text('name'), { onDelete: 'cascade' }),
      to: family(text('name').default('nobody'), { onDelete: 'cascade' }), rows: familyRows, theirs: 'loses' },
    { id: 'a check on a parent', from: family(text('name'), { onDelete: 'cascade' }),
      to: (() => {
          const u = sqliteTable('users', { id: id(), name: text('name') }, () => [check('named', sql`length(name) > 0`)]);
          return { u, p: posts(u, { onDelete: 'cascade' }) };
      })(), rows: familyRows, theirs: 'loses' },
    { id: 'a tree that refers to itself', from: tree(text('name')), to: tree(text('name').notNull()),
      rows: "INSERT INTO nodes VALUES (1, 'root', NULL), (2, 'a', 1), (3, 'b', 2);", theirs: 'loses' },
    { id: 'grandchildren', from: three(text('name')), to: three(text('name').notNull()),
      rows: "INSERT INTO a VALUES (1, 'x'), (2, 'y'); INSERT INTO b VALUES (1, 1), (2, 2); INSERT INTO c VALUES (1, 1), (2, 2), (3, 2);",
      theirs: 'loses' },
    { id: 'a parent with a composite key', from: composite(text('note')), to: composite(text('note').default('n')),
      rows: "INSERT INTO p VALUES (1, 'a', 'n'), (2, 'b', NULL); INSERT INTO c VALUES (1, 1, 'a'), (2, 2, 'b');", theirs: 'loses' },
    { id: 'parent and child at once', from: family(text('name'), { onDelete: 'cascade' }),
      to: (() => {
          const u = users(text('name').notNull());
          return { u, p: sqliteTable('posts', { id: id(), title: text('title').notNull(),
              userId: integer('user_id').references(() => u.id, { onDelete: 'cascade' }) }) };
      })(), rows: familyRows, theirs: 'loses' },
    { id: 'a required new column, and a rebuild', from: { u: users() },
      to: { u: sqliteTable('users', { id: id(), name: text('name').notNull(), role: text('role').notNull().default('member') }) },
      rows: familyRows.split('INSERT INTO posts')[0], theirs: 'loses' },
    { id: 'a required new column without a default', from: { u: users() },
      to: { u: sqliteTable('users', { id: id(), name: text('name'), role: text('role').notNull() }) },
      rows: familyRows.split('INSERT INTO posts')[0], fills: { 'users.role': "'member'" }, theirs: 'fails' },
    { id: 'a trigger on the table', from: { u: users() }, to: { u: users(text('name').notNull()) },
      extra: 'CREATE TABLE log(n); CREATE TRIGGER logged AFTER UPDATE ON users BEGIN INSERT INTO log VALUES (new.id); END;',
      rows: familyRows.split('INSERT INTO posts')[0], theirs: 'loses' },
    { id: 'a trigger elsewhere that speaks of the table', from: { u: users() }, to: { u: users(text('name').notNull()) },
      extra: 'CREATE TABLE log(n); CREATE TRIGGER named AFTER INSERT ON log BEGIN UPDATE users SET name = name WHERE id = new.n; END;',
      rows: familyRows.split('INSERT INTO posts')[0], theirs: 'fails' },
    { id: 'a view over the table', from: (() => { const u = users(); return { u, v: sqliteView('names').as((q) => q.select().from(u)) }; })(),
      to: (() => { const u = users(text('name').notNull()); return { u, v: sqliteView('names').as((q) => q.select().from(u)) }; })(),
      rows: familyRows.split('INSERT INTO posts')[0], theirs: 'fails' },
    { id: 'keys that were given out', from: { t: sqliteTable('t', { id: integer('id').primaryKey({ autoIncrement: true }), a: text('a') }) },
      to: { t: sqliteTable('t', { id: integer('id').primaryKey({ autoIncrement: true }), a: text('a').notNull() }) },
      rows: "INSERT INTO t VALUES (1, 'x'), (90, 'y'); DELETE FROM t WHERE id = 90;", theirs: 'loses' },
    { id: 'row numbers that full-text search relies on', from: { d: sqliteTable('docs', { body: text('body'), n: integer('n') }) },
      to: { d: sqliteTable('docs', { body: text('body').notNull(), n: integer('n') }) },
      extra: "CREATE VIRTUAL TABLE docs_fts USING fts5(body, content='docs');",
      rows: "INSERT INTO docs(rowid, body) VALUES (5, 'five'), (9, 'nine'); INSERT INTO docs_fts(docs_fts) VALUES ('rebuild');", theirs: 'loses' },
    { id: 'STRICT and collations made by hand', from: { u: users() }, to: { u: users(text('name').notNull()) },
      fromSql: 'CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE) STRICT;',
      rows: familyRows.split('INSERT INTO posts')[0], theirs: 'loses' },
    { id: 'indexes of the table', from: { u: sqliteTable('users', { id: id(), name: text('name') }, (t) => [index('by_name').on(t.name),
          uniqueIndex('one_name').on(sql`lower(name)`).where(sql`name IS NOT NULL`)]) },
      to: { u: sqliteTable('users', { id: id(), name: text('name').notNull() }, (t) => [index('by_name').on(t.name),
          uniqueIndex('one_name').on(sql`lower(name)`).where(sql`name IS NOT NULL`)]) },
      rows: familyRows.split('INSERT INTO posts')[0], theirs: 'fails' },
    { id: 'a generated column', from: { u: sqliteTable('users', { id: id(), name: text('name'), up: text('up').generatedAlwaysAs(sql`upper(name)`) }) },
      to: { u: sqliteTable('users', { id: id(), name: text('name').notNull(), up: text('up').generatedAlwaysAs(sql`upper(name)`) }) },
      rows: "INSERT INTO users(id, name) VALUES (1, 'a'), (2, 'b');", theirs: 'fails' },
    { id: 'a new column and nothing else', from: docs(text('body')),
      to: { d: sqliteTable('docs', { id: id(), body: text('body'), n: integer('n'), score: real('score').default(0.5) }) },
      rows: "INSERT INTO docs VALUES (1, 'x', 1);", theirs: 'ok' },
];
