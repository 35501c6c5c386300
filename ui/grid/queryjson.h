// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/query/filter.h"

#include <QJsonArray>

#include <functional>

namespace ui {

/// What was written as the text of a condition through relations; fails when they are not there any more.
using RelatedReader = std::function<core::Result<core::RelatedCondition>(const QString &text)>;

/// How rows that a column leads to are called now; none: by their key.
using LabelFinder = std::function<std::optional<core::RelatedLabel>(const QString &column)>;

/// Sort and filter as they are kept between runs. Values lose nothing. What cannot be understood is left out.
[[nodiscard]] QJsonArray toJson(const QList<core::SortKey> &sort);
[[nodiscard]] QList<core::SortKey> sortFromJson(const QJsonArray &array, const LabelFinder &label = {});
[[nodiscard]] QJsonArray toJson(const core::Filter &filter);
[[nodiscard]] core::Filter filterFromJson(const QJsonArray &array, const RelatedReader &related = {});

} // namespace ui
