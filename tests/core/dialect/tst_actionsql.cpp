// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/dialect.h"
#include "core/dialect/relationsql.h"
#include "support/scratchdb.h"
#include "support/verify.h"

using namespace core;
using namespace Qt::Literals::StringLiterals;

/// What impactOf() asks the dialect, held against what the database itself does.
class TestActionSql : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    struct Opened {
        std::unique_ptr<Database> database;
        Schema schema;
    };
    Opened open(const QString &name, const QString &sql)
    {
        Opened out;
        auto database = scratch::open(scratch::makeDatabase(m_dir, name, sql));
        if (!database)
            return out;
        out.database = std::move(database).value();
        auto schema = scratch::sqlite().introspect(*out.database);
        if (schema)
            out.schema = std::move(schema).value();
        return out;
    }
    static const RelationSql &sql() { return scratch::sqlite().relationSql(); }
    static QList<Value> values()
    {
        return {Value::integer(1),      Value::real(1.0),      Value::real(1.5),         Value::text(u"1"_s),
                Value::text(u"1.0"_s),  Value::text(u" 1 "_s), Value::text(u"1e0"_s),    Value::text(u"a"_s),
                Value::text(u"A"_s),    Value::text(u"a "_s),  Value::text(u"\u00e4"_s), Value::text(u"\u00c4"_s),
                Value::text(QString()), Value::blob("1"),      Value::blob("a"),         Value::integer(-7),
                Value::text(u"-7"_s)};
    }

private Q_SLOTS:
    void forms_data()
    {
        QTest::addColumn<QString>("type");
        for (const char *type : {"INTEGER", "TEXT", "NUMERIC", "REAL", "BLOB", "", "TEXT COLLATE NOCASE",
                                 "TEXT COLLATE RTRIM", "COLLATE NOCASE", "VARCHAR(3)", "DECIMAL(4,1)"})
            QTest::newRow(*type ? type : "none") << QString::fromLatin1(type);
    }
    /// Two values have one meeting form exactly if a row with the one is a parent to the other.
    void forms()
    {
        QFETCH(QString, type);
        Opened o = open(QString::fromLatin1(QTest::currentDataTag()).remove(u'/') + u".sqlite"_s,
                        u"CREATE TABLE p (v %1 UNIQUE); CREATE TABLE c (v REFERENCES p(v));"_s.arg(type));
        QVERIFY(o.database && o.schema.table({{}, u"p"_s}));
        VERIFY_OK(o.database->execute(u"PRAGMA foreign_keys = ON; BEGIN"_s));
        const Column column = *o.schema.table({{}, u"p"_s})->column(u"v"_s);
        for (const Value &parent : values()) {
            VERIFY_OK(o.database->run(u"INSERT INTO p VALUES (?)"_s, {parent}));
            const auto stored = o.database->queryValue(u"SELECT v FROM p"_s);
            VERIFY_OK(stored);
            QCOMPARE(sql().storedForm(column, parent), *stored);
            for (const Value &child : values()) {
                const bool meets = o.database->run(u"INSERT INTO c VALUES (?)"_s, {child}).ok();
                QVERIFY2(
                    (sql().meetingForm(column, *stored) == sql().meetingForm(column, child)) == meets,
                    qPrintable(scratch::sqlite().literal(*stored) + u" and "_s + scratch::sqlite().literal(child)));
                VERIFY_OK(o.database->run(u"DELETE FROM c"_s));
            }
            VERIFY_OK(o.database->run(u"DELETE FROM p"_s));
        }
    }

    /// Tables that are called like the statements' own, rows by key, and an index where there is one.
    void related()
    {
        Opened o =
            open(u"related.sqlite"_s,
                 u"CREATE TABLE p (id INTEGER PRIMARY KEY, k); CREATE TABLE k (v, p REFERENCES p);"
                 "INSERT INTO p VALUES (1, 'x'), (2, 'y'); INSERT INTO k VALUES ('a', 1), ('b', 1), ('c', 2);"_s);
        const RelationGraph graph(o.schema);
        const QList<Relation> relations = graph.referencing({{}, u"p"_s});
        QCOMPARE(relations.size(), 1);
        const QList<RelationSql::Key> keys{{Value::integer(2)}, {Value::integer(1)}, {Value::integer(3)}};
        const auto count = [&](qint64 atMost) {
            const BoundSql s = sql().related(o.schema, relations.constFirst(), {u"rowid"_s, u"v"_s}, keys, atMost);
            const auto rows = o.database->query(s.sql, s.values);
            return rows ? qint64(rows->size()) : -1;
        };
        QCOMPARE(count(100), 3);
        QCOMPARE(count(2), 2);

        Relation self;
        self.from = self.to = {{}, u"k"_s};
        self.fromColumns = self.toColumns = {u"rowid"_s};
        const BoundSql s = sql().related(o.schema, self, {u"v"_s}, keys, 100);
        const auto rows = o.database->query(s.sql, s.values);
        VERIFY_OK(rows);
        QCOMPARE(rows->size(), 3U);
        const auto plan = o.database->query(u"EXPLAIN QUERY PLAN "_s + s.sql, s.values);
        VERIFY_OK(plan);
        QVERIFY(plan->back().at(3).display().contains(u"USING INTEGER PRIMARY KEY"_s));
    }

    void defaults()
    {
        Opened o = open(u"defaults.sqlite"_s,
                        u"CREATE TABLE t (a DEFAULT 5, b DEFAULT 'x', c, d DEFAULT (1 + 1), e DEFAULT word)"_s);
        QStringList found;
        for (const Column &column : o.schema.table({{}, u"t"_s})->columns) {
            const BoundSql s = sql().defaultOf(column);
            const auto value = o.database->queryValue(s.sql, s.values);
            VERIFY_OK(value);
            found.append(scratch::sqlite().literal(*value));
        }
        QCOMPARE(found, QStringList({u"5"_s, u"'x'"_s, u"NULL"_s, u"2"_s, u"'word'"_s}));
    }
};

QTEST_GUILESS_MAIN(TestActionSql)
#include "tst_actionsql.moc"
