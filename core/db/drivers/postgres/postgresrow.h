// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/drivers/postgres/postgreshandle.h"

#include <QByteArray>

#include <vector>

namespace core::postgres {

/// A row as it came. One that is put aside is packed: libpq takes two kilobytes for each.
class PgRow {
public:
    PgRow() = default;
    explicit PgRow(PgResult result)
        : m_result(std::move(result))
    {
    }
    [[nodiscard]] bool isEmpty() const { return !m_result && m_cells.empty(); } ///< there is no row
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] const char *data(int column) const;
    [[nodiscard]] int size(int column) const;
    /// → the bytes that it takes now.
    qint64 pack();

private:
    struct PackedCell {
        qsizetype offset = 0;
        int size = -1; ///< −1: NULL
    };
    [[nodiscard]] const PackedCell &packed(int column) const { return m_cells[static_cast<size_t>(column)]; }
    PgResult m_result;
    QByteArray m_bytes;
    std::vector<PackedCell> m_cells;
};

} // namespace core::postgres
