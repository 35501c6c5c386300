// SPDX-License-Identifier: GPL-3.0-or-later
// bench_pgintrospect [TABLES [PULLED]]: a PostgreSQL database of TABLES tables (1000 unless said) read as a schema,
// beside psql that does no more than send the same catalogue queries and throw the answers away, and beside the queries
// of drizzle-kit's pull, which asks for each table again; and one of PULLED tables (100 unless said; 1000 take a
// quarter of an hour) beside drizzle-kit pull itself, where npm has put it. Medians within one run, the sides
// alternating. Exit code 1 when over its goal, 2 when nothing can be measured here.
#include "bench/figures.h"
#include "support/kitproject.h"
#include "support/postgresschema.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>

#include <cstdio>
#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int rounds = 7;
constexpr double never = std::numeric_limits<double>::quiet_NaN();

double since(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// As real ones have them: keys, defaults, a reference, an index and a CHECK each.
QString creating(int tables)
{
    QString sql = u"CREATE TYPE kind AS ENUM ('a', 'b', 'c');"_s;
    for (int i = 1; i <= tables; ++i)
        sql +=
            u"CREATE TABLE t%1 (id serial PRIMARY KEY, parent_id integer REFERENCES t%2 ON DELETE CASCADE, email text "
            "UNIQUE, kind kind NOT NULL DEFAULT 'a', amount numeric(10,2) DEFAULT 0.5, is_open boolean NOT NULL "
            "DEFAULT "
            "true, settings jsonb, created_at timestamptz DEFAULT now(), updated_at timestamptz, name varchar(80) NOT "
            "NULL, CONSTRAINT c%1 CHECK (amount >= 0)); CREATE INDEX i%1 ON t%1 (kind, amount);"_s.arg(i)
                .arg(std::max(i - 1, 1));
    return sql;
}

double byPsql(const QString &location, const QByteArray &script)
{
    QProcess psql;
    psql.setStandardOutputFile(QProcess::nullDevice());
    QElapsedTimer timer;
    timer.start();
    psql.start(PostgresCluster::psql(),
               {u"-X"_s, u"-q"_s, u"-A"_s, u"-t"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-d"_s, location});
    psql.write(script);
    psql.closeWriteChannel();
    return psql.waitForFinished(-1) && psql.exitCode() == 0 ? since(timer) : never;
}

/// What drizzle-kit 0.31 sends for each table: columns, keys, checks, indexes.
QByteArray askingTableByTable(int tables)
{
    QByteArray sql;
    for (int i = 1; i <= tables; ++i) {
        const QByteArray t = "t" + QByteArray::number(i);
        sql += "SELECT * FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '" + t
            + "';\n"
              "SELECT c.column_name, c.data_type, constraint_type, constraint_name, constraint_schema FROM "
              "information_schema.table_constraints tc JOIN information_schema.constraint_column_usage AS ccu USING "
              "(constraint_schema, constraint_name) JOIN information_schema.columns AS c ON c.table_schema = "
              "tc.constraint_schema AND tc.table_name = c.table_name AND ccu.column_name = c.column_name WHERE "
              "tc.table_name = '"
            + t
            + "' AND constraint_schema = 'public';\n"
              "SELECT con.conname, pg_get_constraintdef(con.oid) FROM pg_constraint con JOIN pg_class c ON c.oid = "
              "con.conrelid WHERE c.relname = '"
            + t
            + "';\n"
              "SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE "
              "c.relname "
              "= '"
            + t + "';\n";
    }
    return sql;
}

/// Whole, as somebody would run it; with a file of what it found at its end.
double pulled(const QString &location)
{
    const KitProject project(u"kit"_s);
    project.write(
        u"drizzle.config.ts"_s,
        u"export default { dialect: 'postgresql', out: './drizzle', dbCredentials: { url: '%1' } };\n"_s.arg(location));
    QProcess kit;
    kit.setWorkingDirectory(project.path());
    kit.setStandardOutputFile(QProcess::nullDevice());
    QElapsedTimer timer;
    timer.start();
    kit.start(findNode().value(), {u"node_modules/drizzle-kit/bin.cjs"_s, u"pull"_s});
    kit.closeWriteChannel();
    const bool ended = kit.waitForFinished(-1) && kit.exitCode() == 0;
    return ended && QFileInfo::exists(project.path(u"drizzle/schema.ts"_s)) ? since(timer) : never;
}

QString whyNotPulled()
{
    if (const QString missing = KitProject::missing(u"kit"_s); !missing.isEmpty())
        return missing;
    return QFileInfo::exists(KitProject(u"kit"_s).path(u"node_modules/postgres"_s))
        ? QString()
        : u"drizzle-kit has no driver for PostgreSQL here: run “npm ci” in tests/core/drizzle/kit."_s;
}

double readAsSchema(const QString &location)
{
    PostgresDb fresh(location); // with a cold cache of its session, as others have it
    QElapsedTimer timer;
    timer.start();
    return fresh.schema() ? since(timer) : never;
}

void compareWithPull(Figures &figures, PostgresCluster &cluster, int tables)
{
    if (const QString why = whyNotPulled(); !why.isEmpty()) {
        std::printf("not beside drizzle-kit pull: %s\n", qPrintable(why));
        return;
    }
    const QString location = cluster.newDatabase(creating(tables));
    std::vector<double> ours;
    for (int i = 0; i < rounds; ++i)
        ours.push_back(readAsSchema(location));
    PostgresDb named(location); // postgres.js knows no sockets in a URL
    const auto name = named.database().queryValue(u"SELECT current_database()"_s);
    const double theirs = name ? pulled(cluster.tcpLocation(name->display())) : never;
    figures.note(u"tables that drizzle-kit pulls"_s, tables, u""_s);
    figures.note(u"read as a schema"_s, median(ours), u"ms"_s);
    figures.note(u"drizzle-kit pull"_s, theirs, u"ms"_s);
    figures.goal(u"of drizzle-kit pull"_s, median(ours) / theirs, u"×"_s, 0.05);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const int tables = argc > 1 ? QByteArray(argv[1]).toInt() : 1000;
    if (const QString because = PostgresCluster::unavailableBecause(); !because.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(because));
        return 2;
    }
    PostgresCluster cluster;
    if (!cluster.start({u"max_locks_per_transaction=4096"_s})) {
        std::fprintf(stderr, "%s\n", qPrintable(cluster.problem()));
        return 2;
    }
    const QString location = cluster.newDatabase(creating(tables));
    PostgresDb db(location);
    if (!db.error().isEmpty())
        return 2;
    (void)db.execute(u"ANALYZE"_s);
    QByteArray same; // the statements as Raincheck sends them
    db.database().setTrace([&](const QString &sql, const QList<Value> &) {
        QByteArray text = sql.toUtf8();
        same += text.replace(":path", "'public'") + ";\n";
    });
    const auto first = db.schema();
    if (!first || first->tables.size() != tables)
        return 2;
    db.database().setTrace({});

    std::vector<double> ours;
    std::vector<double> floor;
    std::vector<double> one;
    for (int i = 0; i < rounds; ++i) {
        PostgresDb fresh(location); // with a cold cache of its session, as psql has it
        QElapsedTimer timer;
        timer.start();
        const auto read = fresh.schema();
        ours.push_back(read && *read == *first ? since(timer) : never);
        floor.push_back(byPsql(location, same));
    }
    // Of a few, since it takes more than a minute for all.
    const int asked = std::min(tables, 20);
    one.push_back(byPsql(location, askingTableByTable(asked)) * tables / asked);

    Figures figures;
    figures.note(u"tables"_s, tables, u""_s);
    figures.note(u"read as a schema"_s, median(ours), u"ms"_s);
    figures.note(u"psql, the same queries"_s, median(floor), u"ms"_s);
    figures.note(u"table by table, as drizzle-kit asks, by psql (from 20 of them)"_s, median(one), u"ms"_s);
    figures.goal(u"of psql's time"_s, median(ours) / median(floor), u"×"_s, 1.5);
    figures.goal(u"of table by table"_s, median(ours) / median(one), u"×"_s, 0.5);
    compareWithPull(figures, cluster, argc > 2 ? QByteArray(argv[2]).toInt() : 100);
    return figures.hasFailed() ? 1 : 0;
}
