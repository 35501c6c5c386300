// SPDX-License-Identifier: GPL-3.0-or-later
// The project's own drizzle-orm: where it is, which version.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { Problem } from './problem.mjs';

/** The package.json of the package that a module's file belongs to, and its version. */
function packageOf(file, name) {
    for (let folder = path.dirname(file); folder !== path.dirname(folder); folder = path.dirname(folder)) {
        const manifest = path.join(folder, 'package.json');
        if (!fs.existsSync(manifest)) continue;
        const content = JSON.parse(fs.readFileSync(manifest, 'utf8'));
        if (content.name === name && content.version) return { manifest, version: content.version };
    }
    return null;
}

const isFile = (file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
const manifests = new Map();

/** Its manifest is large, and esbuild reads it anew each time it is asked. */
function exportsOf(folder) {
    if (!manifests.has(folder))
        manifests.set(folder, JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).exports ?? {});
    return manifests.get(folder);
}

function chosen(target, conditions) {
    if (target === null || typeof target !== 'object') return target;
    const found = Object.keys(target).find((key) => key === 'default' || conditions.includes(key));
    return found === undefined ? null : chosen(target[found], conditions);
}

/** The file that `drizzle-orm` or `drizzle-orm/…` means for a file in `from`; null: somebody else has to look. */
export function ormModule(specifier, from, isImport) {
    for (let folder = from; ; folder = path.dirname(folder)) {
        const found = path.join(folder, 'node_modules', 'drizzle-orm');
        if (isFile(path.join(found, 'package.json'))) {
            const home = fs.realpathSync(found);
            if (!home.includes('/node_modules/')) return null;
            const target = exportsOf(home)[specifier.replace(/^drizzle-orm/, '.')];
            const file = chosen(target, ['node', isImport ? 'import' : 'require']);
            return typeof file === 'string' && isFile(path.join(home, file)) ? path.join(home, file) : null;
        }
        if (folder === path.dirname(folder)) return null;
    }
}

export function ormFor(schemaFile, root) {
    const require = createRequire(schemaFile);
    let entry;
    try {
        entry = require.resolve('drizzle-orm');
    } catch {
        throw new Problem('no-orm', `drizzle-orm is not installed in ${root}: run “npm install” there`);
    }
    const { manifest, version } = packageOf(entry, 'drizzle-orm') ?? { manifest: null, version: '' };
    const [major, minor] = version.split('.').map(Number);
    if (!(major >= 1 || minor >= 36)) {
        const found = version || 'of an unknown version';
        throw new Problem('orm', `drizzle-orm is ${found} in ${root}, and 0.36 or newer is needed`);
    }
    // In 1.0 relations() lives on in a module of its own, beside defineRelations().
    let relationsModule = 'drizzle-orm/relations';
    if (major >= 1) relationsModule = 'drizzle-orm/_relations';
    try {
        require.resolve(relationsModule);
    } catch {
        relationsModule = null;
    }
    return { version, major, relationsModule, manifest };
}
