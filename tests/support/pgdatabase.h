// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/scriptrunner.h"
#include "core/dialect/dialect.h"
#include "core/edit/dmlwriter.h"
#include "support/jobs.h"
#include "support/postgrescluster.h"
#include "support/rowsfixture.h"
#include "support/verify.h"

#include <memory>

/// A database of a test's own on its cluster, its schema, and staged edits. Check `problem` before use.
struct PgDatabase {
    PgDatabase(PostgresCluster &cluster, const QString &sql)
        : PgDatabase(cluster.newDatabase(sql), cluster)
    {
    }
    PgDatabase(const QString &place, const PostgresCluster &cluster)
        : location(place)
    {
        if (location.isEmpty()) {
            problem = cluster.problem();
            return;
        }
        auto opened = core::driverByName(QStringLiteral("postgres"))->open(spec(core::ConnectionSpec::Mode::Write));
        if (!opened) {
            problem = opened.error().message + opened.error().detail;
            return;
        }
        database = std::move(*opened);
        readSchema();
    }
    void readSchema()
    {
        const auto read = dialect.introspect(*database);
        problem = read ? QString() : read.error().message + read.error().detail;
        schema = read ? *read : core::Schema();
    }
    [[nodiscard]] core::ConnectionSpec spec(core::ConnectionSpec::Mode mode) const
    {
        return {QStringLiteral("postgres"), location, mode};
    }
    /// As the window reads rows.
    [[nodiscard]] QString open(RowsFixture &fixture) const
    {
        auto first = core::Connection::open(spec(core::ConnectionSpec::Mode::Read));
        auto second = core::Connection::open(spec(core::ConnectionSpec::Mode::Read));
        if (!first || !second)
            return first ? second.error().message : first.error().message;
        fixture.reader = *first;
        fixture.background = *second;
        fixture.dialect = &dialect;
        fixture.schema = std::make_shared<const core::Schema>(schema);
        return {};
    }

    [[nodiscard]] core::Result<core::Script> script() const
    {
        return core::editScript(schema, changes, dialect, stamps);
    }
    /// Runs what is staged, and forgets it when it went through.
    [[nodiscard]] core::Result<core::ScriptOutcome> apply()
    {
        const auto written = script();
        if (!written)
            return written.error();
        auto ran = run(*written);
        if (ran)
            changes = {};
        return ran;
    }
    [[nodiscard]] core::Result<core::ScriptOutcome> run(const core::Script &toRun) const
    {
        TestJob context;
        return core::runScript(*database, toRun, context);
    }
    [[nodiscard]] std::vector<core::Row> rows(const QString &sql) const
    {
        auto read = database->query(sql);
        if (!read)
            qFatal("%s: %s", qPrintable(sql), qPrintable(read.error().message));
        return *read;
    }
    [[nodiscard]] QStringList column(const QString &sql) const
    {
        QStringList values;
        for (const core::Row &row : rows(sql))
            values.append(row.front().isNull() ? QStringLiteral("(null)") : row.front().display());
        return values;
    }

    const core::Dialect &dialect = *core::dialectByName(QStringLiteral("postgres"));
    QString location;
    QString problem;
    std::unique_ptr<core::Database> database;
    core::Schema schema;
    core::ChangeSet changes;
    core::UpdateStamps stamps;
};
