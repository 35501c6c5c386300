// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/apply.h"
#include "support/pgdatabase.h"

#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

/// What was rehearsed on a server is compared with what comes about, and neither stands in the other's way.
class TestPgApply : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;
    QTemporaryDir m_state;
    std::unique_ptr<PgDatabase> m;

    [[nodiscard]] std::shared_ptr<const Script> script() const
    {
        Statement rows;
        rows.sql = u"DELETE FROM app.users WHERE id = 1"_s;
        Statement table;
        table.sql = u"DROP TABLE gone"_s;
        return std::make_shared<const Script>(
            m->dialect.inTransaction(u"Both"_s, {rows, table}, Dialect::ForeignKeys::Enforced));
    }
    [[nodiscard]] Result<ApplyReport> applied(const std::shared_ptr<const Script> &script)
    {
        TestJob job;
        const auto rehearsal = dryRun(*m->database, *script, m->dialect, job, m_state.path());
        RC_TRY(rehearsal);
        if (beforeApply)
            beforeApply();
        ApplyRequest request;
        request.script = script;
        request.spec = m->spec(ConnectionSpec::Mode::Write);
        request.dialect = &m->dialect;
        request.stateFolder = m_state.path();
        request.rehearsal = *rehearsal;
        return apply(request, job);
    }
    std::function<void()> beforeApply;

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init()
    {
        beforeApply = {};
        m = std::make_unique<PgDatabase>(
            m_cluster,
            u"CREATE SCHEMA app; CREATE TABLE app.users(id integer PRIMARY KEY); INSERT INTO app.users VALUES (1), (2);"
            "CREATE TABLE gone(id integer); INSERT INTO gone VALUES (1), (2);"_s);
        QCOMPARE(m->problem, QString());
    }
    void cleanup() { m.reset(); }

    /// Of a table that is dropped nothing can be asked afterwards, and a question that fails would fail the rest.
    void tablesThatGoAndThoseOfOtherSchemas()
    {
        const auto report = applied(script());
        VERIFY_OK(report);
        QCOMPARE(m->column(u"SELECT id FROM app.users"_s), QStringList{u"2"_s});
        QCOMPARE(m->column(u"SELECT to_regclass('gone')::text"_s), QStringList{u"(null)"_s});
    }

    void moreRowsThanWereRehearsed_data()
    {
        QTest::addColumn<QString>("more");
        QTest::newRow("in a table that goes") << u"INSERT INTO gone VALUES (3)"_s;
        QTest::newRow("in another schema")
            << u"DELETE FROM app.users WHERE id = 2; CREATE FUNCTION app.more() RETURNS "
               "trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM app.users; RETURN OLD; "
               "END'; INSERT INTO app.users VALUES (5); CREATE TRIGGER more AFTER DELETE "
               "ON app.users FOR EACH ROW EXECUTE FUNCTION app.more()"_s;
    }
    void moreRowsThanWereRehearsed()
    {
        QFETCH(QString, more);
        beforeApply = [&] { VERIFY_OK(m->database->execute(more)); };
        const auto report = applied(script());
        QVERIFY(!report);
        QCOMPARE(report.error().kind, Error::Kind::Refused);
        QVERIFY(m->column(u"SELECT to_regclass('gone')::text"_s) == QStringList{u"gone"_s});
    }
};

QTEST_GUILESS_MAIN(TestPgApply)
#include "tst_pgapply.moc"
