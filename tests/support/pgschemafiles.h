// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/nodeprocess.h"

#include "support/kitproject.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

/// The schemas of tests/core/drizzle/pgschemas, written with pg-core, and what drizzle-kit makes of them.
struct PgSchemaFile {
    QString kit; ///< "kit" (0.31) or "kit1" (1.0)
    QString name; ///< "views"
    QString casing; ///< as the config says
    QString cannot; ///< why no server takes what drizzle-kit makes of it; empty: it does
    QStringList sql; ///< from nothing, a statement each
    QString error; ///< drizzle-kit's words where it cannot do it

    [[nodiscard]] static QString folder()
    {
        return QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle/pgschemas");
    }
    /// All those that are for this kit; empty: `why` says it.
    [[nodiscard]] static QList<PgSchemaFile> all(const QString &kit, QString &why)
    {
        QProcess process;
        process.setWorkingDirectory(QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle/") + kit);
        process.start(core::findNode().value(), {QStringLiteral("../kit/pgschemas.mjs")});
        const bool ended = process.waitForFinished(120'000);
        if (!ended || process.exitCode() != 0) {
            why = QString::fromUtf8(process.readAllStandardError());
            return {};
        }
        QList<PgSchemaFile> out;
        const QList<QByteArray> lines = process.readAllStandardOutput().split('\n');
        for (const QByteArray &line : lines) {
            const QJsonObject o = QJsonDocument::fromJson(line).object();
            if (o.isEmpty())
                continue;
            PgSchemaFile file{kit,
                              o.value(QLatin1String("name")).toString(),
                              o.value(QLatin1String("casing")).toString(),
                              o.value(QLatin1String("cannot")).toString(),
                              {},
                              o.value(QLatin1String("error")).toString()};
            const QJsonArray statements = o.value(QLatin1String("sql")).toArray();
            for (const QJsonValue &s : statements)
                file.sql.append(s.toString());
            out.append(file);
        }
        return out;
    }

    /// A project of this one file.
    [[nodiscard]] std::unique_ptr<KitProject> project() const
    {
        auto out = std::make_unique<KitProject>(kit);
        QFile source(folder() + QLatin1Char('/') + name + QStringLiteral(".ts"));
        if (source.open(QFile::ReadOnly))
            out->write(QStringLiteral("schema.ts"), QString::fromUtf8(source.readAll()));
        const QString cased = casing.isEmpty() ? QString() : QStringLiteral(", casing: '%1' as const").arg(casing);
        out->write(QStringLiteral("drizzle.config.ts"),
                   QStringLiteral("export default { dialect: 'postgresql' as const, schema: './schema.ts', out: "
                                  "'./drizzle'%1 };\n")
                       .arg(cased));
        return out;
    }
};

Q_DECLARE_METATYPE(PgSchemaFile)
