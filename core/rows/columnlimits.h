// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/value.h"
#include "core/dialect/dialect.h"
#include "core/schema/schema.h"

#include <optional>

/// What a table's declaration asks of the values of one column, as far as it can be read for certain: lengths, bounds,
/// lists, NOT NULL, STRICT. What cannot be read is left to the database: nothing is refused on a guess. Pure; no I/O.
namespace core {

struct ColumnLimits {
    /// One end of a range of numbers.
    struct Bound {
        Value number;
        bool included = true;
        friend bool operator==(const Bound &, const Bound &) = default;
    };
    std::optional<qint64> declaredLength; ///< characters, of VARCHAR(80); the database may not insist on it
    std::optional<qint64> leastLength; ///< of CHECK (length(c) …); characters of a text, bytes of a blob
    std::optional<qint64> mostLength;
    std::optional<Bound> least; ///< of CHECK (c …)
    std::optional<Bound> most;
    QList<Value> allowed; ///< of CHECK (c IN (…)); empty: any
    bool required = false; ///< NOT NULL
    bool unique = false; ///< no two rows may have the same value here alone
    bool key = false; ///< part of the primary key
    Besides<const Dialect *> system = {}; ///< whose types may refuse values, too …
    Besides<QString> type = {}; ///< … as this one does
    QString strictType; ///< the type a STRICT table insists on, upper case; empty where none is insisted on
    friend bool operator==(const ColumnLimits &, const ColumnLimits &) = default;
};

[[nodiscard]] ColumnLimits limitsOf(const Table &table, const Column &column, const Dialect &dialect);

/// Short facts for beside a field: "at most 80 characters", "0 to 5", "unique". Without "required" and lists of values.
[[nodiscard]] QStringList limitFacts(const ColumnLimits &limits);

/// Why the database will refuse the value, in one sentence; empty where nothing is known against it.
[[nodiscard]] QString refusal(const Value &value, const ColumnLimits &limits, TypeFamily family);

/// The least of the lengths a text may have here; none: any.
[[nodiscard]] std::optional<qint64> longestText(const ColumnLimits &limits);
[[nodiscard]] qint64 characterCount(QStringView text); ///< as a database counts: a surrogate pair is one

} // namespace core
