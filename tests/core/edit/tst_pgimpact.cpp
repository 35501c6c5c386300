// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/impact.h"
#include "core/schema/relationgraph.h"
#include "support/pgdatabase.h"
#include "support/testdata.h"

#include <QRandomGenerator>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

using Marked = QMap<QString, QString>; ///< by mark: the key and reference columns

struct PgDifference {
    qint64 deleted = 0;
    qint64 changed = 0;
    friend bool operator==(const PgDifference &, const PgDifference &) = default;
};

QString inWords(const QMap<QString, PgDifference> &tables)
{
    QStringList words;
    for (auto t = tables.cbegin(); t != tables.cend(); ++t)
        words.append(u"%1 −%2 ~%3"_s.arg(t.key()).arg(t->deleted).arg(t->changed));
    return words.join(u", "_s);
}

/// One database, random edits, and two answers about them: what impactOf() says, and what the server does.
class PgTrial {
public:
    PgTrial(PgDatabase &database, quint32 seed)
        : m_database(database)
        , m_random(seed)
        , m_graph(database.schema)
    {
        for (const Table &table : database.schema.tables) {
            const bool named = table.column(u"mark"_s) || !table.primaryKeyColumns().isEmpty();
            if (database.dialect.identityOf(table).isEditable() && named && !table.facts.isPartitioned())
                m_tables.append(&table);
        }
    }
    ChangeSet &changes() { return m_database.changes; }

    /// Empty when both say the same.
    QString disagreement(bool &failed)
    {
        TestJob job;
        const auto said =
            impactOf(*m_database.database, m_database.schema, m_graph, changes(), m_database.dialect, job);
        const auto script = m_database.script();
        if (!said || !script)
            return (said ? script.error() : said.error()).message;
        const QMap<QString, Marked> before = everything();
        QMap<QString, Marked> after;
        const BeforeCommit look = [&](Database &database, const ScriptOutcome &) -> Result<Done> {
            RC_TRY(database.execute(u"SET CONSTRAINTS ALL IMMEDIATE"_s));
            after = everything();
            return Error::cancelled();
        };
        const auto ran = runScript(*m_database.database, *script, job, look);
        failed = !ran.error().isCancelled();
        if (said->isBlocked() != failed)
            return u"blocked: %1, but the server: %2"_s.arg(said->isBlocked()).arg(ran.error().message);
        if (failed)
            return {};
        QMap<QString, PgDifference> totals;
        for (const ImpactTotal &total : said->totals) {
            if (total.deleted + total.changed > 0)
                totals.insert(total.table.name, {total.deleted, total.changed});
        }
        QMap<QString, PgDifference> done;
        for (auto table = before.cbegin(); table != before.cend(); ++table) {
            PgDifference difference;
            const Marked &now = after.value(table.key());
            for (auto row = table->cbegin(); row != table->cend(); ++row) {
                const auto there = now.constFind(row.key());
                difference.deleted += there == now.cend() ? 1 : 0;
                difference.changed += there != now.cend() && *there != *row ? 1 : 0;
            }
            if (difference.deleted + difference.changed > 0)
                done.insert(table.key(), difference);
        }
        return totals == done ? QString() : inWords(totals) + u" instead of "_s + inWords(done);
    }

    void stageDelete() { stageDeleteOf(anyTable()); }
    void stageDeleteOf(const Table &table)
    {
        if (const auto row = anyRow(table))
            (void)changes().apply(DeleteRow{table.name, keyOf(table, *row), *row});
    }
    /// A referenced key to a value nobody has; only where a mark tells the row afterwards.
    void stageKeyChange()
    {
        const Table &table = anyTable();
        const QList<Relation> relations = m_graph.referencing(table.name);
        const auto row = anyRow(table);
        if (relations.isEmpty() || !row || !table.column(u"mark"_s))
            return;
        const QString column = relations.at(m_random.bounded(int(relations.size()))).fromColumns.constLast();
        const Value old = row->value(column);
        const int fresh = 1000 + m_random.bounded(100'000);
        const Value value =
            m_database.dialect.valueFromText(QString::number(fresh), table.column(column)->declaredType);
        (void)changes().apply(SetCell{table.name, keyOf(table, *row), column, old, NewValue(value), -1});
    }
    /// A row points elsewhere.
    void stageReference()
    {
        const Table &table = anyTable();
        QList<Relation> own = m_graph.of(table.name);
        own.removeIf([](const Relation &r) { return r.kind != Relation::Kind::One; });
        const auto row = anyRow(table);
        if (own.isEmpty() || !row)
            return;
        const Relation relation = own.at(m_random.bounded(int(own.size())));
        const auto parent = anyRow(*m_database.schema.table(relation.to));
        if (!parent)
            return;
        for (qsizetype i = 0; i < relation.fromColumns.size(); ++i) {
            const QString &column = relation.fromColumns.at(i);
            if (!table.column(u"mark"_s) && table.primaryKeyColumns().contains(column))
                return;
            (void)changes().apply(SetCell{table.name, keyOf(table, *row), column, row->value(column),
                                          NewValue(parent->value(relation.toColumns.at(i))), -1});
        }
    }
    [[nodiscard]] int dice(int sides) { return m_random.bounded(sides); }

private:
    [[nodiscard]] const Table &anyTable() { return *m_tables.at(m_random.bounded(int(m_tables.size()))); }
    [[nodiscard]] std::optional<QMap<QString, Value>> anyRow(const Table &table)
    {
        QStringList columns;
        for (const Column &c : table.columns)
            columns.append(m_database.dialect.identifier(c.name));
        const QString from = m_database.dialect.qualified(table.name);
        const auto rows =
            m_database.rows(u"SELECT %1 FROM %2 ORDER BY 1 OFFSET floor(%3 * (SELECT count(*) FROM %2)) LIMIT 1"_s.arg(
                columns.join(u", "_s), from, QString::number(m_random.generateDouble())));
        if (rows.empty())
            return std::nullopt;
        QMap<QString, Value> row;
        for (qsizetype c = 0; c < table.columns.size(); ++c)
            row.insert(table.columns.at(c).name, rows.front()[size_t(c)]);
        return row;
    }
    [[nodiscard]] RowKey keyOf(const Table &table, const QMap<QString, Value> &row) const
    {
        RowKey key;
        for (const QString &column : m_database.dialect.identityOf(table).columns)
            key.values.append(row.value(column));
        return key;
    }
    [[nodiscard]] QMap<QString, Marked> everything() const
    {
        QMap<QString, Marked> all;
        for (const Table *table : m_tables) {
            QStringList watched;
            for (const QString &c : table->primaryKeyColumns())
                watched.append(m_database.dialect.identifier(c));
            for (const Relation &relation : m_graph.of(table->name)) {
                for (const QString &c : relation.fromColumns)
                    watched.append(m_database.dialect.identifier(c));
            }
            watched.removeDuplicates();
            const QString mark = table->column(u"mark"_s) ? u"mark"_s : QString(u"row("_s + [&] {
                QStringList key;
                for (const QString &c : table->primaryKeyColumns())
                    key.append(m_database.dialect.identifier(c));
                return key.join(u", "_s);
            }() + u')');
            Marked &rows = all[table->name.name];
            for (const Row &row : m_database.rows(u"SELECT (%1)::text, row(%2)::text FROM %3"_s.arg(
                     mark, watched.join(u", "_s), m_database.dialect.qualified(table->name))))
                rows.insert(row[0].display(), row[1].display());
        }
        return all;
    }

    PgDatabase &m_database;
    QRandomGenerator m_random;
    RelationGraph m_graph;
    QList<const Table *> m_tables;
};

/// Tables that refer to each other in every way, with a mark that names a row for good.
QString randomWorld(QRandomGenerator &random)
{
    static const QStringList actions{u"CASCADE"_s,   u"CASCADE"_s,  u"SET NULL"_s,
                                     u"NO ACTION"_s, u"RESTRICT"_s, u"SET DEFAULT"_s};
    const int tables = 3 + random.bounded(3);
    QString sql;
    QStringList inserts;
    for (int t = 0; t < tables; ++t) {
        const bool textKey = random.bounded(4) == 0;
        sql += u"CREATE TABLE t%1(id %2 PRIMARY KEY, mark bigint NOT NULL"_s.arg(QString::number(t),
                                                                                 textKey ? u"text"_s : u"integer"_s);
        QStringList values{textKey ? u"i::text"_s : u"i"_s, u"i"_s};
        for (int r = 0; t > 0 && r < 1 + random.bounded(2); ++r) {
            const int parent = random.bounded(t + 1); // itself, too
            const bool isSelf = parent == t;
            const bool parentIsText = isSelf ? textKey : sql.contains(u"CREATE TABLE t%1(id text"_s.arg(parent));
            const bool required = !isSelf && random.bounded(4) == 0;
            sql += u", r%1 %2%3 REFERENCES t%4(id) ON DELETE %5 ON UPDATE %6%7"_s.arg(
                QString::number(r), parentIsText ? u"text"_s : u"integer"_s, required ? u" NOT NULL"_s : QString(),
                QString::number(parent), actions.at(random.bounded(int(actions.size()))),
                actions.at(random.bounded(int(actions.size()))),
                random.bounded(4) == 0 ? u" DEFERRABLE INITIALLY DEFERRED"_s : QString());
            const QString other = isSelf ? u"nullif(i / 2, 0)"_s : u"1 + i % 6"_s;
            values.append(parentIsText ? u"(%1)::text"_s.arg(other) : other);
        }
        sql += u");"_s;
        inserts.append(u"INSERT INTO t%1 SELECT %2 FROM generate_series(1, %3) i;"_s.arg(
            QString::number(t), values.join(u", "_s), QString::number(t == 0 ? 6 : 6 + random.bounded(10))));
    }
    return sql + inserts.join(QString());
}

} // namespace

/// The blast radius that is shown before Apply is what Apply does.
class TestPgImpact : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;

    void compare(PgDatabase &database, quint32 seed, int rounds, int &went, int &refused)
    {
        for (int round = 0; round < rounds; ++round) {
            database.changes = {};
            PgTrial trial(database, seed * 100 + quint32(round));
            for (int edits = 1 + trial.dice(3); edits > 0; --edits) {
                const int kind = trial.dice(4);
                if (kind == 0)
                    trial.stageKeyChange();
                else if (kind == 1)
                    trial.stageReference();
                else
                    trial.stageDelete();
            }
            if (database.changes.isEmpty())
                continue;
            bool failed = false;
            const QString disagreement = trial.disagreement(failed);
            QStringList staged;
            for (const RowEdit &row : database.changes.rows()) {
                QStringList cells;
                for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell) {
                    const auto *to = std::get_if<Value>(&cell->value);
                    cells.append(cell.key() + u'=' + (to ? to->display() : u"…"_s));
                }
                staged.append(u"%1 %2 %3 %4"_s.arg(row.kind == RowEdit::Kind::Delete ? u"del"_s : u"set"_s,
                                                   row.table.name, row.key.values.constFirst().display(),
                                                   cells.join(u' ')));
            }
            QVERIFY2(disagreement.isEmpty(),
                     qPrintable(u"round %1: %2\n%3"_s.arg(round).arg(disagreement, staged.join(u'\n'))));
            (failed ? refused : went) += 1;
        }
    }

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }

    void randomTables()
    {
        int went = 0;
        int refused = 0;
        for (quint32 seed = 1; seed <= 40; ++seed) {
            QRandomGenerator random(seed);
            const QString sql = randomWorld(random);
            PgDatabase database(m_cluster, sql);
            QVERIFY2(database.problem.isEmpty(), qPrintable(sql + database.problem));
            compare(database, seed, 5, went, refused);
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(u"seed %1\n%2"_s.arg(seed).arg(sql)));
        }
        QVERIFY2(went > 30 && refused > 15, qPrintable(u"%1 went, %2 were refused"_s.arg(went).arg(refused)));
    }

    void whatIsDueWaitsItsTurn_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<bool>("refused");
        const QString parent = u"CREATE TABLE p(id integer PRIMARY KEY, mark integer); INSERT INTO p VALUES (1, 1);"_s;
        const QString child = u"CREATE TABLE c(id integer PRIMARY KEY, mark integer, a integer, b integer%1);"_s;
        const QString row = u"INSERT INTO c VALUES (1, 1, 1, 1);"_s;
        QTest::newRow("cascade before restrict") << parent
                + child.arg(u", FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE, FOREIGN KEY (b) REFERENCES p ON DELETE "
                            "RESTRICT"_s)
                + row << false;
        QTest::newRow("cascade before no action") << parent
                + child.arg(u", FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE, FOREIGN KEY (b) REFERENCES p"_s)
                + row << false;
        QTest::newRow("no action before cascade") << parent
                + child.arg(u", FOREIGN KEY (a) REFERENCES p, FOREIGN KEY (b) REFERENCES p ON DELETE CASCADE"_s)
                + row << true;
        QTest::newRow("no action, put off, before cascade") << parent
                + child.arg(
                    u", FOREIGN KEY (a) REFERENCES p DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY (b) REFERENCES p "
                    "ON DELETE CASCADE"_s)
                + row << false;
        QTest::newRow("in the order of being made, not of the table") << parent + child.arg(QString()) + row
                + u"ALTER TABLE c ADD FOREIGN KEY (b) REFERENCES p ON DELETE CASCADE;"
                  "ALTER TABLE c ADD FOREIGN KEY (a) REFERENCES p ON DELETE RESTRICT;"_s
                                                                      << false;
        const QString grandchild =
            u"CREATE TABLE g(id integer PRIMARY KEY, mark integer, c integer REFERENCES c ON DELETE CASCADE,"
            " p integer REFERENCES p); INSERT INTO g VALUES (1, 1, 1, 1);"_s;
        QTest::newRow("a check is due before what a cascade sets off")
            << parent + child.arg(u", FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE"_s) + row + grandchild << true;
        QTest::newRow("siblings go together") << parent
                + child.arg(u", FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE, FOREIGN KEY (b) REFERENCES c ON DELETE "
                            "RESTRICT"_s)
                + row + u"INSERT INTO c VALUES (2, 2, 1, 1);"_s
                                              << false;
        QTest::newRow("only some columns become NULL")
            << u"CREATE TABLE p(id integer, k integer, mark integer, PRIMARY KEY (id, k)); INSERT INTO p VALUES (1, 7, "
               u"1);"
               "CREATE TABLE c(id integer PRIMARY KEY, mark integer, a integer, k integer NOT NULL,"
               " FOREIGN KEY (a, k) REFERENCES p ON DELETE SET NULL (a)); INSERT INTO c VALUES (1, 1, 1, 7);"_s
            << false;
        QTest::newRow("a default that is what went") << parent
                + u"CREATE TABLE c(id integer PRIMARY KEY, mark integer, a integer DEFAULT 1 REFERENCES p ON DELETE "
                  u"SET "
                  "DEFAULT); INSERT INTO c VALUES (1, 1, 1);"_s
                                                     << true;
        QTest::newRow("a chain of any length") << parent
                + u"CREATE TABLE c(id integer PRIMARY KEY, mark integer, a integer REFERENCES p ON DELETE CASCADE,"
                  " up integer REFERENCES c ON DELETE CASCADE); CREATE INDEX ON c(up);"
                  "INSERT INTO c SELECT i, i, CASE i WHEN 1 THEN 1 END, nullif(i - 1, 0) FROM generate_series(1, 1500) i;"_s
                                               << false;
    }
    void whatIsDueWaitsItsTurn()
    {
        QFETCH(QString, sql);
        QFETCH(bool, refused);
        PgDatabase database(m_cluster, sql);
        QCOMPARE(database.problem, QString());
        PgTrial trial(database, 1);
        trial.stageDeleteOf(*database.schema.table({{}, u"p"_s}));
        bool failed = false;
        QCOMPARE(trial.disagreement(failed), QString());
        QCOMPARE(failed, refused);
    }

    /// A role that may not read the triggers is told what is reached all the same.
    void withoutTheCatalogueOfTriggers()
    {
        PgDatabase owner(
            m_cluster,
            u"CREATE TABLE p(id integer PRIMARY KEY, mark integer); INSERT INTO p VALUES (1, 1);"
            "CREATE TABLE c(id integer PRIMARY KEY, mark integer, p integer REFERENCES p ON DELETE CASCADE);"
            "INSERT INTO c VALUES (1, 1, 1), (2, 2, 1); CREATE ROLE impact_guest LOGIN;"
            "GRANT ALL ON p, c TO impact_guest; REVOKE SELECT ON pg_catalog.pg_trigger FROM public;"_s);
        QCOMPARE(owner.problem, QString());
        PgDatabase guest(QString(owner.location).replace(u"raincheck@"_s, u"impact_guest@"_s), m_cluster);
        QCOMPARE(guest.problem, QString());
        PgTrial trial(guest, 1);
        trial.stageDeleteOf(*guest.schema.table({{}, u"p"_s}));
        bool failed = false;
        QCOMPARE(trial.disagreement(failed), QString());
        QVERIFY(!failed);
    }

    void realDatabases_data()
    {
        QTest::addColumn<QString>("dump");
        for (const QString &dump : {u"pagila_pg.sql.gz"_s, u"chinook_pg.sql.gz"_s, u"northwind_pg.sql.gz"_s})
            QTest::newRow(qPrintable(dump)) << dump;
    }
    void realDatabases()
    {
        QFETCH(QString, dump);
        const QString path = testdata::shared(dump);
        if (path.isEmpty())
            QSKIP("The dump is not in ../shared/data");
        PgDatabase database(m_cluster.newDatabaseFrom(path), m_cluster);
        QCOMPARE(database.problem, QString());
        int went = 0;
        int refused = 0;
        compare(database, 5, 5, went, refused);
    }
};

QTEST_GUILESS_MAIN(TestPgImpact)
#include "tst_pgimpact.moc"
