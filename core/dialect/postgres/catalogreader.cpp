// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/catalogreader.h"

#include "core/dialect/postgres/catalogtext.h"
#include "core/dialect/postgres/names.h"
#include "core/schema/readingrights.h"
#include "core/schema/sortbyname.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString catalogCell(const Row &row, size_t at)
{
    return row[at].isNull() ? QString() : row[at].display();
}

bool catalogSaysYes(const Row &row, size_t at)
{
    const QString text = catalogCell(row, at);
    return text == "true"_L1 || text == "t"_L1;
}

QualifiedName nameAt(const Row &row, size_t schema)
{
    return {postgresModelSchema(catalogCell(row, schema)), catalogCell(row, schema + 1)};
}

QString withoutFinalSemicolon(QString definition)
{
    definition = definition.trimmed();
    if (definition.endsWith(u';'))
        definition.chop(1);
    return definition.trimmed();
}

/// Of a drizzle migrator, also under a name of the project's own.
bool isPostgresJournal(const Table &table)
{
    if (table.name.name == "__drizzle_migrations"_L1)
        return true;
    const QStringList classic{u"id"_s, u"hash"_s, u"created_at"_s};
    QStringList names;
    for (const Column &c : table.columns)
        names.append(c.name);
    return (names == classic || names == classic + QStringList{u"name"_s, u"applied_at"_s})
        && table.columns[1].declaredType == "text"_L1 && table.columns[2].declaredType == "bigint"_L1;
}

} // namespace

void PostgresCatalogReader::takeSchemas(const std::vector<Row> &rows)
{
    for (const Row &r : rows) {
        NamedSchema s;
        s.name = catalogCell(r, 1);
        s.readable = catalogSaysYes(r, 2);
        s.internal = catalogSaysYes(r, 3);
        s.comment = catalogCell(r, 4);
        if (s.name == "public"_L1 && s.comment == "standard public schema"_L1)
            s.comment.clear(); // the system's own words
        takeAccess(DependentObject::Kind::Schema, {{}, s.name},
                   postgresKeeps(u"SCHEMA "_s, u"SCHEMA "_s, r[5], r[6], false));
        if (!s.readable) {
            m_closed.insert(s.name);
            remark(u"This role may not look into the schema %1: what is in it is left out."_s.arg(s.name));
        }
        m_schema.schemas.append(s);
    }
}

void PostgresCatalogReader::takeRelations(const std::vector<Row> &rows)
{
    for (const Row &r : rows)
        m_names.insert(catalogCell(r, 0), nameAt(r, 1));
    for (const Row &r : rows) {
        if (!isHidden(catalogCell(r, 1)))
            takeRelation(r);
    }
}

void PostgresCatalogReader::takeRelation(const Row &r)
{
    const QString oid = catalogCell(r, 0);
    const QualifiedName name = nameAt(r, 1);
    const QString kind = catalogCell(r, 3);
    const QString broken = catalogSaysYes(r, 15) ? QString() : mayNotRead();
    if (!catalogCell(r, 18).isEmpty() && kind != "v"_L1)
        remark(u"%1 has rules of its own (%2), which are not shown."_s.arg(name.display(), catalogCell(r, 18)));
    if (kind == "v"_L1 || kind == "m"_L1) {
        View v;
        v.name = name;
        v.materialized = kind == "m"_L1;
        v.populated = catalogSaysYes(r, 11);
        v.options = postgresTextList(catalogCell(r, 7));
        v.definition = withoutFinalSemicolon(catalogCell(r, 12));
        v.brokenBecause = broken;
        v.internal = catalogSaysYes(r, 16);
        v.comment = catalogCell(r, 17);
        v.keeps = postgresKeeps(v.materialized ? u"MATERIALIZED VIEW "_s : u"VIEW "_s, QString(), r[19], r[20], false);
        if (!catalogCell(r, 21).isEmpty())
            v.keeps.prepend(u"ALTER MATERIALIZED VIEW "_s + keptName + u" SET TABLESPACE "_s
                            + postgresIdentifier(catalogCell(r, 21)));
        m_views.insert(oid, m_schema.views.size());
        m_schema.views.append(v);
        return;
    }
    Table t;
    t.name = name;
    t.kind = kind == "f"_L1 ? Table::Kind::Foreign : Table::Kind::Ordinary;
    t.plainKeys = true;
    t.internal = catalogSaysYes(r, 16);
    t.brokenBecause = broken;
    t.facts.unlogged = catalogCell(r, 4) == "u"_L1;
    t.facts.rowSecurity = catalogSaysYes(r, 5);
    t.facts.rowSecurityForced = catalogSaysYes(r, 6);
    t.facts.parameters = postgresTextList(catalogCell(r, 7));
    t.facts.partitionBound = catalogCell(r, 8);
    t.facts.partitionKey = catalogCell(r, 9);
    t.facts.foreignServer = catalogCell(r, 13);
    t.facts.foreignOptions = postgresTextList(catalogCell(r, 14));
    t.facts.comment = catalogCell(r, 17);
    const QStringList parents = postgresTextList(catalogCell(r, 10));
    for (const QString &parent : parents) {
        if (t.facts.partitionBound.isEmpty())
            t.facts.inherits.append(m_names.value(parent));
        else
            t.facts.partitionOf = m_names.value(parent);
    }
    DependentObject access;
    access.kind = DependentObject::Kind::Relation;
    access.table = name;
    access.display = u"Who owns and may use %1"_s.arg(name.display());
    access.make = postgresKeeps(kind == "f"_L1 ? u"FOREIGN TABLE "_s : u"TABLE "_s, QString(), r[19], r[20], false);
    access.arguments = catalogCell(r, 19);
    if (!catalogCell(r, 21).isEmpty())
        access.make.prepend(u"ALTER TABLE "_s + keptName + u" SET TABLESPACE "_s
                            + postgresIdentifier(catalogCell(r, 21)));
    if (!access.make.isEmpty())
        m_schema.dependents.value.append(access);
    m_tables.insert(oid, m_schema.tables.size());
    m_schema.tables.append(t);
}

void PostgresCatalogReader::takeColumns(const std::vector<Row> &rows)
{
    for (const Row &r : rows) {
        const QString oid = catalogCell(r, 0);
        const int number = catalogCell(r, 1).toInt();
        m_columns[oid].insert(number, catalogCell(r, 2));
        m_collations[oid].insert(number, catalogCell(r, 11));
        Column c;
        c.name = catalogCell(r, 2);
        c.declaredType = catalogCell(r, 3);
        c.notNull = catalogSaysYes(r, 4);
        const QString generated = catalogCell(r, 7);
        if (generated == "s"_L1 || generated == "v"_L1) {
            c.generation = generated == "s"_L1 ? Column::Generation::Stored : Column::Generation::Virtual;
            c.generatedExpression = withoutOuterParentheses(catalogCell(r, 5));
        } else if (!r[5].isNull()) {
            c.defaultExpression = catalogCell(r, 5);
        }
        if (const QString identity = catalogCell(r, 6); identity == "a"_L1 || identity == "d"_L1)
            c.identity = Identity{identity == "a"_L1, {}, {}};
        if (!catalogCell(r, 8).isEmpty())
            c.collation = postgresSideName(catalogCell(r, 9), catalogCell(r, 8));
        c.inherited = catalogSaysYes(r, 10);
        c.comment = catalogCell(r, 12);
        c.domainOf.value = catalogCell(r, 13);
        if (Table *t = table(oid))
            t->columns.append(c);
        else if (View *v = view(oid))
            v->columns.append(c);
        else
            m_attributes[oid].append({c.name, c.declaredType, c.collation, c.comment});
    }
}

QStringList PostgresCatalogReader::columnNames(const QString &oid, const QString &numbers) const
{
    QStringList out;
    const QHash<int, QString> names = m_columns.value(oid);
    const QJsonArray list = postgresList(numbers);
    for (const QJsonValue &v : list)
        out.append(names.value(v.toInt()));
    return out;
}

Table *PostgresCatalogReader::table(const QString &oid)
{
    const auto at = m_tables.constFind(oid);
    return at == m_tables.constEnd() ? nullptr : &m_schema.tables[*at];
}

View *PostgresCatalogReader::view(const QString &oid)
{
    const auto at = m_views.constFind(oid);
    return at == m_views.constEnd() ? nullptr : &m_schema.views[*at];
}

/// What migrators keep for themselves is nobody's to change, nor is a schema that holds nothing else.
void PostgresCatalogReader::markJournals()
{
    for (Table &t : m_schema.tables) {
        if (!isPostgresJournal(t))
            continue;
        t.internal = true;
        for (Sequence &s : m_schema.sequences)
            s.internal = s.internal || s.ownerTable == t.name;
        const auto others = [&](const auto &list) {
            return std::any_of(list.cbegin(), list.cend(),
                               [&](const auto &o) { return o.name.schema == t.name.schema && !o.internal; });
        };
        if (t.name.schema.isEmpty() || others(m_schema.tables) || others(m_schema.views) || others(m_schema.enums)
            || others(m_schema.sequences))
            continue;
        for (NamedSchema &s : m_schema.schemas)
            s.internal = s.internal || s.name == t.name.schema;
    }
}

void PostgresCatalogReader::markHeirs()
{
    QSet<QualifiedName> parents;
    for (const Table &t : std::as_const(m_schema.tables))
        parents.unite(QSet<QualifiedName>(t.facts.inherits.cbegin(), t.facts.inherits.cend()));
    for (Table &t : m_schema.tables)
        t.facts.hasHeirs.value = parents.contains(t.name);
}

Schema PostgresCatalogReader::finish()
{
    markJournals();
    markHeirs();
    const auto byName = [](const auto &a, const auto &b) { return a.name < b.name; };
    for (Table &t : m_schema.tables) {
        sortByName(t.uniques);
        sortByName(t.checks);
        sortByName(t.foreignKeys);
        sortByName(t.indexes);
        sortByName(t.triggers);
        sortByName(t.exclusions);
        sortByName(t.policies);
    }
    for (View &v : m_schema.views)
        sortByName(v.indexes);
    for (Domain &d : m_schema.domains)
        sortByName(d.checks);
    std::sort(m_schema.tables.begin(), m_schema.tables.end(), byName);
    sortByName(m_schema.views);
    sortByName(m_schema.viewTriggers);
    sortByName(m_schema.schemas);
    sortByName(m_schema.extensions);
    sortByName(m_schema.enums);
    sortByName(m_schema.domains);
    sortByName(m_schema.types);
    sortByName(m_schema.sequences);
    std::sort(m_schema.functions.begin(), m_schema.functions.end(), [](const Function &a, const Function &b) {
        return a.name == b.name ? a.arguments < b.arguments : a.name < b.name;
    });
    return std::move(m_schema);
}

} // namespace core
