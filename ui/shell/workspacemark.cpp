// SPDX-License-Identifier: GPL-3.0-or-later
// What a person says the database is for.
#include "core/session/environment.h"
#include "ui/changes/typedname.h"
#include "ui/shell/workspace.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

void Workspace::mark(const QString &actionId)
{
    const auto wanted = core::environmentFromText(actionId.section(u'.', 1));
    if (!wanted)
        return;
    core::EnvironmentMark &mark = core::EnvironmentMark::of(*m_session);
    const auto set = [this, &mark, to = *wanted] {
        const auto kept = mark.set(to);
        if (!kept)
            Q_EMIT errorOccurred(kept.error());
        else
            Q_EMIT messageRequested(to == core::Environment::Unmarked
                                        ? tr("%1 has no mark any more").arg(m_session->name())
                                        : tr("%1 is marked as %2").arg(m_session->name(), core::toText(to)));
        Q_EMIT contextChanged();
    };
    if (mark.isProduction() && *wanted != core::Environment::Production)
        TypedName::ask(this, tr("No longer production?"),
                       tr("Without the mark nothing asks for its name before it is written to, and it can be reset."),
                       m_session->name(), tr("Take the mark off"), set);
    else
        set();
}

} // namespace ui
