// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"

namespace core {

/// One statement for a staged row. Most rows have one; a row in a circle of references may need two.
struct WriteStep {
    enum class Part {
        Whole,  ///< all but `columns`: in a new row these are NULL at first, in others as they were
        Later,  ///< sets `columns` of a row whose first step left them out
        Vacated ///< sets `columns` of a row to NULL before it is deleted, so that it holds no other row back
    };
    int row = 0; ///< into ChangeSet::rows()
    Part part = Part::Whole;
    QStringList columns;
    friend bool operator==(const WriteStep &, const WriteStep &) = default;
};

/// The edit as far as this step writes it. Pure.
[[nodiscard]] RowEdit partOf(RowEdit row, const WriteStep &step);

struct WriteOrder {
    QList<WriteStep> steps;
    /// Foreign keys have to be checked at the end, because rows of these tables need each other; normally empty.
    QList<QualifiedName> checkLater;
    friend bool operator==(const WriteOrder &, const WriteOrder &) = default;
};

/// All staged rows in an order in which their statements can run.
/// By kind: new rows with parents before children, then updates, then deleted rows with children before parents; whole
/// tables first (staging order within). Where the staged values tell, row by row: parents before the rows that refer to
/// them, children away before a row goes or changes its key, and a unique value is freed (by an update or a delete)
/// before it is taken.
/// Circles of references are untied: at a foreign key that is checked at the end anyhow, else by columns that may be
/// NULL at first, else by putting the check off. What cannot be written in any order is refused with one sentence.
/// Stored rows that are not staged are not known here, so neither is what cascades do to them: there the database has
/// the last word (for what they do to staged ones, see rowsThatMustStay).
/// Rows of unknown tables are kept where they are. Pure.
[[nodiscard]] Result<WriteOrder> writeOrder(const Schema &schema, const ChangeSet &changes, const Dialect &dialect);

} // namespace core
