// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/hazardtexts.h"

#include "ui/changes/changetexts.h"

#include <QCoreApplication>

namespace ui {

namespace {

QString saidOfHazard(const char *text)
{
    return QCoreApplication::translate("ui::HazardCard", text);
}

} // namespace

PillKind hazardPill(const JudgedHazard &h)
{
    using Severity = core::Finding::Severity;
    if (!h.problem.isEmpty())
        return PillKind::Red;
    if (h.isAnswered() || h.isMoot())
        return PillKind::Green;
    switch (h.hazard.hazard.finding.severity) {
    case Severity::Stop:
    case Severity::Danger:
        return h.allowed ? PillKind::Amber : PillKind::Red;
    case Severity::Warn:
        return PillKind::Amber;
    case Severity::Info:
        return PillKind::Blue;
    }
    return PillKind::Neutral;
}

bool needsValue(const JudgedHazard &h)
{
    return !h.hazard.fixes.isEmpty() && h.hazard.fixes.first().kind == core::HazardFix::Kind::Fill;
}

QString hazardWord(const JudgedHazard &h)
{
    using Answer = core::PreviewHazard::Answer;
    using Severity = core::Finding::Severity;
    if (!h.problem.isEmpty())
        return saidOfHazard("fails");
    if (h.isMoot())
        return saidOfHazard("no rows");
    switch (h.hazard.answer) {
    case Answer::Filled:
        return saidOfHazard("filled");
    case Answer::Cast:
        return saidOfHazard("converted");
    case Answer::Repaired:
        return saidOfHazard("put right");
    case Answer::Open:
        break;
    }
    if (needsValue(h))
        return saidOfHazard("needs a value");
    switch (h.hazard.hazard.finding.severity) {
    case Severity::Stop:
        return h.hazard.hazard.finding.certain ? saidOfHazard("fails")
            : h.allowed                        ? saidOfHazard("allowed")
                                               : saidOfHazard("blocks");
    case Severity::Danger:
        return saidOfHazard("danger");
    case Severity::Warn:
        return saidOfHazard("warning");
    case Severity::Info:
        return saidOfHazard("info");
    }
    return {};
}

QString hazardCount(const JudgedHazard &h)
{
    using State = ProbeCounts::Count::State;
    if (!h.hazard.hazard.probe)
        return {};
    switch (h.count.state) {
    case State::Asking:
        return saidOfHazard("asking…");
    case State::Anywhere:
        return {};
    case State::Unknown:
        return saidOfHazard("unknown");
    case State::Known:
        return h.count.rows == 1 ? saidOfHazard("1 row") : saidOfHazard("%1 rows").arg(countText(h.count.rows));
    }
    return {};
}

QString textOf(const core::HazardFix &fix)
{
    using FixKind = core::HazardFix::Kind;
    switch (fix.kind) {
    case FixKind::Fill:
        return saidOfHazard("Fill %1 with…").arg(fix.column);
    case FixKind::Cast:
        return saidOfHazard("Convert %1 by a CAST").arg(fix.column);
    case FixKind::Set:
        return saidOfHazard("Set %1 to…").arg(fix.column);
    case FixKind::SetNull:
        return saidOfHazard("Set %1 to NULL").arg(fix.column);
    case FixKind::KeepFirst:
        return saidOfHazard("Keep the first of them");
    case FixKind::Renumber:
        return saidOfHazard("Renumber %1").arg(fix.column);
    case FixKind::Delete:
        return saidOfHazard("Delete these rows");
    }
    return {};
}

} // namespace ui
