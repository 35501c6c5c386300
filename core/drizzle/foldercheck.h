// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/folderstate.h"
#include "core/drizzle/migrationstatus.h"

#include <optional>

namespace core {

/// Something about a migrations folder that is not as drizzle-kit left it.
struct FolderProblem {
    enum class Kind {
        MissingFile, ///< the journal names it, or its folder has no migration.sql
        UnlistedFile, ///< a .sql file that no entry of the journal names: it is never applied
        Journal, ///< entries that contradict each other
        Order, ///< wrangler's, which migrates, is another than the journal's, or not certain
        MissingSnapshot, ///< the last migration has none, from which drizzle-kit goes on
        OldSnapshot, ///< older ones have none: all of them are one remark
        BadSnapshot, ///< it cannot be read, or has the id of another one
        Unchained, ///< a snapshot names one before it that is not there
        Conflict, ///< two follow the same one: two branches were merged
        Edited, ///< its hash is not that under which the database has it
        LostEntry, ///< likewise, but its file is there: the folder's journal does not name it any more
        Orphan ///< the database has it, the folder does not
    };
    Kind kind = Kind::Journal;
    bool isError = false; ///< drizzle-kit or its migrator stops at it, or runs what it must not; else it is a remark
    QString message; ///< what is so, in one sentence; what to do about it says remedyFor()
    QStringList files; ///< as people call them
    friend bool operator==(const FolderProblem &, const FolderProblem &) = default;
};

[[nodiscard]] QString toText(FolderProblem::Kind kind); ///< "missing-file", "conflict", …

/// What to do about a problem of that kind, in a sentence or two.
[[nodiscard]] QString remedyFor(FolderProblem::Kind kind);

/// Two snapshots that follow the same one, in a sentence that says what to do; none when that is as it should be, or in
/// the 1.0 form, where it may be.
[[nodiscard]] std::optional<QString> snapshotConflict(const FolderState &state);

/// Journal against files, and the chain of the snapshots, the most serious first. In the 1.0 form two branches are a
/// conflict only where both touch the same table.
[[nodiscard]] QList<FolderProblem> checkFolder(const MigrationsFolder &folder, const FolderState &state);

/// Likewise, with what a database's journal says against the folder; `lost` as lostFiles() finds them.
[[nodiscard]] QList<FolderProblem> checkFolder(const MigrationsFolder &folder, const FolderState &state,
                                               const QList<MigrationState> &states, const QList<MigrationFile> &lost);

} // namespace core
