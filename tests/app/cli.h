// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/unprivileged.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

/// Drives the built program ($RAINCHECK_BIN) as a person or a script would.
namespace cli {

struct Run {
    int code = -1;
    QByteArray out;
    QByteArray err;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    /// For messages of failing tests.
    [[nodiscard]] QByteArray all() const { return "exit " + QByteArray::number(code) + "\n" + out + "\n" + err; }
};

/// Whose rights the program has: ours, or those of a person who may not do everything (see unprivileged.h).
enum class As { Us, Nobody };

[[nodiscard]] inline Run run(const QStringList &arguments, const QString &folder = {}, As who = As::Us)
{
    QProcess process;
    if (who == As::Nobody)
        unprivileged::drop(process);
    if (!folder.isEmpty())
        process.setWorkingDirectory(folder);
    process.start(qEnvironmentVariable("RAINCHECK_BIN"), arguments);
    Run run;
    if (!process.waitForFinished(60000)) {
        process.kill();
        process.waitForFinished();
        run.err = "did not finish: " + process.errorString().toUtf8();
        return run;
    }
    run.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

} // namespace cli

#define VERIFY_EXIT(result, expected)                                                                                  \
    do {                                                                                                               \
        const cli::Run &rcRun = (result); /* once, because it may run something */                                     \
        QVERIFY2(rcRun.code == (expected), rcRun.all().constData());                                                   \
    } while (false)
