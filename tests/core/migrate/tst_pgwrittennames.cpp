// SPDX-License-Identifier: GPL-3.0-or-later
// Names without a schema in a file are judged by the table that the server finds over the search path; and what goes
// with a partitioned table is said with it, however deep.
#include "core/migrate/filescript.h"
#include "core/migrate/findings.h"
#include "support/pgdatabase.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgWrittenNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theTableThatIsMeant_data()
    {
        QTest::addColumn<QString>("session"); ///< its search path
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("loses"); ///< the table that is said to lose its rows, or a column its values
        const auto add = [](const char *name, const QString &session, const QString &sql, const QString &loses) {
            QTest::newRow(name) << session << sql << loses;
        };
        const QString usual = u"public"_s;
        add("the usual path", usual, u"DELETE FROM users"_s, u"users"_s);
        add("the session's path", u"app, public"_s, u"DELETE FROM users"_s, u"app.users"_s);
        add("further along the path", u"app, public"_s, u"DELETE FROM tags"_s, u"tags"_s);
        add("SET", usual, u"SET search_path TO app; DELETE FROM users"_s, u"app.users"_s);
        add("SET with a quoted name", usual, u"SET search_path = \"Odd\", app; DROP TABLE users"_s, u"Odd.users"_s);
        add("SET with strings", usual, u"SET search_path TO 'app', 'public'; TRUNCATE users"_s, u"app.users"_s);
        add("SET SCHEMA", usual, u"SET SCHEMA 'app'; TRUNCATE users"_s, u"app.users"_s);
        add("set_config", usual, u"SELECT pg_catalog.set_config('search_path', 'app', false); DROP TABLE users"_s,
            u"app.users"_s);
        add("RESET", usual, u"SET search_path TO app; RESET search_path; DELETE FROM users"_s, u"users"_s);
        add("to DEFAULT", u"app"_s, u"SET search_path TO public; SET search_path TO DEFAULT; DELETE FROM only_here"_s,
            u"app.only_here"_s);
        add("twice", usual,
            u"SET search_path TO app; DELETE FROM only_here; SET search_path TO public; DROP TABLE tags"_s,
            u"app.only_here, tags"_s);
        add("a column", usual, u"SET search_path TO app; ALTER TABLE users DROP COLUMN name"_s, u"app.users"_s);
        add("made there, and dropped again", usual,
            u"SET search_path TO app; CREATE TABLE tags (id int); DROP TABLE tags"_s, {});
        add("dropped twice", u"app, public"_s, u"DROP TABLE users; DROP TABLE users"_s, u"app.users, users"_s);
    }

    void theTableThatIsMeant()
    {
        QFETCH(QString, session);
        QFETCH(QString, sql);
        QFETCH(QString, loses);
        PgDatabase made(
            m_cluster,
            u"CREATE SCHEMA app; CREATE SCHEMA \"Odd\"; CREATE TABLE users (id int, name text); INSERT INTO users "
            u"VALUES "
            "(1, 'a'), (2, 'b'), (3, 'c'); CREATE TABLE app.users (id int, name text); INSERT INTO app.users VALUES "
            "(1, "
            "'x'); CREATE TABLE \"Odd\".users (id int, name text); INSERT INTO \"Odd\".users VALUES (1, 'x'), (2, "
            "'y'); "
            "CREATE TABLE tags (id int); INSERT INTO tags VALUES (1); CREATE TABLE app.only_here (id int); INSERT INTO "
            "app.only_here VALUES (1)"_s);
        QCOMPARE(made.problem, QString());
        QVERIFY(made.database
                    ->run(u"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path TO "_s + session
                          + u"', current_database()); END $$"_s)
                    .ok());
        PgDatabase m(made.location, m_cluster); // as every session from now on
        QCOMPARE(m.problem, QString());
        TestJob job;
        const Script script = fileScript(sql, u"a.sql"_s, u"A"_s, m.dialect);
        const auto report = dryRun(*m.database, script, m.dialect, job);
        QVERIFY2(report && report->succeeded, qPrintable(report ? report->error.message : report.error().message));
        QStringList said;
        QStringList unsaid;
        const auto take = [&](const QList<Finding> &findings) {
            static const QRegularExpression table(u"“([^”]*)”(?!.* of “)"_s);
            for (const Finding &f : findings) {
                if (f.message.contains("in the script says so"_L1))
                    unsaid.append(f.message);
                else if (f.code == "H01"_L1 || f.code == "H02"_L1 || f.code == "H06"_L1)
                    said.append(table.match(f.message).captured(1));
            }
        };
        take(report->findings);
        take(report->stillTrue(staticFindings(script, m.schema, m.dialect)));
        said.removeDuplicates();
        said.sort();
        QCOMPARE(unsaid, QStringList());
        QCOMPARE(said.join(u", "_s), loses);
    }

    void whatGoesWithAPartitionedTable_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<bool>("unsaid");
        QTest::newRow("the whole") << u"DROP TABLE p"_s << false;
        QTest::newRow("a partition with partitions") << u"DROP TABLE p2"_s << false;
        QTest::newRow("by a block") << u"DO 'begin drop table p; end'"_s << true;
        QTest::newRow("rows of the whole") << u"DELETE FROM p"_s << false;
    }

    void whatGoesWithAPartitionedTable()
    {
        QFETCH(QString, sql);
        QFETCH(bool, unsaid);
        PgDatabase m(
            m_cluster,
            u"CREATE TABLE p (k int, n int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN "
            "(1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2, 3) PARTITION BY LIST (n); CREATE TABLE p3 "
            "PARTITION OF p2 FOR VALUES IN (1, 2) PARTITION BY LIST (n); CREATE TABLE p4 PARTITION OF p3 FOR "
            "VALUES IN (1); CREATE INDEX i ON p4 (n); INSERT INTO p VALUES (1, 1), (2, 1), (3, 1)"_s);
        QCOMPARE(m.problem, QString());
        TestJob job;
        const auto report = dryRun(*m.database, fileScript(sql, u"a.sql"_s, u"A"_s, m.dialect), m.dialect, job);
        QVERIFY2(report && report->succeeded, qPrintable(report ? report->error.message : report.error().message));
        QStringList found;
        for (const Finding &f : report->findings) {
            if (f.message.contains("in the script says so"_L1) || f.code == "H40"_L1)
                found.append(f.message);
        }
        QVERIFY2(found.isEmpty() != unsaid, qPrintable(found.join(u'\n')));
    }

private:
    PostgresCluster m_cluster;
};

QTEST_GUILESS_MAIN(TestPgWrittenNames)
#include "tst_pgwrittennames.moc"
