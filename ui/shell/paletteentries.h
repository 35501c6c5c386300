// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"
#include "ui/actions/palettemodel.h"
#include "ui/shell/recentdatabases.h"

#include <QSet>

namespace ui {

/// The actions that can be used now.
[[nodiscard]] QList<PaletteEntry> actionEntries(const QSet<QString> &enabled);
/// Tables and views, internal and shadow ones left out.
[[nodiscard]] QList<PaletteEntry> tableEntries(const core::Schema &schema);
/// Databases that were opened before.
[[nodiscard]] QList<PaletteEntry> databaseEntries(const QList<RecentDatabase> &databases);

} // namespace ui
