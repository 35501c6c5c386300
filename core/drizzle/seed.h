// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

namespace core {

/// What fills a project's database with rows to begin with: a script of its package.json, or a file of SQL.
struct Seed {
    enum class Kind { Command, SqlFile };
    Kind kind = Kind::Command;
    QString name; ///< "db:seed", "seed.sql"; names it among the project's
    QString program; ///< Command: "npm"
    QStringList arguments; ///< Command: {"run", "db:seed"}
    QString folder; ///< Command: where it runs
    QString says; ///< Command: what package.json runs under that name
    QString path; ///< SqlFile: absolute
    friend bool operator==(const Seed &, const Seed &) = default;
    [[nodiscard]] QString commandLine() const; ///< "npm run db:seed"
};

/// Those of the project that a file (a database, a config; empty: none) or a migrations folder lies in, likeliest first. Reads package.json; runs
/// nothing. The package manager is the one whose lock file is there.
[[nodiscard]] QList<Seed> findSeeds(const QString &file, const QString &migrationsFolder);

/// Runs a seed's command, and passes on what it writes. It is the project's own code: only for one that is trusted.
/// Whatever it has started goes with it when it is stopped, or this object goes. Lives on its thread, never blocks.
class SeedRun : public QObject {
    Q_OBJECT

public:
    /// `databaseUrl`: what it finds in DATABASE_URL; it may hold a password. Empty: what is there.
    explicit SeedRun(const Seed &seed, const QString &databaseUrl = {}, QObject *parent = nullptr);
    ~SeedRun() override;

    void start();
    void stop();
    [[nodiscard]] bool isRunning() const { return m_process->state() != QProcess::NotRunning; }

Q_SIGNALS:
    void output(const QString &text); ///< of both its outputs, as it comes
    void ended(const core::Result<core::Done> &how); ///< once

private:
    void take();
    void end(const Result<Done> &how);
    void killGroup();

    Seed m_seed;
    std::unique_ptr<QProcess> m_process;
    bool m_stopped = false;
    bool m_over = false;
};

} // namespace core
