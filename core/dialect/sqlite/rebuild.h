// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/sqlite/planscene.h"

namespace core {

/// The statements that make one table anew under its own name: new table, rows, key counter, old one dropped, renamed.
/// Indexes, views and triggers are not among them. Fails where nothing of the old rows can be told.
[[nodiscard]] Result<QList<Statement>> sqliteRebuild(const SqlitePlanScene &scene,
                                                     const SqlitePlanScene::TableWork &work, const QString &because);

} // namespace core
