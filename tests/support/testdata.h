// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

/// Real databases beside the project (../shared/data), when they are there.
namespace testdata {

[[nodiscard]] inline QString shared(const QString &file)
{
    const QString path = QDir::cleanPath(QStringLiteral(RAINCHECK_SHARED_DATA "/") + file);
    return QFile::exists(path) ? path : QString();
}

/// A writable copy in `dir`; empty when the original is not there.
[[nodiscard]] inline QString sharedCopy(const QString &file, const QTemporaryDir &dir)
{
    const QString from = shared(file);
    const QString to = dir.filePath(file);
    if (from.isEmpty() || !QFile::copy(from, to))
        return {};
    QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner);
    return to;
}

} // namespace testdata

/// Skips, visibly, a test that needs a file of ../shared/data.
#define SKIP_WITHOUT_SHARED(file)                                                                                      \
    do {                                                                                                               \
        if (testdata::shared(QStringLiteral(file)).isEmpty())                                                          \
            QSKIP("../shared/data/" file " is not here");                                                              \
    } while (false)
