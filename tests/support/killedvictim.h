// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/tempdatabase.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QProcess>

#include <unistd.h>

/// A program that writes to a database and is killed at it, for real; the file is then read by plain SQLite. The
/// program says "R" when it starts and "D" when it is done.
namespace killed {

struct Life {
    bool started = false;
    bool killed = false;
    bool saidDone = false;
    bool sound = false; ///< integrity_check
    QByteArray state;
    qint64 microseconds = 0;
};

/// A hash of what these queries give.
[[nodiscard]] inline QByteArray stateOf(const QString &path, const QStringList &queries)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &sql : queries)
        hash.addData(tempdatabase::rows(path, sql).join(QLatin1Char('\n')).toUtf8());
    return hash.result();
}

/// One life of the program on a fresh copy of `base`; `killAfter` in microseconds from its "R", −1 to let it live.
[[nodiscard]] inline Life live(const QString &program, const QString &base, const QString &copy,
                               const QStringList &arguments, qint64 killAfter, const QStringList &queries)
{
    Life life;
    for (const char *suffix : {"", "-journal", "-wal", "-shm"})
        QFile::remove(copy + QString::fromLatin1(suffix));
    if (!QFile::copy(base, copy))
        return life;
    QProcess victim;
    victim.start(QCoreApplication::applicationDirPath() + QLatin1Char('/') + program, QStringList{copy} + arguments);
    QByteArray said;
    while (!said.contains('R') && victim.waitForReadyRead(20'000))
        said += victim.readAllStandardOutput();
    life.started = said.contains('R');
    QElapsedTimer timer;
    timer.start();
    if (killAfter >= 0) {
        ::usleep(static_cast<useconds_t>(killAfter));
        victim.kill();
    }
    victim.waitForFinished(60'000);
    life.microseconds = timer.nsecsElapsed() / 1000;
    life.killed = victim.exitStatus() == QProcess::CrashExit;
    said += victim.readAllStandardOutput();
    life.saidDone = said.contains('D');
    life.sound =
        tempdatabase::rows(copy, QStringLiteral("PRAGMA integrity_check")) == QStringList{QStringLiteral("'ok'")};
    life.state = stateOf(copy, queries);
    return life;
}

} // namespace killed
