// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/query/rowkey.h"
#include "core/schema/schema.h"

#include <QStringList>

/// What a RowSql reads, whichever system it is for. Pure; any thread.
namespace core {

/// A table, or a view made to look like one, which has no identity.
struct ReadTarget {
    Table table;
    RowIdentity identity;
    bool isView = false;
};
/// Fails where there is nothing of that name, or where it cannot be read.
[[nodiscard]] Result<ReadTarget> readTarget(const Schema &schema, const QualifiedName &name,
                                            RowIdentity (*identityOf)(const Table &));

/// Those asked for, in that order; else all that are not hidden. Fails on unknown ones.
[[nodiscard]] Result<QList<Column>> shownColumns(const Table &table, const QStringList &names);

/// Where the columns of the identity stand: among those shown, which are not read twice, or behind them.
struct KeyPlaces {
    QList<int> places;
    QStringList missing; ///< what has to be read besides
};
[[nodiscard]] KeyPlaces keyPlacesOf(const QList<Column> &shown, const RowIdentity &identity);

} // namespace core
