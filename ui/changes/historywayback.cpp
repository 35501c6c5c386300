// SPDX-License-Identifier: GPL-3.0-or-later
// The way back from the script of the history that is chosen.
#include "ui/changes/historypage.h"

#include "core/base/whendone.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/waybacksource.h"
#include "ui/style/plainlabel.h"

#include <QPushButton>
#include <QTableView>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void HistoryPage::askWayBack()
{
    m_asking.cancel();
    m_asking = {};
    const int asked = ++m_asks;
    m_lost->hide();
    const core::HistoryRecord *record = m_model->record(m_table->currentIndex().row());
    m_askedFor = record ? record->id : 0;
    if (!record || !record->hasWayBack || record->state != u"applied"_s) {
        m_noWayBack = !record               ? tr("Nothing has run on this database yet.")
            : record->state == u"running"_s || record->state == u"interrupted"_s
            ? tr("It is not known to have been applied.")
            : record->state != u"applied"_s ? tr("It failed and changed nothing.")
                                            : tr("It did not change the schema by a plan of Raincheck, so there is "
                                                 "no script that leads back.");
        showWayBack();
        return;
    }
    m_noWayBack = tr("Whether there is a way back is being looked into…");
    showWayBack();
    m_asking = m_work->wayBack(record->id);
    core::whenDone(m_asking, this, [this, asked](const core::Result<core::WayBack> &way) {
        if (asked == m_asks)
            takeWayBack(way);
    });
}

void HistoryPage::takeWayBack(const core::Result<core::WayBack> &way)
{
    m_asking = {};
    m_noWayBack = way ? QString() : way.error().message;
    if (way && !way->cannotUndo.isEmpty()) {
        m_lost->setText(tr("What does not come back:\n%1").arg(way->cannotUndo.join(u'\n')));
        m_lost->show();
    }
    showWayBack();
}

void HistoryPage::showWayBack()
{
    m_takeBack->setEnabled(m_noWayBack.isEmpty());
    m_takeBack->setToolTip(plainToolTip(m_noWayBack));
    Q_EMIT contextChanged();
    Q_EMIT statusChanged(); // for who waits until this is settled
}

void HistoryPage::takeBack()
{
    const core::HistoryRecord *record = m_model->record(m_table->currentIndex().row());
    if (!record || record->id != m_askedFor || !m_noWayBack.isEmpty())
        return;
    MigrationSources &sources = MigrationSources::of(m_session);
    const QString id = WayBackSource::idOf(record->id);
    if (!sources.find(id))
        sources.add(new WayBackSource(m_session, record->id, record->title));
    sources.select(id);
    Q_EMIT actionRequested(u"migrations.open"_s);
}

} // namespace ui
