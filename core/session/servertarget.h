// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/target.h"

namespace core {

/// Whether a person means a server: a URL, or a list of libpq's keywords that is no file of that name.
[[nodiscard]] bool isMeantAsServer(const QString &target);

/// From such a text. A password in it is left with rememberPassword(), and is no part of the target.
[[nodiscard]] Result<Target> targetOfServer(const QString &text);

/// Of a project whose database is on a server: its dbCredentials, as a url or in parts. Likewise; the target's project
/// holds no password, either.
[[nodiscard]] Result<Target> targetOfServerProject(const DrizzleProject &project);

/// What of dbCredentials leads to the server; some of it may be computed, or wait for a variable that is not set.
[[nodiscard]] const QStringList &serverKeys();

} // namespace core
