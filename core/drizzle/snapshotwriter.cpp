// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/snapshotwriter.h"

#include "core/drizzle/kittexts.h"
#include "core/drizzle/orderedjson.h"

#include <QRegularExpression>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString action(ForeignKeyAction a)
{
    return toText(a).toLower();
}

/// SQL text, except for booleans and numbers, which are JSON literals.
OrderedJson defaultJson(const QString &sql)
{
    static const QRegularExpression number(u"^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$"_s);
    if (sql.compare("true"_L1, Qt::CaseInsensitive) == 0 || sql.compare("false"_L1, Qt::CaseInsensitive) == 0)
        return QJsonValue(sql.compare("true"_L1, Qt::CaseInsensitive) == 0);
    bool whole = false;
    const qint64 integer = sql.toLongLong(&whole);
    // Beyond 2^53 a JSON number would lose digits.
    if (whole && number.match(sql).hasMatch() && std::abs(integer) < (1LL << 53))
        return QJsonValue(integer);
    if (!whole && number.match(sql).hasMatch() && sql.size() < 16)
        return QJsonValue(sql.toDouble());
    return sql;
}

OrderedJson columnJson(const Table &t, const Column &c, const SnapshotAbout &about)
{
    const QStringList key = t.primaryKeyColumns();
    const bool isKey = key.size() == 1 && foldedName(key.first()) == foldedName(c.name);
    OrderedJson json = OrderedJson::object({{u"name"_s, c.name},
                                            {u"type"_s, snapshotType(c, about)},
                                            {u"primaryKey"_s, QJsonValue(isKey)},
                                            {u"notNull"_s, QJsonValue(c.notNull)},
                                            {u"autoincrement"_s, QJsonValue(isKey && t.primaryKey->autoIncrement)}});
    const QJsonValue said = about.extras.texts.value(kitTextKey("default", t.name, c.name));
    if (c.defaultExpression)
        json.put(u"default"_s, said.isNull() ? defaultJson(*c.defaultExpression) : OrderedJson::of(said));
    const QString generated = about.extras.textOf(kitTextKey("generated", t.name, c.name), c.generatedExpression);
    if (c.isGenerated())
        json.put(u"generated"_s,
                 OrderedJson::object(
                     {{u"as"_s, QString(u'(' + generated + u')')},
                      {u"type"_s, c.generation == Column::Generation::Stored ? u"stored"_s : u"virtual"_s}}));
    return json;
}

QString partText(const IndexedColumn &c)
{
    return c.isExpression() ? c.expression : c.column;
}

OrderedJson indexJson(const QString &name, const QList<IndexedColumn> &columns, bool unique, const QString &where)
{
    QStringList parts;
    for (const IndexedColumn &c : columns)
        parts.append(partText(c));
    OrderedJson json = OrderedJson::object(
        {{u"name"_s, name}, {u"columns"_s, OrderedJson::array(parts)}, {u"isUnique"_s, QJsonValue(unique)}});
    if (!where.isEmpty())
        json.put(u"where"_s, where);
    return json;
}

OrderedJson indexesJson(const Table &t, const SnapshotAbout &about)
{
    OrderedJson json = OrderedJson::object();
    for (const Index &i : t.indexes)
        json.put(
            i.name,
            indexJson(i.name, i.columns, i.unique, about.extras.textOf(kitTextKey("where", {{}, i.name}), i.where)));
    for (const UniqueConstraint &u : t.uniques) {
        const QString name = u"%1_%2_unique"_s.arg(t.name.name, u.columnNames().join(u'_'));
        json.put(name, indexJson(name, u.columns, true, {}));
    }
    return json;
}

OrderedJson foreignKeysJson(const Table &t, const Schema &schema, const SnapshotAbout &about)
{
    OrderedJson json = OrderedJson::object();
    for (const ForeignKey &k : t.foreignKeys) {
        const QStringList to = snapshotTargets(k, schema);
        const QString usual = u"%1_%2_%3_%4_fk"_s.arg(t.name.name, k.columns.join(u'_'), k.target.name, to.join(u'_'));
        const QString said = about.names.of(t.name.name, k);
        const QString &name = said.isEmpty() ? usual : said;
        json.put(name,
                 OrderedJson::object({{u"name"_s, name},
                                      {u"tableFrom"_s, t.name.name},
                                      {u"tableTo"_s, k.target.name},
                                      {u"columnsFrom"_s, OrderedJson::array(k.columns)},
                                      {u"columnsTo"_s, OrderedJson::array(to)},
                                      {u"onDelete"_s, action(k.deleteAction())},
                                      {u"onUpdate"_s, action(k.updateAction())}}));
    }
    return json;
}

OrderedJson tableJson(const Table &t, const Schema &schema, const SnapshotAbout &about)
{
    OrderedJson columns = OrderedJson::object();
    for (const Column &c : t.columns) {
        if (!c.hidden)
            columns.put(c.name, columnJson(t, c, about));
    }
    OrderedJson keys = OrderedJson::object();
    if (const QStringList key = t.primaryKeyColumns(); key.size() > 1) {
        const QString said = about.names.ofPrimaryKey(t.name.name);
        const QString name = said.isEmpty() ? u"%1_%2_pk"_s.arg(t.name.name, key.join(u'_')) : said;
        keys.put(name, OrderedJson::object({{u"columns"_s, OrderedJson::array(key)}, {u"name"_s, name}}));
    }
    OrderedJson checks = OrderedJson::object();
    for (int i = 0; i < t.checks.size(); ++i) {
        const CheckConstraint &c = t.checks.at(i);
        const QString name = snapshotCheckName(t, i);
        const QString text = about.extras.textOf(kitTextKey("check", t.name, name), c.expression);
        checks.put(name, OrderedJson::object({{u"name"_s, name}, {u"value"_s, text}}));
    }
    return OrderedJson::object({{u"name"_s, t.name.name},
                                {u"columns"_s, columns},
                                {u"indexes"_s, indexesJson(t, about)},
                                {u"foreignKeys"_s, foreignKeysJson(t, schema, about)},
                                {u"compositePrimaryKeys"_s, keys},
                                {u"uniqueConstraints"_s, OrderedJson::object()},
                                {u"checkConstraints"_s, checks}});
}

OrderedJson viewsJson(const Schema &schema, const SnapshotAbout &about)
{
    OrderedJson json = OrderedJson::object();
    for (const View &v : schema.views) {
        if (about.onlyDeclares(v.name))
            continue;
        json.put(v.name.name,
                 OrderedJson::object({{u"columns"_s, viewColumnsJson(about.extras, v.name)},
                                      {u"name"_s, v.name.name},
                                      {u"isExisting"_s, QJsonValue(false)},
                                      {u"definition"_s, v.definition}}));
    }
    for (const QualifiedName &view : about.existingViews) {
        json.put(view.name,
                 OrderedJson::object({{u"columns"_s, viewColumnsJson(about.extras, view)},
                                      {u"name"_s, view.name},
                                      {u"isExisting"_s, QJsonValue(true)}}));
    }
    return json;
}

QString quoted(const QString &name)
{
    return u'"' + name + u'"';
}

OrderedJson renamesJson(const Renames &renames)
{
    OrderedJson tables = OrderedJson::object();
    for (const TableRename &r : renames.tables)
        tables.put(quoted(r.from.name), quoted(r.to.name));
    OrderedJson columns = OrderedJson::object();
    for (const ColumnRename &r : renames.columns) {
        const QString table = quoted(renames.tableAfter(r.table).name);
        columns.put(QString(table + u'.' + quoted(r.from)), QString(table + u'.' + quoted(r.to)));
    }
    return OrderedJson::object({{u"schemas"_s, OrderedJson::object()}, {u"tables"_s, tables}, {u"columns"_s, columns}});
}

OrderedJson internalJson(const Schema &schema)
{
    OrderedJson indexes = OrderedJson::object();
    for (const Table &t : schema.tables) {
        for (const Index &i : t.indexes) {
            OrderedJson columns = OrderedJson::object();
            bool any = false;
            for (const IndexedColumn &c : i.columns) {
                if (!c.isExpression())
                    continue;
                columns.put(c.expression, OrderedJson::object({{u"isExpression"_s, QJsonValue(true)}}));
                any = true;
            }
            if (any)
                indexes.put(i.name, OrderedJson::object({{u"columns"_s, columns}}));
        }
    }
    return OrderedJson::object({{u"indexes"_s, indexes}});
}

} // namespace

bool SnapshotAbout::onlyDeclares(const QualifiedName &view) const
{
    return std::any_of(existingViews.cbegin(), existingViews.cend(), [&](const QualifiedName &v) { return v == view; });
}

QString rootSnapshotId()
{
    return u"00000000-0000-0000-0000-000000000000"_s;
}

Schema snapshotTables(const Schema &schema)
{
    Schema own = schema;
    own.tables.removeIf([](const Table &t) {
        return t.internal || t.shadow || t.kind != Table::Kind::Ordinary || t.columns.isEmpty();
    });
    return own;
}

QString snapshotType(const Column &column, const SnapshotAbout &about)
{
    return about.typesAsWritten ? column.declaredType : column.declaredType.toLower();
}

QString snapshotCheckName(const Table &table, int check)
{
    const QString name = table.checks.at(check).name;
    return name.isEmpty() ? u"%1_check_%2"_s.arg(table.name.name).arg(check + 1) : name;
}

QStringList snapshotTargets(const ForeignKey &key, const Schema &schema)
{
    const Table *target = schema.table(key.target);
    return key.targetColumns.isEmpty() && target ? target->primaryKeyColumns() : key.targetColumns;
}

QByteArray drizzleSnapshot(const Schema &schema, const SnapshotAbout &about)
{
    const Schema own = snapshotTables(schema);
    OrderedJson tables = OrderedJson::object();
    for (const Table &t : own.tables)
        tables.put(t.name.name, tableJson(t, own, about));
    return OrderedJson::object({{u"version"_s, u"6"_s},
                                {u"dialect"_s, about.dialect},
                                {u"id"_s, about.id},
                                {u"prevId"_s, about.previousIds.value(0, rootSnapshotId())},
                                {u"tables"_s, tables},
                                {u"views"_s, viewsJson(own, about)},
                                {u"enums"_s, OrderedJson::object()},
                                {u"_meta"_s, renamesJson(about.renames)},
                                {u"internal"_s, internalJson(own)}})
        .text();
}

} // namespace core
