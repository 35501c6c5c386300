// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/nodeprocess.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <signal.h>
#include <unistd.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int pollMilliseconds = 10;
constexpr qsizetype keptErrors = 32 * 1024;

/// What a program started from a desktop has no PATH to: nvm, fnm, volta, asdf, mise.
QString nodeOfVersionManagers()
{
    const QDir home = QDir::home();
    for (const QString &path : {u".volta/bin/node"_s, u".local/share/fnm/aliases/default/bin/node"_s,
                                u".asdf/shims/node"_s, u".local/share/mise/shims/node"_s, u".local/bin/node"_s}) {
        if (QFileInfo(home.filePath(path)).isExecutable())
            return home.filePath(path);
    }
    const QDir nvm(home.filePath(u".nvm/versions/node"_s));
    QString newest;
    int best = 0;
    for (const QString &version : nvm.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString path = nvm.filePath(version + u"/bin/node"_s);
        const int major = version.mid(1).section(u'.', 0, 0).toInt();
        if (major > best && QFileInfo(path).isExecutable()) {
            best = major;
            newest = path;
        }
    }
    return newest;
}

/// Nothing of ours goes along that a project has no business with: tokens, NODE_OPTIONS, another program's settings.
QProcessEnvironment cleanEnvironment()
{
    const QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment clean;
    for (const QString &name : all.keys()) {
        static const QStringList kept{u"PATH"_s, u"HOME"_s, u"USER"_s, u"LOGNAME"_s, u"LANG"_s, u"TZ"_s, u"TMPDIR"_s};
        if (kept.contains(name) || name.startsWith(u"LC_"_s))
            clean.insert(name, all.value(name));
    }
    clean.insert(u"NO_COLOR"_s, u"1"_s);
    return clean;
}

void killAll(QProcess &process)
{
    if (const qint64 group = process.processId(); group > 0)
        ::kill(static_cast<pid_t>(-group), SIGKILL);
    process.kill();
    process.waitForFinished(2000);
}

} // namespace

Result<QString> findNode()
{
    Error error =
        Error::io(u"Reading schema.ts needs Node.js 18 or newer, which was not found: install it, or name it in "
                  "RAINCHECK_NODE."_s);
    error.code = u"no-node"_s;
    if (const QString named = qEnvironmentVariable("RAINCHECK_NODE"); !named.isEmpty())
        return QFileInfo(named).isExecutable() ? Result<QString>(named) : error;
    if (const QString onPath = QStandardPaths::findExecutable(u"node"_s); !onPath.isEmpty())
        return onPath;
    const QString managed = nodeOfVersionManagers();
    return managed.isEmpty() ? Result<QString>(error) : managed;
}

Result<NodeOutput> runNode(const QString &node, const QStringList &arguments, const QString &folder,
                           const QByteArray &input, const NodeLimits &limits, const std::function<bool()> &isCancelled)
{
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment());
    process.setWorkingDirectory(folder);
    process.setChildProcessModifier([] { ::setpgid(0, 0); }); // a group of its own: it is killed as a whole
    QElapsedTimer timer;
    timer.start();
    process.start(node, arguments);
    if (!process.waitForStarted(limits.milliseconds))
        return Error::io(u"Node.js (%1) could not be started: %2."_s.arg(node, process.errorString()));
    process.write(input);
    process.closeWriteChannel();
    NodeOutput out;
    const auto take = [&] {
        out.output += process.readAllStandardOutput();
        out.errors = QByteArray(out.errors + process.readAllStandardError()).right(keptErrors);
    };
    while (process.state() != QProcess::NotRunning && out.end == NodeOutput::End::Exited) {
        // What has closed its output answers at once, and must not keep us busy.
        if (!process.waitForReadyRead(pollMilliseconds) && process.state() != QProcess::NotRunning)
            process.waitForFinished(pollMilliseconds);
        take();
        if (isCancelled && isCancelled())
            out.end = NodeOutput::End::Cancelled;
        else if (timer.elapsed() > limits.milliseconds)
            out.end = NodeOutput::End::TimedOut;
        else if (out.output.size() > limits.outputBytes)
            out.end = NodeOutput::End::TooMuch;
    }
    if (out.end != NodeOutput::End::Exited) {
        killAll(process);
        return out;
    }
    take();
    out.crashed = process.exitStatus() == QProcess::CrashExit;
    out.exitCode = process.exitCode();
    return out;
}

} // namespace core
