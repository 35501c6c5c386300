// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/dialect/probesql.h"
#include "core/migrate/schemamigration.h"

#include <QMap>
#include <QSet>

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

/// Whether a column that stays still holds, row by row, what it held.
struct ColumnCheck {
    enum class Outcome {
        Same,
        Differs,
        Intended ///< it is converted, filled or computed from now on: not compared
    };
    QString table; ///< as it is called afterwards
    QString column; ///< likewise
    Outcome outcome = Outcome::Same;
    friend bool operator==(const ColumnCheck &, const ColumnCheck &) = default;
};

/// The table under its name before; nullptr when it is new.
[[nodiscard]] const Table *tableBefore(const SchemaMigration &migration, const QualifiedName &after);

/// The tables that the plan touches and that stay, by name.
[[nodiscard]] QList<KeptTable> keptTables(const SchemaMigration &migration, const Dialect &dialect);

/// The table's rows under their later names; a row number keeps its own.
[[nodiscard]] ProbeSql::OldRows oldRows(const SchemaMigration &migration, const Table &before, const Table &after,
                                        const Dialect &dialect);

/// Rows of each under its name before, or after; by folded name before, whichever they have now.
[[nodiscard]] Result<QMap<QString, qint64>> rowsOf(Database &database, const QList<KeptTable> &tables, bool after,
                                                   const Dialect &dialect);

/// Tables whose rows go, come or change by a fix, or by what is restored: folded names before.
[[nodiscard]] QSet<QString> repairedTables(const SchemaMigration &migration, const Dialect &dialect);

/// One number per column over all rows, of key and value with its storage class: the same for the same rows in any
/// order. Reads the table once, cell by cell, and keeps nothing. On the database's thread.
[[nodiscard]] Result<QList<quint64>> columnSums(Database &database, const Table &table, const QStringList &key,
                                                const QStringList &columns, const Dialect &dialect);

/// The columns that stay, by their checksums before and after. Borrows what it is given; on the database's thread.
class KeptColumns {
public:
    KeptColumns(const SchemaMigration &migration, const Dialect &dialect);

    [[nodiscard]] const QList<KeptTable> &tables() const { return m_tables; }
    /// How many cells one reading comes to, for tables with these many rows (by folded name before).
    [[nodiscard]] qint64 cells(const QMap<QString, qint64> &rows) const;
    [[nodiscard]] Result<Done> readBefore(Database &database, JobContext &context);
    /// One for each column of tables(), in their order, after readBefore(). Where a fix was at work (repairedTables(),
    /// or `changed`, folded names before) another checksum is no finding: Intended.
    [[nodiscard]] Result<QList<ColumnCheck>> compare(Database &database, JobContext &context,
                                                     const QSet<QString> &changed = {}) const;

private:
    const SchemaMigration &m_migration;
    const Dialect &m_dialect;
    const QList<KeptTable> m_tables;
    QList<QList<quint64>> m_sums; ///< of m_tables, before
};

/// "In users, columns that stay do not hold the same values any more: a, b." One sentence per table that has some.
[[nodiscard]] QStringList wordsOfDiffering(const QList<ColumnCheck> &checks);

} // namespace core
