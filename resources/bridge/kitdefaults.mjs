// SPDX-License-Identifier: GPL-3.0-or-later
// Defaults as the snapshots of drizzle-kit 1.0 say them word by word; see kittexts.mjs. Null: as usual.

const doubled = (text) => text.replaceAll('\'', '\'\'');
const withBackslashes = (text) => doubled(text.replaceAll('\\', '\\\\'));
const within = (text) => `'${text}'`;

/** JSON in which the quotes of texts are doubled; those of keys are not. */
function jsonOf(value) {
    const text = (_, v) => (typeof v === 'string' ? doubled(v) : v);
    try {
        return JSON.stringify(value, text);
    } catch {
        return null; // a bigint
    }
}

const hasOffset = (text) => /([+-]\d{2}(:\d{2})?|Z)$/i.test(text);
const withOffset = (text) => (hasOffset(text) ? text : `${text}+00`);
const spaced = (date) => date.toISOString().replace('T', ' ');
const moments = {
    date: (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
    timestamp: (value) => (value instanceof Date ? spaced(value).slice(0, 23) : value),
    timestamptz: (value) => (value instanceof Date ? spaced(value).replace('Z', '+00') : withOffset(value)),
    timetz: (value) => withOffset(value),
};

/** A text within an array: quoted only where it has to be. */
function element(text, isEmptyQuoted) {
    const needsQuotes = /[\\",]/.test(text) || (isEmptyQuoted && text === '');
    return needsQuotes ? `"${doubled(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : doubled(text);
}

const plainText = { scalar: (v) => within(String(v)), element: String };
/** How a value and an element of an array are written, by the type's name. */
const kinds = [
    [/^(smallint|integer|bigint|real|double precision)$/, { scalar: String, element: String }],
    [/^(numeric|decimal)\b/, plainText],
    [/^boolean$/, { scalar: String, element: (v) => (v === true ? 't' : 'f') }],
    [/^(char|character|varchar|character varying|text)\b/,
        { scalar: (v) => within(withBackslashes(v)), element: (v) => element(v, true) }],
    [/^jsonb?$/, { scalar: (v) => within(jsonOf(v)), element: null }],
    [/^time(\(\d+\))?$/, plainText],
    [/^time(\(\d+\))? with time zone$/, { scalar: (v) => within(moments.timetz(v)), element: moments.timetz }],
    [/^date$/, { scalar: (v) => within(moments.date(v)), element: moments.date }],
    [/^timestamp ?(\(\d+\))?$/,
        { scalar: (v) => within(moments.timestamp(v)), element: (v) => `"${moments.timestamp(v)}"` }],
    [/^timestamp ?(\(\d+\))? with time zone$/,
        { scalar: (v) => within(moments.timestamptz(v)), element: (v) => `"${moments.timestamptz(v)}"` }],
    [/^(uuid|inet|cidr|macaddr8?|bit)\b/, plainText],
    [/^interval\b/, { scalar: (v) => within(String(v)), element: (v) => `"${v}"` }],
];

function arrayOf(values, write) {
    return `{${values.map((v) => (Array.isArray(v) ? arrayOf(v, write) : write(v))).join(',')}}`;
}

/** Documents within an array: as flat as drizzle-kit makes it. */
function documentsOf(value, dimensions, depth = 0) {
    if (depth < dimensions && Array.isArray(value)) {
        const inner = value.map((v) => documentsOf(v, dimensions, depth + 1)).join(',');
        return depth === 0 ? `{${inner}}` : inner;
    }
    return `"${jsonOf(value).replaceAll('"', '\\"')}"`;
}

/** A default given as a value, for PostgreSQL; `column` says its type without the dimensions. */
export function postgresKit1Default(value, column, dimensions, isEnum) {
    const type = column.getSQLType().toLowerCase();
    const isArray = dimensions > 0 && Array.isArray(value);
    if (isArray && value.flat(5).length === 0) return '\'{}\'';
    if (isEnum) return isArray ? within(arrayOf(value, (v) => element(v, false))) : within(doubled(value));
    const kind = kinds.find(([pattern]) => pattern.test(type))?.[1];
    if (!kind) return null;
    if (!isArray) return kind.scalar(value);
    return within(kind.element ? arrayOf(value, kind.element) : documentsOf(value, dimensions));
}

/** SQL that is given as a default: drizzle-kit takes the casts at its end away. */
export function postgresKit1Sql(sql) {
    const open = sql.endsWith('[]') ? sql.slice(0, -2) : sql;
    return open.replace(/(::["\w.\s]+(?:\([^)]*\))?(?:\swith(?:out)?\stime\szone)?(?:\[\])?)+$/i, '');
}

const sqliteText = (value) =>
    typeof value === 'string' ? within(withBackslashes(value)) : within(jsonOf(value));

/** A default given as a value, for SQLite. */
export function sqliteKit1Default(value, column) {
    const type = column.getSQLType().toLowerCase();
    if (column.columnType === 'SQLiteTimestamp' && value instanceof Date)
        return (column.mode === 'timestamp' ? value.getTime() / 1000 : value.getTime()).toFixed(0);
    if (typeof value === 'bigint') return within(String(value));
    if (/^text\b/.test(type)) return typeof value === 'boolean' || typeof value === 'number' ? null : sqliteText(value);
    if (/^blob\b/.test(type))
        return value instanceof Uint8Array ? `X'${Buffer.from(value).toString('hex').toUpperCase()}'` : sqliteText(value);
    if (type === 'numeric' && typeof value === 'string') return within(value);
    return ['number', 'boolean'].includes(typeof value) ? String(value) : null;
}
