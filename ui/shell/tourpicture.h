// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

class QDialog;
class QWidget;

namespace ui {

/// The question that waits over the window; nullptr: none does.
[[nodiscard]] QDialog *dialogOver(const QWidget &window);

/// The window, with its dialog or pop-up over it, which has a window of its own.
[[nodiscard]] QImage pictureOf(QWidget &window);

} // namespace ui
