// SPDX-License-Identifier: GPL-3.0-or-later
// The script of the staged edits, written beside the thread that asks for it.
#include "core/session/session.h"

#include "core/base/whendone.h"
#include "support/opensession.h"
#include "support/verify.h"

#include <algorithm>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

using Written = QFuture<Result<std::shared_ptr<const Script>>>;
const QualifiedName items{{}, u"items"_s};
constexpr int many = 2000;

SetCell note(qint64 id, const QString &words)
{
    return {items, {{Value::integer(id)}}, u"note"_s, Value::text(u"old"_s), NewValue(Value::text(words)), -1};
}

/// Ended, whatever with: the event loop is needed for it.
Result<std::shared_ptr<const Script>> ended(const Written &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 30'000))
        return Error::invalid(u"It does not end."_s);
    return waitFor(future);
}

} // namespace

class TestEditScript : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(anyRealWarning());
        m_open =
            std::make_unique<OpenSession>(u"CREATE TABLE items (id INTEGER PRIMARY KEY, note TEXT);"
                                          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1)"
                                          " INSERT INTO items SELECT i, 'old' FROM n"_s.arg(many));
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        CompoundEdit all{u"Set all"_s, {}};
        for (int id = 1; id <= many; ++id)
            all.ops.append(note(id, u"new"_s));
        VERIFY_OK(session().stage(all));
    }
    void cleanup() { m_open.reset(); }

    void isTheObjectThatApplyRuns()
    {
        const Written asked = session().writeEditScript();
        QVERIFY(!asked.isFinished()); // it cannot be, before the event loop has turned
        const auto script = ended(asked);
        VERIFY_OK(script);
        QVERIFY((*script)->statements.size() > many);
        QCOMPARE(*session().editScript(), *script);
        const auto again = session().writeEditScript();
        QVERIFY(again.isFinished());
        QCOMPARE(*waitFor(again), *script);
        const auto report = session().applyEdits(*script);
        QTRY_VERIFY_WITH_TIMEOUT(report.isFinished(), 30'000);
        VERIFY_OK(waitFor(report));
        QTRY_VERIFY(session().changes()->isEmpty());
    }

    void onlyTheNewestQuestionIsAnswered()
    {
        const Written first = session().writeEditScript();
        const Written second = session().writeEditScript();
        VERIFY_OK(session().stage(note(1, u"newer"_s)));
        const Written third = session().writeEditScript();
        for (const Written &old : {first, second}) {
            const auto answer = ended(old);
            QVERIFY(!answer && answer.error().isCancelled());
        }
        const auto script = ended(third);
        VERIFY_OK(script);
        QCOMPARE(*session().editScript(), *script);
    }

    /// Edits that change while it is written make it nobody's.
    void anOutdatedOneIsNotAdopted()
    {
        const Written asked = session().writeEditScript();
        VERIFY_OK(session().stage(note(1, u"newer"_s)));
        const auto answer = ended(asked);
        QVERIFY(!answer && answer.error().isCancelled());
        const auto script = session().editScript();
        VERIFY_OK(script);
        const auto &statements = (*script)->statements;
        QVERIFY(std::any_of(statements.cbegin(), statements.cend(), [](const Statement &statement) {
            return statement.parameters.contains(Parameter{u"new_note"_s, Value::text(u"newer"_s)});
        }));
    }

    /// Whoever needs it at once gets it, and the answer that comes later is the same object.
    void writtenAtOnceMeanwhile()
    {
        const Written asked = session().writeEditScript();
        const auto now = session().editScript();
        VERIFY_OK(now);
        const auto later = ended(asked);
        VERIFY_OK(later);
        QCOMPARE(*later, *now);
    }

    void saysWhyThereIsNone()
    {
        VERIFY_OK(session().stage(
            SetCell{items, {{Value::integer(1)}}, u"nowhere"_s, Value(), NewValue(Value::integer(1)), -1}));
        const auto answer = ended(session().writeEditScript());
        QVERIFY(!answer.ok());
        QVERIFY2(answer.error().message.contains(u"nowhere"_s), qPrintable(answer.error().message));
    }

    void theSessionEndsMeanwhile()
    {
        const Written asked = session().writeEditScript();
        m_open->session.reset();
        QVERIFY(asked.isFinished() && asked.isCanceled());
    }

private:
    [[nodiscard]] Session &session() const { return *m_open->session; }
    std::unique_ptr<OpenSession> m_open;
};

QTEST_GUILESS_MAIN(TestEditScript)
#include "tst_editscript.moc"
