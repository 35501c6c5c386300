// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ui {

/// Makes GridViews known to screen readers (name, where the cursor stands, the current cell's text). Any number of
/// times; the window's thread.
void installGridAccessibility();

} // namespace ui
