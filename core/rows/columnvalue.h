// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"
#include "core/rows/columnformat.h"

namespace core {

/// What a person's text means in a column whose cell holds `base`: by the column's type (Dialect::valueFromText), and
/// where it has none, by what is there: a number typed over a number is one. Never loses.
[[nodiscard]] Value valueTyped(const QString &text, const Column &column, const Dialect &dialect, const Value &base);

/// Why a value does not suit the column, by its declared type and its format, as a person would say it: "“maybe” is no
/// number". Empty when it suits. Databases may store such a value all the same; NULL is another matter.
[[nodiscard]] QString misfit(const Value &value, const Column &column, const ColumnFormat &format,
                             const Dialect &dialect);

/// As misfit(), for what a condition compares the column with: "“abc” is no number, and TrackId is declared INTEGER".
/// Such a condition finds only what does not suit the column either. Empty when nothing is to be said.
[[nodiscard]] QString misfit(const Condition &condition, const Column &column, const ColumnFormat &format,
                             const Dialect &dialect);

/// What a number becomes where what was typed has more digits than a real holds: "kept as 0.12345678901234568". Empty when
/// all of it is kept.
[[nodiscard]] QString rounding(const QString &typed, const Value &value);

} // namespace core
