// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/designdesk.h"

#include "core/design/designcodec.h"
#include "core/design/designrepairs.h"
#include "core/schema/namecase.h"
#include "core/session/session.h"

#include <algorithm>

namespace ui {

DesignDesk::DesignDesk(core::Session &session)
    : QObject(&session)
    , m_design(session.schema(), session.dialect())
    , m_rules(*core::designRules(session.dialect()))
{
    connect(&session, &core::Session::schemaChanged, this, [this](const core::SchemaPtr &schema) {
        if (*schema == *m_design.base())
            return; // read again, and nothing new: what was undone can still be redone
        const QList<core::QualifiedName> before = newNames();
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

QList<core::QualifiedName> DesignDesk::newNames() const
{
    QList<core::QualifiedName> names;
    for (const core::Table &t : m_design.target().tables) {
        if (!m_design.state().origin(t.name))
            names.append(t.name);
    }
    for (const core::View &v : m_design.target().views) {
        if (!m_design.base()->view(v.name))
            names.append(v.name);
    }
    for (const core::EnumType &e : m_design.target().enums) {
        if (!m_design.state().enumOrigin(e.name))
            names.append(e.name);
    }
    return names;
}

void DesignDesk::tellChange(const QList<core::QualifiedName> &newBefore)
{
    m_problems.reset();
    m_migration.reset();
    QList<core::QualifiedName> gone = newBefore;
    QList<core::QualifiedName> come = newNames();
    for (const core::QualifiedName &name : newBefore) {
        if (come.removeOne(name))
            gone.removeOne(name);
    }
    if (gone.size() == 1 && come.size() == 1)
        rename(gone.first(), come.first());
    Q_EMIT changed();
}

void DesignDesk::rename(const core::QualifiedName &from, const core::QualifiedName &to)
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
        rename(from.name, to.name);
    const auto done = push({core::design::PutView{from, to}});
    if (!done)
        m_aliases = before;
    return done;
}

core::Result<core::Done> DesignDesk::push(const QList<core::DesignStep> &steps)
{
    const QList<core::QualifiedName> before = newNames();
    const auto done = m_design.push(steps);
    if (done && !steps.isEmpty())
        tellChange(before);
    return done;
}

void DesignDesk::restore(const core::QualifiedName &baseTable, const QString &baseColumn)
{
    const QList<core::QualifiedName> before = newNames();
    const QStringList lost = m_design.restore(baseTable, baseColumn);
    tellChange(before);
    if (!lost.isEmpty())
        Q_EMIT stepsLost(lost);
}

void DesignDesk::undo()
{
    const QList<core::QualifiedName> before = newNames();
    m_design.undo();
    tellChange(before);
}

void DesignDesk::redo()
{
    const QList<core::QualifiedName> before = newNames();
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
    const QList<core::QualifiedName> before = newNames();
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
    const QList<core::QualifiedName> before = newNames();
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
        const core::PlanOptions options = planOptions();
        m_migration = core::planMigration(*m_design.base(), m_design.target(), m_design.diffOptions(), options,
                                          m_design.dialect());
        if (*m_migration && !options.repairs.isEmpty()) {
            (*m_migration)->hazards.removeIf([&](const core::Hazard &h) {
                return h.probe
                    && std::any_of(options.repairs.cbegin(), options.repairs.cend(),
                                   [&](const core::Statement &repair) {
                                       return dialect().probeSql()->putsRight(repair, *h.probe);
                                   });
            });
        }
    }
    return *m_migration;
}

core::PlanOptions DesignDesk::planOptions() const
{
    core::PlanOptions options;
    options.repairs = core::valueRepairs(m_design);
    return options;
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
    for (const core::EnumType &e : target.enums) {
        const core::EnumOrigin *origin = m_design.state().enumOrigin(e.name);
        if (origin && origin->type == place)
            return e.name;
    }
    for (const auto &[first, now] : m_aliases) {
        if (first == place && (target.table(now) || target.view(now) || target.enumType(now)))
            return now;
    }
    if (fresh && !m_design.base()->table(place))
        return fresh->name;
    if (const core::View *view = target.view(place))
        return view->name;
    if (target.enumType(place) && !m_design.base()->enumType(place))
        return place;
    return std::nullopt;
}

core::QualifiedName DesignDesk::placeOf(const core::QualifiedName &nameNow) const
{
    if (const core::DesignOrigin *origin = m_design.state().origin(nameNow))
        return origin->table;
    if (const core::EnumOrigin *origin = m_design.state().enumOrigin(nameNow))
        return origin->type;
    for (const auto &[first, now] : m_aliases) {
        if (now == nameNow)
            return first;
    }
    return nameNow;
}

} // namespace ui

#include "moc_designdesk.cpp"
