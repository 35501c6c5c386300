// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/projectathand.h"

#include "app/cli/console.h"
#include "app/cli/patience.h"

#include "core/drizzle/bridge.h"
#include "core/session/projectmeant.h"
#include "core/session/schemasource.h"
#include "core/session/servertarget.h"
#include "core/session/statefolder.h"
#include "core/session/trust.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Error;
using core::Result;

namespace {

/// A file's project is the one above it, a server's the one that the command is run in.
Result<core::BridgeRequest> requestFor(const QString &named, bool isConfig)
{
    if (isConfig) { // of any name
        const auto config = core::configMeant(named);
        RC_TRY(config);
        const auto project = core::readDrizzleConfig(*config);
        RC_TRY(project);
        return core::bridgeRequestOf(project->configPath, project->root);
    }
    if (core::isMeantAsServer(named)) // nothing lies beside it
        return core::bridgeRequestMeant(QDir::currentPath());
    const QString target = QFileInfo(named).absoluteFilePath();
    if (core::isProjectPath(target))
        return core::bridgeRequestMeant(target);
    const auto request = core::bridgeRequestFor(target);
    if (!request)
        return Error::invalid(u"No drizzle.config stands at or above %1: name the project's folder."_s.arg(target));
    return *request;
}

} // namespace

Result<core::Done> checkTrust(const QString &folder, const Invocation &invocation)
{
    const auto state = core::stateFolder();
    RC_TRY(state);
    if (invocation.has(u"trust"_s))
        return core::rememberTrust(*state, folder);
    const auto known = core::isTrustedFile(*state, folder);
    RC_TRY(known);
    if (*known)
        return core::Done{};
    return core::needsTrust(
        u"Reading schema.ts runs the code of the project in %1, and you have not trusted that folder "
        "yet. Add --trust to trust it, now and from now on."_s.arg(folder));
}

QString projectTarget(const Invocation &invocation)
{
    if (!invocation.place(0).isEmpty())
        return invocation.place(0);
    return invocation.value(u"config"_s, invocation.value(u"project"_s, QDir::currentPath()));
}

Result<core::DrizzleSchema> readDeclared(const Invocation &invocation)
{
    const auto request =
        requestFor(projectTarget(invocation), invocation.place(0).isEmpty() && invocation.has(u"config"_s));
    RC_TRY(request);
    RC_TRY(checkTrust(request->folders.value(0), invocation));
    const Patience patience;
    const QString waits = u"%1 is still being evaluated."_s.arg(QFileInfo(request->named()).fileName());
    return core::askBridge(*request, core::Waiting::isGivenUp(waits)).schema;
}

QString migrationsFolderOf(const core::DrizzleSchema &schema, const Invocation &invocation)
{
    const QString said = invocation.value(u"migrations"_s);
    return said.isEmpty() ? schema.settings.out : QDir::cleanPath(QFileInfo(said).absoluteFilePath());
}

QString filesText(const QList<core::FileChange> &files)
{
    QString text;
    for (const core::FileChange &file : files) {
        const QString name = QDir::current().relativeFilePath(file.path);
        text += u"%1 (%2, %3 bytes)\n"_s
                    .arg(name.startsWith(u"../.."_s) ? file.path : name, file.isNew() ? u"new"_s : u"changed"_s)
                    .arg(file.after.size());
        if (!file.path.endsWith(u".json"_s) && !file.path.endsWith(u".js"_s))
            text += QString::fromUtf8(file.after).replace(u'\t', u"    "_s) + (file.after.endsWith('\n') ? u"\n"_s : u"\n\n"_s);
    }
    return text;
}

QJsonArray filesJson(const QList<core::FileChange> &files)
{
    QJsonArray out;
    for (const core::FileChange &file : files)
        out.append(
            QJsonObject{{u"path"_s, file.path}, {u"new"_s, file.isNew()}, {u"text"_s, QString::fromUtf8(file.after)}});
    return out;
}

} // namespace app
