// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

#include <QJsonArray>
#include <QJsonValue>
#include <QStringList>

#include <optional>

namespace core {

[[nodiscard]] inline QStringList stringsOf(const QJsonValue &value)
{
    QStringList out;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &v : array)
        out.append(v.toString());
    return out;
}

/// As Drizzle writes it, "set null"; none for NO ACTION, which is as if nothing were said.
[[nodiscard]] inline std::optional<ForeignKeyAction> foreignKeyActionOf(const QString &words)
{
    for (const auto a : {ForeignKeyAction::Restrict, ForeignKeyAction::SetNull, ForeignKeyAction::SetDefault,
                         ForeignKeyAction::Cascade}) {
        if (words.compare(toText(a), Qt::CaseInsensitive) == 0)
            return a;
    }
    return std::nullopt;
}

} // namespace core
