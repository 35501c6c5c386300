// SPDX-License-Identifier: GPL-3.0-or-later
// Reads pairs of snapshots for PostgreSQL (version 7, one JSON object a line: id, from, to, renames) from standard
// input, and writes for each what drizzle-kit generates: {id, from, to, renames, statements | error}. It asks people
// about renames on a terminal; here its questions are answered from the pair's list.
import fs from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';

const file = createRequire(import.meta.url).resolve('drizzle-kit/api');
const say = console.log;
console.log = () => {}; // drizzle-kit speaks to people

let answers = [];
const full = (o) => `${o.schema || 'public'}.${o.name}`;
/** The prompt offers what is new, and each that it may have been before. */
globalThis.answerToKit = async (prompt) => {
    const { items } = prompt.state ?? prompt.data;
    const isSaid = (item) => answers.some((a) => (a.renamed ?? []).some((r) =>
        [full(item.from), item.from.name].includes(r.from) && [full(item.to), item.to.name].includes(r.to))
        || (a.moved ?? []).some((m) => item.from.name === m.name && item.to.name === m.name
            && (item.from.schema || 'public') === (m.schemaFrom || 'public') && (item.to.schema || 'public') === (m.schemaTo || 'public')));
    const data = items.find((item) => item.from && item.to && isSaid(item)) ?? items[0];
    return { status: 'submitted', data };
};
const source = fs.readFileSync(file, 'utf8').replace(/\(0, import_hanji\d*\.render\)\(\s*new /g, 'globalThis.answerToKit(new ');
const kit = new Module(file);
kit.filename = file;
kit.paths = Module._nodeModulePaths(path.dirname(file));
kit._compile(source, file);
const { generateMigration } = kit.exports;

let input = '';
for await (const chunk of process.stdin) input += chunk;
for (const line of input.split('\n').filter((l) => l.trim())) {
    const { id, from, to, dialect, renames } = JSON.parse(line);
    if (dialect !== 'postgresql') continue;
    answers = renames ?? [];
    let made;
    try {
        made = { statements: await generateMigration(from, to) };
    } catch (error) {
        made = { error: String(error) };
    }
    say(JSON.stringify({ id, from, to, renames, ...made }));
}
process.exit(0);
