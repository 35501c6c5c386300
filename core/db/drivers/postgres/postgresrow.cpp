// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgresrow.h"

namespace core::postgres {

bool PgRow::isNull(int column) const
{
    return m_result ? PQgetisnull(m_result.get(), 0, column) == 1 : packed(column).size < 0;
}

const char *PgRow::data(int column) const
{
    return m_result ? PQgetvalue(m_result.get(), 0, column) : m_bytes.constData() + packed(column).offset;
}

int PgRow::size(int column) const
{
    return m_result ? PQgetlength(m_result.get(), 0, column) : std::max(0, packed(column).size);
}

qint64 PgRow::pack()
{
    if (m_result) {
        const int columns = PQnfields(m_result.get());
        std::vector<PackedCell> cells(static_cast<size_t>(columns));
        qsizetype total = 0;
        for (int c = 0; c < columns; ++c)
            total += size(c);
        m_bytes.reserve(total);
        for (int c = 0; c < columns; ++c) {
            if (isNull(c))
                continue;
            cells[static_cast<size_t>(c)] = {m_bytes.size(), size(c)};
            m_bytes.append(data(c), size(c));
        }
        m_cells = std::move(cells);
        m_result.reset();
    }
    return m_bytes.size() + static_cast<qint64>(m_cells.size() * sizeof(PackedCell));
}

} // namespace core::postgres
