// SPDX-License-Identifier: GPL-3.0-or-later
// What drizzle-kit's snapshots for PostgreSQL say of a schema word by word, where that is not what the server would
// say: it compares these texts.
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

/** A default given as a value; null where it is as usual. */
export function kitDefault(column, isV1) {
    const { default: value } = column;
    const type = typeOf(column);
    const isJson = type === 'json' || type === 'jsonb';
    if (value === undefined || value === null || typeof value === 'string') return null;
    if (isJson) {
        const text = JSON.stringify(value);
        return isV1 ? `'${text.replaceAll('\'', '\'\'')}'` : `'${text}'::${type}`;
    }
    if (isV1) return null;
    if (value instanceof Date) return `'${momentOf(value, type)}'`;
    return Array.isArray(value) ? `'${arrayOf(value, type.split('[')[0])}'` : null;
}
