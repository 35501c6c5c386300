// SPDX-License-Identifier: GPL-3.0-or-later
// Writing version 8, that of drizzle 1.0.
#include "core/dialect/postgres/names.h"
#include "core/drizzle/postgressnapshot.h"
#include "core/drizzle/postgressnapshotparts.h"

#include <QJsonArray>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

OrderedJson yesOrNo(bool value)
{
    return QJsonValue(value);
}

OrderedJson textOrNull(const QString &text)
{
    return text.isEmpty() ? OrderedJson(QJsonValue(QJsonValue::Null)) : OrderedJson(text);
}

OrderedJson nothingSaid()
{
    return QJsonValue(QJsonValue::Null);
}

/// The names that drizzle gives by itself: to a constraint, or to a unique column or an index.
QString usualName(const Table &t, const QStringList &columns, QLatin1String ending)
{
    return t.name.name + u'_' + columns.join(u'_') + u'_' + ending;
}

/// All that the "with" of a view may say, in drizzle-kit's order.
const QStringList &viewOptionNames()
{
    static const QStringList names{u"checkOption"_s,
                                   u"securityBarrier"_s,
                                   u"securityInvoker"_s,
                                   u"autovacuumEnabled"_s,
                                   u"autovacuumFreezeMaxAge"_s,
                                   u"autovacuumFreezeMinAge"_s,
                                   u"autovacuumFreezeTableAge"_s,
                                   u"autovacuumMultixactFreezeMaxAge"_s,
                                   u"autovacuumMultixactFreezeMinAge"_s,
                                   u"autovacuumMultixactFreezeTableAge"_s,
                                   u"autovacuumVacuumCostDelay"_s,
                                   u"autovacuumVacuumCostLimit"_s,
                                   u"autovacuumVacuumScaleFactor"_s,
                                   u"autovacuumVacuumThreshold"_s,
                                   u"fillfactor"_s,
                                   u"logAutovacuumMinDuration"_s,
                                   u"parallelWorkers"_s,
                                   u"toastTupleTarget"_s,
                                   u"userCatalogTable"_s,
                                   u"vacuumIndexCleanup"_s,
                                   u"vacuumTruncate"_s};
    return names;
}

class PostgresEntityWriter {
public:
    PostgresEntityWriter(const Schema &schema, const SnapshotAbout &about)
        : m_schema(schema)
        , m_about(about)
    {
    }

    QList<OrderedJson> run()
    {
        for (const NamedSchema &s : m_schema.schemas)
            put(OrderedJson::object(), s.name, u"schemas"_s);
        for (const EnumType &e : m_schema.enums)
            put(OrderedJson::object({{u"values"_s, OrderedJson::array(e.values)}}), e.name.name, u"enums"_s, e.name);
        for (const Table &t : m_schema.tables)
            put(OrderedJson::object({{u"isRlsEnabled"_s, yesOrNo(t.facts.rowSecurity || !t.policies.isEmpty())}}),
                t.name.name, u"tables"_s, t.name);
        each(&PostgresEntityWriter::columns);
        each(&PostgresEntityWriter::indexes);
        each(&PostgresEntityWriter::foreignKeys);
        each(&PostgresEntityWriter::primaryKey);
        each(&PostgresEntityWriter::uniques);
        each(&PostgresEntityWriter::checks);
        for (const Sequence &s : m_schema.sequences)
            put(OrderedJson::object({{u"incrementBy"_s, QString::number(s.options.increment)},
                                     {u"minValue"_s, QString::number(s.options.minimum)},
                                     {u"maxValue"_s, QString::number(s.options.maximum)},
                                     {u"startWith"_s, QString::number(s.options.start)},
                                     {u"cacheSize"_s, QJsonValue(s.options.cache)},
                                     {u"cycle"_s, yesOrNo(s.options.cycle)}}),
                s.name.name, u"sequences"_s, s.name);
        roles();
        each(&PostgresEntityWriter::policies);
        for (const QJsonObject &o : m_about.extras.policies)
            ownlessPolicy(o);
        for (const View &v : m_schema.views) {
            if (!m_about.extras.existingViews.contains(snapshotKey(v.name)))
                view(v);
        }
        return m_out;
    }

private:
    void each(void (PostgresEntityWriter::*write)(const Table &))
    {
        for (const Table &t : m_schema.tables)
            (this->*write)(t);
    }

    void put(OrderedJson json, const QString &name, const QString &type,
             const std::optional<QualifiedName> &of = std::nullopt, const QString &table = {})
    {
        json.put(u"name"_s, name);
        json.put(u"entityType"_s, type);
        if (of)
            json.put(u"schema"_s, postgresRealSchema(of->schema));
        if (!table.isEmpty())
            json.put(u"table"_s, table);
        m_out.append(json);
    }
    void put(const OrderedJson &json, const QString &name, const QString &type, const Table &t)
    {
        put(json, name, type, t.name, t.name.name);
    }

    [[nodiscard]] OrderedJson isExplicit(const Table &t, const QString &name, const QStringList &usual) const
    {
        return yesOrNo(!usual.contains(name) || m_about.extras.explicitNames.contains(snapshotKey(t.name, name)));
    }

    void columns(const Table &t)
    {
        const QStringList key = t.primaryKeyColumns();
        for (const Column &c : t.columns) {
            const SnapshotType type = snapshotTypeOf(c.declaredType, m_schema);
            OrderedJson generated = nothingSaid();
            if (c.isGenerated())
                generated = OrderedJson::object(
                    {{u"as"_s, m_about.extras.textOf(kitTextKey("generated", t.name, c.name), c.generatedExpression)},
                     {u"type"_s, u"stored"_s}});
            const QString value =
                m_about.extras.textOf(kitTextKey("default", t.name, c.name), c.defaultExpression.value_or(QString()));
            put(OrderedJson::object({{u"type"_s, type.type},
                                     {u"typeSchema"_s, textOrNull(type.typeSchema)},
                                     {u"notNull"_s, yesOrNo(c.notNull || key.contains(c.name))},
                                     {u"dimensions"_s, QJsonValue(type.array.count(u'['))},
                                     {u"default"_s, c.defaultExpression ? OrderedJson(value) : nothingSaid()},
                                     {u"generated"_s, generated},
                                     {u"identity"_s, c.identity ? identity(t, c) : nothingSaid()}}),
                c.name, u"columns"_s, t);
        }
    }

    static OrderedJson identity(const Table &t, const Column &c)
    {
        const SequenceOptions &o = c.identity->options;
        const QString named = c.identity->sequence.name;
        return OrderedJson::object({{u"type"_s, c.identity->always ? u"always"_s : u"byDefault"_s},
                                    {u"name"_s, named.isEmpty() ? usualName(t, {c.name}, "seq"_L1) : named},
                                    {u"increment"_s, QString::number(o.increment)},
                                    {u"startWith"_s, QString::number(o.start)},
                                    {u"minValue"_s, QString::number(o.minimum)},
                                    {u"maxValue"_s, QString::number(o.maximum)},
                                    {u"cache"_s, QJsonValue(o.cache)},
                                    {u"cycle"_s, yesOrNo(o.cycle)}});
    }

    void indexes(const Table &t)
    {
        for (const Index &i : t.indexes) {
            QList<OrderedJson> parts;
            for (qsizetype place = 0; place < i.columns.size(); ++place)
                parts.append(indexPart(partAsWritten(m_about.extras, t, i, place)));
            const QStringList names = i.columnNames();
            put(OrderedJson::object(
                    {{u"nameExplicit"_s,
                      isExplicit(t, i.name, {usualName(t, names, "index"_L1), usualName(t, names, "idx"_L1)})},
                     {u"columns"_s, OrderedJson::array(parts)},
                     {u"isUnique"_s, yesOrNo(i.unique)},
                     {u"where"_s, textOrNull(i.where)},
                     {u"with"_s, i.parameters.join(u", "_s)},
                     {u"method"_s, i.method.isEmpty() ? u"btree"_s : i.method},
                     {u"concurrently"_s,
                      yesOrNo(m_about.extras.concurrentIndexes.contains(snapshotKey({t.name.schema, i.name})))}}),
                i.name, u"indexes"_s, t);
        }
    }

    static OrderedJson indexPart(const IndexedColumn &c)
    {
        const bool isDown = c.order == SortOrder::Descending;
        const bool nullsFirst = c.nulls == NullsOrder::Unspecified ? isDown : c.nulls == NullsOrder::First;
        OrderedJson opclass = nothingSaid();
        if (!c.operatorClass.isEmpty())
            opclass = OrderedJson::object({{u"name"_s, c.operatorClass}, {u"default"_s, yesOrNo(false)}});
        return OrderedJson::object({{u"value"_s, c.isExpression() ? c.expression : c.column},
                                    {u"isExpression"_s, yesOrNo(c.isExpression())},
                                    {u"asc"_s, yesOrNo(!isDown)},
                                    {u"nullsFirst"_s, yesOrNo(nullsFirst)},
                                    {u"opclass"_s, opclass}});
    }

    void foreignKeys(const Table &t)
    {
        for (const ForeignKey &k : t.foreignKeys) {
            const QStringList to = snapshotTargets(k, m_schema);
            const QString usual =
                u"%1_%2_%3_%4_fkey"_s.arg(t.name.name, k.columns.join(u'_'), k.target.name, to.join(u'_'));
            const QString name = k.name.isEmpty() ? usual : k.name;
            put(OrderedJson::object({{u"nameExplicit"_s, isExplicit(t, name, {usual})},
                                     {u"columns"_s, OrderedJson::array(k.columns)},
                                     {u"schemaTo"_s, postgresRealSchema(k.target.schema)},
                                     {u"tableTo"_s, k.target.name},
                                     {u"columnsTo"_s, OrderedJson::array(to)},
                                     {u"onUpdate"_s, toText(k.updateAction())},
                                     {u"onDelete"_s, toText(k.deleteAction())}}),
                name, u"fks"_s, t);
        }
    }

    void primaryKey(const Table &t)
    {
        if (!t.primaryKey || t.primaryKey->columns.isEmpty())
            return;
        const QString usual = t.name.name + u"_pkey"_s;
        const QString name = t.primaryKey->name.isEmpty() ? usual : t.primaryKey->name;
        put(OrderedJson::object({{u"columns"_s, OrderedJson::array(t.primaryKeyColumns())},
                                 {u"nameExplicit"_s, isExplicit(t, name, {usual})}}),
            name, u"pks"_s, t);
    }

    void uniques(const Table &t)
    {
        for (const UniqueConstraint &u : t.uniques) {
            const QStringList columns = u.columnNames();
            const QStringList usual{usualName(t, columns, "key"_L1), usualName(t, columns, "unique"_L1)};
            const QString name = u.name.isEmpty() ? usual.first() : u.name;
            put(OrderedJson::object({{u"nameExplicit"_s, isExplicit(t, name, usual)},
                                     {u"columns"_s, OrderedJson::array(columns)},
                                     {u"nullsNotDistinct"_s, yesOrNo(u.nullsNotDistinct)}}),
                name, u"uniques"_s, t);
        }
    }

    void checks(const Table &t)
    {
        for (int i = 0; i < t.checks.size(); ++i)
            put(OrderedJson::object({{u"value"_s, t.checks.at(i).expression}}), snapshotCheckName(t, i), u"checks"_s,
                t);
    }

    void roles()
    {
        for (const QJsonObject &o : m_about.extras.roles) {
            OrderedJson json = OrderedJson::object();
            const QList<std::pair<QString, QJsonValue>> usual{{u"superuser"_s, false},
                                                              {u"createDb"_s, false},
                                                              {u"createRole"_s, false},
                                                              {u"inherit"_s, true},
                                                              {u"canLogin"_s, false},
                                                              {u"replication"_s, false},
                                                              {u"bypassRls"_s, false},
                                                              {u"connLimit"_s, -1},
                                                              {u"password"_s, QJsonValue::Null},
                                                              {u"validUntil"_s, QJsonValue::Null}};
            for (const auto &[key, value] : usual)
                json.put(key, o.contains(key) ? o.value(key) : value);
            put(json, o.value("name"_L1).toString(), u"roles"_s);
        }
    }

    void policy(const Policy &p, const QualifiedName &table)
    {
        const auto said = [&](const char *what, const QString &otherwise) {
            return m_about.extras.textOf(kitTextKey(what, table, p.name), otherwise);
        };
        put(OrderedJson::object({{u"as"_s, p.restrictive ? u"RESTRICTIVE"_s : u"PERMISSIVE"_s},
                                 {u"for"_s, snapshotCommand(p.command)},
                                 {u"roles"_s, OrderedJson::array(p.roles)},
                                 {u"using"_s, textOrNull(said("using", p.usingExpression))},
                                 {u"withCheck"_s, textOrNull(said("withCheck", p.checkExpression))}}),
            p.name, u"policies"_s, table, table.name);
    }

    void policies(const Table &t)
    {
        for (const Policy &p : t.policies)
            policy(p, t.name);
    }

    void ownlessPolicy(const QJsonObject &o) { policy(snapshotPolicy(o, u"to"_s), policyTable(o)); }

    void view(const View &v)
    {
        QHash<QString, QString> said;
        for (const QString &option : v.options)
            said.insert(optionKey(option.section(u'=', 0, 0)), option.section(u'=', 1));
        OrderedJson with = nothingSaid();
        if (!said.isEmpty()) {
            with = OrderedJson::object();
            for (const QString &name : viewOptionNames())
                with.put(name,
                         said.contains(name) ? OrderedJson(snapshotParameterValue(said.value(name))) : nothingSaid());
        }
        const QString key = snapshotKey(v.name);
        put(OrderedJson::object({{u"definition"_s, v.definition},
                                 {u"with"_s, with},
                                 {u"withNoData"_s, v.materialized && !v.populated ? yesOrNo(true) : nothingSaid()},
                                 {u"using"_s, textOrNull(m_about.extras.viewMethods.value(key))},
                                 {u"tablespace"_s, textOrNull(m_about.extras.viewTablespaces.value(key))},
                                 {u"materialized"_s, yesOrNo(v.materialized)}}),
            v.name.name, u"views"_s, v.name);
    }

    const Schema &m_schema;
    const SnapshotAbout &m_about;
    QList<OrderedJson> m_out;
};

/// "public.users->public.people", "public.people.a->public.people.b".
QStringList postgresRenameTexts(const Renames &renames)
{
    QStringList out;
    for (const ObjectRename &r : renames.objects) {
        if (r.kind == ObjectRename::Kind::Schema)
            out.append(r.from.name + u"->"_s + r.to.name);
        else if (r.table.isEmpty())
            out.append(snapshotKey(r.from) + u"->"_s + snapshotKey(r.to));
        else
            out.append(snapshotKey(renames.tableAfter(r.table), r.from.name) + u"->"_s
                       + snapshotKey(renames.tableAfter(r.table), r.to.name));
    }
    for (const TableRename &r : renames.tables)
        out.append(snapshotKey(r.from) + u"->"_s + snapshotKey(r.to));
    for (const ColumnRename &r : renames.columns) {
        const QualifiedName table = renames.tableAfter(r.table);
        out.append(snapshotKey(table, r.from) + u"->"_s + snapshotKey(table, r.to));
    }
    return out;
}

} // namespace

QByteArray postgresSnapshot8(const Schema &schema, const SnapshotAbout &about)
{
    Schema own = ownPostgresObjects(spelledForSnapshot(schema, about));
    for (Table &t : own.tables) {
        for (Column &c : t.columns)
            c.declaredType = withoutTypeBlanks(c.declaredType);
    }
    const QStringList previous = about.previousIds.isEmpty() ? QStringList{rootSnapshotId()} : about.previousIds;
    return OrderedJson::object({{u"version"_s, u"8"_s},
                                {u"dialect"_s, u"postgres"_s},
                                {u"id"_s, about.id},
                                {u"prevIds"_s, OrderedJson::array(previous)},
                                {u"ddl"_s, OrderedJson::array(PostgresEntityWriter(own, about).run())},
                                {u"renames"_s, OrderedJson::array(postgresRenameTexts(about.renames))}})
        .text();
}

} // namespace core
