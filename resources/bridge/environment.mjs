// SPDX-License-Identifier: GPL-3.0-or-later
// The .env of the folder that drizzle-kit is run in. Variables that are there already win.
import fs from 'node:fs';
import path from 'node:path';

/** NAME=value, export NAME='value', # comments; a quoted value may go over several lines. */
export function parseEnvironment(text) {
    const line = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*("(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|[^\n#]*)/gm;
    const found = {};
    for (const [, name, written] of text.replace(/\r\n?/g, '\n').matchAll(line)) {
        const value = written.trim();
        const quote = /^(["'`])([^]*)\1$/.exec(value);
        found[name] = quote ? quote[2] : value;
        if (quote && quote[1] === '"') found[name] = quote[2].replace(/\\n/g, '\n').replace(/\\"/g, '"');
    }
    return found;
}

/** The file's path, whether it is there or not. */
export function loadEnvironment(folder) {
    const file = path.join(folder, '.env');
    if (!fs.existsSync(file)) return file;
    for (const [name, value] of Object.entries(parseEnvironment(fs.readFileSync(file, 'utf8'))))
        if (!(name in process.env)) process.env[name] = value;
    return file;
}
