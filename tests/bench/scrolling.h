// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/figures.h"

/// The table's page in this process: jumps, a sweep of the scroll bar, frames with placeholders, the longest time the
/// event loop stood still.
void benchScrolling(Figures &figures, const QString &database);
