// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/labelrule.h"

namespace core {

/// The columns by which people know a table's rows in a short list, most telling first: what its own key refers to, its
/// label (a first text where it has none), another row it refers to, then the rest as they stand. Bytes never.
/// `referring`: the columns of foreign keys; `known`: columns that go without saying. Pure.
[[nodiscard]] QStringList tellingColumns(const Table &table, const Dialect &dialect, const LabelRule &label,
                                         const QStringList &referring, const QStringList &known, int atMost);

} // namespace core
