// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/scriptrunner.h"
#include "core/dialect/dialect.h"

namespace core {

/// Rows that a script did not insert, but copied into a table that it made anew and that took the old one's name: by
/// the table's last name, in folded letters. They are among the inserted ones of underFinalNames(). Pure.
[[nodiscard]] QHash<QString, qint64> copiedRows(const ScriptOutcome &outcome, const Script &script,
                                                const Dialect &dialect);

} // namespace core
