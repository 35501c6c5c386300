// SPDX-License-Identifier: GPL-3.0-or-later
// What drizzle-kit's snapshots say of a schema word by word, where that is not what the database would say: it compares
// these texts. Those of 0.31; see kitdefaults.mjs for 1.0.
import { quoted } from './describer.mjs';

const typeOf = (column) => column.getSQLType().toLowerCase();

/** A moment as 0.31 has it. */
function momentOf(date, type) {
    const iso = date.toISOString();
    if (type === 'date') return iso.split('T')[0];
    return type === 'timestamp' ? iso.replace('T', ' ').slice(0, 23) : iso;
}

/** An array as 0.31 has it: every text within quotes, whether it needs them or not. */
function arrayOf(values, type) {
    const texts = values.map((value) => {
        if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
        if (Array.isArray(value)) return arrayOf(value, type);
        if (value instanceof Date) return `"${momentOf(value, type)}"`;
        if (typeof value === 'object') return `"${JSON.stringify(value).replaceAll('"', '\\"')}"`;
        return `"${value}"`;
    });
    return `{${texts}}`;
}

/** JSON as it is: what 0.31 leaves alone. It cannot write a bigint at all. */
const leftAlone = (value) => (typeof value === 'bigint' ? null : value);

/** A default that is given as a value, for PostgreSQL: a text of SQL, or a value of JSON. */
export function postgresKitDefault(value, column) {
    const type = typeOf(column);
    if (typeof value === 'string') return quoted(value);
    if (type === 'json' || type === 'jsonb') return `'${JSON.stringify(value)}'::${type}`;
    if (value instanceof Date) return `'${momentOf(value, type)}'`;
    if (type.includes('[') && Array.isArray(value)) return `'${arrayOf(value, type.split('[')[0])}'`;
    return leftAlone(value);
}

/** The same for SQLite: all that is no text, number or boolean is JSON there. */
export function sqliteKitDefault(value) {
    if (typeof value === 'string') return quoted(value);
    return typeof value === 'object' ? `'${JSON.stringify(value)}'` : leftAlone(value);
}
