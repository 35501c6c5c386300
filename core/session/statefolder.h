// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <optional>

namespace core {

/// The user's state folder: $RAINCHECK_STATE_DIR, else $XDG_STATE_HOME/raincheck, else ~/.local/state/raincheck.
/// Made when missing, with 0700. Holds history, staged edits, backups, layout and the sample; never anything beside
/// the user's own file.
[[nodiscard]] Result<QString> stateFolder();

/// The same where it is there already; nothing is made. For who only looks what is remembered.
[[nodiscard]] std::optional<QString> existingStateFolder();

} // namespace core
