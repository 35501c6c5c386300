// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/applygate.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString saidOfApply(const char *text)
{
    return QCoreApplication::translate("ui::ApplyGate", text);
}

QString notItsTurn(const ApplyGate &gate)
{
    using Kind = core::MigrationState::Kind;
    switch (gate.state.kind) {
    case Kind::Applied:
        return saidOfApply("It is applied already.");
    case Kind::Edited:
        return saidOfApply("It is applied already; the file was edited since.");
    case Kind::Skipped:
        return saidOfApply("It is older than the newest applied one: Drizzle's migrator never runs it. "
                           "Generate it again, so that it comes last.");
    case Kind::Missing:
        return saidOfApply("The journal names it, but its file is not there.");
    case Kind::Orphan:
        return saidOfApply("It is in the database only; there is no file to run.");
    case Kind::Pending:
        break;
    }
    if (gate.state.tag != gate.firstPending)
        return saidOfApply("Migrations are applied in order: %1 comes first.").arg(gate.firstPending);
    return {};
}

} // namespace

QList<core::Finding> allFindings(const ApplyGate &gate)
{
    QList<core::Finding> all;
    const auto add = [&all](const QList<core::Finding> &findings) {
        for (const core::Finding &finding : findings) {
            if (!all.contains(finding))
                all.append(finding);
        }
    };
    if (gate.rehearsal)
        add(gate.rehearsal->findings);
    add(gate.rehearsal ? gate.rehearsal->stillTrue(gate.foreseen) : gate.foreseen);
    std::stable_sort(all.begin(), all.end(),
                     [](const core::Finding &a, const core::Finding &b) { return a.severity < b.severity; });
    return all;
}

QList<core::Finding> blockingFindings(const ApplyGate &gate)
{
    QList<core::Finding> blocking;
    for (const core::Finding &finding : allFindings(gate)) {
        if (finding.severity == core::Finding::Severity::Stop
            && (finding.certain || !gate.allowed.contains(finding.code)))
            blocking.append(finding);
    }
    return blocking;
}

QString lockedBecause(const ApplyGate &gate)
{
    if (gate.running)
        return saidOfApply("Something is running.");
    if (const QString because = notItsTurn(gate); !because.isEmpty())
        return because;
    if (!gate.readOnlyBecause.isEmpty())
        return gate.readOnlyBecause;
    const QList<core::Finding> blocking = blockingFindings(gate);
    if (!blocking.isEmpty()) {
        const core::Finding &first = blocking.first();
        const QString rest = blocking.size() > 1 ? saidOfApply(" (and %1 more)").arg(blocking.size() - 1) : QString();
        if (first.code.isEmpty())
            return saidOfApply("It is certain to fail: %1").arg(first.message) + rest;
        return (first.certain ? saidOfApply("%1 is certain to fail: %2") : saidOfApply("%1 is not allowed: %2"))
                   .arg(first.code, first.message)
            + rest;
    }
    if (gate.rehearsal && !gate.rehearsal->succeeded)
        return saidOfApply("The dry run failed: %1").arg(gate.rehearsal->error.message);
    return {};
}

} // namespace ui
