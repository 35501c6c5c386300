// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/migrate/schemamigration.h"

namespace core {

/// A table that stays, and what of its columns does. Points into the migration's schemas.
struct KeptTable {
    struct KeptColumn {
        QString before;
        QString after;
        bool intended = false; ///< its values may become others: converted, filled, computed
    };
    const Table *before = nullptr;
    const Table *after = nullptr;
    /// The columns that name a row before and after, the same values in both; empty: nothing does that stays.
    QStringList keyBefore;
    QStringList keyAfter;
    /// The key is stored under another type from now on: it names the same rows, as long as the values mean the same.
    bool keyConverted = false;
    bool byRowNumber = false; ///< the key is a row number that the table does not show: VACUUM may give another
    QList<KeptColumn> columns;
};

/// The table under its name before; nullptr when it is new.
[[nodiscard]] const Table *tableBefore(const SchemaMigration &migration, const QualifiedName &after);

/// The tables that the plan touches and that stay, by name.
[[nodiscard]] QList<KeptTable> keptTables(const SchemaMigration &migration, const Dialect &dialect);

/// What stands after FROM so that an expression can read the old rows under their new names; a row number keeps its
/// own.
[[nodiscard]] QString rowsUnderNewNames(const SchemaMigration &migration, const Table &before, const Table &after,
                                        const Dialect &dialect);

/// One number per column over all rows, of key and value with its storage class: the same for the same rows in any
/// order. Reads the table once, cell by cell, and keeps nothing. On the database's thread.
[[nodiscard]] Result<QList<quint64>> columnSums(Database &database, const Table &table, const QStringList &key,
                                                const QStringList &columns, const Dialect &dialect);

} // namespace core
