// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/dialect.h"
#include "core/migrate/dryrun.h"
#include "core/migrate/filescript.h"

#include "support/jobs.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Severity = Finding::Severity;

/// What a dry run says of tables that are made anew: values, key counters, old violations.
class TestRebuilds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void values_data();
    void values();
    void aColumnNamedLikeATableIsNoCopyOfIt();
    void oldSinsInARebuild_data();
    void oldSinsInARebuild();

private:
    [[nodiscard]] Result<DryRunReport> rehearse(const QString &sql, const QString &text)
    {
        const Dialect &dialect = *dialectByName(u"sqlite"_s);
        auto database = tempdatabase::open(tempdatabase::make(m_dir, u"%1.db"_s.arg(++m_count), sql),
                                           ConnectionSpec::Mode::Read);
        RC_TRY(database);
        TestJob job;
        return dryRun(**database, fileScript(text, u"x.sql"_s, u"careful"_s, dialect), dialect, job, m_work.path());
    }
    static QString words(const QList<Finding> &findings)
    {
        QStringList all;
        for (const Finding &finding : findings)
            all += finding.code + u": "_s + finding.message;
        return all.join(u'\n');
    }
    QTemporaryDir m_dir;
    QTemporaryDir m_work;
    int m_count = 0;
};

void TestRebuilds::values_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QStringList>("expected"); // code and severity
    const QString made = u"CREATE TABLE __new_d(id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, body TEXT%1);"_s;
    const QString swap = u"DROP TABLE d; ALTER TABLE __new_d RENAME TO d;"_s;
    const QString keep = u"UPDATE sqlite_sequence SET seq = 9 WHERE name = 'd';"_s;
    const QString all = made.arg(u", extra TEXT"_s) + u"INSERT INTO __new_d SELECT id, title, body, extra FROM d;"_s + swap;
    QTest::newRow("all of it") << all + keep << QStringList();
    QTest::newRow("a column that is not copied")
        << made.arg(u", extra TEXT"_s) + u"INSERT INTO __new_d(id, title, body) SELECT id, title, body FROM d;"_s + swap + keep
        << QStringList{u"H02 stop"_s};
    QTest::newRow("a column that is left out")
        << made.arg(QString()) + u"INSERT INTO __new_d SELECT id, title, body FROM d;"_s + swap + keep
        << QStringList{u"H02 stop"_s};
    QTest::newRow("a column under another name")
        << made.arg(u", more TEXT"_s) + u"INSERT INTO __new_d SELECT id, title, body, extra FROM d;"_s + swap + keep
        << QStringList{u"H04 warn"_s};
    QTest::newRow("a column under another name, of a table that stepped aside")
        << u"ALTER TABLE d RENAME TO __d_old;"
           "CREATE TABLE d(id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, body TEXT, zero INTEGER, more TEXT);"
           "INSERT INTO d SELECT id, title, body, 0, extra FROM __d_old; DROP TABLE __d_old;"
           "ALTER TABLE d RENAME TO __d_old; ALTER TABLE __d_old RENAME TO d;"_s + keep
        << QStringList{u"H04 warn"_s};
    QTest::newRow("a column that such a one leaves out")
        << u"ALTER TABLE d RENAME TO __d_old;"
           "CREATE TABLE d(id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, body TEXT);"
           "INSERT INTO d SELECT id, title, body FROM __d_old; DROP TABLE __d_old;"_s + keep
        << QStringList{u"H02 stop"_s};
    QTest::newRow("dropped by name") << u"ALTER TABLE d DROP COLUMN extra"_s << QStringList{u"H02 warn"_s};
    QTest::newRow("dropped without values") << u"ALTER TABLE d DROP COLUMN body"_s << QStringList();
    QTest::newRow("renamed by name") << u"ALTER TABLE d RENAME COLUMN extra TO more"_s << QStringList();
    QTest::newRow("emptied by an UPDATE") << all + keep + u"UPDATE d SET title = NULL"_s << QStringList{u"H02 warn"_s};
    QTest::newRow("fewer rows, as the script says") << all + keep + u"DELETE FROM d WHERE id = 1"_s
                                                    << QStringList{u"H06 warn"_s};
    QTest::newRow("the counter goes back") << all << QStringList{u"H12 danger"_s};
    QTest::newRow("no counter any more") << u"CREATE TABLE __new_d(id INTEGER PRIMARY KEY, title TEXT, body TEXT, extra TEXT);"
                                            "INSERT INTO __new_d SELECT id, title, body, extra FROM d;"_s + swap
                                         << QStringList{u"H12 warn"_s};
    QTest::newRow("dropped for good") << u"DROP TABLE d"_s << QStringList{u"H01 warn"_s};
}

void TestRebuilds::values()
{
    QFETCH(QString, sql);
    QFETCH(QStringList, expected);
    const auto report = rehearse(u"CREATE TABLE d(id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, body TEXT, extra TEXT);"
                                 "INSERT INTO d VALUES(1, 'a', NULL, 'x'), (2, 'b', NULL, NULL), (9, 'c', NULL, NULL);"
                                 "DELETE FROM d WHERE id = 9"_s,
                                 sql);
    VERIFY_OK(report);
    QVERIFY2(report->succeeded, qPrintable(report->error.message));
    QStringList found;
    for (const Finding &finding : report->findings) {
        const QString severity = finding.severity == Severity::Stop ? u"stop"_s
            : finding.severity == Severity::Danger                  ? u"danger"_s
            : finding.severity == Severity::Warn                    ? u"warn"_s
                                                                    : u"info"_s;
        found += finding.code + u' ' + severity;
    }
    QVERIFY2(found == expected, qPrintable(words(report->findings)));
}

/// A row that is left behind is seen beside one that comes, also where a column is called like another table.
void TestRebuilds::aColumnNamedLikeATableIsNoCopyOfIt()
{
    const auto report = rehearse(u"CREATE TABLE p(id INTEGER PRIMARY KEY); INSERT INTO p VALUES(1);"
                                 "CREATE TABLE c(k TEXT PRIMARY KEY, p); INSERT INTO c VALUES('a', 1), ('b', 1)"_s,
                                 u"CREATE TABLE __new_c(k TEXT PRIMARY KEY, p, extra);"
                                 "INSERT INTO __new_c(k, p) SELECT k, p FROM c WHERE k <> 'a';"
                                 "INSERT INTO __new_c VALUES('z', 1, NULL); DROP TABLE c;"
                                 "ALTER TABLE __new_c RENAME TO c"_s);
    VERIFY_OK(report);
    QVERIFY2(words(report->findings).startsWith(u"H05: “c” loses 1 of 2 rows"_s), qPrintable(words(report->findings)));
}

void TestRebuilds::oldSinsInARebuild_data()
{
    QTest::addColumn<QString>("more");   // beside the table that is made anew
    QTest::addColumn<QString>("change"); // before it is
    QTest::addColumn<bool>("succeeds");
    const QString mismatch = u"CREATE TABLE m(n REFERENCES p(n));"_s;
    QTest::newRow("rows with other numbers") << QString() << QString() << true;
    QTest::newRow("and one more") << QString() << u"INSERT INTO c VALUES('new', 78);"_s << false;
    QTest::newRow("a key that leads nowhere") << mismatch << QString() << true;
    QTest::newRow("a key that leads nowhere, and a new sin") << mismatch << u"INSERT INTO c VALUES('new', 78);"_s << false;
    QTest::newRow("a new sin beside it") << mismatch + u"CREATE TABLE d(p REFERENCES p);"_s
                                         << u"INSERT INTO d VALUES(5);"_s << false;
    QTest::newRow("a key that leads nowhere from now on")
        << mismatch << u"CREATE TABLE m2(n REFERENCES p(n)); INSERT INTO m2 VALUES(1);"_s << false;
}

/// Of a table without INTEGER PRIMARY KEY every copy numbers its rows anew.
void TestRebuilds::oldSinsInARebuild()
{
    QFETCH(QString, more);
    QFETCH(QString, change);
    QFETCH(bool, succeeds);
    const QString sins = u"CREATE TABLE p(id INTEGER PRIMARY KEY, n);"
                         "CREATE TABLE c(k TEXT PRIMARY KEY, p REFERENCES p); INSERT INTO c VALUES('gone', 1), ('a', 77);"
                         "DELETE FROM c WHERE k = 'gone';"_s;
    const auto report = rehearse(sins + more,
                                 change + u"CREATE TABLE __new_c(k TEXT PRIMARY KEY, p REFERENCES p, extra TEXT);"
                                           "INSERT INTO __new_c(k, p) SELECT k, p FROM c; DROP TABLE c;"
                                           "ALTER TABLE __new_c RENAME TO c"_s);
    VERIFY_OK(report);
    QVERIFY2(report->succeeded == succeeds, qPrintable(report->error.message));
    if (succeeds)
        QVERIFY2(report->findings.isEmpty(), qPrintable(words(report->findings)));
}

QTEST_GUILESS_MAIN(TestRebuilds)
#include "tst_rebuilds.moc"
