// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/newdatabase.h"
#include "core/session/session.h"

#include <QTemporaryDir>

#include <memory>

/// A project whose database file is not there yet: `migrate` and `push` make it, as drizzle-kit does.
namespace app {

/// What is opened instead of the target; goes after the sessions that use it.
struct NewFile {
    QString path; ///< absolute: the file that the project names
    QString migrations; ///< the folder that the project names; there may be none
    QString target; ///< for openSession(): the project itself, or of a try-out an empty database elsewhere
    core::Session::Options options;
    std::unique_ptr<core::NewDatabaseFile> file; ///< to be kept once something has run in it; null in a try-out
    std::unique_ptr<QTemporaryDir> elsewhere;
};

/// For a target whose opening failed with isForWantOfFile(). A try-out leaves nothing behind; else the file goes again
/// unless it is kept. Says on stderr what will be made, unless nobody asked for it (`isSilent`).
[[nodiscard]] core::Result<NewFile> newFileFor(const QString &target, core::Session::Options options, bool isTryOut,
                                               bool isSilent = false);

} // namespace app
