// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/columnformat.h"
#include "ui/shell/page.h"

#include <QList>

namespace ui {

/// One way in which a person may have a column shown.
struct FormatChoice {
    core::ColumnFormat format;
    QString text; ///< for menus
};
/// Those that make sense there: an enumeration only where a CHECK says one.
[[nodiscard]] QList<FormatChoice> formatChoices(const core::Table &table, const core::Column &column,
                                                const core::Dialect &dialect);

[[nodiscard]] QJsonObject toJson(const ColumnFormats &formats);
/// Without columns that are gone and formats that make no sense any more.
[[nodiscard]] ColumnFormats formatsFromJson(const QJsonObject &json, const core::Table &table,
                                            const core::Dialect &dialect);

} // namespace ui
