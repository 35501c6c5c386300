// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/previewgate.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using Severity = core::Finding::Severity;
using State = ProbeCounts::Count::State;

namespace {

JudgedHazard hazard(Severity severity, const QString &code, bool certain = false)
{
    JudgedHazard h;
    h.hazard.hazard.finding = {severity, code, u"what %1 says"_s.arg(code), -1, certain};
    h.count = {State::Known, 0, {}};
    return h;
}

JudgedHazard asked(const JudgedHazard &of, State state, qint64 rows = 0)
{
    JudgedHazard h = of;
    h.hazard.hazard.probe = core::Probe{{{}, u"posts"_s}, u"a IS NULL"_s, {}};
    h.count = {state, rows, state == State::Unknown ? u"it takes too long"_s : QString()};
    return h;
}

PreviewGate open(const QList<JudgedHazard> &hazards = {})
{
    PreviewGate gate;
    gate.hasScript = true;
    gate.hazards = hazards;
    return gate;
}

std::shared_ptr<core::MigrationDryRun> rehearsal()
{
    auto run = std::make_shared<core::MigrationDryRun>();
    run->run.succeeded = true;
    return run;
}

} // namespace

/// Why Apply is locked.
class TestPreviewGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hazardsLockUntilTheyAreDealtWith_data()
    {
        QTest::addColumn<JudgedHazard>("hazard");
        QTest::addColumn<QString>("because");
        const JudgedHazard stop = hazard(Severity::Stop, u"H02"_s);
        const JudgedHazard fails = hazard(Severity::Stop, u"H22"_s, true);
        const auto row = [](const char *name, const JudgedHazard &h, const QString &because) {
            QTest::newRow(name) << h << because;
        };
        row("a stop", stop, u"H02 is not allowed: what H02 says"_s);
        row("certain to fail", fails, u"H22 is certain to fail: what H22 says"_s);
        row("with rows", asked(fails, State::Known, 3), u"H22 is certain to fail: what H22 says 3 rows."_s);
        row("without rows", asked(fails, State::Known, 0), QString());
        row("while it is asked", asked(fails, State::Asking), u"The data is being asked: what H22 says"_s);
        row("nobody knows", asked(stop, State::Unknown), u"it takes too long"_s);
        row("danger", hazard(Severity::Danger, u"H12"_s), QString());
        row("warning", hazard(Severity::Warn, u"H44"_s), QString());
        JudgedHazard allowed = stop;
        allowed.allowed = true;
        row("allowed", allowed, QString());
        JudgedHazard certain = fails;
        certain.allowed = true; // cannot be
        row("what fails cannot be allowed", certain, u"H22 is certain to fail"_s);
        JudgedHazard repaired = asked(fails, State::Known, 3);
        repaired.hazard.answer = core::PreviewHazard::Answer::Repaired;
        row("put right", repaired, QString());
        JudgedHazard filled = asked(fails, State::Known, 3);
        filled.hazard.answer = core::PreviewHazard::Answer::Filled;
        row("filled", filled, QString());
        filled.problem = u"no such column: nope"_s;
        row("filled by what gives nothing", filled, u"no such column: nope"_s);
    }
    void hazardsLockUntilTheyAreDealtWith()
    {
        QFETCH(JudgedHazard, hazard);
        QFETCH(QString, because);
        const QString said = lockedBecause(open({hazard}));
        QVERIFY2(because.isEmpty() ? said.isEmpty() : said.contains(because), qPrintable(said));
    }

    void everythingElseThatLocks()
    {
        QCOMPARE(lockedBecause(open()), QString());
        PreviewGate gate = open();
        gate.questions = 2;
        QVERIFY(lockedBecause(gate).contains(u"2 renames"_s));
        gate = open();
        gate.planning = true;
        QVERIFY(!lockedBecause(gate).isEmpty());
        gate = open();
        gate.hasScript = false;
        QVERIFY(lockedBecause(gate).contains(u"nothing to do"_s));
        gate = open();
        gate.problem = u"No way there."_s;
        QCOMPARE(lockedBecause(gate), u"No way there."_s);
        gate = open();
        gate.readOnlyBecause = u"It is read-only."_s;
        QCOMPARE(lockedBecause(gate), u"It is read-only."_s);
        gate = open();
        gate.running = true;
        QVERIFY(!lockedBecause(gate).isEmpty());
    }

    void theDryRunLocks()
    {
        PreviewGate gate = open();
        auto run = rehearsal();
        gate.rehearsal = run;
        QCOMPARE(lockedBecause(gate), QString());
        run->differences.append(u"the column a is missing"_s);
        QVERIFY(lockedBecause(gate).contains(u"the column a is missing"_s));
        run->differences.clear();
        run->run.succeeded = false;
        run->run.error = core::Error::invalid(u"it broke"_s);
        QVERIFY(lockedBecause(gate).contains(u"it broke"_s));
    }

    void whatOnlyTheDryRunSawIsAllowedForItself()
    {
        PreviewGate gate = open();
        auto run = rehearsal();
        run->run.findings.append({Severity::Stop, u"H05"_s, u"rows go"_s, 2, false});
        gate.rehearsal = run;
        QCOMPARE(unforeseen(gate).size(), 1);
        QVERIFY(lockedBecause(gate).contains(u"rows go"_s));
        gate.allowed.append(findingKey(run->run.findings.first()));
        QCOMPARE(lockedBecause(gate), QString());
        QCOMPARE(allowedCodes(gate), QStringList{u"H05"_s});
        // One that was foreseen and allowed is not asked about again.
        JudgedHazard lost = hazard(Severity::Stop, u"H02"_s);
        lost.allowed = true;
        gate = open({lost});
        run = rehearsal();
        run->run.findings.append({Severity::Stop, u"H02"_s, u"values go"_s, 2, false});
        gate.rehearsal = run;
        QVERIFY(unforeseen(gate).isEmpty());
        QCOMPARE(lockedBecause(gate), QString());
    }

    void whatIsConfirmed()
    {
        JudgedHazard lost = hazard(Severity::Stop, u"H02"_s);
        lost.allowed = true;
        JudgedHazard repaired = asked(hazard(Severity::Stop, u"H22"_s, true), State::Known, 3);
        repaired.hazard.answer = core::PreviewHazard::Answer::Repaired;
        const PreviewGate gate =
            open({hazard(Severity::Danger, u"H12"_s), lost, repaired,
                  asked(hazard(Severity::Stop, u"H01"_s), State::Known, 0), hazard(Severity::Info, u"H29"_s)});
        QCOMPARE(allowedCodes(gate), (QStringList{u"H02"_s, u"H12"_s})); // the worst first; the others need no yes
    }
};

Q_DECLARE_METATYPE(ui::JudgedHazard)

QTEST_MAIN(TestPreviewGate)
#include "tst_previewgate.moc"
