// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/migrate/savedrows.h"
#include "core/session/history.h"

namespace core {

/// How to go back from a migration that was applied: a migration like any other.
struct WayBack {
    qint64 historyId = 0;
    QString title;
    std::shared_ptr<const SchemaMigration> migration; ///< from what is there now to what was there before
    QString savedFile; ///< where what went was saved; empty: nothing had to be
    QStringList cannotUndo; ///< what does not come back, one sentence each
};

/// What the history keeps of it, from before the migration on.
struct WayBackRecord {
    QString title;
    QStringList ddl; ///< what was there before
    DiffOptions options; ///< of the way back: renames, scope, order of columns
    PlanOptions plan; ///< likewise: fills, restores, the saved file
    QStringList cannotUndo;
    QByteArray schemaAfter; ///< its fingerprint; empty until the migration has run
    qint64 schemaVersion = -1; ///< the database's own count of changes; −1: it does not matter
    friend bool operator==(const WayBackRecord &, const WayBackRecord &) = default;
};

[[nodiscard]] QByteArray toJson(const WayBackRecord &record);
[[nodiscard]] Result<WayBackRecord> wayBackFromJson(const QByteArray &json);
[[nodiscard]] QByteArray fingerprint(const Schema &schema);

/// Reads what the history knows, and plans from what is there now. Fails, in one sentence, when there is no way back,
/// when what was saved is gone, or when the schema is another one now. On the thread of `database`, a read-only one.
[[nodiscard]] Result<WayBack> wayBack(const History &history, qint64 id, Database &database, const Dialect &dialect,
                                      const QString &workFolder, JobContext &context);

} // namespace core
