// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/theme.h"

namespace ui {

/// The two sets of colours. Every text tone has a contrast of at least 4.5:1 on what it stands on, TextFaint 3:1
/// (tests/ui/style/tst_theme.cpp measures it).
[[nodiscard]] QRgb toneColor(ThemeKind kind, Tone tone);

} // namespace ui
