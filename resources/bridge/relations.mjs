// SPDX-License-Identifier: GPL-3.0-or-later
// relations() of 0.x (in 1.0: drizzle-orm/_relations) and defineRelations() of 1.0, in one form.
// `owns` says whether the key lies in the table the relation starts at: true, false, or null where nothing tells.

const isTableEntry = (value) =>
    value !== null && typeof value === 'object' && value.table !== undefined && value.relations !== null
    && typeof value.relations === 'object';

/** defineRelations() and defineRelationsPart() give {tsName: {table, name, relations}}. */
function isDefined(value) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
    const entries = Object.values(value);
    return entries.length > 0 && entries.every(isTableEntry);
}

function definedOf(value, where, names) {
    const column = (c) => names.of(c?._?.column ?? c);
    const out = [];
    for (const { table, relations } of Object.values(value)) {
        for (const [name, relation] of Object.entries(relations)) {
            if (!relation.sourceColumns || !relation.targetColumns) continue; // something counted, no relation
            const many = relation.relationType === 'many';
            const through = relation.throughTable && relation.through
                ? {
                      table: names.ofTable(relation.throughTable),
                      columns: relation.through.source.map(column),
                      targetColumns: relation.through.target.map(column),
                  } : null;
            out.push({
                ...where, name, kind: many ? 'many' : 'one', owns: many ? false : null,
                table: names.ofTable(table), columns: relation.sourceColumns.map(column),
                target: names.ofTable(relation.targetTable), targetColumns: relation.targetColumns.map(column), through,
            });
        }
    }
    return out;
}

function classicOf(all, { orm, relational, names, warnings }) {
    const declared = all.filter(({ value }) => orm.is(value, relational.Relations));
    if (declared.length === 0) return [];
    const schema = Object.fromEntries(all.map(({ name, value }, i) => [`${name}#${i}`, value]));
    const { tables, tableNamesMap } =
        relational.extractTablesRelationalConfig(schema, relational.createTableRelationsHelpers);
    const whereOf = new Map(declared.map(({ file, name, value }) => [value.table, { file, export: name }]));
    const out = [];
    for (const config of Object.values(tables)) {
        for (const [name, relation] of Object.entries(config.relations)) {
            try {
                const { fields, references } = relational.normalizeRelation(tables, tableNamesMap, relation);
                const one = orm.is(relation, relational.One);
                out.push({
                    ...whereOf.get(relation.sourceTable), name,
                    kind: one ? 'one' : 'many', owns: one && Boolean(relation.config),
                    table: names.ofTable(relation.sourceTable), columns: fields.map((c) => names.of(c)),
                    target: names.ofTable(relation.referencedTable), targetColumns: references.map((c) => names.of(c)),
                    through: null,
                });
            } catch (error) {
                const why = error.message.split('\n')[0];
                warnings.push(`the relation “${name}” of ${config.dbName} leads nowhere: ${why}`);
            }
        }
    }
    return out;
}

export function relationsOf({ all, orm, relational, names, warnings }) {
    const out = relational?.Relations ? classicOf(all, { orm, relational, names, warnings }) : [];
    for (const { file, name, value } of all)
        if (isDefined(value)) out.push(...definedOf(value, { file, export: name }, names));
    return out;
}
