// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/dryrun.h"
#include "core/session/session.h"

#include <optional>

namespace ui {

/// Everything that decides whether a migration may be applied now.
struct ApplyGate {
    core::MigrationState state;
    QString firstPending;                ///< tag of the one whose turn it is; empty when nothing is pending
    QString readOnlyBecause;             ///< of the database; empty when it can be written
    bool running = false;
    QList<core::Finding> foreseen;       ///< what was seen without running it
    std::optional<core::DryRunReport> rehearsal;
    QStringList allowed;                 ///< codes a person has allowed for this migration
};

/// Why Apply is locked, in one sentence; empty when it is not. Pure.
[[nodiscard]] QString lockedBecause(const ApplyGate &gate);

/// The findings that stand in the way: STOP, and certain to fail or not allowed.
[[nodiscard]] QList<core::Finding> blockingFindings(const ApplyGate &gate);

/// Foreseen and rehearsed ones, worst first, none twice.
[[nodiscard]] QList<core::Finding> allFindings(const ApplyGate &gate);

} // namespace ui
