// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/designdesk.h"

#include "core/design/designcodec.h"
#include "core/schema/namecase.h"
#include "core/session/session.h"

namespace ui {

DesignDesk::DesignDesk(core::Session &session)
    : QObject(&session)
    , m_design(session.schema(), session.dialect())
    , m_rules(*core::designRules(session.dialect()))
{
    connect(&session, &core::Session::schemaChanged, this, [this](const core::SchemaPtr &schema) {
        if (*schema == *m_design.base())
            return; // read again, and nothing new: what was undone can still be redone
        const QStringList before = newNames();
        const QStringList lost = m_design.rebase(schema);
        tellChange(before);
        if (!lost.isEmpty())
            Q_EMIT stepsLost(lost);
    });
}

DesignDesk &DesignDesk::of(core::Session &session)
{
    if (auto *there = session.findChild<DesignDesk *>(QString(), Qt::FindDirectChildrenOnly))
        return *there;
    return *new DesignDesk(session);
}

bool DesignDesk::canDesign(const core::Session &session)
{
    return core::designRules(session.dialect()) && session.dialect().schemaRules() && session.dialect().planner();
}

QStringList DesignDesk::newNames() const
{
    QStringList names;
    for (const core::Table &t : m_design.target().tables) {
        if (!m_design.state().origin(t.name))
            names.append(t.name.name);
    }
    for (const core::View &v : m_design.target().views) {
        if (!m_design.base()->view(v.name))
            names.append(v.name.name);
    }
    return names;
}

void DesignDesk::tellChange(const QStringList &newBefore)
{
    m_problems.reset();
    m_migration.reset();
    QStringList gone = newBefore;
    QStringList come = newNames();
    for (const QString &name : newBefore) {
        if (come.removeOne(name))
            gone.removeOne(name);
    }
    if (gone.size() == 1 && come.size() == 1)
        rename(gone.first(), come.first());
    Q_EMIT changed();
}

void DesignDesk::rename(const QString &from, const QString &to)
{
    for (auto &[first, now] : m_aliases) {
        if (now == from) {
            now = to;
            return;
        }
    }
    m_aliases.append({from, to});
}

core::Result<core::Done> DesignDesk::changeView(const core::View &from, const core::View &to)
{
    const auto before = m_aliases;
    if (!(from.name == to.name) && m_design.base()->view(from.name))
        rename(from.name.name, to.name.name);
    const auto done = push({core::design::PutView{from, to}});
    if (!done)
        m_aliases = before;
    return done;
}

core::Result<core::Done> DesignDesk::push(const QList<core::DesignStep> &steps)
{
    const QStringList before = newNames();
    const auto done = m_design.push(steps);
    if (done && !steps.isEmpty())
        tellChange(before);
    return done;
}

void DesignDesk::restore(const core::QualifiedName &baseTable, const QString &baseColumn)
{
    const QStringList before = newNames();
    const QStringList lost = m_design.restore(baseTable, baseColumn);
    tellChange(before);
    if (!lost.isEmpty())
        Q_EMIT stepsLost(lost);
}

void DesignDesk::undo()
{
    const QStringList before = newNames();
    m_design.undo();
    tellChange(before);
}

void DesignDesk::redo()
{
    const QStringList before = newNames();
    m_design.redo();
    tellChange(before);
}

QByteArray DesignDesk::kept() const
{
    return m_design.isEmpty() ? QByteArray() : core::encodedDesign(m_design.strokes());
}

bool DesignDesk::resume(const QByteArray &kept)
{
    const auto design = core::decodedDesign(kept);
    if (!design)
        return false;
    const QStringList before = newNames();
    QStringList lost = m_design.resume(design->strokes);
    if (design->unreadable > 0)
        lost.append(tr("%1 steps of the design that was kept cannot be read.").arg(design->unreadable));
    tellChange(before);
    if (!lost.isEmpty())
        Q_EMIT stepsLost(lost);
    return true;
}

void DesignDesk::clear()
{
    const QStringList before = newNames();
    m_design.clear();
    tellChange(before);
}

const QList<core::FoundProblem> &DesignDesk::problems() const
{
    if (!m_problems)
        m_problems = core::designProblems(m_design, m_rules);
    return *m_problems;
}

QList<core::DesignProblem> DesignDesk::problemsOf(const core::QualifiedName &table) const
{
    QList<core::DesignProblem> own;
    for (const core::FoundProblem &found : problems()) {
        if (found.table == table)
            own.append(found.problem);
    }
    return own;
}

const core::Result<core::SchemaMigration> &DesignDesk::migration() const
{
    if (!m_migration) {
        m_migration =
            core::planMigration(*m_design.base(), m_design.target(), m_design.diffOptions(), {}, m_design.dialect());
    }
    return *m_migration;
}

std::optional<core::QualifiedName> DesignDesk::nameNow(const core::QualifiedName &place) const
{
    const core::Schema &target = m_design.target();
    const core::Table *fresh = nullptr;
    for (const core::Table &t : target.tables) {
        const core::DesignOrigin *origin = m_design.state().origin(t.name);
        if (origin
            && core::folded(origin->table, core::nameCaseOf(target)) == core::folded(place, core::nameCaseOf(target)))
            return t.name;
        if (!origin && core::folded(t.name, core::nameCaseOf(target)) == core::folded(place, core::nameCaseOf(target)))
            fresh = &t;
    }
    for (const auto &[first, now] : m_aliases) {
        if (first == place.name && (target.table({{}, now}) || target.view({{}, now})))
            return core::QualifiedName{{}, now};
    }
    if (fresh && !m_design.base()->table(place))
        return fresh->name;
    if (const core::View *view = target.view(place))
        return view->name;
    return std::nullopt;
}

core::QualifiedName DesignDesk::placeOf(const core::QualifiedName &nameNow) const
{
    if (const core::DesignOrigin *origin = m_design.state().origin(nameNow))
        return origin->table;
    for (const auto &[first, now] : m_aliases) {
        if (now == nameNow.name)
            return {{}, first};
    }
    return nameNow;
}

} // namespace ui

#include "moc_designdesk.cpp"
