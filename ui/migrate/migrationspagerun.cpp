// SPDX-License-Identifier: GPL-3.0-or-later
// Trying a migration of the folder on a copy, and applying it.
#include "ui/migrate/migrationspage.h"

#include "ui/changes/changetexts.h"
#include "ui/changes/notice.h"
#include "ui/migrate/migrationlist.h"
#include "ui/migrate/schemapreview.h"
#include "ui/migrate/scriptreview.h"
#include "ui/migrate/truthpane.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

void MigrationsPage::followRunning()
{
    const bool running = gate().running;
    m_list->setEnabled(!running && !m_preview->gate().running && !m_truth->isRunning());
    if (!running && isVisible() && !window()->focusWidget()) // it was on what was switched off meanwhile
        m_list->setFocus(Qt::OtherFocusReason);
}

void MigrationsPage::dryRun()
{
    m_review->dryRun();
}

void MigrationsPage::apply()
{
    m_review->apply();
}

void MigrationsPage::takeApplied(const core::ApplyReport &report)
{
    QStringList parts{tr("%1 is applied, in %2").arg(m_tag, durationText(report.outcome.microseconds))};
    if (const QString effects = effectsText(report.outcome.effects); !effects.isEmpty())
        parts.append(effects);
    if (report.backup)
        parts.append(tr("backup: %1").arg(report.backup->path));
    m_review->notice().showGood(parts.join(u" · "_s));
    Q_EMIT messageRequested(parts.first());
}

} // namespace ui
