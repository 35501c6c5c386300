// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/layoutstore.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSettings>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString hashed(const QString &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha1).toHex().first(16));
}

QString databaseKey(const QString &location, const QString &key)
{
    return u"database-%1/%2"_s.arg(hashed(location), key);
}

QString tableKey(const core::QualifiedName &table)
{
    return u"table-"_s + hashed(table.schema + u'\n' + table.name); // a name may hold anything
}

QStringList moved(QStringList list, const QString &first, qsizetype atMost)
{
    list.removeAll(first);
    list.prepend(first);
    return list.first(qMin(list.size(), atMost));
}

} // namespace

LayoutStore::LayoutStore(const QString &stateFolder)
{
    if (!stateFolder.isEmpty())
        m_settings = std::make_unique<QSettings>(QDir(stateFolder).filePath(u"layout.ini"_s), QSettings::IniFormat);
}

LayoutStore::~LayoutStore() = default;

QVariant LayoutStore::value(const QString &key, const QVariant &fallback) const
{
    return m_settings ? m_settings->value(u"window/"_s + key, fallback) : fallback;
}

void LayoutStore::setValue(const QString &key, const QVariant &value)
{
    if (m_settings)
        m_settings->setValue(u"window/"_s + key, value);
}

QVariant LayoutStore::databaseValue(const QString &location, const QString &key) const
{
    return m_settings ? m_settings->value(databaseKey(location, key)) : QVariant();
}

void LayoutStore::setDatabaseValue(const QString &location, const QString &key, const QVariant &value)
{
    if (m_settings)
        m_settings->setValue(databaseKey(location, key), value);
}

QJsonObject LayoutStore::tableLayout(const QString &location, const core::QualifiedName &table) const
{
    return QJsonDocument::fromJson(databaseValue(location, tableKey(table)).toByteArray()).object();
}

void LayoutStore::setTableLayout(const QString &location, const core::QualifiedName &table, const QJsonObject &layout)
{
    setDatabaseValue(location, tableKey(table), QJsonDocument(layout).toJson(QJsonDocument::Compact));
}

QStringList LayoutStore::recent() const
{
    QStringList found;
    const QStringList all = value(u"recent"_s).toStringList();
    for (const QString &location : all) {
        if (QFileInfo::exists(location))
            found.append(location);
    }
    return found;
}

void LayoutStore::addRecent(const QString &location)
{
    setValue(u"recent"_s, moved(value(u"recent"_s).toStringList(), location, recentAtMost));
}

void LayoutStore::removeRecent(const QString &location)
{
    QStringList all = value(u"recent"_s).toStringList();
    all.removeAll(location);
    setValue(u"recent"_s, all);
}

QStringList LayoutStore::recentlyChosen() const
{
    return value(u"chosen"_s).toStringList();
}

void LayoutStore::addRecentlyChosen(const QString &key)
{
    setValue(u"chosen"_s, moved(recentlyChosen(), key, recentAtMost));
}

} // namespace ui
