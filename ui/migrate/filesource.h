// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/schemawork.h"
#include "ui/migrate/migrationsource.h"

#include <QFuture>

#include <memory>

class QFileSystemWatcher;
class QTimer;

namespace ui {

/// Another database, a snapshot of drizzle-kit, a file of DDL or another project's schema.ts as a source. Read on a
/// thread, and again when the file changes.
class FileSource : public MigrationSource {
    Q_OBJECT

public:
    enum class Read { Now, WhenWanted };
    FileSource(core::Session &session, const QString &path, Read read = Read::Now, QObject *parent = nullptr);
    ~FileSource() override;

    [[nodiscard]] static QString idOf(const QString &path);

    [[nodiscard]] QString id() const override { return idOf(m_path); }
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString stateText() const override;
    [[nodiscard]] QString place() const override { return m_path; }
    [[nodiscard]] std::optional<core::MigrationDraft> draft() const override { return m_draft; }
    [[nodiscard]] QString why() const override { return m_problem; }
    [[nodiscard]] const QString &path() const { return m_path; } ///< absolute
    [[nodiscard]] bool isProblem() const override { return !m_problem.isEmpty(); }
    [[nodiscard]] bool isReading() const override { return m_reading.isRunning(); }
    [[nodiscard]] bool isRemovable() const override { return true; }
    void refresh() override;
    void want() override;
    void trust(); ///< it is code, and a person trusts its folder from now on: reads it

Q_SIGNALS:
    void trustWanted(const QString &because); ///< it is code that nobody has trusted yet; not run

private:
    void readWith(core::CodeTrust trust);
    void take(const core::Result<core::SchemaSource> &source);

    QString m_path;
    std::unique_ptr<core::SchemaWork> m_work;
    std::optional<core::MigrationDraft> m_draft;
    QString m_problem;
    QFuture<core::Result<core::SchemaSource>> m_reading;
    int m_generation = 0; ///< 0: it was never read
    QFileSystemWatcher *m_watcher = nullptr;
    QTimer *m_again = nullptr;
};

} // namespace ui
