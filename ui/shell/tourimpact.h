// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/changeset.h"

/// What the tour stages in its sample to show how far edits reach. Pure.
namespace ui::tourimpact {

[[nodiscard]] core::QualifiedName table();
[[nodiscard]] core::RowKey key();
/// A row goes, others with it over several levels, and some let go of it.
[[nodiscard]] QList<core::EditOp> cascades();
/// The key of a row that others refer to changes, which they forbid.
[[nodiscard]] QList<core::EditOp> blocked();

/// A new row refers to the row that goes.
[[nodiscard]] QList<core::EditOp> newRowLost();
/// More edits than are shown at once.
[[nodiscard]] QList<core::EditOp> many();

} // namespace ui::tourimpact
