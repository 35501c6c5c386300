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

    ofTable(table) {
        return table[Symbol.for('drizzle:OriginalName')] ?? table[Symbol.for('drizzle:Name')];
    }
}
