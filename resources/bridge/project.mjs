// SPDX-License-Identifier: GPL-3.0-or-later
// From the config to the document: config → schema files → one bundle → what it exports.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bundler } from './bundle.mjs';
import { readConfig } from './config.mjs';
import { describe } from './describe.mjs';
import { loadEnvironment } from './environment.mjs';
import { schemaFiles } from './files.mjs';
import { ormFor } from './orm.mjs';
import { Problem, problemOf } from './problem.mjs';

const cores = { sqlite: 'sqlite-core', turso: 'sqlite-core' };

/** Paths are relative to where drizzle-kit is run; of the folders that may be, the first in which there are files. */
function findFiles(folders, patterns, place) {
    for (const folder of folders) {
        const files = schemaFiles(folder, patterns);
        if (files.length > 0) return { root: folder, files };
    }
    const wanted = patterns.map((pattern) => `“${pattern}”`).join(', ');
    throw new Problem('no-schema', `no file is there for the schema ${wanted}`, place);
}

async function read(request, bundleFolder, known) {
    process.chdir(request.folders[0]);
    loadEnvironment(request.folders[0]);
    const bundler = new Bundler(bundleFolder, request.folders[0], request.esbuild);
    const config = await readConfig(request.config, bundler);
    for (const file of bundler.configInputs) known.add(file);
    const there = { file: request.config };
    const patterns = [].concat(config.schema ?? []).filter((p) => typeof p === 'string' && p !== '');
    if (!cores[config.dialect])
        throw new Problem('dialect', `it is for ${config.dialect}, and only sqlite and turso can be read`, there);
    if (patterns.length === 0) throw new Problem('no-schema', 'it names no schema', there);
    const { root, files } = findFiles(request.folders, patterns, there);
    for (const file of files) known.add(file);
    process.chdir(root);
    const orm = ormFor(files[0], root);
    const entry = [
        ...files.map((file, i) => `export * as file${i} from ${JSON.stringify(file)};`),
        "export * as orm from 'drizzle-orm';",
        `export * as core from 'drizzle-orm/${cores[config.dialect]}';`,
        orm.relationsModule ? `export * as relational from '${orm.relationsModule}';` : '',
    ].join('\n');
    const { exports, inputs } = await bundler.run(entry, 'schema', path.dirname(files[0]));
    return {
        orm: orm.version,
        config: {
            path: request.config,
            dialect: config.dialect,
            root,
            out: config.out ?? 'drizzle',
            database: config.database,
            migrationsTable: config.migrations?.table ?? null,
        },
        files,
        inputs: [...new Set([...known, ...inputs])].sort(),
        ...describe({ exports, files, casing: orm.major >= 1 ? null : config.casing, major: orm.major }),
    };
}

export async function readProject(request) {
    const bundleFolder = path.dirname(fileURLToPath(import.meta.url));
    const known = new Set([request.config]); // files whose next change may help
    try {
        return await read(request, bundleFolder, known);
    } catch (error) {
        const { code, message, place } = problemOf(error, bundleFolder, 'evaluate');
        if (place.file) known.add(place.file);
        return { error: { code, message, ...place }, inputs: [...known].sort() };
    }
}
