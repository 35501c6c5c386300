// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/pulledtables.h"

#include "core/drizzle/schematext.h"
#include "core/schema/diff.h"

#include <QSet>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// What may be imported for every system, so that no table may be called like it.
QSet<QString> takenNames(const PulledSystem &system)
{
    return system.imported() + QSet<QString>{u"sql"_s,       u"primaryKey"_s,      u"uniqueIndex"_s, u"index"_s,
                                             u"check"_s,     u"foreignKey"_s,      u"table"_s,       u"unique"_s,
                                             u"relations"_s, u"defineRelations"_s, u"schema"_s};
}

/// "a", "a and b", "a, b, c and 4 more".
QString inBrief(const QStringList &names)
{
    constexpr qsizetype shown = 3;
    if (names.size() == 1)
        return names.first();
    if (names.size() <= shown)
        return names.first(names.size() - 1).join(u", "_s) + u" and "_s + names.last();
    return names.first(shown).join(u", "_s) + u" and %1 more"_s.arg(names.size() - shown);
}

} // namespace

PulledTables::PulledTables(const Schema &schema, const SchemaTextOptions &options, const PulledSystem &system)
    : m_index(schema)
    , m_names(takenNames(system))
{
    for (const Table &t : schema.tables) {
        if (isManaged(t, options.scope))
            add(t, options, system);
    }
    noteLeftOut();
    for (const Table *t : std::as_const(m_tables)) {
        for (const ForeignKey &k : t->foreignKeys) {
            if (!isWritten(k))
                m_notes.append(u"The foreign key of %1 to %2 is left out, because that table is."_s.arg(
                    t->name.display(), k.target.display()));
        }
    }
}

void PulledTables::add(const Table &t, const SchemaTextOptions &options, const PulledSystem &system)
{
    const QString because = t.brokenBecause.isEmpty() ? system.leftOutBecause(t) : u"it cannot be read"_s;
    if (!because.isEmpty()) {
        m_leftOut[because].append(t.name.display());
        return;
    }
    const auto cased = [&](const QString &name) { return options.keepsNames ? name : camelCased(name); };
    m_tables.append(&t);
    m_variables.insert(&t, m_names.take(cased(system.baseName(t.name)), u"Table"_s));
    QSet<QString> taken;
    for (const Column &c : t.columns) {
        const QString base = cased(c.name);
        QString key = base.isEmpty() ? c.name : base;
        for (int n = 2; taken.contains(key); ++n)
            key = base + QString::number(n);
        taken.insert(key);
        m_keys[&t].insert(c.name, key);
    }
    if (!t.triggers.isEmpty())
        m_withTriggers.append(t.name.display());
    m_notes += system.unsaid(t);
}

/// What goes for many tables is said once.
void PulledTables::noteLeftOut()
{
    for (auto it = m_leftOut.cbegin(); it != m_leftOut.cend(); ++it)
        m_notes.append(u"%1 %2 left out: %3."_s.arg(inBrief(*it), it->size() == 1 ? u"is"_s : u"are"_s, it.key()));
    if (!m_withTriggers.isEmpty())
        m_notes.append(u"The triggers of %1 are left out: schema.ts has none."_s.arg(inBrief(m_withTriggers)));
}

QString PulledTables::variable(const QualifiedName &table) const
{
    return m_variables.value(m_index.table(table));
}

QString PulledTables::key(const QualifiedName &table, const QString &column) const
{
    const Table *t = m_index.table(table);
    const Column *c = t ? t->column(column) : nullptr;
    return c ? m_keys.value(t).value(c->name, column) : column;
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

bool PulledTables::leadsBack(const QualifiedName &here, const QualifiedName &there) const
{
    const Table *wanted = m_index.table(here);
    QSet<const Table *> seen;
    QList<const Table *> open{m_index.table(there)};
    while (!open.isEmpty()) {
        const Table *t = open.takeLast();
        if (t == wanted)
            return true;
        if (!t || seen.contains(t))
            continue;
        seen.insert(t);
        for (const ForeignKey &k : t->foreignKeys)
            open.append(m_index.table(k.target));
    }
    return false;
}

} // namespace core
