// SPDX-License-Identifier: GPL-3.0-or-later
// What the modules of a schema export, as plain data.
import path from 'node:path';
import { Names } from './names.mjs';
import { Problem } from './problem.mjs';
import { relationsOf } from './relations.mjs';

/** Every export of the schema files once, with the file and the name it has there first. */
function* exported(exports, files) {
    const seen = new Set();
    for (let i = 0; i < files.length; ++i) {
        const found = Object.entries(exports[`file${i}`]);
        // A file in CommonJS has all it exports below `default`, too.
        const inner = found.length === 1 && found[0][0] === 'default' && found[0][1] && typeof found[0][1] === 'object'
            ? [...found, ...Object.entries(found[0][1])] : found;
        for (const [name, value] of inner) {
            const isObject = value !== null && (typeof value === 'object' || typeof value === 'function');
            if (!isObject || seen.has(value)) continue;
            seen.add(value);
            yield { file: files[i], name, value };
        }
    }
}

/** By name in the database ("posts", "shop.posts"): the columns of each table, and what they are called there. */
export function tablesOf({ exports, files, casing }) {
    const { orm } = exports;
    const names = new Names(casing);
    const out = new Map();
    for (const { value } of exported(exports, files)) {
        if (!orm.is(value, orm.Table)) continue;
        const columns = Object.values(orm.getTableColumns(value));
        out.set(names.shown(names.ofTable(value)), { columns, names: columns.map((column) => names.of(column)) });
    }
    return out;
}

/** What is exported twice, from a source and what was built of it, is the same; else nobody knows which one is meant. */
function mustBeOne(name, all) {
    const meant = ({ file, export: exported, ...rest }) => JSON.stringify(rest);
    const other = all.find((o) => meant(o) !== meant(all[0]));
    if (!other) return;
    const place = ({ file, export: exported }) => `${exported} in ${path.basename(file)}`;
    throw new Problem('twice', `“${name}” is declared twice, and not the same: ${place(all[0])}, and ${place(other)}`);
}

/** `system`: of systems.mjs. */
export function describe({ exports, files, casing, major, system }) {
    const { orm, core, relational } = exports;
    const out = { major, tables: [], views: [], relations: [], warnings: [] };
    const { warnings } = out;
    const describer = new system.Describer({ orm, core, casing, major, warnings });
    const all = [...exported(exports, files)];
    for (const { file, name, value } of all) describer.add(out, { file, export: name }, value);
    const { names } = describer;
    for (const kind of ['tables', 'views']) {
        const shown = out[kind].map((o) => names.shown(o));
        for (const twice of new Set(shown.filter((n, i) => shown.indexOf(n) !== i))) {
            mustBeOne(twice, out[kind].filter((_, i) => shown[i] === twice));
            warnings.push(`“${twice}” is declared more than once`);
        }
    }
    describer.finish?.(out);
    out.relations = relationsOf({ all, orm, relational, names, warnings });
    return out;
}
