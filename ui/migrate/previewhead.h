// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/migrationscontext.h"
#include "ui/migrate/previewgate.h"

class QWidget;

namespace ui {

class ScriptHead;

/// What the bar above the preview of a draft says beside what the gate knows.
struct PreviewAbout {
    QString title;
    qsizetype tables = 0; ///< that change
    bool dryRunning = false;
    bool hasInverse = false;
    bool isRemovable = false; ///< its source can be taken off the list
};

[[nodiscard]] ScriptHead *makePreviewHead(QWidget *parent = nullptr);
void showPreview(ScriptHead &head, const PreviewGate &gate, const PreviewAbout &about);
/// Pure.
[[nodiscard]] MigrationsContext contextOf(const PreviewGate &gate, const PreviewAbout &about);

} // namespace ui
