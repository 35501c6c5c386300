// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/query/filter.h"
#include "core/schema/relationgraph.h"

#include <functional>

/// Conditions through relations as people write them, for `--where` and the filter bar; what is plain is read as in
/// filtertext.h. Relations go by their names (Relation::name), quoted where they hold more than letters:
///
///   author.role = admin         a column of the row that author_id leads to; any number of steps
///   author contains ada         what that row is called
///   comments: none              also any (or some), every (or all)
///   comments: any status = spam · tags: every name starts r · posts.tags: none
///   comments: none author.role = admin · tags: any contains rain
namespace core {

/// What the grammar asks about the tables it walks through.
struct FilterWorld {
    const Schema &schema;
    const RelationGraph &relations;
    /// What a person's text means in that column (Dialect::valueFromText with its declared type).
    std::function<Value(const QString &text, const Column &column)> value;
    /// The columns of a row's label; empty: it has none.
    std::function<QStringList(const QualifiedName &table)> label;
};

using AnyCondition = std::variant<Condition, RelatedCondition>;

/// A column of the table comes before a relation of the same name. Errors say what was not understood and what may
/// stand there.
[[nodiscard]] Result<AnyCondition> parseAnyCondition(const QString &text, const QualifiedName &table,
                                                     const FilterWorld &world);

/// The same when the first step and the quantifier are known: what stands after them, "author.role = admin", "contains
/// rain", or nothing. For a row of the filter bar.
[[nodiscard]] Result<RelatedCondition> parseAlong(const Relation &first, RelatedCondition::Quantifier quantifier,
                                                  const QString &rest, const FilterWorld &world);
/// The other way round.
[[nodiscard]] QString restText(const RelatedCondition &condition);

/// Rows whose key is set and leads to no row.
[[nodiscard]] Filter orphansOf(const Relation &relation);

/// Written so that parseAnyCondition() reads the same condition.
[[nodiscard]] QString toText(const RelatedCondition &condition);

} // namespace core
