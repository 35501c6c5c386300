// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

namespace core {

/// TOML as configs of wrangler are written in it: tables and lists of tables, dotted and quoted keys, texts of all four
/// kinds, numbers, booleans, lists, inline tables. Dates come as texts. The error says where: "… in line 3".
[[nodiscard]] Result<QJsonObject> readToml(const QString &text);

} // namespace core
