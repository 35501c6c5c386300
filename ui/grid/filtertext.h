// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dialect/dialect.h"
#include "core/query/filter.h"
#include "core/rows/columnformat.h"
#include "core/schema/relationgraph.h"
#include "core/schema/schema.h"

#include <functional>

namespace ui {

/// A column that can be filtered by.
struct FilterColumn {
    core::Column column;
    core::ColumnFormat format;
};

/// What can be filtered through.
struct FilterRelations {
    QList<core::Relation> relations; ///< those that start at the table
    /// core::parseAlong() in the open database.
    std::function<core::Result<core::RelatedCondition>(const core::Relation &, core::RelatedCondition::Quantifier,
                                                       const QString &rest)>
        read;
};

/// What a person typed as the operands of `column op …` (see core/query/filtertext.h), in the column's own notation:
/// "true", "2026-10-30 17:45". Between takes two texts, any other operator one. Fails in words.
[[nodiscard]] core::Result<core::Condition> conditionOf(const FilterColumn &column, core::FilterOp op,
                                                        const QStringList &texts, const core::Dialect &dialect);

/// The operands as they can be typed again: what conditionOf() takes.
[[nodiscard]] QStringList operandTexts(const core::Condition &condition, const core::ColumnFormat &format);

/// "published = true", "title contains fog": for a chip.
[[nodiscard]] QString termText(const core::FilterTerm &term, const QList<FilterColumn> &columns);

/// Why a filter finds nothing, or nothing that suits its columns: "“abc” is no number, and TrackId is declared INTEGER".
/// Empty when nothing is to be said of it.
[[nodiscard]] QString misfit(const core::Filter &filter, const QList<FilterColumn> &columns,
                             const core::Dialect &dialect);

} // namespace ui
