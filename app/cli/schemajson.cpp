// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/schemajson.h"

#include <QJsonArray>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonArray list(const QStringList &names)
{
    return QJsonArray::fromStringList(names);
}

template <typename T, typename F> QJsonArray array(const QList<T> &items, F toJson)
{
    QJsonArray result;
    for (const T &item : items)
        result += toJson(item);
    return result;
}

QJsonObject columnJson(const core::Column &column, bool required)
{
    const bool stored = column.generation == core::Column::Generation::Stored;
    return {{u"name"_s, column.name},
            {u"type"_s, column.declaredType},
            {u"notNull"_s, required},
            {u"default"_s, column.defaultExpression ? QJsonValue(*column.defaultExpression) : QJsonValue(QJsonValue::Null)},
            {u"collation"_s, orNull(column.collation)},
            {u"generated"_s, column.isGenerated() ? QJsonValue(stored ? u"stored"_s : u"virtual"_s) : QJsonValue(QJsonValue::Null)},
            {u"expression"_s, orNull(column.generatedExpression)},
            {u"hidden"_s, column.hidden}};
}

QJsonObject indexJson(const core::Index &index)
{
    const auto part = [](const core::IndexedColumn &c) {
        return QJsonObject{{u"column"_s, orNull(c.column)},
                           {u"expression"_s, orNull(c.expression)},
                           {u"collation"_s, orNull(c.collation)},
                           {u"descending"_s, c.order == core::SortOrder::Descending}};
    };
    return {{u"name"_s, index.name},
            {u"unique"_s, index.unique},
            {u"columns"_s, array(index.columns, part)},
            {u"where"_s, orNull(index.where)}};
}

QJsonObject foreignKeyJson(const core::ForeignKey &key)
{
    return {{u"name"_s, orNull(key.name)},
            {u"columns"_s, list(key.columns)},
            {u"table"_s, key.target.display()},
            {u"targetColumns"_s, list(key.targetColumns)},
            {u"onDelete"_s, core::toText(key.deleteAction())},
            {u"onUpdate"_s, core::toText(key.updateAction())},
            {u"deferred"_s, key.isDeferred()}};
}

QJsonObject triggerJson(const core::Trigger &trigger)
{
    static const QHash<core::Trigger::Time, QString> times{{core::Trigger::Time::Unspecified, u"before"_s},
                                                           {core::Trigger::Time::Before, u"before"_s},
                                                           {core::Trigger::Time::After, u"after"_s},
                                                           {core::Trigger::Time::InsteadOf, u"insteadOf"_s}};
    static const QHash<core::Trigger::Event, QString> events{{core::Trigger::Event::Insert, u"insert"_s},
                                                             {core::Trigger::Event::Update, u"update"_s},
                                                             {core::Trigger::Event::Delete, u"delete"_s}};
    return {{u"name"_s, trigger.name},
            {u"time"_s, times.value(trigger.time)},
            {u"event"_s, events.value(trigger.event)},
            {u"updateOf"_s, list(trigger.updateOf)},
            {u"when"_s, orNull(trigger.when)},
            {u"body"_s, trigger.body}};
}

QJsonObject relationJson(const core::Relation &relation)
{
    static const QHash<core::Relation::Kind, QString> kinds{{core::Relation::Kind::One, u"one"_s},
                                                            {core::Relation::Kind::OneToOne, u"oneToOne"_s},
                                                            {core::Relation::Kind::Many, u"many"_s},
                                                            {core::Relation::Kind::ManyToMany, u"manyToMany"_s}};
    return {{u"name"_s, relation.name},
            {u"kind"_s, kinds.value(relation.kind)},
            {u"table"_s, relation.to.display()},
            {u"columns"_s, list(relation.fromColumns)},
            {u"targetColumns"_s, list(relation.toColumns)},
            {u"through"_s, orNull(relation.junction.display())}};
}

QJsonValue primaryKeyJson(const std::optional<core::PrimaryKey> &key)
{
    if (!key)
        return QJsonValue::Null;
    return QJsonObject{{u"name"_s, orNull(key->name)},
                       {u"columns"_s, list(key->columnNames())},
                       {u"autoIncrement"_s, key->autoIncrement}};
}

QJsonObject tableJson(const core::Table &table, const core::RelationGraph &relations)
{
    const auto unique = [](const core::UniqueConstraint &u) {
        return QJsonObject{{u"name"_s, orNull(u.name)}, {u"columns"_s, list(u.columnNames())}};
    };
    const auto check = [](const core::CheckConstraint &c) {
        return QJsonObject{{u"name"_s, orNull(c.name)}, {u"expression"_s, c.expression}};
    };
    const auto column = [&table](const core::Column &c) { return columnJson(c, table.isRequired(c)); };
    return {{u"name"_s, table.name.display()},
            {u"kind"_s, table.kind == core::Table::Kind::Virtual ? u"virtual"_s : u"table"_s},
            {u"withoutRowId"_s, table.withoutRowId},
            {u"strict"_s, table.strict},
            {u"module"_s, orNull(table.module)},
            {u"internal"_s, table.internal || table.shadow},
            {u"problem"_s, orNull(table.brokenBecause)},
            {u"columns"_s, array(table.columns, column)},
            {u"primaryKey"_s, primaryKeyJson(table.primaryKey)},
            {u"uniques"_s, array(table.uniques, unique)},
            {u"checks"_s, array(table.checks, check)},
            {u"foreignKeys"_s, array(table.foreignKeys, foreignKeyJson)},
            {u"indexes"_s, array(table.indexes, indexJson)},
            {u"triggers"_s, array(table.triggers, triggerJson)},
            {u"relations"_s, array(relations.of(table.name), relationJson)}};
}

QJsonObject viewJson(const core::View &view, const core::Schema &schema)
{
    const auto column = [](const core::Column &c) { return QJsonObject{{u"name"_s, c.name}, {u"type"_s, c.declaredType}}; };
    QJsonArray triggers;
    for (const core::Trigger &trigger : schema.viewTriggers) {
        if (trigger.table == view.name)
            triggers += triggerJson(trigger);
    }
    return {{u"name"_s, view.name.display()},
            {u"columns"_s, array(view.columns, column)},
            {u"definition"_s, view.definition},
            {u"problem"_s, orNull(view.brokenBecause)},
            {u"triggers"_s, triggers}};
}

} // namespace

QJsonObject schemaJson(const core::Schema &schema, const core::RelationGraph &relations, bool withInternal)
{
    QJsonArray tables;
    for (const core::Table &table : schema.tables) {
        if (withInternal || !(table.internal || table.shadow))
            tables += tableJson(table, relations);
    }
    QJsonArray views;
    for (const core::View &view : schema.views)
        views += viewJson(view, schema);
    return {{u"tables"_s, tables}, {u"views"_s, views}};
}

} // namespace app
