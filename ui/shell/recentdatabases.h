// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/environment.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace ui {

class LayoutStore;

/// A database that was opened before, as the start page shows it. Without secrets.
struct RecentDatabase {
    QString location; ///< what opens it again
    QString name;
    QString place;
    core::Environment mark = core::Environment::Unmarked;
    bool isServer = false;
    bool isReadOnly = false; ///< a server that is opened so
    QDateTime opened; ///< last; invalid: not known
    friend bool operator==(const RecentDatabase &, const RecentDatabase &) = default;
};

/// Newest first. Asks no server; reads how they are marked.
[[nodiscard]] QList<RecentDatabase> recentDatabases(const LayoutStore &store, const QString &stateFolder);

/// A file or project without more than its path.
[[nodiscard]] RecentDatabase recentFile(const QString &location);

/// "just now", "5 minutes ago", "today, 14:05", "yesterday", "28 Nov 2026": in local time. Empty: not known.
[[nodiscard]] QString whenOpened(const QDateTime &opened, const QDateTime &now);

} // namespace ui
