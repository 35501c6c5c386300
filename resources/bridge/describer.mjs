// SPDX-License-Identifier: GPL-3.0-or-later
// What is told alike of the schemas of all systems. Asks drizzle-orm by is(), never instanceof: a project may hold
// several copies of it.
import { Names } from './names.mjs';

export const plain = (value) => (value === undefined ? null : value);
export const quoted = (text) => `'${text.replace(/'/g, "''")}'`;

/** Each system has a class of it; see systems.mjs. */
export class Describer {
    constructor({ orm, core, casing, warnings, major }) {
        this.major = major;
        this.orm = orm;
        this.core = core;
        this.names = new Names(casing);
        this.warnings = warnings;
    }

    is(value, type) {
        return type !== undefined && this.orm.is(value, type);
    }

    /** SQL as text; within an index or a generated column no table may be named. */
    sql(value, within) {
        const made = typeof value === 'function' ? value() : value;
        if (made === null || made === undefined) return null;
        if (!this.is(made, this.orm.SQL)) return String(made);
        // That it is to have its values within is remembered there, and drizzle-kit asks for some texts without them.
        const { shouldInlineParams } = made;
        const text = this.dialect.sqlToQuery(made.inlineParams(), within).sql;
        made.shouldInlineParams = shouldInlineParams;
        return text;
    }

    /** The same as drizzle-kit says it in its snapshots: with $1 or ? for a value. */
    kitSql(value, within) {
        const made = typeof value === 'function' ? value() : value;
        return this.is(made, this.orm.SQL) ? this.dialect.sqlToQuery(made, within).sql : this.sql(made);
    }

    of(columns) {
        return columns.map((c) => this.names.of(c));
    }

    /** By column, what it is called in TypeScript. */
    keysOf(table) {
        return new Map(Object.entries(this.orm.getTableColumns(table)).map(([key, column]) => [column, key]));
    }

    /** What goes for a column of any system. */
    columnFacts(key, column) {
        return {
            key,
            name: this.names.of(column),
            notNull: Boolean(column.notNull),
            primaryKey: Boolean(column.primary),
            enumValues: column.enumValues && column.enumValues.length > 0 ? [...column.enumValues] : null,
            hasDefaultFn: Boolean(column.defaultFn),
            hasOnUpdateFn: Boolean(column.onUpdateFn),
        };
    }

    foreignKeyFacts(key) {
        const { columns, foreignTable, foreignColumns } = key.reference();
        return {
            columns: this.of(columns),
            table: this.names.ofTable(foreignTable),
            targetColumns: this.of(foreignColumns),
            onDelete: plain(key.onDelete),
            onUpdate: plain(key.onUpdate),
        };
    }

    /** In 1.0 it need not have a name, though drizzle-kit then fails; its `pull` leaves just this one out. */
    namelessIndex(name, table) {
        this.warnings.push(`an index of “${table}” has no name, which drizzle-kit cannot do with: it is taken for “${name}”`);
        return name;
    }
}
