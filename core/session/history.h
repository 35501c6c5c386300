// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/scriptrunner.h"
#include "core/sql/script.h"

#include <QDateTime>
#include <QList>

#include <memory>

namespace core {

/// One script that ran, or tried to.
struct HistoryRecord {
    qint64 id = 0;
    QString database; ///< canonical path
    QString title;
    QDateTime startedAt; ///< UTC
    qint64 microseconds = 0;
    QString state; ///< "running", "applied", "failed"
    QString error; ///< also what went wrong after all was kept, of one that was applied
    QString sql;         ///< the script as rendered
    QList<TableEffect> effects;
    QString backupPath;
    QByteArray backupSha256; ///< lower-case hex; empty where there is no backup, or an older Raincheck made it
    bool hasWayBack = false; ///< see History::wayBack()
    friend bool operator==(const HistoryRecord &, const HistoryRecord &) = default;
};

/// Every script that ran, in the state folder's history.db (SQLite, WAL, FULL, 0600; safe with several processes).
/// A record is begun before the script runs and finished after, so that a crash leaves a trace. One thread.
class History {
public:
    [[nodiscard]] static Result<std::unique_ptr<History>> open(const QString &stateFolder);
    ~History();

    [[nodiscard]] Result<qint64> begin(const HistoryRecord &record); ///< → its id
    Result<Done> setBackup(qint64 id, const QString &path, const QByteArray &sha256); ///< of a running one, made anew
    /// How to go back, in whatever form its maker reads it again; of a running one.
    Result<Done> setWayBack(qint64 id, const QByteArray &wayBack);
    [[nodiscard]] Result<QByteArray> wayBack(qint64 id) const; ///< empty: there is none, or it did not run
    /// What is told in the place of a script, of what wrote by itself; of a running one.
    Result<Done> setAccount(qint64 id, const QString &text, const QList<TableEffect> &effects);
    /// `microseconds`: how long a script ran that failed; an outcome knows it itself. A failure
    /// leaves the effects as they were set.
    Result<Done> finish(qint64 id, const Result<ScriptOutcome> &outcome, qint64 microseconds = 0);
    [[nodiscard]] Result<qint64> count(const QString &database) const; ///< reads no record for it
    [[nodiscard]] Result<QList<HistoryRecord>> records(const QString &database, int limit = 200) const; ///< newest first

private:
    struct Private;
    explicit History(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace core
