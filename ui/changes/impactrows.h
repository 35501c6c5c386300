// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/edit/impact.h"
#include "core/schema/schema.h"
#include "ui/shell/page.h"

#include <optional>

namespace ui {

/// Where to see the rows of a node of the blast radius.
struct ImpactRows {
    Destination destination;
    qint64 shown = 0; ///< of
    qint64 of = 0; ///< the rows that are meant: those that forbid it, or those that are touched
    [[nodiscard]] bool isPart() const { return shown < of; }
};

/// The table, filtered to the node's rows: by what their foreign key leads to, where the rows above are few and all of
/// them are named; else by the keys of the node's samples. None where rows of the table have no key that a filter can
/// name, or none is stored. Pure.
[[nodiscard]] std::optional<ImpactRows> rowsOf(const core::Impact &impact, int node, const core::Schema &schema,
                                               const core::Dialect &dialect);

/// How many samples rowsOf() makes use of; impactOf() can be asked for as many.
constexpr int mostRowsNamed = 500;

} // namespace ui
