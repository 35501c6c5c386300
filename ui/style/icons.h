// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/theme.h"

namespace ui {

[[nodiscard]] QIcon makeIcon(Icon icon, Tone tone);
[[nodiscard]] QString iconFile(Icon icon); ///< in the resources

/// Paints the icon into the rectangle, for delegates.
void paintIcon(QPainter &painter, const QRectF &rect, Icon icon, const QColor &color);

} // namespace ui
