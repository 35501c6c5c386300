// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"

#include "core/session/session.h"

#include <QMap>

/// `migrate --rest`: a migration that stopped half way, or was done by hand in part.
namespace app {

/// What --ran and --not-run say, by the statement's index; an error: wrong usage.
[[nodiscard]] core::Result<QMap<int, bool>> saidToHaveRun(const Invocation &invocation);

/// What is left of the first pending migration, as a script; its error says of which statements it has to be said
/// whether they ran. Reads the folder.
[[nodiscard]] core::Result<std::shared_ptr<const core::Script>> restScript(const core::Session &session,
                                                                           const QMap<int, bool> &ran);

/// What to do about a pending migration that fails because a part of it is there; empty: that is not so.
[[nodiscard]] QString hintOfRest(const core::Session &session, int migration);

} // namespace app
