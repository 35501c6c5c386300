// SPDX-License-Identifier: GPL-3.0-or-later
// The card of a hazard that keeps others waiting offers the way that does not, where there is one.
#include "ui/migrate/hazardcard.h"

#include "support/quiet.h"

#include <QCheckBox>
#include <QSignalSpy>
#include <QTest>

using namespace ui;
using namespace Qt::Literals::StringLiterals;

class TestHazardWay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }
    void isOffered_data();
    void isOffered();
    void isChosenByKey();
};

namespace {

JudgedHazard waiting(core::GentleWay way, bool gently, qint64 rows)
{
    JudgedHazard hazard;
    core::Hazard &h = hazard.hazard.hazard;
    h.finding.code = u"H60"_s;
    h.finding.severity = core::Finding::Severity::Warn;
    h.finding.message = u"The index i is built on t: nobody can write to it meanwhile (SHARE)."_s;
    h.remedy = u"Build it CONCURRENTLY."_s;
    h.probe = core::Probe{{{}, u"t"_s}, u"true"_s, {}};
    h.bySize = true;
    h.way = way;
    h.gently = gently;
    hazard.count = {ProbeCounts::Count::State::Known, rows, {}};
    return hazard;
}

QCheckBox *boxOf(HazardCard &card)
{
    return card.findChild<QCheckBox *>(u"hazard-way"_s);
}

} // namespace

void TestHazardWay::isOffered_data()
{
    QTest::addColumn<bool>("offers");
    QTest::addColumn<bool>("gently");
    QTest::addColumn<int>("rows");
    QTest::addColumn<bool>("shown");
    QTest::newRow("on a table with rows") << true << false << 5 << true;
    QTest::newRow("not on an empty one") << true << false << 0 << false;
    QTest::newRow("but to be taken back there") << true << true << 0 << true;
    QTest::newRow("not for a file of a migrator") << false << false << 5 << false;
}

void TestHazardWay::isOffered()
{
    QFETCH(bool, offers);
    QFETCH(bool, gently);
    QFETCH(int, rows);
    QFETCH(bool, shown);
    HazardCard card(*core::dialectByName(u"postgres"_s), nullptr);
    card.setOffersWays(offers);
    card.show(waiting(core::GentleWay::NotValid, gently, rows), true);
    QCOMPARE(boxOf(card)->isVisibleTo(&card), shown);
    if (shown) {
        QCOMPARE(boxOf(card)->isChecked(), gently);
        QVERIFY(boxOf(card)->text().contains(u"NOT VALID"_s));
    }
}

void TestHazardWay::isChosenByKey()
{
    HazardCard card(*core::dialectByName(u"postgres"_s), nullptr);
    card.setOffersWays(true);
    card.show(waiting(core::GentleWay::Concurrently, false, 5), true);
    QSignalSpy chosen(&card, &HazardCard::wayChosen);
    card.QWidget::show();
    QVERIFY(QTest::qWaitForWindowExposed(&card));
    QVERIFY(card.focusAnswer());
    QTest::keyClick(boxOf(card), Qt::Key_Space);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().at(0).value<core::GentleWay>(), core::GentleWay::Concurrently);
    QVERIFY(chosen.first().at(1).toBool());
    // Its card stays, with the box as it is planned now.
    card.show(waiting(core::GentleWay::Concurrently, true, 5), true);
    QVERIFY(boxOf(card)->isChecked());
    card.show(waiting(core::GentleWay::Concurrently, true, 5), false); // while something runs
    QVERIFY(!boxOf(card)->isEnabled());
}

QTEST_MAIN(TestHazardWay)
#include "tst_hazardway.moc"
