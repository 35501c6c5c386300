// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/relatedcells.h"

namespace core {

enum class Digits {
    Grouped, ///< "1,234"
    Plain    ///< for other programs
};

/// What a relation's cell says in words: "128", "10,000+", "rain, hail +3", a label; empty where there is nothing, and
/// until it is known.
[[nodiscard]] QString relatedText(const RelatedCell &cell, RelatedCells::Question::Kind kind,
                                  Digits digits = Digits::Grouped);

/// "128", "10,000+".
[[nodiscard]] QString relatedCount(const RelatedCell &cell, Digits digits = Digits::Grouped);

} // namespace core
