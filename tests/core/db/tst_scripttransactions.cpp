// SPDX-License-Identifier: GPL-3.0-or-later
// The script runner and transactions: what may end one, what stays when it fails, and what runs after it.
#include "scriptparts.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using namespace scriptparts;
using Role = Statement::Role;

class TestScriptTransactions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void cleanupAlwaysRuns();
    void cleanupThatFailsDoesNotUndo();
    void nothingInsideEndsTheTransaction_data();
    void nothingInsideEndsTheTransaction();
    void aTableMayEndIt();
    void savepointsInsideAreItsOwn();
    void whatWasTakenBackHasNotStayed();
    void lockedByAnotherProgram();
    void ownTransactions();
    void transactionLeftOpen();
    void refusesWithinATransaction();
};

void TestScriptTransactions::cleanupAlwaysRuns()
{
    WritableDatabase db;
    VERIFY_OK(db.opened);
    for (const bool works : {true, false}) {
        const auto ran =
            db.run(inTransaction({statement(works ? u"SELECT 1"_s : u"nonsense"_s)}, Dialect::ForeignKeys::Off));
        QCOMPARE(ran.ok(), works);
        QVERIFY(*db.database().queryValue(u"PRAGMA foreign_keys"_s) == Value::integer(1));
    }
}

void TestScriptTransactions::cleanupThatFailsDoesNotUndo()
{
    WritableDatabase db;
    VERIFY_OK(db.opened);
    Script script = inTransaction({statement(u"DELETE FROM b"_s)});
    Statement last = statement(u"nonsense"_s);
    last.role = Statement::Role::Cleanup;
    script.statements += last;
    const auto ran = db.run(script);
    VERIFY_OK(ran);
    QVERIFY2(ran->afterwards.startsWith(u"The changes are in the database"_s), qPrintable(ran->afterwards));
    QCOMPARE(db.count(u"b"_s), u"0"_s);
}

void TestScriptTransactions::nothingInsideEndsTheTransaction_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("named");
    QTest::newRow("COMMIT") << u"COMMIT"_s << u"COMMIT"_s;
    QTest::newRow("END") << u"end transaction"_s << u"COMMIT"_s;
    QTest::newRow("ROLLBACK") << u"rollback"_s << u"ROLLBACK"_s;
    QTest::newRow("BEGIN") << u"/* a comment */ BEGIN EXCLUSIVE"_s << u"BEGIN"_s;
}

/// Refused before it runs: what came before it goes back, too.
void TestScriptTransactions::nothingInsideEndsTheTransaction()
{
    QFETCH(const QString, sql);
    QFETCH(const QString, named);
    WritableDatabase db;
    VERIFY_OK(db.opened);
    const QString before = everything(db.path);
    const auto ran =
        db.run(inTransaction({statement(u"UPDATE a SET v = 'x'"_s), statement(sql), statement(u"DELETE FROM b"_s)}));
    QVERIFY(!ran.ok());
    QVERIFY2(ran.error().message.startsWith(named + u" is not allowed here: this runs as one transaction"_s),
             qPrintable(ran.error().message));
    QCOMPARE(ran.error().statement, sql);
    QVERIFY(!ran.error().message.contains(u"may have stayed"_s));
    QVERIFY(!db.database().inTransaction());
    QCOMPARE(everything(db.path), before);
    // Afterwards transactions are allowed again.
    VERIFY_OK(db.database().run(u"BEGIN"_s));
    VERIFY_OK(db.database().run(u"COMMIT"_s));
}

/// What cannot be refused beforehand: the database rolls back by itself.
void TestScriptTransactions::aTableMayEndIt()
{
    WritableDatabase db(
        u"CREATE TABLE b(id INTEGER PRIMARY KEY); INSERT INTO b VALUES(1);"
        "CREATE TABLE u(x); CREATE TRIGGER t AFTER INSERT ON u BEGIN SELECT RAISE(ROLLBACK, 'no'); END"_s);
    VERIFY_OK(db.opened);
    const auto ran = db.run(inTransaction({statement(u"DELETE FROM b"_s), statement(u"INSERT INTO u VALUES(1)"_s)}));
    QVERIFY(!ran.ok());
    QVERIFY(!db.database().inTransaction());
    QCOMPARE(db.count(u"b"_s), u"1"_s);
}

void TestScriptTransactions::savepointsInsideAreItsOwn()
{
    WritableDatabase db;
    VERIFY_OK(db.opened);
    const auto ran =
        db.run(inTransaction({statement(u"SAVEPOINT s"_s), statement(u"DELETE FROM b"_s), statement(u"ROLLBACK TO s"_s),
                              statement(u"RELEASE s"_s), statement(u"DELETE FROM b WHERE id = 1"_s)}));
    VERIFY_OK(ran);
    QCOMPARE(db.count(u"b"_s), u"2"_s);
}

void TestScriptTransactions::whatWasTakenBackHasNotStayed()
{
    WritableDatabase db;
    VERIFY_OK(db.opened);
    Script script;
    script.ownTransactions = true;
    script.statements = {statement(u"BEGIN"_s), statement(u"DELETE FROM b"_s), statement(u"nonsense"_s)};
    const auto ran = db.run(script);
    QVERIFY(!ran.ok());
    QVERIFY2(!ran.error().message.contains(u"stayed"_s), qPrintable(ran.error().message));
    QCOMPARE(db.count(u"b"_s), u"3"_s);
}

void TestScriptTransactions::lockedByAnotherProgram()
{
    WritableDatabase db(twoTables, 100);
    VERIFY_OK(db.opened);
    auto other = tempdatabase::open(db.path, ConnectionSpec::Mode::Write);
    VERIFY_OK(other);
    VERIFY_OK((*other)->run(u"BEGIN IMMEDIATE"_s));
    const auto ran = db.run(inTransaction({statement(u"DELETE FROM b"_s)}));
    QCOMPARE(ran.error().kind, Error::Kind::Busy);
    VERIFY_OK((*other)->run(u"COMMIT"_s));

    // A reader in rollback-journal mode stops the COMMIT itself; then all of it goes back.
    VERIFY_OK((*other)->run(u"BEGIN"_s));
    VERIFY_OK((*other)->query(u"SELECT * FROM a"_s));
    const auto late = db.run(inTransaction({statement(u"DELETE FROM b"_s)}));
    QCOMPARE(late.error().kind, Error::Kind::Busy);
    QVERIFY(!db.database().inTransaction());
    VERIFY_OK((*other)->run(u"COMMIT"_s));
    QCOMPARE(db.count(u"b"_s), u"3"_s);
}

void TestScriptTransactions::ownTransactions()
{
    WritableDatabase db;
    VERIFY_OK(db.opened);
    Script script;
    script.ownTransactions = true;
    script.statements = {statement(u"BEGIN"_s), statement(u"DELETE FROM log"_s), statement(u"COMMIT"_s),
                         statement(u"BEGIN"_s), statement(u"DELETE FROM b"_s),   statement(u"nonsense"_s)};
    const auto ran = db.run(script);
    QVERIFY(ran.error().message.contains(u"may have stayed"_s));
    QCOMPARE(ran.error().statementIndex, 5);
    QVERIFY(!db.database().inTransaction());
    QCOMPARE(db.count(u"b"_s), u"3"_s);
}

void TestScriptTransactions::transactionLeftOpen()
{
    WritableDatabase db;
    VERIFY_OK(db.opened);
    Script script;
    script.ownTransactions = true;
    script.statements = {statement(u"BEGIN"_s), statement(u"DELETE FROM b"_s)};
    QVERIFY(!db.run(script).ok());
    QVERIFY(!db.database().inTransaction());
    QCOMPARE(db.count(u"b"_s), u"3"_s);
}

void TestScriptTransactions::refusesWithinATransaction()
{
    WritableDatabase db;
    VERIFY_OK(db.opened);
    VERIFY_OK(db.database().run(u"BEGIN"_s));
    QCOMPARE(db.run(inTransaction({})).error().kind, Error::Kind::Invalid);
    QVERIFY(db.database().inTransaction()); // not ours to end
}

QTEST_GUILESS_MAIN(TestScriptTransactions)
#include "tst_scripttransactions.moc"
