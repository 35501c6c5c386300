// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

/// In which order the rows of a query come, and what an index can do about it. Pure; any thread.
namespace core {

struct SqliteOrderTerm {
    QString column;
    bool descending = false;
    QString collation; ///< when not the column's own: an index that is the identity may have another
    QString expression = {}; ///< in place of the column's values: what the row it leads to is called
    [[nodiscard]] QString value() const; ///< what is read and compared
    [[nodiscard]] QString sql() const;   ///< as it is compared
};

struct SqliteRowOrder {
    QList<SqliteOrderTerm> terms;         ///< the sort keys, then what the identity adds
    QList<SqliteOrderTerm> sortTerms;     ///< the sort keys alone
    QList<SqliteOrderTerm> identityTerms; ///< the identity alone, in its index's own directions
    bool indexed = false;    ///< an index gives `terms` without sorting, and no column in it can be NULL
    bool integerKey = false; ///< the order is the rowid's
    bool integerIdentity = false; ///< the identity is the rowid, ascending
    std::optional<QList<SortRule>> rules; ///< of the sort keys; none: only SQLite can compare them
};

/// Fails on unknown columns. Without an identity there are only sort terms. A label is compared without regard to the
/// case of ASCII letters; rows with the same label stand together by their key, and keys without a row come first, as
/// NULLs do.
[[nodiscard]] Result<SqliteRowOrder> sqliteRowOrder(const Schema &schema, const Table &table,
                                                    const RowIdentity &identity, const QList<SortKey> &sort);

enum class Side { AtOrAfter, Before };
/// "The row's order key is at or after (before) this one", in a form an index can serve. No column of the terms may
/// be NULL. Empty for an empty key.
[[nodiscard]] BoundSql boundSql(const QList<SqliteOrderTerm> &terms, const Row &key, Side side);

[[nodiscard]] QString orderBy(const QList<SqliteOrderTerm> &terms); ///< with a blank in front; empty without terms

} // namespace core
