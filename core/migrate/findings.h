// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/dryrun.h"
#include "core/migrate/rowaccounts.h"
#include "core/migrate/statementkind.h"

#include <QSet>

/// What the dry run learns by comparing. All pure.
namespace core {

/// A database at one moment, as far as a dry run compares it.
struct Snapshot {
    Schema schema;
    QMap<QString, qint64> rows; ///< by table
    ForeignKeyCheck foreignKeys;
    /// Of the tables that the script alters or makes anew: values that are not NULL, by folded table and column.
    QMap<QString, QMap<QString, qint64>> values;
    QMap<QString, qint64> counters; ///< Dialect::keyCounters(), names folded
};

/// What the script says of itself, by its statements' first words. Names folded.
struct Announced {
    QSet<QString> dropped;              ///< DROP TABLE
    QSet<QString> rebuilt;              ///< dropped, and another table renamed to its name
    QSet<QString> droppedObjects;       ///< "index name", "trigger name", "view name"
    QSet<QString> createdObjects;       ///< likewise
    QSet<QString> altered;              ///< tables whose values are looked at: rebuilt, or with a column dropped or renamed
    QSet<QString> droppedColumns; ///< "table column", both as they were called before
    QHash<QString, QString> renamedColumns; ///< "table column" → its new name
    QList<QualifiedName> drops = {}; ///< as DROP TABLE writes them; names not folded
    QSet<QString> newSchemas = {}; ///< where SET SCHEMA, or the RENAME of a schema, moves tables
    QSet<QString> rowsNamed = {}; ///< tables of INSERT, UPDATE and DELETE, without their schemas
    bool reachesFurther = false; ///< some statement does more than its words say, see ProbeSql::reachesFurther()
};
[[nodiscard]] Announced announcedBy(const Script &script, const Dialect &dialect);

[[nodiscard]] QList<TableLedger> ledger(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                        const RowAccounts &accounts);
[[nodiscard]] QList<Finding> findings(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                      const RowAccounts &accounts, const ScriptOutcome &outcome,
                                      const LexRules &rules);

/// What was written to a table that the script made and renamed (a rebuild's helper) counts for the name it ends with.
[[nodiscard]] QList<TableEffect> underFinalNames(const QList<TableEffect> &effects, const Script &script,
                                                 const Dialect &dialect);

} // namespace core
