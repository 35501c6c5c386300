// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actionspecs.h"

#include <QHash>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QList<QKeySequence> keys(std::initializer_list<QLatin1StringView> texts)
{
    QList<QKeySequence> result;
    for (const QLatin1StringView text : texts)
        result.append(QKeySequence::fromString(text, QKeySequence::PortableText));
    return result;
}

QList<ActionSpec> designSpecs()
{
    const QString design = u"Design"_s;
    return {
        {u"design.table"_s, u"Design this table"_s, design, Icon::Edit, keys({"F9"_L1})},
        {u"design.newTable"_s, u"New table…"_s, design, Icon::Plus, keys({"Ctrl+Shift+N"_L1})},
        {u"design.newView"_s, u"New view…"_s, design, Icon::Plus, {}},
        {u"design.newType"_s, u"New enum type…"_s, design, Icon::Plus, {}},
        {u"design.type"_s, u"Design its type (an enum's values)"_s, design, Icon::Edit, keys({"Ctrl+F9"_L1})},
        {u"design.open"_s, u"Designer"_s, design, Icon::Edit, {}},
        {u"design.add"_s, u"Add a column, index, key, check, trigger or value"_s, design, Icon::Plus, {}},
        {u"design.drop"_s, u"Drop the column, index, key, check, trigger or value"_s, design, Icon::Trash, {}},
        {u"design.moveUp"_s, u"Move the column or value up"_s, design, Icon::ArrowUp, {}},
        {u"design.moveDown"_s, u"Move the column or value down"_s, design, Icon::ArrowDown, {}},
        {u"design.dropTable"_s, u"Drop this table, view or type"_s, design, Icon::Trash, {}},
        {u"design.preview"_s, u"Preview the design as a migration"_s, design, Icon::Migration, {}},
        {u"design.saveMigration"_s, u"Save the design as a migration…"_s, design, Icon::File, {}},
        {u"design.discard"_s, u"Discard the whole design"_s, design, Icon::Trash, {}},
    };
}

QList<ActionSpec> editSpecs()
{
    const QString edits = u"Edits"_s;
    const QString cell = u"Cell"_s;
    const QString row = u"Row"_s;
    return {
        {u"edits.apply"_s, u"Apply changes"_s, edits, Icon::Check, keys({"Ctrl+S"_L1})},
        {u"edits.preview"_s, u"Preview SQL"_s, edits, Icon::PanelBottom, keys({"Ctrl+Shift+P"_L1})},
        {u"task.stop"_s, u"Stop what is running"_s, edits, {}, keys({"Ctrl+."_L1})},
        {u"edits.undo"_s, u"Undo"_s, edits, Icon::Undo, keys({"Ctrl+Z"_L1})},
        {u"edits.redo"_s, u"Redo"_s, edits, Icon::Redo, keys({"Ctrl+Shift+Z"_L1, "Ctrl+Y"_L1})},
        {u"edits.discard"_s, u"Discard changes of the selection"_s, edits, Icon::Trash,
         keys({"Ctrl+Shift+Backspace"_L1})},
        {u"edits.discardAll"_s, u"Discard all changes"_s, edits, Icon::Trash, {}},
        {u"impact.show"_s, u"What the edits take along"_s, edits, Icon::Link, keys({"Ctrl+Alt+I"_L1})},
        {u"impact.rows"_s, u"Show the rows that are taken along"_s, edits, {}, {}},
        {u"impact.deleteToo"_s, u"Delete the rows in the way, too"_s, edits, {}, {}},
        {u"impact.detach"_s, u"Detach the rows in the way"_s, edits, {}, {}},
        {u"impact.reparent"_s, u"Re-parent the rows in the way…"_s, edits, {}, {}},
        {u"impact.takeBack"_s, u"Take the edits back that would not be found"_s, edits, {}, {}},
        {u"impact.restore"_s, u"Do not delete what takes new rows along"_s, edits, {}, {}},
        {u"cell.edit"_s, u"Edit cell"_s, cell, Icon::Edit, keys({"F2"_L1})},
        {u"cell.editLarge"_s, u"Edit in a large editor"_s, cell, {}, keys({"Shift+Return"_L1})},
        {u"cell.setNull"_s, u"Set NULL"_s, cell, {}, keys({"Ctrl+Alt+N"_L1})},
        {u"cell.setDefault"_s, u"Set DEFAULT"_s, cell, {}, keys({"Ctrl+Alt+D"_L1})},
        {u"cell.setEmpty"_s, u"Set empty text"_s, cell, {}, keys({"Alt+Backspace"_L1})},
        {u"row.insert"_s, u"Insert row"_s, row, Icon::Plus, keys({"Ins"_L1, "Ctrl+N"_L1})},
        {u"row.duplicate"_s, u"Duplicate row"_s, row, Icon::Copy, keys({"Ctrl+D"_L1})},
        {u"row.delete"_s, u"Delete rows"_s, row, Icon::Trash, keys({"Ctrl+Del"_L1})},
        {u"row.follow"_s, u"Follow foreign key"_s, row, Icon::Link, keys({"F4"_L1})},
        {u"row.followInTab"_s, u"Follow in a new tab"_s, row, Icon::Link, keys({"Ctrl+F4"_L1})},
        {u"row.peek"_s, u"Peek at what it refers to"_s, row, Icon::Search, {}},
        {u"row.expand"_s, u"Show related rows below the row"_s, row, Icon::ChevronDown,
         keys({"Ctrl+Return"_L1, "Ctrl+Enter"_L1})},
        {u"row.pick"_s, u"Choose the row it refers to…"_s, row, Icon::Search, keys({"Alt+Down"_L1})},
        {u"row.referencing"_s, u"Rows that refer to this one…"_s, row, Icon::Link, keys({"Shift+F12"_L1})},
        {u"row.related"_s, u"Related rows in the row panel"_s, row, Icon::PanelRight, keys({"Shift+F4"_L1})},
        {u"row.next"_s, u"Next row"_s, row, Icon::ArrowDown, keys({"Alt+PgDown"_L1})},
        {u"row.previous"_s, u"Previous row"_s, row, Icon::ArrowUp, keys({"Alt+PgUp"_L1})},
        {u"row.fullWidth"_s, u"Row in full width"_s, row, Icon::Expand, keys({"Ctrl+Alt+F"_L1}), true, true},
        {u"row.goto"_s, u"Go to row…"_s, row, {}, keys({"Ctrl+G"_L1})},
    };
}

QList<ActionSpec> clipboardSpecs()
{
    const QString copy = u"Copy"_s;
    const QString paste = u"Paste"_s;
    return {
        {u"copy"_s, u"Copy"_s, copy, Icon::Copy, keys({"Ctrl+C"_L1})},
        {u"copy.withHeaders"_s, u"Copy with headers"_s, copy, {}, keys({"Ctrl+Shift+C"_L1})},
        {u"copy.shown"_s, u"Copy as shown"_s, copy, {}, {}},
        {u"copy.csv"_s, u"Copy as CSV"_s, copy, {}, {}},
        {u"copy.json"_s, u"Copy as JSON"_s, copy, {}, {}},
        {u"copy.csvNames"_s, u"Copy as CSV, with names"_s, copy, {}, {}},
        {u"copy.jsonNames"_s, u"Copy as JSON, with names"_s, copy, {}, {}},
        {u"copy.insert"_s, u"Copy as INSERT"_s, copy, {}, keys({"Ctrl+Alt+C"_L1})},
        {u"paste"_s, u"Paste"_s, paste, Icon::Paste, keys({"Ctrl+V"_L1})},
        {u"pasteAsRows"_s, u"Paste as new rows"_s, paste, {}, keys({"Ctrl+Shift+V"_L1})},
        {u"select.all"_s, u"All cells"_s, u"Select"_s, {}, keys({"Ctrl+A"_L1})},
        {u"select.column"_s, u"Whole column"_s, u"Select"_s, {}, keys({"Ctrl+Space"_L1})},
        {u"select.row"_s, u"Whole row"_s, u"Select"_s, {}, keys({"Shift+Space"_L1})},
    };
}

QList<ActionSpec> viewSpecs()
{
    const QString view = u"View"_s;
    const QString filter = u"Filter"_s;
    return {
        {u"view.refresh"_s, u"Refresh"_s, view, Icon::Refresh, keys({"F5"_L1, "Ctrl+R"_L1})},
        {u"view.raw"_s, u"Show raw values"_s, view, {}, keys({"Ctrl+Shift+R"_L1}), true, true},
        {u"filter.show"_s, u"Filter rows"_s, filter, Icon::Filter, keys({"Ctrl+F"_L1})},
        {u"filter.byCell"_s, u"Filter by this cell"_s, filter, Icon::Filter, keys({"Ctrl+Shift+F"_L1})},
        {u"filter.clear"_s, u"Clear filter"_s, filter, {}, {}},
        {u"column.format"_s, u"Show this column as…"_s, view, {}, {}},
        {u"column.moveLeft"_s, u"Move column left"_s, view, {}, keys({"Alt+Shift+Left"_L1})},
        {u"column.moveRight"_s, u"Move column right"_s, view, {}, keys({"Alt+Shift+Right"_L1})},
        {u"column.pin"_s, u"Pin or unpin column"_s, view, {}, {}},
        {u"column.hide"_s, u"Hide column"_s, view, {}, {}},
        {u"table.label"_s, u"What rows of this table are called…"_s, view, {}, {}},
        {u"columns.choose"_s, u"Choose columns…"_s, view, Icon::Columns, {}},
        {u"panel.row"_s, u"Row panel"_s, view, Icon::PanelRight, keys({"Ctrl+Alt+R"_L1}), true, true},
        {u"panel.pending"_s, u"Pending changes panel"_s, view, Icon::PanelBottom, keys({"Ctrl+Alt+P"_L1}), true, true},
        {u"theme.toggle"_s, u"Switch theme: dark or light"_s, view, Icon::Moon, {}},
    };
}

QList<ActionSpec> relationSpecs()
{
    const QString row = u"Row"_s;
    const QString table = u"Table"_s;
    const QString relations = u"Relations"_s;
    return {
        {u"row.duplicateWith"_s, u"Duplicate with relations…"_s, row, Icon::Copy, keys({"Ctrl+Shift+D"_L1})},
        {u"row.softDelete"_s, u"Mark rows as deleted"_s, row, Icon::Trash, keys({"Ctrl+Shift+Del"_L1})},
        {u"row.restore"_s, u"Restore rows marked as deleted"_s, row, Icon::Undo, keys({"Ctrl+Shift+Ins"_L1})},
        {u"rows.hideDeleted"_s, u"Hide or show deleted rows"_s, table, {}, {}},
        {u"table.stampUpdates"_s, u"Stamp the time of each update, or stop"_s, table, {}, {}},
        {u"columns.relations"_s, u"Relation columns on or off"_s, u"View"_s, Icon::Columns, {}},
        {u"relation.orphans"_s, u"Show rows whose key leads nowhere"_s, relations, {}, {}},
        {u"relation.draw"_s, u"Draw a relation…"_s, relations, Icon::Link, {}},
        {u"relations.check"_s, u"Check references…"_s, relations, Icon::Link, {}},
        {u"project.readSchema"_s, u"Read schema.ts again"_s, relations, Icon::Refresh, {}},
    };
}

QList<ActionSpec> migrationSpecs()
{
    const QString migrations = u"Migrations"_s;
    return {
        {u"migrations.pickFolder"_s, u"Choose the migrations folder…"_s, migrations, Icon::Folder, {}},
        {u"migrations.compareDatabase"_s, u"Compare with another database…"_s, migrations, Icon::Database, {}},
        {u"migrations.compareFile"_s, u"Compare with schema.ts, snapshot or DDL file…"_s, migrations, Icon::File, {}},
        {u"migrations.answer"_s, u"Go to what is to be answered"_s, migrations, {}, keys({"F7"_L1})},
        {u"migrations.dryRun"_s, u"Dry run of the migration"_s, migrations, Icon::Play, keys({"F8"_L1})},
        {u"migrations.apply"_s, u"Apply the migration, or write the files on view…"_s, migrations, Icon::Check, keys({"Ctrl+F8"_L1})},
        {u"migrations.wayBack"_s, u"Show the way back, or the migration again"_s, migrations, Icon::Undo, {}},
        {u"migrations.copySql"_s, u"Copy the SQL of the migration"_s, migrations, Icon::Copy, {}},
        {u"migrations.saveSql"_s, u"Save the SQL of the migration…"_s, migrations, {}, {}},
        {u"migrations.save"_s, u"Save as migration of the project…"_s, migrations, Icon::File, {}},
        {u"migrations.removeSource"_s, u"Take this source off the list"_s, migrations, Icon::Trash, {}},
        {u"history.takeBack"_s, u"Take this change of the schema back…"_s, migrations, Icon::Undo, {}},
        {u"drizzle.generate"_s, u"Generate a migration from schema.ts…"_s, migrations, Icon::Plus, {}},
        {u"drizzle.push"_s, u"Push schema.ts to the database…"_s, migrations, Icon::Migration, {}},
        {u"drizzle.pull"_s, u"Pull schema.ts from the database…"_s, migrations, Icon::File, {}},
        {u"drizzle.check"_s, u"Check the migrations folder"_s, migrations, Icon::Check, {}},
        {u"truth.open"_s, u"Truth board of the migrations"_s, migrations, Icon::Migration, keys({"Shift+F8"_L1})},
        {u"truth.applyAll"_s, u"Migrate: apply all pending migrations…"_s, migrations, Icon::Check, {}},
        {u"truth.applyUpTo"_s, u"Apply up to this migration…"_s, migrations, Icon::Check, keys({"Ctrl+Shift+F8"_L1})},
        {u"truth.markApplied"_s, u"Mark the migration as applied…"_s, migrations, Icon::Check, {}},
        {u"truth.baseline"_s, u"Baseline: mark all migrations as applied…"_s, migrations, {}, {}},
        {u"truth.repair"_s, u"Repair what the truth board says of the migration…"_s, migrations, Icon::Edit, {}},
        {u"truth.adopt"_s, u"Adopt the database's own changes as a migration…"_s, migrations, Icon::File, {}},
        {u"truth.reset"_s, u"Reset: drop all, migrate, seed…"_s, migrations, Icon::Trash, {}},
        {u"truth.seed"_s, u"Seed the database…"_s, migrations, Icon::Play, {}},
        {u"environment.local"_s, u"Mark this database as local"_s, migrations, Icon::Database, {}},
        {u"environment.staging"_s, u"Mark this database as staging"_s, migrations, Icon::Database, {}},
        {u"environment.production"_s, u"Mark this database as production"_s, migrations, Icon::Lock, {}},
        {u"environment.none"_s, u"Take the mark off this database"_s, migrations, Icon::Database, {}},
        {u"truth.toSnapshot"_s, u"Bring the database to its snapshot…"_s, migrations, Icon::Undo, {}},
    };
}

QList<ActionSpec> windowSpecs()
{
    const QString go = u"Go"_s;
    const QString tab = u"Tab"_s;
    const QString file = u"File"_s;
    QList<ActionSpec> specs{
        {u"palette"_s, u"Command palette"_s, go, Icon::Search, keys({"Ctrl+K"_L1}), false},
        {u"quickOpen"_s, u"Go to table…"_s, go, Icon::Table, keys({"Ctrl+P"_L1})},
        {u"pane.next"_s, u"Next pane"_s, go, {}, keys({"F6"_L1})},
        {u"pane.previous"_s, u"Previous pane"_s, go, {}, keys({"Shift+F6"_L1})},
        {u"sidebar.filter"_s, u"Filter tables"_s, go, {}, keys({"Ctrl+Shift+L"_L1})},
        {u"nav.back"_s, u"Back"_s, go, Icon::Back, keys({"Alt+Left"_L1})},
        {u"nav.forward"_s, u"Forward"_s, go, Icon::Forward, keys({"Alt+Right"_L1})},
        {u"migrations.open"_s, u"Migrations"_s, go, Icon::Migration, {}},
        {u"history.open"_s, u"History"_s, go, Icon::History, {}},
        {u"objects.open"_s, u"Types and functions"_s, go, Icon::Command, {}},
        {u"schema.remarks"_s, u"What could not be read of the schema"_s, go, Icon::Warning, {}},
        {u"tab.new"_s, u"Table in a new tab…"_s, tab, Icon::Plus, keys({"Ctrl+T"_L1})},
        {u"tab.close"_s, u"Close tab"_s, tab, Icon::Close, keys({"Ctrl+W"_L1})},
        {u"tab.reopen"_s, u"Reopen closed tab"_s, tab, {}, keys({"Ctrl+Shift+T"_L1})},
        {u"tab.pin"_s, u"Keep tab open"_s, tab, {}, {}},
        {u"tab.next"_s, u"Next tab"_s, tab, {}, keys({"Ctrl+PgDown"_L1})},
        {u"tab.previous"_s, u"Previous tab"_s, tab, {}, keys({"Ctrl+PgUp"_L1})},
        {u"file.open"_s, u"Open file…"_s, file, Icon::File, keys({"Ctrl+O"_L1})},
        {u"file.openFolder"_s, u"Open project folder…"_s, file, Icon::Folder, keys({"Ctrl+Shift+O"_L1})},
        {u"file.connect"_s, u"Connect to PostgreSQL…"_s, file, Icon::Link, keys({"Ctrl+Alt+O"_L1})},
        {u"connection.reconnect"_s, u"Reconnect to the server"_s, file, Icon::Refresh, {}},
        {u"connection.role"_s, u"Browse as another role…"_s, file, Icon::Key, keys({"Ctrl+Alt+U"_L1})},
        {u"connection.ownRole"_s, u"Back to your own role"_s, file, Icon::Back, {}},
        {u"file.recent"_s, u"Open a recent database…"_s, file, Icon::Database, keys({"Ctrl+Alt+S"_L1})},
        {u"file.sample"_s, u"Open the sample"_s, file, Icon::App, {}},
        {u"file.trust"_s, u"Trust this file"_s, file, Icon::Lock, {}},
        {u"file.close"_s, u"Close the database"_s, file, {}, {}},
        {u"file.quit"_s, u"Quit"_s, file, {}, keys({"Ctrl+Q"_L1})},
    };
    for (int n = 1; n <= 9; ++n) {
        specs.append({u"tab.%1"_s.arg(n), u"Tab %1"_s.arg(n), tab, {}, {QKeySequence(u"Alt+%1"_s.arg(n))}, false});
    }
    specs += designSpecs();
    return specs;
}

} // namespace

const QList<ActionSpec> &actionSpecs()
{
    static const QList<ActionSpec> specs =
        editSpecs() + relationSpecs() + clipboardSpecs() + viewSpecs() + migrationSpecs() + windowSpecs();
    return specs;
}

const ActionSpec *actionSpec(const QString &id)
{
    static const QHash<QString, const ActionSpec *> byId = [] {
        QHash<QString, const ActionSpec *> result;
        for (const ActionSpec &spec : actionSpecs())
            result.insert(spec.id, &spec);
        return result;
    }();
    return byId.value(id, nullptr);
}

} // namespace ui
