// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/dialect/postgres/names.h"

/// Cells of the catalogue's rows.
namespace core {

[[nodiscard]] inline QString partCell(const Row &row, size_t at)
{
    return row[at].isNull() ? QString() : row[at].display();
}

[[nodiscard]] inline bool partIsYes(const Row &row, size_t at)
{
    const QString text = partCell(row, at);
    return text == QLatin1StringView("true") || text == QLatin1StringView("t");
}

[[nodiscard]] inline QualifiedName partName(const Row &row, size_t schema)
{
    return {postgresModelSchema(partCell(row, schema)), partCell(row, schema + 1)};
}

} // namespace core
