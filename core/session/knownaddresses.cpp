// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/knownaddresses.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace core {

using namespace Qt::Literals::StringLiterals;

KnownAddresses::KnownAddresses(const QString &stateFolder)
    : m_folder(stateFolder + u"/servers/"_s)
{
}

QString KnownAddresses::pathOf(const QString &address) const
{
    const QByteArray hash = QCryptographicHash::hash(address.toUtf8(), QCryptographicHash::Sha256);
    return m_folder + QString::fromLatin1(hash.toHex().first(24)) + u".json"_s;
}

KnownAddresses::Entry KnownAddresses::read(const QString &path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return {};
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    Entry entry{object.value("address"_L1).toString(), {}};
    const QJsonArray databases = object.value("databases"_L1).toArray();
    for (const auto &database : databases)
        entry.databases.append(database.toString());
    return entry;
}

Result<Done> KnownAddresses::note(const QString &address, const QString &database) const
{
    if (database.isEmpty())
        return Done{};
    const QString path = pathOf(address);
    Entry entry = read(path);
    if (!entry.databases.isEmpty() && entry.databases.last() == database)
        return Done{};
    entry.databases.removeAll(database);
    entry.databases.append(database);
    QSaveFile file(path);
    const QByteArray json = QJsonDocument(QJsonObject{{u"address"_s, address},
                                                      {u"databases"_s, QJsonArray::fromStringList(entry.databases)}})
                                .toJson(QJsonDocument::Indented);
    const bool begun = QDir().mkpath(m_folder) && file.open(QFile::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(json) == json.size();
    if (!begun || !file.commit())
        return Error::io(
            u"Which database this address leads to could not be kept: %1 (%2)."_s.arg(file.errorString(), path));
    return Done{};
}

QStringList KnownAddresses::sameAs(const QString &address) const
{
    QStringList same{address};
    const QStringList databases = read(pathOf(address)).databases;
    if (databases.isEmpty())
        return same;
    const QStringList files = QDir(m_folder).entryList({u"*.json"_s}, QDir::Files, QDir::Name);
    for (const QString &name : files) {
        const Entry other = read(m_folder + name);
        if (other.databases.contains(databases.last()) && !same.contains(other.address))
            same.append(other.address);
    }
    return same;
}

} // namespace core
