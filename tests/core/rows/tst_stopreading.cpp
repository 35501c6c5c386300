// SPDX-License-Identifier: GPL-3.0-or-later
// RowSource::stop(): what takes for ever is given up, and what was found so far stays.
#include "support/rowsfixture.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString endless = u"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n)"_s;

RowQuery rowsOf(const QString &table, const QString &condition = {})
{
    RowQuery query;
    query.table = {{}, table};
    if (!condition.isEmpty())
        query.filter.terms = {{FilterTerm::Join::And, RawCondition{condition}}};
    return query;
}

/// Whether a connection takes another job within a second: it is not at work any more.
bool isFree(const ConnectionPtr &connection)
{
    auto future = connection->submit([](Database &, JobContext &) { return Result<Done>(Done{}); });
    return QTest::qWaitFor([&] { return future.isFinished(); }, 1000);
}

} // namespace

class TestStopReading : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    RowsFixture m_fixture;

private Q_SLOTS:
    void initTestCase()
    {
        const QString path = m_dir.filePath(u"rows.db"_s);
        QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a);"
                                           "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                                           "INSERT INTO t SELECT i, -i FROM n;"
                                           "CREATE VIEW never AS SELECT id FROM t WHERE id > %1"_s.arg(endless)),
                 QString());
        QCOMPARE(m_fixture.open(path), QString());
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanupTestCase() { m_fixture = {}; }

    void aFilterKeepsWhatItFound()
    {
        const auto source = m_fixture.source(rowsOf(u"t"_s, u"id <= 300 OR id < %1"_s.arg(endless)));
        QTRY_VERIFY(source->count().rows >= 40);
        QVERIFY(source->isBusy());
        QVERIFY(source->stop());
        QVERIFY(!source->isBusy());
        QVERIFY(isFree(m_fixture.background));
        QVERIFY(!source->count().exact);
        const qint64 found = source->count().rows;
        QVERIFY(found >= 40 && found <= 300);
        QVERIFY(settledRows(*source, 0, 40).size() == 40);
        QVERIFY(!source->isBusy());
        QVERIFY(!source->stop()); // nothing is left to stop
    }

    void aSortIsGivenUpAndAnotherQueryRead()
    {
        RowQuery query = rowsOf(u"t"_s, u"id < %1"_s.arg(endless));
        query.sort = {{u"a"_s, false}};
        const auto source = m_fixture.source(query);
        QVERIFY(source->stop());
        QVERIFY(isFree(m_fixture.background));
        QCOMPARE(source->count(), (RowCount{0, false}));
        query.filter = {};
        source->setQuery(query);
        QTRY_COMPARE(source->count(), (RowCount{3000, true}));
        QCOMPARE(settledRows(*source, 0, 1).front().front(), Value::integer(3000));
    }

    void whatHasNotBegunIsStoppedToo()
    {
        QSemaphore held;
        const auto holding = m_fixture.background->submit([&held](Database &, JobContext &) {
            held.acquire();
            return Result<Done>(Done{});
        });
        const auto source = m_fixture.source(rowsOf(u"t"_s));
        QSignalSpy busy(source.get(), &RowSource::busyChanged);
        QVERIFY(source->isBusy());
        QVERIFY(source->stop());
        QVERIFY(!source->isBusy());
        QCOMPARE(busy.count(), 1);
        held.release();
        QVERIFY(isFree(m_fixture.background));
        QVERIFY(!source->count().exact);
        source->refresh();
        QTRY_COMPARE(source->count(), (RowCount{3000, true}));
        QTRY_VERIFY(!source->isBusy());
    }

    void aViewThatNeverGivesARow()
    {
        const auto source = m_fixture.source(rowsOf(u"never"_s));
        QSignalSpy failed(source.get(), &RowSource::failed);
        QVERIFY(!source->page(0));
        QVERIFY(source->stop());
        QVERIFY(isFree(m_fixture.reader));
        QVERIFY(isFree(m_fixture.background));
        QVERIFY(!source->page(0)); // and is not begun again by whoever looks on
        QVERIFY(isFree(m_fixture.reader));
        QCOMPARE(failed.count(), 0);
        source->setQuery(rowsOf(u"t"_s));
        QTRY_COMPARE(source->count(), (RowCount{3000, true}));
        QCOMPARE(settledRows(*source, 2999, 1).size(), size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestStopReading)
#include "tst_stopreading.moc"
