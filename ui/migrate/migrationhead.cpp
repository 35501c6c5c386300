// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/migrationhead.h"

#include "ui/migrate/migrationlist.h"
#include "ui/migrate/scripthead.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString saidOfMigration(const char *text)
{
    return QCoreApplication::translate("ui::MigrationHead", text);
}

} // namespace

ScriptHead *makeMigrationHead(QWidget *parent)
{
    return new ScriptHead(u"migration"_s,
                          {{u"copy"_s, saidOfMigration("Copy SQL"), ButtonLook::Plain, true},
                           {u"dry-run"_s, saidOfMigration("Dry run")},
                           {u"stop"_s, saidOfMigration("Stop")},
                           {u"apply"_s, saidOfMigration("Apply…"), ButtonLook::Primary}},
                          parent);
}

MigrationsContext contextOf(const ApplyGate &gate, const MigrationAbout &about)
{
    const QString isFile = saidOfMigration("It is a file of the migrations folder already.");
    MigrationsContext c;
    c.answer = saidOfMigration("There is nothing to be answered.");
    c.apply = lockedBecause(gate);
    c.dryRun = !about.hasScript ? saidOfMigration("Only a migration that is not applied can be tried.")
        : gate.running          ? saidOfMigration("Something is running.")
                                : QString();
    c.wayBack = saidOfMigration("What a file says has no way back until it was applied; see History.");
    c.copySql = about.canCopy ? QString() : saidOfMigration("There is no text to copy.");
    c.saveSql = isFile;
    c.saveMigration = isFile;
    c.removeSource = saidOfMigration("It belongs to the migrations folder.");
    return c;
}

void showMigration(ScriptHead &head, const ApplyGate &gate, const MigrationAbout &about)
{
    const qsizetype blocking = about.hasScript ? blockingFindings(gate).size() : 0;
    head.show(gate.state.tag,
              {{u"state"_s, pillOf(gate.state.kind), core::toText(gate.state.kind)},
               {u"count"_s, PillKind::Blue,
                about.statements == 0       ? QString()
                    : about.statements == 1 ? saidOfMigration("1 statement")
                                            : saidOfMigration("%1 statements").arg(about.statements)},
               {u"blocking"_s, PillKind::Red,
                blocking == 0       ? QString()
                    : blocking == 1 ? saidOfMigration("1 blocks")
                                    : saidOfMigration("%1 block").arg(blocking)}});
    const MigrationsContext can = contextOf(gate, about);
    head.setButton(u"copy"_s, can.copySql);
    head.setButton(u"dry-run"_s, can.dryRun, !about.dryRunning);
    head.setButton(u"stop"_s, {}, about.dryRunning);
    head.setButton(u"apply"_s, can.apply);
}

} // namespace ui
