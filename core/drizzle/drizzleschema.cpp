// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/drizzleschema.h"

#include "core/drizzle/databaseurl.h"
#include "core/drizzle/jsonvalues.h"
#include "core/drizzle/snapshot.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const QJsonObject &o, QLatin1String key)
{
    return o.value(key).toString();
}

template <typename Take> void forEach(const QJsonObject &o, QLatin1String key, Take take)
{
    for (const QJsonValue &v : o.value(key).toArray())
        take(v.toObject());
}

QList<IndexedColumn> parts(const QStringList &columns)
{
    QList<IndexedColumn> out;
    for (const QString &c : columns)
        out.append({c, {}, {}, SortOrder::Unspecified});
    return out;
}

DrizzleColumn::Mode modeOf(const QString &mode)
{
    using Mode = DrizzleColumn::Mode;
    static const QHash<QString, Mode> modes{
        {u"boolean"_s, Mode::Boolean}, {u"timestamp"_s, Mode::Timestamp}, {u"timestamp_ms"_s, Mode::TimestampMs},
        {u"json"_s, Mode::Json},       {u"bigint"_s, Mode::BigInt},       {u"number"_s, Mode::Number},
        {u"buffer"_s, Mode::Buffer}};
    return modes.value(mode, Mode::Unsaid);
}

DrizzleColumn drizzleColumn(const QJsonObject &o)
{
    DrizzleColumn::Mode mode = modeOf(text(o, "mode"_L1));
    if (mode == DrizzleColumn::Mode::Json && text(o, "type"_L1) == "blob"_L1)
        mode = DrizzleColumn::Mode::JsonBlob;
    return {text(o, "key"_L1),
            mode,
            stringsOf(o.value("enumValues"_L1)),
            o.value("hasDefaultFn"_L1).toBool(),
            o.value("hasOnUpdateFn"_L1).toBool(),
            o.value("default"_L1).isString()};
}

Column columnOf(const QJsonObject &o)
{
    Column c;
    c.name = text(o, "name"_L1);
    c.declaredType = text(o, "type"_L1).simplified();
    c.notNull = o.value("notNull"_L1).toBool();
    if (const QJsonValue d = o.value("default"_L1); d.isString())
        c.defaultExpression = d.toString();
    if (const QJsonObject g = o.value("generated"_L1).toObject(); !g.isEmpty()) {
        c.generatedExpression = text(g, "as"_L1);
        c.generation = g.value("stored"_L1).toBool() ? Column::Generation::Stored : Column::Generation::Virtual;
        c.generatedAlways = c.generationKindWritten = true;
    }
    return c;
}

Index indexOf(const QJsonObject &o)
{
    Index i;
    i.name = text(o, "name"_L1);
    i.unique = o.value("unique"_L1).toBool();
    i.where = text(o, "where"_L1);
    forEach(o, "columns"_L1, [&](const QJsonObject &part) {
        i.columns.append({text(part, "column"_L1), text(part, "expression"_L1), {}, SortOrder::Unspecified});
    });
    return i;
}

DrizzleSettings settingsOf(const QJsonObject &config, const QString &root)
{
    DrizzleSettings s;
    s.dialect = text(config, "dialect"_L1);
    s.driver = text(config, "driver"_L1);
    s.casing = text(config, "casing"_L1);
    s.out = QDir::cleanPath(QDir(root).absoluteFilePath(text(config, "out"_L1)));
    s.migrationsTable = text(config, "migrationsTable"_L1);
    s.migrationsPrefix = text(config, "migrationsPrefix"_L1);
    s.breakpoints = config.value("breakpoints"_L1).toBool(true);
    s.tablesFilter = stringsOf(config.value("tablesFilter"_L1));
    return s;
}

class Reader {
public:
    explicit Reader(const QJsonObject &root)
        : m_root(root)
        , m_isV1(root.value("major"_L1).toInt() >= 1)
    {
    }

    DrizzleSchema read()
    {
        m_out.facets.uniqueConstraints = m_isV1; // 0.x makes unique indexes of them
        forEach(m_root, "tables"_L1, [&](const QJsonObject &o) { addTable(o); });
        forEach(m_root, "views"_L1, [&](const QJsonObject &o) { addView(o); });
        forEach(m_root, "relations"_L1, [&](const QJsonObject &o) { addRelation(o); });
        const auto byName = [](const auto &a, const auto &b) { return a.name < b.name; };
        std::sort(m_out.schema.tables.begin(), m_out.schema.tables.end(), byName);
        std::sort(m_out.schema.views.begin(), m_out.schema.views.end(), byName);
        const QJsonObject config = m_root.value("config"_L1).toObject();
        m_out.ormVersion = text(m_root, "orm"_L1);
        m_out.configPath = text(config, "path"_L1);
        m_out.root = text(config, "root"_L1);
        if (const QString file = fileOfDatabaseUrl(text(config, "database"_L1)); !file.isEmpty())
            m_out.databasePath = QDir::cleanPath(QDir(m_out.root).absoluteFilePath(file));
        m_out.settings = settingsOf(config, m_out.root);
        m_out.files = stringsOf(m_root.value("files"_L1));
        m_out.inputs = stringsOf(m_root.value("inputs"_L1));
        for (const QString &clause : stringsOf(m_root.value("warnings"_L1)))
            m_out.warnings.append(QFileInfo(m_out.files.value(0)).fileName() + u": "_s + clause + u'.');
        return std::move(m_out);
    }

private:
    void addTable(const QJsonObject &o)
    {
        Table t;
        t.name.name = text(o, "name"_L1);
        DrizzleColumns known;
        forEach(o, "columns"_L1, [&](const QJsonObject &c) {
            addColumn(t, c);
            known.insert(t.columns.constLast().name, drizzleColumn(c));
        });
        if (const QJsonObject key = o.value("primaryKey"_L1).toObject(); !key.isEmpty()) {
            t.primaryKey = PrimaryKey();
            t.primaryKey->columns = parts(stringsOf(key.value("columns"_L1)));
            m_out.names.addPrimaryKey(t.name.name, text(key, "name"_L1));
        }
        forEach(o, "uniques"_L1,
                [&](const QJsonObject &u) { addUnique(t, text(u, "name"_L1), stringsOf(u.value("columns"_L1))); });
        forEach(o, "checks"_L1, [&](const QJsonObject &c) {
            t.checks.append({text(c, "name"_L1), text(c, "sql"_L1), {}});
        });
        forEach(o, "foreignKeys"_L1, [&](const QJsonObject &k) { addForeignKey(t, k); });
        forEach(o, "indexes"_L1, [&](const QJsonObject &i) { t.indexes.append(indexOf(i)); });
        std::sort(t.indexes.begin(), t.indexes.end(), [](const Index &a, const Index &b) { return a.name < b.name; });
        m_out.columns.insert(t.name, known);
        m_out.exports.insert(t.name, text(o, "export"_L1));
        m_out.schema.tables.append(t);
    }

    void addColumn(Table &t, const QJsonObject &o)
    {
        const Column c = columnOf(o);
        t.columns.append(c);
        if (o.value("primaryKey"_L1).toBool()) {
            PrimaryKey key;
            key.columns = parts({c.name});
            key.column = c.name;
            key.autoIncrement = o.value("autoIncrement"_L1).toBool();
            t.primaryKey = key;
        }
        if (const QJsonValue unique = o.value("unique"_L1); unique.isObject())
            addUnique(t, text(unique.toObject(), "name"_L1), {c.name});
    }

    void addUnique(Table &t, const QString &said, const QStringList &columns)
    {
        const QString name = said.isEmpty() ? QString(t.name.name + u'_' + columns.join(u'_') + u"_unique"_s) : said;
        if (m_isV1) {
            t.uniques.append({name, parts(columns), ConflictClause::None, {}});
            return;
        }
        Index i;
        i.name = name;
        i.unique = true;
        i.columns = parts(columns);
        t.indexes.append(i);
    }

    /// Without its name: the SQL that drizzle-kit writes has none.
    void addForeignKey(Table &t, const QJsonObject &o)
    {
        ForeignKey k;
        k.columns = stringsOf(o.value("columns"_L1));
        k.target.name = text(o, "table"_L1);
        k.targetColumns = stringsOf(o.value("targetColumns"_L1));
        k.onDelete = foreignKeyActionOf(text(o, "onDelete"_L1));
        k.onUpdate = foreignKeyActionOf(text(o, "onUpdate"_L1));
        t.foreignKeys.append(k);
        m_out.names.add(t.name.name, k, text(o, "name"_L1));
    }

    void addView(const QJsonObject &o)
    {
        View v;
        v.name.name = text(o, "name"_L1);
        v.definition = text(o, "definition"_L1);
        DrizzleColumns known;
        forEach(o, "columns"_L1, [&](const QJsonObject &c) { known.insert(text(c, "name"_L1), drizzleColumn(c)); });
        m_out.columns.insert(v.name, known);
        m_out.exports.insert(v.name, text(o, "export"_L1));
        if (o.value("existing"_L1).toBool() || v.definition.isEmpty())
            m_out.existingViews.append(v.name.name);
        else
            m_out.schema.views.append(v);
    }

    void addRelation(const QJsonObject &o)
    {
        DrizzleRelation r;
        r.kind = text(o, "kind"_L1) == "many"_L1 ? DrizzleRelation::Kind::Many : DrizzleRelation::Kind::One;
        r.name = text(o, "name"_L1);
        r.from.name = text(o, "table"_L1);
        r.to.name = text(o, "target"_L1);
        r.fromColumns = stringsOf(o.value("columns"_L1));
        r.toColumns = stringsOf(o.value("targetColumns"_L1));
        const QJsonObject through = o.value("through"_L1).toObject();
        r.through.name = text(through, "table"_L1);
        r.throughFromColumns = stringsOf(through.value("columns"_L1));
        r.throughToColumns = stringsOf(through.value("targetColumns"_L1));
        if (const QJsonValue owns = o.value("owns"_L1); owns.isBool())
            r.owns = owns.toBool();
        r.file = text(o, "file"_L1);
        m_out.relations.append(r);
    }

    const QJsonObject m_root;
    const bool m_isV1;
    DrizzleSchema m_out;
};

/// "src/schema.ts, line 12: …" or "drizzle.config.ts: …", in one sentence.
Error errorOf(const QJsonObject &o, const QString &folder)
{
    QString file = text(o, "file"_L1);
    if (!folder.isEmpty() && file.startsWith(folder + u'/'))
        file = file.mid(folder.size() + 1);
    const int line = o.value("line"_L1).toInt();
    QString message = text(o, "message"_L1);
    if (!message.isEmpty() && !message.endsWith(u'.'))
        message += u'.';
    if (!message.isEmpty())
        message[0] = message.at(0).toUpper();
    if (!file.isEmpty())
        message = (line > 0 ? u"%1, line %2: "_s.arg(file).arg(line) : QString(file + u": "_s)) + message;
    Error error = Error::invalid(message);
    error.code = text(o, "code"_L1);
    return error;
}

} // namespace

Scope DrizzleSchema::scope() const
{
    return leavingOut({settings.tablesFilter}, existingViews);
}

Result<DrizzleSchema> drizzleSchemaFromJson(const QJsonObject &document, const QString &folder)
{
    if (document.value("bridge"_L1).toInt() != 1)
        return Error::invalid(u"What was read of schema.ts cannot be understood."_s);
    if (document.contains("error"_L1))
        return errorOf(document.value("error"_L1).toObject(), folder);
    return Reader(document).read();
}

} // namespace core
