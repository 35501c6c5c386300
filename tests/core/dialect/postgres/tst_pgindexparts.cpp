// SPDX-License-Identifier: GPL-3.0-or-later
// What an index of a partitioned table has on its partitions keeps its name and what is set for it when the index is
// made anew.
#include "core/migrate/hazards.h"

#include "support/thereandback.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgIndexParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        START_POSTGRES(m_cluster);
        m_db = std::make_unique<PostgresDb>(m_cluster.newDatabase());
        m_wanted = std::make_unique<PostgresDb>(m_cluster.newDatabase());
        QVERIFY2(m_db->error().isEmpty() && m_wanted->error().isEmpty(), qPrintable(m_cluster.problem()));
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void staysWhereItWas_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        const QString tables =
            u"CREATE TABLE p (k integer NOT NULL, n integer NOT NULL, s text NOT NULL) PARTITION BY LIST (k); CREATE "
            "TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY "
            "LIST (k); CREATE TABLE p3 PARTITION OF p2 FOR VALUES IN (2); INSERT INTO p VALUES (1, 1, 'a'), (2, 2, "
            "'b'); "_s;
        const QString named = u"CREATE INDEX one ON p1 (%1) WITH (fillfactor = 70); CREATE INDEX three ON p3 (%1); "
                              "CREATE INDEX two ON p2 (%1); CREATE INDEX i ON p (%1); "_s;
        const QString set =
            u"COMMENT ON INDEX one IS 'the one'; COMMENT ON INDEX two IS 'the two'; CLUSTER p1 USING one; "_s;
        QTest::newRow("an index over another column")
            << tables + named.arg(u"n"_s) + set << tables + u"CREATE INDEX i ON p (n, s)"_s;
        QTest::newRow("an index whose partitions are called so there, too")
            << tables + named.arg(u"n"_s) + set << tables + named.arg(u"n, s"_s) + set;
        QTest::newRow("statistics of an expression")
            << tables + named.arg(u"n, (n + 1)"_s) + set + u"ALTER INDEX one ALTER COLUMN 2 SET STATISTICS 12"_s
            << tables + u"CREATE INDEX i ON p (s, (n + 1))"_s;
        QTest::newRow("beside one of the partition's own") << tables + u"CREATE INDEX own ON p1 (n, s); "_s
                + named.arg(u"n"_s) + set << tables + u"CREATE INDEX i ON p (n, s); CREATE INDEX own ON p1 (n, s)"_s;
        const QString keys =
            u"ALTER TABLE p1 ADD CONSTRAINT one UNIQUE (k, %1) WITH (fillfactor = 60); ALTER TABLE p3 ADD CONSTRAINT "
            "three UNIQUE (k, %1); ALTER TABLE p2 ADD CONSTRAINT two UNIQUE (k, %1); ALTER TABLE p ADD CONSTRAINT i "
            "UNIQUE (k, %1); COMMENT ON CONSTRAINT one ON p1 IS 'the one'; CLUSTER p1 USING one; ALTER TABLE p1 "
            "REPLICA IDENTITY USING INDEX one; "_s;
        QTest::newRow("a unique constraint")
            << tables + keys.arg(u"n"_s) << tables + u"ALTER TABLE p ADD CONSTRAINT i UNIQUE (k, s)"_s;
        const QString primary =
            u"ALTER TABLE p1 ADD CONSTRAINT one PRIMARY KEY (k, %1); ALTER TABLE p3 ADD CONSTRAINT three PRIMARY KEY "
            "(k, %1); ALTER TABLE p2 ADD CONSTRAINT two PRIMARY KEY (k, %1); ALTER TABLE p ADD CONSTRAINT i PRIMARY "
            "KEY (k, %1); COMMENT ON CONSTRAINT three ON p3 IS 'the three'; COMMENT ON INDEX three IS 'its index'; "_s;
        QTest::newRow("a primary key") << tables + primary.arg(u"n"_s)
                                       << tables + u"ALTER TABLE p ADD CONSTRAINT i PRIMARY KEY (k, s)"_s;
        const QString generated = tables
            + u"ALTER TABLE p ADD g integer GENERATED ALWAYS AS (n * %1) STORED; CREATE INDEX one ON p1 (g); CREATE "
              "INDEX three ON p3 (g); CREATE INDEX two ON p2 (g); CREATE INDEX i ON p (g); COMMENT ON INDEX one IS "
              "'the "
              "one'"_s;
        QTest::newRow("an index that steps aside") << generated.arg(1) << generated.arg(2);
        QTest::newRow("an index that goes") << tables + named.arg(u"n"_s) + set << tables;
        QTest::newRow("a partition that goes")
            << tables + named.arg(u"n"_s) + set << tables + named.arg(u"n"_s) + set + u"DROP TABLE p1"_s;
    }

    void staysWhereItWas()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QCOMPARE(m_db->anew(from), QString());
        QCOMPARE(m_wanted->anew(to), QString());
        const bool goes = QString::fromLatin1(QTest::currentDataTag()).endsWith("goes"_L1);
        const QString parts =
            u"SELECT string_agg(c.relname || ' of ' || coalesce((SELECT inhparent::regclass::text FROM pg_inherits "
            "WHERE inhrelid = c.oid), '-') || coalesce(c.reloptions::text, '') || i.indisclustered || i.indisreplident "
            "|| i.indisvalid || (SELECT coalesce(string_agg(nullif(attstattarget, -1)::text, ','), '') FROM "
            "pg_attribute WHERE attrelid = c.oid) || coalesce((SELECT string_agg(description, ',' ORDER BY "
            "description) FROM pg_description LEFT JOIN pg_constraint k ON k.oid = objoid WHERE objoid = c.oid OR "
            "conindid = c.oid), ''), '; ' ORDER BY c.relname) FROM pg_index i JOIN pg_class c ON c.oid = indexrelid "
            "JOIN pg_class t ON t.oid = indrelid WHERE t.relname ~ '^p[123]?$'"_s;
        const QString before = m_db->value(parts);
        const QString wrong = thereAndBack(*m_db, *m_wanted, goes ? u"SELECT 1"_s : parts);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QCOMPARE(m_db->value(parts), before);
    }

    void aNameThatIsTakenIsSaid()
    {
        const QString tables =
            u"CREATE TABLE p (k integer, n integer) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION "
            "OF p FOR VALUES IN (1); "_s;
        QCOMPARE(
            m_db->anew(tables + u"CREATE INDEX one ON p1 (n); CREATE INDEX i ON p (n); COMMENT ON INDEX one IS 'x'"_s),
            QString());
        QCOMPARE(m_wanted->anew(tables + u"CREATE INDEX i ON p (k); CREATE TABLE one (n integer)"_s), QString());
        const auto migration = planMigration(*m_db->schema(), *m_wanted->schema(), {}, {}, PostgresDb::dialect());
        QVERIFY(migration);
        QStringList said;
        for (const PlanNotice &n : migration->plan.notices)
            said.append(n.code + u' ' + n.message);
        QCOMPARE(said,
                 QStringList{u"H46 The index one of p1 is made anew with i, and gets another name, because "
                             "something else is called so: what is set for it is lost."_s});
        QCOMPARE(m_db->run(migration->plan.script), QString());
    }

private:
    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_db;
    std::unique_ptr<PostgresDb> m_wanted;
};

QTEST_GUILESS_MAIN(TestPgIndexParts)
#include "tst_pgindexparts.moc"
