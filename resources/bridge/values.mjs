// SPDX-License-Identifier: GPL-3.0-or-later
// What $defaultFn (and on an insert, where there is none, $onUpdate) makes for new rows, as the driver would store it.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { tablesOf } from './describe.mjs';
import { Problem, problemOf } from './problem.mjs';

/** A value with its storage class: {null}, {int} (as text), {real}, {text} or {blob} (in hex). */
function stored(value) {
    if (value === null || value === undefined) return { null: true };
    if (typeof value === 'boolean') return { int: value ? '1' : '0' };
    if (typeof value === 'bigint') return { int: String(value) };
    if (typeof value === 'number') {
        if (!Number.isFinite(value)) throw new Problem('values', `it makes ${value}, which cannot be stored`);
        return Number.isSafeInteger(value) ? { int: String(value) } : { real: value };
    }
    if (typeof value === 'string') return { text: value };
    if (value instanceof Uint8Array) return { blob: Buffer.from(value).toString('hex') };
    if (value instanceof ArrayBuffer) return { blob: Buffer.from(value).toString('hex') };
    if (typeof value.then === 'function') throw new Problem('values', 'it makes a promise, and Drizzle waits for none');
    throw new Problem('values', 'it makes an object, which cannot be stored');
}

function made(column, { orm }, system) {
    const make = column.defaultFn ?? column.onUpdateFn;
    if (!make) throw new Problem('values', 'it has no default function');
    const value = make();
    if (orm.is(value, orm.SQL)) throw new Problem('values', 'it makes SQL, which only Drizzle can put into its INSERT');
    if (value === null || value === undefined) return { null: true };
    const mapped = column.mapToDriverValue ? column.mapToDriverValue(value) : value;
    const text = system.storedText?.(column, mapped) ?? null;
    return text === null ? stored(mapped) : { text };
}

/** One object by column for each of `rows` rows; what fails is {error}, and the others are made all the same. */
export async function valuesFor(evaluated, { table, columns, rows }) {
    if (!evaluated) return Array.from({ length: rows }, () => ({}));
    const { columns: all, names } = tablesOf(evaluated).get(table) ?? { columns: [], names: [] };
    const wanted = columns.map((name) => [name, all[names.indexOf(name)]]).filter(([, column]) => column);
    const thrown = [];
    const madeOrThrown = (column) => {
        try {
            return made(column, evaluated.exports, evaluated.system);
        } catch (error) {
            thrown.push({ error });
            return thrown.at(-1);
        }
    };
    const out = Array.from({ length: rows }, () =>
        Object.fromEntries(wanted.map(([name, column]) => [name, madeOrThrown(column)])));
    if (thrown.length === 0) return out;
    const folder = path.dirname(fileURLToPath(import.meta.url));
    const sourceOf = await evaluated.bundle.sourceOf();
    for (const cell of thrown) {
        const { message, place } = problemOf(cell.error, folder, 'values', sourceOf);
        cell.error = { code: 'values', message, ...place };
    }
    return out;
}
