// SPDX-License-Identifier: GPL-3.0-or-later
// Part of impact::Run: databases in which what a row sets off waits its turn. A statement first does all of its own,
// then what is due is done in the order in which it fell due; what that sets off is due after it.
#include "core/edit/impactrun.h"

namespace core::impact {

/// By its own word, or because the script asks for it, which a key that is not DEFERRABLE does not hear.
bool Run::isCheckedLater(int link) const
{
    const ForeignKey &key = m_rows.links().at(link).relation.foreignKey;
    const bool hears = !m_queues || key.deferral == ForeignKey::Deferral::Deferrable;
    return key.isDeferred() || (m_checkedLater && hears);
}

void Run::takeTurns()
{
    while (!m_due.empty() && !m_rows.error()) {
        const Due due = std::move(m_due.front());
        m_due.pop_front();
        if (due.key >= 0)
            takeTurn(due);
    }
    m_due.clear();
}

void Run::takeTurn(const Due &due)
{
    const bool isCheck = due.check >= 0;
    if (isCheck && (m_rows.row(due.check).gone || m_rows.keyPointedAt(due.check, due.link) != due.key))
        return; // what was written has been overwritten, which is looked at in its own turn
    const Action action = isCheck ? Action::NoAction : actionOf(m_rows.links().at(due.link), due.event);
    const Open check{due.link, due.key, due.node, due.depth, due.event, isCheck};
    if (action == Action::NoAction && isCheckedLater(due.link)) {
        m_open.append(check);
        return;
    }
    if (action != Action::NoAction)
        act(due.link, due.key, due.event, due.pointedAt, due.node, due.depth);
    // A default that is the very key that went leaves the rows where they were.
    if (action == Action::NoAction || action == Action::SetDefault)
        refuse(check);
}

} // namespace core::impact
