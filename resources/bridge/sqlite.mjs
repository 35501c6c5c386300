// SPDX-License-Identifier: GPL-3.0-or-later
// What a schema written with sqlite-core declares.
import { Describer, plain, quoted } from './describer.mjs';
import { sqliteKit1Default } from './kitdefaults.mjs';
import { sqliteKitDefault } from './kittexts.mjs';

const modes = {
    SQLiteBoolean: 'boolean', SQLiteTextJson: 'json', SQLiteBlobJson: 'json', SQLiteBigInt: 'bigint',
    SQLiteBlobBuffer: 'buffer', SQLiteNumericNumber: 'number', SQLiteNumericBigInt: 'bigint',
};

class SqliteDescriber extends Describer {
    constructor(given) {
        super(given);
        const Dialect = this.core.SQLiteSyncDialect ?? this.core.SQLiteDialect;
        this.dialect = new Dialect({ casing: given.casing ?? undefined });
    }

    isTable(value) {
        return this.is(value, this.core.SQLiteTable);
    }

    add(out, where, value) {
        if (this.isTable(value)) out.tables.push({ ...where, ...this.table(value) });
        else if (this.is(value, this.core.SQLiteView)) out.views.push({ ...where, ...this.view(value) });
    }

    literal(value) {
        if (value === null) return 'NULL';
        if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
        if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
        return quoted(typeof value === 'string' ? value : JSON.stringify(value));
    }

    /** As DDL has it; null: none, or one that only Drizzle knows ($defaultFn). */
    defaultOf(column) {
        const value = column.default;
        if (value === undefined) return null;
        if (this.is(value, this.orm.SQL)) return this.sql(value);
        if (typeof value === 'boolean') return String(value); // drizzle-kit writes true, not 1
        // A text that stands for JSON is written as it is, and a number, too: neither is made JSON once more.
        if (column.columnType === 'SQLiteTextJson' && ['string', 'number'].includes(typeof value)) return this.literal(value);
        if (value instanceof Uint8Array) return this.literal(value); // and bytes, also where 1.0 takes a blob for JSON
        const stored = column.mapToDriverValue ? column.mapToDriverValue(value) : value;
        return this.is(stored, this.orm.SQL) ? this.sql(stored) : this.literal(stored);
    }

    /** What a snapshot says of the default; null: the same. */
    kitDefaultOf(column) {
        const { default: value } = column;
        if (value === undefined || value === null || this.is(value, this.orm.SQL)) return null;
        return this.major >= 1 ? sqliteKit1Default(value, column) : sqliteKitDefault(value);
    }

    modeOf(column) {
        const isTime = column.columnType === 'SQLiteTimestamp';
        return isTime ? (column.mode ?? 'timestamp') : (modes[column.columnType] ?? null);
    }

    column(key, column) {
        const generated = column.generated;
        return {
            ...this.columnFacts(key, column),
            type: column.getSQLType(),
            autoIncrement: Boolean(column.autoIncrement),
            default: this.defaultOf(column),
            kitDefault: this.kitDefaultOf(column),
            generated: generated ? {
                as: this.sql(generated.as, 'indexes'), kitAs: this.kitSql(generated.as, 'indexes'),
                stored: generated.mode === 'stored',
            } : null,
            unique: column.isUnique ? { name: plain(column.uniqueName) } : null,
            mode: this.modeOf(column),
        };
    }

    indexName({ config }, table) {
        if (config.name) return config.name;
        const columns = this.of(config.columns.filter((part) => !this.is(part, this.orm.SQL)));
        return this.namelessIndex([table, ...columns, 'index'].join('_'), table);
    }

    index(index, table) {
        const { config } = index;
        return {
            name: this.indexName(index, table),
            unique: Boolean(config.unique),
            columns: config.columns.map((part) => this.is(part, this.orm.SQL)
                ? { expression: this.sql(part, 'indexes') } : { column: this.names.of(part) }),
            where: this.sql(config.where),
            kitWhere: this.kitSql(config.where),
        };
    }

    table(table) {
        const config = this.core.getTableConfig(table);
        const keys = this.keysOf(table);
        const primary = config.primaryKeys[0];
        return {
            name: config.name,
            columns: config.columns.map((column) => this.column(keys.get(column) ?? column.name, column)),
            primaryKey: primary ? { name: plain(primary.name), columns: this.of(primary.columns) } : null,
            uniques: config.uniqueConstraints.map((u) => ({
                name: plain(u.name ?? u.getName?.()), columns: this.of(u.columns),
            })),
            // drizzle-kit 1.0 leaves the table's name out there.
            checks: config.checks.map((c) => {
                const within = this.major >= 1 ? 'indexes' : undefined;
                return { name: c.name, sql: this.sql(c.value, within), kitSql: this.kitSql(c.value, within) };
            }),
            foreignKeys: config.foreignKeys.map((key) => ({
                name: plain(key.reference().name), ...this.foreignKeyFacts(key),
            })),
            indexes: config.indexes.map((index) => this.index(index, config.name)),
        };
    }

    /** A column of a view as a snapshot of 0.31 lists it; those that are SQL are not listed. */
    kitViewColumn(column) {
        const { generated } = column;
        const value = column.default;
        return {
            name: column.name, type: column.getSQLType(), primaryKey: Boolean(column.primary),
            notNull: Boolean(column.notNull), autoincrement: Boolean(column.autoIncrement),
            default: this.is(value, this.orm.SQL) ? this.sql(value) : this.kitDefaultOf(column) ?? undefined,
            generated: generated
                ? { as: `(${this.kitSql(generated.as, 'indexes')})`, type: generated.mode ?? 'virtual' } : undefined,
        };
    }

    view(view) {
        const config = this.core.getViewConfig(view);
        const columns = Object.entries(config.selectedFields ?? {});
        const isV1 = this.major >= 1;
        return {
            kitColumns: columns.filter(([, c]) => !isV1 && this.is(c, this.core.SQLiteColumn)).map(([, c]) => this.kitViewColumn(c)),
            name: config.name,
            existing: Boolean(config.isExisting),
            definition: config.isExisting ? null : this.sql(config.query),
            columns: columns.filter(([, c]) => this.is(c, this.orm.Column)).map(([key, c]) => this.column(key, c)),
        };
    }
}

/** What a process that stands by runs; see warmup.mjs. */
const warmUp = `
import { sql } from 'drizzle-orm';
import * as c from 'drizzle-orm/sqlite-core';
const tables = {};
for (let i = 0; i < 60; ++i) {
    const before = tables['t' + (i - 1)];
    tables['t' + i] = c.sqliteTable('t' + i, {
        id: c.integer('id').primaryKey({ autoIncrement: true }),
        before: before ? c.integer('before').references(() => before.id, { onDelete: 'cascade' }) : c.integer('before'),
        name: c.text('name').notNull().default('a').unique(),
        kind: c.text('kind', { enum: ['a', 'b'] }),
        amount: c.real('amount').default(0.5),
        isOpen: c.integer('is_open', { mode: 'boolean' }).notNull().default(true),
        settings: c.text('settings', { mode: 'json' }),
        at: c.integer('at', { mode: 'timestamp' }).default(sql\`(unixepoch())\`),
        key: c.text('key').$defaultFn(() => 'a'),
    }, (t) => [
        c.index('i' + i).on(t.name, t.amount), c.uniqueIndex('u' + i).on(t.at),
        c.check('c' + i, sql\`\${t.amount} >= 0\`),
    ]);
}
export { tables as file0 };
`;

export const sqlite = { core: 'sqlite-core', Describer: SqliteDescriber, warmUp };
