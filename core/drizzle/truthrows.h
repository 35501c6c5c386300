// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/truthboard.h"

#include <QHash>

namespace core {

/// Makes the rows of the truth board: what each place says of a migration, what that means, and what can be done about
/// it. Borrows the input.
class TruthRows {
public:
    TruthRows(const TruthInput &input, const Dialect &dialect);

    /// `allBefore`: those before it are applied, so that what a file drops and is not there counts as dropped.
    [[nodiscard]] TruthRow row(const MigrationState &state, bool allBefore) const;

private:
    [[nodiscard]] const MigrationFile *fileOf(const MigrationState &state) const;
    [[nodiscard]] std::optional<JournalRow> journalRowOf(const MigrationState &state) const;
    [[nodiscard]] const MigrationSnapshot *snapshotOf(const QString &tag) const;
    [[nodiscard]] QStringList rivalsOf(const MigrationSnapshot &snapshot) const;
    [[nodiscard]] bool canRebuildSnapshot(const TruthRow &row) const;
    [[nodiscard]] bool needsSnapshot(const MigrationState &state) const;
    [[nodiscard]] int lostFileOf(const TruthRow &row) const;
    [[nodiscard]] bool knowsDatabase() const { return m_input.databaseProblem.isEmpty(); }
    void sayFolder(TruthRow &row) const;
    void sayJournal(TruthRow &row) const;
    void saySnapshot(TruthRow &row) const;
    void sayDatabase(TruthRow &row) const;
    [[nodiscard]] QString standing(const TruthRow &row) const;
    void saySentence(TruthRow &row) const;
    void saySnapshotToo(const TruthRow &row, QStringList &said) const;
    void offer(TruthRow &row) const;
    void offerToCome(TruthRow &row) const;

    const TruthInput &m_input;
    const Dialect &m_dialect;
    QHash<QString, QStringList> m_followers; ///< by the id of the snapshot they were made from
};

/// Applied, perhaps edited since.
[[nodiscard]] bool countsAsApplied(MigrationState::Kind kind);
[[nodiscard]] bool isStillToCome(MigrationState::Kind kind); ///< Pending or Skipped

} // namespace core
