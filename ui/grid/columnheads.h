// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsmodel.h"
#include "ui/grid/filtertext.h"
#include "ui/grid/gridheader.h"

namespace ui {

/// What the heads of a table's columns say, in the model's order.
[[nodiscard]] QList<ColumnHead> headsOf(const core::RowsModel &model);
/// The columns as the filter bar needs them.
[[nodiscard]] QList<FilterColumn> filterColumnsOf(const core::RowsModel &model);
/// A view as the table it looks like.
[[nodiscard]] core::Table tableLike(const core::View &view);

} // namespace ui
