// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/value.h"

#include <QHash>
#include <QList>
#include <QStringList>

#include <compare>

namespace core {

/// How the rows of one table are told apart for certain (reliability rule 4.1): the first that holds of primary key
/// with no NULL possible, unique index over NOT NULL columns, the real rowid under a name no column hides;
/// else None, with the reason, and the table is read-only.
struct RowIdentity {
    enum class Kind { None, PrimaryKey, Unique, RowId };
    Kind kind = Kind::None;
    QStringList columns; ///< for RowId the name that reaches it: rowid, _rowid_ or oid; ctid (and what it is within)
    QString noneBecause; ///< one sentence for people; set when kind is None
    bool moves = false; ///< an update gives the row another one
    friend bool operator==(const RowIdentity &, const RowIdentity &) = default;
    [[nodiscard]] bool isEditable() const { return kind != Kind::None; }
};

/// One row of a table, by the values of its RowIdentity's columns, in that order.
struct RowKey {
    QList<Value> values;
    friend bool operator==(const RowKey &, const RowKey &) = default;
    [[nodiscard]] bool isEmpty() const { return values.isEmpty(); }
};

inline size_t qHash(const RowKey &key, size_t seed = 0)
{
    return qHashRange(key.values.cbegin(), key.values.cend(), seed);
}

} // namespace core
