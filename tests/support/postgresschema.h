// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/db/scriptrunner.h"
#include "core/dialect/dialect.h"
#include "core/dialect/planner.h"

#include "support/jobs.h"
#include "support/postgrescluster.h"

#include <memory>

/// A database of the test's cluster, for what is proved by running it.
class PostgresDb {
public:
    explicit PostgresDb(const QString &location)
    {
        using namespace Qt::Literals::StringLiterals;
        if (location.isEmpty()) {
            m_error = u"no database"_s;
            return;
        }
        core::ConnectionSpec spec;
        spec.driver = u"postgres"_s;
        spec.location = location;
        spec.mode = core::ConnectionSpec::Mode::Write;
        auto opened = core::driverByName(spec.driver)->open(spec);
        if (opened)
            m_database = std::move(*opened);
        else
            m_error = opened.error().message + u' ' + opened.error().detail;
    }

    /// Why there is none; else the words of the last statement that failed.
    [[nodiscard]] QString error() const { return m_error; }
    [[nodiscard]] core::Database &database() { return *m_database; }
    [[nodiscard]] static const core::Dialect &dialect() { return *core::dialectByName(QStringLiteral("postgres")); }
    [[nodiscard]] static const core::SchemaRules &rules() { return *dialect().schemaRules(); }

    [[nodiscard]] core::Result<core::Schema> schema() { return dialect().introspect(*m_database); }
    /// The server's words; empty when it went well.
    QString execute(const QString &sql)
    {
        const auto done = m_database->execute(sql);
        m_error = done ? QString() : QString(done.error().message + QLatin1Char(' ') + done.error().detail);
        return m_error;
    }
    QString run(const core::Script &script)
    {
        TestJob job;
        const auto ran = core::runScript(*m_database, script, job);
        m_error = ran ? ran->afterwards
                      : QString(ran.error().message + QLatin1Char(' ') + ran.error().detail + QLatin1String(" | ")
                                + ran.error().statement);
        return m_error;
    }
    /// The first cell, as people see it.
    [[nodiscard]] QString value(const QString &sql)
    {
        const auto value = m_database->queryValue(sql);
        return value ? value->display() : QString(value.error().message + QLatin1Char(' ') + value.error().detail);
    }
    /// The SQL as in an empty database; quicker than a new one.
    QString anew(const QString &sql)
    {
        return execute(
            QStringLiteral(
                "SET client_min_messages TO warning; SET search_path TO public; DO $$ DECLARE s name; BEGIN FOR "
                "s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> "
                "'information_schema' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP; END $$; "
                "CREATE SCHEMA public; ")
            + sql);
    }
    /// Makes everything of the schema; the server's words where it fails.
    QString create(const core::Schema &schema)
    {
        const QList<core::Statement> statements = dialect().createStatements(schema);
        for (const core::Statement &s : statements) {
            if (const QString wrong = execute(s.sql); !wrong.isEmpty())
                return wrong + QLatin1String("\n") + s.sql;
        }
        return {};
    }

private:
    QString m_error;
    std::unique_ptr<core::Database> m_database;
};

/// The first lines that differ, so that a failure says what is wrong.
[[nodiscard]] inline QString firstDifference(const core::Schema &a, const core::Schema &b)
{
    const QStringList x = core::describe(a).split(QLatin1Char('\n'));
    const QStringList y = core::describe(b).split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < std::max(x.size(), y.size()); ++i) {
        if (x.value(i) != y.value(i))
            return QStringLiteral("line %1:\n%2\n%3").arg(i).arg(x.value(i), y.value(i));
    }
    return {};
}
