// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/tempdatabase.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>

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

/// A generator whose seed is told, so that RAINCHECK_SEED can repeat it.
[[nodiscard]] inline QRandomGenerator seeded()
{
    bool given = false;
    quint32 seed = qEnvironmentVariableIntValue("RAINCHECK_SEED", &given) & 0x7fffffff;
    if (!given)
        seed = QRandomGenerator::global()->generate() & 0x7fffffff;
    qInfo("seed %u (RAINCHECK_SEED=%u repeats it)", seed, seed);
    return QRandomGenerator(seed);
}

struct Lives {
    int killed = 0;
    int olds = 0;
    QString wrong; ///< of the first life that was not as it should be
};

/// `count` lives of a program that does all or nothing, killed at random moments: `round(killAfter)` lives one. After
/// each the file must be what it was before, or what `whole` made of it.
template <typename Round>
[[nodiscard]] Lives manyLives(Round round, const QByteArray &before, const Life &whole, int count,
                              QRandomGenerator &random)
{
    Lives lives;
    for (int i = 0; i < count && lives.wrong.isEmpty(); ++i) {
        const auto after = random.bounded(static_cast<quint32>(whole.microseconds * 105 / 100));
        const Life one = round(qint64(after));
        const char *wrong = !one.started                      ? "did not start"
            : !one.sound                                      ? "not sound"
            : one.state != before && one.state != whole.state ? "neither old nor new"
            : one.saidDone && one.state != whole.state        ? "what was acknowledged did not stay"
                                                              : nullptr;
        if (wrong)
            lives.wrong = QStringLiteral("%1 when killed after %2 µs").arg(QLatin1String(wrong)).arg(after);
        lives.killed += one.killed ? 1 : 0;
        lives.olds += one.state == before ? 1 : 0;
    }
    return lives;
}

/// The control: how many of 40 lives of a program that does one thing after the other (3 are enough) end half-way.
template <typename Round>
[[nodiscard]] int halfMade(Round round, const QByteArray &before, const Life &whole, QRandomGenerator &random)
{
    int halves = 0;
    for (int i = 0; i < 40 && halves < 3; ++i) {
        const Life one = round(qint64(random.bounded(static_cast<quint32>(whole.microseconds))));
        halves += one.state != before && one.state != whole.state ? 1 : 0;
    }
    return halves;
}

} // namespace killed
