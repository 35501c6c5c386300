// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/bridge.h"

#include "core/drizzle/bridgechild.h"

#include <QDir>
#include <QFileInfo>

#include <unistd.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Why somebody else than this user and root could have written a file, in one sentence; empty when nobody could.
QString whoseProblem(const QString &file)
{
    for (const QString &path : {file, QFileInfo(file).absolutePath()}) {
        const QFileInfo info(path);
        if (info.ownerId() != ::geteuid() && info.ownerId() != 0)
            return u"%1 belongs to another user, so its code is not run."_s.arg(path);
        if (info.permissions().testFlag(QFile::WriteOther))
            return u"Everybody may write to %1, so its code is not run."_s.arg(path);
    }
    return {};
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

QString configAtOrAbove(const QString &path)
{
    QDir folder(path);
    QString config = configIn(folder);
    while (config.isEmpty() && folder.cdUp())
        config = configIn(folder);
    return config;
}

/// drizzle-kit is run where the package.json is.
QStringList foldersOf(const QString &beside)
{
    QDir package(beside);
    bool found = package.exists(u"package.json"_s);
    while (!found && package.cdUp())
        found = package.exists(u"package.json"_s);
    return found && package != QDir(beside) ? QStringList{package.absolutePath(), beside} : QStringList{beside};
}

} // namespace

std::optional<BridgeRequest> bridgeRequestFor(const QString &databasePath)
{
    const QString config = configAtOrAbove(QFileInfo(databasePath).absolutePath());
    if (config.isEmpty() || !whoseProblem(config).isEmpty())
        return std::nullopt;
    return BridgeRequest{config, foldersOf(QFileInfo(config).absolutePath())};
}

bool isProjectPath(const QString &path)
{
    const QFileInfo info(path);
    static const QStringList ends{u"ts"_s, u"js"_s, u"tsx"_s, u"jsx"_s, u"mts"_s, u"mjs"_s, u"cts"_s, u"cjs"_s};
    return info.isDir() || info.fileName().startsWith(u"drizzle.config."_s) || ends.contains(info.suffix().toLower());
}

Result<BridgeRequest> bridgeRequestAt(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error::io(u"There is no %1."_s.arg(QDir::cleanPath(info.absoluteFilePath())));
    const QString place = info.canonicalFilePath();
    const QString folder = info.isDir() ? place : QFileInfo(place).absolutePath();
    const bool isConfig = !info.isDir() && info.fileName().contains(u".config."_s);
    const QString config = isConfig ? place : configAtOrAbove(folder);
    if (config.isEmpty() && info.isDir())
        return Error::invalid(u"No drizzle.config.ts, .js or .json stands in or above %1."_s.arg(place));
    for (const QString &file : {config, info.isDir() ? QString() : place}) {
        const QString problem = file.isEmpty() ? QString() : whoseProblem(file);
        if (!problem.isEmpty())
            return Error::invalid(problem);
    }
    BridgeRequest request;
    request.configPath = config;
    request.folders = foldersOf(config.isEmpty() ? folder : QFileInfo(config).absolutePath());
    if (!info.isDir() && !isConfig)
        request.schemaFile = place;
    return request;
}

Result<BridgeRequest> bridgeRequestOf(const QString &configPath, const QString &root)
{
    if (const QString problem = whoseProblem(configPath); !problem.isEmpty())
        return Error::invalid(problem);
    BridgeRequest request{configPath, {root, QFileInfo(configPath).absolutePath()}};
    request.folders.removeDuplicates();
    return request;
}

BridgeAnswer askBridge(const BridgeRequest &request, const std::function<bool()> &isCancelled,
                       const BridgeLimits &limits)
{
    const auto child = BridgeChild::start(request, limits);
    if (!child)
        return {child.error(), {request.named()}};
    return (*child)->schema(limits, isCancelled);
}

} // namespace core
