// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/applygate.h"
#include "ui/migrate/migrationscontext.h"

class QWidget;

namespace ui {

class ScriptHead;

/// What the bar above a migration of the folder says beside what the gate knows.
struct MigrationAbout {
    bool hasScript = false;
    qsizetype statements = 0;
    bool dryRunning = false;
    bool canCopy = false;
};

[[nodiscard]] ScriptHead *makeMigrationHead(QWidget *parent = nullptr);
void showMigration(ScriptHead &head, const ApplyGate &gate, const MigrationAbout &about);
/// Pure.
[[nodiscard]] MigrationsContext contextOf(const ApplyGate &gate, const MigrationAbout &about);

} // namespace ui
