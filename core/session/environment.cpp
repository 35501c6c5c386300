// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/environment.h"

#include "core/db/database.h"
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

} // namespace

EnvironmentStore::EnvironmentStore(const QString &stateFolder, const QString &database)
    : m_path(stateFolder + u"/environments/"_s
             + QString::fromLatin1(
                 QCryptographicHash::hash(markKey(database).toUtf8(), QCryptographicHash::Sha256).toHex().first(24))
             + u".json"_s)
    , m_database(database)
{
}

Result<DatabaseMark> EnvironmentStore::read() const
{
    QFile file(m_path);
    if (!file.exists())
        return DatabaseMark();
    const Error unclear = Error::io(u"How %1 is marked (local, staging, production) could not be read from %2."_s.arg(
        QFileInfo(m_database).fileName(), m_path));
    if (!file.open(QFile::ReadOnly))
        return unclear;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    const auto environment = environmentFromText(document[u"environment"_s].toString());
    if (!document.isObject() || !environment)
        return unclear;
    return DatabaseMark{*environment, document[u"seed"_s].toString()};
}

Result<Done> EnvironmentStore::write(const DatabaseMark &mark) const
{
    const QString folder = QFileInfo(m_path).path();
    QSaveFile file(m_path);
    const QByteArray json = QJsonDocument(QJsonObject{{u"environment"_s, toText(mark.environment)},
                                                      {u"seed"_s, mark.seed},
                                                      {u"database"_s, m_database}}) // for whoever looks into the folder
                                .toJson(QJsonDocument::Indented);
    const bool begun = QDir().mkpath(folder) && file.open(QFile::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(json) == json.size();
    if (!begun || !file.commit())
        return Error::io(u"The mark of %1 could not be kept: %2 (%3)."_s.arg(QFileInfo(m_database).fileName(),
                                                                             file.errorString(), m_path));
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
    return *new EnvironmentMark(EnvironmentStore(session.stateFolder(), session.location()),
                                session.name(), &session);
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
