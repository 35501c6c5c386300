// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the schemas of ../pgschemas with the drizzle-kit of the folder it is run in, 0.31 or 1.0, and writes for each what
// that makes of it from nothing, one JSON object a line: {name, casing, cannot, sql | error}. A name that ends with .v0
// or .v1 is only for that one; a line “// casing: …” is what the config says, and “// 0.31 cannot: …” why no server takes
// what that makes of it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(path.join(process.cwd(), 'package.json'));
const { version } = JSON.parse(fs.readFileSync('node_modules/drizzle-kit/package.json', 'utf8'));
const isV1 = Number(version.split('.')[0]) >= 1;
const kit = require(isV1 ? 'drizzle-kit/api-postgres' : 'drizzle-kit/api');
const esbuild = require('esbuild');
const say = console.log;
console.log = () => {}; // drizzle-kit speaks to people
process.exit = () => {
    throw new Error('drizzle-kit ends itself');
};

// drizzle-kit 1.0 has it only in its program, and asks for it here, too.
String.prototype.snake_case ??= function () {
    return this.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pgschemas-'));
const theirs = {
    name: 'theirs',
    setup(build) {
        build.onResolve({ filter: /^drizzle-orm/ }, ({ path: name }) => ({ path: require.resolve(name), external: true }));
    },
};

async function exportsOf(file, name) {
    const outfile = path.join(folder, `${name}.cjs`);
    await esbuild.build({ entryPoints: [file], outfile, bundle: true, format: 'cjs', platform: 'node', logLevel: 'silent', plugins: [theirs] });
    return { ...require(outfile) };
}

const cannot = new RegExp(`^// ${isV1 ? '1.0' : '0.31'} cannot: (.*)$`, 'm');
const schemas = path.join(path.dirname(fileURLToPath(import.meta.url)), '../pgschemas');
const nothing = await kit.generateDrizzleJson({});
for (const file of fs.readdirSync(schemas).sort()) {
    const name = file.replace(/\.ts$/, '');
    if (/\.v[01]$/.test(name) && name.endsWith('.v1') !== isV1) continue;
    const text = fs.readFileSync(path.join(schemas, file), 'utf8');
    const about = { name, casing: /^\/\/ casing: (\w+)$/m.exec(text)?.[1] ?? null, cannot: cannot.exec(text)?.[1] ?? null };
    try {
        const exported = await exportsOf(path.join(schemas, file), name);
        const snapshot = await kit.generateDrizzleJson(exported, undefined, undefined, about.casing ?? undefined);
        say(JSON.stringify({ ...about, sql: await kit.generateMigration(nothing, snapshot) }));
    } catch (error) {
        say(JSON.stringify({ ...about, error: String(error) }));
    }
}
fs.rmSync(folder, { recursive: true });
process.exitCode = 0;
