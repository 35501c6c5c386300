// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/pulledtables.h"

#include "core/schema/diff.h"

#include <QSet>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// What schema.ts imports, so that no table may be called like it.
const QSet<QString> &importedNames()
{
    static const QSet<QString> names{u"sql"_s,        u"sqliteTable"_s, u"sqliteView"_s,      u"integer"_s,
                                     u"text"_s,       u"real"_s,        u"numeric"_s,         u"blob"_s,
                                     u"customType"_s, u"primaryKey"_s,  u"unique"_s,          u"uniqueIndex"_s,
                                     u"index"_s,      u"check"_s,       u"foreignKey"_s,      u"AnySQLiteColumn"_s,
                                     u"table"_s,      u"relations"_s,   u"defineRelations"_s, u"schema"_s};
    return names;
}

} // namespace

PulledTables::PulledTables(const Schema &schema, const SchemaTextOptions &options)
    : m_schema(schema)
    , m_names(importedNames())
{
    for (const Table &t : schema.tables) {
        if (!isManaged(t, options.scope))
            continue;
        if (t.kind != Table::Kind::Ordinary || !t.brokenBecause.isEmpty()) {
            m_notes.append(u"%1 is left out: drizzle-orm has no virtual tables."_s.arg(t.name.name));
            continue;
        }
        m_tables.append(&t);
        const QString table = foldedName(t.name.name);
        m_variables.insert(table, m_names.take(options.keepsNames ? t.name.name : camelCased(t.name.name), u"Table"_s));
        QSet<QString> taken;
        for (const Column &c : t.columns) {
            const QString base = options.keepsNames ? c.name : camelCased(c.name);
            QString key = base.isEmpty() ? c.name : base;
            for (int n = 2; taken.contains(key); ++n)
                key = base + QString::number(n);
            taken.insert(key);
            m_keys[table].insert(foldedName(c.name), key);
        }
        if (!t.triggers.isEmpty())
            m_notes.append(u"The triggers of %1 are left out: schema.ts has none."_s.arg(t.name.name));
        if (t.strict || t.withoutRowId)
            m_notes.append(u"That %1 is %2 is left out: schema.ts cannot say it."_s.arg(
                t.name.name, t.strict ? u"STRICT"_s : u"WITHOUT ROWID"_s));
    }
    for (const Table *t : std::as_const(m_tables)) {
        for (const ForeignKey &k : t->foreignKeys) {
            if (!isWritten(k))
                m_notes.append(u"The foreign key of %1 to %2 is left out, because that table is."_s.arg(t->name.name,
                                                                                                        k.target.name));
        }
    }
}

QString PulledTables::variable(const QualifiedName &table) const
{
    return m_variables.value(foldedName(table.name));
}

QString PulledTables::key(const QualifiedName &table, const QString &column) const
{
    return m_keys.value(foldedName(table.name)).value(foldedName(column), column);
}

QString PulledTables::place(const QString &as, const QualifiedName &table, const QString &column) const
{
    const QString name = key(table, column);
    return isTypescriptIdentifier(name) ? QString(as + u'.' + name) : QString(as + u'[' + typescriptText(name) + u']');
}

QString PulledTables::place(const QualifiedName &table, const QString &column) const
{
    return place(variable(table), table, column);
}

bool PulledTables::isInline(const Table &table, const ForeignKey &key) const
{
    return isWritten(key) && key.columns.size() == 1 && foldedName(key.target.name) != foldedName(table.name.name);
}

bool PulledTables::leadsBack(const QualifiedName &here, const QualifiedName &there) const
{
    QSet<QString> seen;
    QStringList open{foldedName(there.name)};
    while (!open.isEmpty()) {
        const QString name = open.takeLast();
        if (name == foldedName(here.name))
            return true;
        if (seen.contains(name))
            continue;
        seen.insert(name);
        const Table *t = m_schema.table({{}, name});
        for (const ForeignKey &k : t ? t->foreignKeys : QList<ForeignKey>())
            open.append(foldedName(k.target.name));
    }
    return false;
}

} // namespace core
