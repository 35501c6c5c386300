// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/migrationscript.h"
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
    void rebuildOfTheSampleIsRunTheSafeWay();
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
    const QString insert = u"INSERT INTO `__drizzle_migrations` (`hash`, `created_at`) VALUES('abc', 1793265151418)"_s;
    const QString insertNamed = u"INSERT INTO `__drizzle_migrations` (`hash`, `created_at`, `name`, `applied_at`) "
                                "VALUES('abc', 1793265151418, '0001_a', '2026-11-20T08:00:00.007Z')"_s;
    QTest::addRow("classic, no table yet") << u"/d/0001_a.sql"_s << false << false << QStringList{create, insert};
    QTest::addRow("classic") << u"/d/0001_a.sql"_s << true << false << QStringList{insert};
    QTest::addRow("1.0, no table yet") << u"/d/0001_a/migration.sql"_s << false << false
                                       << QStringList{createNamed, insertNamed};
    QTest::addRow("1.0") << u"/d/0001_a/migration.sql"_s << true << true << QStringList{insertNamed};
    QTest::addRow("1.0 files, classic table") << u"/d/0001_a/migration.sql"_s << true << false << QStringList{insert};
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
    const Script script = migrationScript(migration(path), journal, u"__drizzle_migrations"_s, dialect, at);
    QStringList body;
    for (const Statement &s : script.statements) {
        if (s.role == Statement::Role::Body)
            body += rendered(s, dialect);
    }
    QCOMPARE(body.takeFirst(), u"create table a(x)"_s);
    QCOMPARE(body, expected);
}

void TestMigrationScript::rebuildOfTheSampleIsRunTheSafeWay()
{
    const auto folder = readMigrationsFolder(QStringLiteral(RAINCHECK_SOURCE_DIR "/resources/sample/drizzle"));
    VERIFY_OK(folder);
    const Script script
        = migrationScript(folder->migrations.last(), {true, false, {}}, u"__drizzle_migrations"_s, *dialectByName(u"sqlite"_s));
    QCOMPARE(script.statements.first().role, Statement::Role::Setup);
    QVERIFY(!script.statements.first().difference.isEmpty());
    QVERIFY(!script.ownTransactions);
    for (const Statement &s : script.statements)
        QVERIFY(s.role != Statement::Role::Body || !s.sql.contains(u"foreign_keys"_s));
}

QTEST_GUILESS_MAIN(TestMigrationScript)
#include "tst_migrationscript.moc"
