// SPDX-License-Identifier: GPL-3.0-or-later
// There and back again with values: random pairs of schemas, executed with rows in; what went is saved, and the inverse
// brings schema and rows back, to the byte, wherever the way back does not say beforehand that it cannot.
// RAINCHECK_WAYBACK_PAIRS=n tries more of them, RAINCHECK_WAYBACK_SEED=n starts elsewhere.
#include "core/migrate/keptcolumns.h"
#include "core/migrate/savedrows.h"

#include "support/migrationwishes.h"
#include "support/schemadb.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using namespace migration;

namespace {

quint32 numberFrom(const char *variable, quint32 otherwise)
{
    bool ok = false;
    const uint n = qEnvironmentVariable(variable).toUInt(&ok);
    return ok ? n : otherwise;
}

/// One try of one pair. `why` says what is wrong; empty when all holds.
class Trial {
public:
    explicit Trial(const Pair &pair)
        : m_pair(pair)
    {
        SqlText text(pair.style);
        m_fromSql = text.schema(pair.from);
        m_rowsSql = text.rows(pair.from, pair.rows);
        m_toSql = text.schema(pair.to);
    }

    [[nodiscard]] bool saved() const { return m_saved; }
    [[nodiscard]] bool promised() const { return m_promised; }

    QString run()
    {
        SchemaDb db(m_fromSql + m_rowsSql);
        SchemaDb wanted(m_toSql);
        const auto from = db.schema();
        const auto to = wanted.schema();
        if (!db.error().isEmpty() || !wanted.error().isEmpty() || !from || !to)
            return u"the test's own schemas: "_s + db.error() + wanted.error();
        DiffOptions options;
        options.renames = migration::renames(m_pair.from, m_pair.to);
        options.columnOrder = true;
        const auto there = planMigration(*from, *to, options, fills(m_pair.from, m_pair.to), SchemaDb::dialect());
        if (!there)
            return u"plan: "_s + there.error().message;
        const QString before = everything(db, *from);
        WayBackPlan way = wayBackPlan(*there, SchemaDb::dialect());
        m_saved = !way.parts.isEmpty();
        m_promised = way.cannotUndo.isEmpty();
        const QTemporaryDir dir;
        const QString file = dir.filePath(u"what went.saved"_s);
        if (const QString why = forward(db, *there, way, file); !why.isEmpty())
            return why;
        return back(db, *there, way, file, before);
    }

    [[nodiscard]] QString story() const
    {
        return u"-- from\n"_s + m_fromSql + m_rowsSql + u"-- to\n"_s + m_toSql + u"-- way back\n"_s + m_planSql;
    }

private:
    QString forward(SchemaDb &db, const SchemaMigration &there, WayBackPlan &way, const QString &file)
    {
        TestJob job;
        QString failure;
        KeptColumns columns(there, SchemaDb::dialect());
        const auto saving = [&](Database &inside) -> Result<Done> {
            RC_TRY(columns.readBefore(inside, job));
            auto saved = saveRows(inside, there, way, file, SchemaDb::dialect(), job);
            if (!saved)
                failure = u"saving: "_s + words(saved.error());
            RC_TRY(saved);
            way.options = std::move(saved->options);
            m_promised = m_promised && saved->cannotUndo.isEmpty();
            return Done{};
        };
        if (there.plan.script.isEmpty())
            return {};
        // What stays holds what it held, also by the checksums that Apply compares.
        const auto comparing = [&](Database &inside, const ScriptOutcome &) -> Result<Done> {
            const auto checks = columns.compare(inside, job);
            RC_TRY(checks);
            const QStringList differing = wordsOfDiffering(*checks);
            return differing.isEmpty() ? Result<Done>(Done{}) : Error::invalid(differing.join(u' '));
        };
        const auto ran = runScript(db.database(), there.plan.script, job, comparing, saving);
        return ran ? QString() : !failure.isEmpty() ? failure : u"there: "_s + words(ran.error());
    }

    QString back(SchemaDb &db, const SchemaMigration &there, const WayBackPlan &way, const QString &file,
                 const QString &before)
    {
        if (there.plan.script.isEmpty())
            return {};
        const auto now = db.schema();
        if (!now)
            return u"introspection"_s;
        const auto back = planBack(there, *now, way, file, SchemaDb::dialect());
        if (!back)
            return u"plan back: "_s + back.error().message;
        m_planSql.clear();
        for (const Statement &s : back->plan.script.statements)
            m_planSql += s.sql + u";\n"_s;
        db.database().allowAttach(SchemaDb::dialect().planner()->attachName(file));
        const auto ran = db.run(back->plan.script);
        if (!ran)
            return m_promised ? u"back: "_s + words(ran.error()) : QString();
        const auto after = db.schema();
        DiffOptions exact;
        exact.columnOrder = true;
        const auto rest = diff(*after, there.diff.before, exact, SchemaDb::rules());
        if (!rest || !rest->isEmpty())
            return u"still different: "_s + (rest ? wordsOf(rest->changes).join(u"; "_s) : rest.error().message);
        const QString rows = everything(db, *after);
        if (m_promised && rows != before)
            return u"rows:\n"_s + before + u"\nbecame\n"_s + rows;
        const QString damage = db.rows(u"PRAGMA foreign_key_check"_s);
        return damage.isEmpty() ? QString() : u"damage: "_s + damage;
    }

    static QString words(const Error &e) { return e.message + u" | "_s + e.detail + u" | "_s + e.statement; }

    /// All rows of all tables, and the counters of keys.
    static QString everything(SchemaDb &db, const Schema &schema)
    {
        QString out;
        for (const Table &t : schema.tables) {
            if (!t.internal)
                out += t.name.name + u":\n"_s
                    + db.rows(u"SELECT * FROM %1 ORDER BY 1, 2, 3"_s.arg(SchemaDb::dialect().qualified(t.name))
                                  .remove(t.columns.size() < 3 ? (t.columns.size() < 2 ? u", 2, 3"_s : u", 3"_s)
                                                               : u"no such text"_s))
                    + u'\n';
        }
        const bool counted = std::any_of(schema.tables.cbegin(), schema.tables.cend(),
                                         [](const Table &t) { return t.primaryKey && t.primaryKey->autoIncrement; });
        return counted ? out + u"counters:\n"_s + db.rows(u"SELECT * FROM sqlite_sequence ORDER BY name"_s) : out;
    }

    const Pair m_pair;
    QString m_fromSql;
    QString m_rowsSql;
    QString m_toSql;
    QString m_planSql;
    bool m_saved = false;
    bool m_promised = false;
};

} // namespace

class TestWayBackProperty : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whatWentComesBack();
};

void TestWayBackProperty::whatWentComesBack()
{
    const quint32 first = numberFrom("RAINCHECK_WAYBACK_SEED", 20261130);
    const quint32 count = numberFrom("RAINCHECK_WAYBACK_PAIRS", 600);
    quint32 saved = 0;
    quint32 promised = 0;
    for (quint32 seed = first; seed < first + count; ++seed) {
        Pair pair = Pairs(seed).pair();
        Trial trial(pair);
        QString why = trial.run();
        saved += trial.saved() ? 1u : 0u;
        promised += trial.promised() ? 1u : 0u;
        if (why.isEmpty())
            continue;
        for (bool shrunk = true; shrunk;) {
            shrunk = false;
            for (const Pair &less : smaller(pair)) {
                const QString same = Trial(less).run();
                if (same.isEmpty() || same.section(u':', 0, 0) != why.section(u':', 0, 0))
                    continue;
                pair = less;
                why = same;
                shrunk = true;
                break;
            }
        }
        Trial last(pair);
        (void)last.run();
        QFAIL(qPrintable(u"RAINCHECK_WAYBACK_SEED=%1: %2\n%3"_s.arg(seed).arg(why, last.story())));
    }
    qInfo("%u pairs from seed %u: something was saved for %u, all of it promised back for %u", count, first, saved,
          promised);
    QVERIFY2(saved * 3 > count, "too few pairs take something away");
    QVERIFY2(promised * 10 > count * 9, "too little is promised");
}

QTEST_GUILESS_MAIN(TestWayBackProperty)
#include "tst_waybackproperty.moc"
