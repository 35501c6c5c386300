// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/scriptrunner.h"
#include "core/dialect/dialect.h"
#include "core/dialect/planner.h"

#include "support/jobs.h"
#include "support/sqlitefile.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <memory>

/// A small database of its own, in memory where the system has a folder for that, for what is proved by running it.
class SchemaDb {
public:
    /// SQLite's words when the SQL fails; see error().
    explicit SchemaDb(const QString &sql = {})
    {
        const QString path = folder().filePath(QString::number(++count()) + QStringLiteral(".db"));
        m_path = path;
        m_error = sqlitefile::execute(path, sql);
        auto opened = sqlitefile::open(path, core::ConnectionSpec::Mode::Write);
        if (!opened)
            m_error += opened.error().message;
        else
            m_database = std::move(*opened);
        if (m_database)
            (void)m_database->execute(QStringLiteral("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY"));
    }
    ~SchemaDb()
    {
        m_database.reset();
        QFile::remove(m_path);
    }
    SchemaDb(const SchemaDb &) = delete;
    SchemaDb &operator=(const SchemaDb &) = delete;

    [[nodiscard]] QString error() const { return m_error; }
    [[nodiscard]] core::Database &database() { return *m_database; }

    [[nodiscard]] static const core::Dialect &dialect() { return *core::dialectByName(QStringLiteral("sqlite")); }
    [[nodiscard]] static const core::SchemaRules &rules() { return *dialect().schemaRules(); }

    [[nodiscard]] core::Result<core::Schema> schema() { return dialect().introspect(*m_database); }

    [[nodiscard]] core::Result<core::ScriptOutcome> run(const core::Script &script)
    {
        TestJob job;
        return core::runScript(*m_database, script, job);
    }
    /// SQLite's words; empty when it went well.
    [[nodiscard]] QString execute(const QString &sql)
    {
        const auto done = m_database->execute(sql);
        return done ? QString() : done.error().message + QLatin1Char(' ') + done.error().detail;
    }
    /// Runs the SQL by another connection with SQLite's own settings, as other programs have them; its words if it fails.
    [[nodiscard]] QString runOutside(const QString &sql) { return sqlitefile::execute(m_path, sql); }
    /// The rows as one text, a line each, cells as literals: values, storage classes and bytes.
    [[nodiscard]] QString rows(const QString &sql)
    {
        const auto rows = m_database->query(sql);
        if (!rows)
            return rows.error().message + QLatin1Char(' ') + rows.error().detail;
        QStringList lines;
        for (const core::Row &row : *rows) {
            QStringList cells;
            for (const core::Value &value : row)
                cells.append(dialect().literal(value));
            lines.append(cells.join(QLatin1String(", ")));
        }
        return lines.join(QLatin1Char('\n'));
    }

private:
    static QDir folder()
    {
        static const QTemporaryDir dir(QFileInfo(QStringLiteral("/dev/shm")).isWritable()
                                           ? QStringLiteral("/dev/shm/raincheck-test-XXXXXX")
                                           : QDir::tempPath() + QStringLiteral("/raincheck-test-XXXXXX"));
        return QDir(dir.path());
    }
    static int &count()
    {
        static int n = 0;
        return n;
    }

    QString m_path;
    QString m_error;
    std::unique_ptr<core::Database> m_database;
};

/// The schema that the SQL makes.
[[nodiscard]] inline core::Result<core::Schema> schemaOf(const QString &sql)
{
    SchemaDb db(sql);
    if (!db.error().isEmpty())
        return core::Error::invalid(db.error());
    return db.schema();
}

/// The changes in words, one a line.
[[nodiscard]] inline QStringList wordsOf(const QList<core::Change> &changes)
{
    QStringList words;
    for (const core::Change &change : changes)
        words.append(core::wordsOf(change));
    return words;
}
