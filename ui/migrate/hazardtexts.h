// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/previewgate.h"
#include "ui/style/pill.h"

namespace ui {

/// A judged hazard in words and colours, for its card and for what sums it up. All pure.
[[nodiscard]] PillKind hazardPill(const JudgedHazard &hazard);
[[nodiscard]] QString hazardWord(const JudgedHazard &hazard); ///< "blocks", "needs a value", "filled"
[[nodiscard]] QString hazardCount(const JudgedHazard &hazard); ///< "12 rows", "asking…"; empty: rows do not matter
/// An expression is asked for first of all, whether one is given or not.
[[nodiscard]] bool needsValue(const JudgedHazard &hazard);
/// What a person can choose: "Set email to NULL".
[[nodiscard]] QString textOf(const core::HazardFix &fix);

} // namespace ui
