// SPDX-License-Identifier: GPL-3.0-or-later
// Whose values a way back brings back: a key may have been given to another row since, or a row another key.
#include "core/session/migrationapply.h"

#include "migrationwork.h"
#include "support/verify.h"

#include <QRegularExpression>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using migrationwork::draftTo;
using migrationwork::Work;

class TestWayBackRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void everyRowGetsItsOwn_data();
    void everyRowGetsItsOwn();
    void saysWhereOnlyTheKeyTells();
    void whatIsFoundByNumbersIsFoundQuickly();
};

void TestWayBackRows::everyRowGetsItsOwn_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("since"); ///< what others did
    QTest::addColumn<QStringList>("rows"); ///< of t, afterwards
    QTest::addColumn<QStringList>("told"); ///< beginnings; none where all comes back
    const QString other = u": 1 saved value is left out: its row is another one now"_s;
    const QString gone = u": 1 saved value is left out: its row is not there any more, or has another key"_s;
    QTest::newRow("a row number given again")
        << u"CREATE TABLE t (a, b); INSERT INTO t VALUES ('x', 'secret-of-x'), ('y', 'secret-of-y')"_s
        << u"CREATE TABLE t (a)"_s << u"DELETE FROM t WHERE a = 'y'; INSERT INTO t VALUES ('zoe')"_s
        << QStringList{u"'x'|'secret-of-x'"_s, u"'zoe'|NULL"_s} << QStringList{u"b of t"_s + other};
    QTest::newRow("a key given again") << u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);"
                                          "INSERT INTO t VALUES (1, 'a1', 'b1'), (2, 'a2', 'b2')"_s
                                       << u"CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT)"_s
                                       << u"DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (2, 'NEW')"_s
                                       << QStringList{u"1|'a1'|'b1'"_s, u"2|NULL|'NEW'"_s}
                                       << QStringList{u"a of t"_s + other};
    QTest::newRow("a key given again, where a flag is the same by chance")
        << u"CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, name TEXT, live INTEGER);"
           "INSERT INTO t VALUES (1, 's1', 'ada', 1), (2, 's2', 'bob', 1)"_s
        << u"CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, live INTEGER)"_s
        << u"DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (2, 'zoe', 1)"_s
        << QStringList{u"1|'s1'|'ada'|1"_s, u"2|NULL|'zoe'|1"_s} << QStringList{u"s of t"_s + other};
    QTest::newRow("rows that were edited are the same still")
        << u"CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, name TEXT, city TEXT, email TEXT UNIQUE);"
           "INSERT INTO t VALUES (1, 's1', 'ada', 'Rome', 'a@x'), (2, 's2', 'bob', 'Rome', 'b@x')"_s
        << u"CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, city TEXT, email TEXT UNIQUE)"_s
        << u"UPDATE t SET city = 'Bern'; UPDATE t SET email = 'new@x' WHERE id = 1;"
           "UPDATE t SET name = 'rob' WHERE id = 2"_s
        << QStringList{u"1|'s1'|'ada'|'Bern'|'new@x'"_s, u"2|'s2'|'rob'|'Bern'|'b@x'"_s} << QStringList();
    QTest::newRow("a row under another key")
        << u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);"
           "INSERT INTO t VALUES (1, 'a1', 'b1'), (2, 'a2', 'b2')"_s
        << u"CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT)"_s << u"UPDATE t SET id = 10 WHERE id = 1"_s
        << QStringList{u"2|'a2'|'b2'"_s, u"10|NULL|'b1'"_s} << QStringList{u"a of t"_s + gone};
    QTest::newRow("a key that became another")
        << u"CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, a TEXT);"
           "INSERT INTO t VALUES ('007', 'bond'), ('8', 'eight')"_s
        << u"CREATE TABLE t (k INTEGER PRIMARY KEY NOT NULL, a TEXT)"_s << QString()
        << QStringList{u"'007'|'bond'"_s, u"'8'|'eight'"_s} << QStringList();
    QTest::newRow("a key that became another, with columns that went")
        << u"CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, s TEXT NOT NULL, a TEXT);"
           "INSERT INTO t VALUES ('007', 's7', 'bond'), ('8', 's8', 'eight')"_s
        << u"CREATE TABLE t (k INTEGER PRIMARY KEY NOT NULL, a TEXT)"_s << QString()
        << QStringList{u"'007'|'s7'|'bond'"_s, u"'8'|'s8'|'eight'"_s} << QStringList();
    QTest::newRow("a key that became another, and is referred to")
        << u"CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL); CREATE TABLE c (k TEXT REFERENCES t(k));"
           "INSERT INTO t VALUES ('007'); INSERT INTO c VALUES ('007')"_s
        << u"CREATE TABLE t (k INTEGER PRIMARY KEY NOT NULL); CREATE TABLE c (k TEXT REFERENCES t(k));"_s << QString()
        << QStringList{u"'007'"_s} << QStringList();
    QTest::newRow("a key that becomes the row's number")
        << u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (50, 'x'), (100, 'y')"_s
        << u"CREATE TABLE t (a TEXT)"_s << QString() << QStringList{u"50|'x'"_s, u"100|'y'"_s} << QStringList();
}

void TestWayBackRows::everyRowGetsItsOwn()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, since);
    QFETCH(QStringList, rows);
    QFETCH(QStringList, told);
    const QStringList allowed{u"H02"_s, u"H11"_s};
    Work w(from);
    const auto plan = w.work->plan(draftTo(to));
    VERIFY_OK(plan);
    QCOMPARE(w.work->wayBackPlan(**plan).cannotUndo, QStringList());
    const auto there = w.apply(*plan, allowed);
    VERIFY_OK(there);
    QCOMPARE(there->outcome.afterwards, QString());
    QCOMPARE(tempdatabase::run(w.open.path, since), QString());
    const auto back = waitFor(w.work->wayBack(w.history().first().id));
    VERIFY_OK(back);
    QCOMPARE(back->cannotUndo, QStringList());
    const auto rehearsal = waitFor(w.work->dryRun(back->migration));
    VERIFY_OK(rehearsal);
    QVERIFY2(rehearsal->succeeded(), qPrintable(rehearsal->run.error.message));
    QStringList before;
    for (const Finding &finding : rehearsal->run.findings) {
        if (finding.code.isEmpty() && finding.severity == Finding::Severity::Warn)
            before.append(finding.message);
    }
    const auto report = w.apply(back->migration, allowed);
    VERIFY_OK(report);
    QCOMPARE(w.open.rows(u"SELECT * FROM t ORDER BY 1"_s), rows);
    const QString words = before.join(u' ');
    QCOMPARE(report->outcome.afterwards, words); // the same before and after
    QCOMPARE(w.history().first().error, words);
    QCOMPARE(words.isEmpty(), told.isEmpty());
    for (const QString &sentence : told)
        QVERIFY2(words.contains(sentence), qPrintable(words));
    QVERIFY2(told.isEmpty() || words.contains(back->savedFile), qPrintable(words));
    QVERIFY(back->savedFile.isEmpty() || QFile::exists(back->savedFile));
}

void TestWayBackRows::saysWhereOnlyTheKeyTells()
{
    Work w(
        u"CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT); CREATE TABLE n (id INTEGER PRIMARY KEY, s TEXT, name TEXT)"_s);
    const auto plan = w.work->plan(
        draftTo(u"CREATE TABLE t (id INTEGER PRIMARY KEY); CREATE TABLE n (id INTEGER PRIMARY KEY, name TEXT)"_s));
    VERIFY_OK(plan);
    const QStringList saved = w.work->wayBackPlan(**plan).saved;
    QCOMPARE(saved.size(), 2);
    QCOMPARE(saved.filter(u"by key alone"_s).size(), 1);
    QVERIFY2(saved.filter(u"by key alone"_s).first().startsWith(u"The values of s in t."_s),
             qPrintable(saved.join(u'\n')));
}

/// Many rows must not be looked for one in all, each.
void TestWayBackRows::whatIsFoundByNumbersIsFoundQuickly()
{
    Work w(u"CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, name TEXT NOT NULL UNIQUE)"_s);
    const auto plan = w.work->plan(draftTo(u"CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"_s));
    VERIFY_OK(plan);
    QCOMPARE(tempdatabase::run(w.open.path,
                               u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 60000)"
                               " INSERT INTO t SELECT i, 's' || i, 'n' || i FROM n"_s),
             QString());
    VERIFY_OK(w.apply(*plan, {u"H02"_s}));
    const auto back = waitFor(w.work->wayBack(w.history().first().id));
    VERIFY_OK(back);
    VERIFY_OK(w.apply(back->migration, {})); // by way of all pairs this takes an hour
    QCOMPARE(w.open.rows(u"SELECT count(*) FROM t WHERE s = 's' || id"_s), QStringList{u"60000"_s});
}

QTEST_GUILESS_MAIN(TestWayBackRows)
#include "tst_waybackrows.moc"
