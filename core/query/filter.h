// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/base/value.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <variant>

/// Pure values about rows: what to show and in which order. How they become SQL is the Dialect's business.
namespace core {

enum class FilterOp {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    StartsWith,
    EndsWith,
    In,
    Between,
    IsNull,
    IsNotNull
};

/// `column op operands`. Operands: none for the null tests, two for Between, any number for In, else one.
struct Condition {
    QString column;
    FilterOp op = FilterOp::Equal;
    QList<Value> operands;
    friend bool operator==(const Condition &, const Condition &) = default;
};

/// A person's own SQL expression; passed on unread, checked by preparing it.
struct RawCondition {
    QString sql;
    friend bool operator==(const RawCondition &, const RawCondition &) = default;
};

/// One filter row, with how it is joined to those before it; "and" binds tighter than "or", as in SQL.
struct FilterTerm {
    enum class Join { And, Or };
    Join join = Join::And;
    std::variant<Condition, RawCondition> condition;
    bool enabled = true;
    friend bool operator==(const FilterTerm &, const FilterTerm &) = default;
};

struct Filter {
    QList<FilterTerm> terms;
    friend bool operator==(const Filter &, const Filter &) = default;
    [[nodiscard]] bool isEmpty() const
    {
        for (const FilterTerm &t : terms) {
            if (t.enabled)
                return false;
        }
        return true;
    }
};

struct SortKey {
    QString column;
    bool descending = false;
    friend bool operator==(const SortKey &, const SortKey &) = default;
};

/// Which rows of a table or view, in which order. The table's identity is always the last sort key, unwritten.
struct RowQuery {
    QualifiedName table;
    Filter filter;
    QList<SortKey> sort;
    QStringList columns; ///< empty for all
    friend bool operator==(const RowQuery &, const RowQuery &) = default;
};

[[nodiscard]] QString toText(FilterOp op); ///< "=", "contains", "is null", …: what the filter bar shows and --where takes
[[nodiscard]] int operandCount(FilterOp op); ///< −1 for any number

} // namespace core
