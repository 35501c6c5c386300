// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connectionspec.h"
#include "core/drizzle/fileeffects.h"
#include "core/drizzle/migrationsnapshots.h"
#include "core/drizzle/migrationstatus.h"
#include "core/drizzle/schemadrift.h"

#include <optional>

namespace core {

/// Everything the truth board is made of: folder, journal table, snapshots, live schema and, where it was read,
/// schema.ts.
struct TruthInput {
    MigrationsFolder folder;
    MigrationJournal journal;
    QualifiedName journalTable;
    QList<MigrationSnapshot> snapshots;
    Schema live;
    std::optional<DrizzleSchema> project;
    QString databaseProblem = {}; ///< why nothing is known of journal table and live schema; empty: they are
    QList<MigrationFile> unlisted =
        {}; ///< files beside it that the folder's journal does not name; see unlistedFiles()
    std::optional<ConnectionSpec> server = {}; ///< the database is on it: scratch databases can be made there
};

/// What can be done about a migration, or about all of them. Each is a Script or a change of files that is seen first.
enum class TruthAction {
    ApplyUpTo, ///< all pending ones up to here, in one transaction
    ApplyRest, ///< the statements of a partly applied one that did not run; of some of them a person has to say so
    MarkApplied, ///< journal rows only
    Baseline, ///< likewise, of all: the database has the schema already
    RewriteHash, ///< the edit was harmless: the journal takes the file as it is
    RemoveRow, ///< a journal row without a file goes
    FixOrder, ///< a skipped one is dated after the newest applied one, in the folder's journal
    DropEntry, ///< the folder's journal forgets a file that is gone
    RestoreEntry, ///< the folder's journal names a file again that it lost, and that the database has
    RebuildSnapshot, ///< of a migration that has none: from what the folder's files make of an empty database
    AdoptDrift, ///< what the database has beyond the snapshot becomes a migration that counts as applied
    RevertDrift ///< the database is brought to the snapshot
};
[[nodiscard]] QString toText(TruthAction action); ///< for ids and JSON: "apply-up-to", …

/// One migration, or one journal row without a file.
struct TruthRow {
    enum class Snapshot {
        None, ///< nothing to have one
        There,
        Unread, ///< it is there; what it says is not known
        Missing,
        Unneeded, ///< missing likewise, and nothing looks at it: a newer migration has one
        Conflict ///< another one was made from the same one before
    };
    MigrationState state;
    FileEffects effects;
    bool isPart = false; ///< pending or skipped, and something of it is in the database already
    Snapshot snapshot = Snapshot::None;
    std::optional<JournalRow> journalRow;
    QString folderText; ///< a few words for each column
    QString journalText;
    QString snapshotText;
    QString databaseText;
    QString schemaText; ///< schema.ts: in the newest migration's row only
    int lostFile = -1; ///< Orphan: what it is of, among TruthInput::unlisted
    QString sentence; ///< where it stands, and what that means
    bool needsLook = false;
    QList<TruthAction> actions; ///< likeliest first
    friend bool operator==(const TruthRow &, const TruthRow &) = default;
};

struct TruthBoard {
    QList<TruthRow> rows; ///< as migrationStates() has them
    QList<SchemaDrift> drifts; ///< schema.ts against snapshot, snapshot against database, schema.ts against database
    QStringList remarks; ///< about the folder as a whole: one sentence each
    QList<TruthAction> actions; ///< about all of it
    bool knowsDatabase = true; ///< else rows say nothing of it; the summary says why
    QString summary; ///< one sentence: "All 5 migrations are applied.", …
    friend bool operator==(const TruthBoard &, const TruthBoard &) = default;

    [[nodiscard]] const SchemaDrift &drift(SchemaDrift::Pair pair) const;
    [[nodiscard]] int needingLook() const; ///< rows, and comparisons that differ where nothing is pending
};

/// The word for where it stands: as toText(MigrationState::Kind), or "partly applied", "there, not marked", "entry
/// lost".
[[nodiscard]] QString stateWord(const TruthRow &row);

/// Pure: all four side by side.
[[nodiscard]] TruthBoard truthBoard(const TruthInput &input, const Dialect &dialect);

/// The snapshot that says how the database should be: of the newest applied migration; the last one where none is
/// applied. nullptr when it cannot be told. Points into the input.
[[nodiscard]] const MigrationSnapshot *expectedSnapshot(const TruthInput &input, const QList<MigrationState> &states);
[[nodiscard]] const MigrationSnapshot *newestSnapshot(const QList<MigrationSnapshot> &snapshots);

} // namespace core
