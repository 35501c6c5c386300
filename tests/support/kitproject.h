// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/migrationsfolder.h"

#include "core/drizzle/bridge.h"
#include "core/drizzle/generate.h"
#include "core/drizzle/nodeprocess.h"

#include "support/schemadb.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QUuid>
#include <QTest>

/// A Drizzle project with drizzle-kit and drizzle-orm in it, 0.x (tests/core/drizzle/kit) or 1.0 (kit1).
class KitProject {
public:
    explicit KitProject(const QString &kit)
        : m_kit(kit)
    {
        QFile::link(modules(kit), path(QStringLiteral("node_modules")));
        write(QStringLiteral("package.json"), QStringLiteral("{}"));
        writeConfig(QStringLiteral("'./schema.ts'"));
    }

    /// A row of test data for each.
    static void kits()
    {
        QTest::addColumn<QString>("kit");
        QTest::newRow("0.31") << QStringLiteral("kit");
        QTest::newRow("1.0") << QStringLiteral("kit1");
    }

    /// Why there is no such kit here; empty when there is.
    [[nodiscard]] static QString missing(const QString &kit)
    {
        if (const auto node = core::findNode(); !node)
            return node.error().message;
        if (!QFileInfo::exists(modules(kit) + QStringLiteral("/drizzle-kit")))
            return QStringLiteral("drizzle-kit is not installed: run “npm ci” in tests/core/drizzle/%1 (./test does).")
                .arg(kit);
        return {};
    }

    [[nodiscard]] QString path(const QString &file = {}) const
    {
        const QString root = QFileInfo(m_folder.path()).canonicalFilePath();
        return file.isEmpty() ? root : QDir(root).filePath(file);
    }
    void write(const QString &file, const QString &text) const
    {
        QDir().mkpath(QFileInfo(path(file)).path());
        QFile out(path(file));
        if (!out.open(QFile::WriteOnly) || out.write(text.toUtf8()) < 0)
            qWarning("%s", qPrintable(out.errorString()));
    }

    void writeConfig(const QString &schema) const
    {
        write(QStringLiteral("drizzle.config.ts"),
              QStringLiteral("export default { dialect: 'sqlite' as const, schema: %1, out: './drizzle' };\n")
                  .arg(schema));
    }

    /// For a server; `more`: further keys, each with a comma behind it.
    void writePostgresConfig(const QString &url, const QString &more = {}) const
    {
        write(QStringLiteral("drizzle.config.ts"),
              QStringLiteral("export default { dialect: 'postgresql' as const, schema: './schema.ts', out: './drizzle',"
                             " %2 dbCredentials: { url: '%1' } };\n")
                  .arg(url, more));
    }

    /// What a program of the project prints, and how it ends.
    [[nodiscard]] QString node(const QStringList &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(path());
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(core::findNode().value(), arguments);
        process.closeWriteChannel();
        const bool ended = process.waitForFinished(120'000);
        QString said = QString::fromUtf8(process.readAll());
        if (!ended || process.exitCode() != 0)
            said += QStringLiteral("\n[ended with %1]").arg(process.exitCode());
        return said;
    }
    [[nodiscard]] QString kit(const QStringList &arguments) const
    {
        return node(QStringList{QStringLiteral("node_modules/drizzle-kit/bin.cjs")} + arguments);
    }
    /// The ORM's own migrator, foreign keys on, and then the SQL; empty when all went well.
    [[nodiscard]] QString migrate(const QString &database, const QString &sql = {}) const
    {
        return node({source() + QStringLiteral("/kit/migrate.mjs"), path(QStringLiteral("drizzle")), database, sql});
    }

    /// drizzle-orm's migrator over postgres.js; what it prints, empty when all went well.
    [[nodiscard]] QString migratePostgres(const QString &url, const QString &schema = QStringLiteral("drizzle"),
                                          const QString &table = QStringLiteral("__drizzle_migrations")) const
    {
        return node({source() + QStringLiteral("/kit/migratepg.mjs"), path(QStringLiteral("drizzle")), url, schema, table});
    }
    /// Why the migrator on a server cannot run here; empty when it can.
    [[nodiscard]] static QString missingPostgres(const QString &kit)
    {
        const QString why = missing(kit);
        if (!why.isEmpty() || QFileInfo::exists(modules(kit) + QStringLiteral("/postgres")))
            return why;
        return QStringLiteral("postgres.js is not installed: run “npm ci” in tests/core/drizzle/%1 (./test does).").arg(kit);
    }

    [[nodiscard]] core::Result<core::DrizzleSchema> declared() const
    {
        const auto request = core::bridgeRequestFor(path(QStringLiteral("x.db")));
        return request ? core::askBridge(*request, {}, {60'000, 512, 64 * 1024 * 1024}).schema
                       : core::Result<core::DrizzleSchema>(core::Error::invalid(QStringLiteral("There is no config.")));
    }
    /// Ours, not written yet.
    [[nodiscard]] core::Result<core::GeneratedMigration> generate() const
    {
        const auto schema = declared();
        if (!schema)
            return schema.error();
        core::GenerateRequest request;
        request.folder = path(QStringLiteral("drizzle"));
        request.project = core::declaredBy(*schema);
        request.options.ormVersion = schema->ormVersion;
        request.now = QDateTime::currentMSecsSinceEpoch();
        request.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        const core::Dialect *dialect = core::dialectByName(request.project.system);
        return core::generateMigration(request, dialect ? *dialect : SchemaDb::dialect());
    }
    /// Why nothing was written; empty when it was.
    [[nodiscard]] QString generateAndWrite() const
    {
        const auto made = generate();
        if (!made)
            return made.error().message;
        if (!made->prepared)
            return QStringLiteral("nothing to do");
        const auto written = core::writeMigration(*made->prepared);
        return written ? QString() : written.error().message;
    }

private:
    static QString source() { return QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle"); }
    static QString modules(const QString &kit)
    {
        return source() + QLatin1Char('/') + kit + QStringLiteral("/node_modules");
    }

    QString m_kit;
    QTemporaryDir m_folder;
};

[[nodiscard]] inline int migrationsIn(const KitProject &project)
{
    const auto folder = core::readMigrationsFolder(project.path(QStringLiteral("drizzle")));
    return folder ? int(folder->migrations.size()) : 0;
}

/// For messages of failing tests.
[[nodiscard]] inline QString lastMigration(const KitProject &project)
{
    const auto folder = core::readMigrationsFolder(project.path(QStringLiteral("drizzle")));
    return folder && !folder->migrations.isEmpty() ? folder->migrations.last().text() : QString();
}
