// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgres/names.h"
#include "core/drizzle/jsonorder.h"
#include "core/drizzle/jsonvalues.h"
#include "core/schema/diff.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

/// drizzle-kit's snapshots for PostgreSQL (version 7) as schemas, for the pairs of ../shared/data.
namespace postgressnapshot {

using namespace Qt::Literals::StringLiterals;
using namespace core;

[[nodiscard]] inline QString text(const QJsonObject &o, const char *key)
{
    return o.value(QLatin1String(key)).toString();
}

[[nodiscard]] inline QualifiedName nameOf(const QJsonObject &o)
{
    return {postgresModelSchema(text(o, "schema")), text(o, "name")};
}

[[nodiscard]] inline QString snakeCase(const QString &name)
{
    QString out;
    for (const QChar c : name)
        out += c.isUpper() ? QString(u'_' + c.toLower()) : QString(c);
    return out;
}

[[nodiscard]] inline QStringList parameters(const QJsonObject &with)
{
    QStringList out;
    for (auto it = with.begin(); it != with.end(); ++it)
        out.append(snakeCase(it.key()) + u'=' + it.value().toVariant().toString());
    return out;
}

[[nodiscard]] inline SequenceOptions optionsOf(const QJsonObject &o, const QString &type)
{
    SequenceOptions s;
    s.type = type;
    const auto number = [&](const char *key, qint64 otherwise) {
        bool ok = false;
        const qint64 n = o.value(QLatin1String(key)).toVariant().toLongLong(&ok);
        return ok ? n : otherwise;
    };
    s.increment = number("increment", 1);
    s.minimum = number("minValue", 1);
    s.maximum = number("maxValue", type == "integer"_L1 ? 2147483647LL : 9223372036854775807LL);
    s.start = number("startWith", 1);
    s.cache = number("cache", 1);
    s.cycle = o.value("cycle"_L1).toBool();
    return s;
}

[[nodiscard]] inline Column column(const QJsonObject &o)
{
    Column c;
    c.name = text(o, "name");
    c.declaredType = text(o, "type");
    if (const QString schema = text(o, "typeSchema"); !schema.isEmpty()) {
        const qsizetype at = c.declaredType.indexOf(u'[');
        const QString bare = at < 0 ? c.declaredType : c.declaredType.left(at);
        c.declaredType = (schema == "public"_L1 ? QString() : QString(postgresPlainName(schema) + u'.'))
            + postgresPlainName(bare) + (at < 0 ? QString() : c.declaredType.mid(at));
    }
    c.notNull = o.value("notNull"_L1).toBool();
    if (const QJsonValue d = o.value("default"_L1); !d.isUndefined() && !d.isNull())
        c.defaultExpression = d.toVariant().toString();
    if (const QJsonObject g = o.value("generated"_L1).toObject(); !g.isEmpty()) {
        c.generation = Column::Generation::Stored;
        c.generatedExpression = text(g, "as");
    }
    if (const QJsonObject i = o.value("identity"_L1).toObject(); !i.isEmpty()) {
        c.identity = Identity{text(i, "type") == "always"_L1, nameOf(i), optionsOf(i, c.declaredType)};
        c.notNull = true;
    }
    return c;
}

[[nodiscard]] inline Policy policy(const QJsonObject &o)
{
    static const QHash<QString, Policy::Command> commands{{u"SELECT"_s, Policy::Command::Select},
                                                          {u"INSERT"_s, Policy::Command::Insert},
                                                          {u"UPDATE"_s, Policy::Command::Update},
                                                          {u"DELETE"_s, Policy::Command::Delete}};
    Policy p;
    p.name = text(o, "name");
    p.restrictive = text(o, "as").compare("RESTRICTIVE"_L1, Qt::CaseInsensitive) == 0;
    p.command = commands.value(text(o, "for").toUpper(), Policy::Command::All);
    p.roles = stringsOf(o.value("to"_L1));
    p.usingExpression = text(o, "using");
    p.checkExpression = text(o, "withCheck");
    return p;
}

[[nodiscard]] inline Index index(const QJsonObject &o)
{
    Index i;
    i.name = text(o, "name");
    i.unique = o.value("isUnique"_L1).toBool();
    i.method = text(o, "method") == "btree"_L1 ? QString() : text(o, "method");
    i.where = text(o, "where");
    i.parameters = parameters(o.value("with"_L1).toObject());
    for (const QJsonValue &v : o.value("columns"_L1).toArray()) {
        const QJsonObject part = v.toObject();
        IndexedColumn c;
        (part.value("isExpression"_L1).toBool() ? c.expression : c.column) = text(part, "expression");
        if (i.method.isEmpty()) {
            c.order = part.value("asc"_L1).toBool(true) ? SortOrder::Ascending : SortOrder::Descending;
            c.nulls = text(part, "nulls") == "first"_L1 ? NullsOrder::First : NullsOrder::Last;
        }
        c.operatorClass = text(part, "opclass");
        i.columns.append(c);
    }
    return i;
}

[[nodiscard]] inline ForeignKey foreignKey(const QJsonObject &o)
{
    ForeignKey k;
    k.name = text(o, "name");
    k.columns = stringsOf(o.value("columnsFrom"_L1));
    k.target = {postgresModelSchema(text(o, "schemaTo")), text(o, "tableTo")};
    k.targetColumns = stringsOf(o.value("columnsTo"_L1));
    k.onDelete = foreignKeyActionOf(text(o, "onDelete"));
    k.onUpdate = foreignKeyActionOf(text(o, "onUpdate"));
    return k;
}

[[nodiscard]] inline Table table(const QByteArray &json, const QString &key, const QJsonObject &o)
{
    Table t;
    t.name = nameOf(o);
    t.plainKeys = true;
    const QJsonObject columns = o.value("columns"_L1).toObject();
    QStringList keys;
    for (const QString &name : keysInOrder(json, {u"tables"_s, key, u"columns"_s})) {
        t.columns.append(column(columns.value(name).toObject()));
        if (columns.value(name).toObject().value("primaryKey"_L1).toBool())
            keys.append(t.columns.last().name);
    }
    const auto parts = [](const QStringList &names) {
        QList<IndexedColumn> out;
        for (const QString &n : names)
            out.append(IndexedColumn{n, {}, {}});
        return out;
    };
    if (!keys.isEmpty()) {
        t.primaryKey = PrimaryKey();
        t.primaryKey->columns = parts(keys);
    }
    for (const QJsonValue &v : o.value("compositePrimaryKeys"_L1).toObject()) {
        t.primaryKey = PrimaryKey();
        t.primaryKey->name = text(v.toObject(), "name");
        t.primaryKey->columns = parts(stringsOf(v.toObject().value("columns"_L1)));
    }
    for (const QJsonValue &v : o.value("uniqueConstraints"_L1).toObject()) {
        UniqueConstraint u;
        u.name = text(v.toObject(), "name");
        u.columns = parts(stringsOf(v.toObject().value("columns"_L1)));
        u.nullsNotDistinct = v.toObject().value("nullsNotDistinct"_L1).toBool();
        t.uniques.append(u);
    }
    for (const QJsonValue &v : o.value("checkConstraints"_L1).toObject()) {
        CheckConstraint c;
        c.name = text(v.toObject(), "name");
        c.expression = text(v.toObject(), "value");
        t.checks.append(c);
    }
    for (const QJsonValue &v : o.value("foreignKeys"_L1).toObject())
        t.foreignKeys.append(foreignKey(v.toObject()));
    for (const QJsonValue &v : o.value("indexes"_L1).toObject())
        t.indexes.append(index(v.toObject()));
    for (const QJsonValue &v : o.value("policies"_L1).toObject())
        t.policies.append(policy(v.toObject()));
    t.facts.rowSecurity = o.value("isRLSEnabled"_L1).toBool() || !t.policies.isEmpty();
    return t;
}

[[nodiscard]] inline Schema schema(const QJsonObject &root)
{
    const QByteArray json = QJsonDocument(root).toJson();
    Schema s;
    s.schemas = {NamedSchema{u"public"_s}};
    for (const QJsonValue &v : root.value("schemas"_L1).toObject())
        s.schemas.append(NamedSchema{v.toString()});
    for (const QJsonValue &v : root.value("enums"_L1).toObject()) {
        EnumType e;
        e.name = nameOf(v.toObject());
        e.values = stringsOf(v.toObject().value("values"_L1));
        s.enums.append(e);
    }
    for (const QJsonValue &v : root.value("sequences"_L1).toObject()) {
        Sequence q;
        q.name = nameOf(v.toObject());
        q.options = optionsOf(v.toObject(), u"bigint"_s);
        s.sequences.append(q);
    }
    const QJsonObject tables = root.value("tables"_L1).toObject();
    for (auto it = tables.begin(); it != tables.end(); ++it)
        s.tables.append(table(json, it.key(), it.value().toObject()));
    for (const QJsonValue &v : root.value("policies"_L1).toObject()) {
        for (Table &t : s.tables) {
            if (text(v.toObject(), "on") == postgresQualified(t.name)) {
                t.policies.append(policy(v.toObject()));
                t.facts.rowSecurity = true;
            }
        }
    }
    for (const QJsonValue &v : root.value("views"_L1).toObject()) {
        const QJsonObject o = v.toObject();
        View view;
        view.name = nameOf(o);
        view.definition = text(o, "definition");
        view.materialized = o.value("materialized"_L1).toBool();
        view.populated = !o.value("withNoData"_L1).toBool();
        view.options = parameters(o.value("with"_L1).toObject());
        if (!o.value("isExisting"_L1).toBool() && !view.definition.isEmpty())
            s.views.append(view);
    }
    // drizzle-kit's tests do not always say that there is a schema.
    const auto use = [&](const QualifiedName &name) {
        const bool said = std::any_of(s.schemas.cbegin(), s.schemas.cend(),
                                      [&](const NamedSchema &n) { return n.name == postgresRealSchema(name.schema); });
        if (!said)
            s.schemas.append(NamedSchema{name.schema});
    };
    for (const EnumType &e : std::as_const(s.enums))
        use(e.name);
    for (const Sequence &q : std::as_const(s.sequences))
        use(q.name);
    std::sort(s.tables.begin(), s.tables.end(), [](const Table &a, const Table &b) { return a.name < b.name; });
    return s;
}

/// "public.a" → a of public; "folder.a" → a of folder.
[[nodiscard]] inline QualifiedName named(const QString &text)
{
    const qsizetype dot = text.indexOf(u'.');
    return dot < 0 ? QualifiedName{{}, text} : QualifiedName{postgresModelSchema(text.left(dot)), text.mid(dot + 1)};
}

[[nodiscard]] inline Renames renamesOf(const QJsonArray &answers)
{
    Renames out;
    for (const QJsonValue &v : answers) {
        const QJsonObject o = v.toObject();
        const QString kind = text(o, "kind");
        const auto add = [&](const QualifiedName &from, const QualifiedName &to) {
            if (kind == "tables"_L1)
                out.tables.append(TableRename{from, to});
            else if (kind == "columns"_L1)
                out.columns.append({named(text(o, "table")), from.name, to.name});
            else if (kind == "schemas"_L1)
                out.objects.append({ObjectRename::Kind::Schema, from, to});
            else if (kind == "enums"_L1)
                out.objects.append({ObjectRename::Kind::Type, from, to});
            else if (kind == "sequences"_L1)
                out.objects.append({ObjectRename::Kind::Sequence, from, to});
            else if (kind == "views"_L1)
                out.objects.append({ObjectRename::Kind::View, from, to});
            else if (kind == "policies"_L1)
                out.objects.append({ObjectRename::Kind::Policy, from, to, named(text(o, "table"))});
        };
        const QJsonArray moved = o.value("moved"_L1).toArray();
        for (const QJsonValue &r : o.value("renamed"_L1).toArray())
            add(named(text(r.toObject(), "from")), named(text(r.toObject(), "to")));
        for (const QJsonValue &m : moved) {
            const QString name = text(m.toObject(), "name");
            const QualifiedName from{postgresModelSchema(text(m.toObject(), "schemaFrom")), name};
            const QualifiedName to{postgresModelSchema(text(m.toObject(), "schemaTo")), name};
            // Where it is renamed as well, that said both.
            const bool said = std::any_of(out.objects.cbegin(), out.objects.cend(),
                                          [&](const ObjectRename &r) { return r.from == from; });
            if (!said)
                add(from, to);
        }
    }
    return out;
}

} // namespace postgressnapshot
