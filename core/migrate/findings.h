// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/announced.h"
#include "core/migrate/dryrun.h"
#include "core/migrate/heldvalues.h"
#include "core/migrate/rowaccounts.h"

/// What the dry run learns by comparing. All pure.
namespace core {

/// What becomes of the values of a column that a script gives another type; asked before it runs.
struct RetypedValues {
    RetypedColumn column;
    qint64 others = -1; ///< that come out as others; −1: that cannot be told
    qint64 moved = 0; ///< moments that the session's time zone turns into what they become
};

/// A database at one moment, as far as a dry run compares it.
struct Snapshot {
    Schema schema;
    QMap<QString, qint64> rows; ///< by the table's shown name
    ForeignKeyCheck foreignKeys;
    /// Of the tables that the script alters or makes anew: values that are not NULL, by tableKey() and folded
    /// column.
    QMap<QString, QMap<QString, qint64>> values;
    QMap<QString, HeldValues> held = {}; ///< by tableKey(), of those that the script makes anew
    QList<RetypedValues> retyped = {}; ///< before the script only
    /// Rows that refer to others which are not there, by the table's shown name and the key's columns; only where the
    /// script could make such.
    QMap<QString, qint64> orphans = {};
    QMap<QString, QString> unseen = {}; ///< tableKey() → why rows of it were not, or not all, counted
    QMap<QString, qint64> counters; ///< Dialect::keyCounters(), names folded
};

[[nodiscard]] QList<TableLedger> ledger(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                        const RowAccounts &accounts);
[[nodiscard]] QList<Finding> findings(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                      const RowAccounts &accounts, const ScriptOutcome &outcome,
                                      const Dialect &dialect);

/// What was written to a table that the script made and renamed (a rebuild's helper) counts for the name it ends with.
[[nodiscard]] QList<TableEffect> underFinalNames(const QList<TableEffect> &effects, const Script &script,
                                                 const Dialect &dialect);

} // namespace core
