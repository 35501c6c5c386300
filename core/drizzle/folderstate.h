// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/drizzle/migrationsfolder.h"

#include <QJsonObject>

#include <optional>

namespace core {

/// How a project wants its migrations to be written (drizzle.config.*); each is optional, and then as the folder is.
struct MigrationOptions {
    enum class Prefix { Index, Timestamp, Supabase, Unix, None };
    std::optional<Prefix> prefix = {}; ///< of the classic form; none: as the last migration is called
    bool breakpoints = true; ///< `--> statement-breakpoint` between statements
    QString ormVersion = {}; ///< "1.0.0-rc.4": a folder with nothing in it gets the form of that version
    QString dialect = {}; ///< "turso"; empty: as the journal says, else the database's
    QString driver = {}; ///< "expo", "durable-sqlite": they load migrations from a migrations.js
    friend bool operator==(const MigrationOptions &, const MigrationOptions &) = default;
};

/// "timestamp" → Timestamp; none for what drizzle-kit does not know.
[[nodiscard]] std::optional<MigrationOptions::Prefix> migrationPrefixFrom(const QString &name);

/// One snapshot of a folder, as far as the chain of them goes.
struct SnapshotFile {
    QString path; ///< absolute
    QString name; ///< for people: "0003_snapshot.json", "2026…_name/snapshot.json"
    QByteArray bytes;
    QString id;
    QStringList previousIds; ///< without the root's
    QString version;
    QString problem; ///< why it cannot be read; empty: it can
    friend bool operator==(const SnapshotFile &, const SnapshotFile &) = default;
};

/// A folder as it is read before it gets one migration more. The folder need not be there.
struct FolderState {
    MigrationsFolder::Layout layout = MigrationsFolder::Layout::Classic;
    QByteArray journalBytes; ///< classic; empty: there is no journal yet
    QJsonObject journal;
    QString lastTag;
    qint64 lastIndex = -1;
    qint64 lastWhen = 0; ///< unix milliseconds
    QList<SnapshotFile> snapshots; ///< in drizzle-kit's order, which is by name
    friend bool operator==(const FolderState &, const FolderState &) = default;

    /// That which drizzle-kit starts from; null when there is none.
    [[nodiscard]] const SnapshotFile *last() const { return snapshots.isEmpty() ? nullptr : &snapshots.last(); }
    /// Those that no other one follows.
    [[nodiscard]] QList<SnapshotFile> leaves() const;
};

/// Where there is nothing yet, the options say which form it will have.
[[nodiscard]] Result<FolderState> readFolderState(const QString &folder, const MigrationOptions &options);

} // namespace core
