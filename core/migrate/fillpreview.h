// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/migrate/schemamigration.h"

namespace core {

/// The first rows that a fill is for, as they are, and what it gives for each.
struct FillPreview {
    struct Line {
        Row cells; ///< by `columns`
        Value result;
        friend bool operator==(const Line &, const Line &) = default;
    };
    QStringList columns; ///< those of the key, the column itself where it is there already, and what is read
    int keyColumns = 0; ///< the first so many of `columns`
    QList<Line> lines;
    bool more = false; ///< there are rows beyond these
    QString problem; ///< why the expression gives nothing, in the database's words; empty: it does
    friend bool operator==(const FillPreview &, const FillPreview &) = default;
};

/// Reads them: for a column that is there already those where it is NULL, else any. The expression speaks of the
/// columns by their new names. One SELECT on a read-only connection; an expression that fails is a `problem`, not an
/// error.
[[nodiscard]] Result<FillPreview> previewFill(const SchemaMigration &migration, const Fill &fill, int limit,
                                              Database &database, const Dialect &dialect);

} // namespace core
