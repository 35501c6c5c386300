// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/project.h"

namespace core {

/// The project as its config says when it is run: in a Node process of its own, as askBridge() does, so only for a
/// project that is trusted. Blocks; who waits (see Waiting) is told and may give it up. Errors are one sentence, with
/// file and line where there is one.
[[nodiscard]] Result<DrizzleProject> evaluateConfig(const DrizzleProject &project);

/// While it lives, a config is run once only, and evaluateConfig() gives what that said: for a command, which looks at
/// one project several times. Of failures nothing is remembered. One at a time; any thread may ask meanwhile.
class RememberedConfigs {
public:
    RememberedConfigs();
    ~RememberedConfigs();
    RememberedConfigs(const RememberedConfigs &) = delete;
    RememberedConfigs &operator=(const RememberedConfigs &) = delete;
};

} // namespace core
