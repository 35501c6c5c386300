// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/waiting.h"

#include <QRegularExpression>
#include <QTest>

#include <thread>

using namespace core;
using namespace Qt::Literals::StringLiterals;

/// Who waits is told once, and may give it up.
class TestWaiting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void nobodyWaits() { QVERIFY(!Waiting::isGivenUp(u"It takes long."_s)); }

    void isToldOnceAfterAWhile()
    {
        QStringList told;
        const Waiting waiting([] { return false; }, [&told](const QString &said) { told.append(said); });
        const auto isGivenUp = Waiting::isGivenUp(u"It takes long."_s);
        QVERIFY(!isGivenUp());
        const auto isTold = [&] { return !isGivenUp() && !told.isEmpty(); };
        QTRY_VERIFY(isTold());
        QVERIFY(!isGivenUp());
        QCOMPARE(told, QStringList{u"It takes long."_s});
    }

    void mayGiveItUp()
    {
        bool givenUp = false;
        const Waiting waiting([&givenUp] { return givenUp; }, {});
        const auto isGivenUp = Waiting::isGivenUp({});
        QVERIFY(!isGivenUp());
        givenUp = true;
        QVERIFY(isGivenUp());
    }

    void theInnermostCounts()
    {
        const Waiting outer([] { return true; }, {});
        {
            const Waiting inner([] { return false; }, {});
            QVERIFY(!Waiting::isGivenUp({})());
        }
        QVERIFY(Waiting::isGivenUp({})());
    }

    void isOfItsThread()
    {
        const Waiting waiting([] { return true; }, {});
        bool anybody = true;
        std::thread([&anybody] { anybody = bool(Waiting::isGivenUp({})); }).join();
        QVERIFY(!anybody);
    }
};

QTEST_GUILESS_MAIN(TestWaiting)
#include "tst_waiting.moc"
