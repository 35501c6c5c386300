// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/bridge.h"
#include "core/drizzle/nodeprocess.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

/// A Drizzle project in a temporary folder, with what npm has installed for the tests (core/drizzle/kit) linked in.
class BridgeProject {
public:
    enum class Orm { None, V0, V1 };

    /// With a copy of tests/core/drizzle/bridge/`name`, or nothing but packages without one.
    explicit BridgeProject(Orm orm, const QString &name = {})
    {
        if (!name.isEmpty())
            copy(source() + QStringLiteral("/bridge/") + name);
        if (orm == Orm::None)
            return;
        QDir(path()).mkpath(QStringLiteral("node_modules"));
        link(orm == Orm::V0 ? QStringLiteral("drizzle-orm") : QStringLiteral("drizzle-orm-1"),
             QStringLiteral("drizzle-orm"));
        link(QStringLiteral("esbuild"), QStringLiteral("esbuild"));
    }

    /// Why nothing can be evaluated here; empty when it can.
    [[nodiscard]] static QString missing()
    {
        if (const auto node = core::findNode(); !node)
            return node.error().message;
        if (!QFileInfo::exists(kit() + QStringLiteral("/drizzle-orm-1")))
            return QStringLiteral(
                "drizzle-orm is not installed: run “npm ci” in tests/core/drizzle/kit (./test does).");
        return {};
    }

    [[nodiscard]] QString path(const QString &file = {}) const
    {
        return file.isEmpty() ? QFileInfo(m_folder.path()).canonicalFilePath() : QDir(path()).filePath(file);
    }

    /// Writes it as a whole, as an editor would.
    void write(const QString &file, const QString &text) const
    {
        QDir().mkpath(QFileInfo(path(file)).path());
        QFile out(path(file));
        if (!out.open(QFile::WriteOnly) || out.write(text.toUtf8()) < 0)
            qWarning("%s", qPrintable(out.errorString()));
    }

    /// Makes it a project of one schema file. A config that is there stays untouched: another one is read anew.
    void writeSchema(const QString &text) const
    {
        if (!QFileInfo::exists(path(QStringLiteral("drizzle.config.json"))))
            write(QStringLiteral("drizzle.config.json"),
                  QStringLiteral("{ \"dialect\": \"sqlite\", \"schema\": \"schema.ts\" }"));
        write(QStringLiteral("schema.ts"), text);
    }
    [[nodiscard]] static QString plainTable()
    {
        return QStringLiteral("import { integer, sqliteTable } from 'drizzle-orm/sqlite-core';\n"
                              "export const t = sqliteTable('t', { id: integer('id').primaryKey() });\n");
    }

    static constexpr core::BridgeLimits patient{60'000, 512, 64 * 1024 * 1024}; ///< a machine may be busy
    [[nodiscard]] core::Result<core::DrizzleSchema> read(const core::BridgeLimits &limits = patient,
                                                         const std::function<bool()> &isCancelled = {}) const
    {
        const auto request = core::bridgeRequestFor(path(QStringLiteral("x.db")));
        return request ? core::askBridge(*request, isCancelled, limits).schema
                       : core::Result<core::DrizzleSchema>(core::Error::invalid(QStringLiteral("There is no config.")));
    }

    void link(const QString &package, const QString &as) const
    {
        QFile::link(kit() + QLatin1Char('/') + package, path(QStringLiteral("node_modules/") + as));
    }

private:
    static QString source() { return QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle"); }
    static QString kit() { return source() + QStringLiteral("/kit/node_modules"); }

    void copy(const QString &from) const
    {
        QDirIterator files(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = files.next();
            const QString to = path(QDir(from).relativeFilePath(file));
            QDir().mkpath(QFileInfo(to).path());
            QFile::copy(file, to);
        }
    }

    QTemporaryDir m_folder;
};
