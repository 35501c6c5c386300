// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

namespace core {

/// The keys of the object at this path, in the order they are written: QJsonObject sorts them, but drizzle-kit's
/// columns are in the order of their table. `json` must be valid; empty when there is no such object.
[[nodiscard]] QStringList keysInOrder(const QByteArray &json, const QStringList &path);

} // namespace core
