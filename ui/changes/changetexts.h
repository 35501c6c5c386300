// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/scriptrunner.h"
#include "core/query/changeset.h"
#include "core/schema/relationgraph.h"
#include "core/schema/schema.h"

#include <QString>

/// What a person would say about staged edits and what came of them. Pure.
namespace ui {

[[nodiscard]] QString keyText(const core::RowKey &key);                                      ///< "412", "3, 7"
[[nodiscard]] QString rowText(const core::QualifiedName &table, const core::RowKey &key);    ///< "posts 412"
[[nodiscard]] QString rowText(const core::RowEdit &row);                                     ///< also "new row 2 of posts"
[[nodiscard]] QString setCellText(const core::QualifiedName &table, const core::RowKey &key, const QString &column);

/// What else the database will do when the edits are applied, as far as the schema says: "deletes reach rows of
/// comments and post_tags · trigger posts_log runs". Empty when there is nothing. `reach`: false leaves the rows out,
/// where they are counted (see impactText()).
[[nodiscard]] QString sideEffects(const core::ChangeSet &changes, const core::Schema &schema,
                                  const core::RelationGraph &relations, bool reach = true);

/// "posts: 1 updated, 1 deleted · comments: 12 deleted".
[[nodiscard]] QString effectsText(const QList<core::TableEffect> &effects);
[[nodiscard]] QString durationText(qint64 microseconds); ///< "0.4 ms", "32 ms", "1.25 s"
[[nodiscard]] QString countText(qint64 count);           ///< with the locale's group separators

} // namespace ui
