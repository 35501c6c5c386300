// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/jsonvalues.h"
#include "core/drizzle/schemadocument.h"
#include "core/schema/sortbyname.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

void SqliteDocument::addObjects()
{
    m_out.facets.uniqueConstraints = isV1(); // 0.x makes unique indexes of them
}

void SqliteDocument::addTable(const QJsonObject &o)
{
    Table t;
    t.name = nameIn(o);
    forEach(o, "columns"_L1, [&](const QJsonObject &c) { addColumn(t, c); });
    if (const QJsonObject key = o.value("primaryKey"_L1).toObject(); !key.isEmpty()) {
        t.primaryKey = PrimaryKey();
        t.primaryKey->columns = partsOf(stringsOf(key.value("columns"_L1)));
        m_out.names.addPrimaryKey(t.name.name, text(key, "name"_L1));
    }
    forEach(o, "uniques"_L1,
            [&](const QJsonObject &u) { addUnique(t, text(u, "name"_L1), stringsOf(u.value("columns"_L1))); });
    forEach(o, "checks"_L1, [&](const QJsonObject &c) {
        t.checks.append({text(c, "name"_L1), text(c, "sql"_L1), {}});
        noteText(kitTextKey("check", t.name, text(c, "name"_L1)), text(c, "sql"_L1), c.value("kitSql"_L1));
    });
    forEach(o, "foreignKeys"_L1, [&](const QJsonObject &k) { addForeignKey(t, k); });
    forEach(o, "indexes"_L1, [&](const QJsonObject &part) {
        Index i;
        i.name = text(part, "name"_L1);
        i.unique = part.value("unique"_L1).toBool();
        i.where = text(part, "where"_L1);
        noteText(kitTextKey("where", {{}, i.name}), i.where, part.value("kitWhere"_L1));
        forEach(part, "columns"_L1, [&](const QJsonObject &c) {
            i.columns.append({text(c, "column"_L1), text(c, "expression"_L1), {}, SortOrder::Unspecified});
        });
        t.indexes.append(i);
    });
    forEach(o, "columns"_L1, [&](const QJsonObject &c) {
        if (isV1() && c.value("unique"_L1).isObject())
            warnOfShadow(t, text(c, "name"_L1));
    });
    sortByName(t.indexes);
    know(t.name, o);
    m_out.schema.tables.append(t);
}

/// drizzle-kit 1.0 (seen in rc.4) takes any index on just this column for the one that makes it unique.
void SqliteDocument::warnOfShadow(const Table &t, const QString &column)
{
    const auto shadow = std::find_if(t.indexes.cbegin(), t.indexes.cend(), [&](const Index &i) {
        return i.columns.size() == 1 && !i.columns.first().isExpression() && i.columns.first().column == column;
    });
    if (shadow == t.indexes.cend())
        return;
    m_out.extras.shadowedUniques.insert(t.name.name + u'.' + column);
    m_out.warnings.append(
        u"drizzle-kit 1.0 forgets the .unique() of %1.%2 because the index %3 stands on the same column: its next "
        "“generate” takes the constraint away without a word. Say unique().on(…) beside the index instead of "
        ".unique(): both keep that."_s.arg(t.name.name, column, shadow->name));
}

void SqliteDocument::addColumn(Table &t, const QJsonObject &o)
{
    Column c;
    c.name = text(o, "name"_L1);
    c.declaredType = text(o, "type"_L1).simplified();
    c.notNull = o.value("notNull"_L1).toBool();
    if (const QJsonValue d = o.value("default"_L1); d.isString()) {
        c.defaultExpression = d.toString();
        noteText(kitTextKey("default", t.name, c.name), d.toString(), o.value("kitDefault"_L1));
    }
    if (const QJsonObject g = o.value("generated"_L1).toObject(); !g.isEmpty()) {
        c.generatedExpression = text(g, "as"_L1);
        noteText(kitTextKey("generated", t.name, c.name), c.generatedExpression, g.value("kitAs"_L1));
        c.generation = g.value("stored"_L1).toBool() ? Column::Generation::Stored : Column::Generation::Virtual;
        c.generatedAlways = c.generationKindWritten = true;
    }
    t.columns.append(c);
    if (o.value("primaryKey"_L1).toBool()) {
        PrimaryKey key;
        key.columns = partsOf({c.name});
        key.column = c.name;
        key.autoIncrement = o.value("autoIncrement"_L1).toBool();
        t.primaryKey = key;
    }
    if (const QJsonValue unique = o.value("unique"_L1); unique.isObject())
        addUnique(t, text(unique.toObject(), "name"_L1), {c.name});
}

void SqliteDocument::addUnique(Table &t, const QString &said, const QStringList &columns)
{
    const QString name = said.isEmpty() ? QString(t.name.name + u'_' + columns.join(u'_') + u"_unique"_s) : said;
    if (isV1()) {
        t.uniques.append({name, partsOf(columns), ConflictClause::None, {}});
        return;
    }
    Index i;
    i.name = name;
    i.unique = true;
    i.columns = partsOf(columns);
    t.indexes.append(i);
}

/// Without its name: the SQL that drizzle-kit writes has none.
void SqliteDocument::addForeignKey(Table &t, const QJsonObject &o)
{
    const ForeignKey k = foreignKeyOf(o);
    t.foreignKeys.append(k);
    m_out.names.add(t.name.name, k, text(o, "name"_L1));
}

void SqliteDocument::addView(const QJsonObject &o)
{
    View v;
    v.name = nameIn(o);
    v.definition = text(o, "definition"_L1);
    know(v.name, o);
    noteColumns(v.name, o);
    if (o.value("existing"_L1).toBool() || v.definition.isEmpty())
        m_out.existingViews.append(v.name);
    else
        m_out.schema.views.append(v);
}

} // namespace core
