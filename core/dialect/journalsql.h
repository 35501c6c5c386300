// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// A row of a journal table as it is found again: the table has no key that holds.
struct JournalRowKey {
    QByteArray hash;
    qint64 createdAt = 0;
    qint64 count = 1; ///< of those that are the same, so many
    QString name = {}; ///< where rows go by their names alone (wrangler's); else empty
};

/// Which columns a journal has.
enum class JournalShape {
    Classic, ///< id, hash, created_at
    Named, ///< of drizzle-orm 1.0: name and applied_at beside these
    Wrangler ///< id, name, applied_at
};

/// The statements that make a journal of migrations and put it right. Those about rows fail unless they touch just so
/// many. Pure.
class JournalSql {
public:
    virtual ~JournalSql() = default;
    /// Where it is not there yet; column for column as the migrators themselves make it.
    [[nodiscard]] virtual QList<Statement> createTable(const QualifiedName &table, JournalShape shape) const = 0;
    /// Keeps other writers away until the transaction ends; none where it does so by itself.
    [[nodiscard]] virtual QList<Statement> holdTable(const QualifiedName &) const { return {}; }
    /// Whether rows of the named shape get their applied_at from the table.
    [[nodiscard]] virtual bool datesRows() const { return false; }
    [[nodiscard]] virtual Statement removeRow(const QualifiedName &table, const JournalRowKey &row) const = 0;
    [[nodiscard]] virtual Statement rewriteHash(const QualifiedName &table, const JournalRowKey &row,
                                                const QByteArray &hash) const = 0;
    [[nodiscard]] virtual Statement removeTable(const QualifiedName &table) const = 0;
};

/// The dialect's own; nullptr where it keeps no journal.
[[nodiscard]] const JournalSql *journalSql(const Dialect &dialect);

} // namespace core
