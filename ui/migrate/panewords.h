// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/migrationscontext.h"

#include <QString>

namespace ui {

class PlainLabel;

/// A muted sentence across a pane, below its head; its words can be selected.
[[nodiscard]] PlainLabel *paneSentence(const QString &name);

/// Of a pane where none of the migrations page's actions makes sense, and why.
[[nodiscard]] MigrationsContext nothingToRun(const QString &why);

} // namespace ui
