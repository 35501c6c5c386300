// SPDX-License-Identifier: GPL-3.0-or-later
// What the modules of a schema export, as plain data. Asks drizzle-orm by is(), never instanceof: a project may hold
// several copies of it.
import { Names } from './names.mjs';
import { relationsOf } from './relations.mjs';

const plain = (value) => (value === undefined ? null : value);

class Describer {
    constructor({ orm, core, casing, warnings, major }) {
        this.major = major;
        this.orm = orm;
        this.core = core;
        this.names = new Names(casing);
        this.warnings = warnings;
        const Dialect = core.SQLiteSyncDialect ?? core.SQLiteDialect;
        this.dialect = new Dialect({ casing: casing ?? undefined });
    }

    is(value, type) {
        return type !== undefined && this.orm.is(value, type);
    }

    /** SQL as text; within an index or a generated column no table may be named. */
    sql(value, within) {
        const made = typeof value === 'function' ? value() : value;
        if (made === null || made === undefined) return null;
        if (!this.is(made, this.orm.SQL)) return String(made);
        return this.dialect.sqlToQuery(made.inlineParams(), within).sql;
    }

    literal(value) {
        if (value === null) return 'NULL';
        if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
        if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
        if (typeof value === 'string') return `'${value.replace(/'/g, "''")}'`;
        return `'${JSON.stringify(value).replace(/'/g, "''")}'`;
    }

    /** As DDL has it; null: none, or one that only Drizzle knows ($defaultFn). */
    defaultOf(column) {
        const value = column.default;
        if (value === undefined) return null;
        if (this.is(value, this.orm.SQL)) return this.sql(value);
        if (typeof value === 'boolean') return String(value); // drizzle-kit writes true, not 1
        const stored = column.mapToDriverValue ? column.mapToDriverValue(value) : value;
        return this.is(stored, this.orm.SQL) ? this.sql(stored) : this.literal(stored);
    }

    modeOf(column) {
        const byType = {
            SQLiteBoolean: 'boolean', SQLiteTextJson: 'json', SQLiteBlobJson: 'json', SQLiteBigInt: 'bigint',
            SQLiteBlobBuffer: 'buffer', SQLiteNumericNumber: 'number', SQLiteNumericBigInt: 'bigint',
        };
        const isTime = column.columnType === 'SQLiteTimestamp';
        return isTime ? (column.mode ?? 'timestamp') : (byType[column.columnType] ?? null);
    }

    column(key, column) {
        const generated = column.generated;
        return {
            key,
            name: this.names.of(column),
            type: column.getSQLType(),
            notNull: Boolean(column.notNull),
            primaryKey: Boolean(column.primary),
            autoIncrement: Boolean(column.autoIncrement),
            default: this.defaultOf(column),
            generated: generated
                ? { as: this.sql(generated.as, 'indexes'), stored: generated.mode === 'stored' } : null,
            unique: column.isUnique ? { name: plain(column.uniqueName) } : null,
            mode: this.modeOf(column),
            enumValues: column.enumValues && column.enumValues.length > 0 ? [...column.enumValues] : null,
            hasDefaultFn: Boolean(column.defaultFn),
            hasOnUpdateFn: Boolean(column.onUpdateFn),
        };
    }

    /** In 1.0 it need not have a name, though drizzle-kit then fails; its `pull` leaves just this one out. */
    indexName({ config }, table) {
        if (config.name) return config.name;
        const columns = config.columns.filter((part) => !this.is(part, this.orm.SQL)).map((c) => this.names.of(c));
        const name = [table, ...columns, 'index'].join('_');
        this.warnings.push(`an index of “${table}” has no name, which drizzle-kit cannot do with: it is taken for “${name}”`);
        return name;
    }

    index(index, table) {
        const { config } = index;
        return {
            name: this.indexName(index, table),
            unique: Boolean(config.unique),
            columns: config.columns.map((part) => this.is(part, this.orm.SQL)
                ? { expression: this.sql(part, 'indexes') } : { column: this.names.of(part) }),
            where: this.sql(config.where),
        };
    }

    foreignKey(key) {
        const { name, columns, foreignTable, foreignColumns } = key.reference();
        return {
            name: plain(name),
            columns: columns.map((c) => this.names.of(c)),
            table: this.names.ofTable(foreignTable),
            targetColumns: foreignColumns.map((c) => this.names.of(c)),
            onDelete: plain(key.onDelete),
            onUpdate: plain(key.onUpdate),
        };
    }

    table(table) {
        const config = this.core.getTableConfig(table);
        const keys = new Map(Object.entries(this.orm.getTableColumns(table)).map(([key, column]) => [column, key]));
        const names = (columns) => columns.map((c) => this.names.of(c));
        const primary = config.primaryKeys[0];
        return {
            name: config.name,
            columns: config.columns.map((column) => this.column(keys.get(column) ?? column.name, column)),
            primaryKey: primary ? { name: plain(primary.name), columns: names(primary.columns) } : null,
            uniques: config.uniqueConstraints.map((u) => ({
                name: plain(u.name ?? u.getName?.()), columns: names(u.columns),
            })),
            // drizzle-kit 1.0 leaves the table's name out there.
            checks: config.checks.map((c) => ({
                name: c.name, sql: this.sql(c.value, this.major >= 1 ? 'indexes' : undefined),
            })),
            foreignKeys: config.foreignKeys.map((key) => this.foreignKey(key)),
            indexes: config.indexes.map((index) => this.index(index, config.name)),
        };
    }

    view(view) {
        const config = this.core.getViewConfig(view);
        const columns = Object.entries(config.selectedFields ?? {});
        return {
            name: config.name,
            existing: Boolean(config.isExisting),
            definition: config.isExisting ? null : this.sql(config.query),
            columns: columns.filter(([, c]) => this.is(c, this.orm.Column)).map(([key, c]) => this.column(key, c)),
        };
    }
}

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

/** By name in the database: the columns of each table, and what they are called there. */
export function tablesOf({ exports, files, casing }) {
    const { orm, core } = exports;
    const names = new Names(casing);
    const out = new Map();
    for (const { value } of exported(exports, files)) {
        if (!orm.is(value, core.SQLiteTable)) continue;
        const columns = Object.values(orm.getTableColumns(value));
        out.set(names.ofTable(value), { columns, names: columns.map((column) => names.of(column)) });
    }
    return out;
}

export function describe({ exports, files, casing, major }) {
    const { orm, core, relational } = exports;
    const out = { major, tables: [], views: [], relations: [], warnings: [] };
    const describer = new Describer({ orm, core, casing, major, warnings: out.warnings });
    const all = [...exported(exports, files)];
    for (const { file, name, value } of all) {
        if (describer.is(value, core.SQLiteTable)) out.tables.push({ file, export: name, ...describer.table(value) });
        else if (describer.is(value, core.SQLiteView)) out.views.push({ file, export: name, ...describer.view(value) });
    }
    for (const kind of ['tables', 'views']) {
        const names = out[kind].map((o) => o.name);
        for (const twice of new Set(names.filter((n, i) => names.indexOf(n) !== i)))
            out.warnings.push(`“${twice}” is declared more than once`);
    }
    out.relations = relationsOf({ all, orm, relational, names: describer.names, warnings: out.warnings });
    return out;
}
