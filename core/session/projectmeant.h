// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/bridge.h"
#include "core/session/target.h"

/// The project that a target means, whether or not its database can be looked at.
namespace core {

/// Its config: of a folder the one in it, of its workspaces, below it, or above. Several are the error of
/// resolveTarget(); see isForAPersonToChoose(). Of a file that is no config, the one around it. Reads names and
/// configs.
[[nodiscard]] Result<DrizzleConfigFile> configMeant(const QString &target);

/// What that config says, as far as it is known: it is run where `mayRun` lets it, and what then cannot be told keeps
/// its place in DrizzleProject::code. Fails only where there is none, or none that can be read. Blocks.
[[nodiscard]] Result<DrizzleProject> projectMeant(const QString &target, const MayRunConfig &mayRun = {});

/// As bridgeRequestAt(); of a folder without a config of its own, that of the project below it where one is found, as
/// configMeant() does. Reads names and configs.
[[nodiscard]] Result<BridgeRequest> bridgeRequestMeant(const QString &path);

} // namespace core
