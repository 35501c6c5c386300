// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/whendone.h"
#include "core/db/connection.h"

#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSemaphore>
#include <QTest>
#include <QThread>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString endless
    = u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"_s;

Result<ConnectionPtr> connectTo(const QString &path, ConnectionSpec::Mode mode = ConnectionSpec::Mode::Look)
{
    return Connection::open({u"sqlite"_s, path, mode});
}

} // namespace

class TestConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void opensOnItsThread();
    void openingFails();
    void order();
    void cancelDequeues();
    void givenUpJobsFinishBeforeTheRunningOne();
    void cancelInterrupts();
    void interruptDoesNotHitTheNextJob();
    void progressArrives();
    void destructorCancelsAndJoins();
    void manyThreadsSubmit();

private:
    QTemporaryDir m_dir;
    QString m_path = tempdatabase::make(m_dir, u"x.db"_s, u"CREATE TABLE t(v); INSERT INTO t VALUES(42)"_s);
};

void TestConnection::opensOnItsThread()
{
    const auto connection = connectTo(m_path);
    VERIFY_OK(connection);
    QCOMPARE((*connection)->spec().location, m_path);
    const auto future = (*connection)->submit([](Database &database, JobContext &) -> Result<Value> {
        if (QThread::currentThread() == qApp->thread())
            return Error::invalid(u"the window's thread"_s);
        return database.queryValue(u"SELECT v FROM t"_s);
    });
    Result<Value> got = Error::cancelled();
    bool onOurs = false;
    QObject context;
    whenDone(future, &context, [&](Result<Value> result) {
        got = std::move(result);
        onOurs = QThread::currentThread() == qApp->thread();
    });
    QTRY_VERIFY(got.ok());
    QVERIFY(onOurs);
    QVERIFY(*got == Value::integer(42));
}

void TestConnection::openingFails()
{
    QCOMPARE(connectTo(m_dir.filePath(u"none.db"_s)).error().kind, Error::Kind::Io);
    QCOMPARE(Connection::open({u"abacus"_s, m_path, {}}).error().kind, Error::Kind::Invalid);
}

void TestConnection::order()
{
    const auto connection = connectTo(m_path);
    VERIFY_OK(connection);
    QSemaphore go;
    QStringList order;
    const auto job = [&order](const QString &name) {
        return [&order, name](Database &, JobContext &) -> Result<Done> {
            order += name;
            return Done{};
        };
    };
    auto first = (*connection)->submit([&go](Database &, JobContext &) -> Result<Done> {
        go.acquire();
        return Done{};
    });
    QList<QFuture<Result<Done>>> futures;
    futures += (*connection)->submit(job(u"a"_s));
    futures += (*connection)->submit(job(u"b"_s));
    futures += (*connection)->submit(job(u"high 1"_s), Connection::Priority::High);
    futures += (*connection)->submit(job(u"high 2"_s), Connection::Priority::High);
    go.release();
    for (auto &future : futures)
        future.waitForFinished();
    QCOMPARE(order, (QStringList{u"high 1"_s, u"high 2"_s, u"a"_s, u"b"_s}));
}

void TestConnection::cancelDequeues()
{
    const auto connection = connectTo(m_path);
    VERIFY_OK(connection);
    QSemaphore go;
    bool ran = false;
    auto first = (*connection)->submit([&go](Database &, JobContext &) -> Result<Done> {
        go.acquire();
        return Done{};
    });
    auto second = (*connection)->submit([&ran](Database &, JobContext &) -> Result<Done> {
        ran = true;
        return Done{};
    });
    second.cancel();
    std::optional<Error> error;
    QObject context;
    whenDone(second, &context, [&error](const Result<Done> &result) { error = result.error(); });
    go.release();
    QTRY_VERIFY(error.has_value());
    QVERIFY(error->isCancelled());
    QVERIFY(!ran);
}

void TestConnection::givenUpJobsFinishBeforeTheRunningOne()
{
    const auto connection = connectTo(m_path);
    VERIFY_OK(connection);
    QSemaphore go;
    const auto nothing = [](Database &, JobContext &) -> Result<Done> { return Done{}; };
    auto running = (*connection)->submit([&go](Database &, JobContext &) -> Result<Done> {
        go.acquire();
        return Done{};
    });
    auto waiting = (*connection)->submit(nothing);
    waiting.cancel();
    auto next = (*connection)->submit(nothing);
    QVERIFY(waiting.isFinished());
    QVERIFY(waitFor(waiting).error().isCancelled());
    QVERIFY(!running.isFinished());
    go.release();
    next.waitForFinished();
    VERIFY_OK(next.result());
}

void TestConnection::cancelInterrupts()
{
    const auto connection = connectTo(m_path);
    VERIFY_OK(connection);
    QSemaphore started;
    auto future = (*connection)->submit([&started](Database &database, JobContext &) -> Result<Value> {
        started.release();
        return database.queryValue(endless);
    });
    started.acquire();
    QElapsedTimer timer;
    timer.start();
    future.cancel();
    std::optional<Error> error;
    QObject context;
    whenDone(future, &context, [&error](const Result<Value> &result) { error = result.error(); });
    QTRY_VERIFY(error.has_value());
    QVERIFY(error->isCancelled());
    QVERIFY(timer.elapsed() < 2000); // the bar is 100 ms; this machine may be busy
}

void TestConnection::interruptDoesNotHitTheNextJob()
{
    const auto connection = connectTo(m_path);
    VERIFY_OK(connection);
    for (int round = 0; round < 200; ++round) {
        auto given = (*connection)->submit([](Database &database, JobContext &) {
            return database.queryValue(endless);
        });
        auto wanted = (*connection)->submit([](Database &database, JobContext &) {
            return database.queryValue(
                u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) SELECT count(*) FROM n"_s);
        });
        if (round % 2)
            QThread::yieldCurrentThread();
        given.cancel();
        wanted.waitForFinished();
        VERIFY_OK(wanted.result());
        QVERIFY(*wanted.result() == Value::integer(5000));
    }
}

void TestConnection::progressArrives()
{
    const auto connection = connectTo(m_path);
    VERIFY_OK(connection);
    auto future = (*connection)->submit([](Database &, JobContext &context) -> Result<Done> {
        context.setProgress(3, 8);
        return Done{};
    });
    future.waitForFinished();
    QCOMPARE(future.progressValue(), 3);
    QCOMPARE(future.progressMaximum(), 8);
}

void TestConnection::destructorCancelsAndJoins()
{
    auto connection = connectTo(m_path);
    VERIFY_OK(connection);
    QSemaphore started;
    auto running = (*connection)->submit([&started](Database &database, JobContext &) -> Result<Value> {
        started.release();
        return database.queryValue(endless);
    });
    auto waiting = (*connection)->submit([](Database &database, JobContext &) {
        return database.queryValue(u"SELECT 1"_s);
    });
    started.acquire();
    connection = Error::cancelled(); // the last owner goes
    QVERIFY(running.isFinished());
    QVERIFY(running.result().error().isCancelled());
    QVERIFY(waiting.isFinished());
    QVERIFY(waiting.result().error().isCancelled());
}

void TestConnection::manyThreadsSubmit()
{
    const auto connection = connectTo(m_path);
    VERIFY_OK(connection);
    std::atomic<int> right = 0;
    std::vector<std::unique_ptr<QThread>> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back(QThread::create([&] {
            for (int i = 0; i < 200; ++i) {
                auto future = (*connection)->submit([i](Database &database, JobContext &) {
                    return database.queryValue(u"SELECT :i"_s, {Value::integer(i)});
                });
                future.waitForFinished();
                if (future.result().ok() && *future.result() == Value::integer(i))
                    ++right;
            }
        }));
        threads.back()->start();
    }
    for (auto &thread : threads)
        thread->wait();
    QCOMPARE(right.load(), 800);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
