// SPDX-License-Identifier: GPL-3.0-or-later
// TablePage: rows that count as deleted, and the time of updates.
#include "core/session/session.h"
#include "ui/actions/actionregistry.h"
#include "ui/grid/cellediting.h"
#include "ui/grid/filterchips.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablecommands.h"
#include "ui/grid/tablepage.h"
#include "ui/style/celltext.h"

#include <QMenu>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void TablePage::recogniseMarks()
{
    const bool isTable = m_session.schema()->table(m_query.table) != nullptr;
    const auto samples = m_model->samples();
    m_sampled = !samples.isEmpty();
    const core::Table &table = m_model->table();
    auto mark = isTable ? core::deletionMarkOf(table, m_session.dialect(), samples) : std::nullopt;
    // With the deleted rows hidden nothing shows how their times are written: what was seen before holds.
    const QList<core::Value> own = mark ? samples.value(mark->column) : QList<core::Value>();
    const bool seen = std::any_of(own.cbegin(), own.cend(), [](const core::Value &v) { return !v.isNull(); });
    if (mark && m_mark && m_markSeen && !seen && mark->column == m_mark->column)
        mark = m_mark;
    else
        m_markSeen = seen;
    m_stamp = isTable ? core::updateStampOf(table, m_session.dialect(), samples) : std::nullopt;
    if (mark != m_mark) {
        const core::RowQuery before = sourceQuery();
        m_mark = mark;
        m_model->setDeletionMark(mark);
        m_commands->setDeletionMark(mark);
        if (sourceQuery() != before)
            applyQuery();
    }
    showHiding();
    updateContext();
}

void TablePage::setHidesDeleted(bool hides)
{
    if (hides == m_hidesDeleted)
        return;
    std::ignore = m_editing->finish();
    m_hidesDeleted = hides;
    showHiding();
    if (m_mark) {
        applyQuery();
        m_grid->setTopRow(0);
    }
    Q_EMIT layoutChanged();
    Q_EMIT statusChanged();
}

void TablePage::showHiding()
{
    m_chips->setHiding(hidesDeleted() ? u"deleted rows hidden"_s : QString());
}

void TablePage::toggleStamp()
{
    if (!m_stamp) {
        Q_EMIT noteRequested(u"%1 has no column for the time of a row's last update."_s.arg(m_query.table.display()));
        return;
    }
    const bool on = !m_session.updateStamps().contains(m_query.table);
    m_session.setUpdateStamp(m_query.table, on ? m_stamp : std::nullopt);
    updateHeads();
    Q_EMIT messageRequested(
        (on ? u"Every update of %1 sets %2 to the time it runs, from now on."_s : u"Updates of %1 leave %2 as it is."_s)
            .arg(m_query.table.display(), m_stamp->column));
}

void TablePage::fillMarkMenu(QMenu *menu)
{
    if (!m_mark)
        return;
    menu->addSeparator();
    const auto add = [&](const QString &id, const QString &text) {
        QAction *action = menu->addAction(text, this, [this, id] { performHere(id); });
        if (const ActionSpec *spec = actionSpec(id); spec && !spec->shortcuts.isEmpty())
            action->setShortcut(spec->shortcuts.constFirst());
        action->setEnabled(m_readOnlyBecause.isEmpty());
        return action;
    };
    const core::RowsModel::Cell cell = m_model->cell(m_grid->currentRow(), 0);
    add(u"row.softDelete"_s, u"Mark as deleted (%1)"_s.arg(visibleText(m_mark->column, 40)))
        ->setEnabled(m_readOnlyBecause.isEmpty() && !cell.softDeleted);
    add(u"row.restore"_s, u"Restore"_s)->setEnabled(m_readOnlyBecause.isEmpty() && cell.softDeleted);
    QAction *hide = menu->addAction(u"Hide deleted rows"_s, this, [this] { setHidesDeleted(!m_hidesDeleted); });
    hide->setObjectName(u"hide-deleted"_s);
    hide->setCheckable(true);
    hide->setChecked(m_hidesDeleted);
}

} // namespace ui
