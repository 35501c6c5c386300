// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/scriptrunner.h"

namespace core {

/// runScript() on a copy that nobody keeps: its error does not speak of what may have stayed there.
[[nodiscard]] Result<ScriptOutcome> rehearseScript(Database &copy, const Script &script, JobContext &context,
                                                   const RowProgress &progress = {},
                                                   const BeforeCommit &beforeCommit = {});

} // namespace core
