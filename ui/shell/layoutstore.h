// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>
#include <QVariant>
#include <QVariantHash>

#include <memory>

class QSettings;

namespace ui {

/// What the window remembers between runs: the same for all databases (theme, size, recent ones), or per database
/// (panes, tabs). An ini file in the state folder; without a folder nothing is kept and nothing fails.
/// What is set is there at once, and in the file a little later, or when this ends: writing waits for the disk, twice,
/// and happens on another thread. What is set to what it is already is not written.
class LayoutStore {
public:
    explicit LayoutStore(const QString &stateFolder);
    ~LayoutStore();

    [[nodiscard]] QVariant value(const QString &key, const QVariant &fallback = {}) const;
    void setValue(const QString &key, const QVariant &value);

    [[nodiscard]] QVariant databaseValue(const QString &location, const QString &key) const;
    void setDatabaseValue(const QString &location, const QString &key, const QVariant &value);

    /// How a person has set up a table's page: see Page::savedLayout().
    [[nodiscard]] QJsonObject tableLayout(const QString &location, const core::QualifiedName &table) const;
    void setTableLayout(const QString &location, const core::QualifiedName &table, const QJsonObject &layout);

    [[nodiscard]] QStringList recent() const; ///< databases, newest first; files that are gone left out
    [[nodiscard]] bool hasRecent() const; ///< as far as is known without looking for the files
    void addRecent(const QString &location);
    void removeRecent(const QString &location);
    [[nodiscard]] QDateTime lastOpened(const QString &location) const; ///< invalid: not known

    /// Ids chosen in the palette, newest first.
    [[nodiscard]] QStringList recentlyChosen() const;
    void addRecentlyChosen(const QString &key);

    static constexpr int recentAtMost = 12;

private:
    [[nodiscard]] QVariant read(const QString &key, const QVariant &fallback) const;
    void write(const QString &key, const QVariant &value);
    [[nodiscard]] bool isKept(const QString &key, const QVariant &value) const;
    void save();

    QString m_file;
    std::unique_ptr<QSettings> m_settings; ///< only read from: it would write on this thread
    QVariantHash m_set;                    ///< since this began
    QVariantHash m_unsaved;
    QTimer m_later;
    QThreadPool m_writer; ///< one thread: the disk is never waited for on the window's
};

} // namespace ui
