// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/theme.h"

namespace ui {

/// The one style sheet of the program, made from the theme's tones. Widgets choose a look by the dynamic properties
/// that buttons.h and plainlabel.h set.
[[nodiscard]] QString styleSheet(const Theme &theme);

} // namespace ui
