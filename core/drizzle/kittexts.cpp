// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/kittexts.h"

#include "core/drizzle/jsonorder.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

template <typename List> auto *kitNamesake(List &list, const QString &name)
{
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto &o) { return o.name == name; });
    return found == list.end() ? nullptr : &*found;
}

/// Takes over, text by text, what only sounds different.
class KitTextsTaken {
public:
    KitTextsTaken(DrizzleSnapshot &snapshot, const DrizzleSnapshot &project)
        : m_snapshot(snapshot)
        , m_project(project)
    {
    }

    void run()
    {
        for (Table &t : m_snapshot.schema.tables) {
            if (const Table *own = m_project.schema.table(t.name)) {
                columns(t, *own);
                conditions(t, *own);
            }
        }
    }

private:
    void columns(Table &t, const Table &own)
    {
        for (Column &c : t.columns) {
            const Column *declared = kitNamesake(own.columns, c.name);
            if (!declared)
                continue;
            if (c.defaultExpression && declared->defaultExpression)
                take(kitTextKey("default", t.name, c.name), *c.defaultExpression, *declared->defaultExpression);
            take(kitTextKey("generated", t.name, c.name), c.generatedExpression, declared->generatedExpression);
        }
    }

    void conditions(Table &t, const Table &own)
    {
        for (CheckConstraint &c : t.checks) {
            if (const auto *declared = kitNamesake(own.checks, c.name))
                take(kitTextKey("check", t.name, c.name), c.expression, declared->expression);
        }
        for (Index &i : t.indexes) {
            if (const auto *declared = kitNamesake(own.indexes, i.name))
                take(kitTextKey("where", {t.name.schema, i.name}), i.where, declared->where);
        }
        for (Policy &p : t.policies) {
            if (const auto *declared = kitNamesake(own.policies, p.name)) {
                take(kitTextKey("using", t.name, p.name), p.usingExpression, declared->usingExpression);
                take(kitTextKey("withCheck", t.name, p.name), p.checkExpression, declared->checkExpression);
            }
        }
    }

    void take(const QString &what, QString &text, const QString &declared) const
    {
        const QJsonValue kit = m_project.extras.texts.value(what);
        const QJsonValue said = m_snapshot.extras.texts.value(what, text);
        const bool isSame =
            !kit.isNull() && (kit == said || (!kit.isObject() && kit.toVariant().toString() == said.toString()));
        if (isSame)
            text = declared;
    }

    DrizzleSnapshot &m_snapshot;
    const DrizzleSnapshot &m_project;
};

} // namespace

void sayAsDeclared(DrizzleSnapshot &snapshot, const DrizzleSnapshot &project)
{
    KitTextsTaken(snapshot, project).run();
}

OrderedJson viewColumnsJson(const SnapshotExtras &extras, const QualifiedName &view)
{
    static const QStringList order{u"name"_s,          u"type"_s,    u"typeSchema"_s, u"primaryKey"_s, u"notNull"_s,
                                   u"autoincrement"_s, u"default"_s, u"generated"_s,  u"identity"_s};
    static const QStringList inner{u"as"_s,        u"type"_s,     u"name"_s,     u"schema"_s, u"increment"_s,
                                   u"startWith"_s, u"minValue"_s, u"maxValue"_s, u"cache"_s,  u"cycle"_s};
    OrderedJson json = OrderedJson::object();
    for (const QJsonValue &v : extras.viewColumns.value(kitTextKey("columns", view))) {
        const QJsonObject column = v.toObject();
        OrderedJson one = OrderedJson::object();
        for (const QString &key : order) {
            if (column.contains(key))
                one.put(key, OrderedJson::of(column.value(key), inner));
        }
        json.put(column.value("name"_L1).toString(), one);
    }
    return json;
}

void readViewColumns(const QByteArray &json, const QString &key, const QJsonObject &view, const QualifiedName &name,
                     SnapshotExtras &extras)
{
    const QJsonObject columns = view.value("columns"_L1).toObject();
    if (columns.isEmpty())
        return;
    QJsonArray list;
    for (const QString &column : keysInOrder(json, {u"views"_s, key, u"columns"_s}))
        list.append(columns.value(column));
    extras.viewColumns.insert(kitTextKey("columns", name), list);
}

} // namespace core
