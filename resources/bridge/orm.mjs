// SPDX-License-Identifier: GPL-3.0-or-later
// The project's own drizzle-orm: where it is, which version.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { Problem } from './problem.mjs';

/** The package.json of the package that a module's file belongs to. */
function packageOf(file, name) {
    for (let folder = path.dirname(file); folder !== path.dirname(folder); folder = path.dirname(folder)) {
        const manifest = path.join(folder, 'package.json');
        if (!fs.existsSync(manifest)) continue;
        const content = JSON.parse(fs.readFileSync(manifest, 'utf8'));
        if (content.name === name && content.version) return content;
    }
    return null;
}

export function ormFor(schemaFile, root) {
    const require = createRequire(schemaFile);
    let entry;
    try {
        entry = require.resolve('drizzle-orm');
    } catch {
        throw new Problem('no-orm', `drizzle-orm is not installed in ${root}: run “npm install” there`);
    }
    const version = packageOf(entry, 'drizzle-orm')?.version ?? '';
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
    return { version, major, relationsModule };
}
