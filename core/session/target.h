// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connectionspec.h"
#include "core/drizzle/project.h"
#include "core/drizzle/wrangler.h"
#include "core/schema/schema.h"

#include <QString>

#include <functional>
#include <optional>

namespace core {

/// What a person named: a database, and what is known of its project.
struct Target {
    ConnectionSpec spec; ///< location is absolute and canonical, without secrets
    QString name; ///< for people; the file's name, or what D1 calls the database
    QString migrationsFolder; ///< absolute; empty when there is none
    QualifiedName journalTable{{}, QStringLiteral("__drizzle_migrations")};
    bool byWrangler = false; ///< that table is, or will be, of wrangler's shape
    std::optional<DrizzleProject> project; ///< whose config leads to this database
    std::optional<D1Binding> d1; ///< it is the local file of this one
    QString note; ///< what of the project is not known, and why, in one sentence; mostly empty
    friend bool operator==(const Target &, const Target &) = default;
};

/// Whether the code of the project in this folder may be run, where its config's text does not tell what is needed.
using MayRunConfig = std::function<bool(const QString &folder)>;

/// From a database file, a server (a postgresql:// URL or `host=… dbname=…`), a folder (see findDrizzleConfigs()), a drizzle config, a config of wrangler, CONFIG#NAME for
/// one of several D1 databases, or d1:NAME for one of those around the current folder. Reads configs, never the
/// database; blocks. Errors are one sentence; see isForAPersonToChoose(), and isForWantOfTrust() where code had to be
/// run that `mayRun` does not let run.
[[nodiscard]] Result<Target> resolveTarget(const QString &target, const MayRunConfig &mayRun = {});

/// Settles which journal a D1 database is migrated by: wrangler's where it is there, or where nobody has migrated it
/// yet and wrangler looks for migrations in the same folder; else drizzle's.
void chooseJournal(Target &target, const Schema &schema);

/// Whether the error is that of a folder that leads to several databases; see targetChoices().
[[nodiscard]] bool isForAPersonToChoose(const Error &error);

/// One of the databases that a folder leads to.
struct TargetChoice {
    QString target; ///< for resolveTarget()
    QString config; ///< for people: the config, as it is called from the folder
    QString dialect; ///< "sqlite", "turso", "D1"
    QString database; ///< for people: a file as it is called from the folder, or D1's name
    QString schema; ///< as written; empty: not said
    QString problem; ///< why it cannot be opened now, in one sentence; empty: it can
    friend bool operator==(const TargetChoice &, const TargetChoice &) = default;
};

/// All of them, in the order in which they are found; one alone where nothing is to be chosen. Runs no code; blocks.
[[nodiscard]] QList<TargetChoice> targetChoices(const QString &target);

/// Why nothing can be written there, in one sentence; empty when it can. Asks permissions, opens nothing.
/// On a server only trying tells: then it is empty.
[[nodiscard]] QString notWritableBecause(const ConnectionSpec &spec);

/// What is kept for a database (history, staged edits, what was decided of its relations) is kept under this: its path,
/// or its server, database and user, however they were written down.
[[nodiscard]] QString stateKey(const ConnectionSpec &spec);

/// Which file a path leads to right now; another one means that it was replaced.
struct FileIdentity {
    quint64 device = 0;
    quint64 inode = 0;
    friend bool operator==(const FileIdentity &, const FileIdentity &) = default;
};
/// By stat alone: opening and closing the file would drop the locks of our own connections. None: not there.
[[nodiscard]] std::optional<FileIdentity> fileIdentity(const QString &location);

} // namespace core
