// SPDX-License-Identifier: GPL-3.0-or-later
// Reads pairs of snapshots (version 6, one JSON object a line: id, from, to) from standard input, adds those of
// pairs.mjs, and writes for each what drizzle-kit generates: {id, from, to, rows, extra, fromSql, statements | asks | error}.
import { createRequire } from 'node:module';
import { pairs } from './pairs.mjs';

const { generateSQLiteDrizzleJson, generateSQLiteMigration } = createRequire(import.meta.url)('drizzle-kit/api');
const say = console.log;
console.log = () => {}; // drizzle-kit speaks to people

const nothing = await generateSQLiteDrizzleJson({});

async function generated(from, to) {
    // Both dialects have the same snapshots; the generator asks for this one.
    const named = (snapshot) => ({ ...snapshot, dialect: 'sqlite' });
    try {
        return { statements: await generateSQLiteMigration(named(from), named(to)) };
    } catch (error) {
        return /TTY|prompt/i.test(String(error)) ? { asks: true } : { error: String(error) };
    }
}

let input = '';
for await (const chunk of process.stdin) input += chunk;
const out = [];
for (const line of input.split('\n').filter((l) => l.trim())) {
    const { id, from, to, dialect, renames } = JSON.parse(line);
    if (dialect === 'sqlite' || dialect === 'turso')
        out.push({ id, from, to, renames, ...(await generated(from, to)) });
}
for (const p of pairs) {
    const from = await generateSQLiteDrizzleJson(p.from);
    const to = await generateSQLiteDrizzleJson(p.to);
    const create = p.fromSql ?? (await generated(nothing, from)).statements.join('\n');
    out.push({ id: p.id, own: true, from, to, fromSql: create + (p.extra ?? ''), rows: p.rows, theirs: p.theirs,
               fills: p.fills ?? {}, ...(await generated(from, to)) });
}
for (const o of out) say(JSON.stringify(o));
process.exit(0);
