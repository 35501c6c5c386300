// SPDX-License-Identifier: GPL-3.0-or-later
// Reading version 8, that of drizzle 1.0.
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/drizzle/jsonvalues.h"
#include "core/drizzle/postgressnapshot.h"
#include "core/drizzle/postgressnapshotparts.h"

#include <QHash>
#include <QJsonArray>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The table an entity is of.
QualifiedName tableOfEntity(const QJsonObject &o)
{
    return {postgresModelSchema(snapshotText(o, "schema"_L1)), snapshotText(o, "table"_L1)};
}

QList<IndexedColumn> namedColumns(const QJsonValue &names)
{
    QList<IndexedColumn> out;
    for (const QString &name : stringsOf(names))
        out.append(IndexedColumn{name, {}, {}});
    return out;
}

class PostgresEntityReader {
public:
    explicit PostgresEntityReader(const QJsonArray &ddl)
    {
        for (const QJsonValue &v : ddl)
            m_entities[snapshotText(v.toObject(), "entityType"_L1)].append(v.toObject());
    }

    Result<DrizzleSnapshot> run()
    {
        m_out.facets = Facets::drizzlePostgres();
        Schema &schema = m_out.schema;
        for (const QJsonObject &o : of("schemas"_L1))
            schema.schemas.append(NamedSchema{snapshotText(o, "name"_L1)});
        for (const QJsonObject &o : of("enums"_L1))
            schema.enums.append(EnumType{snapshotName(o), stringsOf(o.value("values"_L1))});
        for (const QJsonObject &o : of("sequences"_L1))
            schema.sequences.append(
                Sequence{snapshotName(o), snapshotSequence(o, u"bigint"_s, u"incrementBy"_s, u"cacheSize"_s), {}, {}});
        for (const QJsonObject &o : of("tables"_L1)) {
            Table t;
            t.name = snapshotName(o);
            t.plainKeys = true;
            t.facts.rowSecurity = o.value("isRlsEnabled"_L1).toBool();
            m_places.insert(t.name, schema.tables.size());
            schema.tables.append(t);
        }
        each("columns"_L1, [this](Table &t, const QJsonObject &o) { t.columns.append(columnFrom(o)); });
        each("pks"_L1, [this](Table &t, const QJsonObject &o) { addKey(t, o); });
        each("uniques"_L1, [this](Table &t, const QJsonObject &o) { addUnique(t, o); });
        each("checks"_L1, [](Table &t, const QJsonObject &o) {
            t.checks.append(CheckConstraint{snapshotText(o, "name"_L1), snapshotText(o, "value"_L1), {}});
        });
        each("fks"_L1, [this](Table &t, const QJsonObject &o) { addForeignKey(t, o); });
        each("indexes"_L1, [this](Table &t, const QJsonObject &o) { addIndex(t, o); });
        for (const QJsonObject &o : of("policies"_L1))
            addPolicy(o);
        for (const QJsonObject &o : of("roles"_L1))
            m_out.extras.roles.append(o);
        for (const QJsonObject &o : of("views"_L1))
            addView(o);
        if (!m_problem.isEmpty())
            return Error::invalid(m_problem);
        settleSnapshot(m_out);
        return std::move(m_out);
    }

private:
    [[nodiscard]] QList<QJsonObject> of(QLatin1String type) const { return m_entities.value(type); }

    template <typename Take> void each(QLatin1String type, Take take)
    {
        for (const QJsonObject &o : of(type)) {
            const auto place = m_places.constFind(tableOfEntity(o));
            if (place != m_places.cend())
                take(m_out.schema.tables[*place], o);
            else
                m_problem =
                    u"The snapshot speaks of a table %1 that it does not have: restore it from version control."_s.arg(
                        tableOfEntity(o).display());
        }
    }

    void remember(const Table &t, const QJsonObject &o)
    {
        if (o.value("nameExplicit"_L1).toBool())
            m_out.extras.explicitNames.insert(snapshotKey(t.name, snapshotText(o, "name"_L1)));
    }

    static Column columnFrom(const QJsonObject &o)
    {
        Column c;
        c.name = snapshotText(o, "name"_L1);
        c.declaredType = declaredTypeOf({snapshotText(o, "type"_L1), snapshotText(o, "typeSchema"_L1),
                                         u"[]"_s.repeated(o.value("dimensions"_L1).toInteger())});
        c.notNull = o.value("notNull"_L1).toBool();
        if (const QJsonValue d = o.value("default"_L1); d.isString())
            c.defaultExpression = d.toString();
        if (const QJsonObject g = o.value("generated"_L1).toObject(); !g.isEmpty()) {
            c.generation = Column::Generation::Stored;
            c.generatedExpression = snapshotText(g, "as"_L1);
        }
        if (const QJsonObject i = o.value("identity"_L1).toObject(); !i.isEmpty()) {
            c.identity = Identity{snapshotText(i, "type"_L1) == "always"_L1,
                                  {postgresModelSchema(snapshotText(o, "schema"_L1)), snapshotText(i, "name"_L1)},
                                  snapshotSequence(i, postgresNormalType(c.declaredType), u"increment"_s, u"cache"_s)};
            c.notNull = true;
        }
        return c;
    }

    void addKey(Table &t, const QJsonObject &o)
    {
        t.primaryKey = PrimaryKey();
        t.primaryKey->name = snapshotText(o, "name"_L1);
        t.primaryKey->columns = namedColumns(o.value("columns"_L1));
        remember(t, o);
    }

    void addUnique(Table &t, const QJsonObject &o)
    {
        UniqueConstraint u;
        u.name = snapshotText(o, "name"_L1);
        u.columns = namedColumns(o.value("columns"_L1));
        u.nullsNotDistinct = o.value("nullsNotDistinct"_L1).toBool();
        t.uniques.append(u);
        remember(t, o);
    }

    void addForeignKey(Table &t, const QJsonObject &o)
    {
        ForeignKey k;
        k.name = snapshotText(o, "name"_L1);
        k.columns = stringsOf(o.value("columns"_L1));
        k.target = {postgresModelSchema(snapshotText(o, "schemaTo"_L1)), snapshotText(o, "tableTo"_L1)};
        k.targetColumns = stringsOf(o.value("columnsTo"_L1));
        k.onDelete = foreignKeyActionOf(snapshotText(o, "onDelete"_L1));
        k.onUpdate = foreignKeyActionOf(snapshotText(o, "onUpdate"_L1));
        t.foreignKeys.append(k);
        remember(t, o);
    }

    void addIndex(Table &t, const QJsonObject &o)
    {
        Index i;
        i.name = snapshotText(o, "name"_L1);
        i.unique = o.value("isUnique"_L1).toBool();
        i.method = snapshotText(o, "method"_L1) == "btree"_L1 ? QString() : snapshotText(o, "method"_L1);
        i.where = snapshotText(o, "where"_L1);
        for (const QString &parameter : snapshotText(o, "with"_L1).split(u',', Qt::SkipEmptyParts))
            i.parameters.append(parameter.trimmed());
        for (const QJsonValue &v : o.value("columns"_L1).toArray()) {
            const QJsonObject part = v.toObject();
            IndexedColumn c;
            const QString text = snapshotText(part, "value"_L1);
            const bool isExpression = part.value("isExpression"_L1).toBool();
            if (isExpression)
                m_out.extras.texts.insert(
                    kitTextKey("part", {t.name.schema, i.name}, QString::number(i.columns.size())), text);
            c.column = text;
            if (i.method.isEmpty()) {
                c.order = part.value("asc"_L1).toBool(true) ? SortOrder::Ascending : SortOrder::Descending;
                c.nulls = part.value("nullsFirst"_L1).toBool() ? NullsOrder::First : NullsOrder::Last;
            }
            const QJsonObject opclass = part.value("opclass"_L1).toObject();
            c.operatorClass = opclass.value("default"_L1).toBool() ? QString() : snapshotText(opclass, "name"_L1);
            i.columns.append(isExpression ? snapshotPart(text, c) : c);
        }
        if (o.value("concurrently"_L1).toBool())
            m_out.extras.concurrentIndexes.insert(snapshotKey({t.name.schema, i.name}));
        t.indexes.append(i);
        remember(t, o);
    }

    void addPolicy(const QJsonObject &o)
    {
        const QualifiedName name = tableOfEntity(o);
        const auto place = m_places.constFind(name);
        if (place != m_places.cend()) {
            Table &t = m_out.schema.tables[*place];
            t.policies.append(snapshotPolicy(o, u"roles"_s));
            t.facts.rowSecurity = true;
            return;
        }
        QJsonObject ownless{{u"name"_s, o.value("name"_L1)},     {u"as"_s, o.value("as"_L1)},
                            {u"for"_s, o.value("for"_L1)},       {u"to"_s, o.value("roles"_L1)},
                            {u"schema"_s, o.value("schema"_L1)}, {u"on"_s, postgresQualified(name)}};
        for (const QLatin1String key : {"using"_L1, "withCheck"_L1}) {
            if (o.value(key).isString())
                ownless.insert(key, o.value(key));
        }
        m_out.extras.policies.append(ownless);
    }

    void addView(const QJsonObject &o) { m_out.schema.views.append(snapshotView(o, m_out.extras)); }

    QHash<QString, QList<QJsonObject>> m_entities; ///< by type
    QHash<QualifiedName, qsizetype> m_places; ///< of tables
    QString m_problem;
    DrizzleSnapshot m_out;
};

} // namespace

Result<DrizzleSnapshot> readPostgresSnapshot8(const QByteArray &, const QJsonObject &root)
{
    return PostgresEntityReader(root.value("ddl"_L1).toArray()).run();
}

} // namespace core
