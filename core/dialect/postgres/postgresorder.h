// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgres/boundtext.h"

/// In which order the rows of a query come, and what an index can do about it. Pure; any thread. NULLs stand where
/// PostgreSQL puts them: at the end, and first where the order is descending.
namespace core {

struct PostgresOrderTerm {
    QString column;
    QString sql; ///< what is read and compared
    bool descending = false;
    bool integer = false;
    friend bool operator==(const PostgresOrderTerm &, const PostgresOrderTerm &) = default;
};

struct PostgresRowOrder {
    QList<PostgresOrderTerm> terms; ///< the sort keys, then what the identity adds
    QList<PostgresOrderTerm> sortTerms; ///< the sort keys alone
    QList<PostgresOrderTerm> identityTerms; ///< the identity alone, in its index's own directions
    bool indexed = false; ///< an index gives `terms` without sorting, and no column in it can be NULL
    bool integerKey = false; ///< the order is that of one whole number
    bool integerIdentity = false; ///< the identity is one whole number, ascending
    bool byPlace = false; ///< the identity is the row's place, which no index gives
};

/// Fails on unknown columns. Without an identity there are only sort terms. What has no order of its own is sorted by
/// its text. A label is sorted without regard to case; rows with the same label stand together by their key.
[[nodiscard]] Result<PostgresRowOrder> postgresRowOrder(const Schema &schema, const Table &table,
                                                        const RowIdentity &identity, const QList<SortKey> &sort);

enum class PostgresBound { AtOrAfter, Before };
/// "The row's order key is at or after (before) this one", in a form an index can serve. No column of the terms may
/// be NULL. Empty for an empty key.
[[nodiscard]] BoundText postgresBound(const QList<PostgresOrderTerm> &terms, const Row &key, PostgresBound side);
/// The same with what stands for each value.
[[nodiscard]] BoundText postgresBound(const QList<PostgresOrderTerm> &terms, const QList<BoundText> &key,
                                      PostgresBound side);

/// A value of the term's column as it is compared with it.
[[nodiscard]] BoundText postgresKeyValue(const PostgresOrderTerm &term, const Value &value);

[[nodiscard]] QString postgresOrderBy(const QList<PostgresOrderTerm> &terms); ///< with a blank in front; or empty

} // namespace core
