// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/columnformat.h"

#include <optional>

namespace core {

/// A value as one cell of a grid shows it: on one line and no longer than anyone can see. By the format where it has
/// one for the value (null: as stored); `cutSize`: what is held is the beginning of so many bytes. NULL is "NULL".
[[nodiscard]] QString shownValue(const Value &value, const ColumnFormat *format, std::optional<qint64> cutSize);

} // namespace core
