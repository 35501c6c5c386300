// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/edit/parameternames.h"
#include "core/edit/roworder.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"
#include "core/sql/script.h"

#include <QHash>
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

/// The highest keys of these tables, captured before anything goes, for new rows that need one above all that are there
/// or were. The dialect outlives it; so do the tables.
class HighestKeys {
public:
    explicit HighestKeys(const Dialect &dialect)
        : m_dialect(dialect)
    {
    }

    [[nodiscard]] Statement remember(const Table &table, ParameterNames &captured);
    [[nodiscard]] bool areNeededBy(const Table &table, const RowEdit &row) const
    {
        return m_names.contains(&table) && mayReuseKey(table, row);
    }
    /// The key, as what is inserted; of a table that is remembered.
    [[nodiscard]] QString above(const Table &table, QList<Parameter> &parameters) const;

private:
    const Dialect &m_dialect;
    QHash<const Table *, QString> m_names; ///< what the captured key is called
};

} // namespace core
