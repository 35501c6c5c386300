// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace core {

/// How far the file of a database is trusted when it is opened. One that is not is only looked at: nothing of its own
/// code (triggers, views that call functions) runs, nothing is rolled back or written, and limits are tight.
enum class Trust {
    IfKnown,  ///< when a person has said so before, and it is still the same file
    Once,     ///< a person named it to a command: this time
    FromNowOn ///< a person says so now; it is remembered
};

/// Whether this very file was trusted before: its path leads to what it led to then. Not when it cannot be told.
/// Blocks, as does the other one; both open the record in the state folder, never the file itself.
[[nodiscard]] Result<bool> isTrustedFile(const QString &stateFolder, const QString &location);
[[nodiscard]] Result<Done> rememberTrust(const QString &stateFolder, const QString &location);

/// What was refused for want of trust: with it, it can be tried again.
[[nodiscard]] Error needsTrust(const QString &message);
[[nodiscard]] bool isForWantOfTrust(const Error &error);

} // namespace core
