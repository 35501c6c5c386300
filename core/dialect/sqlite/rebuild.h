// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/sqlite/planscene.h"

namespace core {

/// The statements that make one table anew under its own name, by step. Indexes, views and triggers are not among them.
struct SqliteRebuildSteps {
    QList<Statement> make; ///< the new table, beside the old one
    QList<Statement> fill; ///< rows, key counter, statistics
    QList<Statement> drop; ///< the old one
    QList<Statement> name; ///< the new one takes the name
};

/// Fails where nothing of the old rows can be told. Where keys stay on, they lead to the new tables from the start.
[[nodiscard]] Result<SqliteRebuildSteps> sqliteRebuild(const SqlitePlanScene &scene,
                                                       const SqlitePlanScene::TableWork &work, const QString &because);

} // namespace core
