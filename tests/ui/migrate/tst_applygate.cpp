// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/applygate.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using Kind = core::MigrationState::Kind;
using Severity = core::Finding::Severity;

namespace {

ApplyGate open()
{
    ApplyGate gate;
    gate.state = {Kind::Pending, u"0004_slug"_s, 4, 0};
    gate.firstPending = u"0004_slug"_s;
    return gate;
}

core::Finding finding(Severity severity, const QString &code, bool certain = false)
{
    return {severity, code, u"what "_s + code + u" says"_s, 2, certain};
}

} // namespace

class TestApplyGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyTheFirstPendingOneIsOpen_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("firstPending");
        QTest::addColumn<QString>("because");
        QTest::newRow("its turn") << Kind::Pending << u"0004_slug"_s << QString();
        QTest::newRow("another comes first") << Kind::Pending << u"0003_x"_s << u"0003_x comes first"_s;
        QTest::newRow("applied") << Kind::Applied << QString() << u"applied already"_s;
        QTest::newRow("edited") << Kind::Edited << QString() << u"edited since"_s;
        QTest::newRow("skipped") << Kind::Skipped << u"0005"_s << u"never runs it"_s;
        QTest::newRow("missing") << Kind::Missing << QString() << u"not there"_s;
        QTest::newRow("orphan") << Kind::Orphan << QString() << u"no file"_s;
    }
    void onlyTheFirstPendingOneIsOpen()
    {
        QFETCH(Kind, kind);
        QFETCH(QString, firstPending);
        QFETCH(QString, because);
        ApplyGate gate = open();
        gate.state.kind = kind;
        gate.firstPending = firstPending;
        if (because.isEmpty())
            QCOMPARE(lockedBecause(gate), QString());
        else
            QVERIFY2(lockedBecause(gate).contains(because), qPrintable(lockedBecause(gate)));
    }

    void aStopLocksUntilItIsAllowed()
    {
        ApplyGate gate = open();
        gate.foreseen = {finding(Severity::Danger, u"H12"_s), finding(Severity::Stop, u"H06"_s)};
        QVERIFY(lockedBecause(gate).startsWith(u"H06 is not allowed"_s));
        gate.allowed = {u"H12"_s};
        QVERIFY(!lockedBecause(gate).isEmpty());
        gate.allowed = {u"H06"_s};
        QCOMPARE(lockedBecause(gate), QString());
    }

    void anEmptyTableLocksNothing()
    {
        ApplyGate gate = open();
        gate.foreseen = {finding(Severity::Stop, u"H06"_s)};
        gate.foreseen.first().rowsOf = {u"posts"_s};
        QVERIFY(!lockedBecause(gate).isEmpty());
        gate.rehearsal = core::DryRunReport();
        gate.rehearsal->succeeded = true;
        gate.rehearsal->rowsBefore = {{u"posts"_s, 1}};
        QVERIFY(!lockedBecause(gate).isEmpty());
        gate.rehearsal->rowsBefore = {{u"posts"_s, 0}};
        QCOMPARE(lockedBecause(gate), QString());
    }

    void whatIsCertainToFailCannotBeAllowed()
    {
        ApplyGate gate = open();
        gate.foreseen = {finding(Severity::Stop, u"H42"_s, true)};
        gate.allowed = {u"H42"_s};
        QVERIFY(lockedBecause(gate).startsWith(u"H42 is certain to fail"_s));
    }

    void theDryRunCountsToo()
    {
        ApplyGate gate = open();
        gate.rehearsal = core::DryRunReport();
        gate.rehearsal->error.message = u"UNIQUE constraint failed"_s;
        QVERIFY(lockedBecause(gate).contains(u"UNIQUE constraint failed"_s));
        gate.rehearsal->succeeded = true;
        QCOMPARE(lockedBecause(gate), QString());
        gate.rehearsal->findings = {finding(Severity::Stop, u"H05"_s)};
        QVERIFY(lockedBecause(gate).startsWith(u"H05"_s));
        gate.allowed = {u"H05"_s};
        QCOMPARE(lockedBecause(gate), QString());
    }

    void aReadOnlyDatabaseSaysSo()
    {
        ApplyGate gate = open();
        gate.readOnlyBecause = u"The folder cannot be written."_s;
        QCOMPARE(lockedBecause(gate), gate.readOnlyBecause);
    }

    void findingsWorstFirstAndOnce()
    {
        ApplyGate gate = open();
        gate.foreseen = {finding(Severity::Warn, u"H17"_s), finding(Severity::Stop, u"H06"_s)};
        gate.rehearsal = core::DryRunReport();
        gate.rehearsal->findings = {finding(Severity::Danger, u"H12"_s), finding(Severity::Stop, u"H06"_s)};
        QStringList codes;
        for (const core::Finding &f : allFindings(gate))
            codes.append(f.code);
        QCOMPARE(codes, QStringList({u"H06"_s, u"H12"_s, u"H17"_s}));
    }
};

QTEST_GUILESS_MAIN(TestApplyGate)
#include "tst_applygate.moc"
