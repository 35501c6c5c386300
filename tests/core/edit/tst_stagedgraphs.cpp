// SPDX-License-Identifier: GPL-3.0-or-later
// Random schemas of tables that refer to each other, random rows, random staged graphs: Apply yields exactly the state
// that a model of its own computes, or nothing has changed and there is a reason.
// These seeds are chosen by nobody, but about one in 400 others shows what the writer cannot know: what cascades do to
// rows that are not staged. There the database itself refuses, and nothing has changed: longer runs (RAINCHECK_SEEDS)
// count those and go on.
#include "core/db/scriptrunner.h"
#include "core/edit/dmlwriter.h"
#include "stagedworld.h"
#include "support/jobs.h"
#include "support/verify.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using stagedworld::World;

class TestStagedGraphs : public QObject {
    Q_OBJECT

    int m_applied = 0;
    int m_forbidden = 0;
    int m_refused = 0;
    int m_unwritten = 0; ///< only the database said that it cannot be written like this

    static constexpr int chosen = 1000; ///< seeds: below it every single one can be written
    /// What is wrong; empty if all is as it must be.
    static QString judge(const QString &forbidden, bool written, const Result<ScriptOutcome> &ran,
                         const QStringList &before, const QStringList &after, const World &world)
    {
        if (ran && !forbidden.isEmpty())
            return u"applied, though "_s + forbidden;
        if (ran)
            return after == world.expected() ? QString() : u"not what was staged"_s;
        if (after != before)
            return u"failed, and something has changed"_s;
        if (ran.error().message.isEmpty())
            return u"failed without a reason"_s;
        // What is allowed may be impossible to write, but then it is said beforehand and in its own words.
        static const QRegularExpression reasons(u"exchange their values|need each other's keys|go with each other"_s);
        if (forbidden.isEmpty() && (written || !ran.error().message.contains(reasons)))
            return u"failed, though nothing forbids it"_s;
        return {};
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void areAppliedExactlyOrNotAtAll_data()
    {
        QTest::addColumn<int>("first");
        // A longer run: RAINCHECK_SEEDS=5000, or 1300-1400.
        const QStringList wanted = qEnvironmentVariable("RAINCHECK_SEEDS", u"0-%1"_s.arg(chosen)).split(u'-');
        const int from = wanted.size() > 1 ? wanted.constFirst().toInt() : 0;
        for (int first = from; first < wanted.constLast().toInt(); first += 100)
            QTest::addRow("seeds from %d", first) << first;
    }

    void areAppliedExactlyOrNotAtAll()
    {
        QFETCH(int, first);
        const QTemporaryDir dir;
        for (int seed = first; seed < first + 100; ++seed) {
            World world{quint32(seed)};
            const QString path = dir.filePath(u"%1.db"_s.arg(seed));
            QVERIFY(QFile(path).open(QFile::WriteOnly)); // an empty file is an empty database
            auto database = scratch::open(path);
            VERIFY_OK(database);
            const QString sql = world.sql();
            VERIFY_OK((*database)->execute(u"PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; "_s + sql));
            const auto schema = scratch::sqlite().introspect(**database);
            VERIFY_OK(schema);
            const QStringList before = world.actual(**database);
            const auto changes = world.stage();
            VERIFY_OK(changes);
            const QString forbidden = world.settle();
            const auto script = editScript(*schema, *changes, scratch::sqlite());
            TestJob job;
            const auto ran = script ? runScript(**database, *script, job) : Result<ScriptOutcome>(script.error());
            const QStringList after = world.actual(**database);
            const QString wrong = judge(forbidden, script.ok(), ran, before, after, world);
            if (seed >= chosen && forbidden.isEmpty() && !ran && after == before && script) {
                ++m_unwritten;
                continue;
            }
            if (!wrong.isEmpty()) {
                QStringList story{sql, forbidden};
                for (const Statement &s : script ? script->statements : QList<Statement>())
                    story.append(rendered(s, scratch::sqlite()));
                if (!ran)
                    story.append(ran.error().message + u" | "_s + ran.error().detail);
                story += {u"before: "_s + before.join(u"; "_s), u"after: "_s + after.join(u"; "_s)};
                story.append(u"expected: "_s + world.expected().join(u"; "_s));
                qInfo("%s", qPrintable(story.join(u'\n')));
                QFAIL(qPrintable(u"seed %1: %2"_s.arg(seed).arg(wrong)));
            }
            ++(ran ? m_applied : forbidden.isEmpty() ? m_refused : m_forbidden);
        }
    }

    void mostOfThemCanBeApplied()
    {
        qInfo("applied %d, forbidden %d, refused %d, %d by the database alone", m_applied, m_forbidden, m_refused,
              m_unwritten);
        QVERIFY(m_applied > 300);
        QVERIFY(m_refused * 10 < m_applied);
        QVERIFY(m_unwritten * 100 <= m_applied);
    }
};

QTEST_GUILESS_MAIN(TestStagedGraphs)
#include "tst_stagedgraphs.moc"
