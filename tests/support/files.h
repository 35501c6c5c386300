// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

/// Plain files for tests.
namespace files {

/// Whether all of it was written; its folder is made where it is missing.
[[nodiscard]] inline bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).absolutePath()) && file.open(QIODevice::WriteOnly)
        && file.write(bytes) == bytes.size();
}

/// Empty where it cannot be read.
[[nodiscard]] inline QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Into the folder, or the test ends: without it nothing after would mean anything.
inline void write(const QTemporaryDir &dir, const QString &path, const QByteArray &bytes)
{
    if (!write(dir.filePath(path), bytes))
        qFatal("%s cannot be written", qPrintable(path));
}

} // namespace files
