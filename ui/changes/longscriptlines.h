// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

/// A text edit takes seconds to lay out a line of millions, with each change anew: so much of one is shown of a script
/// that is shown in part at all. What runs, and what Copy gives, is whole.
constexpr qsizetype longestShownLine = 8'000;
/// The words that stand below such a line.
[[nodiscard]] QString moreOfLine(qsizetype characters);

} // namespace ui
