// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/query/rowkey.h"
#include "core/schema/schema.h"

#include <QMap>

namespace core {

class Dialect;

/// One row with its large cells cut. A column in `cutSizes` holds the beginning at most, and must be read whole before
/// it is edited; its size is in bytes.
struct CutRow {
    QMap<QString, Value> cells; ///< by column
    QMap<QString, qint64> cutSizes;
    friend bool operator==(const CutRow &, const CutRow &) = default;
};

/// The rows with these keys, in their order; one without cells where there is none. Blobs of more than
/// RowSql::largeBlob are not even read in part. On the database's thread, within one job.
[[nodiscard]] Result<QList<CutRow>> readCut(Database &database, const Schema &schema, const Dialect &dialect,
                                            const QualifiedName &table, const QList<RowKey> &keys, qint64 cellLimit);

} // namespace core
