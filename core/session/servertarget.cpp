// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/servertarget.h"

#include "core/db/database.h"
#include "core/db/passwords.h"
#include "core/session/serveraddress.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Target serverTargetAt(const ServerAddress &address)
{
    Target target;
    target.spec.driver = serverDriver();
    target.spec.location = address.url();
    target.name = address.place();
    target.journalTable = serverJournal({}, {});
    return target;
}

/// `ssl` as node-postgres takes it: true, a mode, or options.
QString sslModeOf(const QJsonValue &ssl)
{
    if (ssl.isString())
        return ssl.toString();
    if (ssl.isObject())
        return ssl.toObject().value("rejectUnauthorized"_L1).toBool(true) ? u"verify-full"_s : u"require"_s;
    return ssl.toBool() ? u"require"_s : QString();
}

Result<ServerAddress> addressOfParts(const QJsonObject &credentials)
{
    ServerAddress address;
    address.host = credentials.value("host"_L1).toString();
    const QJsonValue port = credentials.value("port"_L1);
    address.port = port.isDouble() ? QString::number(port.toInt()) : port.toString();
    address.database = credentials.value("database"_L1).toString();
    address.user = credentials.value("user"_L1).toString();
    address.password = credentials.value("password"_L1).toString();
    address.setOption(u"sslmode"_s, sslModeOf(credentials.value("ssl"_L1)));
    return address;
}

/// A variable that is not set, but for the password: libpq may know that, and else a person is asked.
QString missingVariable(const DrizzleProject &project)
{
    for (const QString &key : serverKeys()) {
        const QString variable = project.unset.value(key);
        if (!variable.isEmpty() && !key.endsWith(u".password"_s))
            return u"%1 takes %2 from the environment variable %3, which is not set: set it, or write it to %4."_s.arg(
                project.configPath, key, variable, QDir(project.root).filePath(u".env"_s));
    }
    return {};
}

} // namespace

const QStringList &serverKeys()
{
    static const QStringList keys{u"dbCredentials.url"_s,      u"dbCredentials.host"_s, u"dbCredentials.port"_s,
                                  u"dbCredentials.database"_s, u"dbCredentials.user"_s, u"dbCredentials.password"_s,
                                  u"dbCredentials.ssl"_s};
    return keys;
}

bool isMeantAsServer(const QString &target)
{
    if (isServerUrl(target))
        return true;
    static const QRegularExpression keywords(u"^\\s*(host|hostaddr|port|dbname|user|service|passfile|sslmode)\\s*="_s);
    return keywords.match(target).hasMatch() && !QFileInfo::exists(target);
}

Result<Target> targetOfServer(const QString &text)
{
    const auto address = parseServerAddress(text);
    RC_TRY(address);
    Target target = serverTargetAt(*address);
    if (!address->password.isEmpty())
        rememberPassword(target.spec.location, address->password);
    return target;
}

Result<Target> targetOfServerProject(const DrizzleProject &project)
{
    if (const QString missing = missingVariable(project); !missing.isEmpty())
        return Error::invalid(missing);
    const QString url = project.credentials.value("url"_L1).toString();
    const auto address = url.isEmpty() ? addressOfParts(project.credentials) : parseServerAddress(url);
    if (!address)
        return Error::invalid(
            u"dbCredentials.url of %1 cannot be used: %2"_s.arg(project.configPath, address.error().message));
    if (url.isEmpty() && address->host.isEmpty())
        return Error::invalid(u"%1 names no database (dbCredentials.url, or host and database): name the database "
                              "itself."_s.arg(project.configPath));
    Target target = serverTargetAt(*address);
    // Where the server refused the project's, a person has given another one since.
    if (!address->password.isEmpty() && !rememberedPassword(target.spec.location))
        rememberPassword(target.spec.location, address->password);
    target.project = project;
    target.project->credentials.remove("password"_L1);
    if (!url.isEmpty())
        target.project->credentials.insert("url"_L1, target.spec.location);
    target.journalTable = project.journalTable();
    if (!project.isComputed(u"out"_s))
        target.migrationsFolder = project.migrationsPath;
    return target;
}

} // namespace core
