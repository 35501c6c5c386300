// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/prompts.h"

namespace core {
class Session;
}

namespace ui {

/// Prompts::confirmApply() about a session: where it is production its name has to be typed, and then one Apply may
/// run.
void confirmApplying(Prompts &prompts, core::Session &session, QWidget *parent, ConfirmApply::About about,
                     const std::function<void(bool withBackup)> &accepted);

} // namespace ui
