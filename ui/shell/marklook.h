// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/environment.h"
#include "ui/style/pill.h"

namespace ui {

/// The colour of a mark, the same wherever it stands.
[[nodiscard]] inline PillKind pillOf(core::Environment mark)
{
    switch (mark) {
    case core::Environment::Production:
        return PillKind::Red;
    case core::Environment::Staging:
        return PillKind::Amber;
    case core::Environment::Local:
        return PillKind::Green;
    case core::Environment::Unmarked:
        break;
    }
    return PillKind::Neutral;
}

} // namespace ui
