// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/relationgraph.h"
#include "core/schema/schema.h"
#include "core/sql/script.h"

namespace core {

/// The edit that a statement of an edit script stands for; nullptr when it stands for none.
[[nodiscard]] const RowEdit *editOfStatement(const Script &script, int statement, const ChangeSet &changes);

/// Where an Apply failed: the row, and the columns it can be about.
struct FailedPlace {
    QString row; ///< "posts 412", "new row 2 of posts"; empty when the statement is no row's
    QStringList columns;
    QString because; ///< what a foreign key asks for: "must be an id of users"; empty for other failures

    [[nodiscard]] QString text() const; ///< "posts 412, column user_id (must be an id of users)"
};
/// The database's own words say it where they name a column; else the foreign keys and types of what was edited do.
[[nodiscard]] FailedPlace failedAt(const Error &error, const Script &script, const ChangeSet &changes,
                                   const Schema &schema, const RelationGraph &relations, const Dialect &dialect);

} // namespace core
