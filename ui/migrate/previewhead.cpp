// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/previewhead.h"

#include "ui/migrate/hazardtexts.h"
#include "ui/migrate/scripthead.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString saidOfHead(const char *text)
{
    return QCoreApplication::translate("ui::PreviewHead", text);
}

bool wantsValue(const JudgedHazard &h)
{
    return needsValue(h) && !h.isAnswered() && !h.isMoot();
}

bool isInTheWay(const JudgedHazard &h)
{
    return h.blocks() && !h.isAsking() && !wantsValue(h);
}

template <typename Is> QString pillCountOf(const QList<JudgedHazard> &hazards, Is is, const char *one, const char *many)
{
    const auto n = std::count_if(hazards.cbegin(), hazards.cend(), is);
    return n == 0 ? QString() : n == 1 ? saidOfHead(one) : saidOfHead(many).arg(n);
}

QString pillCount(qsizetype n, const char *one, const char *many)
{
    return n == 0 ? QString() : n == 1 ? saidOfHead(one) : saidOfHead(many).arg(n);
}

} // namespace

ScriptHead *makePreviewHead(QWidget *parent)
{
    return new ScriptHead(u"preview"_s,
                          {{u"save"_s, saidOfHead("Save SQL…"), ButtonLook::Plain, true},
                           {u"copy"_s, saidOfHead("Copy SQL"), ButtonLook::Plain, true},
                           {u"save-migration"_s, saidOfHead("Save as migration…"), ButtonLook::Plain, true},
                           {u"dry-run"_s, saidOfHead("Dry run")},
                           {u"stop"_s, saidOfHead("Stop")},
                           {u"apply"_s, saidOfHead("Apply…"), ButtonLook::Primary}},
                          parent);
}

MigrationsContext contextOf(const PreviewGate &gate, const PreviewAbout &about)
{
    MigrationsContext c;
    const QString nothing = gate.hasScript ? QString() : saidOfHead("There is no script.");
    const QString busy = gate.running ? saidOfHead("Something is running.")
        : gate.planning               ? saidOfHead("The plan is being made.")
                                      : gate.problem;
    const bool asks = gate.questions > 0
        || std::any_of(gate.hazards.cbegin(), gate.hazards.cend(), [](const JudgedHazard &h) { return h.blocks(); });
    c.answer = asks ? QString() : saidOfHead("There is nothing to be answered.");
    c.dryRun = nothing.isEmpty() ? busy : nothing;
    c.apply = lockedBecause(gate);
    c.wayBack = !nothing.isEmpty() ? nothing : about.hasInverse ? QString() : saidOfHead("No script leads back.");
    c.copySql = nothing;
    c.saveSql = nothing;
    // A rename that nobody has answered yet would be written as a drop and an add.
    c.saveMigration = !nothing.isEmpty() ? nothing
        : !busy.isEmpty()                ? busy
        : gate.questions > 0             ? saidOfHead("The renames are to be answered first.")
                                         : QString();
    c.removeSource = about.isRemovable ? QString() : saidOfHead("This source stays in the list.");
    return c;
}

void showPreview(ScriptHead &head, const PreviewGate &gate, const PreviewAbout &about)
{
    head.show(
        about.title,
        {{u"tables"_s, PillKind::Blue, pillCount(about.tables, "1 table", "%1 tables")},
         {u"blocking"_s, PillKind::Red, pillCountOf(gate.hazards, isInTheWay, "1 blocks", "%1 block")},
         {u"values"_s, PillKind::Amber, pillCountOf(gate.hazards, wantsValue, "1 needs a value", "%1 need a value")},
         {u"questions"_s, PillKind::Violet, pillCount(gate.questions, "1 rename?", "%1 renames?")}});
    const MigrationsContext can = contextOf(gate, about);
    head.setButton(u"copy"_s, can.copySql);
    head.setButton(u"save"_s, can.saveSql);
    head.setButton(u"save-migration"_s, can.saveMigration);
    head.setButton(u"dry-run"_s, can.dryRun, !about.dryRunning);
    head.setButton(u"stop"_s, {}, about.dryRunning);
    head.setButton(u"apply"_s, can.apply);
}

} // namespace ui
