// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// What a page reads of each row: the columns shown, then key columns that are not among them, then what tells of large
/// cells how large they are and how they begin, as far as there is room. Pure.
struct PostgresCells {
    QStringList stored; ///< as it is: names of columns, quoted
    QStringList cut; ///< of large cells the beginning; over `stored`
    QList<RowSql::CutPlace> cutPlaces;
    QList<int> keyPlaces;
};
[[nodiscard]] PostgresCells postgresCells(const Schema &schema, const QList<Column> &columns,
                                          const RowIdentity &identity);

} // namespace core
