// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/dialect.h"
#include "core/migrate/dryrun.h"
#include "core/migrate/filescript.h"
#include "core/migrate/findings.h"

#include "support/jobs.h"
#include "support/tempdatabase.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QCryptographicHash>
#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Mode = ConnectionSpec::Mode;
using Severity = Finding::Severity;

namespace {

const Dialect &dialect()
{
    return *dialectByName(u"sqlite"_s);
}

const QString base
    = u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
      "CREATE TABLE posts(id INTEGER PRIMARY KEY, user REFERENCES users ON DELETE CASCADE, title TEXT);"
      "CREATE TABLE logs(id INTEGER PRIMARY KEY, user REFERENCES users ON DELETE SET NULL);"
      "CREATE INDEX posts_title ON posts(title);"
      "CREATE VIEW titles AS SELECT title FROM posts;"
      "CREATE TRIGGER posts_touch AFTER UPDATE ON posts BEGIN UPDATE logs SET id = id; END;"
      "INSERT INTO users VALUES(1, 'a'), (2, 'b'), (3, 'c');"
      "INSERT INTO posts VALUES(1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z'), (4, 3, 'w');"
      "INSERT INTO logs VALUES(1, 1), (2, 2);"
      // Two names: only ASCII is folded.
      "CREATE TABLE \"ÉTÉ\"(a); CREATE TABLE \"été\"(a); INSERT INTO \"ÉTÉ\" VALUES(1);"
      "CREATE TABLE emails(id INTEGER PRIMARY KEY, email TEXT UNIQUE);"
      "CREATE TABLE mails(id INTEGER PRIMARY KEY, email REFERENCES emails ON DELETE CASCADE);"
      "CREATE TABLE _cf_KV(k PRIMARY KEY, v REFERENCES emails ON DELETE CASCADE);"
      "INSERT INTO emails VALUES(1, 'a'), (2, 'b'); INSERT INTO mails VALUES(1, 1), (2, 2); INSERT INTO _cf_KV VALUES(1, 1);"
      "CREATE TABLE notes(id INTEGER PRIMARY KEY, parent REFERENCES notes ON DELETE CASCADE);"
      "INSERT INTO notes VALUES(1, NULL), (2, 1), (3, 2), (4, NULL), (5, 4);"
      "CREATE VIRTUAL TABLE texts USING fts5(body); INSERT INTO texts VALUES('x'), ('y')"_s;

const QString rebuildUsers
    = u"CREATE TABLE __new_users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER);\n"
      "INSERT INTO __new_users(id, name) SELECT id, name FROM users;\nDROP TABLE users;\n"
      "ALTER TABLE __new_users RENAME TO users;"_s;

const QString rebuildPosts = u"CREATE TABLE __new_posts(id INTEGER PRIMARY KEY, user REFERENCES users, title TEXT);\n"
                             "INSERT INTO __new_posts SELECT id, user, title FROM posts;\nDROP VIEW titles;\n"
                             "DROP TABLE posts;\nALTER TABLE __new_posts RENAME TO posts;\n"_s;

/// As others run it: foreign keys on throughout.
Script naive(const QString &sql)
{
    return dialect().inTransaction(u"naive"_s, fileStatements(sql, u"x.sql"_s, dialect()),
                                   Dialect::ForeignKeys::Enforced);
}

Script careful(const QString &sql)
{
    return fileScript(sql, u"x.sql"_s, u"careful"_s, dialect());
}

QStringList codes(const QList<Finding> &findings, Severity severity)
{
    QStringList all;
    for (const Finding &finding : findings)
        if (finding.severity == severity)
            all += finding.code;
    all.sort();
    return all;
}

QString words(const QList<Finding> &findings)
{
    QStringList all;
    for (const Finding &finding : findings)
        all += finding.code + u": "_s + finding.message;
    return all.join(u'\n');
}

} // namespace

class TestDryRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theOriginalIsNotTouched();
    void findings_data();
    void findings();
    void whatARenameRewritesIsSaid();
    void effectsAreUnderTheFinalName();
    void emptyTablesLoseNothing_data();
    void emptyTablesLoseNothing();
    void emptyColumnsLoseNothing();
    void manyDropsAreOneQuestion();
    void tables_data();
    void tables();
    void failureIsAReport();
    void oldSinsAreNotFound();
    void cancel();
    void noRoom();
    void blockingAndAllowed();
    void staticFindings_data();
    void staticFindings();
    void messagesAreSentences();

private:
    [[nodiscard]] Result<DryRunReport> rehearse(const QString &sql, const Script &script)
    {
        const QString path = tempdatabase::make(m_dir, u"%1.db"_s.arg(++m_count), sql);
        auto database = tempdatabase::open(path, Mode::Read);
        RC_TRY(database);
        TestJob job;
        return dryRun(**database, script, dialect(), job, m_work.path());
    }
    QTemporaryDir m_dir;
    QTemporaryDir m_work;
    int m_count = 0;
};

void TestDryRun::theOriginalIsNotTouched()
{
    const QString path = tempdatabase::make(m_dir, u"original.db"_s, base);
    const auto hash = [&path] {
        QFile file(path);
        return file.open(QFile::ReadOnly) ? QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256)
                                          : QByteArray();
    };
    const QByteArray before = hash();
    {
        auto database = tempdatabase::open(path, Mode::Read);
        VERIFY_OK(database);
        TestJob job;
        const auto report = dryRun(**database, careful(rebuildUsers), dialect(), job, m_work.path());
        VERIFY_OK(report);
        QVERIFY(report->succeeded);
        QVERIFY(report->copyBytes > 0);
        QVERIFY(report->microseconds > 0);
        QVERIFY(report->schemaAfter->table({{}, u"users"_s})->column(u"age"_s));
        QVERIFY(!report->outcome.statements.isEmpty());
    }
    QCOMPARE(hash(), before);
    QVERIFY(QDir(m_work.path()).isEmpty());
}

void TestDryRun::findings_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<QStringList>("stops");
    QTest::addColumn<QStringList>("warnings");
    const QStringList none;
    QTest::newRow("harmless") << careful(u"ALTER TABLE posts ADD body TEXT; CREATE INDEX i ON users(name)"_s) << none
                              << none;
    QTest::newRow("careful rebuild") << careful(rebuildUsers) << none << none;
    QTest::newRow("naive rebuild") << naive(rebuildUsers) << QStringList{u"H05"_s, u"H05"_s} << none;
    QTest::newRow("announced drop") << careful(u"DROP TABLE logs; DROP TRIGGER posts_touch"_s) << none
                                    << QStringList{u"H01"_s};
    QTest::newRow("announced delete") << careful(u"DELETE FROM posts WHERE id = 1"_s) << none << QStringList{u"H06"_s};
    QTest::newRow("cascade of a delete") << naive(u"DELETE FROM users WHERE id = 1"_s)
                                         << QStringList{u"H05"_s, u"H05"_s} << QStringList{u"H06"_s};
    QTest::newRow("cascade into a table that is deleted from, too")
        << naive(u"DELETE FROM posts WHERE id = 1; DELETE FROM users WHERE id = 2; DELETE FROM logs WHERE id = 2"_s)
        << QStringList{u"H05"_s, u"H05"_s} << QStringList{u"H06"_s, u"H06"_s, u"H06"_s};
    QTest::newRow("SET NULL in a table that is written, too")
        << naive(u"UPDATE logs SET user = 3 WHERE id = 2; UPDATE logs SET user = 3 WHERE id = 2; DELETE FROM posts;"
                 "DELETE FROM users WHERE id = 1"_s)
        << QStringList{u"H05"_s} << QStringList{u"H06"_s, u"H06"_s};
    QTest::newRow("rows that go, and as many that come")
        << naive(u"INSERT OR REPLACE INTO emails VALUES(9, 'a'); INSERT INTO mails VALUES(7, 9)"_s)
        << QStringList{u"H05"_s, u"H05"_s, u"H05"_s} << none;
    QTest::newRow("REPLACE of the same key") << naive(u"REPLACE INTO mails VALUES(1, 1)"_s) << QStringList{u"H05"_s}
                                             << none;
    QTest::newRow("REPLACE of nothing") << naive(u"REPLACE INTO mails VALUES(8, 1)"_s) << none << none;
    QTest::newRow("upsert") << naive(u"INSERT INTO mails VALUES(1, 1), (5, 1) ON CONFLICT DO UPDATE SET email = 1"_s)
                            << none << none;
    QTest::newRow("another key") << naive(u"UPDATE mails SET id = id + 10"_s) << none << none;
    QTest::newRow("WITH in front") << naive(u"WITH x(i) AS (SELECT 1) DELETE FROM mails WHERE id IN (SELECT i FROM x)"_s)
                                   << none << QStringList{u"H06"_s};
    QTest::newRow("full text") << naive(u"DELETE FROM texts WHERE rowid = 1; INSERT INTO texts VALUES('z')"_s) << none
                               << QStringList{u"H06"_s};
    QTest::newRow("every row of a tree") << naive(u"DELETE FROM notes"_s) << none << QStringList{u"H06"_s};
    QTest::newRow("a part of a tree") << naive(u"DELETE FROM notes WHERE id >= 4"_s) << none << QStringList{u"H06"_s};
    QTest::newRow("a tree by its root") << naive(u"DELETE FROM notes WHERE id = 1"_s) << QStringList{u"H05"_s}
                                        << QStringList{u"H06"_s};
    QTest::newRow("a tool's own table") << naive(u"DELETE FROM mails; DELETE FROM emails WHERE id = 1"_s)
                                        << QStringList{u"H05"_s} << QStringList{u"H06"_s, u"H06"_s};
    QTest::newRow("a tool's own table is dropped") << naive(u"DROP TABLE _cf_KV"_s) << QStringList{u"H01"_s} << none;
    QTest::newRow("renamed") << naive(u"ALTER TABLE mails RENAME TO letters"_s) << none << none;
    QTest::newRow("copy that forgets a row and gets another") << careful(
        u"CREATE TABLE __new_mails(id INTEGER PRIMARY KEY, email); INSERT INTO __new_mails SELECT * FROM mails WHERE id > 1;"
        "INSERT INTO __new_mails VALUES(50, 1); DROP TABLE mails; ALTER TABLE __new_mails RENAME TO mails"_s)
                                                              << QStringList{u"H05"_s} << QStringList{u"H45"_s};
    QTest::newRow("copied in two parts, and deleted from before") << careful(
        u"DELETE FROM mails WHERE id = 2; CREATE TABLE __new_mails(id INTEGER PRIMARY KEY, email);"
        "INSERT INTO __new_mails SELECT * FROM mails WHERE id = 1; INSERT INTO __new_mails SELECT * FROM mails WHERE id > 1;"
        "DROP TABLE mails; ALTER TABLE __new_mails RENAME TO mails; DELETE FROM mails WHERE id = 1"_s)
                                                                  << QStringList{u"H06"_s} << QStringList{u"H45"_s};
    QTest::newRow("copy that forgets rows") << careful(
        u"DROP TRIGGER posts_touch; CREATE TABLE __new_logs(id INTEGER PRIMARY KEY, user);"
        "INSERT INTO __new_logs SELECT id, user FROM logs WHERE id > 1; DROP TABLE logs;"
        "ALTER TABLE __new_logs RENAME TO logs"_s) << QStringList{u"H05"_s} << QStringList{u"H45"_s};
    QTest::newRow("lost index and trigger") << careful(rebuildPosts) << QStringList{u"H40"_s, u"H40"_s} << none;
    QTest::newRow("index and trigger made again")
        << careful(rebuildPosts
                   + u"CREATE INDEX `posts_title` ON posts (\"title\"); create trigger posts_touch after update on posts"
                     " begin\n update LOGS set id = id; end; CREATE VIEW titles AS SELECT title FROM posts"_s)
        << none << none;
    QTest::newRow("made again as others")
        << careful(rebuildPosts
                   + u"CREATE UNIQUE INDEX posts_title ON posts(title); CREATE TRIGGER posts_touch AFTER UPDATE ON posts"
                     " BEGIN SELECT 1; END; CREATE VIEW titles AS SELECT id FROM posts"_s)
        << none << QStringList{u"H40"_s, u"H40"_s}; // of the view, the script itself says so
    QTest::newRow("replaced by name") << careful(u"DROP TRIGGER posts_touch; CREATE TRIGGER posts_touch AFTER UPDATE ON"
                                                 " posts BEGIN SELECT 1; END"_s)
                                      << none << none;
    QTest::newRow("names in other alphabets") << careful(
        u"DROP TABLE \"ÉTÉ\""_s) << none << QStringList{u"H01"_s};
    QTest::newRow("dropped by name") << careful(u"DROP INDEX posts_title; DROP VIEW titles; DROP TRIGGER posts_touch"_s)
                                     << none << none;
    QTest::newRow("broken view") << careful(u"CREATE TABLE p2 AS SELECT id, user FROM posts; DROP TRIGGER posts_touch;"
                                            "DROP TABLE posts; CREATE TABLE posts(id INTEGER PRIMARY KEY, user);"
                                            "INSERT INTO posts SELECT * FROM p2; DROP TABLE p2"_s)
                                 << QStringList{u"H40"_s, u"H40"_s} << QStringList{u"H45"_s};
    QTest::newRow("leftover") << careful(u"CREATE TABLE __new_users(id INTEGER PRIMARY KEY)"_s) << none
                              << QStringList{u"H53"_s};
    QTest::newRow("wrong order") << careful(u"ALTER TABLE users RENAME TO old_users;"
                                            "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);"
                                            "INSERT INTO users SELECT * FROM old_users; DROP TABLE old_users"_s)
                                 << QStringList{u"H05"_s, u"H05"_s, u"H42"_s, u"H42"_s} << QStringList{u"H45"_s};
}

void TestDryRun::findings()
{
    QFETCH(Script, script);
    QFETCH(QStringList, stops);
    QFETCH(QStringList, warnings);
    const auto report = rehearse(base, script);
    VERIFY_OK(report);
    QVERIFY2(report->succeeded, qPrintable(report->error.message));
    QList<Finding> found = report->findings;
    found.removeIf([](const Finding &f) { return f.certain; });
    QVERIFY2(codes(found, Severity::Stop) == stops, qPrintable(words(found)));
    QVERIFY2(codes(found, Severity::Warn) == warnings, qPrintable(words(found)));
}

void TestDryRun::whatARenameRewritesIsSaid()
{
    const auto report = rehearse(base, careful(u"ALTER TABLE posts RENAME COLUMN title TO heading"_s));
    VERIFY_OK(report);
    QVERIFY2(report->succeeded, qPrintable(report->error.message));
    QVERIFY2(words(report->findings).contains(u"The view “titles” is rewritten"_s), qPrintable(words(report->findings)));
    QVERIFY(report->blocking({}).isEmpty());
}

void TestDryRun::effectsAreUnderTheFinalName()
{
    const auto report = rehearse(base, careful(rebuildUsers + u"UPDATE posts SET title = 'n' WHERE id = 1"_s));
    VERIFY_OK(report);
    QVERIFY2(report->succeeded, qPrintable(report->error.message));
    const QList<TableEffect> effects = report->outcome.effects;
    const auto of = [&effects](const QString &name) {
        const auto found = std::find_if(effects.begin(), effects.end(), [&](const TableEffect &e) { return e.table == name; });
        return found == effects.end() ? TableEffect{} : *found;
    };
    QCOMPARE(of(u"users"_s).inserted, 3);
    QCOMPARE(of(u"posts"_s).updated, 1);
    QCOMPARE(of(u"__new_users"_s), TableEffect{});

    // A table that was there before keeps what is its own.
    const Script away = careful(u"ALTER TABLE users RENAME TO old_users; CREATE TABLE users(id);"
                                "INSERT INTO users SELECT id FROM old_users; DROP TABLE old_users"_s);
    QCOMPARE(underFinalNames({{u"users"_s, 3, 0, 0}}, away, dialect()), (QList<TableEffect>{{u"users"_s, 3, 0, 0}}));
    const Script twice = careful(u"CREATE TABLE a(x); ALTER TABLE A RENAME TO b; ALTER TABLE \"b\" RENAME TO c"_s);
    QCOMPARE(underFinalNames({{u"a"_s, 1, 0, 0}, {u"C"_s, 2, 1, 0}}, twice, dialect()),
             (QList<TableEffect>{{u"C"_s, 3, 1, 0}}));
}

void TestDryRun::emptyTablesLoseNothing_data()
{
    QTest::addColumn<Script>("script");
    QTest::newRow("delete") << careful(u"DELETE FROM Posts"_s);
    QTest::newRow("rebuild") << naive(rebuildUsers);
    QTest::newRow("drop") << careful(u"DROP TRIGGER posts_touch; DROP TABLE LOGS"_s);
    QTest::newRow("drop of a renamed one") << careful(
        u"DROP TRIGGER posts_touch; ALTER TABLE logs RENAME TO old; DROP TABLE old"_s);
    QTest::newRow("drop and make anew") << careful(
        u"DROP TRIGGER posts_touch; DROP TABLE logs; CREATE TABLE logs(id INTEGER PRIMARY KEY)"_s);
    QTest::newRow("drop of a column") << careful(
        u"DROP VIEW titles; DROP INDEX posts_title; ALTER TABLE posts DROP COLUMN TITLE"_s);
    QTest::newRow("drop of a renamed column") << careful(
        u"DROP VIEW titles; DROP INDEX posts_title; ALTER TABLE posts RENAME COLUMN title TO head; ALTER TABLE posts"
        " DROP head"_s);
}

/// What is foreseen is still true after the dry run where there are rows, and is not where there are none.
void TestDryRun::emptyTablesLoseNothing()
{
    QFETCH(Script, script);
    const QString empty = base + u"; DELETE FROM posts; DELETE FROM logs"_s;
    for (const bool rows : {true, false}) {
        auto database = tempdatabase::open(tempdatabase::make(m_dir, u"e%1.db"_s.arg(++m_count), rows ? base : empty),
                                           Mode::Read);
        VERIFY_OK(database);
        const auto schema = dialect().introspect(**database);
        VERIFY_OK(schema);
        const QList<Finding> foreseen = core::staticFindings(script, *schema, dialect());
        QCOMPARE(foreseen.size(), 1);
        TestJob job;
        const auto report = dryRun(**database, script, dialect(), job, m_work.path());
        VERIFY_OK(report);
        QCOMPARE(report->stillTrue(foreseen).size(), rows ? 1 : 0);
        QCOMPARE(report->stillTrue({{Severity::Stop, u"H84"_s, u"x"_s, 0, false}}).size(), 1);
        if (!rows)
            QVERIFY2(report->blocking({}).isEmpty(), qPrintable(words(report->findings)));
    }
}

/// Rows without a value in a column that is dropped lose nothing.
void TestDryRun::emptyColumnsLoseNothing()
{
    const Script script = careful(u"DROP VIEW titles; DROP INDEX posts_title; ALTER TABLE posts DROP COLUMN title"_s);
    const QString sql = base + u"; UPDATE posts SET title = NULL"_s;
    auto database = tempdatabase::open(tempdatabase::make(m_dir, u"c.db"_s, sql), Mode::Read);
    VERIFY_OK(database);
    const auto schema = dialect().introspect(**database);
    VERIFY_OK(schema);
    const QList<Finding> foreseen = core::staticFindings(script, *schema, dialect());
    QCOMPARE(codes(foreseen, Severity::Stop), QStringList{u"H02"_s});
    TestJob job;
    const auto report = dryRun(**database, script, dialect(), job, m_work.path());
    VERIFY_OK(report);
    QVERIFY(report->succeeded);
    QCOMPARE(report->stillTrue(foreseen), QList<Finding>());
}

void TestDryRun::tables_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<QString>("table");
    QTest::addColumn<qint64>("before");
    QTest::addColumn<qint64>("after");
    QTest::addColumn<bool>("announced");
    QTest::newRow("child of a naive rebuild") << naive(rebuildUsers) << u"posts"_s << qint64(4) << qint64(0) << false;
    QTest::newRow("child of a careful rebuild") << careful(rebuildUsers) << u"posts"_s << qint64(4) << qint64(4)
                                                << false;
    QTest::newRow("dropped") << careful(u"DROP TABLE LOGS; DROP TRIGGER posts_touch"_s) << u"logs"_s << qint64(2)
                             << qint64(-1) << true;
    QTest::newRow("rebuilt") << careful(rebuildUsers) << u"users"_s << qint64(3) << qint64(3) << false;
    QTest::newRow("deleted from") << careful(u"DELETE FROM posts WHERE id < 3"_s) << u"posts"_s << qint64(4)
                                  << qint64(2) << true;
    QTest::newRow("new") << careful(u"CREATE TABLE tags AS SELECT 1 AS one"_s) << u"tags"_s << qint64(-1) << qint64(1)
                         << false;
}

void TestDryRun::tables()
{
    QFETCH(Script, script);
    QFETCH(QString, table);
    QFETCH(qint64, before);
    QFETCH(qint64, after);
    QFETCH(bool, announced);
    const auto report = rehearse(base, script);
    VERIFY_OK(report);
    for (const TableLedger &line : report->tables) {
        QVERIFY(!line.table.startsWith(u"__new_"_s));
        if (line.table != table)
            continue;
        QCOMPARE(line.before, before);
        QCOMPARE(line.after, after);
        QCOMPARE(line.lossAnnounced, announced);
        return;
    }
    QFAIL("the table is not listed");
}

void TestDryRun::failureIsAReport()
{
    const auto report = rehearse(base, careful(u"CREATE TABLE t(a);\nINSERT INTO users VALUES(1, 'again')"_s));
    VERIFY_OK(report);
    QVERIFY(!report->succeeded);
    QCOMPARE(report->error.kind, Error::Kind::Constraint);
    QVERIFY(report->findings.first().certain);
    QCOMPARE(report->findings.first().statementIndex, report->error.statementIndex);
    QCOMPARE(report->blocking({u"2067"_s, u"1555"_s, report->findings.first().code}).size(), 1);
    for (const TableLedger &line : report->tables)
        QCOMPARE(line.before, line.after);
}

void TestDryRun::oldSinsAreNotFound()
{
    const QString sins = base
        + u"; INSERT INTO posts VALUES(9, 99, 'orphan'); CREATE VIEW broken AS SELECT * FROM nowhere;"
          "CREATE TABLE __new_old(id); CREATE TABLE dangling(x REFERENCES nowhere)"_s;
    const auto report = rehearse(sins, careful(u"CREATE TABLE t(a)"_s));
    VERIFY_OK(report);
    QVERIFY2(report->succeeded, qPrintable(report->error.message));
    QVERIFY2(report->findings.isEmpty(), qPrintable(words(report->findings)));
}

void TestDryRun::cancel()
{
    const QString path = tempdatabase::make(m_dir, u"cancel.db"_s, base);
    auto database = tempdatabase::open(path, Mode::Read);
    VERIFY_OK(database);
    TestJob job;
    int asked = 0;
    job.cancelled = [&asked] { return ++asked > 20; };
    const auto report = dryRun(
        **database,
        careful(u"CREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"_s),
        dialect(), job, m_work.path());
    QVERIFY(!report.ok());
    QVERIFY(report.error().isCancelled());
    QVERIFY(QDir(m_work.path()).isEmpty());
}

void TestDryRun::noRoom()
{
    const QString path = tempdatabase::make(m_dir, u"room.db"_s, base);
    auto database = tempdatabase::open(path, Mode::Read);
    VERIFY_OK(database);
    TestJob job;
    const auto report
        = dryRun(**database, careful(rebuildUsers), dialect(), job, m_dir.filePath(u"not/there"_s));
    QVERIFY(!report.ok());
    QCOMPARE(report.error().kind, Error::Kind::Io);
}

void TestDryRun::blockingAndAllowed()
{
    DryRunReport report;
    report.findings = {{Severity::Stop, u"H05"_s, u"a"_s, 0, false},
                       {Severity::Stop, u"H84"_s, u"b"_s, 0, true},
                       {Severity::Warn, u"H53"_s, u"c"_s, 0, false}};
    QCOMPARE(report.blocking({}).size(), 2);
    QCOMPARE(report.blocking({u"H05"_s, u"H84"_s}).size(), 1); // what is certain to fail cannot be allowed
}

void TestDryRun::staticFindings_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<QStringList>("stops");
    QTest::addColumn<QStringList>("warnings");
    const QStringList none;
    const auto loose = [](const QString &sql) {
        Script script;
        script.ownTransactions = true;
        script.statements = fileStatements(sql, u"x.sql"_s, dialect());
        return script;
    };
    QTest::newRow("careful rebuild") << careful(rebuildUsers) << none << none;
    QTest::newRow("naive rebuild") << naive(rebuildUsers) << QStringList{u"H05"_s} << none;
    QTest::newRow("rebuild nobody refers to") << naive(rebuildPosts) << none << none;
    QTest::newRow("delete all") << careful(u"DELETE FROM posts"_s) << QStringList{u"H06"_s} << none;
    QTest::newRow("delete some") << careful(u"DELETE FROM posts WHERE id = 1"_s) << none << none;
    QTest::newRow("delete all in other words") << careful(u"DELETE FROM posts WHERE 1 = 1"_s) << QStringList{u"H06"_s}
                                               << none;
    QTest::newRow("a WHERE within") << careful(
        u"WITH x AS (SELECT 1 AS i WHERE 1) DELETE FROM posts RETURNING (SELECT 1 WHERE 1)"_s) << QStringList{u"H06"_s}
                                    << none;
    QTest::newRow("delete by a query") << careful(u"DELETE FROM posts WHERE id IN (SELECT id FROM logs)"_s) << none
                                       << none;
    QTest::newRow("empty a helper") << careful(u"CREATE TABLE help(a); DELETE FROM help; DROP TABLE help"_s) << none
                                    << none;
    QTest::newRow("drop") << careful(u"DROP TABLE logs"_s) << QStringList{u"H01"_s} << none;
    QTest::newRow("drop, keys on, nobody refers to it") << naive(u"DROP TABLE logs"_s) << QStringList{u"H01"_s} << none;
    QTest::newRow("drop of a parent, keys on") << naive(u"DROP TABLE users"_s) << QStringList{u"H01"_s, u"H05"_s} << none;
    QTest::newRow("drop of a parent after its children")
        << naive(u"DROP TABLE posts; DROP TABLE logs; DROP TABLE users"_s)
        << QStringList{u"H01"_s, u"H01"_s, u"H01"_s} << none;
    QTest::newRow("drop of what is not there") << careful(u"DROP TABLE IF EXISTS nobody"_s) << none << none;
    QTest::newRow("drop of a renamed one") << careful(u"ALTER TABLE logs RENAME TO old; DROP TABLE old"_s)
                                           << QStringList{u"H01"_s} << none;
    QTest::newRow("drop and make anew") << careful(u"DROP TABLE logs; CREATE TABLE logs(id)"_s)
                                        << QStringList{u"H01"_s} << none;
    QTest::newRow("kept under another name") << careful(
        u"CREATE TABLE kept AS SELECT * FROM logs; DROP TABLE logs"_s) << none << none;
    QTest::newRow("drop of a tool's table") << careful(u"DROP TABLE _cf_KV"_s) << none << QStringList{u"H01"_s};
    QTest::newRow("drop of a column") << careful(u"ALTER TABLE posts DROP COLUMN title"_s) << QStringList{u"H02"_s}
                                      << none;
    QTest::newRow("drop of a column, short") << careful(u"ALTER TABLE \"posts\" DROP `TITLE`"_s)
                                             << QStringList{u"H02"_s} << none;
    QTest::newRow("drop of a renamed column") << careful(
        u"ALTER TABLE posts RENAME title TO head; ALTER TABLE posts DROP head"_s) << QStringList{u"H02"_s} << none;
    QTest::newRow("drop of a column that it adds") << careful(
        u"ALTER TABLE posts ADD extra TEXT; ALTER TABLE posts DROP extra"_s) << none << none;
    QTest::newRow("drop of a column of a new table") << careful(
        u"CREATE TABLE n(a, b); ALTER TABLE n DROP b"_s) << none << none;
    const QString copy
        = u"CREATE TABLE __new_users(id, name, age); INSERT INTO __new_users SELECT %1 FROM %2; DROP TABLE users;"
          "ALTER TABLE __new_users RENAME TO users"_s;
    QTest::newRow("literal column") << careful(copy.arg(u"\"id\", \"name\", \"age\""_s, u"users"_s))
                                    << QStringList{u"H14"_s} << none;
    QTest::newRow("literal column, backticks around the table")
        << careful(copy.arg(u"\"id\", \"name\", \"age\""_s, u"`users`"_s)) << QStringList{u"H14"_s} << none;
    QTest::newRow("good columns") << careful(copy.arg(u"\"ID\", \"name\", NULL"_s, u"users"_s)) << none << none;
    QTest::newRow("alias, function and string") << careful(
        copy.arg(u"\"id\", \"name\" AS \"n\", \"max\"(1, 'age')"_s, u"users"_s)) << none << none;
    QTest::newRow("column added before") << careful(
        u"ALTER TABLE users ADD COLUMN \"age\" INTEGER;"_s + copy.arg(u"\"id\", \"name\", \"age\""_s, u"users"_s))
                                         << none << none;
    QTest::newRow("join") << careful(
        copy.arg(u"\"id\", \"name\", \"title\""_s, u"users JOIN posts ON posts.user = users.id"_s))
                          << none << none;
    QTest::newRow("wrong order") << careful(
        u"ALTER TABLE users RENAME TO old_users; CREATE TABLE users(id INTEGER PRIMARY KEY, name);"
        "INSERT INTO users SELECT * FROM old_users; DROP TABLE old_users"_s)
                                 << QStringList{u"H05"_s, u"H42"_s} << none;
    QTest::newRow("wrong order, and the references are brought back")
        << careful(u"ALTER TABLE users RENAME TO old_users; CREATE TABLE users(id INTEGER PRIMARY KEY, name);"
                   "INSERT INTO users SELECT * FROM old_users; DROP TABLE old_users;"
                   "ALTER TABLE users RENAME TO old_users; ALTER TABLE old_users RENAME TO users"_s)
        << none << none;
    QTest::newRow("a rename") << careful(u"ALTER TABLE users RENAME TO people"_s) << none << none;
    QTest::newRow("switch within") << loose(u"BEGIN; PRAGMA foreign_keys = OFF; DROP TABLE logs; COMMIT"_s)
                                   << QStringList{u"H01"_s, u"H82"_s, u"H84"_s} << none;
    QTest::newRow("switch before") << loose(u"PRAGMA foreign_keys = OFF; BEGIN; DROP TABLE logs; COMMIT"_s)
                                   << QStringList{u"H01"_s, u"H82"_s} << none;
    QTest::newRow("journal mode within") << loose(u"BEGIN; PRAGMA journal_mode = WAL; COMMIT"_s)
                                         << QStringList{u"H82"_s} << QStringList{u"H84"_s};
    QTest::newRow("vacuum within") << loose(u"BEGIN; VACUUM; COMMIT"_s) << QStringList{u"H82"_s, u"H84"_s} << none;
    QTest::newRow("vacuum beside others") << careful(u"VACUUM; DELETE FROM posts WHERE id = 1"_s)
                                          << QStringList{u"H82"_s} << none;
    QTest::newRow("takes itself back") << careful(u"INSERT INTO posts(id) VALUES(9); ROLLBACK"_s)
                                       << QStringList{u"H82"_s} << none;
    QTest::newRow("takes a part back") << careful(u"SAVEPOINT s; INSERT INTO posts(id) VALUES(9); ROLLBACK TO s"_s) << none
                                       << none;
    QTest::newRow("setting") << careful(u"PRAGMA synchronous = OFF; DELETE FROM posts WHERE id = 1"_s) << none << none;
    QTest::newRow("vacuum alone") << loose(u"VACUUM"_s) << none << none;
    QTest::newRow("attach") << loose(u"ATTACH 'x' AS x"_s) << QStringList{u"H84"_s} << none;
}

void TestDryRun::staticFindings()
{
    QFETCH(Script, script);
    QFETCH(QStringList, stops);
    QFETCH(QStringList, warnings);
    auto database = tempdatabase::open(tempdatabase::make(m_dir, u"s%1.db"_s.arg(++m_count), base), Mode::Read);
    VERIFY_OK(database);
    const auto schema = dialect().introspect(**database);
    VERIFY_OK(schema);
    const QList<Finding> found = core::staticFindings(script, *schema, dialect());
    QVERIFY2(codes(found, Severity::Stop) == stops, qPrintable(words(found)));
    QVERIFY2(codes(found, Severity::Warn) == warnings, qPrintable(words(found)));
    for (const Finding &finding : found)
        QVERIFY(finding.statementIndex >= 0 && finding.statementIndex < script.statements.size());
}

void TestDryRun::manyDropsAreOneQuestion()
{
    auto database = tempdatabase::open(tempdatabase::make(m_dir, u"many.db"_s, base), Mode::Read);
    VERIFY_OK(database);
    const auto schema = dialect().introspect(**database);
    VERIFY_OK(schema);
    const Script script = careful(u"DROP TABLE posts; DROP TABLE logs; DROP TABLE mails; DROP TABLE notes;"
                                  "DROP TABLE users"_s);
    const QList<Finding> found = core::staticFindings(script, *schema, dialect());
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().message, u"5 tables are dropped with their rows: “posts”, “logs”, “mails” and 2 more."_s);
    QCOMPARE(found.first().rowsOf.size(), 5);
    QVERIFY(script.statements.at(found.first().statementIndex).sql.contains(u"posts"_s));
}

void TestDryRun::messagesAreSentences()
{
    const auto report = rehearse(base, naive(rebuildUsers));
    VERIFY_OK(report);
    for (const Finding &finding : report->findings)
        QVERIFY2(finding.message.endsWith(u'.') && !finding.message.contains(u'%'), qPrintable(finding.message));
    QVERIFY2(words(report->findings).contains(u"“posts” loses 4 of 4 rows, and no DROP or DELETE"_s),
             qPrintable(words(report->findings)));
}

QTEST_GUILESS_MAIN(TestDryRun)
#include "tst_dryrun.moc"
