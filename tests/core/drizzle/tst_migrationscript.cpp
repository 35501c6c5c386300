// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/scriptrunner.h"
#include "core/drizzle/migrationscript.h"
#include "core/migrate/dryrun.h"
#include "support/jobs.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QTest>
#include <QTimeZone>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

MigrationFile migration(const QString &path)
{
    MigrationFile f;
    f.tag = u"0001_a"_s;
    f.path = path;
    f.when = 1793265151418;
    f.bytes = QByteArray("create table a(x);");
    f.hash = "abc";
    return f;
}

} // namespace

class TestMigrationScript : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void journalRow_data();
    void journalRow();
    void nothingIsAppliedTwice_data();
    void nothingIsAppliedTwice();
    void whatIsNotTextIsUnfit();
    void rebuildOfTheSampleIsRunTheSafeWay();
    void leavingTheTransactionForForeignKeys();
};

void TestMigrationScript::journalRow_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("tableExists");
    QTest::addColumn<bool>("hasNames");
    QTest::addColumn<QStringList>("expected");
    const QString create = u"CREATE TABLE IF NOT EXISTS `__drizzle_migrations` (id SERIAL PRIMARY KEY, hash text NOT NULL, "
                           "created_at numeric)"_s;
    const QString createNamed = u"CREATE TABLE IF NOT EXISTS `__drizzle_migrations` (id INTEGER PRIMARY KEY, hash text NOT "
                                "NULL, created_at numeric, name text, applied_at TEXT)"_s;
    const QString none = u"SELECT count(*) FROM `__drizzle_migrations`"_s;
    const QString notThis = none + u" WHERE `hash` = 'abc' AND `created_at` = 1793265151418"_s;
    const QString notNamed = none + u" WHERE `name` = '0001_a'"_s;
    const QString file = u"create table a(x)"_s;
    const QString insert = u"INSERT INTO `__drizzle_migrations` (`hash`, `created_at`) VALUES('abc', 1793265151418)"_s;
    const QString insertNamed = u"INSERT INTO `__drizzle_migrations` (`hash`, `created_at`, `name`, `applied_at`) "
                                "VALUES('abc', 1793265151418, '0001_a', '2026-11-20T08:00:00.007Z')"_s;
    QTest::addRow("classic, no table yet") << u"/d/0001_a.sql"_s << false << false << QStringList{create, none, file, insert};
    QTest::addRow("classic") << u"/d/0001_a.sql"_s << true << false << QStringList{none, notThis, file, insert};
    QTest::addRow("1.0, no table yet") << u"/d/0001_a/migration.sql"_s << false << false
                                       << QStringList{createNamed, none, file, insertNamed};
    QTest::addRow("1.0") << u"/d/0001_a/migration.sql"_s << true << true << QStringList{none, notNamed, file, insertNamed};
    QTest::addRow("1.0 files, classic table") << u"/d/0001_a/migration.sql"_s << true << false << QStringList{none, notThis, file, insert};
}

void TestMigrationScript::journalRow()
{
    QFETCH(QString, path);
    QFETCH(bool, tableExists);
    QFETCH(bool, hasNames);
    QFETCH(QStringList, expected);
    MigrationJournal journal;
    journal.tableExists = tableExists;
    journal.hasNames = hasNames;
    const Dialect &dialect = *dialectByName(u"sqlite"_s);
    const QDateTime at(QDate(2026, 11, 20), QTime(8, 0, 0, 7), QTimeZone::utc());
    const Script script = migrationScript(migration(path), journal, {{}, u"__drizzle_migrations"_s}, dialect, at);
    QStringList body;
    for (const Statement &s : script.statements) {
        if (s.role == Statement::Role::Body)
            body += rendered(s, dialect);
    }
    QCOMPARE(body, expected);
}

void TestMigrationScript::nothingIsAppliedTwice_data()
{
    QTest::addColumn<QString>("before");    // the database when the journal is read
    QTest::addColumn<QString>("meanwhile"); // what another program does before the script runs
    QTest::addColumn<bool>("runs");
    const QString classic = u"CREATE TABLE __drizzle_migrations(id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);"_s;
    const QString named = u"CREATE TABLE __drizzle_migrations(id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric,"
                          "name text, applied_at TEXT);"_s;
    const QString older = u"INSERT INTO __drizzle_migrations(hash, created_at) VALUES('old', 1);"_s;
    const QString self = u"INSERT INTO __drizzle_migrations(hash, created_at) VALUES('abc', 1793265151418);"_s;
    const QString selfNamed = u"INSERT INTO __drizzle_migrations(hash, created_at, name) VALUES('abc', 7, '0001_a');"_s;
    QTest::newRow("nobody else, no table") << QString() << QString() << true;
    QTest::newRow("nobody else") << classic + older << QString() << true;
    QTest::newRow("nobody else, 1.0") << named << QString() << true;
    QTest::newRow("the first migration of all") << QString() << classic + self << false;
    QTest::newRow("the same one") << classic + older << self << false;
    QTest::newRow("the same one, and a row is gone") << classic + older << u"DELETE FROM __drizzle_migrations;"_s + self << false;
    QTest::newRow("another one") << classic + older << u"INSERT INTO __drizzle_migrations(hash, created_at) VALUES('x', 2)"_s
                                 << false;
    QTest::newRow("the same one, 1.0") << named << selfNamed << false;
    QTest::newRow("the same one, 1.0, and a row is gone")
        << named + older << u"DELETE FROM __drizzle_migrations;"_s + selfNamed << false;
}

void TestMigrationScript::nothingIsAppliedTwice()
{
    QFETCH(QString, before);
    QFETCH(QString, meanwhile);
    QFETCH(bool, runs);
    const Dialect &dialect = *dialectByName(u"sqlite"_s);
    const QTemporaryDir dir;
    const auto database = tempdatabase::open(tempdatabase::make(dir, u"m.db"_s, u"CREATE TABLE t(a);"_s + before),
                                             ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    const auto journal = readJournal(**database, dialect, {{}, u"__drizzle_migrations"_s});
    VERIFY_OK(journal);
    const Script script = migrationScript(migration(u"/d/0001_a.sql"_s), *journal, {{}, u"__drizzle_migrations"_s}, dialect);
    VERIFY_OK((*database)->execute(meanwhile));
    const auto rows = (*database)->queryValue(u"SELECT count(*) FROM sqlite_schema"_s);
    TestJob job;
    const auto ran = runScript(**database, script, job);
    QVERIFY2(ran.ok() == runs, ran.ok() ? "it ran" : qPrintable(ran.error().message));
    if (runs)
        return;
    QVERIFY2(ran.error().message.startsWith(u"Nothing was changed: another program has migrated"_s),
             qPrintable(ran.error().message));
    QVERIFY(*(*database)->queryValue(u"SELECT count(*) FROM sqlite_schema"_s) == *rows);
}

void TestMigrationScript::whatIsNotTextIsUnfit()
{
    const Dialect &dialect = *dialectByName(u"sqlite"_s);
    MigrationFile file = migration(u"/d/0001_a.sql"_s);
    QVERIFY(migrationScript(file, {}, {{}, u"j"_s}, dialect).unfit.isEmpty());
    file.bytes = QByteArray("insert into a values('\xEF\xBF\xBD caf\xC3\xA9')"); // a replacement character that is meant
    QVERIFY(migrationScript(file, {}, {{}, u"j"_s}, dialect).unfit.isEmpty());
    file.bytes = QByteArray("insert into a values('caf\xE9')");
    const Script script = migrationScript(file, {}, {{}, u"j"_s}, dialect);
    QVERIFY2(script.unfit.startsWith(u"0001_a.sql is not UTF-8 text"_s), qPrintable(script.unfit));
    const QList<Finding> found = staticFindings(script, Schema(), dialect);
    QCOMPARE(found.size(), 1);
    QVERIFY(found.first().certain && found.first().severity == Finding::Severity::Stop);
}

void TestMigrationScript::rebuildOfTheSampleIsRunTheSafeWay()
{
    const auto folder = readMigrationsFolder(QStringLiteral(RAINCHECK_SOURCE_DIR "/resources/sample/drizzle"));
    VERIFY_OK(folder);
    const Script script
        = migrationScript(folder->migrations.last(), {true, false, {}}, {{}, u"__drizzle_migrations"_s}, *dialectByName(u"sqlite"_s));
    QCOMPARE(script.statements.first().role, Statement::Role::Setup);
    QVERIFY(!script.statements.first().difference.isEmpty());
    QVERIFY(!script.ownTransactions);
    for (const Statement &s : script.statements)
        QVERIFY(s.role != Statement::Role::Body || !s.sql.contains(u"foreign_keys"_s));
}

/// As real projects do it to switch foreign keys within drizzle's one transaction.
void TestMigrationScript::leavingTheTransactionForForeignKeys()
{
    const Dialect &dialect = *dialectByName(u"sqlite"_s);
    MigrationFile file = migration(u"/d/0001_a.sql"_s);
    const QByteArray rebuild = "CREATE TABLE `__new_t` (`a` integer PRIMARY KEY);\n--> statement-breakpoint\n"
                               "INSERT INTO `__new_t` SELECT a FROM t;\n--> statement-breakpoint\n"
                               "DROP TABLE `t`;\n--> statement-breakpoint\nALTER TABLE `__new_t` RENAME TO `t`;";
    const QByteArray mark = "\n--> statement-breakpoint\n";
    file.bytes = "COMMIT TRANSACTION;" + mark + "PRAGMA foreign_keys=OFF;" + mark + "BEGIN TRANSACTION;" + mark + rebuild
        + mark + "COMMIT TRANSACTION;" + mark + "PRAGMA foreign_keys=ON;" + mark + "BEGIN TRANSACTION;";
    const Script script = migrationScript(file, {true, false, {}}, {{}, u"__drizzle_migrations"_s}, dialect);
    QVERIFY(!script.ownTransactions);
    int begins = 0;
    QString difference;
    for (const Statement &s : script.statements) {
        QVERIFY2(s.role != Statement::Role::Body || !s.sql.contains(u"TRANSACTION"_s), qPrintable(s.sql));
        if (s.role == Statement::Role::Begin) {
            ++begins;
            difference = s.difference;
        }
    }
    QCOMPARE(begins, 1);
    QVERIFY2(difference.contains(u"(lines 1, 5, 15, 19)"_s), qPrintable(difference));

    const QTemporaryDir dir;
    const auto database = tempdatabase::open(
        tempdatabase::make(dir, u"m.db"_s,
                           u"CREATE TABLE t(a integer PRIMARY KEY); CREATE TABLE c(a REFERENCES t(a) ON DELETE CASCADE);"
                           "INSERT INTO t VALUES(1); INSERT INTO c VALUES(1);"
                           "CREATE TABLE __drizzle_migrations(id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);"_s),
        ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    TestJob job;
    const auto ran = runScript(**database, script, job);
    VERIFY_OK(ran);
    QVERIFY(*(*database)->queryValue(u"SELECT count(*) FROM c"_s) == Value::integer(1));

    // What is done between two transactions is no pause.
    file.bytes = "COMMIT;" + mark + "PRAGMA foreign_keys=OFF;" + mark + "DELETE FROM t;" + mark + "BEGIN;";
    QVERIFY(migrationScript(file, {true, false, {}}, {{}, u"__drizzle_migrations"_s}, dialect).ownTransactions);
    file.bytes = "BEGIN;" + mark + "DELETE FROM t;" + mark + "COMMIT;";
    QVERIFY(migrationScript(file, {true, false, {}}, {{}, u"__drizzle_migrations"_s}, dialect).ownTransactions);
}

QTEST_GUILESS_MAIN(TestMigrationScript)
#include "tst_migrationscript.moc"
