// SPDX-License-Identifier: GPL-3.0-or-later
// What tables and columns are called in the database.

const words = (name) => name.replace(/['\u2019]/g, '').match(/[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g) ?? [];
const casings = {
    snake_case: (name) => words(name).map((word) => word.toLowerCase()).join('_'),
    camelCase: (name) =>
        words(name).map((w, i) => (i === 0 ? w.toLowerCase() : w[0].toUpperCase() + w.slice(1))).join(''),
};

export class Names {
    /** `casing` is that of the config: it goes for columns that were given no name of their own. */
    constructor(casing) {
        this.convert = casings[casing] ?? ((name) => name);
    }

    of(column) {
        return column.keyAsName ? this.convert(column.name) : column.name;
    }

    /** {schema, name}; the schema is null for the system's default one. */
    ofTable(table) {
        const name = table[Symbol.for('drizzle:OriginalName')] ?? table[Symbol.for('drizzle:Name')];
        return { schema: table[Symbol.for('drizzle:Schema')] ?? null, name };
    }

    /** As people call it. */
    shown({ schema, name }) {
        return schema ? `${schema}.${name}` : name;
    }
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** What drizzle-kit 1.0 makes of a name that is too long. */
export function hashOf(text, length = 12) {
    const base = BigInt(digits.length);
    const count = base ** BigInt(length);
    let hash = 0n;
    let power = 1n;
    for (const letter of text) {
        hash = (hash + BigInt(letter.codePointAt(0)) * power) % count;
        power = (power * 53n) % count;
    }
    let out = '';
    for (let i = 0; i < length; ++i, hash /= base) out = digits[Number(hash % base)] + out;
    return out;
}
