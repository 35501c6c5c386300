// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/database.h"
#include "core/migrate/rowaccounts.h"

#include <QMap>

#include <optional>

namespace core {

struct Announced;
struct Finding;
struct Snapshot;

/// What the columns of a table hold over all rows, as one number per folded column: the same for the same values in
/// any order. By value, not by storage class: 1, 1.0 and '1' are the same, '007' and 7 are not.
struct HeldValues {
    QStringList key; ///< the primary key's columns, folded; empty: none
    QMap<QString, quint64> byKey; ///< of key and value; none without a key
    QMap<QString, quint64> alone; ///< of the value
    std::optional<quint64> rowNumbers = {}; ///< of the database's own number and the row; none where no row has one
    friend bool operator==(const HeldValues &, const HeldValues &) = default;
    [[nodiscard]] bool isKnown(const QString &column) const { return alone.contains(column); }
    /// The number that can be compared with one of `other`.
    [[nodiscard]] quint64 sum(const QString &column, const HeldValues &other) const
    {
        return (!key.isEmpty() && key == other.key ? byKey : alone).value(column);
    }
};

/// Reads the table once, cell by cell. `key`: folded columns that name a row, or none. On the database's thread.
[[nodiscard]] Result<HeldValues> heldValues(Database &database, const Table &table, const QStringList &key,
                                            const Dialect &dialect);

/// H11: tables that a script drops and makes anew with as many rows, but not with what these held. Pure.
[[nodiscard]] QList<Finding> changedValues(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                           const RowAccounts &accounts);

} // namespace core
