// SPDX-License-Identifier: GPL-3.0-or-later
// What a schema written with pg-core declares. Names of constraints are those that drizzle-kit gives them: 0.31 and 1.0
// have different ones.
import { Describer, plain } from './describer.mjs';
import { postgresKit1Default, postgresKit1Sql } from './kitdefaults.mjs';
import { postgresKitDefault } from './kittexts.mjs';
import { hashOf } from './names.mjs';
import { literalOf, storedText } from './postgresvalues.mjs';

const modes = {
    PgNumericNumber: 'number', PgNumericBigInt: 'bigint', PgBigInt53: 'number', PgBigInt64: 'bigint',
    PgBigSerial53: 'number', PgBigSerial64: 'bigint',
};
const longestName = 63;
const ranges = { smallint: 32767n, integer: 2147483647n, bigint: 9223372036854775807n };
const textOr = (value, otherwise) => String(value ?? otherwise);
const snakeCase = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const parameters = (said) =>
    Object.entries(said ?? {}).filter(([, value]) => value !== undefined && value !== null)
        .map(([key, value]) => `${snakeCase(key)}=${value}`);

/** How a sequence counts; numbers as text, as they may be larger than JavaScript's. */
function counting(options, type) {
    const highest = ranges[type] ?? ranges.bigint;
    const increment = textOr(options?.increment, '1');
    const falls = increment.trim().startsWith('-');
    const minimum = textOr(options?.minValue, falls ? -highest - 1n : 1n);
    const maximum = textOr(options?.maxValue, falls ? -1n : highest);
    return {
        type, increment, minimum, maximum, start: textOr(options?.startWith, falls ? maximum : minimum),
        cache: textOr(options?.cache, '1'), cycle: Boolean(options?.cycle),
    };
}

class PostgresDescriber extends Describer {
    constructor(given) {
        super(given);
        this.dialect = new this.core.PgDialect({ casing: given.casing ?? undefined });
        this.isV1 = this.major >= 1;
        this.policies = []; // those that are linked to a table
    }

    isTable(value) {
        return this.is(value, this.core.PgTable);
    }

    add(out, where, value) {
        const { core } = this;
        for (const list of ['enums', 'schemas', 'sequences', 'roles', 'policies']) out[list] ??= [];
        if (core.isPgEnum(value)) out.enums.push({ ...where, schema: plain(value.schema), ...this.enum(value) });
        else if (this.isTable(value)) out.tables.push({ ...where, ...this.table(value) });
        else if (this.is(value, core.PgSchema)) this.addSchema(out, value);
        else if (core.isPgSequence(value)) out.sequences.push({ ...where, ...this.sequence(value) });
        else if (this.is(value, core.PgView)) out.views.push({ ...where, ...this.view(value) });
        else if (this.is(value, core.PgMaterializedView)) out.views.push({ ...where, ...this.materializedView(value) });
        else if (this.is(value, core.PgRole)) out.roles.push(this.role(value));
        else if (this.is(value, core.PgPolicy)) this.policies.push(value);
    }

    /** Linked policies go to their tables; tells of what is used, and not exported: drizzle-kit does not see it. */
    finish(out) {
        for (const policy of this.policies) {
            const target = policy._linkedTable ? this.names.ofTable(policy._linkedTable) : null;
            const shown = target && this.names.shown(target);
            const table = out.tables.find((t) => shown === this.names.shown(t));
            if (table) table.policies.push(this.policy(policy));
            else if (target) out.policies.push({ ...this.policy(policy), on: target });
        }
        const known = new Set(out.schemas.map((schema) => schema.name));
        const used = new Set([...out.tables, ...out.views, ...out.enums, ...out.sequences].map((o) => o.schema));
        for (const schema of used)
            if (schema && !known.has(schema)) this.warnings.push(`the schema “${schema}” is used, but not exported`);
        const enums = new Set(out.enums.map((e) => this.names.shown(e)));
        const types = out.tables.flatMap((t) => t.columns).map((c) => c.enum).filter(Boolean);
        for (const type of new Set(types.map((e) => this.names.shown(e))))
            if (!enums.has(type)) this.warnings.push(`the enum “${type}” is used, but not exported`);
    }

    addSchema(out, schema) {
        out.schemas.push({ name: schema.schemaName, existing: Boolean(schema.isExisting) });
    }

    enum(value) {
        return { name: value.enumName, values: [...value.enumValues] };
    }

    sequence(value) {
        return { schema: plain(value.schema), name: value.seqName, options: counting(value.seqOptions, 'bigint') };
    }

    role(value) {
        return {
            name: value.name, existing: Boolean(value._existing), createDb: Boolean(value.createDb),
            createRole: Boolean(value.createRole), inherit: value.inherit ?? true,
        };
    }

    /** The column without its dimensions, and how many it has. */
    element(column) {
        let base = column;
        let dimensions = 0;
        for (; this.is(base, this.core.PgArray); base = base.baseColumn) ++dimensions;
        return { base, dimensions: dimensions || (this.isV1 ? column.dimensions ?? 0 : 0) };
    }

    /** As DDL has it; null: none, or one that only Drizzle knows ($defaultFn). */
    defaultOf(column) {
        if (column.default === undefined) return null;
        if (this.is(column.default, this.orm.SQL)) return this.sql(column.default);
        const { base, dimensions } = this.element(column);
        return literalOf(base, column.default, dimensions);
    }

    /** What a snapshot says of the default; null: the same. */
    kitDefaultOf(column) {
        const { default: value } = column;
        if (value === undefined || value === null) return null;
        if (this.is(value, this.orm.SQL)) return this.isV1 ? postgresKit1Sql(this.kitSql(value)) : null;
        if (!this.isV1) return postgresKitDefault(value, column);
        const { base, dimensions } = this.element(column);
        return postgresKit1Default(value, base, dimensions, base.enum && this.core.isPgEnum(base.enum));
    }

    identity(column, table) {
        const identity = column.generatedIdentity;
        if (!identity) return null;
        return {
            always: identity.type === 'always',
            name: identity.sequenceName ?? `${table}_${this.names.of(column)}_seq`,
            options: counting(identity.sequenceOptions, column.getSQLType()),
        };
    }

    column(key, column, table) {
        const { base, dimensions } = this.element(column);
        const { enum: type } = base;
        const sqlType = column.getSQLType();
        return {
            ...this.columnFacts(key, column),
            type: this.isV1 ? sqlType + '[]'.repeat(dimensions) : sqlType,
            enum: type && this.core.isPgEnum(type) ? { schema: plain(type.schema), name: type.enumName } : null,
            // The type itself knows those of an enum, and the values of an array are none of them.
            enumValues: !type && dimensions === 0 && base.enumValues?.length > 0 ? [...base.enumValues] : null,
            default: this.defaultOf(column),
            isDefaultSql: this.is(column.default, this.orm.SQL),
            kitDefault: this.kitDefaultOf(column),
            generated: column.generated
                ? { as: this.sql(column.generated.as, 'indexes'), kitAs: this.kitSql(column.generated.as) } : null,
            identity: this.identity(column, table),
            unique: column.isUnique ? {
                name: column.uniqueName ?? `${table}_${this.names.of(column)}_key`,
                nullsNotDistinct: column.uniqueType === 'not distinct', isNameOwn: this.isV1 && Boolean(column.uniqueName),
            } : null,
            mode: modes[base.columnType] ?? null,
        };
    }

    columns(fields, table) {
        return fields.filter(([, c]) => this.is(c, this.orm.Column)).map(([key, c]) => this.column(key, c, table));
    }

    part(part) {
        if (this.is(part, this.orm.SQL)) return { expression: this.sql(part, 'indexes') };
        const { order, nulls, opClass } = part.indexConfig ?? {};
        const isDescending = this.isV1 ? order === 'desc' : order !== 'asc';
        return {
            column: this.names.of(part), descending: isDescending, opClass: opClass ? String(opClass) : null,
            nullsFirst: nulls ? nulls === 'first' : isDescending && (this.isV1 || order === 'desc'),
        };
    }

    index({ config }, table) {
        const columns = config.columns.map((part) => this.part(part));
        const named = config.columns.filter((part) => !this.is(part, this.orm.SQL));
        const name = [table, ...this.of(named), 'index'].join('_');
        const isNameless = !config.name && named.length < columns.length;
        return {
            name: isNameless ? this.namelessIndex(name, table) : config.name ?? name,
            unique: Boolean(config.unique), method: config.method ?? 'btree', columns,
            where: this.sql(config.where, 'indexes'), kitWhere: this.isV1 ? null : this.kitSql(config.where),
            parameters: parameters(config.with),
            concurrently: Boolean(config.concurrently), isNameOwn: this.isV1 && Boolean(config.name),
        };
    }

    /** 0.31 makes the name of the keys in TypeScript, and then puts the columns' names in their place, each once. */
    recased(name, columns) {
        return columns.reduce((made, column) => made.replace(column.name, this.names.of(column)), name);
    }

    foreignKeyName(key, table) {
        const { name, columns, foreignTable, foreignColumns } = key.reference();
        if (!this.isV1) return this.recased(key.getName(), [...columns, ...foreignColumns]);
        if (name) return name;
        const target = this.names.ofTable(foreignTable).name;
        const made = `${table}_${this.of(columns).join('_')}_${target}_${this.of(foreignColumns).join('_')}_fkey`;
        if (made.length <= longestName) return made;
        return table.length < 45 ? `${table}_${hashOf(made)}_fkey` : `${hashOf(made)}_fkey`;
    }

    primaryKeyName(key, table) {
        return this.isV1 ? key.name || `${table}_pkey` : this.recased(key.getName(), key.columns);
    }

    /** Whether the project has given it its name: 1.0 tells. */
    isOwn(constraint) {
        return this.isV1 && Boolean(constraint.isNameExplicit);
    }

    policy(policy) {
        const roles = [].concat(policy.to ?? 'public').map((to) => (typeof to === 'string' ? to : to.name));
        const condition = (value) => (this.is(value, this.orm.SQL) ? this.sql(value) : null);
        return {
            name: policy.name, restrictive: policy.as === 'restrictive', command: policy.for ?? 'all',
            roles: roles.sort(), using: condition(policy.using), check: condition(policy.withCheck),
            kitUsing: this.kitSql(policy.using), kitCheck: this.kitSql(policy.withCheck),
        };
    }

    table(table) {
        const config = this.core.getTableConfig(table);
        const keys = this.keysOf(table);
        const primary = config.primaryKeys[0];
        const { name } = config;
        return {
            schema: plain(config.schema), name, rowSecurity: Boolean(config.enableRLS),
            columns: config.columns.map((column) => this.column(keys.get(column) ?? column.name, column, name)),
            primaryKey: primary
                ? { name: this.primaryKeyName(primary, name), columns: this.of(primary.columns), isNameOwn: this.isOwn(primary) }
                : null,
            uniques: config.uniqueConstraints.map((u) => ({
                name: u.name ?? this.core.uniqueKeyName(table, this.of(u.columns)), columns: this.of(u.columns),
                nullsNotDistinct: Boolean(u.nullsNotDistinct), isNameOwn: this.isOwn(u),
            })),
            checks: config.checks.map((c) => ({
                name: c.name, sql: this.sql(c.value, 'indexes'), kitSql: this.isV1 ? null : this.kitSql(c.value),
            })),
            foreignKeys: config.foreignKeys.map((key) => ({
                name: this.foreignKeyName(key, name), isNameOwn: this.isV1 && Boolean(key.reference().name),
                ...this.foreignKeyFacts(key),
            })),
            indexes: config.indexes.map((index) => this.index(index, name)),
            policies: config.policies.map((policy) => this.policy(policy)),
        };
    }

    /** A column of a view as a snapshot of 0.31 lists it; those that are SQL are not listed. */
    kitViewColumn(column, config) {
        const { enum: type } = column;
        const { generated } = column;
        const identity = this.identity(column, config.name);
        const options = identity?.options;
        const { default: value } = column;
        // Quotes within a text are left as they are there.
        const shown = typeof value === 'string' ? `'${value}'` : this.kitDefaultOf(column) ?? undefined;
        return {
            name: column.name, type: column.getSQLType(),
            typeSchema: type && this.core.isPgEnum(type) ? type.schema ?? 'public' : undefined,
            primaryKey: Boolean(column.primary), notNull: Boolean(column.notNull),
            default: this.is(value, this.orm.SQL) ? this.sql(value) : shown,
            generated: generated ? { as: this.kitSql(generated.as), type: 'stored' } : undefined,
            identity: identity ? {
                type: identity.always ? 'always' : 'byDefault', name: identity.name, schema: config.schema ?? 'public',
                increment: options.increment, startWith: options.start, minValue: options.minimum,
                maxValue: options.maximum, cache: options.cache, cycle: options.cycle,
            } : undefined,
        };
    }

    viewFacts(config) {
        const fields = Object.values(config.selectedFields ?? {});
        return {
            kitColumns: this.isV1 ? [] : fields.filter((c) => this.is(c, this.core.PgColumn)).map((c) => this.kitViewColumn(c, config)),
            schema: plain(config.schema), name: config.name, existing: Boolean(config.isExisting),
            definition: config.isExisting ? null : this.sql(config.query), parameters: parameters(config.with),
            columns: this.columns(Object.entries(config.selectedFields ?? {}), config.name),
        };
    }

    view(view) {
        return this.viewFacts(this.core.getViewConfig(view));
    }

    materializedView(view) {
        const config = this.core.getMaterializedViewConfig(view);
        return {
            ...this.viewFacts(config), materialized: true, populated: !config.withNoData,
            using: plain(config.using), tablespace: plain(config.tablespace),
        };
    }
}

const warmUp = `
import { sql } from 'drizzle-orm';
import * as c from 'drizzle-orm/pg-core';
const tables = { kind: c.pgEnum('kind', ['a', 'b']) };
for (let i = 0; i < 60; ++i) {
    const before = tables['t' + (i - 1)];
    tables['t' + i] = c.pgTable('t' + i, {
        id: c.serial('id').primaryKey(),
        before: before ? c.integer('before').references(() => before.id, { onDelete: 'cascade' }) : c.integer('before'),
        name: c.text('name').notNull().default('a').unique(),
        kind: tables.kind('kind').default('a'),
        amount: c.numeric('amount', { precision: 10, scale: 2 }).default('0.5'),
        isOpen: c.boolean('is_open').notNull().default(true),
        settings: c.jsonb('settings').default({ a: 1 }),
        at: c.timestamp('at', { withTimezone: true }).defaultNow(),
        key: c.text('key').$defaultFn(() => 'a'),
    }, (t) => [
        c.index('i' + i).on(t.name, t.amount.desc()), c.uniqueIndex('u' + i).on(t.at),
        c.check('c' + i, sql\`\${t.amount} >= 0\`),
    ]);
}
export { tables as file0 };
`;

export const postgres = { core: 'pg-core', Describer: PostgresDescriber, warmUp, storedText };
