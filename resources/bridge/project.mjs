// SPDX-License-Identifier: GPL-3.0-or-later
// From the config to the document: config → schema files → one bundle → what it exports. All but the last can be done
// before it is asked for, and is done again only where a file says so.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bundler } from './bundle.mjs';
import { plainConfig, readConfig } from './config.mjs';
import { describe } from './describe.mjs';
import { loadEnvironment } from './environment.mjs';
import { schemaFiles } from './files.mjs';
import { ormFor } from './orm.mjs';
import { Problem, problemOf } from './problem.mjs';

const cores = { sqlite: 'sqlite-core', turso: 'sqlite-core' };

/**
 * Paths are relative to where drizzle-kit is run; of the folders that may be, the first in which there are files. A
 * file that was named itself means the whole schema it is a part of, or else itself.
 */
function findFiles(folders, patterns, place, named) {
    for (const folder of folders) {
        const files = schemaFiles(folder, patterns);
        if (named && !files.includes(named)) continue;
        if (files.length > 0) return { root: folder, files };
    }
    if (named) return { root: folders[0], files: [named] };
    const wanted = patterns.map((pattern) => `“${pattern}”`).join(', ');
    throw new Problem('no-schema', `no file is there for the schema ${wanted}`, place);
}

/** A file as it is now: the same words, the same file. */
function stampOf(file) {
    const found = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
    return found ? `${file} ${found.mtimeNs} ${found.size}` : `${file} -`;
}

export class Project {
    constructor({ config, file, folders, esbuild }) {
        this.configFile = config ?? null;
        this.schemaFile = file ?? null;
        this.named = config ?? file; // what a person would call it
        this.folders = folders;
        this.bundleFolder = path.dirname(fileURLToPath(import.meta.url));
        this.bundler = new Bundler(this.bundleFolder, folders[0], esbuild);
        this.known = new Set([config, file].filter(Boolean)); // files whose next change may help
        this.stamps = []; // of what was read before the schema is asked for
        this.problem = null;
        this.said = null; // by the config, whatever it is for
        this.bundle = null;
        this.evaluated = null;
    }

    /** Says nothing of what is wrong: schema() does. */
    async prepare() {
        try {
            await this.#open();
        } catch (error) {
            this.problem = error;
            return;
        }
        this.stamps = this.#opened().map(stampOf);
        try {
            await this.#bundle();
            await this.bundle.loadPackages();
        } catch {
            // by the time the schema is asked for it may have been put right
        }
    }

    /** The document; {stale: true} where another process has to be asked. `fresh`: prepare() was for this very question. */
    async schema(fresh) {
        try {
            if (this.problem && !fresh) return { stale: true };
            if (this.problem) throw this.problem;
            if (this.#opened().some((file, i) => stampOf(file) !== this.stamps[i])) return { stale: true };
            if (!fresh || !this.bundle?.inputs) await this.#bundle();
            await this.bundle.close();
            return await this.#evaluate();
        } catch (error) {
            const { code, message, place } = problemOf(error, this.bundleFolder, 'evaluate');
            if (place.file) this.known.add(place.file);
            return { error: { code, message, ...place }, inputs: [...this.known].sort() };
        }
    }

    /** What the config says, also where its schema cannot be read. */
    settings() {
        if (this.said) return { config: plainConfig(this.said) };
        const { code, message, place } = problemOf(this.problem, this.bundleFolder, 'config');
        return { error: { code, message, ...place } };
    }

    /** The files that say what is evaluated, and how. */
    #opened() {
        return [...this.bundler.configInputs, this.environment, this.orm.manifest].filter(Boolean);
    }

    /** Config, environment, drizzle-orm. */
    async #open() {
        process.chdir(this.folders[0]);
        this.environment = loadEnvironment(this.folders[0]);
        if (fs.existsSync(this.environment)) this.known.add(this.environment);
        const config = this.configFile
            ? await readConfig(this.configFile, this.bundler) : { dialect: 'sqlite', database: null };
        this.said = config;
        for (const file of this.bundler.configInputs) this.known.add(file);
        const there = { file: this.named };
        if (!cores[config.dialect])
            throw new Problem('dialect', `it is for ${config.dialect}, and only sqlite and turso can be read`, there);
        this.patterns = [].concat(config.schema ?? []).filter((p) => typeof p === 'string' && p !== '');
        if (this.patterns.length === 0 && !this.schemaFile) throw new Problem('no-schema', 'it names no schema', there);
        this.config = config;
        this.#find();
        this.orm = ormFor(this.files[0], this.root);
    }

    #find() {
        const named = this.schemaFile ? fs.realpathSync(this.schemaFile) : null;
        const { root, files } = findFiles(this.folders, this.patterns, { file: this.named }, named);
        for (const file of files) this.known.add(file);
        this.root = root;
        this.files = files;
        process.chdir(root);
    }

    /** The one there is, made again, unless there are other files now. */
    async #bundle() {
        this.#find();
        const { files, orm } = this;
        const entry = [
            ...files.map((file, i) => `export * as file${i} from ${JSON.stringify(file)};`),
            "export * as orm from 'drizzle-orm';",
            `export * as core from 'drizzle-orm/${cores[this.config.dialect]}';`,
            orm.relationsModule ? `export * as relational from '${orm.relationsModule}';` : '',
        ].join('\n');
        if (entry !== this.entry) {
            await this.bundle?.close();
            this.bundle = this.bundler.bundle(entry, 'schema', path.dirname(files[0]));
            this.entry = entry;
        }
        await this.bundle.make();
    }

    async #evaluate() {
        const { config, orm, files } = this;
        const exports = await this.bundle.evaluate();
        const casing = orm.major >= 1 ? null : config.casing;
        this.evaluated = { exports, files, casing };
        return {
            orm: orm.version,
            config: {
                path: this.configFile,
                dialect: config.dialect,
                root: this.root,
                out: config.out ?? 'drizzle',
                database: config.database,
                driver: config.driver ?? null,
                casing: config.casing ?? null,
                breakpoints: config.breakpoints ?? true,
                tablesFilter: [].concat(config.tablesFilter ?? []).filter((pattern) => typeof pattern === 'string'),
                migrationsTable: config.migrations?.table ?? null,
                migrationsPrefix: config.migrations?.prefix ?? null,
            },
            files,
            inputs: [...new Set([...this.known, ...this.bundle.inputs])].sort(),
            ...describe({ exports, files, casing, major: orm.major }),
        };
    }
}
