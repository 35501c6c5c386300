// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/roworder.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"

#include <QList>

namespace core {

/// Whether the database is asked to make the row's key, and may give one that another row had: that of the highest row
/// is free again when it goes.
[[nodiscard]] bool mayReuseKey(const Table &table, const RowEdit &row);

/// The tables in which a new row comes after rows have gone or changed their keys, by their own statements or by
/// cascades: what still refers to those, and is checked at the end or never, must not find the new row in their place.
/// Pure.
[[nodiscard]] QList<const Table *> tablesReusingKeys(const Schema &schema, const ChangeSet &changes,
                                                     const QList<WriteStep> &steps);

} // namespace core
