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

/// The statements that put a journal of migrations right. Each fails unless it touches just so many rows. Pure.
class JournalSql {
public:
    virtual ~JournalSql() = default;
    [[nodiscard]] virtual Statement removeRow(const QString &table, const JournalRowKey &row) const = 0;
    [[nodiscard]] virtual Statement rewriteHash(const QString &table, const JournalRowKey &row,
                                                const QByteArray &hash) const = 0;
    [[nodiscard]] virtual Statement removeTable(const QString &table) const = 0;
};

/// The dialect's own; nullptr where it keeps no journal.
[[nodiscard]] const JournalSql *journalSql(const Dialect &dialect);

} // namespace core
