// SPDX-License-Identifier: GPL-3.0-or-later
// What COMMIT refuses because of a foreign key that is checked only then: the rows are named, and nothing is kept.
#include "core/db/deferredkeys.h"
#include "core/db/scriptrunner.h"
#include "core/dialect/dialect.h"

#include "support/jobs.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString family =
    u"CREATE TABLE p(id INTEGER PRIMARY KEY);"
    "CREATE TABLE c(id INTEGER PRIMARY KEY, p REFERENCES p DEFERRABLE INITIALLY DEFERRED);"
    "CREATE TABLE w(k TEXT PRIMARY KEY, p REFERENCES p DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID;"
    "INSERT INTO p VALUES(1), (2); INSERT INTO c VALUES(1, 1), (2, 1), (3, 2); INSERT INTO w VALUES('a', 2);"
    // broken before, and nobody's business now
    "PRAGMA foreign_keys = OFF; INSERT INTO c VALUES(90, 77), (91, 78)"_s;

} // namespace

class TestDeferredKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void rowsAreNamed_data()
    {
        QTest::addColumn<QStringList>("body");
        QTest::addColumn<QString>("says");
        QTest::addColumn<int>("listed");
        QTest::newRow("a row that is written") << QStringList{u"INSERT INTO c VALUES(7, 5)"_s}
                                               << u"row 7 of c refers to a row of p that is not there."_s << 1;
        QTest::newRow("a row that refers to what is deleted")
            << QStringList{u"DELETE FROM p WHERE id = 1"_s}
            << u"row 1 of c refers to a row of p that is not there, and so does one row more."_s << 2;
        QTest::newRow("a table without row numbers")
            << QStringList{u"UPDATE w SET p = 9"_s} << u"a row of w refers to a row of p that is not there."_s << 1;
        QTest::newRow("more than one table")
            << QStringList{u"UPDATE p SET id = id + 10"_s}
            << u"a row of w refers to a row of p that is not there, and so do 3 rows more."_s << 4;
    }
    void rowsAreNamed()
    {
        QFETCH(QStringList, body);
        QFETCH(QString, says);
        QFETCH(int, listed);
        QTemporaryDir dir;
        const QString path = tempdatabase::make(dir, u"x.db"_s, family);
        auto database = tempdatabase::open(path, ConnectionSpec::Mode::Write);
        VERIFY_OK(database);
        QList<Statement> statements;
        for (const QString &sql : body) {
            Statement statement;
            statement.sql = sql;
            statements += statement;
        }
        const QStringList before = tempdatabase::rows(path, u"SELECT * FROM p, c, w"_s);
        TestJob job;
        const Script script =
            dialectByName(u"sqlite"_s)->inTransaction(u"test"_s, statements, Dialect::ForeignKeys::Enforced);
        const auto ran = runScript(**database, script, job);
        QVERIFY(!ran);
        QCOMPARE(ran.error().kind, Error::Kind::Constraint);
        QCOMPARE(ran.error().message, u"A foreign key that is checked at the end refused this: "_s + says);
        QCOMPARE(ran.error().detail.count(u"that is not there"_s), listed);
        QCOMPARE(script.statements.at(ran.error().statementIndex).role, Statement::Role::Commit);
        QVERIFY(!(*database)->inTransaction());
        QCOMPARE(tempdatabase::rows(path, u"SELECT * FROM p, c, w"_s), before);
    }

    void aCheckThatTakesTooLongIsGivenUp()
    {
        QTemporaryDir dir;
        const QString path = tempdatabase::make(
            dir, u"x.db"_s,
            family
                + u"; WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
                  "INSERT INTO c SELECT i, 1 FROM n"_s);
        auto database = tempdatabase::open(path, ConnectionSpec::Mode::Write);
        VERIFY_OK(database);
        const auto look = [&](qint64 milliseconds) {
            VERIFY_OK((*database)->execute(u"BEGIN; INSERT INTO c VALUES(7, 5)"_s));
            DeferredKeys keys(**database, milliseconds);
            VERIFY_OK((*database)->execute(u"ROLLBACK"_s));
            Error refusal;
            refusal.message = u"no"_s;
            const auto explained = keys.explained(refusal);
            QCOMPARE(explained.has_value(), milliseconds > 0);
        };
        look(-1);
        look(20000);
    }
};

QTEST_GUILESS_MAIN(TestDeferredKeys)
#include "tst_deferredkeys.moc"
