// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/schemadocument.h"

#include "core/drizzle/databaseurl.h"
#include "core/drizzle/jsonvalues.h"
#include "core/schema/sortbyname.h"

#include <QDir>
#include <QFileInfo>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

DrizzleColumn::Mode documentMode(const QString &mode)
{
    using Mode = DrizzleColumn::Mode;
    static const QHash<QString, Mode> modes{
        {u"boolean"_s, Mode::Boolean}, {u"timestamp"_s, Mode::Timestamp}, {u"timestamp_ms"_s, Mode::TimestampMs},
        {u"json"_s, Mode::Json},       {u"bigint"_s, Mode::BigInt},       {u"number"_s, Mode::Number},
        {u"buffer"_s, Mode::Buffer}};
    return modes.value(mode, Mode::Unsaid);
}

/// `entities.roles` is a boolean, or an object of what is in it.
bool saysRoles(const QJsonValue &value)
{
    return value.isObject() || value.toBool();
}

} // namespace

SchemaDocument::SchemaDocument(const QJsonObject &root)
    : m_root(root)
    , m_isV1(root.value("major"_L1).toInt() >= 1)
{
}

DrizzleSchema SchemaDocument::read()
{
    addObjects();
    forEach(m_root, "tables"_L1, [&](const QJsonObject &o) { addTable(o); });
    forEach(m_root, "views"_L1, [&](const QJsonObject &o) { addView(o); });
    forEach(m_root, "relations"_L1, [&](const QJsonObject &o) { addRelation(o); });
    sortByName(m_out.schema.tables);
    sortByName(m_out.schema.views);
    readConfig();
    m_out.ormVersion = text(m_root, "orm"_L1);
    m_out.files = stringsOf(m_root.value("files"_L1));
    m_out.inputs = stringsOf(m_root.value("inputs"_L1));
    for (const QString &clause : stringsOf(m_root.value("warnings"_L1)))
        m_out.warnings.append(QFileInfo(m_out.files.value(0)).fileName() + u": "_s + clause + u'.');
    return std::move(m_out);
}

void SchemaDocument::noteText(const QString &what, const QString &otherwise, const QJsonValue &said)
{
    if (!said.isNull() && !said.isUndefined() && said != QJsonValue(otherwise))
        m_out.extras.texts.insert(what, said);
}

void SchemaDocument::noteColumns(const QualifiedName &view, const QJsonObject &o)
{
    if (const QJsonArray columns = o.value("kitColumns"_L1).toArray(); !columns.isEmpty())
        m_out.extras.viewColumns.insert(kitTextKey("columns", view), columns);
}

void SchemaDocument::readConfig()
{
    const QJsonObject config = m_root.value("config"_L1).toObject();
    m_out.configPath = text(config, "path"_L1);
    m_out.root = text(config, "root"_L1);
    const QDir root(m_out.root);
    if (const QString file = fileOfDatabaseUrl(text(config, "database"_L1)); !file.isEmpty())
        m_out.databasePath = QDir::cleanPath(root.absoluteFilePath(file));
    DrizzleSettings &s = m_out.settings;
    s.dialect = text(config, "dialect"_L1);
    s.driver = text(config, "driver"_L1);
    s.casing = text(config, "casing"_L1);
    s.out = QDir::cleanPath(root.absoluteFilePath(text(config, "out"_L1)));
    s.migrationsTable = text(config, "migrationsTable"_L1);
    s.migrationsSchema = text(config, "migrationsSchema"_L1);
    s.migrationsPrefix = text(config, "migrationsPrefix"_L1);
    s.breakpoints = config.value("breakpoints"_L1).toBool(true);
    s.tablesFilter = stringsOf(config.value("tablesFilter"_L1));
    s.schemaFilter = stringsOf(config.value("schemaFilter"_L1));
    s.managesRoles = saysRoles(config.value("roles"_L1));
}

QList<IndexedColumn> SchemaDocument::partsOf(const QStringList &columns)
{
    QList<IndexedColumn> out;
    for (const QString &c : columns)
        out.append({c, {}, {}, SortOrder::Unspecified});
    return out;
}

ForeignKey SchemaDocument::foreignKeyOf(const QJsonObject &o)
{
    ForeignKey k;
    k.columns = stringsOf(o.value("columns"_L1));
    k.target = nameAt(o, "table"_L1);
    k.targetColumns = stringsOf(o.value("targetColumns"_L1));
    k.onDelete = foreignKeyActionOf(text(o, "onDelete"_L1));
    k.onUpdate = foreignKeyActionOf(text(o, "onUpdate"_L1));
    return k;
}

DrizzleColumn SchemaDocument::drizzleColumn(const QJsonObject &o)
{
    DrizzleColumn::Mode mode = documentMode(text(o, "mode"_L1));
    if (mode == DrizzleColumn::Mode::Json && text(o, "type"_L1) == "blob"_L1)
        mode = DrizzleColumn::Mode::JsonBlob;
    return {text(o, "key"_L1),
            mode,
            stringsOf(o.value("enumValues"_L1)),
            o.value("hasDefaultFn"_L1).toBool(),
            o.value("hasOnUpdateFn"_L1).toBool(),
            o.value("default"_L1).isString()};
}

void SchemaDocument::know(const QualifiedName &name, const QJsonObject &o)
{
    DrizzleColumns known;
    forEach(o, "columns"_L1, [&](const QJsonObject &c) { known.insert(text(c, "name"_L1), drizzleColumn(c)); });
    m_out.columns.insert(name, known);
    m_out.exports.insert(name, text(o, "export"_L1));
}

void SchemaDocument::addRelation(const QJsonObject &o)
{
    DrizzleRelation r;
    r.kind = text(o, "kind"_L1) == "many"_L1 ? DrizzleRelation::Kind::Many : DrizzleRelation::Kind::One;
    r.name = text(o, "name"_L1);
    r.from = nameAt(o, "table"_L1);
    r.to = nameAt(o, "target"_L1);
    r.fromColumns = stringsOf(o.value("columns"_L1));
    r.toColumns = stringsOf(o.value("targetColumns"_L1));
    const QJsonObject through = o.value("through"_L1).toObject();
    r.through = nameAt(through, "table"_L1);
    r.throughFromColumns = stringsOf(through.value("columns"_L1));
    r.throughToColumns = stringsOf(through.value("targetColumns"_L1));
    if (const QJsonValue owns = o.value("owns"_L1); owns.isBool())
        r.owns = owns.toBool();
    r.file = text(o, "file"_L1);
    m_out.relations.append(r);
}

} // namespace core
