// SPDX-License-Identifier: GPL-3.0-or-later
// What steps aside while tables change, and comes back: the part of PlanWriter about views and triggers.
#include "core/dialect/sqlite/ddlwriter.h"
#include "core/dialect/sqlite/planwriter.h"
#include "core/dialect/sqlite/words.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

void PlanWriter::putAside()
{
    const auto reason = [](const QString &what, bool stays, bool changes) {
        return !stays ? u"Drop the %1"_s.arg(what)
            : changes ? u"Drop the %1; its new form comes at the end"_s.arg(what)
                      : u"Set the %1 aside; it comes back at the end"_s.arg(what);
    };
    const auto drop = [&](const Trigger &g) {
        // A view takes its own along.
        if (m_scene.asideTriggers.contains(foldedName(g.name))
            && !m_scene.asideViews.contains(foldedName(g.table.name)))
            add(u"DROP TRIGGER "_s + sqliteQualified({g.table.schema, g.name}),
                reason(u"trigger "_s + g.name, isInTarget(g), !changesOfTrigger(g.name).isEmpty()),
                changesOfTrigger(g.name));
    };
    for (const Table &t : m_diff.before.tables) {
        for (const Trigger &g : t.triggers)
            drop(g);
    }
    for (const Trigger &g : m_diff.before.viewTriggers)
        drop(g);
    for (const View &v : m_diff.before.views) {
        if (m_scene.asideViews.contains(foldedName(v.name.name)))
            add(u"DROP VIEW "_s + sqliteQualified(v.name),
                reason(u"view "_s + v.name.display(), m_scene.target.view(v.name), !changesOfView(v.name).isEmpty()),
                changesOfView(v.name));
    }
}

bool PlanWriter::isInTarget(const Trigger &trigger) const
{
    return m_targetTriggers.contains(foldedName(trigger.name));
}

QList<int> PlanWriter::changesOfTrigger(const QString &name) const
{
    return m_changesOfTrigger.value(foldedName(name));
}

QList<int> PlanWriter::changesOfView(const QualifiedName &name) const
{
    QList<int> out;
    for (const int i : m_changesOf.value(foldedName(name.name))) {
        if (std::holds_alternative<change::DropView>(m_diff.changes[i])
            || std::holds_alternative<change::CreateView>(m_diff.changes[i]))
            out.append(i);
    }
    return out;
}

void PlanWriter::createViews()
{
    QSet<QString> added;
    for (const auto &[i, c] : m_scene.all<change::CreateView>())
        added.insert(foldedName(c->view.name.name));
    const QList<const View *> views = sqliteViewsInOrder(m_diff.target.views);
    for (const View *v : views) {
        const QString name = foldedName(v->name.name);
        if (!added.contains(name) && !m_scene.asideViews.contains(name))
            continue;
        add(v->definition.isEmpty() ? v->text.sql : sqliteCreateView(*v),
            added.contains(name) ? u"Create the view %1"_s.arg(v->name.display())
                                 : u"Bring the view %1 back"_s.arg(v->name.display()),
            changesOfView(v->name));
        m_viewsMade.append(v);
    }
}

void PlanWriter::createTriggers()
{
    QSet<QString> added;
    for (const auto &[i, c] : m_scene.all<change::CreateTrigger>())
        added.insert(foldedName(c->trigger.name));
    QHash<QString, int> creation;
    for (const auto &[i, c] : m_scene.all<change::CreateTable>())
        creation.insert(foldedName(c->table.name.name), i);
    const auto create = [&](const Trigger &g) {
        const QString name = foldedName(g.name);
        const QString table = foldedName(g.table.name);
        QList<int> sources = changesOfTrigger(g.name);
        const bool isNew = added.contains(name) || creation.contains(table);
        if (creation.contains(table))
            sources.append(creation.value(table));
        if (!isNew && !m_scene.asideTriggers.contains(name) && !m_scene.asideViews.contains(table))
            return;
        m_triggersMade.append(&g);
        add(g.body.isEmpty() ? g.text.sql : sqliteCreateTrigger(g),
            isNew ? u"Create the trigger %1"_s.arg(g.name) : u"Bring the trigger %1 back"_s.arg(g.name), sources);
    };
    for (const Table &t : m_diff.target.tables) {
        for (const Trigger &g : t.triggers)
            create(g);
    }
    for (const Trigger &g : m_diff.target.viewTriggers)
        create(g);
}

} // namespace core
