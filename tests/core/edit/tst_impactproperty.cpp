// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/dmlwriter.h"
#include "core/edit/impact.h"
#include "core/edit/waysout.h"
#include "core/session/sample.h"

#include "applywitness.h"
#include "support/anyrow.h"
#include "support/jobs.h"
#include "support/randomrelations.h"
#include "support/scratchdb.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QRandomGenerator>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// One database, its random edits, and the two answers about them: what impactOf() says and what SQLite does.
class Trial {
public:
    Trial(const QString &path, quint32 seed, const QMap<QString, QString> &marks = {})
        : m_database(scratch::open(path, ConnectionSpec::Mode::Read))
        , m_random(seed)
    {
        if (m_database)
            m_schema = scratch::sqlite().introspect(**m_database);
        if (!m_schema || !*m_schema)
            return;
        m_graph = RelationGraph(**m_schema);
        m_witness = std::make_unique<ApplyWitness>(path, **m_schema, marks);
        for (const Table &table : schema().tables) {
            if (!table.internal && scratch::sqlite().identityOf(table).isEditable())
                m_tables.append(&table);
        }
    }

    [[nodiscard]] bool isReady() const { return m_witness != nullptr; }
    [[nodiscard]] const Schema &schema() const { return **m_schema; }
    [[nodiscard]] bool chance(int oneIn) { return m_random.bounded(oneIn) == 0; }
    ChangeSet changes;

    Result<Impact> impact(const ImpactLimits &limits = {})
    {
        TestJob job;
        return impactOf(**m_database, schema(), m_graph, changes, scratch::sqlite(), job, limits);
    }

    /// Empty when both say the same; else what is not so.
    QString disagreement(bool &failed)
    {
        const auto said = impact();
        const auto script = editScript(schema(), changes, scratch::sqlite());
        if (!said || !script)
            return said.ok() == script.ok() ? QString() : (said ? script.error() : said.error()).message;
        const ApplyWitness::Outcome done = m_witness->apply(*script);
        failed = !done.failure.isEmpty();
        if (said->isBlocked() != failed)
            return u"blocked: %1, but SQLite: %2"_s.arg(said->isBlocked()).arg(done.failure);
        if (failed)
            return {};
        QMap<QString, ApplyWitness::Difference> totals;
        for (const ImpactTotal &total : said->totals) {
            if (total.deleted + total.changed > 0)
                totals.insert(total.table.name, {total.deleted, total.changed});
        }
        return totals == done.tables ? QString() : inWords(totals) + u" instead of "_s + inWords(done.tables);
    }

    void stageDelete()
    {
        const Table &table = anyTable();
        const auto row = anyRow(table);
        if (!row)
            return;
        QMap<QString, Value> seen = *row;
        seen.remove(u"rowid"_s);
        (void)changes.apply(DeleteRow{table.name, keyOf(table, *row), seen});
    }

    /// A referenced key to a value nobody has.
    void stageKeyChange()
    {
        const Table &table = anyTable();
        const QList<Relation> relations = m_graph.referencing(table.name);
        const auto row = anyRow(table);
        if (relations.isEmpty() || !row)
            return;
        const QString column = relations.at(m_random.bounded(int(relations.size()))).fromColumns.constLast();
        const Value old = row->value(column);
        const int fresh = 1000 + m_random.bounded(100'000);
        const Value value =
            old.kind() == Value::Kind::Integer ? Value::integer(fresh) : Value::text(u"n%1"_s.arg(fresh));
        (void)changes.apply(SetCell{table.name, keyOf(table, *row), column, old, NewValue(value)});
    }

    /// A row points elsewhere, or a new row points somewhere.
    void stageReference(bool isNew)
    {
        const Table &table = anyTable();
        QList<Relation> own = m_graph.of(table.name);
        own.removeIf([](const Relation &r) { return r.kind != Relation::Kind::One; });
        const auto row = anyRow(table);
        if (own.isEmpty() || !row)
            return;
        const Relation relation = own.at(m_random.bounded(int(own.size())));
        const auto parent = anyRow(*schema().table(relation.to));
        if (!parent)
            return;
        if (isNew) {
            InsertRow insert{table.name, 0, newKey(table)};
            for (const Column &column : table.columns) { // of those that must have a value, some other row's
                if (table.isRequired(column) && !insert.cells.contains(column.name))
                    insert.cells.insert(column.name, row->value(column.name));
            }
            const QList<const RowEdit *> staged = changes.inserted(relation.to);
            for (qsizetype i = 0; i < relation.fromColumns.size(); ++i) {
                const QString &column = relation.toColumns.at(i);
                const bool hasKey = !staged.isEmpty()
                    && (staged.constLast()->cells.contains(column)
                        || schema().table(relation.to)->rowIdAlias() == column);
                if (hasKey && chance(2)) // a child of a new row
                    insert.cells.insert(relation.fromColumns.at(i),
                                        KeyOfInserted{relation.to, staged.constLast()->insertId, column});
                else
                    insert.cells.insert(relation.fromColumns.at(i), parent->value(column));
            }
            (void)changes.apply(insert);
            return;
        }
        for (qsizetype i = 0; i < relation.fromColumns.size(); ++i) {
            const QString column = relation.fromColumns.at(i);
            (void)changes.apply(SetCell{table.name, keyOf(table, *row), column, row->value(column),
                                        NewValue(parent->value(relation.toColumns.at(i)))});
        }
    }

    /// Takes whatever stands in the way along, or lets go of it; not where that is half the database.
    bool clearTheWay()
    {
        for (int round = 0; round < 8; ++round) {
            const auto said = impact({200'000, 1'000'000});
            if (!said || !said->isBlocked())
                return said.ok();
            for (const int index : said->blockers) {
                const ImpactNode &node = said->nodes.at(index);
                if (node.blocking > 300)
                    return false;
                const bool lets = canDetach(schema(), node) && chance(2);
                using Blocked = ImpactNode::Blocked;
                const bool isLost = node.blocked == Blocked::NewRowLost;
                const auto way = node.blocked == Blocked::AlreadyOtherwise || (isLost && chance(2)) ? takeBack(node, changes)
                    : lets                                                                   ? detach(schema(), node, changes)
                    : isLost ? restoreDeleted(node, changes)
                             : deleteToo(node, changes);
                if (!way || !changes.apply(*way))
                    return false;
            }
        }
        return false;
    }

    [[nodiscard]] QString staged() const
    {
        QStringList lines;
        const auto script = editScript(schema(), changes, scratch::sqlite());
        for (const Statement &s : script ? script->statements : QList<Statement>()) {
            if (s.role == Statement::Role::Body)
                lines.append(rendered(s, scratch::sqlite()));
        }
        return lines.join(u"\n"_s);
    }

private:
    static QString inWords(const QMap<QString, ApplyWitness::Difference> &tables)
    {
        QString out;
        for (auto t = tables.cbegin(); t != tables.cend(); ++t)
            out += u"%1 -%2 ~%3; "_s.arg(t.key()).arg(t->deleted).arg(t->changed);
        return out;
    }

    [[nodiscard]] const Table &anyTable() { return *m_tables.at(m_random.bounded(int(m_tables.size()))); }

    static RowKey keyOf(const Table &table, const QMap<QString, Value> &row)
    {
        RowKey key;
        for (const QString &column : scratch::sqlite().identityOf(table).columns)
            key.values.append(row.value(column));
        return key;
    }

    /// Key and reference columns, rowid where that is the key.
    std::optional<QMap<QString, Value>> anyRow(const Table &table)
    {
        QStringList names = scratch::sqlite().identityOf(table).columns;
        for (const Relation &relation : m_graph.of(table.name))
            names += relation.fromColumns;
        names.removeDuplicates();
        const auto cells = scratch::anyRow(**m_database, table.name, names, m_random);
        if (!cells)
            return std::nullopt;
        QMap<QString, Value> row;
        for (qsizetype i = 0; i < names.size(); ++i)
            row.insert(names.at(i), cells->at(i));
        return row;
    }

    QMap<QString, NewValue> newKey(const Table &table)
    {
        QMap<QString, NewValue> cells;
        const int fresh = 1000 + m_random.bounded(100'000);
        for (const QString &column : table.primaryKeyColumns())
            cells.insert(column,
                         table.column(column)->declaredType == u"INTEGER"_s ? Value::integer(fresh)
                                                                            : Value::text(u"i%1"_s.arg(fresh)));
        return cells;
    }

    Result<std::unique_ptr<Database>> m_database;
    std::optional<Result<Schema>> m_schema;
    RelationGraph m_graph;
    std::unique_ptr<ApplyWitness> m_witness;
    QList<const Table *> m_tables;
    QRandomGenerator m_random;
};

} // namespace

/// What impactOf() says is what Apply does.
class TestImpactProperty : public QObject {
    Q_OBJECT

private:
    /// Random deletes, alone and with all that stands in their way.
    static void tryDeletes(const QString &path, int count, bool hasBlockers = true)
    {
        Trial trial(path, 7);
        QVERIFY(trial.isReady());
        int blocked = 0;
        for (int i = 0; i < count; ++i) {
            trial.changes = {};
            for (int n = trial.chance(2) ? 1 : 3; n > 0; --n)
                trial.stageDelete();
            bool failed = false;
            QString wrong = trial.disagreement(failed);
            blocked += failed ? 1 : 0;
            if (wrong.isEmpty() && failed && i % 8 == 0) {
                if (!trial.clearTheWay())
                    continue;
                wrong = trial.disagreement(failed);
                if (failed)
                    wrong = u"still fails"_s;
            }
            QVERIFY2(wrong.isEmpty(), qPrintable(u"%1: %2\n%3"_s.arg(i).arg(wrong, trial.staged().left(2000))));
        }
        qInfo("%d of %d would fail", blocked, count);
        QVERIFY((blocked > 0) == hasBlockers && blocked < count);
    }

private Q_SLOTS:
    void realDatabases_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file : {"chinook.sqlite", "northwind.sqlite", "sakila.sqlite"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void realDatabases()
    {
        QFETCH(QString, file);
        const QTemporaryDir dir;
        const QString path = testdata::sharedCopy(file, dir);
        if (path.isEmpty())
            QSKIP("../shared/data is not here");
        tryDeletes(path, 80);
    }

    void sample()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"sample.sqlite"_s);
        VERIFY_OK(makeSample(path));
        tryDeletes(path, 80, false);
    }

    void randomSchemas()
    {
        int failures = 0;
        int trials = 0;
        int cleared = 0;
        for (quint32 seed = 1; seed <= 60; ++seed) {
            const QTemporaryDir dir;
            RandomRelations random(seed);
            const QString sql = random.sql();
            const QString path = scratch::makeDatabase(dir, u"random.sqlite"_s, sql);
            QVERIFY2(!path.isEmpty(), qPrintable(sql));
            QMap<QString, QString> marks;
            for (int i = 0; i < random.tableCount(); ++i)
                marks.insert(RandomRelations::tableName(i), u"mark"_s);
            Trial trial(path, seed, marks);
            QVERIFY(trial.isReady());
            for (int i = 0; i < 12; ++i) {
                trial.changes = {};
                if (trial.chance(3))
                    trial.stageKeyChange();
                if (trial.chance(3))
                    trial.stageReference(trial.chance(2));
                for (int n = trial.chance(2) ? 0 : 3; n > 0; --n)
                    trial.stageReference(true);
                for (int n = trial.chance(2) ? 1 : 3; n > 0; --n)
                    trial.stageDelete();
                bool failed = false;
                QString wrong = trial.disagreement(failed);
                failures += failed ? 1 : 0;
                ++trials;
                if (wrong.isEmpty() && failed && trial.clearTheWay()) {
                    ++cleared;
                    wrong = trial.disagreement(failed);
                    if (wrong.isEmpty() && failed)
                        wrong = u"still fails"_s;
                }
                if (!wrong.isEmpty())
                    qInfo("%s", qPrintable(sql)); // QVERIFY2 cuts long texts
                QVERIFY2(wrong.isEmpty(),
                         qPrintable(u"seed %1, %2: %3\n%4"_s.arg(seed).arg(i).arg(wrong, trial.staged())));
            }
        }
        qInfo("%d of %d would fail, %d of these with a way out", failures, trials, cleared);
        QVERIFY(cleared > failures / 10);
        QVERIFY(failures > trials / 10 && failures < trials * 9 / 10);
    }
};

QTEST_GUILESS_MAIN(TestImpactProperty)
#include "tst_impactproperty.moc"
