// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"
#include "core/base/whendone.h"

#include <QPromise>
#include <QTest>

using core::Done;
using core::Error;
using core::Result;
using namespace Qt::Literals::StringLiterals;

namespace {

Result<int> half(int n)
{
    if (n % 2 != 0)
        return Error::invalid(u"odd"_s);
    return n / 2;
}

Result<int> quarter(int n)
{
    RC_TRY(half(n));
    return half(n / 2);
}

} // namespace

class TestResult : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void carriesAValueOrAnError()
    {
        QCOMPARE(half(8).value(), 4);
        QCOMPARE(half(7).error().message, u"odd"_s);
        QVERIFY(!half(7));
    }

    void chainsStopAtTheFirstError()
    {
        QCOMPARE(half(8).andThen(half).value(), 2);
        QVERIFY(!half(6).andThen(half));
        QCOMPARE(half(8).map([](int n) { return QString::number(n); }).value(), u"4"_s);
        QCOMPARE(half(7).mapError([](Error e) {
                            e.message.prepend(u"here: ");
                            return e;
                        }).error().message,
                 u"here: odd"_s);
        QVERIFY(!quarter(7));
        QVERIFY(!quarter(6));
        QCOMPARE(quarter(12).value(), 3);
    }

    void whenDoneBringsResultsToTheContext()
    {
        QPromise<Result<int>> promise;
        promise.start();
        int got = 0;
        core::whenDone(promise.future(), this, [&got](const Result<int> &r) { got = r.value(); });
        promise.addResult(Result<int>(42));
        promise.finish();
        QTRY_COMPARE(got, 42);
    }

    void whenDoneSaysCancelledWithoutAResult()
    {
        QPromise<Result<int>> promise;
        promise.start();
        promise.future().cancel();
        bool cancelled = false;
        core::whenDone(promise.future(), this, [&](const Result<int> &r) { cancelled = !r && r.error().isCancelled(); });
        promise.finish();
        QTRY_VERIFY(cancelled);
    }

    void whenDoneIsSilentAfterItsContextDied()
    {
        QPromise<Result<int>> promise;
        promise.start();
        bool called = false;
        {
            QObject context;
            core::whenDone(promise.future(), &context, [&](const Result<int> &) { called = true; });
        }
        promise.addResult(Result<int>(1));
        promise.finish();
        QCoreApplication::processEvents();
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(TestResult)
#include "tst_result.moc"
