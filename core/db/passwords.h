// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace core {

/// Passwords of servers, by location (which never holds one), as long as the program runs. Whoever has one, from a
/// person or a keychain, leaves it here before a connection is opened; drivers alone read it. Not written anywhere,
/// not part of any value that is copied about. Any thread.
void rememberPassword(const QString &location, const QString &password);
void forgetPassword(const QString &location);
[[nodiscard]] std::optional<QString> rememberedPassword(const QString &location);

} // namespace core
