// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/db/scriptrunner.h"

namespace core {

/// What became of a script whose connection died at COMMIT. Another connection asks the server, for some seconds where
/// that is on its way back: what is committed is a success (with what was known before COMMIT, and a word on it), what
/// was taken back is an error that says so. Where nobody can tell, the error is what it was. Blocks.
[[nodiscard]] Result<ScriptOutcome> settledDoubt(const Database &lost, const Error &error,
                                                 const ScriptOutcome &beforeCommit, JobContext &context);

} // namespace core
