// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

namespace ui {

/// Said in place of an Apply when what was being typed came into the script only by it: nothing is written unseen.
[[nodiscard]] inline QString stagedJustNow()
{
    return QCoreApplication::translate(
        "ui::PendingPanel",
        "What was being typed is staged now and not applied yet: look at the script, and apply again.");
}

} // namespace ui
