// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"

#include <QJsonArray>

namespace ui {

/// Sort and filter as they are kept between runs. Values lose nothing. What cannot be understood is left out.
[[nodiscard]] QJsonArray toJson(const QList<core::SortKey> &sort);
[[nodiscard]] QList<core::SortKey> sortFromJson(const QJsonArray &array);
[[nodiscard]] QJsonArray toJson(const core::Filter &filter);
[[nodiscard]] core::Filter filterFromJson(const QJsonArray &array);

} // namespace ui
