// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

#include <QString>

namespace ui {

/// What a person is told about edits that a crash left behind; empty when there were none.
[[nodiscard]] QString recoveredText(const core::RecoveredEdits &recovered);
/// What a person is told about a damaged file; empty when nothing was found.
[[nodiscard]] QString damageText(const core::DamageReport &report, const QString &databaseName);

/// What a person is told about parts of the schema that could not be read; there is at least one.
[[nodiscard]] core::Error unreadParts(const core::Schema &schema, const QString &databaseName);

} // namespace ui
