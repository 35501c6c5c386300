// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"
#include "core/sql/script.h"
#include "ui/shell/page.h"

#include <optional>

namespace ui {

/// The staged row that a statement of an edit script stands for.
[[nodiscard]] std::optional<RowAddress> rowOfStatement(const core::Script &script, int statement,
                                                       const core::ChangeSet &changes);

/// Where an Apply failed, for people: "posts 412, column title". Empty when the statement is no row's.
[[nodiscard]] QString failedAt(const core::Error &error, const core::Script &script, const core::ChangeSet &changes,
                               const core::Schema &schema);

} // namespace ui
