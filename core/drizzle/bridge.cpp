// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/bridge.h"

#include "core/drizzle/jsonvalues.h"
#include "core/drizzle/nodeprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QUuid>

#include <unistd.h>

/// Outside of any namespace, as the macro asks for it: a static library's resources are not found otherwise.
static void initBridgeResource()
{
    Q_INIT_RESOURCE(bridge);
}

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Error problem(const QString &code, const QString &message)
{
    Error error = Error::invalid(message);
    error.code = code;
    return error;
}

/// Nobody but this user and root could have written it.
bool isOurs(const QString &path)
{
    const QFileInfo info(path);
    const bool owned = info.ownerId() == ::geteuid() || info.ownerId() == 0;
    return owned && !info.permissions().testFlag(QFile::WriteOther);
}

QString configIn(const QDir &folder)
{
    for (const QString &end : {u"ts"_s, u"js"_s, u"json"_s, u"mts"_s, u"mjs"_s, u"cts"_s, u"cjs"_s}) {
        const QString path = folder.filePath(u"drizzle.config."_s + end);
        if (QFileInfo(path).isFile())
            return path;
    }
    return {};
}

/// The scripts, into a folder that only this user can read, and that goes with it.
Result<Done> unpack(const QTemporaryDir &folder)
{
    initBridgeResource();
    const QDir scripts(u":/raincheck/bridge"_s);
    for (const QString &name : scripts.entryList(QDir::Files)) {
        QFile script(scripts.filePath(name));
        QFile copy(folder.filePath(name));
        if (!script.open(QFile::ReadOnly) || !copy.open(QFile::WriteOnly) || copy.write(script.readAll()) < 0)
            return Error::io(u"Cannot write %1: %2."_s.arg(copy.fileName(), copy.errorString()));
    }
    return Done{};
}

/// Where our own esbuild lies beside the program, for projects without one; empty when it was not installed with it.
QString ourEsbuild()
{
    const QDir beside(QCoreApplication::applicationDirPath() + u"/../share/raincheck/bridge"_s);
    return beside.exists(u"node_modules/esbuild"_s) ? beside.canonicalPath() : QString();
}

/// Between whatever else was printed: a line with the mark and the length, and then so many bytes.
QByteArray documentIn(const QByteArray &output, const QByteArray &mark)
{
    const QByteArray begin = '\n' + mark + ' ';
    const qsizetype at = output.lastIndexOf(begin);
    const qsizetype end = at < 0 ? -1 : output.indexOf('\n', at + begin.size());
    if (end < 0)
        return {};
    const qsizetype length = output.mid(at + begin.size(), end - at - begin.size()).toLongLong();
    return output.size() >= end + 1 + length ? output.mid(end + 1, length) : QByteArray();
}

Error ended(const NodeOutput &run, const QString &config, const BridgeLimits &limits)
{
    if (run.errors.contains("heap out of memory") || run.errors.contains("Allocation failed")) {
        return problem(u"memory"_s,
                       u"The schema of %1 needs more than %2 MB to be evaluated, and was stopped."_s.arg(config).arg(
                           limits.megabytes));
    }
    const QString how = run.crashed ? u"it crashed"_s : u"exit code %1"_s.arg(run.exitCode);
    Error error =
        problem(u"ended"_s, u"Node.js ended without an answer while it read the schema of %1 (%2)."_s.arg(config, how));
    error.detail = QString::fromUtf8(run.errors).trimmed();
    return error;
}

Error withoutDocument(const NodeOutput &run, const QString &config, const BridgeLimits &limits)
{
    switch (run.end) {
    case NodeOutput::End::Cancelled:
        return Error::cancelled();
    case NodeOutput::End::TimedOut:
        return problem(u"timeout"_s,
                       u"Evaluating the schema of %1 took longer than %2 seconds, and was stopped."_s.arg(config).arg(
                           limits.milliseconds / 1000.0));
    case NodeOutput::End::TooMuch:
        return problem(u"output"_s,
                       u"Evaluating the schema of %1 printed more than %2 MB, and was stopped."_s.arg(config).arg(
                           limits.outputBytes / (1024 * 1024)));
    case NodeOutput::End::Exited:
        break;
    }
    return ended(run, config, limits);
}

QByteArray questionFor(const BridgeRequest &request, const QByteArray &mark)
{
    const QString esbuild = ourEsbuild();
    const QJsonObject question{{u"mark"_s, QString::fromLatin1(mark)},
                               {u"config"_s, request.configPath},
                               {u"folders"_s, QJsonArray::fromStringList(request.folders)},
                               {u"esbuild"_s, esbuild.isEmpty() ? QJsonValue() : QJsonValue(esbuild)}};
    return QJsonDocument(question).toJson(QJsonDocument::Compact);
}

} // namespace

std::optional<BridgeRequest> bridgeRequestFor(const QString &databasePath)
{
    QDir folder(QFileInfo(databasePath).absolutePath());
    QString config = configIn(folder);
    while (config.isEmpty() && folder.cdUp())
        config = configIn(folder);
    if (config.isEmpty() || !isOurs(config) || !isOurs(folder.absolutePath()))
        return std::nullopt;
    // drizzle-kit is run where the package.json is.
    QDir package = folder;
    bool found = package.exists(u"package.json"_s);
    while (!found && package.cdUp())
        found = package.exists(u"package.json"_s);
    BridgeRequest request{config, {folder.absolutePath()}};
    if (found && package != folder)
        request.folders.prepend(package.absolutePath());
    return request;
}

BridgeAnswer askBridge(const BridgeRequest &request, const std::function<bool()> &isCancelled,
                       const BridgeLimits &limits)
{
    BridgeAnswer answer{Error::cancelled(), {request.configPath}};
    const auto node = findNode();
    if (!node) {
        answer.schema = node.error();
        return answer;
    }
    const QTemporaryDir scripts(QDir::tempPath() + u"/raincheck-bridge-XXXXXX"_s);
    const Result<Done> unpacked = scripts.isValid()
        ? unpack(scripts)
        : Result<Done>(Error::io(u"Cannot make a temporary folder: %1."_s.arg(scripts.errorString())));
    if (!unpacked) {
        answer.schema = unpacked.error();
        return answer;
    }
    const QByteArray mark = QUuid::createUuid().toByteArray(QUuid::Id128);
    const auto run = runNode(*node,
                             {u"--enable-source-maps"_s, u"--no-warnings"_s,
                              u"--max-old-space-size=%1"_s.arg(limits.megabytes), scripts.filePath(u"main.mjs"_s)},
                             request.folders.value(0), questionFor(request, mark),
                             {limits.milliseconds, limits.outputBytes}, isCancelled);
    if (!run) {
        answer.schema = run.error();
        return answer;
    }
    const QByteArray document = run->end == NodeOutput::End::Exited ? documentIn(run->output, mark) : QByteArray();
    if (document.isEmpty()) {
        answer.schema = withoutDocument(*run, QFileInfo(request.configPath).fileName(), limits);
        return answer;
    }
    answer.schema = drizzleSchemaFromJson(document, request.folders.value(0));
    const QStringList inputs = stringsOf(QJsonDocument::fromJson(document).object().value("inputs"_L1));
    if (!inputs.isEmpty())
        answer.inputs = inputs;
    return answer;
}

} // namespace core
