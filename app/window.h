// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/console.h"

/// Everything that needs a QApplication. `argc` and `argv` are main's own, as Qt wants them.
namespace app {

void nameApplication();

/// Opens the window, on the invocation's target if it names one, and runs until it is closed. With
/// RAINCHECK_REPORT_PAINT set, writes the line "painted" to stderr once rows of a table are on the screen (for benches).
[[nodiscard]] int openWindow(int &argc, char **argv, const Invocation &invocation);

/// Draws the tour of the target, or of the sample, and prints the files. Needs no display.
[[nodiscard]] int drawTour(int &argc, char **argv, const Invocation &invocation);

} // namespace app
