// SPDX-License-Identifier: GPL-3.0-or-later
// One ES module from TypeScript over many files, by esbuild: the project's own code is bundled, packages stay where
// they are, and what opens connections or lives in another runtime is replaced by something that does nothing.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire, SourceMap } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ormModule } from './orm.mjs';
import { Problem } from './problem.mjs';

const clients = new RegExp(
    '^(' +
        [
            'pg', 'postgres', 'mysql2(/promise)?', 'better-sqlite3', 'libsql', 'sql\\.js', 'expo-sqlite(/.*)?',
            '@libsql/.*', '@neondatabase/serverless', '@vercel/postgres', '@planetscale/database',
            '@electric-sql/pglite', '@op-engineering/op-sqlite', '@tursodatabase/.*', '@sqlitecloud/drivers',
            '@opennextjs/cloudflare',
            'server-only', 'client-only', 'next/(headers|cache|server|navigation)',
            '(cloudflare|bun|astro|virtual):.*', '\\$(env|app)/.*',
        ].join('|') +
        ')$',
);

// Anything may be asked of it, and it is never a promise.
const stub = `
const make = () => new Proxy(function () {}, {
    get: (target, key) => key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined
        : key === 'prototype' ? target.prototype : make(),
    apply: () => make(), construct: () => make(), has: () => true,
});
const all = function () { return make(); };
Object.setPrototypeOf(all, new Proxy({}, { get: (_, key) => key === '__esModule' ? undefined : make() }));
module.exports = all;`;

const assets = {
    '.css': 'empty', '.svg': 'empty', '.png': 'empty', '.jpg': 'empty', '.wasm': 'empty', '.sql': 'text', '.md': 'text',
};

const banner = "import { createRequire as bridgeRequire } from 'node:module';"
    + 'const require = bridgeRequire(import.meta.url);';
const entryName = 'raincheck-bridge-entry.js';
const drivers = ['driver.js', 'driver.cjs']; // beside the modules of drizzle-orm that need a client
const looked = Symbol('looked');
const isImport = ({ kind }) => kind === 'import-statement' || kind === 'dynamic-import';
const placeOf = ({ resolveDir, importer, kind }) => ({ resolveDir, importer, kind });

function replaced() {
    return {
        name: 'replaced',
        setup(build) {
            build.onResolve({ filter: /^drizzle-kit$/ }, (asked) => ({ path: asked.path, namespace: 'kit' }));
            build.onLoad({ filter: /.*/, namespace: 'kit' }, () => ({
                contents: 'export const defineConfig = (config) => config; export default { defineConfig };',
            }));
            build.onResolve({ filter: clients }, (asked) => ({ path: asked.path, namespace: 'stub' }));
            build.onResolve({ filter: /^drizzle-orm\/[^/]+(\/migrator)?$/ }, async (asked) => {
                if (asked.pluginData === looked) return null;
                const found = ormModule(asked.path, asked.resolveDir, isImport(asked))
                    ?? (await build.resolve(asked.path, { ...placeOf(asked), pluginData: looked })).path;
                const folder = path.dirname(found);
                const isDriver = found && drivers.some((file) => fs.existsSync(path.join(folder, file)));
                return isDriver ? { path: asked.path, namespace: 'stub' } : null;
            });
            build.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: stub, loader: 'js' }));
        },
    };
}

/** Packages are imported from where the importing file finds them; workspace code and path aliases are bundled. */
function external() {
    const packages = new Map(); // they stay where they are for as long as this process lives
    const asExternal = (asked, file) => ({ path: isImport(asked) ? pathToFileURL(file).href : file, external: true });
    return {
        name: 'external',
        setup(build) {
            build.onResolve({ filter: /^[^./]/ }, async (asked) => {
                if (asked.kind === 'entry-point' || asked.pluginData === looked) return null;
                const key = `${asked.kind}\0${asked.path}\0${asked.resolveDir}`;
                if (packages.has(key)) return packages.get(key);
                const orm = /^drizzle-orm(\/|$)/.test(asked.path)
                    ? ormModule(asked.path, asked.resolveDir, isImport(asked)) : null;
                if (orm) return asExternal(asked, orm);
                const found = await build.resolve(asked.path, { ...placeOf(asked), pluginData: looked });
                if (found.errors.length > 0) return null; // esbuild says so, with the line
                const isPackage = found.namespace === 'file' && found.path.includes('/node_modules/');
                if (found.external || !isPackage || /\.[cm]?tsx?$/.test(found.path)) return found;
                packages.set(key, asExternal(asked, found.path));
                return packages.get(key);
            });
        },
    };
}

/** Within the bundle a file still knows where it stands. */
function knowsItsPlace() {
    const meta = /\bimport\.meta\.(url|dirname|filename)\b/g;
    const asks = /\b__dirname\b|\b__filename\b|\bimport\.meta\.(url|dirname|filename)\b/;
    return {
        name: 'place',
        setup(build) {
            build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path: file }) => {
                const text = await fs.promises.readFile(file, 'utf8');
                if (file.includes('/node_modules/') || !asks.test(text)) return null;
                const as = { url: pathToFileURL(file).href, dirname: path.dirname(file), filename: file };
                const known = text.replace(meta, (_, what) => JSON.stringify(as[what]));
                const uses = (what) => new RegExp(`\\b__${what}\\b`).test(text);
                const declares = (what) => new RegExp(`(const|let|var)\\s+__${what}\\b`).test(text);
                const missing = ['dirname', 'filename'].filter((what) => uses(what) && !declares(what));
                const before = missing.map((what) => `const __${what} = ${JSON.stringify(as[what])};`).join('');
                return { contents: before + known, loader: /x$/.test(file) ? 'tsx' : 'ts', resolveDir: as.dirname };
            });
        },
    };
}

/** The project's own, or that of a tool it uses, else ours. */
function findEsbuild(root, ours) {
    const from = createRequire(path.join(root, 'package.json'));
    const through = (name) => () => createRequire(from.resolve(`${name}/package.json`))('esbuild');
    const ways = [() => from('esbuild'), through('drizzle-kit'), through('tsx'), through('vite')];
    if (ours) ways.push(() => createRequire(path.join(ours, 'package.json'))('esbuild'));
    for (const way of ways) {
        try {
            const found = way();
            if (typeof found.build === 'function') return found;
        } catch {
            // the next one may be there
        }
    }
    throw new Problem('no-esbuild', `esbuild is not installed in ${root}: run “npm install --save-dev esbuild” there`);
}

const isOurs = (file) => !file.endsWith(entryName) && !/^[a-z]+:/.test(file) && !file.includes('node_modules/');

/** One bundle that can be made again: only files that have changed are read then. */
class Bundle {
    constructor(esbuild, options) {
        this.esbuild = esbuild;
        this.options = options;
        this.folder = path.dirname(options.outfile);
    }

    async make() {
        if (this.context === undefined)
            this.context = this.esbuild.context ? await this.esbuild.context(this.options) : null;
        const { metafile } = this.context ? await this.context.rebuild() : await this.esbuild.build(this.options);
        this.inputs = Object.keys(metafile.inputs).filter(isOurs).map((file) => path.resolve('/', file));
        this.packages = Object.values(metafile.outputs)
            .flatMap((output) => output.imports ?? [])
            .filter((found) => found.external && found.kind === 'import-statement' && found.path.startsWith('file:'))
            .map((found) => found.path);
    }

    /** What esbuild keeps would keep the process alive. */
    async close() {
        await this.context?.dispose();
        this.context = null;
    }

    /** Loads what the bundle imports, which stays as it is: the project's own code does not run yet. */
    async loadPackages() {
        await Promise.all(this.packages.map((url) => import(url).catch(() => {})));
    }

    /**
     * Where a place in the bundle comes from, as a function; null: nobody knows. Made only when something was thrown, since
     * it takes as long as the bundle itself: the same bundle is made once more, and is it still the same.
     */
    async sourceOf() {
        const { outfile } = this.options;
        try {
            const { outputFiles } = await this.esbuild.build({ ...this.options, sourcemap: 'external', write: false });
            const [map, code] = ['.map', '.mjs'].map((end) => outputFiles.find((file) => file.path.endsWith(end)));
            if (code.text !== fs.readFileSync(outfile, 'utf8')) return null; // a file was saved since
            const found = new SourceMap(JSON.parse(map.text));
            return ({ file, line, column }) => {
                if (file !== outfile) return null;
                const { originalSource: source, originalLine, originalColumn } = found.findEntry(line - 1, column - 1);
                if (source === undefined || /^[a-z]+:/.test(source)) return null;
                return { file: path.resolve(this.folder, source), line: originalLine + 1, column: originalColumn + 1 };
            };
        } catch {
            return null;
        }
    }

    evaluate() {
        return import(pathToFileURL(this.options.outfile).href);
    }
}

export class Bundler {
    /** `folder` is written to; `root` is the project's; `ours` is a folder in which esbuild may be found. */
    constructor(folder, root, ours) {
        this.folder = folder;
        this.root = root;
        this.ours = ours;
        this.configInputs = [];
    }

    /** Of a module's text. `isMapped`: what it throws says by itself where; otherwise Bundle.sourceOf() has to be asked. */
    bundle(contents, name, resolveDir, isMapped = false) {
        this.esbuild ??= findEsbuild(this.root, this.ours);
        return new Bundle(this.esbuild, {
            stdin: { contents, resolveDir, loader: 'js', sourcefile: entryName },
            absWorkingDir: '/', bundle: true, outfile: path.join(this.folder, `${name}.bundle.mjs`), metafile: true,
            sourcemap: isMapped ? 'inline' : false, sourcesContent: false,
            platform: 'node', format: 'esm', target: 'node18', logLevel: 'silent', loader: assets,
            define: { 'import.meta.env': 'process.env' },
            banner: { js: banner },
            plugins: [replaced(), knowsItsPlace(), external()],
        });
    }

    /** Evaluates a module's text; what it exports, and the project's files that went into it. */
    async run(contents, name, resolveDir) {
        const bundle = this.bundle(contents, name, resolveDir, true);
        await bundle.make();
        await bundle.close();
        return { exports: await bundle.evaluate(), inputs: bundle.inputs };
    }
}
