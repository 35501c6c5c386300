// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/recentdatabases.h"

#include "core/drizzle/project.h"
#include "core/drizzle/wrangler.h"
#include "core/session/serveraddress.h"
#include "ui/connect/serveropener.h"
#include "ui/shell/layoutstore.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// "~/projects/blog": the folder as people write it.
QString shortFolder(const QString &folder)
{
    const QString home = QDir::homePath();
    return folder == home || folder.startsWith(home + u'/') ? u"~"_s + folder.sliced(home.size()) : folder;
}

RecentDatabase recentServer(const LayoutStore &store, const QString &url)
{
    RecentDatabase server;
    server.location = url;
    server.isServer = true;
    server.name = ServerOpener::nameOf(store, url);
    server.isReadOnly = ServerOpener::isReadOnly(store, url);
    const auto address = core::parseServerAddress(url);
    const QString place = address ? address->place() : url;
    QStringList about{u"PostgreSQL"_s};
    if (place != server.name)
        about.append(place);
    if (address && !address->user.isEmpty())
        about.append(address->user);
    server.place = about.join(u" · "_s);
    return server;
}

} // namespace

/// A project by its folder, a local D1 database (whose file's name says nothing) by that of its Worker.
RecentDatabase recentFile(const QString &location)
{
    RecentDatabase recent;
    recent.location = location;
    const QFileInfo file(location);
    const QString folder = file.absolutePath();
    recent.name = file.fileName();
    recent.place = shortFolder(folder);
    if (core::isLocalD1Path(location) && location.contains(u"/.wrangler/"_s)) {
        const QString worker = location.section(u"/.wrangler/"_s, 0, 0);
        recent.name = u"%1 · local D1"_s.arg(QFileInfo(worker).fileName());
        recent.place = shortFolder(worker);
    } else if (core::isDrizzleConfigName(file.fileName())) {
        recent.name = QFileInfo(folder).fileName();
        recent.place = u"%1 · %2"_s.arg(file.fileName(), shortFolder(folder));
    }
    return recent;
}

QList<RecentDatabase> recentDatabases(const LayoutStore &store, const QString &stateFolder)
{
    QList<RecentDatabase> all;
    const QStringList locations = store.recent();
    for (const QString &location : locations) {
        RecentDatabase recent = core::isServerUrl(location) ? recentServer(store, location) : recentFile(location);
        recent.opened = store.lastOpened(location);
        // What cannot be read counts as production, here as when it is opened.
        const auto mark = core::EnvironmentStore(stateFolder, location).read();
        recent.mark = mark ? mark->environment : core::Environment::Production;
        all.append(recent);
    }
    return all;
}

QString whenOpened(const QDateTime &opened, const QDateTime &now)
{
    if (!opened.isValid())
        return {};
    const QDateTime then = opened.toLocalTime();
    const QDateTime here = now.toLocalTime();
    const qint64 minutes = then.secsTo(here) / 60;
    const QLocale english(QLocale::English);
    if (minutes >= 0 && minutes < 1)
        return u"just now"_s;
    if (minutes >= 0 && minutes < 60)
        return minutes == 1 ? u"1 minute ago"_s : u"%1 minutes ago"_s.arg(minutes);
    const qint64 days = then.date().daysTo(here.date());
    if (days == 0)
        return u"today, %1"_s.arg(english.toString(then.time(), u"HH:mm"_s));
    if (days == 1)
        return u"yesterday"_s;
    return english.toString(then.date(), then.date().year() == here.date().year() ? u"d MMM"_s : u"d MMM yyyy"_s);
}

} // namespace ui
