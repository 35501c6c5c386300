// SPDX-License-Identifier: GPL-3.0-or-later
// Any schema to any schema on a real server, no row lost: random pairs, executed with rows in, there and back again.
// RAINCHECK_PLAN_PAIRS=n tries more of them, RAINCHECK_PLAN_SEED=n starts elsewhere.
#include "support/postgresschema.h"
#include "support/randompostgressql.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

#ifndef RAINCHECK_FIXED_SEED
#define RAINCHECK_FIXED_SEED 1
#endif
// Two programs share the pairs, each with its own part of them.
constexpr quint32 pairsFixedSeed = RAINCHECK_FIXED_SEED;
constexpr quint32 pairsInOneRun = 250;
constexpr quint32 pairsInOnePart = 25;
constexpr quint32 gentleEvery = 3; ///< of so many pairs one is planned with steps after its transaction

quint32 pairsNumber(const char *variable, quint32 otherwise)
{
    bool ok = false;
    const uint n = qEnvironmentVariable(variable).toUInt(&ok);
    return ok ? n : otherwise;
}

QString textOf(const Plan &plan)
{
    QString out;
    for (const Statement &s : plan.script.statements)
        out += s.sql + u";\n"_s;
    return out;
}

QString changesIn(const SchemaDiff &d)
{
    QStringList out;
    for (const Change &c : d.changes)
        out.append(wordsOf(c));
    return out.join(u"; "_s);
}

} // namespace

class TestPgPlanProperty : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void anySchemaToAnySchema_data();
    void anySchemaToAnySchema();
    void manyKindsWereDrawn();

private:
    QString tried(quint32 seed);
    QString move(const Schema &from, const Schema &to, const Renames &renames, const QList<Fill> &fills, Renames *back);
    QString values(const QString &sql) { return m_db->value(sql); }

    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_db;
    std::unique_ptr<PostgresDb> m_wanted;
    QSet<size_t> m_kinds;
    quint32 m_pairs = 0;
    int m_changes = 0;
    bool m_gently = false;
    int m_steps = 0;
};

void TestPgPlanProperty::initTestCase()
{
    START_POSTGRES(m_cluster);
    m_db = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    m_wanted = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    QVERIFY2(m_db->error().isEmpty() && m_wanted->error().isEmpty(), qPrintable(m_cluster.problem()));
}

/// Plans and runs it; afterwards nothing may be different. What is wrong, else empty.
QString TestPgPlanProperty::move(const Schema &from, const Schema &to, const Renames &renames, const QList<Fill> &fills,
                                 Renames *back)
{
    DiffOptions options;
    options.renames = renames;
    const auto d = diff(from, to, options, PostgresDb::rules());
    if (!d)
        return u"diff: "_s + d.error().message;
    for (const Change &c : d->changes)
        m_kinds.insert(c.index());
    m_changes += static_cast<int>(d->changes.size());
    PlanOptions plan;
    plan.fills = fills;
    plan.concurrently = plan.notValid = m_gently;
    const auto planned = PostgresDb::dialect().planner()->plan(*d, plan);
    if (!planned)
        return u"plan: "_s + planned.error().message;
    if (!(*PostgresDb::dialect().planner()->plan(*d, plan) == *planned))
        return u"another plan for the same diff"_s;
    m_steps += planned->atCommit ? 1 : 0;
    if (planned->sources.size() != planned->script.statements.size())
        return u"sources"_s;
    if (const QString wrong = m_db->run(planned->script); !wrong.isEmpty())
        return u"run: "_s + wrong + u'\n' + textOf(*planned);
    const auto now = m_db->schema();
    if (!now)
        return u"introspection: "_s + now.error().message;
    const auto rest = diff(*now, to, {}, PostgresDb::rules());
    if (!rest)
        return u"diff after: "_s + rest.error().message;
    if (back)
        *back = d->renames.reversed();
    return rest->isEmpty() ? QString() : QString(u"still different: "_s + changesIn(*rest) + u'\n' + textOf(*planned));
}

QString TestPgPlanProperty::tried(quint32 seed)
{
    m_gently = seed % gentleEvery == 0;
    randompostgres::Maker maker(seed);
    const randompostgres::Model from = maker.first();
    Renames renames;
    const randompostgres::Model to = maker.next(from, renames);
    QString wrong = m_db->anew(randompostgres::creating(from) + randompostgres::filling(from));
    wrong += m_wanted->anew(randompostgres::creating(to));
    if (!wrong.isEmpty())
        return u"the test's own: "_s + wrong;
    const auto before = m_db->schema();
    const auto after = m_wanted->schema();
    if (!before || !after)
        return u"introspection"_s;
    const auto kept = randompostgres::kept(from, to);
    QStringList were;
    for (const auto &[was, is] : kept)
        were.append(values(was));
    Renames reversed;
    wrong = move(*before, *after, renames, randompostgres::fills(from, to), &reversed);
    if (!wrong.isEmpty())
        return wrong;
    for (qsizetype i = 0; i < kept.size(); ++i) {
        if (const QString now = values(kept[i].second); now != were[i])
            return u"values: "_s + were[i] + u"\nbecame\n"_s + now;
    }
    // Back without rows, of which some have become what has no way back.
    const auto there = m_db->schema();
    if (!there)
        return u"introspection"_s;
    for (const Table &t : there->tables)
        wrong += m_db->execute(u"TRUNCATE "_s + PostgresDb::dialect().qualified(t.name) + u" CASCADE"_s);
    wrong += move(*there, *before, reversed, {}, nullptr);
    return wrong.isEmpty() ? QString() : QString(u"back: "_s + wrong);
}

/// In parts, so that none of them takes long however busy the machine is.
void TestPgPlanProperty::anySchemaToAnySchema_data()
{
    QTest::addColumn<quint32>("first");
    QTest::addColumn<quint32>("count");
    const quint32 first = pairsNumber("RAINCHECK_PLAN_SEED", pairsFixedSeed);
    const quint32 end = first + pairsNumber("RAINCHECK_PLAN_PAIRS", pairsInOneRun);
    for (quint32 seed = first; seed < end; seed += pairsInOnePart)
        QTest::addRow("from %u", seed) << seed << std::min(pairsInOnePart, end - seed);
}

void TestPgPlanProperty::anySchemaToAnySchema()
{
    QFETCH(quint32, first);
    QFETCH(quint32, count);
    for (quint32 seed = first; seed < first + count; ++seed) {
        const QString wrong = tried(seed);
        QVERIFY2(wrong.isEmpty(),
                 qPrintable(u"RAINCHECK_PLAN_SEED=%1 RAINCHECK_PLAN_PAIRS=1: %2"_s.arg(seed).arg(wrong)));
    }
    m_pairs += count;
}

void TestPgPlanProperty::manyKindsWereDrawn()
{
    qInfo("%u pairs, %d changes of %d kinds", m_pairs, m_changes, static_cast<int>(m_kinds.size()));
    if (m_pairs < pairsInOneRun)
        return; // so few were asked for
    QVERIFY2(m_kinds.size() >= 20, "too few kinds of changes were drawn");
    QVERIFY2(m_steps >= 20, "too few plans had steps after their transaction");
}

QTEST_GUILESS_MAIN(TestPgPlanProperty)
#include "tst_pgplanproperty.moc"
