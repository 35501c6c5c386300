// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is done in the designer: the plan leads there, renames keep their values, and undoing all gives the base.
// RAINCHECK_DESIGN_RUNS=n tries more, RAINCHECK_DESIGN_SEED=n starts elsewhere.
#include "core/design/designcodec.h"
#include "core/design/designproblems.h"

#include "randomsteps.h"

#include "support/migrationpairs.h"
#include "support/schemadb.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

quint32 numberFrom(const char *variable, quint32 otherwise)
{
    bool ok = false;
    const uint n = qEnvironmentVariable(variable).toUInt(&ok);
    return ok ? n : otherwise;
}

QString quoted(const QString &name)
{
    return u'`' + QString(name).replace(u'`', u"``"_s) + u'`';
}

bool hasProblems(const SchemaDesign &design)
{
    const QList<FoundProblem> found = designProblems(design, *designRules(design.dialect()));
    return std::any_of(found.cbegin(), found.cend(), [](const FoundProblem &f) { return !f.problem.isNote; });
}

struct Counts {
    int steps = 0;
    int refused = 0;
    int renames = 0;
    int ran = 0;
};

/// One design on one random database. `why` says what is wrong; empty when all holds.
class Trial {
public:
    Trial(quint32 seed, Counts &counts)
        : m_rows(seed % 2 == 1)
        , m_steps(seed, *designRules(SchemaDb::dialect()), m_rows)
        , m_counts(counts)
    {
        migration::Pair pair = migration::Pairs(seed).pair();
        pair.to = pair.from;
        migration::Pairs::sane(pair);
        migration::SqlText text(pair.style);
        m_sql = text.schema(pair.from);
        if (m_rows)
            m_sql += text.rows(pair.from, 3);
    }

    QString run()
    {
        SchemaDb db(m_sql);
        if (!db.error().isEmpty())
            return u"the test's own database: "_s + db.error();
        const auto base = db.schema();
        if (!base)
            return base.error().message;
        SchemaDesign design(std::make_shared<const Schema>(*base), SchemaDb::dialect());
        for (int n = 0; n < 8; ++n)
            step(design);
        const auto kept = decodedDesign(encodedDesign(design.strokes()));
        if (!kept || kept->unreadable > 0 || kept->strokes != design.strokes())
            return u"the design is not read back as it was kept"_s;
        const Schema end = design.target();
        const Renames renames = design.renames();
        if (const QString why = thereAndBack(design, *base, end, renames); !why.isEmpty())
            return why;
        return execute(db, design, *base);
    }

    [[nodiscard]] QString story() const
    {
        return m_sql + u"\n-- steps\n"_s + m_done.join(u'\n') + u"\n-- plan\n"_s + m_plan;
    }

private:
    /// What leaves a problem behind is undone, as a person would.
    void step(SchemaDesign &design)
    {
        const QList<DesignStep> steps = m_steps.next(design.target());
        if (steps.isEmpty() || !design.push(steps)) {
            ++m_counts.refused;
            return;
        }
        if (hasProblems(design)) {
            design.undo();
            ++m_counts.refused;
            return;
        }
        for (const DesignStep &s : steps)
            m_done.append(wordsOf(s));
        ++m_counts.steps;
    }

    static QString thereAndBack(SchemaDesign &design, const Schema &base, const Schema &end, const Renames &renames)
    {
        int steps = 0;
        for (; design.canUndo(); ++steps)
            design.undo();
        if (!(design.target() == base) || !design.renames().isEmpty() || !design.isEmpty())
            return u"undoing all does not give the base"_s;
        while (steps-- > 0)
            design.redo();
        return design.target() == end && design.renames() == renames ? QString()
                                                                     : u"redoing all gives something else"_s;
    }

    QString execute(SchemaDb &db, SchemaDesign &design, const Schema &base)
    {
        const DiffOptions options = design.diffOptions();
        m_counts.renames += static_cast<int>(options.renames.tables.size() + options.renames.columns.size());
        const auto d = diff(base, design.target(), options, SchemaDb::rules());
        if (!d)
            return u"diff: "_s + d.error().message;
        const auto plan = SchemaDb::dialect().planner()->plan(*d, {});
        if (!plan)
            return u"plan: "_s + plan.error().message;
        for (const Statement &s : plan->script.statements)
            m_plan += s.sql + u";\n"_s;
        const QString before = m_rows ? kept(db, design, true) : QString();
        const auto ran = db.run(plan->script);
        if (!ran)
            return u"run: "_s + ran.error().message + u" | "_s + ran.error().detail + u" | "_s + ran.error().statement;
        ++m_counts.ran;
        const auto after = db.schema();
        if (!after)
            return after.error().message;
        DiffOptions rest = options;
        rest.renames = {};
        const auto left = diff(*after, design.target(), rest, SchemaDb::rules());
        if (!left || !left->isEmpty())
            return u"still different: "_s + (left ? wordsOf(left->changes).join(u"; "_s) : left.error().message);
        if (const QString now = m_rows ? kept(db, design, false) : QString(); now != before)
            return u"values:\n"_s + before + u"\nbecame\n"_s + now;
        const QStringList lost = design.rebase(std::make_shared<const Schema>(*after));
        return design.isEmpty() && lost.isEmpty() ? QString() : u"not forgotten: "_s + lost.join(u"; "_s);
    }

    /// The columns that stay, in the order of the rows' anchors, under their old or their new names.
    static QString kept(SchemaDb &db, const SchemaDesign &design, bool before)
    {
        QStringList lines;
        for (const Table &t : design.target().tables) {
            const DesignOrigin *origin = design.state().origin(t.name);
            const Table *was = design.state().baseTable(t.name);
            if (!origin || !was || t.internal)
                continue;
            QStringList columns;
            QString anchor;
            for (const Column &c : t.columns) {
                const QString from = origin->columns.value(foldedName(c.name));
                if (from.isEmpty() || c.isGenerated())
                    continue;
                columns.append(quoted(before ? from : c.name));
                anchor = from == u"id"_s ? columns.last() : anchor;
            }
            if (anchor.isEmpty())
                continue;
            lines.append(origin->table.name + u": "_s
                         + db.rows(u"SELECT "_s + columns.join(u", "_s) + u" FROM "_s
                                   + quoted(before ? origin->table.name : t.name.name) + u" ORDER BY "_s + anchor));
        }
        lines.sort();
        return lines.join(u'\n');
    }

    const bool m_rows;
    RandomSteps m_steps;
    Counts &m_counts;
    QString m_sql;
    QStringList m_done;
    QString m_plan;
};

} // namespace

class TestDesignProperty : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whateverIsDesignedIsReached();
};

void TestDesignProperty::whateverIsDesignedIsReached()
{
    const quint32 first = numberFrom("RAINCHECK_DESIGN_SEED", 7000);
    const quint32 count = numberFrom("RAINCHECK_DESIGN_RUNS", 400);
    Counts counts;
    for (quint32 seed = first; seed < first + count; ++seed) {
        Trial trial(seed, counts);
        const QString why = trial.run();
        if (!why.isEmpty())
            QFAIL(qPrintable(u"RAINCHECK_DESIGN_SEED=%1: %2\n%3"_s.arg(seed).arg(why, trial.story())));
    }
    qInfo("%u designs, %d steps (%d refused), %d renames, %d plans ran", count, counts.steps, counts.refused,
          counts.renames, counts.ran);
    QVERIFY2(counts.steps > static_cast<int>(count) * 3, "too few steps make sense");
    QVERIFY2(counts.renames > static_cast<int>(count) / 2, "too few renames");
}

QTEST_GUILESS_MAIN(TestDesignProperty)
#include "tst_designproperty.moc"
