// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/theme.h"

#include <QKeySequence>
#include <QList>
#include <QString>

#include <optional>

namespace ui {

/// One thing a person can do. Menus, buttons, the palette and the tests all read the one table.
struct ActionSpec {
    QString id;   ///< "edits.apply"; also the QAction's objectName
    QString text; ///< as in a menu, without an accelerator
    QString category; ///< "Edit", "View", …: what the palette shows before the text
    std::optional<Icon> icon;
    QList<QKeySequence> shortcuts; ///< defaults; the first one is shown
    bool inPalette = true;         ///< false where choosing it from a list makes no sense (tab.1)
    bool checkable = false;
};

/// Every action there is, in a stable order. No two share a key (tests/ui/actions).
[[nodiscard]] const QList<ActionSpec> &actionSpecs();
[[nodiscard]] const ActionSpec *actionSpec(const QString &id); ///< nullptr when there is none

} // namespace ui
