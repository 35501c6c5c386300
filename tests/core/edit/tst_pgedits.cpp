// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/conflict.h"
#include "core/edit/generatedkey.h"
#include "core/edit/keyafter.h"
#include "support/pgdatabase.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

QualifiedName tableNamed(const QString &name)
{
    return {{}, name};
}
RowKey numberKey(qint64 id)
{
    return {{Value::integer(id)}};
}
NewValue textValue(const QString &value)
{
    return Value::text(value);
}

} // namespace

/// Staged edits, through the script that is shown, as a server takes them.
class TestPgEdits : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;
    std::unique_ptr<PgDatabase> m;

    void make(const QString &sql)
    {
        m = std::make_unique<PgDatabase>(m_cluster, sql);
        QCOMPARE(m->problem, QString());
    }
    void stage(const EditOp &op) { VERIFY_OK(m->changes.apply(op)); }

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void cleanup() { m.reset(); }

    void newKeysFlowIntoChildren()
    {
        make(u"CREATE TABLE a(id serial PRIMARY KEY, name text); CREATE TABLE b(id integer GENERATED ALWAYS AS IDENTITY"
             " PRIMARY KEY, a integer REFERENCES a(id)); CREATE TABLE c(id uuid DEFAULT gen_random_uuid() PRIMARY KEY,"
             " b integer NOT NULL REFERENCES b(id)); SELECT setval('a_id_seq', 40);"_s);
        stage(InsertRow{tableNamed(u"a"_s), 0, {{u"name"_s, textValue(u"new"_s)}}, -1});
        stage(InsertRow{tableNamed(u"b"_s), 0, {{u"a"_s, KeyOfInserted{tableNamed(u"a"_s), 1, u"id"_s}}}, -1});
        stage(InsertRow{tableNamed(u"c"_s), 0, {{u"b"_s, KeyOfInserted{tableNamed(u"b"_s), 2, u"id"_s}}}, -1});
        const auto script = m->script();
        VERIFY_OK(script);
        const ChangeSet staged = m->changes;
        const auto outcome = m->apply();
        VERIFY_OK(outcome);
        QCOMPARE(
            m->column(u"SELECT a.id || ' ' || b.id || ' ' || c.b FROM a JOIN b ON b.a = a.id JOIN c ON c.b = b.id"_s),
            QStringList{u"41 1 1"_s});
        // The window finds the new rows afterwards, by keys that nobody typed.
        AppliedScript applied;
        applied.script = std::make_shared<const Script>(*script);
        applied.edits = std::make_shared<const ChangeSet>(staged);
        applied.schema = std::make_shared<const Schema>(m->schema);
        applied.outcome = *outcome;
        QCOMPARE(keyAfter(applied, m->dialect, tableNamed(u"a"_s), {}, 1), std::optional(numberKey(41)));
        QCOMPARE(keyAfter(applied, m->dialect, tableNamed(u"b"_s), {}, 2), std::optional(numberKey(1)));
        const auto made = keyAfter(applied, m->dialect, tableNamed(u"c"_s), {}, 3);
        QVERIFY(made);
        QCOMPARE(made->values.first().display(), m->column(u"SELECT id FROM c"_s).first());
    }

    void identitiesDefaultsAndGeneratedColumns()
    {
        make(u"CREATE TABLE t(id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n integer DEFAULT 7, at timestamptz"
             " DEFAULT now(), twice integer GENERATED ALWAYS AS (n * 2) STORED);"_s);
        stage(InsertRow{tableNamed(u"t"_s), 0, {{u"id"_s, Value::integer(500)}}, -1}); // typed in all the same
        stage(InsertRow{tableNamed(u"t"_s), 0, {}, -1});
        VERIFY_OK(m->apply());
        QCOMPARE(m->column(u"SELECT id || ' ' || n || ' ' || twice FROM t ORDER BY id"_s),
                 (QStringList{u"1 7 14"_s, u"500 7 14"_s}));
        stage(SetCell{tableNamed(u"t"_s), numberKey(1), u"n"_s, Value::integer(7), NewValue(Value::integer(8)), -1});
        VERIFY_OK(m->apply());
        stage(SetCell{tableNamed(u"t"_s), numberKey(1), u"n"_s, Value::integer(8), NewValue(UseDefault()), -1});
        VERIFY_OK(m->apply());
        QCOMPARE(m->column(u"SELECT n FROM t WHERE id = 1"_s), QStringList{u"7"_s});
        stage(
            SetCell{tableNamed(u"t"_s), numberKey(1), u"twice"_s, Value::integer(14), NewValue(Value::integer(1)), -1});
        QVERIFY(!m->script());
    }

    void whatAnotherChangedIsNotOverwritten()
    {
        make(
            u"CREATE TABLE t(id integer PRIMARY KEY, n numeric, j jsonb); INSERT INTO t VALUES (1, 1.0, '{}'), (2, 2, '{}');"_s);
        PostgresSession other(m->location);
        const auto number = [](const char *text) { return Value::typed(text, u"numeric"_s); };
        stage(SetCell{tableNamed(u"t"_s), numberKey(2), u"n"_s, number("2"), NewValue(number("3")), -1});
        stage(SetCell{tableNamed(u"t"_s), numberKey(1), u"n"_s, number("1.0"), NewValue(number("5")), -1});
        QVERIFY(other.run(u"UPDATE t SET n = 1.00 WHERE id = 1"_s)); // equal, and not the same
        const auto applied = m->apply();
        QVERIFY(!applied);
        QCOMPARE(applied.error().kind, Error::Kind::Conflict);
        QCOMPARE(m->column(u"SELECT n FROM t ORDER BY id"_s), (QStringList{u"1.00"_s, u"2"_s}));
        TestJob job;
        const auto conflicts = findConflicts(*m->database, m->schema, m->changes, m->dialect, job);
        VERIFY_OK(conflicts);
        QCOMPARE(conflicts->size(), 1);
        QCOMPARE(conflicts->first().theirs.value(u"n"_s), number("1.00"));
        m->changes = {};
        stage(DeleteRow{tableNamed(u"t"_s), numberKey(1), {{u"j"_s, Value::typed("{}", u"jsonb"_s)}}, -1});
        QVERIFY(other.run(u"UPDATE t SET j = '{\"a\": 1}' WHERE id = 1"_s));
        QVERIFY(!m->apply());
        QCOMPARE(m->column(u"SELECT count(*) FROM t"_s), QStringList{u"2"_s});
    }

    /// Another session that changes a row between our look and our write makes the whole fail.
    void everyStatementSeesOneState()
    {
        make(u"CREATE TABLE t(id integer PRIMARY KEY, n integer); INSERT INTO t VALUES (1, 1), (2, 2);"_s);
        PostgresSession other(m->location);
        stage(SetCell{tableNamed(u"t"_s), numberKey(1), u"n"_s, Value::integer(1), NewValue(Value::integer(10)), -1});
        const auto script = m->script();
        VERIFY_OK(script);
        TestJob job;
        const auto ran = runScript(*m->database, *script, job, {}, [&](Database &database) -> Result<Done> {
            RC_TRY(database.query(u"SELECT * FROM t"_s));
            return other.run(u"UPDATE t SET n = n WHERE id = 1"_s) ? Result<Done>(Done())
                                                                   : Error::invalid(other.problem());
        });
        QVERIFY(!ran);
        QCOMPARE(ran.error().kind, Error::Kind::Conflict);
        QCOMPARE(m->column(u"SELECT n FROM t ORDER BY id"_s), (QStringList{u"1"_s, u"2"_s}));
    }

    void aRowWithoutAKeyIsOneRow()
    {
        make(u"CREATE TABLE t(a integer, b text); INSERT INTO t VALUES (1, 'x'), (1, 'x'), (2, 'y');"_s);
        const auto rows = m->rows(u"SELECT ctid, a, b FROM t ORDER BY ctid"_s);
        const RowKey second{{rows[1][0]}};
        const QMap<QString, Value> seen{{u"a"_s, rows[1][1]}, {u"b"_s, rows[1][2]}};
        stage(SetCell{tableNamed(u"t"_s), second, u"b"_s, rows[1][2], NewValue(Value::text(u"changed"_s)), -1, seen});
        const auto script = m->script();
        VERIFY_OK(script);
        QVERIFY(script->statements.at(1).sql.contains(u"\"a\" = :"_s)); // all that was seen, beside the place
        const auto edits = std::make_shared<const ChangeSet>(m->changes);
        const auto applied = m->apply();
        VERIFY_OK(applied);
        // Its place is another now, which nobody asked for: better nothing than another row.
        QVERIFY(!keyAfter(
            {edits, std::make_shared<const Schema>(m->schema), std::make_shared<const Script>(*script), *applied},
            m->dialect, tableNamed(u"t"_s), second, 0));
        QCOMPARE(m->column(u"SELECT a || b FROM t ORDER BY 1"_s), (QStringList{u"1changed"_s, u"1x"_s, u"2y"_s}));
        // Its place is another now: the old one names nothing, and no other row.
        stage(SetCell{tableNamed(u"t"_s),
                      second,
                      u"b"_s,
                      Value::text(u"changed"_s),
                      NewValue(Value::text(u"again"_s)),
                      -1,
                      {{u"a"_s, rows[1][1]}, {u"b"_s, Value::text(u"changed"_s)}}});
        const auto again = m->apply();
        QVERIFY(!again);
        QCOMPARE(again.error().kind, Error::Kind::Conflict);
        m->changes = {};
        // A place that another row has taken meanwhile.
        VERIFY_OK(m->database->execute(u"DELETE FROM t"_s));
        VERIFY_OK(m->database->execute(u"VACUUM t"_s));
        VERIFY_OK(m->database->execute(u"INSERT INTO t VALUES (9, 'other')"_s));
        stage(DeleteRow{tableNamed(u"t"_s), {{rows[0][0]}}, {{u"a"_s, rows[0][1]}, {u"b"_s, rows[0][2]}}, -1});
        QVERIFY(!m->apply());
        QCOMPARE(m->column(u"SELECT b FROM t"_s), QStringList{u"other"_s});
    }

    void aUniqueValueIsFreedBeforeItIsTaken()
    {
        make(u"CREATE TABLE t(id integer PRIMARY KEY, u text UNIQUE, p integer NOT NULL UNIQUE);"
             "INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2);"_s);
        stage(SetCell{tableNamed(u"t"_s), numberKey(1), u"u"_s, Value::text(u"a"_s), textValue(u"b"_s), -1});
        stage(SetCell{tableNamed(u"t"_s), numberKey(2), u"u"_s, Value::text(u"b"_s), textValue(u"c"_s), -1});
        VERIFY_OK(m->apply());
        QCOMPARE(m->column(u"SELECT u FROM t ORDER BY id"_s), (QStringList{u"b"_s, u"c"_s}));
    }

    void circlesOfKeysAreWritten()
    {
        make(u"CREATE TABLE a(id integer PRIMARY KEY, b integer); CREATE TABLE b(id integer PRIMARY KEY, a integer NOT "
             u"NULL"
             " REFERENCES a(id)); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b(id);"
             "CREATE TABLE d(id integer PRIMARY KEY, e integer NOT NULL); CREATE TABLE e(id integer PRIMARY KEY, d "
             "integer NOT"
             " NULL REFERENCES d(id) DEFERRABLE); ALTER TABLE d ADD FOREIGN KEY (e) REFERENCES e(id) DEFERRABLE;"_s);
        stage(InsertRow{tableNamed(u"a"_s), 0, {{u"id"_s, Value::integer(1)}, {u"b"_s, Value::integer(2)}}, -1});
        stage(InsertRow{tableNamed(u"b"_s), 0, {{u"id"_s, Value::integer(2)}, {u"a"_s, Value::integer(1)}}, -1});
        VERIFY_OK(m->apply());
        stage(InsertRow{tableNamed(u"d"_s), 0, {{u"id"_s, Value::integer(1)}, {u"e"_s, Value::integer(2)}}, -1});
        stage(InsertRow{tableNamed(u"e"_s), 0, {{u"id"_s, Value::integer(2)}, {u"d"_s, Value::integer(1)}}, -1});
        VERIFY_OK(m->apply());
        QCOMPARE(m->column(u"SELECT count(*) FROM a, b, d, e"_s), QStringList{u"1"_s});
    }

    void deletionsTakeTheirChildrenAlong()
    {
        make(u"CREATE TABLE a(id integer PRIMARY KEY); CREATE TABLE b(id integer PRIMARY KEY, a integer REFERENCES "
             u"a(id) ON"
             " DELETE CASCADE); INSERT INTO a VALUES (1), (2); INSERT INTO b VALUES (1, 1), (2, 1), (3, 2);"_s);
        stage(DeleteRow{tableNamed(u"a"_s), numberKey(1), {}, -1});
        const auto outcome = m->apply();
        VERIFY_OK(outcome);
        QCOMPARE(outcome->effects.size(), 2);
        QCOMPARE(m->column(u"SELECT id FROM b"_s), QStringList{u"3"_s});
    }

    void stampsAreOfTheColumnsKind()
    {
        make(u"CREATE TABLE t(id integer PRIMARY KEY, n integer, updated_at timestamptz, words text);"
             "INSERT INTO t VALUES (1, 1, '2000-01-01', 'x');"_s);
        m->stamps.insert(tableNamed(u"t"_s), {u"updated_at"_s, {TimeNotation::Kind::Text, false, u' ', true, {}}});
        stage(SetCell{tableNamed(u"t"_s), numberKey(1), u"n"_s, Value::integer(1), NewValue(Value::integer(2)), -1});
        VERIFY_OK(m->apply());
        QCOMPARE(m->column(u"SELECT now() - updated_at < interval '1 minute' FROM t"_s), QStringList{u"t"_s});
        m->stamps.clear();
        m->stamps.insert(tableNamed(u"t"_s), {u"words"_s, {TimeNotation::Kind::Text, false, u'T', true, u"Z"_s}});
        stage(SetCell{tableNamed(u"t"_s), numberKey(1), u"n"_s, Value::integer(2), NewValue(Value::integer(3)), -1});
        VERIFY_OK(m->apply());
        const QString words = m->column(u"SELECT words FROM t"_s).first();
        QVERIFY2(
            QRegularExpression(u"\\A\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\\z"_s).match(words).hasMatch(),
            qPrintable(words));
    }

    void copiesTakeNoGeneratedKeyAlong()
    {
        make(u"CREATE TABLE t(id serial PRIMARY KEY, b integer GENERATED BY DEFAULT AS IDENTITY, u uuid DEFAULT"
             " gen_random_uuid(), n integer DEFAULT 1);"_s);
        const Table &table = *m->schema.table(tableNamed(u"t"_s));
        QCOMPARE(generatedKeys(table), (QStringList{u"id"_s, u"b"_s}));
    }
};

QTEST_GUILESS_MAIN(TestPgEdits)
#include "tst_pgedits.moc"
