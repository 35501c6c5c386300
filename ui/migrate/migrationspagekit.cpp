// SPDX-License-Identifier: GPL-3.0-or-later
// What drizzle-kit does, in the migrations page.
#include "ui/migrate/migrationspage.h"

#include "ui/migrate/kitpane.h"
#include "ui/migrate/migrationlist.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/projectsource.h"
#include "ui/migrate/schemapreview.h"
#include "ui/migrate/truthpane.h"

#include <QStackedWidget>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void MigrationsPage::connectKit()
{
    connect(m_kit, &KitPane::changed, this, [this] {
        m_list->setKit(m_kit->entries());
        tellState();
    });
    connect(m_kit, &KitPane::written, this, [this](const QString &tag, bool baseline) {
        m_baselineTag = baseline ? tag : QString();
        goOnWithBaseline();
    });
    connect(m_kit, &KitPane::migrationRequested, this, [this](const QString &tag) {
        m_list->selectSource(MigrationList::truthId());
        m_truth->select(tag);
        m_truth->setFocus();
    });
    connect(m_kit, &KitPane::actionRequested, this, &MigrationsPage::ask);
    connect(m_kit, &KitPane::messageRequested, this, &MigrationsPage::messageRequested);
    connect(m_kit, &KitPane::errorOccurred, this, &MigrationsPage::errorOccurred);
    m_list->setKit(m_kit->entries());
}

/// As soon as the folder was read with the new file in it.
void MigrationsPage::goOnWithBaseline()
{
    const auto &board = m_session.migrations();
    const bool isThere = board && !m_baselineTag.isEmpty()
        && std::any_of(board->states.cbegin(), board->states.cend(),
                       [this](const core::MigrationState &state) { return state.tag == m_baselineTag; });
    if (!isThere)
        return;
    m_list->selectSource(MigrationList::truthId());
    m_truth->markWhenThere(std::exchange(m_baselineTag, QString()));
}

/// What is the page's own business stays here; the rest is the window's.
void MigrationsPage::ask(const QString &actionId)
{
    if (!perform(actionId))
        Q_EMIT actionRequested(actionId);
}

/// Where there is nothing to push, or no schema.ts, the kit's own pane says so.
QString MigrationsPage::shownSource() const
{
    const QString chosen = m_list->selectedSource();
    const bool pushes = chosen == KitPane::pushId() && m_sources.find(ProjectSource::sourceId());
    return pushes ? ProjectSource::sourceId() : chosen;
}

bool MigrationsPage::performKit(const QString &actionId)
{
    static const QHash<QString, QString> ids{{u"drizzle.generate"_s, KitPane::generateId()},
                                             {u"drizzle.push"_s, KitPane::pushId()},
                                             {u"drizzle.pull"_s, KitPane::pullId()},
                                             {u"drizzle.check"_s, KitPane::checkId()}};
    const bool isBaseline = actionId == u"truth.baseline"_s && !m_session.migrations();
    if (!ids.contains(actionId) && !isBaseline)
        return m_stack->currentWidget() == m_kit && m_kit->perform(actionId);
    if (!m_list->isEnabled())
        return true; // what runs is what is on view
    m_list->selectSource(isBaseline ? KitPane::generateId() : ids.value(actionId));
    if (isBaseline)
        m_kit->baseline();
    (m_stack->currentWidget() == m_kit ? static_cast<QWidget *>(m_kit) : m_preview)->setFocus(Qt::OtherFocusReason);
    return true;
}

} // namespace ui
