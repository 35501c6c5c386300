// SPDX-License-Identifier: GPL-3.0-or-later
// bench_migrate [ROWS]: changing a schema. A table of ROWS rows (1,000,000 unless said) made anew by our runner, against
// the same statements in the sqlite3 shell; its dry run against copy, statements and checks with the raw API; and diff and
// plan of 500 tables. Ratios of medians within one run, the sides alternating. Exit code 1 when one is over its goal.
#include "bench/benchdata.h"
#include "bench/figures.h"
#include "core/db/scriptrunner.h"
#include "core/migrate/migrationdryrun.h"
#include "core/session/schemasource.h"
#include "support/jobs.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>

#include <sqlite3.h>

#include <cstdio>
#include <ctime>
#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int pairs = 5;
constexpr double never = std::numeric_limits<double>::quiet_NaN();

const Dialect &sqlite()
{
    return *dialectByName(u"sqlite"_s);
}

double since(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

Result<SchemaMigration> rebuildOf(const QString &path)
{
    auto database = driverByName(u"sqlite"_s)->open({u"sqlite"_s, path, ConnectionSpec::Mode::Read});
    RC_TRY(database);
    auto schema = sqlite().introspect(**database);
    RC_TRY(schema);
    Schema target = *schema;
    for (Table &table : target.tables) {
        if (table.name.name == u"events"_s)
            table.columns[2].notNull = true; // kind, which is never NULL
    }
    return planMigration(*schema, target, {}, {}, sqlite());
}

QString copied(const QString &from, const QString &to)
{
    QFile::remove(to);
    return QFile::copy(from, to) ? to : QString();
}

double byUs(const QString &path, const Script &script)
{
    auto database = driverByName(u"sqlite"_s)->open({u"sqlite"_s, path, ConnectionSpec::Mode::Write});
    if (!database)
        return never;
    TestJob job;
    QElapsedTimer timer;
    timer.start();
    const auto ran = runScript(**database, script, job, {}, {}, [](int, qint64) {});
    const double took = since(timer);
    if (!ran)
        std::fprintf(stderr, "%s\n", qPrintable(ran.error().message));
    return ran ? took : never;
}

/// What Apply adds: the columns that stay are read before and after, and compared.
double readingTwice(const QString &path, const SchemaMigration &migration)
{
    auto database = driverByName(u"sqlite"_s)->open({u"sqlite"_s, path, ConnectionSpec::Mode::Read});
    if (!database)
        return never;
    TestJob job;
    KeptColumns columns(migration, sqlite());
    QElapsedTimer timer;
    timer.start();
    const bool read = columns.readBefore(**database, job).ok() && columns.readBefore(**database, job).ok();
    return read ? since(timer) : never;
}

/// The shell's start (some milliseconds) counts against it, and it syncs as we do.
double byShell(const QString &path, const Script &script)
{
    QString text = u"PRAGMA synchronous = EXTRA;\n"_s;
    for (const Statement &s : script.statements)
        text += s.sql + u";\n"_s;
    QProcess shell;
    QElapsedTimer timer;
    timer.start();
    shell.start(u"sqlite3"_s, {u"-bail"_s, path});
    if (!shell.waitForStarted())
        return never;
    shell.write(text.toUtf8());
    shell.closeWriteChannel();
    const bool ended = shell.waitForFinished(600'000);
    const double took = since(timer);
    const QByteArray words = shell.readAllStandardError();
    if (!words.isEmpty())
        std::fprintf(stderr, "%s\n", words.constData());
    return ended && shell.exitCode() == 0 ? took : never;
}

bool execute(sqlite3 *handle, const QString &sql)
{
    return sqlite3_exec(handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

/// Every cell read, nothing kept of it: what any comparison of the columns costs at least.
bool readAll(sqlite3 *handle, const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr) != SQLITE_OK)
        return false;
    quint64 sum = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement); ++i) {
            const void *bytes = sqlite3_column_blob(statement, i);
            const auto size = static_cast<size_t>(sqlite3_column_bytes(statement, i));
            sum += bytes ? qHashBits(bytes, size, size_t(sum)) : 1;
        }
    }
    const bool ended = sqlite3_finalize(statement) == SQLITE_OK;
    return ended && sum != 0;
}

double rawDryRun(const QString &path, const QString &copy, const Script &script)
{
    QFile::remove(copy);
    QElapsedTimer timer;
    timer.start();
    sqlite3 *from = nullptr;
    sqlite3 *to = nullptr;
    bool ok = sqlite3_open(path.toUtf8().constData(), &from) == SQLITE_OK
        && sqlite3_open(copy.toUtf8().constData(), &to) == SQLITE_OK;
    sqlite3_backup *backup = ok ? sqlite3_backup_init(to, "main", from, "main") : nullptr;
    ok = backup && sqlite3_backup_step(backup, -1) == SQLITE_DONE;
    sqlite3_backup_finish(backup);
    const char *rows = "SELECT id, user_id, kind, amount, note, payload, city, at, flag, score FROM events";
    ok = ok && readAll(to, "SELECT count(*) FROM events") && readAll(to, rows);
    for (const Statement &s : script.statements)
        ok = ok && execute(to, s.sql);
    ok = ok && readAll(to, "SELECT count(*) FROM events") && readAll(to, rows) && execute(to, u"PRAGMA foreign_key_check"_s)
        && execute(to, u"PRAGMA quick_check"_s);
    sqlite3_close(to);
    sqlite3_close(from);
    return ok ? since(timer) : never;
}

double ourDryRun(const QString &path, const SchemaMigration &migration, const QString &folder)
{
    QElapsedTimer timer;
    timer.start();
    auto database = driverByName(u"sqlite"_s)->open({u"sqlite"_s, path, ConnectionSpec::Mode::Read});
    if (!database)
        return never;
    TestJob job;
    const auto seen = dryRunMigration(**database, migration, sqlite(), job, {folder, false});
    if (!seen || !seen->succeeded()) {
        std::fprintf(stderr, "%s\n", qPrintable(seen ? seen->run.error.message : seen.error().message));
        return never;
    }
    return since(timer);
}

/// 500 tables, each leading to the one before, with an index; the half of them changed.
QString manyTables(bool changed)
{
    QString sql;
    for (int i = 1; i <= 500; ++i) {
        sql += u"CREATE TABLE t%1 (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES t%2 (id) ON DELETE CASCADE, a TEXT, b REAL"
               " DEFAULT 0.5, c TEXT CHECK (length(c) < 100)%3); CREATE INDEX i%1 ON t%1 (a, b);"_s.arg(i)
                   .arg(i > 1 ? i - 1 : 1)
                   .arg(changed && i % 2 ? u", d INTEGER NOT NULL DEFAULT 1"_s : QString());
    }
    return sql;
}

double planOfMany(const QString &folder, Figures &figures)
{
    TestJob job;
    const auto from = schemaOfDdl(manyTables(false), u"from"_s, sqlite(), folder, job);
    const auto to = schemaOfDdl(manyTables(true), u"to"_s, sqlite(), folder, job);
    if (!from || !to)
        return never;
    std::vector<double> times;
    std::vector<double> whole;
    // Of the processor: nothing here waits for anything else.
    const auto milliseconds = [](std::clock_t start) { return double(std::clock() - start) * 1000 / CLOCKS_PER_SEC; };
    for (int i = 0; i < 21; ++i) {
        std::clock_t begun = std::clock();
        const auto there = diff(*from, *to, {}, *sqlite().schemaRules());
        const auto plan = there ? sqlite().planner()->plan(*there, {}) : Result<Plan>(there.error());
        if (!plan || there->changes.size() != 250)
            return never;
        times.push_back(milliseconds(begun));
        begun = std::clock();
        if (!planMigration(*from, *to, {}, {}, sqlite()))
            return never;
        whole.push_back(milliseconds(begun));
    }
    figures.note(u"the same with hazards and the way back"_s, median(whole), u"ms"_s);
    return median(times);
}

int run(qint64 rows)
{
    QTemporaryDir folder;
    BenchData data;
    const auto base = data.database(rows);
    if (!base) {
        std::fprintf(stderr, "%s\n", qPrintable(base.error().message));
        return 2;
    }
    const auto migration = rebuildOf(*base);
    if (!migration || migration->plan.rebuilt != QStringList{u"events"_s})
        return 2;
    Figures figures;
    figures.goal(u"diff and plan of 500 tables"_s, planOfMany(folder.path(), figures), u"ms"_s, 20);
    std::vector<double> ours;
    std::vector<double> shell;
    std::vector<double> reading;
    std::vector<double> dry;
    std::vector<double> raw;
    for (int i = 0; i < pairs; ++i) {
        ours.push_back(byUs(copied(*base, folder.filePath(u"ours.db"_s)), migration->plan.script));
        shell.push_back(byShell(copied(*base, folder.filePath(u"shell.db"_s)), migration->plan.script));
        reading.push_back(readingTwice(*base, *migration));
        dry.push_back(ourDryRun(*base, *migration, folder.path()));
        raw.push_back(rawDryRun(*base, folder.filePath(u"raw.db"_s), migration->plan.script));
    }
    figures.note(u"the sqlite3 shell makes the table anew"_s, median(shell), u"ms"_s);
    figures.goal(u"we do, against that"_s, median(ours) / median(shell), u"x"_s, 1.15);
    figures.note(u"Apply compares the columns that stay, against that"_s, median(reading) / median(shell), u"x"_s);
    figures.note(u"copy, run, compare and check with the raw API"_s, median(raw), u"ms"_s);
    figures.goal(u"the dry run, against that"_s, median(dry) / median(raw), u"x"_s, 1.3);
    return figures.hasFailed() ? 1 : 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    return run(argc > 1 ? QByteArray(argv[1]).toLongLong() : 1'000'000);
}
