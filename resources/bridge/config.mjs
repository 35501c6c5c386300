// SPDX-License-Identifier: GPL-3.0-or-later
// drizzle.config.{ts,js,mjs,cjs,json}: JSON is parsed, code is evaluated.
import fs from 'node:fs';
import path from 'node:path';
import { Problem, problemOf } from './problem.mjs';

/**
 * Where a url of dbCredentials leads to, if to a file of this machine. Nothing else of them leaves this process, unless the
 * config itself is asked for.
 */
function localDatabase(url) {
    if (typeof url !== 'string' || url === '') return null;
    const isRemote = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) && !url.startsWith('file:');
    return isRemote || url.startsWith(':memory:') ? null : url;
}

async function load(file, bundler) {
    if (file.endsWith('.json')) {
        try {
            return JSON.parse(fs.readFileSync(file, 'utf8'));
        } catch (error) {
            throw new Problem('config', error.message, { file });
        }
    }
    try {
        const entry = `import * as config from ${JSON.stringify(file)}; export const value = config.default ?? config;`;
        const { exports, inputs } = await bundler.run(entry, 'config', path.dirname(file));
        bundler.configInputs = inputs;
        return exports.value?.default ?? exports.value;
    } catch (error) {
        throw problemOf(error, bundler.folder, 'config');
    }
}

/** What can be told in JSON of the keys that are known. */
export function plainConfig(config) {
    const keys = ['dialect', 'driver', 'schema', 'out', 'casing', 'tablesFilter', 'schemaFilter', 'extensionsFilters',
        'entities', 'breakpoints', 'migrations', 'dbCredentials'];
    return JSON.parse(JSON.stringify(Object.fromEntries(keys.map((key) => [key, config[key]]))));
}

export async function readConfig(file, bundler) {
    bundler.configInputs = [file];
    const config = await load(file, bundler);
    if (config === null || typeof config !== 'object') throw new Problem('config', 'it exports no config', { file });
    return { ...config, database: localDatabase(config.dbCredentials?.url) };
}
