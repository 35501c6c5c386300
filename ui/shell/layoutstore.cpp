// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/layoutstore.h"

#include "core/session/serveraddress.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSettings>

#include <utility>

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

constexpr int saveAfter = 1000; ///< milliseconds

void saveTo(const QString &file, const QVariantHash &values)
{
    QSettings settings(file, QSettings::IniFormat);
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        settings.setValue(it.key(), it.value());
    settings.sync();
}

} // namespace

LayoutStore::LayoutStore(const QString &stateFolder)
{
    if (stateFolder.isEmpty())
        return;
    m_file = QDir(stateFolder).filePath(u"layout.ini"_s);
    m_settings = std::make_unique<QSettings>(m_file, QSettings::IniFormat);
    m_writer.setMaxThreadCount(1); // what is saved later is written later
    m_later.setSingleShot(true);
    m_later.setInterval(saveAfter);
    QObject::connect(&m_later, &QTimer::timeout, &m_later, [this] { save(); });
}

LayoutStore::~LayoutStore()
{
    if (!m_unsaved.isEmpty())
        save(); // the pool's destructor lets it end
}

QVariant LayoutStore::read(const QString &key, const QVariant &fallback) const
{
    if (const auto it = m_set.constFind(key); it != m_set.cend())
        return *it;
    return m_settings ? m_settings->value(key, fallback) : fallback;
}

bool LayoutStore::isKept(const QString &key, const QVariant &value) const
{
    if (!m_set.contains(key) && !m_settings->contains(key))
        return false;
    // The file knows fewer kinds: true comes back as "true", a list of one as that one, an empty list as nothing.
    QVariant kept = read(key, {});
    if (!kept.isValid())
        return value.metaType() == QMetaType::fromType<QStringList>() && value.toStringList().isEmpty();
    return kept.convert(value.metaType()) && kept == value;
}

void LayoutStore::write(const QString &key, const QVariant &value)
{
    if (!m_settings || isKept(key, value))
        return;
    m_set.insert(key, value);
    m_unsaved.insert(key, value);
    if (!m_later.isActive())
        m_later.start();
}

void LayoutStore::save()
{
    m_writer.start([file = m_file, values = std::exchange(m_unsaved, {})] { saveTo(file, values); });
}

QVariant LayoutStore::value(const QString &key, const QVariant &fallback) const
{
    return read(u"window/"_s + key, fallback);
}

void LayoutStore::setValue(const QString &key, const QVariant &value)
{
    write(u"window/"_s + key, value);
}

QVariant LayoutStore::databaseValue(const QString &location, const QString &key) const
{
    return read(databaseKey(location, key), {});
}

void LayoutStore::setDatabaseValue(const QString &location, const QString &key, const QVariant &value)
{
    write(databaseKey(location, key), value);
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
        if (core::isServerUrl(location) || QFileInfo::exists(location)) // whether a server is there takes asking it
            found.append(location);
    }
    return found;
}

bool LayoutStore::hasRecent() const
{
    return !value(u"recent"_s).toStringList().isEmpty();
}

void LayoutStore::addRecent(const QString &location)
{
    setValue(u"recent"_s, moved(value(u"recent"_s).toStringList(), location, recentAtMost));
    setDatabaseValue(location, u"opened"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
}

void LayoutStore::removeRecent(const QString &location)
{
    QStringList all = value(u"recent"_s).toStringList();
    all.removeAll(location);
    setValue(u"recent"_s, all);
}

QDateTime LayoutStore::lastOpened(const QString &location) const
{
    return QDateTime::fromString(databaseValue(location, u"opened"_s).toString(), Qt::ISODate);
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
