// SPDX-License-Identifier: GPL-3.0-or-later
// Defaults that a schema gives as values, as SQL: spelled as the server would say them again, where that is known.
import { quoted } from './describer.mjs';

const typeOf = (column) => column.getSQLType().toLowerCase();
const isJson = (type) => type === 'json' || type === 'jsonb';

/** jsonb keeps its keys by length, then by bytes. */
function inOrderOfJsonb(value) {
    if (Array.isArray(value)) return value.map(inOrderOfJsonb);
    if (value === null || typeof value !== 'object') return value;
    const bytes = (key) => Buffer.from(key, 'utf8');
    const keys = Object.keys(value).map(bytes).sort((a, b) => a.length - b.length || Buffer.compare(a, b));
    return Object.fromEntries(keys.map((key) => [`${key}`, inOrderOfJsonb(value[key])]));
}

const jsonText = (value, type) => JSON.stringify(type === 'jsonb' ? inOrderOfJsonb(value) : value);

/** A moment as the server writes it in UTC: no zeros at the end, and an offset where the type has a time zone. */
function momentText(date, type) {
    const iso = date.toISOString();
    if (type === 'date') return iso.slice(0, 10);
    const time = iso.slice(11, 23).replace(/\.?0+$/, ''); // of milliseconds
    return `${iso.slice(0, 10)} ${time}${type.includes('with time zone') ? '+00' : ''}`;
}

/** The value as the text that the server reads it from. */
function textOf(column, value) {
    const type = typeOf(column).replace(/\[.*$/, '');
    if (isJson(type)) return jsonText(value, type);
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
    if (typeof value === 'boolean') return value ? 't' : 'f';
    if (typeof value === 'string') return value;
    if (value instanceof Date) return momentText(value, type);
    if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
    const stored = column.mapToDriverValue ? column.mapToDriverValue(value) : value;
    if (typeof stored === 'string') return stored;
    return Array.isArray(stored) ? `[${stored.join(',')}]` : JSON.stringify(stored);
}

function elementText(column, value) {
    if (value === null || value === undefined) return 'NULL';
    const text = textOf(column, value);
    const isPlain = text !== '' && !/[{}",\\\s]/.test(text) && text.toUpperCase() !== 'NULL';
    return isPlain ? text : `"${text.replace(/(["\\])/g, '\\$1')}"`;
}

/** As array_out() writes it. */
function arrayText(column, values, dimensions) {
    const inner = values.map((value) =>
        dimensions > 1 && Array.isArray(value) ? arrayText(column, value, dimensions - 1) : elementText(column, value));
    return `{${inner.join(',')}}`;
}

/** What a default function has made, where it is not what the server reads: 1.0 leaves arrays and JSON to the driver. */
export function storedText(column, value) {
    const dimensions = column.dimensions ?? 0;
    if (dimensions > 0 && Array.isArray(value)) return arrayText(column, value, dimensions);
    if (typeof value === 'boolean' && typeOf(column) === 'boolean') return String(value);
    const isLeft = column.mapToDriverValue?.isNoop && isJson(typeOf(column));
    const isBinary = value instanceof Uint8Array || value instanceof ArrayBuffer;
    const isObject = value !== null && typeof value === 'object' && !isBinary && typeof value.then !== 'function';
    return isLeft || isObject ? textOf(column, value) : null;
}

/** SQL for the value; `base` is the column without its dimensions. */
export function literalOf(base, value, dimensions) {
    if (value === null) return 'NULL';
    if (dimensions > 0 && Array.isArray(value)) return quoted(arrayText(base, value, dimensions));
    const isBare = ['number', 'bigint', 'boolean'].includes(typeof value) && !isJson(typeOf(base));
    return isBare ? String(value) : quoted(textOf(base, value));
}
