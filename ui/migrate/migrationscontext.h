// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

/// Why an action of the migrations page cannot be used now, in one sentence; empty: it can. See enabledActions().
struct MigrationsContext {
    QString answer;
    QString dryRun;
    QString apply;
    QString wayBack; ///< to look at
    QString copySql;
    QString saveSql;
    QString saveMigration;
    QString removeSource;
    friend bool operator==(const MigrationsContext &, const MigrationsContext &) = default;
};

/// Likewise of the history.
struct HistoryContext {
    bool isShown = false;
    QString takeBack;
    friend bool operator==(const HistoryContext &, const HistoryContext &) = default;
};

} // namespace ui
