// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schemarules.h"

#include "core/schema/facets.h"
#include "core/schema/namecase.h"

#include <QRegularExpression>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

QualifiedName folded(const QualifiedName &name)
{
    return {foldedName(name.schema), foldedName(name.name)};
}

bool isUniqueKey(const Table &table, const QStringList &columns)
{
    const auto sorted = [&table](QStringList names) {
        for (QString &n : names)
            n = foldedName(n, nameCaseOf(table));
        names.sort();
        return names;
    };
    const QStringList wanted = sorted(columns);
    return (table.primaryKey && sorted(table.primaryKeyColumns()) == wanted)
        || std::any_of(table.uniques.cbegin(), table.uniques.cend(),
                       [&](const UniqueConstraint &u) { return sorted(u.columnNames()) == wanted; })
        || std::any_of(table.indexes.cbegin(), table.indexes.cend(), [&](const Index &i) {
               return i.unique && i.where.isEmpty() && sorted(i.columnNames()) == wanted;
           });
}

SchemaIndex::SchemaIndex(const Schema &schema)
    : m_schema(schema)
{
    for (const Table &t : schema.tables)
        m_tables.insert(folded(t.name, nameCaseOf(schema)), &t);
    for (const View &v : schema.views)
        m_views.insert(folded(v.name, nameCaseOf(schema)), &v);
    for (const Table &t : schema.tables)
        m_tables.insert(t.name, &t);
    for (const View &v : schema.views)
        m_views.insert(v.name, &v);
}

const Table *SchemaIndex::table(const QualifiedName &name) const
{
    const Table *found = m_tables.value(name);
    return found ? found : m_tables.value(folded(name, nameCaseOf(m_schema)));
}

const View *SchemaIndex::view(const QualifiedName &name) const
{
    const View *found = m_views.value(name);
    return found ? found : m_views.value(folded(name, nameCaseOf(m_schema)));
}

Renames Renames::reversed() const
{
    Renames back;
    for (const TableRename &t : tables)
        back.tables.append({t.to, t.from});
    for (const ColumnRename &c : columns)
        back.columns.append({tableAfter(c.table), c.to, c.from});
    for (const ObjectRename &o : objects)
        back.objects.append({o.kind, o.to, o.from, o.table.isEmpty() ? o.table : tableAfter(o.table)});
    for (const ValueRename &v : values)
        back.values.append({objectAfter(ObjectRename::Kind::Type, v.type), v.to, v.from});
    return back;
}

QualifiedName Renames::objectAfter(ObjectRename::Kind kind, const QualifiedName &before) const
{
    for (const ObjectRename &o : objects) {
        if (o.kind == kind && o.from == before)
            return o.to;
    }
    if (kind != ObjectRename::Kind::Schema && !before.schema.isEmpty())
        return {objectAfter(ObjectRename::Kind::Schema, {{}, before.schema}).name, before.name};
    return before;
}

QualifiedName Renames::tableAfter(const QualifiedName &before) const
{
    for (const bool exact : {true, false}) { // diff() sees to it that the second can only mean the same one
        for (const TableRename &t : tables) {
            if (exact ? t.from == before : folded(t.from) == folded(before))
                return t.to;
        }
    }
    for (const ObjectRename &o : objects) {
        if (o.kind == ObjectRename::Kind::Schema && !before.schema.isEmpty() && o.from.name == before.schema)
            return {o.to.name, before.name};
    }
    return before;
}

QString Renames::columnAfter(const QualifiedName &tableBefore, const QString &before) const
{
    for (const bool exact : {true, false}) {
        for (const ColumnRename &c : columns) {
            const bool isIt = exact
                ? c.from == before && c.table == tableBefore
                : foldedName(c.from) == foldedName(before) && folded(c.table) == folded(tableBefore);
            if (isIt)
                return c.to;
        }
    }
    return before;
}

namespace {

bool lets(const QStringList &patterns, const QString &name)
{
    bool named = false; // by a pattern that lets in
    bool any = false;
    for (const QString &pattern : patterns) {
        const bool takesAway = pattern.startsWith(u'!');
        const auto matches = [&name](const QString &p) {
            return QRegularExpression(QRegularExpression::wildcardToRegularExpression(p)).match(name).hasMatch();
        };
        if (takesAway && matches(pattern.sliced(1)))
            return false;
        any = any || !takesAway;
        named = named || (!takesAway && matches(pattern));
    }
    return named || !any;
}

} // namespace

bool Scope::covers(const QualifiedName &name) const
{
    return lets(patterns, name.name) && coversSchema(name.schema) && !except.contains(name);
}

bool Scope::coversSchema(const QString &schema) const
{
    return lets(schemas, schema.isEmpty() ? QStringLiteral("public") : schema);
}

QString exactPattern(const QString &name)
{
    QString pattern;
    for (const QChar c : name)
        pattern += c == u'*' || c == u'?' || c == u'[' ? QString(u'[' + QString(c) + u']') : QString(c);
    return pattern;
}

} // namespace core
