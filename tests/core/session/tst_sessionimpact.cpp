// SPDX-License-Identifier: GPL-3.0-or-later
// What Session::impact() says beforehand is what applyEdits() reports afterwards, counted by two that share no code:
// the one plays edits on copies, the other counts what the database changes.
#include "core/base/whendone.h"
#include "core/edit/sideeffects.h"
#include "core/edit/waysout.h"
#include "core/session/sample.h"
#include "core/session/session.h"

#include "support/anyrow.h"
#include "support/opensession.h"
#include "support/randomrelations.h"
#include "support/scratchdb.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QRandomGenerator>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Tally {
    int applied = 0;
    int refused = 0;
    int furtherRows = 0; ///< that were not staged, and went or changed
};

/// One session; random edits of it, one after the other, each looked at and then really applied.
class Trials {
public:
    Trials(Session &session, const QString &path, quint32 seed)
        : m_session(session)
        , m_database(scratch::open(path, ConnectionSpec::Mode::Read))
        , m_random(seed)
    {
        for (const Table &table : session.schema()->tables) {
            if (!table.internal && session.dialect().identityOf(table).isEditable())
                m_tables.append(table.name);
        }
    }

    /// Empty when what was said is what happened.
    QString tryOnce(Tally &tally)
    {
        const int rows = m_random.bounded(3) == 0 ? 3 : 1;
        for (int i = 0; i < rows; ++i)
            stageDelete();
        if (m_random.bounded(4) == 0)
            stageKeyChange();
        if (m_random.bounded(2) == 0)
            clearTheWay();
        if (m_session.changes()->isEmpty())
            return {};
        countStaged();
        const auto said = waitFor(m_session.impact());
        if (!said)
            return u"not said: "_s + said.error().message;
        const auto script = m_session.editScript();
        if (!script)
            return discard();
        const auto report = waitFor(m_session.applyEdits(*script));
        // The session hears of the end by an event.
        if (!QTest::qWaitFor([this] { return !m_session.isApplying(); }))
            return u"never ended"_s;
        if (!report) {
            ++tally.refused;
            const QString wrong = said->isBlocked() ? QString() : u"not said to fail, but: "_s + report.error().message;
            return wrong + discard();
        }
        ++tally.applied;
        return said->isBlocked() ? u"said to fail, and did not"_s : compare(*said, report->outcome.effects, tally);
    }

private:
    QString compare(const Impact &said, const QList<TableEffect> &done, Tally &tally)
    {
        QStringList wrong;
        QMap<QString, TableEffect> effects;
        for (const TableEffect &effect : done)
            effects.insert(effect.table, effect);
        QMap<QString, qint64> further;
        for (const SideEffect &effect : sideEffects(said)) {
            tally.furtherRows += int(effect.rows);
            if (effect.kind == SideEffect::Kind::Deleted)
                further[effect.table.name] += effect.rows;
        }
        for (const ImpactTotal &total : said.totals) {
            const TableEffect effect = effects.take(total.table.name);
            const bool hasTriggers = !m_session.schema()->table(total.table)->triggers.isEmpty();
            if (effect.deleted != total.deleted + total.insertedLost)
                wrong.append(u"%1: said -%2, did -%3"_s.arg(effect.table).arg(total.deleted).arg(effect.deleted));
            // One row may be written for several reasons, and each of them counts as an update.
            if (effect.updated < total.changed || (total.changed == 0 && total.deleted == 0 && effect.updated > 0))
                wrong.append(u"%1: said ~%2, did ~%3"_s.arg(effect.table).arg(total.changed).arg(effect.updated));
            if (!hasTriggers && effect.inserted > 0)
                wrong.append(effect.table + u": something was inserted"_s);
            if (further.value(total.table.name) + staged(total.table) != total.deleted + total.insertedLost) {
                wrong.append(u"%1: %2 rows go besides the %3 staged, of %4"_s.arg(total.table.name)
                                 .arg(further.value(total.table.name))
                                 .arg(staged(total.table))
                                 .arg(total.deleted));
            }
        }
        for (const TableEffect &effect : std::as_const(effects)) {
            if (effect.deleted > 0)
                wrong.append(effect.table + u": rows went that nobody spoke of"_s);
        }
        return wrong.join(u"; "_s);
    }

    [[nodiscard]] qint64 staged(const QualifiedName &table) const { return m_staged.value(table); }

    QString discard()
    {
        CompoundEdit all;
        for (const RowEdit &row : m_session.changes()->rows()) {
            if (row.kind == RowEdit::Kind::Delete)
                all.ops.append(RestoreRow{row.table, row.key});
            for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell)
                all.ops.append(SetCell{row.table, row.key, cell.key(), cell->base, std::nullopt});
        }
        const auto done = m_session.stage(all);
        return done ? QString() : done.error().message;
    }

    void stageDelete()
    {
        const QualifiedName table = m_tables.at(m_random.bounded(int(m_tables.size())));
        const auto key = anyRow(table, m_session.dialect().identityOf(*m_session.schema()->table(table)).columns);
        if (key)
            (void)m_session.stage(DeleteRow{table, {*key}, {}});
    }

    void countStaged()
    {
        m_staged.clear();
        for (const RowEdit &row : m_session.changes()->rows())
            m_staged[row.table] += row.kind == RowEdit::Kind::Delete ? 1 : 0;
    }

    /// Takes what forbids the edits along, or lets go of it; not where that is half the database.
    void clearTheWay()
    {
        for (int round = 0; round < 8; ++round) {
            const auto said = waitFor(m_session.impact({200'000, 1'000'000}));
            if (!said || !said->isBlocked())
                return;
            for (const int index : said->blockers) {
                const ImpactNode &node = said->nodes.at(index);
                const bool lets = canDetach(*m_session.schema(), node) && m_random.bounded(2) == 0;
                const auto way = node.blocked == ImpactNode::Blocked::AlreadyOtherwise
                    ? takeBack(node, *m_session.changes())
                    : lets ? detach(*m_session.schema(), node, *m_session.changes())
                           : deleteToo(node, *m_session.changes());
                if (node.blocking > 300 || !way || !m_session.stage(*way))
                    return;
            }
        }
    }

    void stageKeyChange()
    {
        const QualifiedName table = m_tables.at(m_random.bounded(int(m_tables.size())));
        const QList<Relation> referencing = m_session.relations().referencing(table);
        const QStringList identity = m_session.dialect().identityOf(*m_session.schema()->table(table)).columns;
        if (referencing.isEmpty())
            return;
        const QString column = referencing.constFirst().fromColumns.constLast();
        auto row = anyRow(table, identity + QStringList{column});
        if (!row)
            return;
        const Value old = row->takeLast();
        const int fresh = 1'000'000 + m_random.bounded(1'000'000);
        (void)m_session.stage(SetCell{
            table,
            {*row},
            column,
            old,
            NewValue(old.kind() == Value::Kind::Integer ? Value::integer(fresh) : Value::text(u"n%1"_s.arg(fresh)))});
    }

    std::optional<QList<Value>> anyRow(const QualifiedName &table, const QStringList &columns)
    {
        return scratch::anyRow(**m_database, table, columns, m_random);
    }

    Session &m_session;
    Result<std::unique_ptr<Database>> m_database;
    QRandomGenerator m_random;
    QList<QualifiedName> m_tables;
    QHash<QualifiedName, qint64> m_staged; ///< deletes
};

const QString blogSql = u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);"
                        "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users ON DELETE CASCADE);"
                        "CREATE TABLE notes (id INTEGER PRIMARY KEY, post_id INT REFERENCES posts ON DELETE SET NULL);"
                        "INSERT INTO users VALUES (1, 'Ada'), (2, 'Lin');"
                        "INSERT INTO posts VALUES (1, 1), (2, 1), (3, 2);"
                        "INSERT INTO notes VALUES (1, 1), (2, 1), (3, 2), (4, 3)"_s;

} // namespace

class TestSessionImpact : public QObject {
    Q_OBJECT

private:
    static void tryMany(const QString &path, const QString &stateFolder, quint32 seed, int count, Tally &tally)
    {
        Session::Options options;
        options.stateFolder = stateFolder;
        auto session = Session::open(path, options);
        VERIFY_OK(session);
        Trials trials(**session, path, seed);
        for (int i = 0; i < count; ++i) {
            const QString wrong = trials.tryOnce(tally);
            QVERIFY2(wrong.isEmpty(), qPrintable(u"seed %1, %2: %3"_s.arg(seed).arg(i).arg(wrong)));
        }
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isOfTheEditsAsTheyAre()
    {
        OpenSession open(blogSql);
        QVERIFY2(open.session, qPrintable(open.error));
        const auto nothing = waitFor(open.session->impact());
        VERIFY_OK(nothing);
        QVERIFY(nothing->nodes.isEmpty());
        VERIFY_OK(open.session->stage(DeleteRow{{{}, u"users"_s}, {{Value::integer(1)}}, {}}));
        const auto one = waitFor(open.session->impact());
        VERIFY_OK(one);
        const QList<SideEffect> expected{
            {{{}, u"notes"_s}, SideEffect::Kind::SetNull, {u"post_id"_s}, 3},
            {{{}, u"posts"_s}, SideEffect::Kind::Deleted, {}, 2},
        };
        QCOMPARE(sideEffects(*one), expected);
        VERIFY_OK(open.session->stage(RestoreRow{{{}, u"users"_s}, {{Value::integer(1)}}}));
        const auto none = waitFor(open.session->impact());
        VERIFY_OK(none);
        QVERIFY(none->nodes.isEmpty());
    }

    void onlyTheNewestQuestionIsAnswered()
    {
        OpenSession open(blogSql);
        QVERIFY2(open.session, qPrintable(open.error));
        VERIFY_OK(open.session->stage(DeleteRow{{{}, u"users"_s}, {{Value::integer(1)}}, {}}));
        QList<QFuture<Result<Impact>>> asked;
        for (int i = 0; i < 20; ++i)
            asked.append(open.session->impact());
        for (int i = 0; i < 19; ++i)
            QVERIFY(asked.at(i).isCanceled());
        VERIFY_OK(waitFor(asked.constLast()));
        for (auto &future : asked)
            future.waitForFinished();
    }

    void randomSchemas()
    {
        Tally tally;
        for (quint32 seed = 1; seed <= 40; ++seed) {
            const QTemporaryDir dir;
            const QString path = tempdatabase::make(dir, u"random.db"_s, RandomRelations(seed).sql());
            QVERIFY(!path.isEmpty());
            tryMany(path, dir.path(), seed, 10, tally);
            if (QTest::currentTestFailed())
                return;
        }
        qInfo("%d applied, %d refused, %d rows besides those staged", tally.applied, tally.refused, tally.furtherRows);
        QVERIFY(tally.applied > 200 && tally.refused > 30 && tally.furtherRows > tally.applied / 2);
    }

    void sample()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"blog.db"_s);
        VERIFY_OK(makeSample(path));
        Tally tally;
        tryMany(path, dir.path(), 3, 40, tally);
        QVERIFY(tally.applied > 10 && tally.furtherRows > 10);
    }

    void realDatabases_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("hasActions");
        QTest::newRow("chinook") << u"chinook.sqlite"_s << false;
        QTest::newRow("northwind") << u"northwind.sqlite"_s << false;
        QTest::newRow("sakila") << u"sakila.sqlite"_s << true;
    }
    void realDatabases()
    {
        QFETCH(QString, file);
        QFETCH(bool, hasActions);
        const QTemporaryDir dir;
        const QString path = testdata::sharedCopy(file, dir);
        if (path.isEmpty())
            QSKIP("../shared/data is not here");
        Tally tally;
        tryMany(path, dir.path(), 5, 40, tally);
        qInfo("%d applied, %d refused, %d rows besides those staged", tally.applied, tally.refused, tally.furtherRows);
        QVERIFY(tally.applied > 10 && (tally.furtherRows > 0) == hasActions);
    }
};

QTEST_GUILESS_MAIN(TestSessionImpact)
#include "tst_sessionimpact.moc"
