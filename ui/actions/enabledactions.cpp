// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/enabledactions.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

void addEdits(QSet<QString> &ids, const UiContext &c)
{
    const bool canStage = c.hasSession && !c.readOnly && !c.busy;
    // What is being typed is staged by being asked for, so that Ctrl+S works in an open editor too.
    const bool typingEdit = c.typing && c.page.editable && canStage;
    if (c.hasStaged || typingEdit)
        ids.insert(u"edits.preview"_s);
    if ((c.hasStaged || typingEdit) && canStage)
        ids.insert(u"edits.apply"_s);
    if (c.hasStaged && canStage)
        ids.insert(u"edits.discardAll"_s);
    if (c.canUndo && canStage && !c.typing)
        ids.insert(u"edits.undo"_s);
    if (c.canRedo && canStage && !c.typing)
        ids.insert(u"edits.redo"_s);
    if (!canStage || !c.page.editable || c.typing)
        return;
    ids += {u"row.insert"_s, u"pasteAsRows"_s};
    if (c.hasStaged && c.page.hasSelection)
        ids.insert(u"edits.discard"_s);
    if (c.page.currentIsForeignKey)
        ids.insert(u"row.pick"_s);
    if (c.page.hasCurrentCell)
        ids += {u"cell.edit"_s, u"cell.editLarge"_s, u"cell.setNull"_s, u"cell.setDefault"_s, u"cell.setEmpty"_s,
                u"row.duplicate"_s, u"row.delete"_s, u"paste"_s};
}

void addImpact(QSet<QString> &ids, const UiContext &c)
{
    if (!c.hasSession || !c.impact.isShown)
        return;
    ids.insert(u"impact.show"_s);
    if (c.impact.rows)
        ids.insert(u"impact.rows"_s);
    if (c.readOnly || c.busy)
        return;
    if (c.impact.deleteToo)
        ids.insert(u"impact.deleteToo"_s);
    if (c.impact.detach)
        ids.insert(u"impact.detach"_s);
    if (c.impact.reparent)
        ids.insert(u"impact.reparent"_s);
    if (c.impact.takeBack)
        ids.insert(u"impact.takeBack"_s);
    if (c.impact.restore)
        ids.insert(u"impact.restore"_s);
}

void addRows(QSet<QString> &ids, const UiContext &c)
{
    if (!c.page.hasRows)
        return;
    ids += {u"filter.show"_s, u"filter.clear"_s, u"row.goto"_s, u"columns.choose"_s, u"view.raw"_s, u"table.label"_s};
    ids.insert(u"row.fullWidth"_s);
    if (c.page.hasCurrentCell) // also from within the row panel's fields
        ids += {u"row.next"_s, u"row.previous"_s};
    if (c.typing)
        return;
    ids += {u"select.all"_s};
    if (c.page.hasCurrentCell)
        ids += {u"filter.byCell"_s,    u"select.column"_s, u"select.row"_s, u"row.referencing"_s, u"row.related"_s,
                u"column.format"_s,    u"row.peek"_s,      u"row.expand"_s, u"column.moveLeft"_s,
                u"column.moveRight"_s, u"column.pin"_s,    u"column.hide"_s};
    if (c.page.currentIsForeignKey)
        ids += {u"row.follow"_s, u"row.followInTab"_s};
    if (c.page.hasSelection)
        ids += {u"copy"_s, u"copy.shown"_s, u"copy.withHeaders"_s, u"copy.csv"_s, u"copy.json"_s, u"copy.csvNames"_s, u"copy.jsonNames"_s, u"copy.insert"_s};
}

/// Names, relations, and rows that count as deleted.
void addRelations(QSet<QString> &ids, const UiContext &c)
{
    ids += {u"relations.check"_s, u"relation.draw"_s, u"project.readSchema"_s};
    if (!c.page.hasRows)
        return;
    ids += {u"columns.relations"_s};
    if (c.page.marksDeleted)
        ids.insert(u"rows.hideDeleted"_s);
    if (c.page.stampsUpdates && !c.readOnly)
        ids.insert(u"table.stampUpdates"_s);
    if (c.page.currentIsForeignKey && !c.typing)
        ids.insert(u"relation.orphans"_s);
    if (c.readOnly || c.busy || !c.page.editable || c.typing || !c.page.hasCurrentCell)
        return;
    ids += {u"row.duplicateWith"_s, u"row.softDelete"_s}; // where no column can say it, the action says so
    if (c.page.marksDeleted)
        ids.insert(u"row.restore"_s);
}

void addDesign(QSet<QString> &ids, const UiContext &c)
{
    ids += {u"design.newTable"_s, u"design.newView"_s, u"design.open"_s};
    if (c.hasTypes)
        ids.insert(u"design.newType"_s);
    if (!c.page.type.isEmpty())
        ids.insert(u"design.type"_s);
    if (c.page.hasRows || c.page.isDesign || (c.page.hasList && !c.page.type.isEmpty()))
        ids.insert(u"design.table"_s);
    if (c.hasDesign)
        ids += {u"design.preview"_s, u"design.saveMigration"_s, u"design.discard"_s};
    if (!c.page.isDesign)
        return;
    ids += {u"design.dropTable"_s, u"design.add"_s, u"design.drop"_s, u"design.moveUp"_s, u"design.moveDown"_s};
    // What is staged in rows waits: here undo is about the design.
    ids -= {u"edits.undo"_s, u"edits.redo"_s};
    if (c.page.canUndoDesign && !c.typing)
        ids.insert(u"edits.undo"_s);
    if (c.page.canRedoDesign && !c.typing)
        ids.insert(u"edits.redo"_s);
}

void addTabs(QSet<QString> &ids, const UiContext &c)
{
    if (c.tabs > 0)
        ids.insert(u"tab.close"_s);
    if (c.tabs > 1)
        ids += {u"tab.next"_s, u"tab.previous"_s};
    if (c.tabs > 0 && c.previewTab)
        ids.insert(u"tab.pin"_s);
    if (c.canReopenTab)
        ids.insert(u"tab.reopen"_s);
    for (int n = 1; n <= qMin(9, c.tabs); ++n)
        ids.insert(u"tab.%1"_s.arg(n));
}

/// Those of the page in front whose state it knows best, each with why it cannot be used; empty: it can.
QList<std::pair<QString, QString>> reasonedActions(const UiContext &c)
{
    QList<std::pair<QString, QString>> out;
    if (c.page.isMigrations) {
        const MigrationsContext &m = c.page.migrations;
        out = {{u"migrations.answer"_s, m.answer},   {u"migrations.dryRun"_s, m.dryRun},
               {u"migrations.apply"_s, m.apply},     {u"migrations.wayBack"_s, m.wayBack},
               {u"migrations.copySql"_s, m.copySql}, {u"migrations.saveSql"_s, m.saveSql},
               {u"migrations.save"_s, m.saveMigration}, {u"migrations.removeSource"_s, m.removeSource}};
    }
    if (c.page.history.isShown)
        out.append({u"history.takeBack"_s, c.page.history.takeBack});
    return out;
}

} // namespace

QSet<QString> enabledActions(const UiContext &c)
{
    QSet<QString> ids{u"palette"_s, u"file.open"_s, u"file.openFolder"_s, u"file.connect"_s, u"file.quit"_s, u"theme.toggle"_s};
    if (c.hasSample)
        ids.insert(u"file.sample"_s);
    if (c.opening)
        ids.insert(u"task.stop"_s);
    if (c.hasRecent)
        ids.insert(u"file.recent"_s);
    if (!c.hasSession)
        return ids;
    ids += {u"tab.new"_s, u"task.stop"_s};
    ids += {u"quickOpen"_s,   u"sidebar.filter"_s, u"migrations.open"_s, u"migrations.pickFolder"_s, u"history.open"_s,   u"objects.open"_s,
            u"panel.row"_s,   u"panel.pending"_s,  u"file.close"_s,      u"view.refresh"_s,
            u"pane.next"_s,   u"pane.previous"_s};
    ids += {u"migrations.compareDatabase"_s, u"migrations.compareFile"_s};
    ids += {u"drizzle.generate"_s, u"drizzle.push"_s, u"drizzle.pull"_s, u"drizzle.check"_s};
    for (const auto &[id, whyNot] : reasonedActions(c)) {
        if (whyNot.isEmpty())
            ids.insert(id);
    }
    ids += {u"truth.applyAll"_s, u"truth.open"_s,   u"truth.applyUpTo"_s, u"truth.markApplied"_s, u"truth.baseline"_s,
            u"truth.repair"_s, u"truth.adopt"_s,     u"truth.toSnapshot"_s};
    ids += {u"environment.local"_s, u"environment.staging"_s, u"environment.production"_s, u"environment.none"_s};
    if (!c.readOnly && !c.busy)
        ids += {u"truth.reset"_s, u"truth.seed"_s};
    if (c.onServer)
        ids += {u"connection.reconnect"_s, u"connection.role"_s};
    if (c.hasRemarks)
        ids.insert(u"schema.remarks"_s);
    if (c.asRole)
        ids.insert(u"connection.ownRole"_s);
    if (c.untrusted)
        ids.insert(u"file.trust"_s);
    if (c.canGoBack)
        ids.insert(u"nav.back"_s);
    if (c.canGoForward)
        ids.insert(u"nav.forward"_s);
    addEdits(ids, c);
    addImpact(ids, c);
    addRows(ids, c);
    if (c.page.hasList)
        ids.insert(u"filter.show"_s);
    addTabs(ids, c);
    addRelations(ids, c);
    addDesign(ids, c);
    return ids;
}

QHash<QString, QString> disabledReasons(const UiContext &c)
{
    QHash<QString, QString> reasons;
    for (const auto &[id, whyNot] : reasonedActions(c)) {
        if (!whyNot.isEmpty())
            reasons.insert(id, whyNot);
    }
    return reasons;
}

} // namespace ui
