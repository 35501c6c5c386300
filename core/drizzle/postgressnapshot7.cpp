// SPDX-License-Identifier: GPL-3.0-or-later
// Reading version 7, that of the classic folders.
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/drizzle/jsonorder.h"
#include "core/drizzle/jsonvalues.h"
#include "core/drizzle/kittexts.h"
#include "core/drizzle/postgressnapshot.h"
#include "core/drizzle/postgressnapshotparts.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QList<IndexedColumn> keyColumns(const QStringList &names)
{
    QList<IndexedColumn> out;
    for (const QString &name : names)
        out.append(IndexedColumn{name, {}, {}});
    return out;
}

class PostgresSnapshotReader {
public:
    PostgresSnapshotReader(const QByteArray &json, const QJsonObject &root)
        : m_json(json)
        , m_root(root)
    {
    }

    Result<DrizzleSnapshot> run()
    {
        m_out.facets = Facets::drizzlePostgres();
        for (const QJsonValue &v : m_root.value("schemas"_L1).toObject())
            m_out.schema.schemas.append(NamedSchema{v.toString()});
        for (const QJsonValue &v : m_root.value("enums"_L1).toObject())
            addEnum(v.toObject());
        for (const QJsonValue &v : m_root.value("sequences"_L1).toObject())
            addSequence(v.toObject());
        const QJsonObject tables = m_root.value("tables"_L1).toObject();
        for (auto it = tables.begin(); it != tables.end(); ++it)
            addTable(it.key(), it.value().toObject());
        for (const QJsonValue &v : m_root.value("policies"_L1).toObject())
            addPolicy(v.toObject());
        for (const QJsonValue &v : m_root.value("roles"_L1).toObject())
            m_out.extras.roles.append(v.toObject());
        const QJsonObject views = m_root.value("views"_L1).toObject();
        for (auto it = views.begin(); it != views.end(); ++it)
            addView(it.key(), it.value().toObject());
        settleSnapshot(m_out);
        return std::move(m_out);
    }

private:
    void addEnum(const QJsonObject &o)
    {
        EnumType e;
        e.name = snapshotName(o);
        e.values = stringsOf(o.value("values"_L1));
        m_out.schema.enums.append(e);
    }

    void addSequence(const QJsonObject &o)
    {
        Sequence s;
        s.name = snapshotName(o);
        s.options = snapshotSequence(o, u"bigint"_s, u"increment"_s, u"cache"_s);
        m_out.schema.sequences.append(s);
    }

    void addTable(const QString &key, const QJsonObject &o)
    {
        Table t;
        t.name = snapshotName(o);
        t.plainKeys = true;
        const QJsonObject columns = o.value("columns"_L1).toObject();
        QStringList keys;
        for (const QString &name : keysInOrder(m_json, {u"tables"_s, key, u"columns"_s})) {
            const QJsonObject column = columns.value(name).toObject();
            t.columns.append(columnFrom(t, column));
            if (column.value("primaryKey"_L1).toBool())
                keys.append(t.columns.last().name);
        }
        if (!keys.isEmpty())
            setKey(t, {}, keys);
        for (const QJsonValue &v : o.value("compositePrimaryKeys"_L1).toObject())
            setKey(t, snapshotText(v.toObject(), "name"_L1), stringsOf(v.toObject().value("columns"_L1)));
        for (const QJsonValue &v : o.value("uniqueConstraints"_L1).toObject()) {
            UniqueConstraint u;
            u.name = snapshotText(v.toObject(), "name"_L1);
            u.columns = keyColumns(stringsOf(v.toObject().value("columns"_L1)));
            u.nullsNotDistinct = v.toObject().value("nullsNotDistinct"_L1).toBool();
            t.uniques.append(u);
        }
        for (const QJsonValue &v : o.value("checkConstraints"_L1).toObject())
            t.checks.append(
                CheckConstraint{snapshotText(v.toObject(), "name"_L1), snapshotText(v.toObject(), "value"_L1), {}});
        for (const QJsonValue &v : o.value("foreignKeys"_L1).toObject())
            t.foreignKeys.append(foreignKeyFrom(v.toObject()));
        for (const QJsonValue &v : o.value("indexes"_L1).toObject())
            t.indexes.append(indexFrom(t, v.toObject()));
        for (const QJsonValue &v : o.value("policies"_L1).toObject())
            t.policies.append(snapshotPolicy(v.toObject(), u"to"_s));
        const bool isSecured = o.value("isRLSEnabled"_L1).toBool();
        t.facts.rowSecurity = isSecured || !t.policies.isEmpty();
        if (isSecured)
            m_out.extras.securedTables.insert(snapshotKey(t.name));
        m_out.schema.tables.append(t);
    }

    static void setKey(Table &t, const QString &name, const QStringList &columns)
    {
        t.primaryKey = PrimaryKey();
        t.primaryKey->name = name;
        t.primaryKey->columns = keyColumns(columns);
    }

    Column columnFrom(const Table &t, const QJsonObject &o)
    {
        Column c;
        c.name = snapshotText(o, "name"_L1);
        const QString type = snapshotText(o, "type"_L1);
        const QString typeSchema = snapshotText(o, "typeSchema"_L1);
        const qsizetype at = type.indexOf(u'[');
        c.declaredType =
            at < 0 ? declaredTypeOf({type, typeSchema, {}}) : declaredTypeOf({type.left(at), typeSchema, type.mid(at)});
        c.notNull = o.value("notNull"_L1).toBool();
        if (const QJsonValue d = o.value("default"_L1); !d.isUndefined() && !d.isNull()) {
            c.defaultExpression = d.toVariant().toString();
            if (d.isArray() || d.isObject()) { // what 0.31 leaves alone, and no server takes
                c.defaultExpression = QString::fromUtf8(OrderedJson::of(d).text()).simplified();
                m_out.extras.texts.insert(kitTextKey("default", t.name, c.name), d);
            }
            if (d.isString() && isPlainDefault(d.toString()))
                m_out.extras.textDefaults.insert(snapshotKey(t.name, c.name));
        }
        if (const QJsonObject g = o.value("generated"_L1).toObject(); !g.isEmpty()) {
            c.generation = Column::Generation::Stored;
            c.generatedExpression = snapshotText(g, "as"_L1);
        }
        if (const QJsonObject i = o.value("identity"_L1).toObject(); !i.isEmpty()) {
            c.identity = Identity{snapshotText(i, "type"_L1) == "always"_L1, snapshotName(i),
                                  snapshotSequence(i, postgresNormalType(c.declaredType), u"increment"_s, u"cache"_s)};
            c.notNull = true;
        }
        return c;
    }

    static ForeignKey foreignKeyFrom(const QJsonObject &o)
    {
        ForeignKey k;
        k.name = snapshotText(o, "name"_L1);
        k.columns = stringsOf(o.value("columnsFrom"_L1));
        k.target = {postgresModelSchema(snapshotText(o, "schemaTo"_L1)), snapshotText(o, "tableTo"_L1)};
        k.targetColumns = stringsOf(o.value("columnsTo"_L1));
        k.onDelete = foreignKeyActionOf(snapshotText(o, "onDelete"_L1));
        k.onUpdate = foreignKeyActionOf(snapshotText(o, "onUpdate"_L1));
        return k;
    }

    Index indexFrom(const Table &t, const QJsonObject &o)
    {
        Index i;
        i.name = snapshotText(o, "name"_L1);
        i.unique = o.value("isUnique"_L1).toBool();
        i.method = snapshotText(o, "method"_L1) == "btree"_L1 ? QString() : snapshotText(o, "method"_L1);
        i.where = snapshotText(o, "where"_L1);
        const QJsonObject with = o.value("with"_L1).toObject();
        for (auto it = with.begin(); it != with.end(); ++it)
            i.parameters.append(it.key() + u'=' + it.value().toVariant().toString());
        for (const QJsonValue &v : o.value("columns"_L1).toArray()) {
            const QJsonObject part = v.toObject();
            IndexedColumn c;
            const QString text = snapshotText(part, "expression"_L1);
            const bool isExpression = part.value("isExpression"_L1).toBool();
            if (isExpression)
                m_out.extras.texts.insert(
                    kitTextKey("part", {t.name.schema, i.name}, QString::number(i.columns.size())), text);
            c.column = text;
            if (i.method.isEmpty()) {
                c.order = part.value("asc"_L1).toBool(true) ? SortOrder::Ascending : SortOrder::Descending;
                c.nulls = snapshotText(part, "nulls"_L1) == "first"_L1 ? NullsOrder::First : NullsOrder::Last;
            }
            c.operatorClass = snapshotText(part, "opclass"_L1);
            i.columns.append(isExpression ? snapshotPart(text, c) : c);
        }
        if (o.value("concurrently"_L1).toBool())
            m_out.extras.concurrentIndexes.insert(snapshotKey({t.name.schema, i.name}));
        return i;
    }

    /// One by itself is that of a table which is not the project's own, unless it is.
    void addPolicy(const QJsonObject &o)
    {
        for (Table &t : m_out.schema.tables) {
            if (snapshotText(o, "on"_L1) == postgresQualified(t.name)) {
                t.policies.append(snapshotPolicy(o, u"to"_s));
                t.facts.rowSecurity = true;
                return;
            }
        }
        m_out.extras.policies.append(o);
    }

    void addView(const QString &key, const QJsonObject &o)
    {
        const QualifiedName name = snapshotName(o);
        readViewColumns(m_json, key, o, name, m_out.extras);
        if (o.value("isExisting"_L1).toBool() || snapshotText(o, "definition"_L1).isEmpty()) {
            m_out.existingViews.append(name);
            m_out.extras.existingViews.insert(key, o);
            return;
        }
        m_out.schema.views.append(snapshotView(o, m_out.extras));
    }

    const QByteArray &m_json;
    const QJsonObject m_root;
    DrizzleSnapshot m_out;
};

} // namespace

Result<DrizzleSnapshot> readPostgresSnapshot7(const QByteArray &json, const QJsonObject &root)
{
    return PostgresSnapshotReader(json, root).run();
}

} // namespace core
