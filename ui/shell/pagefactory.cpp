// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pagefactory.h"

#include "ui/changes/historypage.h"
#include "ui/changes/pendingpanel.h"
#include "ui/design/designpage.h"
#include "ui/design/objectspage.h"
#include "ui/grid/tablepage.h"
#include "ui/migrate/migrationspage.h"
#include "ui/row/rowpanel.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

RowPanelParts makeRowPanel(core::Session &session, EditStack &edits, const PanelSinks &sinks, QWidget *parent)
{
    auto *panel = new RowPanel(session, edits, parent);
    QObject::connect(panel, &RowPanel::openRequested, panel, sinks.open);
    QObject::connect(panel, &RowPanel::actionRequested, panel, sinks.perform);
    panel->setPrompts(sinks.prompts);
    RowPanelParts parts;
    parts.widget = panel;
    parts.showRow = [panel](const std::optional<RowAddress> &row) { panel->showRow(row); };
    parts.showRows = [panel](const RowSelection &rows) { panel->showRows(rows); };
    parts.setFullWidth = [panel](bool fullWidth) { panel->setFullWidth(fullWidth); };
    parts.setFormats = [panel](const core::QualifiedName &table, const ColumnFormats &formats) {
        panel->setFormats(table, formats);
    };
    parts.finishEditing = [panel] { panel->commit(); };
    parts.pick = [panel](const QString &column) { panel->pick(column); };
    parts.focusRelated = [panel] { panel->focusRelated(); };
    parts.isSettled = [panel] { return panel->isSettled(); };
    return parts;
}

PendingPanelParts makePendingPanel(core::Session &session, EditStack &edits, const PanelSinks &sinks, QWidget *parent)
{
    auto *panel = new PendingPanel(session, edits, parent);
    QObject::connect(panel, &PendingPanel::messageRequested, panel, sinks.message);
    QObject::connect(panel, &PendingPanel::noteRequested, panel, sinks.note);
    QObject::connect(panel, &PendingPanel::stateChanged, panel,
                     [panel, busy = sinks.busy] { busy(panel->isRunning()); });
    QObject::connect(panel, &PendingPanel::rowAffected, panel,
                     [open = sinks.open](const RowAddress &row, const QString &column) {
                         Destination to;
                         to.table = row.table;
                         if (!row.key.isEmpty()) {
                             to.key = row.key;
                             to.column = column;
                         }
                         open(to, false);
                     });
    QObject::connect(panel, &PendingPanel::openRequested, panel,
                     [open = sinks.open](const Destination &to) { open(to, false); });
    PendingPanelParts parts;
    parts.widget = panel;
    parts.impactPane = panel->impactPane();
    parts.impact = [panel] { return panel->impactContext(); };
    parts.isSettled = [panel] { return panel->isSettled(); };
    parts.setFormats = [panel](const core::QualifiedName &table, const ColumnFormats &formats) {
        panel->setFormats(table, formats);
    };
    parts.perform = [panel](const QString &id) {
        if (id.startsWith(u"impact."))
            return panel->performImpact(id);
        if (id == u"edits.apply")
            panel->apply();
        else if (id == u"edits.preview")
            panel->focusSql();
        else if (id == u"task.stop" && panel->isRunning())
            panel->stop();
        else if (id == u"task.stop")
            return panel->stopCounting();
        else
            return false;
        return true;
    };
    return parts;
}

} // namespace

PageFactory realPages()
{
    PageFactory pages;
    pages.table = [](core::Session &session, EditStack &edits, const core::QualifiedName &table,
                     QWidget *parent) -> Page * { return new TablePage(session, edits, table, parent); };
    pages.migrations = [](core::Session &session, Prompts &prompts, QWidget *parent) -> Page * {
        return new MigrationsPage(session, prompts, parent);
    };
    pages.history = [](core::Session &session, QWidget *parent) -> Page * { return new HistoryPage(session, parent); };
    pages.objects = [](core::Session &session, QWidget *parent) -> Page * { return new ObjectsPage(session, parent); };
    pages.design = [](core::Session &session, const core::QualifiedName &place, QWidget *parent) -> Page * {
        return new DesignPage(session, place, parent);
    };
    pages.rowPanel = makeRowPanel;
    pages.pendingPanel = makePendingPanel;
    return pages;
}

} // namespace ui
