// SPDX-License-Identifier: GPL-3.0-or-later
// Writing version 7, that of the classic folders.
#include "core/dialect/postgres/names.h"
#include "core/drizzle/kittexts.h"
#include "core/drizzle/postgressnapshot.h"
#include "core/drizzle/postgressnapshotparts.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

OrderedJson flag(bool value)
{
    return QJsonValue(value);
}

class PostgresSnapshotWriter {
public:
    PostgresSnapshotWriter(const Schema &schema, const SnapshotAbout &about)
        : m_schema(schema)
        , m_about(about)
    {
    }

    QByteArray run()
    {
        const QString previous = m_about.previousIds.value(0, rootSnapshotId());
        return OrderedJson::object({{u"id"_s, m_about.id},
                                    {u"prevId"_s, previous},
                                    {u"version"_s, u"7"_s},
                                    {u"dialect"_s, u"postgresql"_s},
                                    {u"tables"_s, tables()},
                                    {u"enums"_s, enums()},
                                    {u"schemas"_s, schemas()},
                                    {u"sequences"_s, sequences()},
                                    {u"roles"_s, roles()},
                                    {u"policies"_s, ownlessPolicies()},
                                    {u"views"_s, views()},
                                    {u"_meta"_s, meta()}})
            .text();
    }

private:
    [[nodiscard]] OrderedJson tables() const
    {
        OrderedJson json = OrderedJson::object();
        for (const Table &t : m_schema.tables)
            json.put(snapshotKey(t.name), table(t));
        return json;
    }

    [[nodiscard]] OrderedJson table(const Table &t) const
    {
        OrderedJson columns = OrderedJson::object();
        for (const Column &c : t.columns)
            columns.put(c.name, column(t, c));
        OrderedJson indexes = OrderedJson::object();
        for (const Index &i : t.indexes)
            indexes.put(i.name, index(t, i));
        OrderedJson policies = OrderedJson::object();
        for (const Policy &p : t.policies)
            policies.put(p.name, policy(p, t.name));
        OrderedJson checks = OrderedJson::object();
        for (int i = 0; i < t.checks.size(); ++i) {
            const QString name = snapshotCheckName(t, i);
            const QString text = m_about.extras.textOf(kitTextKey("check", t.name, name), t.checks.at(i).expression);
            checks.put(name, OrderedJson::object({{u"name"_s, name}, {u"value"_s, text}}));
        }
        const bool isSecured =
            m_about.extras.securedTables.contains(snapshotKey(t.name)) || (t.facts.rowSecurity && t.policies.isEmpty());
        return OrderedJson::object({{u"name"_s, t.name.name},
                                    {u"schema"_s, t.name.schema},
                                    {u"columns"_s, columns},
                                    {u"indexes"_s, indexes},
                                    {u"foreignKeys"_s, foreignKeys(t)},
                                    {u"compositePrimaryKeys"_s, compositeKey(t)},
                                    {u"uniqueConstraints"_s, uniques(t)},
                                    {u"policies"_s, policies},
                                    {u"checkConstraints"_s, checks},
                                    {u"isRLSEnabled"_s, flag(isSecured)}});
    }

    /// A key of one column stands at the column, unless it was given a name.
    static bool isColumnKey(const Table &t)
    {
        return t.primaryKey && t.primaryKey->columns.size() == 1
            && (t.primaryKey->name.isEmpty() || t.primaryKey->name == t.name.name + u"_pkey"_s);
    }

    [[nodiscard]] OrderedJson column(const Table &t, const Column &c) const
    {
        const SnapshotType type = snapshotTypeOf(c.declaredType, m_schema);
        OrderedJson json = OrderedJson::object({{u"name"_s, c.name}, {u"type"_s, QString(type.type + type.array)}});
        if (!type.typeSchema.isEmpty())
            json.put(u"typeSchema"_s, type.typeSchema);
        const bool isKey = isColumnKey(t) && t.primaryKeyColumns().first() == c.name;
        json.put(u"primaryKey"_s, flag(isKey));
        json.put(u"notNull"_s, flag(c.notNull || isKey));
        const QString key = snapshotKey(t.name, c.name);
        const QJsonValue said = m_about.extras.texts.value(kitTextKey("default", t.name, c.name));
        if (c.defaultExpression && said.isNull())
            json.put(u"default"_s,
                     m_about.extras.textDefaults.contains(key) ? OrderedJson(*c.defaultExpression)
                                                               : defaultLiteral(*c.defaultExpression));
        else if (c.defaultExpression)
            json.put(u"default"_s, OrderedJson::of(said));
        if (c.isGenerated())
            json.put(
                u"generated"_s,
                OrderedJson::object(
                    {{u"as"_s, m_about.extras.textOf(kitTextKey("generated", t.name, c.name), c.generatedExpression)},
                     {u"type"_s, u"stored"_s}}));
        if (c.identity)
            json.put(u"identity"_s, identity(t, c));
        return json;
    }

    static OrderedJson identity(const Table &t, const Column &c)
    {
        const QString named = c.identity->sequence.name;
        OrderedJson json = OrderedJson::object(
            {{u"type"_s, c.identity->always ? u"always"_s : u"byDefault"_s},
             {u"name"_s, named.isEmpty() ? u"%1_%2_seq"_s.arg(t.name.name, c.name) : named},
             {u"schema"_s, postgresRealSchema(named.isEmpty() ? t.name.schema : c.identity->sequence.schema)}});
        putOptions(json, c.identity->options);
        return json;
    }

    static void putOptions(OrderedJson &json, const SequenceOptions &o)
    {
        json.put(u"increment"_s, QString::number(o.increment));
        json.put(u"startWith"_s, QString::number(o.start));
        json.put(u"minValue"_s, QString::number(o.minimum));
        json.put(u"maxValue"_s, QString::number(o.maximum));
        json.put(u"cache"_s, QString::number(o.cache));
        json.put(u"cycle"_s, flag(o.cycle));
    }

    [[nodiscard]] OrderedJson index(const Table &t, const Index &i) const
    {
        QList<OrderedJson> columns;
        for (qsizetype place = 0; place < i.columns.size(); ++place) {
            const IndexedColumn c = partAsWritten(m_about.extras, t, i, place);
            const bool isDown = c.order == SortOrder::Descending;
            const bool nullsFirst = c.nulls == NullsOrder::Unspecified ? isDown : c.nulls == NullsOrder::First;
            OrderedJson part = OrderedJson::object({{u"expression"_s, c.isExpression() ? c.expression : c.column},
                                                    {u"isExpression"_s, flag(c.isExpression())},
                                                    {u"asc"_s, flag(!isDown)},
                                                    {u"nulls"_s, nullsFirst ? u"first"_s : u"last"_s}});
            if (!c.operatorClass.isEmpty())
                part.put(u"opclass"_s, c.operatorClass);
            columns.append(part);
        }
        OrderedJson json = OrderedJson::object(
            {{u"name"_s, i.name}, {u"columns"_s, OrderedJson::array(columns)}, {u"isUnique"_s, flag(i.unique)}});
        if (!i.where.isEmpty())
            json.put(u"where"_s, m_about.extras.textOf(kitTextKey("where", {t.name.schema, i.name}), i.where));
        OrderedJson with = OrderedJson::object();
        for (const QString &parameter : i.parameters)
            with.put(parameter.section(u'=', 0, 0), snapshotParameterValue(parameter.section(u'=', 1)));
        json.put(u"concurrently"_s,
                 flag(m_about.extras.concurrentIndexes.contains(snapshotKey({t.name.schema, i.name}))));
        json.put(u"method"_s, i.method.isEmpty() ? u"btree"_s : i.method);
        json.put(u"with"_s, with);
        return json;
    }

    [[nodiscard]] OrderedJson foreignKeys(const Table &t) const
    {
        OrderedJson json = OrderedJson::object();
        for (const ForeignKey &k : t.foreignKeys) {
            const QStringList to = snapshotTargets(k, m_schema);
            const QString name = !k.name.isEmpty()
                ? k.name
                : u"%1_%2_%3_%4_fk"_s.arg(t.name.name, k.columns.join(u'_'), k.target.name, to.join(u'_'));
            OrderedJson key =
                OrderedJson::object({{u"name"_s, name}, {u"tableFrom"_s, t.name.name}, {u"tableTo"_s, k.target.name}});
            if (!k.target.schema.isEmpty())
                key.put(u"schemaTo"_s, k.target.schema);
            key.put(u"columnsFrom"_s, OrderedJson::array(k.columns));
            key.put(u"columnsTo"_s, OrderedJson::array(to));
            key.put(u"onDelete"_s, toText(k.deleteAction()).toLower());
            key.put(u"onUpdate"_s, toText(k.updateAction()).toLower());
            json.put(name, key);
        }
        return json;
    }

    static OrderedJson compositeKey(const Table &t)
    {
        OrderedJson json = OrderedJson::object();
        const QStringList columns = t.primaryKeyColumns();
        if (columns.isEmpty() || isColumnKey(t))
            return json;
        const QString said = t.primaryKey->name;
        const QString name = said.isEmpty() ? u"%1_%2_pk"_s.arg(t.name.name, columns.join(u'_')) : said;
        json.put(name, OrderedJson::object({{u"name"_s, name}, {u"columns"_s, OrderedJson::array(columns)}}));
        return json;
    }

    static OrderedJson uniques(const Table &t)
    {
        OrderedJson json = OrderedJson::object();
        for (const UniqueConstraint &u : t.uniques) {
            const QStringList columns = u.columnNames();
            const QString name = u.name.isEmpty() ? u"%1_%2_unique"_s.arg(t.name.name, columns.join(u'_')) : u.name;
            json.put(name,
                     OrderedJson::object({{u"name"_s, name},
                                          {u"nullsNotDistinct"_s, flag(u.nullsNotDistinct)},
                                          {u"columns"_s, OrderedJson::array(columns)}}));
        }
        return json;
    }

    [[nodiscard]] OrderedJson policy(const Policy &p, const QualifiedName &table) const
    {
        const QString condition = m_about.extras.textOf(kitTextKey("using", table, p.name), p.usingExpression);
        const QString check = m_about.extras.textOf(kitTextKey("withCheck", table, p.name), p.checkExpression);
        OrderedJson json = OrderedJson::object({{u"name"_s, p.name},
                                                {u"as"_s, p.restrictive ? u"RESTRICTIVE"_s : u"PERMISSIVE"_s},
                                                {u"for"_s, snapshotCommand(p.command)},
                                                {u"to"_s, OrderedJson::array(p.roles)}});
        if (!p.usingExpression.isEmpty())
            json.put(u"using"_s, condition);
        if (!p.checkExpression.isEmpty())
            json.put(u"withCheck"_s, check);
        return json;
    }

    [[nodiscard]] OrderedJson enums() const
    {
        OrderedJson json = OrderedJson::object();
        for (const EnumType &e : m_schema.enums)
            json.put(snapshotKey(e.name),
                     OrderedJson::object({{u"name"_s, e.name.name},
                                          {u"schema"_s, postgresRealSchema(e.name.schema)},
                                          {u"values"_s, OrderedJson::array(e.values)}}));
        return json;
    }

    [[nodiscard]] OrderedJson schemas() const
    {
        OrderedJson json = OrderedJson::object();
        for (const NamedSchema &s : m_schema.schemas)
            json.put(s.name, s.name);
        return json;
    }

    [[nodiscard]] OrderedJson sequences() const
    {
        OrderedJson json = OrderedJson::object();
        for (const Sequence &s : m_schema.sequences) {
            OrderedJson sequence =
                OrderedJson::object({{u"name"_s, s.name.name}, {u"schema"_s, postgresRealSchema(s.name.schema)}});
            putOptions(sequence, s.options);
            json.put(snapshotKey(s.name), sequence);
        }
        return json;
    }

    [[nodiscard]] OrderedJson roles() const
    {
        OrderedJson json = OrderedJson::object();
        for (const QJsonObject &o : m_about.extras.roles) {
            const QString name = o.value("name"_L1).toString();
            json.put(name,
                     OrderedJson::object({{u"name"_s, name},
                                          {u"createDb"_s, flag(o.value("createDb"_L1).toBool())},
                                          {u"createRole"_s, flag(o.value("createRole"_L1).toBool())},
                                          {u"inherit"_s, flag(o.value("inherit"_L1).toBool(true))}}));
        }
        return json;
    }

    [[nodiscard]] OrderedJson ownlessPolicies() const
    {
        OrderedJson json = OrderedJson::object();
        for (const QJsonObject &o : m_about.extras.policies) {
            OrderedJson one = policy(snapshotPolicy(o, u"to"_s), policyTable(o));
            one.put(u"schema"_s, o.value("schema"_L1).toString());
            one.put(u"on"_s, o.value("on"_L1).toString());
            json.put(o.value("name"_L1).toString(), one);
        }
        return json;
    }

    [[nodiscard]] OrderedJson views() const
    {
        OrderedJson json = OrderedJson::object();
        for (const View &v : m_schema.views) {
            const QString key = snapshotKey(v.name);
            if (!m_about.extras.existingViews.contains(key))
                json.put(key, view(key, v));
        }
        for (auto it = m_about.extras.existingViews.cbegin(); it != m_about.extras.existingViews.cend(); ++it)
            json.put(it.key(),
                     OrderedJson::object({{u"columns"_s, viewColumns(snapshotName(*it))},
                                          {u"name"_s, it->value("name"_L1).toString()},
                                          {u"schema"_s, it->value("schema"_L1).toString(u"public"_s)},
                                          {u"isExisting"_s, flag(true)},
                                          {u"materialized"_s, flag(it->value("materialized"_L1).toBool())}}));
        return json;
    }

    /// Nobody compares them, but they are there.
    [[nodiscard]] OrderedJson viewColumns(const QualifiedName &view) const
    {
        return viewColumnsJson(m_about.extras, view);
    }

    [[nodiscard]] OrderedJson view(const QString &key, const View &v) const
    {
        OrderedJson json = OrderedJson::object({{u"columns"_s, viewColumns(v.name)},
                                                {u"definition"_s, v.definition},
                                                {u"name"_s, v.name.name},
                                                {u"schema"_s, postgresRealSchema(v.name.schema)},
                                                {u"isExisting"_s, flag(false)}});
        OrderedJson with = OrderedJson::object();
        for (const QString &option : v.options)
            with.put(optionKey(option.section(u'=', 0, 0)), snapshotParameterValue(option.section(u'=', 1)));
        if (!v.options.isEmpty())
            json.put(u"with"_s, with);
        if (v.materialized && !v.populated)
            json.put(u"withNoData"_s, flag(true));
        json.put(u"materialized"_s, flag(v.materialized));
        if (m_about.extras.viewMethods.contains(key))
            json.put(u"using"_s, m_about.extras.viewMethods.value(key));
        if (m_about.extras.viewTablespaces.contains(key))
            json.put(u"tablespace"_s, m_about.extras.viewTablespaces.value(key));
        return json;
    }

    [[nodiscard]] static OrderedJson meta()
    {
        return OrderedJson::object({{u"columns"_s, OrderedJson::object()},
                                    {u"schemas"_s, OrderedJson::object()},
                                    {u"tables"_s, OrderedJson::object()}});
    }

    const Schema &m_schema;
    const SnapshotAbout &m_about;
};

} // namespace

QByteArray postgresSnapshot7(const Schema &schema, const SnapshotAbout &about)
{
    const Schema own = ownPostgresObjects(spelledForSnapshot(schema, about));
    return PostgresSnapshotWriter(own, about).run();
}

} // namespace core
