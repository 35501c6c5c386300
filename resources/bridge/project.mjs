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
import { dialectOf, systems } from './systems.mjs';
import { warmUp } from './warmup.mjs';
import { Watch, stampOf } from './watch.mjs';

const settleMilliseconds = 10; // a write comes in pieces
const warmRounds = 3; // esbuild is several times as fast by then
const freshMilliseconds = 1500; // as long as that, nothing but the files that went in can have changed meanwhile

const patternsOf = (said) => [].concat(said ?? []).filter((pattern) => typeof pattern === 'string');

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
        this.bundledAt = null; // {time, inputs, stamps}: of what the bundle was made
        this.system = null; // of systems.mjs
        this.watch = null;
        this.soon = null; // a timer, then:
        this.again = null; // the bundle that is being made, because a file was saved
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

    /** While it stands by. Until somebody waits: he does not gain by it any more. */
    async warmUp(isWaitedFor) {
        if (!this.bundle?.inputs || isWaitedFor()) return;
        const { bundler, config, orm, files } = this;
        try {
            for (let i = 0; i < warmRounds && !isWaitedFor(); ++i) await this.#bundle();
            const imports = this.#imports().join('\n');
            const casing = orm.major >= 1 ? null : config.casing;
            const about = { casing, major: orm.major, system: this.system };
            if (!isWaitedFor()) await warmUp({ bundler, imports, folder: path.dirname(files[0]), ...about });
        } catch {
            return; // schema() says what is wrong
        }
        this.#watch();
    }

    /** Bundles what was saved before it is asked for: an editor's last write is waited for, and this is done by then. */
    #watch() {
        this.watch?.close();
        this.watch = new Watch([...this.known, ...this.bundle.inputs], () => {
            clearTimeout(this.soon);
            this.soon = setTimeout(() => {
                this.again ??= this.#bundle()
                    .catch(() => {
                        this.bundledAt = null; // half a file, perhaps
                    })
                    .finally(() => {
                        this.again = null;
                    });
            }, settleMilliseconds);
        });
    }

    #isBundled() {
        const { bundledAt } = this;
        if (bundledAt === null || performance.now() - bundledAt.time > freshMilliseconds) return false;
        return bundledAt.stamps.every((stamp, i) => stampOf(bundledAt.inputs[i]) === stamp)
            && this.#foundFiles().files.join('\0') === this.files.join('\0');
    }

    /** The document; {stale: true} where another process has to be asked. `fresh`: prepare() was for this very question. */
    async schema(fresh) {
        try {
            if (this.problem && !fresh) return { stale: true };
            if (this.problem) throw this.problem;
            if (this.#opened().some((file, i) => stampOf(file) !== this.stamps[i])) return { stale: true };
            this.watch?.close();
            clearTimeout(this.soon);
            await this.again;
            const isBundled = fresh ? this.bundle?.inputs : this.#isBundled();
            if (!isBundled) await this.#bundle();
            await this.bundle.close();
            return await this.#evaluate();
        } catch (error) {
            const isThrown = !(error instanceof Problem) && !error?.errors;
            const sourceOf = isThrown ? await this.bundle?.sourceOf() : null;
            const { code, message, place } = problemOf(error, this.bundleFolder, 'evaluate', sourceOf);
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
            ? await readConfig(this.configFile, this.bundler) : { dialect: dialectOf([this.schemaFile]), database: null };
        this.said = config;
        for (const file of this.bundler.configInputs) this.known.add(file);
        const there = { file: this.named };
        this.system = systems[config.dialect];
        if (!this.system) {
            const known = 'only postgresql, sqlite and turso can be read';
            throw new Problem('dialect', `it is for ${config.dialect}, and ${known}`, there);
        }
        this.patterns = [].concat(config.schema ?? []).filter((p) => typeof p === 'string' && p !== '');
        if (this.patterns.length === 0 && !this.schemaFile) throw new Problem('no-schema', 'it names no schema', there);
        this.config = config;
        this.#find();
        this.orm = ormFor(this.files[0], this.root);
    }

    #foundFiles() {
        const named = this.schemaFile ? fs.realpathSync(this.schemaFile) : null;
        return findFiles(this.folders, this.patterns, { file: this.named }, named);
    }

    #find() {
        const { root, files } = this.#foundFiles();
        for (const file of files) this.known.add(file);
        this.root = root;
        this.files = files;
        process.chdir(root);
    }

    /** Beside the project's files. */
    #imports() {
        const { relationsModule } = this.orm;
        return [
            "export * as orm from 'drizzle-orm';",
            `export * as core from 'drizzle-orm/${this.system.core}';`,
            relationsModule ? `export * as relational from '${relationsModule}';` : '',
        ];
    }

    /** The one there is, made again, unless there are other files now. */
    async #bundle() {
        this.#find();
        const { files } = this;
        const entry = [
            ...files.map((file, i) => `export * as file${i} from ${JSON.stringify(file)};`), ...this.#imports(),
        ].join('\n');
        if (entry !== this.entry) {
            await this.bundle?.close();
            this.bundle = this.bundler.bundle(entry, 'schema', path.dirname(files[0]));
            this.entry = entry;
        }
        const time = performance.now();
        const before = new Map((this.bundle.inputs ?? []).map((file) => [file, stampOf(file)]));
        await this.bundle.make();
        const { inputs } = this.bundle;
        const isSure = inputs.every((file) => before.has(file)); // one that is new may have been saved meanwhile
        this.bundledAt = isSure ? { time, inputs, stamps: inputs.map((file) => before.get(file)) } : null;
    }

    async #evaluate() {
        const { config, orm, files } = this;
        const exports = await this.bundle.evaluate();
        const casing = orm.major >= 1 ? null : config.casing;
        this.evaluated = { exports, files, casing, bundle: this.bundle, system: this.system };
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
                tablesFilter: patternsOf(config.tablesFilter),
                schemaFilter: patternsOf(config.schemaFilter),
                extensionsFilters: patternsOf(config.extensionsFilters),
                roles: config.entities?.roles ?? false,
                migrationsTable: config.migrations?.table ?? null,
                migrationsSchema: config.migrations?.schema ?? null,
                migrationsPrefix: config.migrations?.prefix ?? null,
            },
            files,
            inputs: [...new Set([...this.known, ...this.bundle.inputs])].sort(),
            ...describe({ exports, files, casing, major: orm.major, system: this.system }),
        };
    }
}
