// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/previewgate.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using Severity = core::Finding::Severity;
using CountState = ProbeCounts::Count::State;

QString saidOfPreview(const char *text)
{
    return QCoreApplication::translate("ui::PreviewGate", text);
}

QList<const JudgedHazard *> blockingOf(const PreviewGate &gate)
{
    QList<const JudgedHazard *> out;
    for (const JudgedHazard &h : gate.hazards) {
        if (h.blocks())
            out.append(&h);
    }
    return out;
}

QString andMore(qsizetype all)
{
    return all > 1 ? saidOfPreview(" (and %1 more)").arg(all - 1) : QString();
}

QString lockedByHazards(const PreviewGate &gate)
{
    const QList<const JudgedHazard *> blocking = blockingOf(gate);
    if (!blocking.isEmpty()) {
        const JudgedHazard &first = *blocking.first();
        if (!first.problem.isEmpty())
            return saidOfPreview("%1: %2").arg(first.hazard.hazard.finding.message, first.problem);
        if (first.isAsking())
            return saidOfPreview("The data is being asked: %1").arg(first.hazard.hazard.finding.message);
        const core::Finding finding = first.finding();
        return (finding.certain ? saidOfPreview("%1 is certain to fail: %2") : saidOfPreview("%1 is not allowed: %2"))
                   .arg(finding.code, finding.message)
            + andMore(blocking.size());
    }
    for (const core::Finding &finding : unforeseen(gate)) {
        if (finding.severity == Severity::Stop && (finding.certain || !gate.allowed.contains(findingKey(finding))))
            return saidOfPreview("The dry run found %1: %2").arg(finding.code, finding.message);
    }
    return {};
}

} // namespace

bool JudgedHazard::isMoot() const
{
    return hazard.hazard.probe && count.state == CountState::Known && count.rows == 0;
}

bool JudgedHazard::blocks() const
{
    const core::Finding &finding = hazard.hazard.finding;
    if (!problem.isEmpty())
        return true;
    return finding.severity == Severity::Stop && !isMoot() && !isAnswered() && (finding.certain || !allowed);
}

core::Finding JudgedHazard::finding() const
{
    const core::Hazard &h = hazard.hazard;
    if (h.probe && count.state == CountState::Unknown) {
        core::Finding f = h.finding;
        f.message += u' ' + saidOfPreview("How many rows is unknown: %1.").arg(count.because);
        return f;
    }
    if (h.probe && count.state == CountState::Known)
        return core::judged(h, count.rows).value_or(h.finding);
    return h.finding;
}

QString findingKey(const core::Finding &finding)
{
    return finding.code + u' ' + finding.message;
}

QList<core::Finding> unforeseen(const PreviewGate &gate)
{
    QList<core::Finding> out;
    if (!gate.rehearsal || !gate.rehearsal->run.succeeded)
        return out; // that it failed says it all
    for (const core::Finding &finding : gate.rehearsal->run.findings) {
        const bool foreseen = std::any_of(gate.hazards.cbegin(), gate.hazards.cend(), [&](const JudgedHazard &h) {
            return h.hazard.hazard.finding.code == finding.code && (h.allowed || h.isAnswered());
        });
        const bool grave = finding.severity == Severity::Stop || finding.severity == Severity::Danger;
        if (grave && !foreseen)
            out.append(finding);
    }
    return out;
}

QString lockedBecause(const PreviewGate &gate)
{
    if (gate.running)
        return saidOfPreview("Something is running.");
    if (gate.planning)
        return saidOfPreview("The plan is being made.");
    if (!gate.problem.isEmpty())
        return gate.problem;
    if (!gate.hasScript)
        return saidOfPreview("There is nothing to do.");
    if (!gate.readOnlyBecause.isEmpty())
        return gate.readOnlyBecause;
    if (gate.questions > 0)
        return gate.questions == 1 ? saidOfPreview("1 rename is to be answered.")
                                   : saidOfPreview("%1 renames are to be answered.").arg(gate.questions);
    if (const QString because = lockedByHazards(gate); !because.isEmpty())
        return because;
    if (gate.rehearsal && !gate.rehearsal->run.succeeded)
        return saidOfPreview("The dry run failed: %1").arg(gate.rehearsal->run.error.message);
    if (gate.rehearsal && !gate.rehearsal->differences.isEmpty())
        return saidOfPreview("The dry run did not end at the target: %1").arg(gate.rehearsal->differences.first());
    return {};
}

QList<core::Finding> findingsToConfirm(const PreviewGate &gate)
{
    QList<core::Finding> out;
    for (const JudgedHazard &h : gate.hazards) {
        const core::Finding finding = h.finding();
        const bool grave = finding.severity == Severity::Stop || finding.severity == Severity::Danger;
        if (grave && !h.isMoot() && !h.isAnswered())
            out.append(finding);
    }
    for (const core::Finding &finding : unforeseen(gate)) {
        if (!out.contains(finding))
            out.append(finding);
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const core::Finding &a, const core::Finding &b) { return a.severity < b.severity; });
    return out;
}

QStringList allowedCodes(const PreviewGate &gate)
{
    QStringList codes;
    for (const core::Finding &finding : findingsToConfirm(gate)) {
        if (!finding.certain && !finding.code.isEmpty() && !codes.contains(finding.code))
            codes.append(finding.code);
    }
    return codes;
}

} // namespace ui
