// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/relationgraph.h"
#include "core/schema/schema.h"
#include "core/sql/script.h"
#include "ui/shell/page.h"

#include <optional>

namespace ui {

/// The staged row that a statement of an edit script stands for.
[[nodiscard]] std::optional<RowAddress> rowOfStatement(const core::Script &script, int statement,
                                                       const core::ChangeSet &changes);

/// Where an Apply failed: the row, and the columns it can be about.
struct FailedPlace {
    QString row; ///< "posts 412", "new row 2 of posts"; empty when the statement is no row's
    QStringList columns;
    QString because; ///< what a foreign key asks for: "must be an id of users"; empty for other failures

    [[nodiscard]] QString text() const; ///< "posts 412, column user_id (must be an id of users)"
};
/// The database's own words say it where they name a column; else the foreign keys and types of what was edited do.
[[nodiscard]] FailedPlace failedAt(const core::Error &error, const core::Script &script, const core::ChangeSet &changes,
                                   const core::Schema &schema, const core::RelationGraph &relations,
                                   const core::Dialect &dialect);

} // namespace ui
