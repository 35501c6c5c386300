// SPDX-License-Identifier: GPL-3.0-or-later
// Which files the `schema` of a config means: files, folders (what is directly in them), globs with *, **, ?, {a,b} and
// [ab].
import fs from 'node:fs';
import path from 'node:path';

const isSource = (file) => /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file);
const isMagic = (pattern) => /[*?{[]/.test(pattern);

export function globToRegExp(glob) {
    let out = '';
    let braces = 0;
    for (let i = 0; i < glob.length; ++i) {
        const c = glob[i];
        if (c === '*' && glob[i + 1] === '*') {
            const wholeFolders = glob[i + 2] === '/';
            out += wholeFolders ? '(?:[^/]+/)*' : '.*';
            i += wholeFolders ? 2 : 1;
        } else if (c === '*') out += '[^/]*';
        else if (c === '?') out += '[^/]';
        else if (c === '{') (out += '(?:'), ++braces;
        else if (c === '}' && braces > 0) (out += ')'), --braces;
        else if (c === ',' && braces > 0) out += '|';
        else if (c === '[' && glob.indexOf(']', i + 2) > 0) {
            const end = glob.indexOf(']', i + 2);
            out += '[' + glob.slice(i + 1, end).replace(/^!/, '^').replace(/\\/g, '\\\\') + ']';
            i = end;
        } else out += c.replace(/[.+^$()|[\]\\{}]/g, '\\$&');
    }
    return new RegExp(`^${out}$`);
}

function* filesBelow(folder) {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
        const full = path.join(folder, entry.name);
        if (entry.isDirectory()) {
            if (entry.name !== 'node_modules' && !entry.name.startsWith('.')) yield* filesBelow(full);
        } else yield full;
    }
}

function expand(root, pattern) {
    const full = path.resolve(root, pattern);
    if (fs.existsSync(full)) {
        if (!fs.statSync(full).isDirectory()) return [full];
        return fs.readdirSync(full).map((name) => path.join(full, name)).filter((file) => fs.statSync(file).isFile());
    }
    if (!isMagic(pattern)) return [];
    const fixed = full.slice(0, full.search(/[*?{[]/)).replace(/[^/]*$/, '');
    const matches = globToRegExp(full);
    return fs.existsSync(fixed) ? [...filesBelow(fixed)].filter((file) => matches.test(file)) : [];
}

/** Absolute paths, each once, in the order of the patterns and by name within one. */
export function schemaFiles(root, patterns) {
    const found = patterns.flatMap((pattern) => expand(root, pattern).sort());
    return [...new Set(found.filter(isSource).map((file) => fs.realpathSync(file)))];
}
