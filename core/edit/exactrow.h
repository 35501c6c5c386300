// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dialect/dialect.h"
#include "core/edit/parameternames.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"
#include "core/sql/script.h"

#include <QHash>

namespace core {

/// How a statement names the one stored row that it is about. The dialect outlives it; so do the tables it is asked
/// about. Pure.
class ExactRow {
public:
    explicit ExactRow(const Dialect &dialect);

    [[nodiscard]] const RowIdentity &identityOf(const Table &table) const;
    /// What tells that a rowid still means the row that was seen. A VACUUM gives the rows of a table without a key new
    /// ones, and another program may use that of a deleted row again.
    [[nodiscard]] QMap<QString, Value> rowIdContext(const Table &table, const RowEdit &row) const;
    /// The one row: its whole key, and what was seen in it.
    [[nodiscard]] Result<QString> where(const Table &table, const RowEdit &row, const QMap<QString, Value> &old,
                                        ParameterNames &names, QList<Parameter> &parameters) const;
    [[nodiscard]] QString inWords(const Table &table, const RowEdit &row) const; ///< its key

private:
    const Dialect &m_dialect;
    mutable QHash<const Table *, RowIdentity> m_identities; ///< asked for once per table, not once per row
};

} // namespace core
