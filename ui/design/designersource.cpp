// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/designersource.h"

#include "ui/design/designdesk.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

DesignerSource::DesignerSource(core::Session &session)
    : m_desk(DesignDesk::of(session))
{
    connect(&m_desk, &DesignDesk::changed, this, &MigrationSource::changed);
}

QString DesignerSource::stateText() const
{
    return m_desk.design().isEmpty() ? tr("no changes") : QString();
}

/// What would not work at all is said where the script would stand: the database's words come later and are worse.
QString DesignerSource::firstProblem() const
{
    for (const core::FoundProblem &f : m_desk.problems()) {
        if (!f.problem.isNote)
            return u"%1: %2"_s.arg(f.table.display(), f.problem.sentence);
    }
    return {};
}

std::optional<core::MigrationDraft> DesignerSource::draft() const
{
    if (m_desk.design().isEmpty() || !firstProblem().isEmpty())
        return std::nullopt;
    core::MigrationDraft draft;
    draft.sourceName = tr("the designer");
    draft.target = m_desk.design().target();
    draft.options = m_desk.design().diffOptions();
    draft.plan = m_desk.planOptions();
    return draft;
}

QString DesignerSource::why() const
{
    return m_desk.design().isEmpty()
        ? tr("Nothing is designed yet. F9 on a table opens its designer, Ctrl+Shift+N makes a new table.")
        : firstProblem();
}

bool DesignerSource::isProblem() const
{
    return !m_desk.design().isEmpty() && !firstProblem().isEmpty();
}

/// The database is what was designed: the steps are done. (The schema is read again as well, and may be late.)
void DesignerSource::wasApplied()
{
    m_desk.clear();
}

} // namespace ui

#include "moc_designersource.cpp"
