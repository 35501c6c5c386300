// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/findings.h"
#include "core/migrate/tablekeys.h"

/// What a script does to tables beyond what its statements say: by functions and blocks that only the server reads, and
/// by what goes with a schema, a type or a row. All pure.
namespace core {

/// Whether a DROP TABLE names it, or the table that it is a partition of.
[[nodiscard]] bool isDropSaid(const Table &table, const Announced &announced);

/// Tables, as they are displayed, that are there no more though no statement drops, renames or moves them.
[[nodiscard]] QSet<QString> goneUnsaid(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                       const RowAccounts &accounts);

/// The table as it is afterwards, wherever the script says that it moves; nullptr: it is there no more.
[[nodiscard]] const Table *tableAfter(const Table &table, const TablesByKey &after, const Announced &announced,
                                      const RowAccounts &accounts);

/// What became of a table that is not there under its name.
enum class TableFate { Unknown, Moved, DroppedAsSaid };
/// `name`: as it was displayed. Moved only if no rows are known to have gone on the way.
[[nodiscard]] TableFate fateOf(const QString &name, const Snapshot &before, const Snapshot &after,
                               const TablesByKey &tablesAfter, const Announced &announced, const RowAccounts &accounts);

/// Those tables (H01), columns that went likewise (H02), and rows of tables that no statement names (H05).
[[nodiscard]] QList<Finding> unsaidLosses(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                          const RowAccounts &accounts, const ScriptOutcome &outcome);

} // namespace core
