// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/migrationsathand.h"

#include "app/cli/patience.h"

#include "core/drizzle/bridge.h"
#include "core/session/projectmeant.h"

#include <QDir>
#include <QFileInfo>

namespace app {

using namespace Qt::Literals::StringLiterals;

core::Session::Options migrationOptions(const Invocation &invocation, bool readOnly)
{
    core::Session::Options options;
    options.readOnly = readOnly;
    if (invocation.has(u"migrations"_s))
        options.migrationsFolder = QFileInfo(invocation.value(u"migrations"_s)).absoluteFilePath();
    return options;
}

bool isProjectTarget(const QString &target)
{
    return core::isProjectPath(target) || core::isDrizzleConfigName(QFileInfo(target).fileName());
}

core::Result<core::DrizzleProject> projectAtHand(const QString &target)
{
    const Patience patience;
    return core::projectMeant(target, [](const QString &) { return true; });
}

QString notLookedAtBecause(const core::Error &error)
{
    return u"The database was not looked at: "_s + error.message;
}

bool hasNoMigrations(const QString &folder)
{
    const QDir dir(folder);
    return !core::readMigrationsFolder(folder) && !dir.exists(u"meta/_journal.json"_s);
}

core::Result<SessionPtr> openWithMigrations(const QString &target, const core::Session::Options &options)
{
    auto session = openSession(target, options);
    if (!session)
        return session.error();
    if ((*session)->migrations())
        return session;
    const QString problem = (*session)->migrationsProblem();
    if (!problem.isEmpty())
        return core::Error::invalid(problem);
    return core::Error::invalid(
        u"No Drizzle migrations belong to %1: name their folder with --migrations."_s.arg((*session)->location()));
}

} // namespace app
