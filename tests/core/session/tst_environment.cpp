// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/environment.h"

#include "core/base/whendone.h"
#include "support/files.h"
#include "support/opensession.h"
#include "support/verify.h"

#include <QSignalSpy>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

/// What a database is marked as, and that nothing is written to production without its name.
class TestEnvironment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void isRemembered();
    void whatCannotBeReadIsProduction();
    void productionAsksForTheName();

private:
    static Result<ApplyReport> apply(Session &session)
    {
        Statement insert;
        insert.sql = u"INSERT INTO t VALUES (1)"_s;
        const auto script = std::make_shared<const Script>(
            session.dialect().inTransaction(u"Insert"_s, {insert}, Dialect::ForeignKeys::Enforced));
        return waitFor(session.applyScript(script, false, {}));
    }
};

void TestEnvironment::isRemembered()
{
    OpenSession open(u"CREATE TABLE t(a)"_s);
    QVERIFY2(open.session, qPrintable(open.error));
    EnvironmentMark &mark = EnvironmentMark::of(*open.session);
    QCOMPARE(&mark, &EnvironmentMark::of(*open.session));
    QCOMPARE(mark.environment(), Environment::Unmarked);
    const QSignalSpy changed(&mark, &EnvironmentMark::changed);
    VERIFY_OK(mark.set(Environment::Staging));
    VERIFY_OK(mark.setSeed(u"db:seed"_s));
    QCOMPARE(changed.size(), 2);
    open.session.reset();
    open.open();
    QCOMPARE(EnvironmentMark::of(*open.session).environment(), Environment::Staging);
    QCOMPARE(EnvironmentMark::of(*open.session).seed(), u"db:seed"_s);
    for (const Environment each :
         {Environment::Unmarked, Environment::Local, Environment::Staging, Environment::Production})
        QCOMPARE(environmentFromText(toText(each)), each);
    QVERIFY(!environmentFromText(u"other"_s));
}

void TestEnvironment::whatCannotBeReadIsProduction()
{
    OpenSession open(u"CREATE TABLE t(a)"_s);
    QVERIFY2(open.session, qPrintable(open.error));
    VERIFY_OK(EnvironmentMark::of(*open.session).set(Environment::Local));
    open.session.reset();
    const QDir folder(open.dir.filePath(u"state/environments"_s));
    for (const QString &file : folder.entryList(QDir::Files))
        QVERIFY(files::write(folder.filePath(file), "{"));
    open.open();
    QVERIFY(EnvironmentMark::of(*open.session).isProduction());
}

void TestEnvironment::productionAsksForTheName()
{
    OpenSession open(u"CREATE TABLE t(a)"_s);
    QVERIFY2(open.session, qPrintable(open.error));
    EnvironmentMark &mark = EnvironmentMark::of(*open.session);
    VERIFY_OK(apply(*open.session));
    QTRY_VERIFY(!open.session->isApplying());
    VERIFY_OK(mark.set(Environment::Production));
    const auto refused = apply(*open.session);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Refused);
    QVERIFY2(refused.error().message.contains(u"--production test.db"_s), qPrintable(refused.error().message));
    mark.permitOnce(u"another.db"_s);
    QVERIFY(!apply(*open.session));
    mark.permitOnce(u"test.db"_s);
    VERIFY_OK(apply(*open.session));
    QTRY_VERIFY(!open.session->isApplying());
    QVERIFY(!apply(*open.session)); // once
    QCOMPARE(open.rows(u"SELECT count(*) FROM t"_s), QStringList{u"2"_s});
}

QTEST_GUILESS_MAIN(TestEnvironment)
#include "tst_environment.moc"
