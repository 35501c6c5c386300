// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/sql/script.h"

namespace core {

/// The Script that fills the sample's tables, as they are after its first four migrations, with some thousand
/// believable rows. The same Script every time. Pure: no I/O, no clock.
[[nodiscard]] Script sampleSeed(const Dialect &dialect);

} // namespace core
