// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/changeset.h"
#include "core/schema/schema.h"

#include <optional>

namespace core {

/// Values of some columns of some table: what a unique key or a foreign key is about.
struct Cells {
    const Table *table = nullptr;
    QStringList columns;
    QList<Value> values;
    friend bool operator==(const Cells &, const Cells &) = default;
    friend size_t qHash(const Cells &c, size_t seed = 0) { return qHashMulti(seed, c.table, c.columns, c.values); }
};

/// What a staged row says about its columns before and after it is applied, as far as that is known: from its edits,
/// its key, and what was seen of it. No cells when one of them is unknown or NULL. Pure.
class RowValues {
public:
    RowValues(const Table &table, const RowIdentity &identity, const RowEdit &row)
        : m_table(table)
        , m_identity(identity)
        , m_row(row)
    {
    }

    [[nodiscard]] std::optional<Cells> before(const QStringList &columns) const; ///< none for a new row
    [[nodiscard]] std::optional<Cells> after(const QStringList &columns) const;  ///< none for a deleted row
    /// Column by column what is known; NULLs are values here.
    [[nodiscard]] QList<std::optional<Value>> partsBefore(const QStringList &columns) const;
    [[nodiscard]] QList<std::optional<Value>> partsAfter(const QStringList &columns) const;
    [[nodiscard]] bool touches(const QStringList &columns) const; ///< the row comes, goes, or has one of them edited

private:
    template <typename ValueOf> std::optional<Cells> cells(const QStringList &columns, ValueOf valueOf) const;
    [[nodiscard]] std::optional<Value> stored(const QString &column) const;
    [[nodiscard]] std::optional<Value> staged(const QString &column) const;

    const Table &m_table;
    const RowIdentity &m_identity;
    const RowEdit &m_row;
};

/// The columns as the table spells them.
[[nodiscard]] QStringList realNames(const Table &table, const QStringList &columns);

/// The sets of columns whose values no two rows may share: keys, unique constraints, unique indexes over columns that
/// are not partial.
[[nodiscard]] QList<QStringList> uniqueColumnSets(const Table &table);

/// A constraint of the table says to drop the row, or another row, in silence (ON CONFLICT IGNORE, REPLACE, …).
[[nodiscard]] bool hidesConflicts(const Table &table);

} // namespace core
