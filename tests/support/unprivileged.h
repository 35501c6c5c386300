// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QProcess>

#include <sys/stat.h>
#include <unistd.h>

/// Tests of permissions, also where the tests run as root: root may read and write everything, so the program is then
/// started as "nobody".
namespace unprivileged {

inline constexpr uid_t nobody = 65534;

[[nodiscard]] inline bool isRoot()
{
    return ::geteuid() == 0;
}

/// Makes the process drop to "nobody" before it starts the program, where we are root.
inline void drop(QProcess &process)
{
    if (!isRoot())
        return;
    process.setChildProcessModifier([] {
        if (::setgid(nobody) != 0 || ::setuid(nobody) != 0)
            ::_exit(99);
    });
}

/// Gives a file or folder to the one whom drop() turns into.
[[nodiscard]] inline bool give(const QString &path)
{
    return !isRoot() || ::chown(QFile::encodeName(path).constData(), nobody, nobody) == 0;
}

} // namespace unprivileged
