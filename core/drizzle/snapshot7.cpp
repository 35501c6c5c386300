// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/snapshot7.h"

#include "core/drizzle/jsonvalues.h"
#include "core/drizzle/orderedjson.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString member(const QJsonObject &o, QLatin1String key)
{
    return o.value(key).toString();
}

QString joinedColumns(const QStringList &columns)
{
    return columns.join(u'_');
}

QString defaultUniqueName(const QString &table, const QStringList &columns)
{
    return u"%1_%2_unique"_s.arg(table, joinedColumns(columns));
}

QString defaultKeyName(const QString &table, const ForeignKey &k, const QStringList &to)
{
    return u"fk_%1_%2_%3_%4_fk"_s.arg(table, joinedColumns(k.columns), k.target.name, joinedColumns(to));
}

class EntityReader {
public:
    EntityReader(const QJsonArray &ddl, const LexRules &rules)
        : m_ddl(ddl)
        , m_rules(rules)
    {
        m_out.facets.uniqueConstraints = true;
    }

    Result<DrizzleSnapshot> run()
    {
        forEach("tables"_L1, [this](const QJsonObject &o) {
            Table t;
            t.name.name = member(o, "name"_L1);
            m_out.schema.tables.append(t);
        });
        // Names of columns decide what a part of an index is, so they come first.
        forEach("columns"_L1, [this](const QJsonObject &o) { addColumn(o); });
        forEach("pks"_L1, [this](const QJsonObject &o) { addPrimaryKey(o); });
        forEach("fks"_L1, [this](const QJsonObject &o) { addForeignKey(o); });
        forEach("indexes"_L1, [this](const QJsonObject &o) { addIndex(o); });
        forEach("uniques"_L1, [this](const QJsonObject &o) { addUnique(o); });
        forEach("checks"_L1, [this](const QJsonObject &o) {
            if (Table *t = tableOf(o))
                t->checks.append({member(o, "name"_L1), member(o, "value"_L1), {}});
        });
        forEach("views"_L1, [this](const QJsonObject &o) { addView(o); });
        if (!m_problem.isEmpty())
            return Error::invalid(m_problem);
        const auto byName = [](const auto &a, const auto &b) { return a.name < b.name; };
        for (Table &t : m_out.schema.tables) {
            if (t.columns.isEmpty())
                return Error::invalid(
                    u"The table %1 of the snapshot has no columns, which SQLite does not allow."_s.arg(t.name.name));
            std::sort(t.indexes.begin(), t.indexes.end(),
                      [](const Index &a, const Index &b) { return a.name < b.name; });
        }
        std::sort(m_out.schema.tables.begin(), m_out.schema.tables.end(), byName);
        std::sort(m_out.schema.views.begin(), m_out.schema.views.end(), byName);
        return std::move(m_out);
    }

private:
    template <typename Take> void forEach(QLatin1String type, Take take)
    {
        for (const QJsonValue &v : m_ddl) {
            const QJsonObject o = v.toObject();
            if (member(o, "entityType"_L1) == type)
                take(o);
        }
    }

    Table *tableOf(const QJsonObject &o)
    {
        const QString name = member(o, "table"_L1);
        for (Table &t : m_out.schema.tables) {
            if (t.name.name == name)
                return &t;
        }
        m_problem = u"The snapshot speaks of a table %1 that it does not have: restore it from version control."_s.arg(
            name.isEmpty() ? u"without a name"_s : name);
        return nullptr;
    }

    void addColumn(const QJsonObject &o)
    {
        Table *t = tableOf(o);
        if (!t)
            return;
        Column c;
        c.name = member(o, "name"_L1);
        c.declaredType = member(o, "type"_L1).simplified();
        c.notNull = o.value("notNull"_L1).toBool();
        if (const QJsonValue d = o.value("default"_L1); d.isString())
            c.defaultExpression = d.toString();
        if (const QJsonObject g = o.value("generated"_L1).toObject(); !g.isEmpty()) {
            c.generatedExpression = withoutTable(unwrapped(member(g, "as"_L1)), t->name.name, m_rules);
            c.generation =
                member(g, "type"_L1) == "stored"_L1 ? Column::Generation::Stored : Column::Generation::Virtual;
            c.generatedAlways = c.generationKindWritten = true;
        }
        t->columns.append(c);
        if (o.value("autoincrement"_L1).toBool())
            m_counting.insert(t->name.name, c.name);
    }

    void addPrimaryKey(const QJsonObject &o)
    {
        Table *t = tableOf(o);
        if (!t)
            return;
        PrimaryKey key;
        const QStringList columns = stringsOf(o.value("columns"_L1));
        for (const QString &c : columns)
            key.columns.append({c, {}, {}, SortOrder::Unspecified});
        if (columns.size() == 1) {
            key.column = columns.first();
            key.autoIncrement = m_counting.value(t->name.name) == columns.first();
        }
        t->primaryKey = key;
        if (o.value("nameExplicit"_L1).toBool())
            m_out.names.addPrimaryKey(t->name.name, member(o, "name"_L1));
    }

    void addForeignKey(const QJsonObject &o)
    {
        Table *t = tableOf(o);
        if (!t)
            return;
        ForeignKey k;
        k.columns = stringsOf(o.value("columns"_L1));
        k.target.name = member(o, "tableTo"_L1);
        k.targetColumns = stringsOf(o.value("columnsTo"_L1));
        k.onDelete = foreignKeyActionOf(member(o, "onDelete"_L1));
        k.onUpdate = foreignKeyActionOf(member(o, "onUpdate"_L1));
        t->foreignKeys.append(k);
        if (o.value("nameExplicit"_L1).toBool())
            m_out.names.add(t->name.name, k, member(o, "name"_L1));
    }

    void addIndex(const QJsonObject &o)
    {
        Table *t = tableOf(o);
        if (!t || member(o, "origin"_L1) == "auto"_L1) // behind a constraint, which is listed itself
            return;
        Index i;
        i.name = member(o, "name"_L1);
        i.unique = o.value("isUnique"_L1).toBool();
        i.where = member(o, "where"_L1);
        for (const QJsonValue &v : o.value("columns"_L1).toArray()) {
            const QString value = member(v.toObject(), "value"_L1);
            const bool expression = v.toObject().value("isExpression"_L1).toBool() || !t->column(value);
            i.columns.append(
                {expression ? QString() : value, expression ? value : QString(), {}, SortOrder::Unspecified});
        }
        t->indexes.append(i);
    }

    void addUnique(const QJsonObject &o)
    {
        Table *t = tableOf(o);
        if (!t)
            return;
        UniqueConstraint u;
        u.name = member(o, "name"_L1);
        for (const QString &c : stringsOf(o.value("columns"_L1)))
            u.columns.append({c, {}, {}, SortOrder::Unspecified});
        t->uniques.append(u);
    }

    void addView(const QJsonObject &o)
    {
        View v;
        v.name.name = member(o, "name"_L1);
        v.definition = member(o, "definition"_L1);
        if (o.value("isExisting"_L1).toBool() || v.definition.isEmpty())
            m_out.existingViews.append(v.name);
        else
            m_out.schema.views.append(v);
    }

    const QJsonArray m_ddl;
    const LexRules m_rules;
    QHash<QString, QString> m_counting; ///< AUTOINCREMENT columns by table
    QString m_problem;
    DrizzleSnapshot m_out;
};

/// The entities in drizzle-kit's order: by kind, then by table.
class EntityWriter {
public:
    EntityWriter(const Schema &schema, const SnapshotAbout &about)
        : m_schema(schema)
        , m_about(about)
    {
    }

    QList<OrderedJson> run()
    {
        for (const Table &t : m_schema.tables)
            m_out.append(OrderedJson::object({{u"name"_s, t.name.name}, {u"entityType"_s, u"tables"_s}}));
        each(&EntityWriter::columns);
        each(&EntityWriter::foreignKeys);
        each(&EntityWriter::primaryKey);
        each(&EntityWriter::indexes);
        each(&EntityWriter::uniques);
        each(&EntityWriter::checks);
        for (const View &v : m_schema.views) {
            if (!m_about.onlyDeclares(v.name))
                view(v.name.name, v.definition, false);
        }
        for (const QualifiedName &name : m_about.existingViews)
            view(name.name, QJsonValue(QJsonValue::Null), true);
        return m_out;
    }

private:
    void each(void (EntityWriter::*write)(const Table &))
    {
        for (const Table &t : m_schema.tables)
            (this->*write)(t);
    }

    void put(OrderedJson json, const QString &name, const QString &type, const Table &t)
    {
        json.put(u"name"_s, name);
        json.put(u"entityType"_s, type);
        json.put(u"table"_s, t.name.name);
        m_out.append(json);
    }

    void columns(const Table &t)
    {
        const QStringList key = t.primaryKeyColumns();
        for (const Column &c : t.columns) {
            if (c.hidden)
                continue;
            const bool isKey = key.size() == 1 && key.first() == c.name;
            OrderedJson generated = QJsonValue(QJsonValue::Null);
            if (c.isGenerated())
                generated = OrderedJson::object(
                    {{u"as"_s,
                      QString(u'('
                              + m_about.extras.textOf(kitTextKey("generated", t.name, c.name), c.generatedExpression)
                              + u')')},
                     {u"type"_s, c.generation == Column::Generation::Stored ? u"stored"_s : u"virtual"_s}});
            const QString said =
                m_about.extras.textOf(kitTextKey("default", t.name, c.name), c.defaultExpression.value_or(QString()));
            const OrderedJson value =
                c.defaultExpression ? OrderedJson(said) : OrderedJson(QJsonValue(QJsonValue::Null));
            // A key says itself that it is not NULL.
            put(OrderedJson::object({{u"type"_s, snapshotType(c, m_about)},
                                     {u"notNull"_s, QJsonValue(c.notNull && !isKey)},
                                     {u"autoincrement"_s, QJsonValue(isKey && t.primaryKey->autoIncrement)},
                                     {u"default"_s, value},
                                     {u"generated"_s, generated}}),
                c.name, u"columns"_s, t);
        }
    }

    void foreignKeys(const Table &t)
    {
        for (const ForeignKey &k : t.foreignKeys) {
            const QStringList to = snapshotTargets(k, m_schema);
            const QString name = m_about.names.of(t.name.name, k);
            put(OrderedJson::object({{u"columns"_s, OrderedJson::array(k.columns)},
                                     {u"tableTo"_s, k.target.name},
                                     {u"columnsTo"_s, OrderedJson::array(to)},
                                     {u"onUpdate"_s, toText(k.updateAction())},
                                     {u"onDelete"_s, toText(k.deleteAction())},
                                     {u"nameExplicit"_s, QJsonValue(!name.isEmpty())}}),
                name.isEmpty() ? defaultKeyName(t.name.name, k, to) : name, u"fks"_s, t);
        }
    }

    void primaryKey(const Table &t)
    {
        const QStringList key = t.primaryKeyColumns();
        if (key.isEmpty())
            return;
        const QString name = m_about.names.ofPrimaryKey(t.name.name);
        put(OrderedJson::object(
                {{u"columns"_s, OrderedJson::array(key)}, {u"nameExplicit"_s, QJsonValue(!name.isEmpty())}}),
            name.isEmpty() ? t.name.name + u"_pk"_s : name, u"pks"_s, t);
    }

    void indexes(const Table &t)
    {
        for (const Index &i : t.indexes) {
            QList<OrderedJson> parts;
            for (const IndexedColumn &c : i.columns)
                parts.append(OrderedJson::object({{u"value"_s, c.isExpression() ? c.expression : c.column},
                                                  {u"isExpression"_s, QJsonValue(c.isExpression())}}));
            const QString where = m_about.extras.textOf(kitTextKey("where", {{}, i.name}), i.where);
            put(OrderedJson::object(
                    {{u"columns"_s, OrderedJson::array(parts)},
                     {u"isUnique"_s, QJsonValue(i.unique)},
                     {u"where"_s, i.where.isEmpty() ? OrderedJson(QJsonValue(QJsonValue::Null)) : OrderedJson(where)},
                     {u"origin"_s, u"manual"_s}}),
                i.name, u"indexes"_s, t);
        }
    }

    void uniques(const Table &t)
    {
        for (const UniqueConstraint &u : t.uniques) {
            const QString usual = defaultUniqueName(t.name.name, u.columnNames());
            const bool named = !u.name.isEmpty() && u.name != usual;
            put(OrderedJson::object(
                    {{u"columns"_s, OrderedJson::array(u.columnNames())}, {u"nameExplicit"_s, QJsonValue(named)}}),
                named ? u.name : usual, u"uniques"_s, t);
        }
    }

    void checks(const Table &t)
    {
        for (int i = 0; i < t.checks.size(); ++i) {
            const CheckConstraint &c = t.checks.at(i);
            const QString name = snapshotCheckName(t, i);
            put(OrderedJson::object(
                    {{u"value"_s, m_about.extras.textOf(kitTextKey("check", t.name, name), c.expression)}}),
                name, u"checks"_s, t);
        }
    }

    void view(const QString &name, const OrderedJson &definition, bool existing)
    {
        m_out.append(OrderedJson::object({{u"definition"_s, definition},
                                          {u"isExisting"_s, QJsonValue(existing)},
                                          {u"error"_s, QJsonValue(QJsonValue::Null)},
                                          {u"name"_s, name},
                                          {u"entityType"_s, u"views"_s}}));
    }

    const Schema &m_schema;
    const SnapshotAbout &m_about;
    QList<OrderedJson> m_out;
};

QStringList renameTexts(const Renames &renames)
{
    QStringList out;
    for (const TableRename &r : renames.tables)
        out.append(r.from.name + u"->"_s + r.to.name);
    for (const ColumnRename &r : renames.columns) {
        const QString table = renames.tableAfter(r.table).name;
        out.append(u"%1.%2->%1.%3"_s.arg(table, r.from, r.to));
    }
    return out;
}

} // namespace

Result<DrizzleSnapshot> readSnapshot7(const QByteArray &, const QJsonObject &root)
{
    return EntityReader(root.value("ddl"_L1).toArray(), sqliteSnapshotRules()).run();
}

QByteArray drizzleSnapshot7(const Schema &schema, const SnapshotAbout &about)
{
    const Schema own = snapshotTables(schema);
    const QStringList previous = about.previousIds.isEmpty() ? QStringList{rootSnapshotId()} : about.previousIds;
    return OrderedJson::object({{u"version"_s, u"7"_s},
                                {u"dialect"_s, u"sqlite"_s},
                                {u"id"_s, about.id},
                                {u"prevIds"_s, OrderedJson::array(previous)},
                                {u"ddl"_s, OrderedJson::array(EntityWriter(own, about).run())},
                                {u"renames"_s, OrderedJson::array(renameTexts(about.renames))}})
        .text();
}

} // namespace core
