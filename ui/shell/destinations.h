// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/schema/relationgraph.h"
#include "ui/shell/page.h"

#include <QMap>

namespace ui {

/// Where the values of a row lead along a relation: to one row by its key where that can be said, else to the rows a
/// filter finds. For many-to-many: the junction's rows. None when a value is NULL or missing, so that it leads nowhere.
[[nodiscard]] std::optional<Destination> destinationOf(const core::Relation &relation,
                                                       const QMap<QString, core::Value> &row,
                                                       const core::Schema &schema, const core::Dialect &dialect);

} // namespace ui
