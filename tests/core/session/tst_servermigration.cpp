// SPDX-License-Identifier: GPL-3.0-or-later
// Migrations on a server through a session: steps after the transaction, where a dry run is made, and what is said when
// somebody else holds a lock.
#include "core/session/schemawork.h"

#include "support/postgresschema.h"
#include "support/verify.h"
#include "usersandposts.h"

#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QUrl>

#include <unistd.h>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using usersandposts::ended;

namespace {

const QString tables = u"CREATE TABLE t (id int PRIMARY KEY, a int, n int); CREATE VIEW v AS SELECT id FROM t; "_s;
const QString things = tables + u"INSERT INTO t VALUES (1, 1, 1), (2, 2, 0); "_s;

QString findingsOf(const DryRunReport &report)
{
    QStringList all;
    for (const Finding &f : report.findings)
        all.append(f.code + u' ' + f.message);
    return all.join(u'\n');
}

/// A disk of a few megabytes in memory, where root may mount one.
class SmallDisk {
public:
    explicit SmallDisk(const QString &place)
        : m_place(place)
    {
        if (::geteuid() != 0)
            m_problem = u"this is not root"_s;
        else if (!QDir().mkpath(place))
            m_problem = u"no folder can be made"_s;
        else
            m_mounted =
                run(u"mount"_s, {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=14m,mode=0777"_s, u"tmpfs"_s, place}, false);
        if (m_mounted)
            static_cast<void>(run(u"mkdir"_s, {folder()}, true));
    }
    ~SmallDisk()
    {
        if (m_mounted)
            static_cast<void>(run(u"umount"_s, {u"-l"_s, m_place}, false));
    }
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] QString folder() const { return m_place + u"/space"_s; }
    [[nodiscard]] bool enlarge() const { return run(u"mount"_s, {u"-o"_s, u"remount,size=64m"_s, m_place}, false); }

private:
    bool run(const QString &program, const QStringList &arguments, bool asServer) const
    {
        QProcess process;
        if (asServer)
            PostgresCluster::asServersUser(process);
        process.start(program, arguments);
        if (process.waitForFinished() && process.exitCode() == 0)
            return true;
        m_problem = program + u": "_s + QString::fromLocal8Bit(process.readAllStandardError()).simplified();
        return false;
    }

    const QString m_place;
    mutable QString m_problem;
    bool m_mounted = false;
};

} // namespace

class TestServerMigration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void stepsAreAppliedAndTold();
    void aStepThatFails();
    void triedInACopy();
    void triedWithoutRows();
    void triedByWhoMayNotMakeDatabases();
    void scriptsThatWouldStayAreTriedInACopy();
    void whatACrashLeftIsDropped();
    void theHolderOfALockIsNamed();
    void aQuotaThatIsUsedUpKeepsNothing();
    void aFullDiskKeepsNothing();

private:
    [[nodiscard]] QString open(const QString &location = {});
    [[nodiscard]] SchemaMigrationPtr plan(const QString &to, bool gently = true);
    [[nodiscard]] QString now(const QString &sql) const { return PostgresSession(m_location).value(sql); }
    [[nodiscard]] QString scratches() const
    {
        return now(u"SELECT count(*) FROM pg_database WHERE datname LIKE 'raincheck_scratch%'"_s);
    }

    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_wanted;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_location;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<SchemaWork> m_work;
};

void TestServerMigration::initTestCase()
{
    START_POSTGRES(m_cluster);
    m_wanted = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    QVERIFY2(m_wanted->error().isEmpty(), qPrintable(m_wanted->error()));
}

void TestServerMigration::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_location = m_cluster.newDatabase(things);
    QVERIFY2(!m_location.isEmpty(), qPrintable(m_cluster.problem()));
    QCOMPARE(open(), QString());
}

void TestServerMigration::cleanup()
{
    m_work.reset();
    m_session.reset();
}

/// → what was wrong; empty: nothing.
QString TestServerMigration::open(const QString &location)
{
    m_work.reset();
    m_session.reset();
    Session::Options options;
    options.stateFolder = m_dir->path();
    auto opened = Session::open(location.isEmpty() ? m_location : location, options);
    if (!opened)
        return opened.error().message;
    m_session = std::move(*opened);
    m_work = m_session->makeSchemaWork();
    return {};
}

/// `to`: what comes beside the things that are there.
SchemaMigrationPtr TestServerMigration::plan(const QString &to, bool gently)
{
    if (!m_wanted->anew(tables + to).isEmpty())
        return nullptr;
    const auto schema = m_wanted->schema();
    if (!schema)
        return nullptr;
    MigrationDraft draft;
    draft.sourceName = u"test"_s;
    draft.target = *schema;
    draft.plan.concurrently = draft.plan.notValid = gently;
    const auto planned = m_work->plan(draft);
    return planned ? *planned : nullptr;
}

void TestServerMigration::stepsAreAppliedAndTold()
{
    const auto migration = plan(u"ALTER TABLE t ADD m text; CREATE UNIQUE INDEX i ON t (a); "
                                "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)"_s);
    QVERIFY(migration);
    QVERIFY(migration->plan.atCommit);
    const auto rehearsal = ended(m_work->dryRun(migration));
    VERIFY_OK(rehearsal);
    QVERIFY2(rehearsal->succeeded(), qPrintable(findingsOf(rehearsal->run)));
    const auto report =
        ended(m_work->apply(migration, {false, {}, std::make_shared<const MigrationDryRun>(*rehearsal)}));
    VERIFY_OK(report);
    QCOMPARE(report->outcome.afterwards, QString());
    QCOMPARE(now(u"SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid = 'i'::regclass"_s), u"1"_s);
    QCOMPARE(now(u"SELECT convalidated FROM pg_constraint WHERE conname = 'c'"_s), u"t"_s);
    const auto records = ended(m_session->history());
    VERIFY_OK(records);
    QCOMPARE(records->first().state, u"applied"_s);
    QVERIFY(records->first().hasWayBack);
    QCOMPARE(records->first().sql.count(u"-- done in "_s), 2);

    // The way back starts from what there is after the steps.
    const auto back = ended(m_work->wayBack(records->first().id));
    VERIFY_OK(back);
    VERIFY_OK(ended(m_work->apply(back->migration, {false, {}, {}})));
    QCOMPARE(now(u"SELECT to_regclass('i') IS NULL"_s), u"t"_s);
}

void TestServerMigration::aStepThatFails()
{
    // No question foresees this: the expression fails on a row.
    const auto migration = plan(u"ALTER TABLE t ADD m text; CREATE INDEX i ON t ((1 / n))"_s);
    QVERIFY(migration);
    const auto tried = ended(m_work->dryRun(migration));
    VERIFY_OK(tried);
    QVERIFY(!tried->succeeded()); // it had the rows
    QVERIFY2(tried->run.error.message.contains(u"division by zero"_s), qPrintable(tried->run.error.message));
    const auto report = ended(m_work->apply(migration, {false, {}, {}}));
    VERIFY_OK(report);
    QCOMPARE(report->outcome.failedSteps.size(), 1);
    QVERIFY2(report->outcome.afterwards.contains(u"division by zero"_s), qPrintable(report->outcome.afterwards));
    QCOMPARE(now(u"SELECT count(*) FROM pg_index WHERE NOT indisvalid"_s), u"0"_s);
    QCOMPARE(now(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'm'"_s), u"1"_s);
    const auto records = ended(m_session->history());
    VERIFY_OK(records);
    QCOMPARE(records->first().state, u"applied"_s);
    QVERIFY2(records->first().error.contains(u"Cleaned up"_s), qPrintable(records->first().error));
    QVERIFY2(records->first().sql.contains(u"-- failed: "_s), qPrintable(records->first().sql));
    const auto back = ended(m_work->wayBack(records->first().id)); // from what was kept
    VERIFY_OK(back);
    VERIFY_OK(ended(m_work->apply(back->migration, {false, {u"H02"_s}, {}})));
    QCOMPARE(now(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'm'"_s), u"0"_s);
}

void TestServerMigration::triedInACopy()
{
    const auto migration = plan(u"CREATE INDEX i ON t (a)"_s);
    QVERIFY(migration);
    const auto tried = ended(m_work->dryRun(migration));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded(), qPrintable(findingsOf(tried->run)));
    QCOMPARE(tried->run.triedOn, TriedOn::Scratch);
    QVERIFY2(findingsOf(tried->run).contains(u"H90 Tried in a scratch database"_s), qPrintable(findingsOf(tried->run)));
    QCOMPARE(tried->run.rowsBefore.value(u"t"_s), 2);
    QCOMPARE(scratches(), u"0"_s);
    QCOMPARE(now(u"SELECT to_regclass('i') IS NULL"_s), u"t"_s);
    // The session's own connections let go for that, and are there again.
    const auto count = ended(m_session->countRows(QualifiedName{{}, u"t"_s}));
    VERIFY_OK(count);
    QCOMPARE(*count, 2);
}

void TestServerMigration::triedWithoutRows()
{
    PostgresSession other(m_location);
    QVERIFY(other.run(u"SELECT 1"_s));
    const auto migration = plan(u"ALTER TABLE t ADD m text; CREATE INDEX i ON t ((1 / n))"_s);
    QVERIFY(migration);
    const auto tried = ended(m_work->dryRun(migration));
    VERIFY_OK(tried);
    QCOMPARE(tried->run.triedOn, TriedOn::Server); // the transaction; the steps beside it
    const QString found = findingsOf(tried->run);
    QVERIFY2(tried->succeeded(), qPrintable(found));
    QVERIFY2(found.contains(u"without rows"_s) && found.contains(u"1 other sessions are connected"_s),
             qPrintable(found));
    QCOMPARE(scratches(), u"0"_s);
    QCOMPARE(now(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'm'"_s), u"0"_s);
}

void TestServerMigration::triedByWhoMayNotMakeDatabases()
{
    const QString database = QUrl(m_location).path().sliced(1);
    QVERIFY(PostgresSession(m_location)
                .run(u"DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN; ALTER TABLE t OWNER TO plain; "
                     "ALTER VIEW v OWNER TO plain; GRANT CREATE ON SCHEMA public TO plain"_s));
    QCOMPARE(open(m_cluster.location(database, u"plain"_s)), QString());
    const auto migration = plan(u"ALTER TABLE t ADD m text; CREATE INDEX i ON t (a)"_s);
    QVERIFY(migration);
    const auto tried = ended(m_work->dryRun(migration));
    VERIFY_OK(tried);
    const QString found = findingsOf(tried->run);
    QVERIFY2(tried->succeeded(), qPrintable(found));
    QCOMPARE(tried->run.triedOn, TriedOn::Server);
    QVERIFY(tried->run.stepsLeftOut);
    QVERIFY2(found.contains(u"may not create databases"_s), qPrintable(found));
    VERIFY_OK(ended(m_work->apply(migration, {false, {}, std::make_shared<const MigrationDryRun>(*tried)})));
    QCOMPARE(now(u"SELECT to_regclass('i') IS NOT NULL"_s), u"t"_s);
    m_work.reset();
    m_session.reset();
    QVERIFY(PostgresSession(m_location).run(u"DROP OWNED BY plain CASCADE; DROP ROLE plain"_s));
}

void TestServerMigration::scriptsThatWouldStayAreTriedInACopy()
{
    Script script;
    script.title = u"test"_s;
    Statement one;
    one.sql = u"DELETE FROM t WHERE id = 2"_s;
    script.statements = {one};
    const auto tried = ended(m_session->dryRun(std::make_shared<const Script>(script)));
    VERIFY_OK(tried);
    QVERIFY(tried->succeeded);
    QCOMPARE(tried->triedOn, TriedOn::Scratch);
    QCOMPARE(tried->tables.first().before, 2);
    QCOMPARE(tried->tables.first().after, 1);
    QCOMPARE(now(u"SELECT count(*) FROM t"_s), u"2"_s);
    QCOMPARE(scratches(), u"0"_s);
}

void TestServerMigration::whatACrashLeftIsDropped()
{
    QVERIFY(PostgresSession(m_location).run(u"CREATE DATABASE raincheck_scratch_dead"_s));
    QVERIFY(PostgresSession(m_location).run(u"CREATE DATABASE raincheck_scratch_live"_s));
    PostgresSession user(m_location); // whoever makes one is called by its name
    QVERIFY(user.run(u"SET application_name TO 'raincheck_scratch_live'"_s));
    const auto migration = plan(u"CREATE INDEX i ON t (a)"_s, false);
    QVERIFY(migration);
    const auto tried = ended(m_work->dryRun(migration));
    VERIFY_OK(tried);
    QVERIFY2(findingsOf(tried->run).contains(u"they were dropped: raincheck_scratch_dead."_s),
             qPrintable(findingsOf(tried->run)));
    QCOMPARE(now(u"SELECT string_agg(datname, ' ') FROM pg_database WHERE datname LIKE 'raincheck_scratch%'"_s),
             u"raincheck_scratch_live"_s);
    QVERIFY(PostgresSession(m_location).run(u"DROP DATABASE raincheck_scratch_live"_s));
}

void TestServerMigration::theHolderOfALockIsNamed()
{
    PostgresSession other(m_location);
    QVERIFY(other.run(u"SET application_name TO 'nightly report'; BEGIN; SELECT count(*) FROM t"_s));
    const QString process = other.value(u"SELECT pg_backend_pid()"_s);
    const auto migration = plan(u"ALTER TABLE t ADD m text"_s, false);
    QVERIFY(migration);
    const auto named = [&](const QString &words) {
        return words.contains(u"It is held by process "_s + process + u" (nightly report, user raincheck, "_s)
            && words.contains(u"idle in transaction"_s) && words.contains(u"last: SELECT pg_backend_pid()"_s);
    };
    const auto tried = ended(m_work->dryRun(migration));
    VERIFY_OK(tried);
    QVERIFY(!tried->run.succeeded);
    QVERIFY2(named(tried->run.error.message), qPrintable(tried->run.error.message));
    const auto applied = ended(m_work->apply(migration, {false, {}, {}}));
    QVERIFY(!applied);
    QCOMPARE(applied.error().kind, Error::Kind::Busy);
    QVERIFY2(named(applied.error().message), qPrintable(applied.error().message));
    QCOMPARE(now(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'm'"_s), u"0"_s);
    QVERIFY(other.run(u"ROLLBACK"_s));
    VERIFY_OK(ended(m_work->apply(migration, {false, {}, {}})));
}

/// The server may use no more room: at a limit that it was given, since this needs no right on the machine.
void TestServerMigration::aQuotaThatIsUsedUpKeepsNothing()
{
    const QString database = QUrl(m_location).path().sliced(1);
    PostgresSession other(m_location);
    QVERIFY(other.run(u"INSERT INTO t SELECT g, g, g FROM generate_series(10, 90000) AS g"_s));
    QVERIFY(other.run(u"ALTER DATABASE %1 SET temp_file_limit = '256kB'"_s.arg(database)));
    QVERIFY(other.run(u"ALTER DATABASE %1 SET maintenance_work_mem = '1MB'"_s.arg(database)));
    QVERIFY(other.run(u"ALTER DATABASE %1 SET max_parallel_maintenance_workers = 0"_s.arg(database)));
    const auto migration = plan(u"ALTER TABLE t ADD m text; CREATE INDEX i ON t (a, n, id)"_s, false);
    QVERIFY(migration);
    const auto applied = ended(m_work->apply(migration, {false, {}, {}}));
    QVERIFY(!applied);
    QVERIFY2(applied.error().message.contains(u"temp_file_limit"_s), qPrintable(applied.error().message));
    QCOMPARE(now(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'm'"_s), u"0"_s);
    QCOMPARE(now(u"SELECT to_regclass('i') IS NULL"_s), u"t"_s);
    const auto records = ended(m_session->history());
    VERIFY_OK(records);
    QCOMPARE(records->first().state, u"failed"_s);

    // The same in a step of its own: what was committed stays, and no half of an index does.
    const auto gently = plan(u"ALTER TABLE t ADD m text; CREATE INDEX i ON t (a, n, id)"_s);
    QVERIFY(gently);
    const auto steps = ended(m_work->apply(gently, {false, {}, {}}));
    VERIFY_OK(steps);
    QVERIFY2(steps->outcome.afterwards.contains(u"temp_file_limit"_s), qPrintable(steps->outcome.afterwards));
    QCOMPARE(now(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'm'"_s), u"1"_s);
    QCOMPARE(now(u"SELECT to_regclass('i') IS NULL"_s), u"t"_s);
}

void TestServerMigration::aFullDiskKeepsNothing()
{
    const SmallDisk disk(m_cluster.folder() + u"/small"_s);
    if (!disk.problem().isEmpty())
        QSKIP(qPrintable(u"no small disk can be mounted here: "_s + disk.problem()));
    QVERIFY(PostgresSession(m_location).run(u"CREATE TABLESPACE small LOCATION '%1'"_s.arg(disk.folder())));
    const QString big = u"CREATE TABLE big (id %1, s text) TABLESPACE small; "_s;
    m_location =
        m_cluster.newDatabase(things + big.arg(u"int"_s)
                              + u"INSERT INTO big SELECT g, repeat('x', 100) FROM generate_series(1, 60000) AS "
                                "g"_s);
    QCOMPARE(open(), QString());
    const auto migration =
        plan(u"ALTER TABLE t ADD m text; "_s + QString(big).replace(u"TABLESPACE small"_s, QString()).arg(u"bigint"_s),
             false);
    QVERIFY(migration);
    const auto applied = ended(m_work->apply(migration, {false, {}, {}}));
    QVERIFY(!applied);
    QVERIFY2(applied.error().message.contains(u"The server's disk is full"_s), qPrintable(applied.error().message));
    QCOMPARE(now(u"SELECT count(*) || ' ' || pg_typeof(max(id)) FROM big"_s), u"60000 integer"_s);
    QCOMPARE(now(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'm'"_s), u"0"_s);
    QVERIFY2(disk.enlarge(), qPrintable(disk.problem()));
    VERIFY_OK(ended(m_work->apply(migration, {false, {}, {}})));
    QCOMPARE(now(u"SELECT count(*) || ' ' || pg_typeof(max(id)) FROM big"_s), u"60000 bigint"_s);
    m_work.reset();
    m_session.reset();
    PostgresSession last(m_location);
    QVERIFY2(last.run(u"DROP TABLE big"_s) && last.run(u"DROP TABLESPACE small"_s), qPrintable(last.problem()));
}

QTEST_GUILESS_MAIN(TestServerMigration)
#include "tst_servermigration.moc"
