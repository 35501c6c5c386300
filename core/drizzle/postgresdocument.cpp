// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/indexpart.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/drizzle/jsonvalues.h"
#include "core/drizzle/schemadocument.h"
#include "core/schema/sortbyname.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Numbers come as text, as they may be larger than JavaScript's.
SequenceOptions documentCounting(const QJsonObject &o)
{
    const auto number = [&](QLatin1String key, qint64 otherwise) {
        bool isNumber = false;
        const qint64 n = o.value(key).toString().toLongLong(&isNumber);
        return isNumber ? n : otherwise;
    };
    SequenceOptions s;
    s.type = o.value("type"_L1).toString();
    s.increment = number("increment"_L1, s.increment);
    s.minimum = number("minimum"_L1, s.minimum);
    s.maximum = number("maximum"_L1, s.maximum);
    s.start = number("start"_L1, s.start);
    s.cache = number("cache"_L1, s.cache);
    s.cycle = o.value("cycle"_L1).toBool();
    return s;
}

Policy documentPolicy(const QJsonObject &o)
{
    static const QHash<QString, Policy::Command> commands{{u"select"_s, Policy::Command::Select},
                                                          {u"insert"_s, Policy::Command::Insert},
                                                          {u"update"_s, Policy::Command::Update},
                                                          {u"delete"_s, Policy::Command::Delete}};
    Policy p;
    p.name = o.value("name"_L1).toString();
    p.restrictive = o.value("restrictive"_L1).toBool();
    p.command = commands.value(o.value("command"_L1).toString().toLower(), Policy::Command::All);
    p.roles = stringsOf(o.value("roles"_L1));
    p.usingExpression = o.value("using"_L1).toString();
    p.checkExpression = o.value("check"_L1).toString();
    return p;
}

IndexedColumn documentPart(const QJsonObject &o, bool isOrdered)
{
    if (const QString sql = o.value("expression"_L1).toString(); !sql.isEmpty())
        return postgresIndexPartOf(sql);
    IndexedColumn c;
    c.column = o.value("column"_L1).toString();
    c.operatorClass = o.value("opClass"_L1).toString();
    if (!isOrdered)
        return c;
    const bool isDescending = o.value("descending"_L1).toBool();
    const bool nullsFirst = o.value("nullsFirst"_L1).toBool();
    if (isDescending)
        c.order = SortOrder::Descending;
    if (nullsFirst != isDescending)
        c.nulls = nullsFirst ? NullsOrder::First : NullsOrder::Last;
    return c;
}

/// As drizzle-kit names a table: "public.users".
QString kitKey(const QualifiedName &name)
{
    return postgresRealSchema(name.schema) + u'.' + name.name;
}

/// A type as the server writes it, an enum by its name.
QString documentType(const QJsonObject &o)
{
    const QString type = o.value("type"_L1).toString().simplified();
    const QJsonObject own = o.value("enum"_L1).toObject();
    if (own.isEmpty())
        return type;
    const QString schema = own.value("schema"_L1).toString();
    const qsizetype dimensions = type.indexOf(u'[', own.value("name"_L1).toString().size());
    return (schema.isEmpty() ? QString() : QString(postgresPlainName(schema) + u'.'))
        + postgresPlainName(own.value("name"_L1).toString()) + (dimensions < 0 ? QString() : type.mid(dimensions));
}

} // namespace

void PostgresDocument::addObjects()
{
    m_out.facets = Facets::drizzlePostgres();
    Schema &schema = m_out.schema;
    schema.schemas.append(NamedSchema{u"public"_s});
    forEach(root(), "schemas"_L1, [&](const QJsonObject &o) {
        if (o.value("existing"_L1).toBool())
            m_elsewhere.append(text(o, "name"_L1));
        else
            schema.schemas.append(NamedSchema{text(o, "name"_L1)});
    });
    forEach(root(), "enums"_L1, [&](const QJsonObject &o) {
        EnumType e;
        e.name = nameIn(o);
        e.values = stringsOf(o.value("values"_L1));
        m_out.exports.insert(e.name, text(o, "export"_L1));
        if (!isElsewhere(e.name))
            schema.enums.append(e);
    });
    forEach(root(), "sequences"_L1, [&](const QJsonObject &o) {
        Sequence s;
        s.name = nameIn(o);
        s.options = documentCounting(o.value("options"_L1).toObject());
        if (!isElsewhere(s.name))
            schema.sequences.append(s);
    });
    forEach(root(), "roles"_L1, [&](const QJsonObject &o) {
        m_out.roles.append({text(o, "name"_L1), o.value("existing"_L1).toBool(), o.value("createDb"_L1).toBool(),
                            o.value("createRole"_L1).toBool(), o.value("inherit"_L1).toBool(true)});
    });
    addExtras();
    sortByName(schema.schemas);
    sortByName(schema.enums);
    sortByName(schema.sequences);
}

void PostgresDocument::addTable(const QJsonObject &o)
{
    Table t;
    t.name = nameIn(o);
    t.plainKeys = true;
    forEach(o, "columns"_L1, [&](const QJsonObject &c) { addColumn(t, c); });
    if (const QJsonObject key = o.value("primaryKey"_L1).toObject(); !key.isEmpty()) {
        t.primaryKey = PrimaryKey();
        t.primaryKey->name = text(key, "name"_L1);
        t.primaryKey->columns = partsOf(stringsOf(key.value("columns"_L1)));
        noteName(t, key);
    }
    forEach(o, "uniques"_L1, [&](const QJsonObject &u) {
        UniqueConstraint unique;
        unique.name = text(u, "name"_L1);
        unique.columns = partsOf(stringsOf(u.value("columns"_L1)));
        unique.nullsNotDistinct = u.value("nullsNotDistinct"_L1).toBool();
        t.uniques.append(unique);
        noteName(t, u);
    });
    forEach(o, "checks"_L1, [&](const QJsonObject &c) {
        t.checks.append({text(c, "name"_L1), text(c, "sql"_L1), {}});
        noteText(kitTextKey("check", t.name, text(c, "name"_L1)), text(c, "sql"_L1), c.value("kitSql"_L1));
    });
    forEach(o, "foreignKeys"_L1, [&](const QJsonObject &k) {
        t.foreignKeys.append(foreignKeyOf(k));
        t.foreignKeys.last().name = text(k, "name"_L1);
        noteName(t, k);
    });
    forEach(o, "indexes"_L1, [&](const QJsonObject &i) { addIndex(t, i); });
    forEach(o, "policies"_L1, [&](const QJsonObject &p) {
        t.policies.append(documentPolicy(p));
        const Policy &made = t.policies.last();
        noteText(kitTextKey("using", t.name, made.name), made.usingExpression, p.value("kitUsing"_L1));
        noteText(kitTextKey("withCheck", t.name, made.name), made.checkExpression, p.value("kitCheck"_L1));
    });
    t.facts.rowSecurity = o.value("rowSecurity"_L1).toBool() || !t.policies.isEmpty();
    if (o.value("rowSecurity"_L1).toBool())
        m_out.extras.securedTables.insert(kitKey(t.name));
    sortByName(t.uniques);
    sortByName(t.checks);
    sortByName(t.foreignKeys);
    sortByName(t.indexes);
    sortByName(t.policies);
    know(t.name, o);
    if (!isElsewhere(t.name))
        m_out.schema.tables.append(t);
}

void PostgresDocument::addColumn(Table &t, const QJsonObject &o)
{
    Column c;
    c.name = text(o, "name"_L1);
    c.declaredType = documentType(o);
    c.notNull = o.value("notNull"_L1).toBool();
    if (const QJsonValue d = o.value("default"_L1); d.isString()) {
        c.defaultExpression = d.toString();
        if (o.value("isDefaultSql"_L1).toBool())
            m_out.extras.textDefaults.insert(kitKey(t.name) + u'.' + c.name);
        noteText(kitTextKey("default", t.name, c.name), d.toString(), o.value("kitDefault"_L1));
    }
    if (const QJsonObject g = o.value("generated"_L1).toObject(); !g.isEmpty()) {
        c.generatedExpression = text(g, "as"_L1);
        noteText(kitTextKey("generated", t.name, c.name), c.generatedExpression, g.value("kitAs"_L1));
        c.generation = Column::Generation::Stored;
        c.generatedAlways = c.generationKindWritten = true;
    }
    if (const QJsonObject i = o.value("identity"_L1).toObject(); !i.isEmpty()) {
        c.identity = Identity{i.value("always"_L1).toBool(),
                              {t.name.schema, text(i, "name"_L1)},
                              documentCounting(i.value("options"_L1).toObject())};
        c.notNull = true;
    }
    t.columns.append(c);
    if (o.value("primaryKey"_L1).toBool()) {
        t.primaryKey = PrimaryKey(); // the server names it
        t.primaryKey->columns = partsOf({c.name});
        t.primaryKey->column = c.name;
    }
    if (const QJsonObject unique = o.value("unique"_L1).toObject(); !unique.isEmpty()) {
        UniqueConstraint u;
        u.name = text(unique, "name"_L1);
        u.columns = partsOf({c.name});
        u.nullsNotDistinct = unique.value("nullsNotDistinct"_L1).toBool();
        t.uniques.append(u);
        noteName(t, unique);
    }
}

/// One that the project has chosen.
void PostgresDocument::noteName(const Table &t, const QJsonObject &o)
{
    if (o.value("isNameOwn"_L1).toBool())
        m_out.extras.explicitNames.insert(kitKey(t.name) + u'.' + text(o, "name"_L1));
}

/// In the words of drizzle-kit.
void PostgresDocument::addExtras()
{
    forEach(root(), "roles"_L1, [&](const QJsonObject &o) {
        if (!o.value("existing"_L1).toBool())
            m_out.extras.roles.append({{u"name"_s, o.value("name"_L1)},
                                       {u"createDb"_s, o.value("createDb"_L1)},
                                       {u"createRole"_s, o.value("createRole"_L1)},
                                       {u"inherit"_s, o.value("inherit"_L1)}});
    });
    forEach(root(), "policies"_L1, [&](const QJsonObject &o) {
        const QualifiedName on = nameAt(o, "on"_L1);
        QJsonObject policy{{u"name"_s, o.value("name"_L1)},
                           {u"as"_s, o.value("restrictive"_L1).toBool() ? u"RESTRICTIVE"_s : u"PERMISSIVE"_s},
                           {u"for"_s, text(o, "command"_L1).toUpper()},
                           {u"to"_s, o.value("roles"_L1)},
                           {u"schema"_s, postgresRealSchema(on.schema)},
                           {u"on"_s, postgresQualified(on)}};
        if (o.value("using"_L1).isString())
            policy.insert(u"using"_s, o.value("using"_L1));
        if (o.value("check"_L1).isString())
            policy.insert(u"withCheck"_s, o.value("check"_L1));
        m_out.extras.policies.append(policy);
    });
}

void PostgresDocument::addIndex(Table &t, const QJsonObject &o)
{
    Index i;
    i.name = text(o, "name"_L1);
    i.unique = o.value("unique"_L1).toBool();
    i.where = text(o, "where"_L1);
    noteText(kitTextKey("where", {t.name.schema, i.name}), i.where, o.value("kitWhere"_L1));
    const QString method = text(o, "method"_L1);
    const bool isUsual = method == "btree"_L1 || method.isEmpty();
    if (!isUsual)
        i.method = method;
    i.parameters = stringsOf(o.value("parameters"_L1));
    forEach(o, "columns"_L1, [&](const QJsonObject &c) {
        noteText(kitTextKey("part", {t.name.schema, i.name}, QString::number(i.columns.size())), {},
                 c.value("expression"_L1));
        i.columns.append(documentPart(c, isUsual));
    });
    if (o.value("concurrently"_L1).toBool())
        m_out.extras.concurrentIndexes.insert(kitKey({t.name.schema, i.name}));
    noteName(t, o);
    t.indexes.append(i);
}

void PostgresDocument::addView(const QJsonObject &o)
{
    View v;
    v.name = nameIn(o);
    v.definition = text(o, "definition"_L1);
    v.materialized = o.value("materialized"_L1).toBool();
    v.populated = o.value("populated"_L1).toBool(true);
    v.options = stringsOf(o.value("parameters"_L1));
    forEach(o, "columns"_L1, [&](const QJsonObject &c) {
        Column column;
        column.name = text(c, "name"_L1);
        column.declaredType = documentType(c);
        if (isPostgresSerial(column.declaredType))
            column.declaredType = postgresNormalType(column.declaredType); // in a view nothing counts
        v.columns.append(column);
    });
    know(v.name, o);
    noteColumns(v.name, o);
    const QString key = kitKey(v.name);
    if (const QString method = text(o, "using"_L1); !method.isEmpty())
        m_out.extras.viewMethods.insert(key, method);
    if (const QString place = text(o, "tablespace"_L1); !place.isEmpty())
        m_out.extras.viewTablespaces.insert(key, place);
    if (o.value("existing"_L1).toBool() || v.definition.isEmpty()) {
        m_out.existingViews.append(v.name);
        m_out.extras.existingViews.insert(key,
                                          {{u"columns"_s, QJsonObject()},
                                           {u"name"_s, v.name.name},
                                           {u"schema"_s, postgresRealSchema(v.name.schema)},
                                           {u"isExisting"_s, true},
                                           {u"materialized"_s, v.materialized}});
    } else if (!isElsewhere(v.name)) {
        m_out.schema.views.append(v);
    }
}

} // namespace core
