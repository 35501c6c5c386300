// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/environment.h"

#include "core/db/database.h"
#include "core/session/knownaddresses.h"
#include "core/session/serveraddress.h"
#include "core/session/session.h"
#include "core/session/target.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

QString toText(Environment environment)
{
    switch (environment) {
    case Environment::Unmarked:
        return {};
    case Environment::Local:
        return u"local"_s;
    case Environment::Staging:
        return u"staging"_s;
    case Environment::Production:
        return u"production"_s;
    }
    return {};
}

std::optional<Environment> environmentFromText(const QString &text)
{
    if (text == u"none"_s || text.isEmpty())
        return Environment::Unmarked;
    for (const Environment each : {Environment::Local, Environment::Staging, Environment::Production}) {
        if (text == toText(each))
            return each;
    }
    return std::nullopt;
}

namespace {

/// A server is the same however its address is written: what is production stays so.
QString markKey(const QString &database)
{
    ConnectionSpec spec;
    spec.driver = serverDriver();
    spec.location = database;
    return isServerUrl(database) ? stateKey(spec) : database;
}

QString markPath(const QString &folder, const QString &key)
{
    const QByteArray hash = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256);
    return folder + u'/' + QString::fromLatin1(hash.toHex().first(24)) + u".json"_s;
}

/// Of every address that is known to lead to the same database; the one that is asked for first.
QStringList markPaths(const QString &path, const QString &database)
{
    QStringList paths{path};
    if (!isServerUrl(database))
        return paths;
    const QString folder = QFileInfo(path).path();
    const QStringList keys = KnownAddresses(QFileInfo(folder).path()).sameAs(markKey(database));
    for (const QString &key : keys) {
        if (const QString other = markPath(folder, key); !paths.contains(other))
            paths.append(other);
    }
    return paths;
}

Result<DatabaseMark> markIn(const QString &path, const QString &database)
{
    QFile file(path);
    if (!file.exists())
        return DatabaseMark();
    const Error unclear = Error::io(u"How %1 is marked (local, staging, production) could not be read from %2."_s.arg(
        QFileInfo(database).fileName(), path));
    if (!file.open(QFile::ReadOnly))
        return unclear;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    const auto environment = environmentFromText(document[u"environment"_s].toString());
    if (!document.isObject() || !environment)
        return unclear;
    return DatabaseMark{*environment, document[u"seed"_s].toString()};
}

Result<Done> putMark(const QString &path, const DatabaseMark &mark, const QString &database)
{
    QSaveFile file(path);
    const QByteArray json = QJsonDocument(QJsonObject{{u"environment"_s, toText(mark.environment)},
                                                      {u"seed"_s, mark.seed},
                                                      {u"database"_s, database}}) // for whoever looks into the folder
                                .toJson(QJsonDocument::Indented);
    const bool begun = QDir().mkpath(QFileInfo(path).path()) && file.open(QFile::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(json) == json.size();
    if (!begun || !file.commit())
        return Error::io(u"The mark of %1 could not be kept: %2 (%3)."_s.arg(QFileInfo(database).fileName(),
                                                                             file.errorString(), path));
    return Done{};
}

} // namespace

EnvironmentStore::EnvironmentStore(const QString &stateFolder, const QString &database)
    : m_path(markPath(stateFolder + u"/environments"_s, markKey(database)))
    , m_database(database)
{
}

/// The strictest of all: who marked it under another address meant the same database.
Result<DatabaseMark> EnvironmentStore::read() const
{
    auto mark = markIn(m_path, m_database);
    RC_TRY(mark);
    const QStringList paths = markPaths(m_path, m_database);
    for (const QString &path : paths) {
        const auto other = markIn(path, m_database);
        RC_TRY(other);
        mark->environment = std::max(mark->environment, other->environment);
        if (mark->seed.isEmpty())
            mark->seed = other->seed;
    }
    return mark;
}

/// For every address: else the one that was marked first would go on to count.
Result<Done> EnvironmentStore::write(const DatabaseMark &mark) const
{
    const QStringList paths = markPaths(m_path, m_database);
    for (const QString &path : paths)
        RC_TRY(putMark(path, mark, m_database));
    return Done{};
}

EnvironmentMark::EnvironmentMark(EnvironmentStore store, const QString &name, QObject *parent)
    : QObject(parent)
    , m_store(std::move(store))
    , m_name(name)
{
    if (const auto read = m_store.read())
        m_mark = *read;
    else
        m_mark.environment = Environment::Production;
}

EnvironmentMark &EnvironmentMark::of(Session &session)
{
    if (auto *there = session.findChild<EnvironmentMark *>(QString(), Qt::FindDirectChildrenOnly))
        return *there;
    return *new EnvironmentMark(EnvironmentStore(session.stateFolder(), session.location()), session.name(), &session);
}

Result<Done> EnvironmentMark::keep(const DatabaseMark &mark)
{
    RC_TRY(m_store.write(mark));
    if (m_mark != mark) {
        m_mark = mark;
        Q_EMIT changed();
    }
    return Done{};
}

Result<Done> EnvironmentMark::set(Environment environment)
{
    return keep({environment, m_mark.seed});
}

void EnvironmentMark::permitOnce(const QString &typedName)
{
    m_permitted = typedName == m_name;
}

Result<Done> EnvironmentMark::takePermission()
{
    const bool permitted = std::exchange(m_permitted, false);
    if (!isProduction() || permitted)
        return Done{};
    Error error;
    error.kind = Error::Kind::Refused;
    error.code = u"production"_s;
    error.message =
        u"%1 is marked as production, so nothing was run: its name has to be typed first (on the command line: "
        "--production %1)."_s.arg(m_name);
    return error;
}

Result<Done> EnvironmentMark::setSeed(const QString &name)
{
    return keep({m_mark.environment, name});
}

} // namespace core
