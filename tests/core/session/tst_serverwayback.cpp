// SPDX-License-Identifier: GPL-3.0-or-later
// The way back on a server: what a migration takes away is kept beside the history, and comes back with its values.
#include "core/migrate/migrationdryrun.h"
#include "core/session/schemawork.h"

#include "support/postgresschema.h"
#include "support/verify.h"
#include "usersandposts.h"

#include <QDirIterator>
#include <QRegularExpression>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using usersandposts::ended;

Q_DECLARE_METATYPE(core::Renames)
Q_DECLARE_METATYPE(QList<core::Fill>)

class TestServerWayBack : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup();
    void valuesComeBack_data();
    void valuesComeBack();
    void whatDoesNotComeBackIsNamed();
    void whatWasEditedSinceStays();
    void everyRowGetsItsOwn_data();
    void everyRowGetsItsOwn();
    void whatCannotComeBackIsSaidBefore();
    void whatRefersToAKeyGoesAlong_data();
    void whatRefersToAKeyGoesAlong();
    void aScratchDatabaseTellsWhatIsLeftOut_data();
    void aScratchDatabaseTellsWhatIsLeftOut();
    void nothingIsKeptOfWhatFailed();

private:
    [[nodiscard]] QString open(const QString &sql);
    [[nodiscard]] SchemaMigrationPtr plan(const QString &to, const Renames &renames = {},
                                          const QList<Fill> &fills = {});
    [[nodiscard]] Result<WayBack> newestWayBack();
    [[nodiscard]] QString now(const QString &sql) const { return PostgresSession(m_location).value(sql); }
    [[nodiscard]] QStringList savedFiles() const
    {
        QStringList all;
        QDirIterator files(m_dir->path(), {u"*.saved"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            all.append(files.next());
        return all;
    }

    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_wanted;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_location;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<SchemaWork> m_work;
};

namespace {

const MigrationApply anyHazard{
    false, {u"H01"_s, u"H02"_s, u"H10"_s, u"H11"_s, u"H15"_s, u"H16"_s, u"H48"_s, u"H49"_s}, {}};

} // namespace

void TestServerWayBack::initTestCase()
{
    START_POSTGRES(m_cluster);
    m_wanted = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    QVERIFY2(m_wanted->error().isEmpty(), qPrintable(m_wanted->error()));
}

void TestServerWayBack::cleanup()
{
    m_work.reset();
    m_session.reset();
}

QString TestServerWayBack::open(const QString &sql)
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_location = m_cluster.newDatabase(sql);
    if (m_location.isEmpty())
        return m_cluster.problem();
    Session::Options options;
    options.stateFolder = m_dir->path();
    auto opened = Session::open(m_location, options);
    if (!opened)
        return opened.error().message;
    m_session = std::move(*opened);
    m_work = m_session->makeSchemaWork();
    return {};
}

SchemaMigrationPtr TestServerWayBack::plan(const QString &to, const Renames &renames, const QList<Fill> &fills)
{
    if (!m_wanted->anew(to).isEmpty())
        return nullptr;
    const auto schema = m_wanted->schema();
    if (!schema)
        return nullptr;
    MigrationDraft draft;
    draft.sourceName = u"test"_s;
    draft.target = *schema;
    draft.options.renames = renames;
    draft.plan.fills = fills;
    const auto planned = m_work->plan(draft);
    return planned ? *planned : nullptr;
}

Result<WayBack> TestServerWayBack::newestWayBack()
{
    const auto records = ended(m_session->history());
    RC_TRY(records);
    return ended(m_work->wayBack(records->first().id));
}

void TestServerWayBack::valuesComeBack_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<Renames>("renames");
    QTest::addColumn<QList<Fill>>("fills");
    QTest::addColumn<QString>("query"); ///< gives the same before and after
    const auto add = [](const char *name, const QString &from, const QString &to, const QString &query,
                        const Renames &renames = {}, const QList<Fill> &fills = {}) {
        QTest::newRow(name) << from << to << renames << fills << query;
    };
    add("a column with values of every kind",
        u"CREATE TABLE t (id int PRIMARY KEY, n numeric, f float8, b bytea, j jsonb, a text[], ts timestamptz, "
        "i interval, s text NOT NULL UNIQUE); INSERT INTO t VALUES (1, 1.500, 0.1, '\\x00ff', '{\"a\": [1, null]}', "
        "'{\"a,b\",NULL}', '2024-01-02 03:04:05.678901+02', '1 year 2 days', E'a\\nb''c'), (2, 'NaN', '-0', NULL, "
        "NULL, '{}', 'infinity', NULL, '')"_s,
        u"CREATE TABLE t (id int PRIMARY KEY)"_s, u"SELECT string_agg(t::text, ';' ORDER BY id) FROM t"_s);
    add("tables that refer to each other, with their numbers",
        u"CREATE TABLE k (id int PRIMARY KEY); CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name "
        "text); CREATE TABLE c (id serial PRIMARY KEY, p int REFERENCES p, up text GENERATED ALWAYS AS ('x') STORED); "
        "INSERT INTO p (name) VALUES ('a'), ('b'); INSERT INTO c (p) VALUES (1), (2), (2)"_s,
        u"CREATE TABLE k (id int PRIMARY KEY)"_s,
        u"SELECT (SELECT string_agg(c::text, ';' ORDER BY id) FROM c) || (SELECT string_agg(p::text, ';') FROM p)"_s);
    add("a partitioned table",
        u"CREATE TABLE k (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, a text) PARTITION BY RANGE (id); "
        "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE t2 PARTITION OF t FOR VALUES FROM "
        "(10) TO (20); INSERT INTO t VALUES (1, 'a'), (11, 'b')"_s,
        u"CREATE TABLE k (id int PRIMARY KEY)"_s, u"SELECT string_agg(t::text, ';' ORDER BY id) FROM t"_s);
    add("values that another type cuts",
        u"CREATE TABLE t (id int PRIMARY KEY, n numeric(10,4), s text); INSERT INTO t VALUES (1, 1.0050, '007'), "
        "(2, 2.1000, '8')"_s,
        u"CREATE TABLE t (id int PRIMARY KEY, n numeric(10,2), s int)"_s,
        u"SELECT string_agg(t::text, ';' ORDER BY id) FROM t"_s);
    add("NULLs that were filled",
        u"CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 5), (2, NULL)"_s,
        u"CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)"_s,
        u"SELECT string_agg(t::text, ';' ORDER BY id) FROM t"_s, {}, {Fill{{{}, u"t"_s}, u"n"_s, u"id * 100"_s}});
    Renames renames;
    renames.tables = {{{{}, u"t"_s}, {{}, u"u"_s}}};
    renames.columns = {{{{}, u"t"_s}, u"id"_s, u"key"_s}};
    add("under names that changed",
        u"CREATE TABLE t (id int PRIMARY KEY, n int, gone text); INSERT INTO t VALUES (1, 5, 'x')"_s,
        u"CREATE TABLE u (key int PRIMARY KEY, n int)"_s, u"SELECT string_agg(t::text, ';' ORDER BY id) FROM t"_s,
        renames);
    add("names that differ in case only",
        u"CREATE TABLE t (id int PRIMARY KEY, n int, \"N\" text); CREATE TABLE \"T\" (id int PRIMARY KEY, n int); "
        "INSERT INTO t VALUES (1, 5, 'x'), (2, 6, 'y'); INSERT INTO \"T\" VALUES (1, 7)"_s,
        u"CREATE TABLE t (id int PRIMARY KEY, n int)"_s,
        u"SELECT (SELECT string_agg(t::text, ';' ORDER BY id) FROM t) || (SELECT string_agg(x::text, ';') FROM \"T\" x)"_s);
    add("without waking a trigger",
        u"CREATE TABLE t (id int PRIMARY KEY, n int, gone int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql "
        u"AS "
        "$$ BEGIN NEW.n = NEW.n + 1; RETURN NEW; END $$; INSERT INTO t VALUES (1, 5, 6); CREATE TRIGGER g BEFORE "
        "UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()"_s,
        u"CREATE TABLE t (id int PRIMARY KEY, n int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN NEW.n = NEW.n + 1; RETURN NEW; END $$; CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE "
        "FUNCTION f()"_s,
        u"SELECT string_agg(t::text, ';' ORDER BY id) FROM t"_s);
}

void TestServerWayBack::valuesComeBack()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(Renames, renames);
    QFETCH(QList<Fill>, fills);
    QFETCH(QString, query);
    QCOMPARE(open(from), QString());
    const SchemaPtr schema = m_session->schema();
    const QString before = now(query);
    const auto migration = plan(to, renames, fills);
    QVERIFY(migration);
    const WayBackPlan promised = m_work->wayBackPlan(*migration);
    QVERIFY(!promised.saved.isEmpty());
    QVERIFY2(promised.cannotUndo.isEmpty(), qPrintable(promised.cannotUndo.join(u'\n')));
    VERIFY_OK(ended(m_work->apply(migration, anyHazard)));
    QCOMPARE(savedFiles().size(), 1);
    QTRY_VERIFY(*m_session->schema() != *schema);
    const auto back = newestWayBack();
    VERIFY_OK(back);
    QVERIFY2(back->cannotUndo.isEmpty(), qPrintable(back->cannotUndo.join(u'\n')));
    const auto tried = ended(m_work->dryRun(back->migration));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded(), qPrintable(tried->run.error.message + tried->differences.join(u';')));
    VERIFY_OK(ended(m_work->apply(back->migration, anyHazard)));
    QCOMPARE(now(query), before);
    PostgresDb there(m_location);
    const auto after = there.schema();
    VERIFY_OK(after);
    const auto rest = diff(*after, *schema, {}, PostgresDb::rules());
    VERIFY_OK(rest);
    QVERIFY2(rest->isEmpty(), qPrintable(rest->isEmpty() ? QString() : wordsOf(rest->changes.first())));
    if (QLatin1StringView(QTest::currentDataTag()) == "tables that refer to each other, with their numbers"_L1) {
        QVERIFY(PostgresSession(m_location).run(u"INSERT INTO p (name) VALUES ('c'); INSERT INTO c (p) VALUES (1)"_s));
        QCOMPARE(now(u"SELECT max(p.id) || ' ' || max(c.id) FROM p, c"_s), u"3 4"_s);
    }
}

void TestServerWayBack::whatDoesNotComeBackIsNamed()
{
    QCOMPARE(open(u"CREATE TABLE k (i int PRIMARY KEY); GRANT SELECT ON k TO PUBLIC; CREATE RULE r AS ON DELETE TO k "
                  "DO INSTEAD NOTHING; CREATE FUNCTION fx() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON "
                  "FUNCTION fx() FROM PUBLIC; CREATE TYPE ct AS (a int, b text); CREATE TABLE u (c ct); CREATE VIEW v "
                  "AS SELECT 1 AS a; GRANT SELECT ON v TO PUBLIC; CREATE TABLE plain (i int PRIMARY KEY)"_s),
             QString());
    const auto migration = plan(u"CREATE TYPE ct AS (a int); CREATE TABLE u (c ct)"_s);
    QVERIFY(migration);
    const QStringList named = m_work->wayBackPlan(*migration).cannotUndo;
    for (const QString &sentence : {
             u"What the server keeps about k does not come back with it: its owner and rights, its rules."_s,
             u"What the server keeps about fx does not come back with it: its owner and rights."_s,
             u"What the server keeps about v does not come back with it: its owner and rights."_s,
             u"The values of the attribute b of ct do not come back: they are not saved."_s,
         })
        QVERIFY2(named.contains(sentence), qPrintable(sentence + u"\nis not among\n"_s + named.join(u'\n')));
    QCOMPARE(named.size(), 4); // nothing is kept about the table without any of it
}

/// Somebody gave the value another one since: that is not written over.
void TestServerWayBack::whatWasEditedSinceStays()
{
    QCOMPARE(
        open(u"CREATE TABLE t (id int PRIMARY KEY, n numeric(10,4)); INSERT INTO t VALUES (1, 1.0050), (2, 2.0050)"_s),
        QString());
    const auto migration = plan(u"CREATE TABLE t (id int PRIMARY KEY, n numeric(10,2))"_s);
    QVERIFY(migration);
    VERIFY_OK(ended(m_work->apply(migration, anyHazard)));
    QVERIFY(PostgresSession(m_location).run(u"UPDATE t SET n = 9 WHERE id = 2"_s));
    const auto back = newestWayBack();
    VERIFY_OK(back);
    VERIFY_OK(ended(m_work->apply(back->migration, anyHazard)));
    QCOMPARE(now(u"SELECT string_agg(n::text, ' ' ORDER BY id) FROM t"_s), u"1.0050 9.0000"_s);
}

void TestServerWayBack::everyRowGetsItsOwn_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("since");
    QTest::addColumn<QString>("rows"); ///< of t, afterwards
    QTest::addColumn<QString>("told"); ///< empty where all comes back
    QTest::newRow("a key given again")
        << u"CREATE TABLE t (id int PRIMARY KEY, s text, name text NOT NULL, live boolean);"
           "INSERT INTO t VALUES (1, 's1', 'ada', true), (2, 's2', 'bob', true)"_s
        << u"CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL, live boolean)"_s
        << u"DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (2, 'zoe', true)"_s << u"(1,ada,t,s1);(2,zoe,t,)"_s
        << u"s of t: 1 saved value is left out: its row is another one now"_s;
    QTest::newRow("a row that was edited, and one under another key")
        << u"CREATE TABLE t (id int PRIMARY KEY, s text, name text, email text UNIQUE);"
           "INSERT INTO t VALUES (1, 's1', 'ada', 'a@x'), (2, 's2', 'bob', 'b@x')"_s
        << u"CREATE TABLE t (id int PRIMARY KEY, name text, email text UNIQUE)"_s
        << u"UPDATE t SET name = 'eve' WHERE id = 1; UPDATE t SET id = 20 WHERE id = 2"_s
        << u"(1,eve,a@x,s1);(20,bob,b@x,)"_s
        << u"s of t: 1 saved value is left out: its row is not there any more, or has another key"_s;
    QTest::newRow("a key that became another") << u"CREATE TABLE t (k text PRIMARY KEY, s text, name text);"
                                                  "INSERT INTO t VALUES ('007', 's7', 'bond'), ('8', 's8', 'eight')"_s
                                               << u"CREATE TABLE t (k int PRIMARY KEY, name text)"_s << QString()
                                               << u"(007,bond,s7);(8,eight,s8)"_s << QString();
}

void TestServerWayBack::everyRowGetsItsOwn()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, since);
    QFETCH(QString, rows);
    QFETCH(QString, told);
    QCOMPARE(open(from), QString());
    const auto migration = plan(to);
    QVERIFY(migration);
    QCOMPARE(m_work->wayBackPlan(*migration).cannotUndo, QStringList());
    VERIFY_OK(ended(m_work->apply(migration, anyHazard)));
    QVERIFY(since.isEmpty() || PostgresSession(m_location).run(since));
    const auto back = newestWayBack();
    VERIFY_OK(back);
    const auto tried = ended(m_work->dryRun(back->migration));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded(), qPrintable(tried->run.error.message + tried->differences.join(u';')));
    QString before;
    for (const Finding &finding : tried->run.findings) {
        if (finding.code.isEmpty() && finding.severity == Finding::Severity::Warn)
            before += finding.message;
    }
    const auto report = ended(m_work->apply(back->migration, anyHazard));
    VERIFY_OK(report);
    QCOMPARE(now(u"SELECT string_agg(t::text, ';' ORDER BY t::text) FROM t"_s), rows);
    for (const QString &words : {before, report->outcome.afterwards}) {
        QCOMPARE(words.isEmpty(), told.isEmpty());
        QVERIFY2(words.contains(told), qPrintable(words));
    }
}

void TestServerWayBack::whatRefersToAKeyGoesAlong_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("since");
    QTest::addColumn<QString>("rows"); ///< of c, afterwards
    const QString one = u"CREATE TABLE t (k %1 PRIMARY KEY); CREATE TABLE c (%2k %1 REFERENCES t)"_s;
    const QString rows = u"; INSERT INTO t VALUES ('007'), ('8'); INSERT INTO c (k) VALUES ('007'), ('8'), (NULL)"_s;
    QTest::newRow("without a key of its own")
        << one.arg(u"text"_s, u""_s) + rows << one.arg(u"int"_s, u""_s) << QString() << u"(007);(8);()"_s;
    const QString id = u"id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "_s;
    QTest::newRow("a row that came since") << one.arg(u"text"_s, id) + rows << one.arg(u"int"_s, id)
                                           << u"INSERT INTO c (k) VALUES (7)"_s << u"(1,007);(2,8);(3,);(4,007)"_s;
    QTest::newRow("a row that refers to another one since")
        << one.arg(u"text"_s, id) + rows << one.arg(u"int"_s, id) << u"UPDATE c SET k = 7 WHERE k = 8"_s
        << u"(1,007);(2,007);(3,)"_s;
    const QString self = u"CREATE TABLE t (k int); CREATE TABLE c (k %1 PRIMARY KEY, up %1 REFERENCES c)"_s;
    QTest::newRow("itself") << self.arg(u"text"_s) + u"; INSERT INTO c VALUES ('01', NULL), ('02', '01')"_s
                            << self.arg(u"int"_s) << u"INSERT INTO c VALUES (3, 2)"_s << u"(01,);(02,01);(3,02)"_s;
    const QString two = u"CREATE TABLE t (a int, k %1, PRIMARY KEY (a, k)); CREATE TABLE c (a int, k %1, FOREIGN KEY "
                        "(a, k) REFERENCES t)"_s;
    QTest::newRow("by two columns") << two.arg(u"text"_s)
            + u"; INSERT INTO t VALUES (1, '07'), (2, '7'); INSERT INTO c VALUES (1, '07'), (2, '7')"_s
                                    << two.arg(u"int"_s) << QString() << u"(1,07);(2,7)"_s;
    const QString unique =
        u"CREATE TABLE t (id int PRIMARY KEY, k %1 UNIQUE); CREATE TABLE c (k %1 REFERENCES t (k))"_s;
    QTest::newRow("a unique column") << unique.arg(u"text"_s)
            + u"; INSERT INTO t VALUES (1, '07'); INSERT INTO c VALUES ('07')"_s
                                     << unique.arg(u"int"_s)
                                     << u"INSERT INTO t VALUES (2, 8); INSERT INTO c VALUES (8)"_s << u"(07);(8)"_s;
    const QString many =
        u"CREATE TABLE t (a %1, k %1, PRIMARY KEY (a, k)); CREATE TABLE c (id int PRIMARY KEY, a %1, k "
        "%1, FOREIGN KEY (a, k) REFERENCES t)"_s;
    QTest::newRow("a key that does not come back")
        << many.arg(u"text"_s) + u"; INSERT INTO t VALUES ('01', '07'); INSERT INTO c VALUES (1, '01', '07')"_s
        << many.arg(u"int"_s) << QString() << u"(1,1,7)"_s;
}

/// Whatever came since, the way back runs, and every row refers to the row that it referred to.
void TestServerWayBack::whatRefersToAKeyGoesAlong()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, since);
    QFETCH(QString, rows);
    QCOMPARE(open(from), QString());
    const auto migration = plan(to);
    QVERIFY(migration);
    const bool comesBack = QLatin1StringView(QTest::currentDataTag()) != "a key that does not come back"_L1;
    QCOMPARE(m_work->wayBackPlan(*migration).cannotUndo.isEmpty(), comesBack);
    VERIFY_OK(ended(m_work->apply(migration, anyHazard)));
    QVERIFY(since.isEmpty() || PostgresSession(m_location).run(since));
    const auto back = newestWayBack();
    VERIFY_OK(back);
    const auto tried = ended(m_work->dryRun(back->migration));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded(), qPrintable(tried->run.error.message + tried->differences.join(u';')));
    VERIFY_OK(ended(m_work->apply(back->migration, anyHazard)));
    QCOMPARE(now(u"SELECT string_agg(c::text, ';' ORDER BY c::text = '()', c::text) FROM c"_s), rows);
}

/// Nothing tells the rows apart in which the value stands.
void TestServerWayBack::whatCannotComeBackIsSaidBefore()
{
    QCOMPARE(open(u"CREATE TABLE t (k text PRIMARY KEY); CREATE TABLE c (k text);"
                  "INSERT INTO t VALUES ('007'); INSERT INTO c VALUES ('007')"_s),
             QString());
    const auto migration = plan(u"CREATE TABLE t (k int PRIMARY KEY); CREATE TABLE c (k int);"_s);
    QVERIFY(migration);
    const QStringList cannot = m_work->wayBackPlan(*migration).cannotUndo;
    QCOMPARE(cannot.size(), 1);
    QVERIFY2(cannot.first().startsWith(u"k in c does not come back"_s), qPrintable(cannot.first()));
}

void TestServerWayBack::aScratchDatabaseTellsWhatIsLeftOut_data()
{
    QTest::addColumn<bool>("withRows");
    QTest::newRow("with rows") << true;
    QTest::newRow("without rows") << false;
}

/// A step of its own makes the dry run go there.
void TestServerWayBack::aScratchDatabaseTellsWhatIsLeftOut()
{
    QFETCH(bool, withRows);
    QCOMPARE(open(u"CREATE TABLE t (id int PRIMARY KEY, s text, name text); CREATE INDEX i ON t (name); INSERT INTO t "
                  "VALUES (1, 's1', 'ada'), (2, 's2', 'bob')"_s),
             QString());
    const SchemaPtr first = m_session->schema();
    const auto migration = plan(u"CREATE TABLE t (id int PRIMARY KEY, name text)"_s);
    QVERIFY(migration);
    VERIFY_OK(ended(m_work->apply(migration, anyHazard)));
    QVERIFY(PostgresSession(m_location).run(u"DELETE FROM t WHERE id = 2"_s));
    const auto back = newestWayBack();
    VERIFY_OK(back);
    m_work.reset();
    m_session.reset(); // a database is copied while nobody is in it
    PlanOptions options = back->migration->planOptions;
    options.concurrently = true;
    PostgresDb db(m_location);
    const auto again =
        planMigration(*db.schema(), *first, back->migration->diffOptions, options, PostgresDb::dialect());
    VERIFY_OK(again);
    QVERIFY(!again->plan.ways.isEmpty());
    std::unique_ptr<PostgresSession> other; // in the way of a copy
    if (!withRows)
        other = std::make_unique<PostgresSession>(m_location);
    QVERIFY(!other || other->run(u"SELECT 1"_s));
    TestJob job;
    const auto tried = dryRunMigration(db.database(), *again, PostgresDb::dialect(), job, {});
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded(), qPrintable(tried->run.error.message + tried->differences.join(u';')));
    QStringList said;
    for (const Finding &f : tried->run.findings)
        said.append(f.message);
    const QString all = said.join(u'\n');
    QVERIFY2(all.contains(u"s of t: 1 saved value is left out"_s), qPrintable(all));
}

void TestServerWayBack::nothingIsKeptOfWhatFailed()
{
    QCOMPARE(open(u"CREATE TABLE t (id int PRIMARY KEY, gone text); INSERT INTO t VALUES (1, 'x')"_s), QString());
    const auto migration = plan(u"CREATE TABLE t (id int PRIMARY KEY)"_s);
    QVERIFY(migration);
    PostgresSession other(m_location);
    QVERIFY(other.run(u"BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE"_s)); // reading is allowed, dropping is not
    const auto applied = ended(m_work->apply(migration, anyHazard));
    QVERIFY(!applied);
    QCOMPARE(savedFiles(), QStringList());
    QCOMPARE(now(u"SELECT gone FROM t"_s), u"x"_s);
}

QTEST_GUILESS_MAIN(TestServerWayBack)
#include "tst_serverwayback.moc"
