// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/migrationdryrun.h"
#include "core/migrate/migrationpreview.h"
#include "ui/migrate/probecounts.h"

#include <memory>
#include <optional>

namespace ui {

/// One hazard as a person sees it now: with its number, and with what was done about it.
struct JudgedHazard {
    core::PreviewHazard hazard;
    ProbeCounts::Count count;
    bool allowed = false;
    QString problem = {}; ///< why the expression that answers it gives nothing
    friend bool operator==(const JudgedHazard &, const JudgedHazard &) = default;

    [[nodiscard]] bool isAsking() const { return count.state == ProbeCounts::Count::State::Asking; }
    /// The data was asked, and there is no such row.
    [[nodiscard]] bool isMoot() const;
    [[nodiscard]] bool isAnswered() const { return hazard.answer != core::PreviewHazard::Answer::Open; }
    /// STOP that is neither answered nor allowed; while it is being asked about, too. And an answer that fails.
    [[nodiscard]] bool blocks() const;
    [[nodiscard]] core::Finding finding() const; ///< the message with the number in it
};

/// Everything that decides whether a drafted migration may be applied now.
struct PreviewGate {
    bool running = false;
    bool planning = false; ///< what is on view is not of the newest draft
    QString problem; ///< why there is no plan
    bool hasScript = false;
    QString readOnlyBecause; ///< of the database; empty when it can be written
    qsizetype questions = 0; ///< renames that nobody has answered
    QList<JudgedHazard> hazards; ///< the worst first
    std::shared_ptr<const core::MigrationDryRun> rehearsal;
    QStringList allowed; ///< hazardKey()s, and "H05 message" of what only the dry run has found
};

/// Why Apply is locked, in one sentence; empty when it is not. Pure.
[[nodiscard]] QString lockedBecause(const PreviewGate &gate);

/// STOP and DANGER of the dry run that the plan did not foresee.
[[nodiscard]] QList<core::Finding> unforeseen(const PreviewGate &gate);

/// Names a finding of a dry run as hazardKey() does a hazard.
[[nodiscard]] QString findingKey(const core::Finding &finding);

/// What is asked about before it is applied: what was allowed, and what is dangerous.
[[nodiscard]] QList<core::Finding> findingsToConfirm(const PreviewGate &gate);

/// The codes that the person has said yes to by confirming: for core::MigrationApply.
[[nodiscard]] QStringList allowedCodes(const PreviewGate &gate);

} // namespace ui
