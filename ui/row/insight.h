// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QRect;
class QWidget;

namespace ui {

/// Scrolls the area around the widget, if there is one, until this part of it is in sight.
void bringInSight(const QWidget *widget, const QRect &part);

} // namespace ui
