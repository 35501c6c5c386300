// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/scratchdb.h"

#include <QRandomGenerator>

#include <optional>

namespace scratch {

/// These columns of a random row; none where the table has no rows.
[[nodiscard]] inline std::optional<QList<core::Value>>
anyRow(core::Database &database, const core::QualifiedName &table, const QStringList &columns, QRandomGenerator &random)
{
    const QString from = sqlite().qualified(table);
    const auto count = database.queryValue(QStringLiteral("SELECT count(*) FROM ") + from);
    if (!count || count->toInteger() == 0)
        return std::nullopt;
    QStringList quoted;
    for (const QString &name : columns)
        quoted.append(sqlite().identifier(name));
    const auto rows = database.query(
        QStringLiteral("SELECT %1 FROM %2 LIMIT 1 OFFSET ?").arg(quoted.join(QStringLiteral(", ")), from),
        {core::Value::integer(random.bounded(int(count->toInteger())))});
    if (!rows || rows->empty())
        return std::nullopt;
    return QList<core::Value>(rows->front().begin(), rows->front().end());
}

} // namespace scratch
