// SPDX-License-Identifier: GPL-3.0-or-later
// The systems whose schemas can be described, by the dialect that a config names: which module of drizzle-orm they are
// written with, and who describes them.
import fs from 'node:fs';
import { postgres } from './postgres.mjs';
import { sqlite } from './sqlite.mjs';

export const systems = { sqlite, turso: sqlite, postgresql: postgres };

/** Where no config says it: the dialect by the module that one of the files imports. */
export function dialectOf(files) {
    const text = files.map((file) => fs.readFileSync(file, 'utf8')).join('\n');
    const found = Object.keys(systems).find((dialect) => text.includes(`drizzle-orm/${systems[dialect].core}`));
    return found ?? 'sqlite';
}
