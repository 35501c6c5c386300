// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/schemawriter.h"

#include "core/drizzle/relationswriter.h"
#include "core/drizzle/schematext.h"
#include "core/drizzle/snapshotwriter.h"
#include "core/drizzle/typescriptnames.h"
#include "core/schema/namecase.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QChar oneTab = u'\t';

/// What a value of a declared type is in TypeScript.
QString typescriptType(TypeFamily family)
{
    switch (family) {
    case TypeFamily::Integer:
    case TypeFamily::Real:
        return u"number"_s;
    case TypeFamily::Blob:
        return u"Uint8Array"_s;
    case TypeFamily::Text:
    case TypeFamily::Date:
    case TypeFamily::Time:
    case TypeFamily::DateTime:
    case TypeFamily::Json:
    case TypeFamily::Uuid:
        return u"string"_s;
    case TypeFamily::Numeric:
    case TypeFamily::Boolean:
    case TypeFamily::Unknown:
        break;
    }
    return u"string | number"_s;
}

QString actionsText(const ForeignKey &k)
{
    QStringList parts;
    if (k.deleteAction() != ForeignKeyAction::NoAction)
        parts.append(u"onDelete: \"%1\""_s.arg(toText(k.deleteAction()).toLower()));
    if (k.updateAction() != ForeignKeyAction::NoAction)
        parts.append(u"onUpdate: \"%1\""_s.arg(toText(k.updateAction()).toLower()));
    return parts.isEmpty() ? QString() : u", { "_s + parts.join(u", "_s) + u" }"_s;
}

const PulledSystem *pulledSystem(const Dialect &dialect)
{
    static const QHash<QString, const PulledSystem *> systems{{u"sqlite"_s, &sqlitePulled()},
                                                              {u"postgres"_s, &postgresPulled()}};
    return systems.value(dialect.name());
}

} // namespace

SchemaTextWriter::SchemaTextWriter(const Schema &schema, const SchemaTextOptions &options, const Dialect &dialect,
                                   const PulledSystem &system)
    : m_schema(schema)
    , m_options(options)
    , m_dialect(dialect)
    , m_system(system)
    , m_tables(schema, options, system)
{
}

SchemaText SchemaTextWriter::run()
{
    QStringList parts = beforeTables();
    for (const Table *t : m_tables.tables())
        parts.append(table(*t));
    for (const View &v : m_schema.views) {
        if (!v.internal && v.brokenBecause.isEmpty() && m_options.scope.covers(v.name))
            parts.append(view(v));
    }
    SchemaText out;
    out.schema = head() + parts.join(u"\n\n"_s) + (parts.isEmpty() ? u""_s : u"\n"_s);
    out.relations = drizzleRelationsText(m_tables, m_options);
    out.notes = m_tables.notes() + m_notes;
    return out;
}

QString SchemaTextWriter::head()
{
    QStringList names(m_imports.cbegin(), m_imports.cend());
    std::sort(names.begin(), names.end());
    QString text;
    if (m_usesSql)
        text += u"import { sql } from \"drizzle-orm\";\n"_s;
    if (!names.isEmpty())
        text += u"import { %1 } from \"drizzle-orm/%2\";\n"_s.arg(names.join(u", "_s), m_system.module());
    if (!m_declared.isEmpty()) {
        text += u"\n// Types that drizzle-orm has no builder for, as the database declares them.\n"_s;
        for (const auto &[name, type] : std::as_const(m_declared))
            text += u"const %1 = customType<{ data: %2; driverData: %2 }>({ dataType: () => %3 });\n"_s.arg(
                name, typescriptType(m_dialect.typeFamily(type)), typescriptText(type));
    }
    return text + u'\n';
}

QString SchemaTextWriter::sqlOf(const QString &text)
{
    m_usesSql = true;
    return sqlTemplate(text);
}

QString SchemaTextWriter::import(const QString &name)
{
    m_imports.insert(name);
    return name;
}

QString SchemaTextWriter::cased(const QString &name) const
{
    return m_options.keepsNames ? name : camelCased(name);
}

QString SchemaTextWriter::customType(const QString &declared)
{
    for (const auto &[name, type] : std::as_const(m_declared)) {
        if (type == declared)
            return name;
    }
    import(u"customType"_s);
    const QString wanted = declared.isEmpty()
        ? u"untyped"_s
        : camelCased(declared.simplified().replace(QRegularExpression(u"[^A-Za-z0-9]+"_s), u"_"_s));
    const QString name = m_tables.names().take(wanted, u"Type"_s);
    m_declared.append({name, declared});
    return name;
}

QString SchemaTextWriter::column(const Table &t, const Column &c, const QStringList &inlineKey)
{
    const Builder builder = builderOf(t, c);
    const QString key = m_tables.key(t.name, c.name);
    const bool isSaid = !m_options.keepsNames && drizzleCamelCased(c.name) == c.name && key == c.name;
    QStringList arguments;
    if (!isSaid && key != c.name)
        arguments.append(typescriptText(c.name));
    if (!builder.config.isEmpty())
        arguments.append(builder.config);
    QString text =
        oneTab + typescriptKey(key) + u": "_s + builder.name + u'(' + arguments.join(u", "_s) + u')' + builder.suffix;
    if (inlineKey.contains(c.name))
        text += t.primaryKey->autoIncrement ? u".primaryKey({ autoIncrement: true })"_s : u".primaryKey()"_s;
    else if (c.notNull && !builder.isRequired)
        text += u".notNull()"_s;
    return text + valueOf(t, c, builder) + uniqueOf(t, c) + references(t, c) + u",\n"_s;
}

bool SchemaTextWriter::isInline(const Table &t, const ForeignKey &k) const
{
    return m_tables.isWritten(k) && k.columns.size() == 1
        && folded(k.target, nameCaseOf(t)) != folded(t.name, nameCaseOf(t));
}

QString SchemaTextWriter::references(const Table &t, const Column &c)
{
    QString text;
    for (const ForeignKey &k : t.foreignKeys) {
        if (!isInline(t, k) || t.column(k.columns.first()) != &c)
            continue;
        const bool circular = m_tables.leadsBack(t.name, k.target);
        if (circular)
            import(u"type "_s + m_system.anyColumn());
        text += u".references(()%1 => %2%3)"_s.arg(circular ? u": "_s + m_system.anyColumn() : QString(),
                                                   m_tables.place(k.target, snapshotTargets(k, m_schema).value(0)),
                                                   actionsText(k));
    }
    return text;
}

QString SchemaTextWriter::list(const Table &t, const QStringList &columns, const QString &as) const
{
    QStringList out;
    for (const QString &c : columns)
        out.append(m_tables.place(as, t.name, c));
    return out.join(u", "_s);
}

QString SchemaTextWriter::primaryKey(const Table &t)
{
    const QString &name = t.primaryKey->name;
    return u"%1({ columns: [%2]%3 })"_s.arg(import(u"primaryKey"_s), list(t, t.primaryKeyColumns(), u"table"_s),
                                            name.isEmpty() ? QString() : u", name: "_s + typescriptText(name));
}

QStringList SchemaTextWriter::foreignKeys(const Table &t)
{
    QStringList out;
    for (const ForeignKey &k : t.foreignKeys) {
        if (m_tables.isWritten(k) && !isInline(t, k))
            out.append(foreignKey(t, k));
    }
    return out;
}

QString SchemaTextWriter::foreignKey(const Table &t, const ForeignKey &k)
{
    const Table *target = m_schema.table(k.target);
    const bool self = folded(k.target, nameCaseOf(t)) == folded(t.name, nameCaseOf(t));
    QString text = u"%1({ columns: [%2], foreignColumns: [%3]%4 })"_s.arg(
        import(u"foreignKey"_s), list(t, k.columns, u"table"_s),
        list(*target, snapshotTargets(k, m_schema), self ? u"table"_s : m_tables.variable(k.target)),
        k.name.isEmpty() ? QString() : u", name: "_s + typescriptText(k.name));
    if (k.updateAction() != ForeignKeyAction::NoAction)
        text += u".onUpdate(\"%1\")"_s.arg(toText(k.updateAction()).toLower());
    if (k.deleteAction() != ForeignKeyAction::NoAction)
        text += u".onDelete(\"%1\")"_s.arg(toText(k.deleteAction()).toLower());
    return text;
}

QStringList SchemaTextWriter::checks(const Table &t)
{
    QStringList out;
    for (int i = 0; i < t.checks.size(); ++i)
        out.append(u"%1(%2, %3)"_s.arg(import(u"check"_s), typescriptText(snapshotCheckName(t, i)),
                                       sqlOf(t.checks.at(i).expression)));
    return out;
}

QString SchemaTextWriter::table(const Table &t)
{
    const QStringList key = inlineKey(t);
    QString text = u"export const %1 = %2{\n"_s.arg(m_tables.variable(t.name), tableOpening(t));
    for (const Column &c : t.columns) {
        if (!c.hidden)
            text += column(t, c, key);
    }
    const QStringList rest = constraints(t, !key.isEmpty());
    const QString end = tableClosing(t) + u';';
    if (rest.isEmpty())
        return text + u'}' + end;
    QString type;
    if (isInCircle(t)) {
        import(u"type "_s + m_system.anyConstraint());
        type = u": %1[]"_s.arg(m_system.anyConstraint());
    }
    return text + u"}, (table)%1 => [\n"_s.arg(type) + oneTab + rest.join(QString(u",\n"_s + oneTab)) + u",\n]"_s + end;
}

/// Whether a key that no column says leads away and back, so that its type has to be said.
bool SchemaTextWriter::isInCircle(const Table &t) const
{
    return std::any_of(t.foreignKeys.cbegin(), t.foreignKeys.cend(), [&](const ForeignKey &k) {
        return m_tables.isWritten(k) && !isInline(t, k)
            && folded(k.target, nameCaseOf(t)) != folded(t.name, nameCaseOf(t)) && m_tables.leadsBack(t.name, k.target);
    });
}

QString SchemaTextWriter::viewColumns(const View &v)
{
    TypescriptNames keys;
    QString columns;
    for (const Column &c : v.columns) {
        const Builder builder = builderOf(c);
        QStringList arguments{typescriptText(c.name)};
        if (!builder.config.isEmpty())
            arguments.append(builder.config);
        columns += oneTab + keys.take(cased(c.name)) + u": "_s + builder.name + u'(' + arguments.join(u", "_s) + u')'
            + builder.suffix + u",\n"_s;
    }
    if (!v.columnNames.isEmpty())
        note(u"The view %1 names its columns before its query, which schema.ts cannot say."_s.arg(v.name.display()));
    return columns;
}

QString SchemaTextWriter::viewVariable(const View &v)
{
    return m_tables.names().take(cased(m_system.baseName(v.name)), u"View"_s);
}

SchemaText drizzleSchemaText(const Schema &schema, const SchemaTextOptions &options, const Dialect &dialect)
{
    const PulledSystem *system = pulledSystem(dialect);
    if (!system)
        return {{}, {}, {u"drizzle-orm has no module for %1."_s.arg(dialect.name())}};
    return system->writer(schema, options, dialect)->run();
}

} // namespace core
