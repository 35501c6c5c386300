// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/base/value.h"
#include "core/schema/relationgraph.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
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

/// A condition on rows that relations lead to: `author.role = admin`, `comments: none`, `tags: any name = rain`.
struct RelatedCondition {
    enum class Quantifier {
        Any,  ///< there is such a row
        None, ///< there is no such row
        Every ///< there is no row that is not such (also true where there are no rows at all)
    };
    /// Each starts where the one before ends; the first at the query's table. Empty: the row's own label is meant, with
    /// `condition` and `label` set; the quantifier says nothing then.
    QList<Relation> path;
    Quantifier quantifier = Quantifier::Any;
    /// On the last table's columns; none: any row will do. With `label`, its column is unused.
    std::optional<Condition> condition;
    QStringList label; ///< the condition is on the row's label: these columns, as labelText() joins them
    friend bool operator==(const RelatedCondition &, const RelatedCondition &) = default;
};

/// One filter row, with how it is joined to those before it; "and" binds tighter than "or", as in SQL.
struct FilterTerm {
    enum class Join { And, Or };
    Join join = Join::And;
    std::variant<Condition, RelatedCondition, RawCondition> condition;
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

/// The label of the row that a relation of kind One leads to.
struct RelatedLabel {
    Relation relation;
    QStringList columns; ///< of relation.to
    friend bool operator==(const RelatedLabel &, const RelatedLabel &) = default;
};

struct SortKey {
    QString column;
    bool descending = false;
    std::optional<RelatedLabel> label = {}; ///< sort by this and not by the column's own values
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
