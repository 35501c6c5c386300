// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/session/trust.h"

#include <QString>
#include <QStringList>

namespace core {

/// Connects as Session::open() would, asks the server about itself and lets go: what Session::facts() would be. Blocks;
/// gives up by itself after some seconds. A password is left in core/db/passwords.h before.
[[nodiscard]] Result<QStringList> tryServer(const QString &location);

/// The location of the server that a target leads to: a project, say. Reads and runs configs as Session::open() does
/// with this trust; blocks.
[[nodiscard]] Result<QString> serverOf(const QString &target, const QString &stateFolder, Trust trust);

/// That a server wants a password, or refused the one it got: with another one, it can be tried again.
[[nodiscard]] bool isForWantOfPassword(const Error &error);

/// Which part of an address an error of connecting is about, as far as its words tell.
enum class ServerPart { None, Host, Port, Database, User, Password, Encryption, Certificate, Service };
[[nodiscard]] ServerPart partBehind(const Error &error);

} // namespace core
