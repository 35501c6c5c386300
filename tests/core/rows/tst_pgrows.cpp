// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/whendone.h"
#include "core/dialect/relationsql.h"
#include "core/rows/rowpositions.h"
#include "core/schema/relationgraph.h"
#include "support/pgdatabase.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

QString wordsOfRow(const std::vector<Value> &row)
{
    QStringList cells;
    for (const Value &v : row)
        cells.append(QString::number(int(v.kind())) + u':' + v.display(40));
    return cells.join(u'|');
}

QList<SortKey> sortOf(const QString &text)
{
    QList<SortKey> sort;
    for (const QString &key : text.split(u',', Qt::SkipEmptyParts))
        sort.append({key.startsWith(u'-') ? key.mid(1) : key, key.startsWith(u'-')});
    return sort;
}

Condition where(const QString &column, FilterOp op, const QList<Value> &operands)
{
    return {column, op, operands};
}

} // namespace

/// What the window shows of a table is what one plain SELECT … ORDER BY gives, wherever one looks.
class TestPgRows : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;
    std::unique_ptr<PgDatabase> m_database;
    RowsFixture m_fixture;

    [[nodiscard]] std::unique_ptr<TableRowSource> filtered(const QString &table, const QList<FilterTerm> &terms) const
    {
        RowQuery query;
        query.table = {{}, table};
        query.filter.terms = terms;
        return m_fixture.source(query);
    }
    void compare(RowSource &source, const QString &sql, int looks)
    {
        const auto expected = m_database->rows(sql);
        QTRY_VERIFY_WITH_TIMEOUT(!source.isBusy(), 30000);
        QTRY_COMPARE(source.count(), (RowCount{qint64(expected.size()), true}));
        const auto size = qint64(expected.size());
        QRandomGenerator random(42);
        QList<qint64> rows{0,
                           size - 1,
                           127,
                           128,
                           RowPositions::anchorStride - 1,
                           RowPositions::anchorStride,
                           RowPositions::anchorStride + 1};
        for (int i = 0; i < looks && size > 0; ++i)
            rows.append(random.bounded(size));
        for (const qint64 row : std::as_const(rows)) {
            if (row < 0 || row >= size)
                continue;
            const auto got = settledRows(source, row, 1);
            QCOMPARE(got.size(), size_t(1));
            QVERIFY2(got.front() == expected[size_t(row)],
                     qPrintable(u"%1\nrow %2: %3 is not %4"_s.arg(sql).arg(row).arg(
                         wordsOfRow(got.front()), wordsOfRow(expected[size_t(row)]))));
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        START_POSTGRES(m_cluster);
        m_database = std::make_unique<PgDatabase>(
            m_cluster,
            u"CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
            "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');"
            "CREATE TABLE holes(id integer PRIMARY KEY, a numeric, b text, c double precision, j json, m mood, at "
            "timestamptz);"
            "INSERT INTO holes SELECT i * 3 - 20000, CASE i % 11 WHEN 0 THEN NULL WHEN 1 THEN 'NaN' ELSE (i % 50) / "
            "4.0 END,"
            " CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN 'ABC' || (i % 13) WHEN 2 THEN 'abc' || (i % 13) ELSE 'é_%' || i "
            "END,"
            " CASE i % 7 WHEN 0 THEN 'NaN' WHEN 1 THEN '-0' WHEN 2 THEN NULL ELSE i * 0.5 END,"
            " CASE i % 3 WHEN 0 THEN json_build_object('n', i % 5) END, (ARRAY['sad', 'ok', 'happy'])[1 + i % 4]::mood,"
            " CASE WHEN i % 9 > 0 THEN timestamptz '2026-01-01' + (i * 7919 % 10007) * interval '1.000001 s' END"
            " FROM generate_series(1, 12000) i;"
            "CREATE TABLE words(k text PRIMARY KEY, v integer);"
            "INSERT INTO words SELECT 'w' || (i * 7919 % 20011), i FROM generate_series(1, 6000) i;"
            "CREATE TABLE pairs(a text, b bigint, v integer, PRIMARY KEY(a, b));"
            "CREATE UNIQUE INDEX pairs_back ON pairs(b DESC, a);"
            "INSERT INTO pairs SELECT 'a' || (i % 90), i, i * 2 FROM generate_series(1, 9000) i;"
            "CREATE TABLE uniq(a text NOT NULL COLLATE nocase, b integer NOT NULL, n integer UNIQUE, UNIQUE(a, b));"
            "INSERT INTO uniq SELECT CASE i % 2 WHEN 0 THEN 'U' ELSE 'u' END || (i % 70), i, CASE WHEN i % 3 > 0 THEN "
            "i END"
            " FROM generate_series(1, 9000) i;"
            "CREATE TABLE indexed(id bigint PRIMARY KEY, g integer NOT NULL, t text, h smallint NOT NULL);"
            "CREATE INDEX ON indexed(g, id); CREATE INDEX ON indexed(t); CREATE INDEX ON indexed(h DESC, id);"
            "INSERT INTO indexed SELECT i, i % 3, CASE WHEN i % 4 > 0 THEN 't' || (i % 9) END, i % 400"
            " FROM generate_series(1, 9000) i;"
            "CREATE TABLE keyless(a integer, b text); INSERT INTO keyless SELECT i % 100, 'k' FROM generate_series(1, "
            "5000) i;"
            "DELETE FROM keyless WHERE a = 7; INSERT INTO keyless VALUES (7, 'late');"
            "CREATE TABLE ids(u uuid PRIMARY KEY, at timestamp NOT NULL UNIQUE, d numeric(12,3) NOT NULL);"
            "INSERT INTO ids SELECT md5(i::text)::uuid, timestamp '2026-01-01' + i * interval '0.000001 s', i / 8.0"
            " FROM generate_series(1, 6000) i;"
            "CREATE TABLE parts(id integer, at date, PRIMARY KEY(id, at)) PARTITION BY RANGE (at);"
            "CREATE TABLE parts_old PARTITION OF parts FOR VALUES FROM (MINVALUE) TO ('2026-01-01');"
            "CREATE TABLE parts_new PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);"
            "INSERT INTO parts SELECT i, date '2025-06-01' + i % 400 FROM generate_series(1, 4000) i;"
            "CREATE TABLE nokeyparts(id integer) PARTITION BY HASH (id);"
            "CREATE TABLE nokeyparts_0 PARTITION OF nokeyparts FOR VALUES WITH (MODULUS 1, REMAINDER 0);"
            "INSERT INTO nokeyparts SELECT generate_series(1, 300);"
            "CREATE VIEW seen AS SELECT id, a FROM holes WHERE id % 2 = 0;"
            "CREATE TABLE empty(a integer); CREATE TABLE few(a integer PRIMARY KEY); INSERT INTO few VALUES (1), (2), "
            "(3);"
            "CREATE TABLE big(id integer PRIMARY KEY, t text, b bytea, j jsonb, w text[]);"
            "INSERT INTO big SELECT i, repeat('é', 3000 * i), decode(repeat('00ff', 2000 * i), 'hex'),"
            " jsonb_build_object('k', repeat(md5(i::text), 1000 * i)), array_fill('x'::text, ARRAY[2500 * i])"
            " FROM generate_series(1, 3) i; INSERT INTO big VALUES (4, 'short', '\\x01', '{}', '{}');"
            "CREATE SCHEMA \"Other One\"; CREATE TABLE \"Other One\".\"T\"(\"Id\" integer PRIMARY KEY, \"q\"\"x\" "
            "text);"
            "INSERT INTO \"Other One\".\"T\" VALUES (1, 'one'), (2, NULL); ANALYZE;"_s);
        QCOMPARE(m_database->problem, QString());
        QCOMPARE(m_database->open(m_fixture), QString());
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanupTestCase()
    {
        m_fixture = {};
        m_database.reset();
    }

    void everyRowIsWhereOneQueryHasIt_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("sort"); // ours: a, -b
        QTest::addColumn<QString>("sql");
        const auto row = [](const char *name, const QString &table, const QString &sort, const QString &order) {
            QTest::newRow(name) << table << sort << u"SELECT * FROM %1 %2"_s.arg(table, order);
        };
        row("keys with holes, some negative", u"holes"_s, {}, u"ORDER BY id"_s);
        row("keys backwards", u"holes"_s, u"-id"_s, u"ORDER BY id DESC"_s);
        row("numerics and NULLs", u"holes"_s, u"a"_s, u"ORDER BY a, id"_s);
        row("numerics and NULLs backwards", u"holes"_s, u"-a"_s, u"ORDER BY a DESC, id DESC"_s);
        row("text by the database's collation", u"holes"_s, u"b"_s, u"ORDER BY b, id"_s);
        row("reals with NaN and -0", u"holes"_s, u"c"_s, u"ORDER BY c, id"_s);
        row("json, which has no order", u"holes"_s, u"j"_s, u"ORDER BY j::text, id"_s);
        row("an enum, by its order", u"holes"_s, u"-m"_s, u"ORDER BY m DESC, id DESC"_s);
        row("moments to the microsecond", u"holes"_s, u"at"_s, u"ORDER BY at, id"_s);
        row("two sort keys", u"holes"_s, u"-b,a"_s, u"ORDER BY b DESC, a, id"_s);
        row("a text key", u"words"_s, {}, u"ORDER BY k"_s);
        row("a text key backwards", u"words"_s, u"-k"_s, u"ORDER BY k DESC"_s);
        row("composite", u"pairs"_s, {}, u"ORDER BY a, b"_s);
        row("composite, sorted by its first", u"pairs"_s, u"a"_s, u"ORDER BY a, b"_s);
        row("composite, backwards", u"pairs"_s, u"-a"_s, u"ORDER BY a DESC, b DESC"_s);
        row("an index in mixed directions", u"pairs"_s, u"-b,a"_s, u"ORDER BY b DESC, a"_s);
        row("composite in mixed directions", u"pairs"_s, u"a,-b"_s, u"ORDER BY a, b DESC"_s);
        row("a unique key under a collation of its own", u"uniq"_s, {}, u"ORDER BY a, b"_s);
        row("a unique column with NULLs", u"uniq"_s, u"n"_s, u"ORDER BY n, a, b"_s);
        row("an indexed column full of equals", u"indexed"_s, u"g"_s, u"ORDER BY g, id"_s);
        row("the same backwards", u"indexed"_s, u"-g"_s, u"ORDER BY g DESC, id DESC"_s);
        row("an index in mixed directions, whole", u"indexed"_s, u"-h,id"_s, u"ORDER BY h DESC, id"_s);
        row("an indexed column with NULLs", u"indexed"_s, u"-t"_s, u"ORDER BY t DESC, id DESC"_s);
        row("without a key", u"keyless"_s, {}, u"ORDER BY ctid"_s);
        row("without a key, sorted", u"keyless"_s, u"-a"_s, u"ORDER BY a DESC, ctid DESC"_s);
        row("uuids", u"ids"_s, {}, u"ORDER BY u"_s);
        row("unique moments", u"ids"_s, u"-at"_s, u"ORDER BY at DESC"_s);
        row("numerics as keys of the sort", u"ids"_s, u"d"_s, u"ORDER BY d, u"_s);
        row("a partitioned table", u"parts"_s, {}, u"ORDER BY id, at"_s);
        row("a partitioned table, sorted", u"parts"_s, u"-at"_s, u"ORDER BY at DESC, id DESC"_s);
        row("a view", u"seen"_s, u"id"_s, u"ORDER BY id"_s);
        row("an empty table", u"empty"_s, {}, {});
        row("three rows", u"few"_s, u"-a"_s, u"ORDER BY a DESC"_s);
    }
    void everyRowIsWhereOneQueryHasIt()
    {
        QFETCH(QString, table);
        QFETCH(QString, sort);
        QFETCH(QString, sql);
        RowQuery query;
        query.table = {{}, table};
        query.sort = sortOf(sort);
        const auto source = m_fixture.source(query);
        QSignalSpy failed(source.get(), &RowSource::failed);
        compare(*source, sql, 8);
        QCOMPARE(failed.count(), 0);
    }

    void everyRowIsFoundByItsKey_data() { everyRowIsWhereOneQueryHasIt_data(); }
    void everyRowIsFoundByItsKey()
    {
        QFETCH(QString, table);
        QFETCH(QString, sort);
        RowQuery query;
        query.table = {{}, table};
        query.sort = sortOf(sort);
        const auto source = m_fixture.source(query);
        QTRY_VERIFY_WITH_TIMEOUT(source->count().exact && !source->isBusy(), 30000);
        const qint64 rows = source->count().rows;
        for (const qint64 row :
             {qint64(0), rows / 3, RowPositions::anchorStride - 1, RowPositions::anchorStride, rows - 1}) {
            if (row < 0 || row >= rows || !source->identity().isEditable())
                continue;
            QCOMPARE(qint64(settledRows(*source, row, 1).size()), qint64(1));
            const RowPagePtr page = source->page(row / RowSource::pageRows);
            const auto found = waitFor(source->positionOf(page->keys.at(size_t(row % RowSource::pageRows))));
            VERIFY_OK(found);
            QVERIFY(found->has_value());
            QCOMPARE(**found, row);
        }
    }

    void filtersByEveryOperator_data()
    {
        QTest::addColumn<int>("op");
        QTest::addColumn<QString>("column");
        QTest::addColumn<QStringList>("operands");
        QTest::addColumn<QString>("where");
        const auto row = [](const char *name, FilterOp op, const QString &column, const QStringList &operands,
                            const QString &sql) { QTest::newRow(name) << int(op) << column << operands << sql; };
        row("equal numerics", FilterOp::Equal, u"a"_s, {u"7.50"_s}, u"a = 7.5"_s);
        row("equal to NULL", FilterOp::Equal, u"a"_s, {u"NULL"_s}, u"a IS NULL"_s);
        row("equal enums", FilterOp::Equal, u"m"_s, {u"ok"_s}, u"m = 'ok'"_s);
        row("equal json", FilterOp::Equal, u"j"_s, {u"{\"n\" : 3}"_s}, u"j::text = '{\"n\" : 3}'"_s);
        row("not equal", FilterOp::NotEqual, u"b"_s, {u"abc3"_s}, u"b <> 'abc3'"_s);
        row("less", FilterOp::Less, u"id"_s, {u"-100"_s}, u"id < -100"_s);
        row("beyond the type", FilterOp::Less, u"id"_s, {u"5000000000"_s}, u"true"_s);
        row("less or equal reals", FilterOp::LessOrEqual, u"c"_s, {u"0"_s}, u"c <= 0"_s);
        row("greater moments", FilterOp::Greater, u"at"_s, {u"2026-01-01 01:00:00+00"_s},
            u"at > '2026-01-01 01:00:00+00'"_s);
        row("greater or equal enums", FilterOp::GreaterOrEqual, u"m"_s, {u"ok"_s}, u"m >= 'ok'"_s);
        row("contains", FilterOp::Contains, u"b"_s, {u"bC1"_s}, u"b ILIKE '%bc1%'"_s);
        row("contains signs of patterns", FilterOp::Contains, u"b"_s, {u"_%1"_s}, u"strpos(b, '_%1') > 0"_s);
        row("contains in a number", FilterOp::Contains, u"id"_s, {u"99"_s}, u"id::text LIKE '%99%'"_s);
        row("contains in json", FilterOp::Contains, u"j"_s, {u": 4"_s}, u"j::text LIKE '%: 4%'"_s);
        row("starts with", FilterOp::StartsWith, u"b"_s, {u"é_%11"_s}, u"starts_with(b, 'é_%11')"_s);
        row("ends with", FilterOp::EndsWith, u"b"_s, {u"99"_s}, u"b LIKE '%99'"_s);
        row("in", FilterOp::In, u"a"_s, {u"1"_s, u"2.5"_s, u"NULL"_s}, u"a IN (1, 2.5) OR a IS NULL"_s);
        row("in nothing", FilterOp::In, u"a"_s, {}, u"false"_s);
        row("between", FilterOp::Between, u"id"_s, {u"-100"_s, u"900"_s}, u"id BETWEEN -100 AND 900"_s);
        row("is null", FilterOp::IsNull, u"j"_s, {}, u"j IS NULL"_s);
        row("is not null", FilterOp::IsNotNull, u"at"_s, {}, u"at IS NOT NULL"_s);
    }
    void filtersByEveryOperator()
    {
        QFETCH(int, op);
        QFETCH(QString, column);
        QFETCH(QStringList, operands);
        QFETCH(QString, where);
        const Table &table = *m_database->schema.table({{}, u"holes"_s});
        Condition condition{column, static_cast<FilterOp>(op), {}};
        for (const QString &o : std::as_const(operands))
            condition.operands.append(
                o == u"NULL"_s ? Value() : m_database->dialect.valueFromText(o, table.column(column)->declaredType));
        const auto source = filtered(u"holes"_s, {{FilterTerm::Join::And, condition, true}});
        QSignalSpy failed(source.get(), &RowSource::failed);
        compare(*source, u"SELECT * FROM holes WHERE %1 ORDER BY id"_s.arg(where), 10);
        QCOMPARE(failed.count(), 0);
    }

    void termsJoinAsInSql()
    {
        const auto equal = [](const char *v) {
            return where(u"a"_s, FilterOp::Equal, {Value::typed(v, u"numeric"_s)});
        };
        const auto source =
            filtered(u"holes"_s,
                     {{FilterTerm::Join::And, equal("7"), true},
                      {FilterTerm::Join::Or, equal("8"), true},
                      {FilterTerm::Join::And, RawCondition{u"id % 2 = 0 -- even ones"_s}, true},
                      {FilterTerm::Join::Or, equal("9"), false},
                      {FilterTerm::Join::Or, RawCondition{u"j::jsonb ? 'x' OR '{1,2}'::int[] @> ARRAY[9]"_s}, true}});
        compare(*source, u"SELECT * FROM holes WHERE a = 7 OR a = 8 AND id % 2 = 0 ORDER BY id"_s, 10);
    }

    void refusesWhatIsNoExpression_data()
    {
        QTest::addColumn<QString>("sql");
        for (const char *sql :
             {"", "  -- nothing", "1; DELETE FROM few", "true) OR (true", "(true", "a = :x", "a = 'x", "a = $1"})
            QTest::newRow(sql) << QString::fromLatin1(sql);
    }
    void refusesWhatIsNoExpression()
    {
        QFETCH(QString, sql);
        const auto source = filtered(u"few"_s, {{FilterTerm::Join::And, RawCondition{sql}, true}});
        QSignalSpy failed(source.get(), &RowSource::failed);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!source->page(0));
    }

    void theCountIsFirstWhatTheServerBelieves()
    {
        const auto sql = m_database->dialect.rowSql(m_database->schema, {{{}, u"indexed"_s}, {}, {}, {}});
        VERIFY_OK(sql);
        const BoundSql estimate = (*sql)->estimate();
        const auto rows = m_database->database->query(estimate.sql, estimate.values);
        VERIFY_OK(rows);
        QCOMPARE(rows->size(), size_t(1));
        QCOMPARE(rows->front().front(), Value::integer(9000));
        RowPositions positions(**sql);
        positions.setEstimate(9000);
        QCOMPARE(positions.count(), (RowCount{9000, false}));
    }

    void ofLargeCellsTheBeginningIsRead()
    {
        RowQuery query;
        query.table = {{}, u"big"_s};
        const auto source = m_fixture.source(query);
        QTRY_VERIFY(source->page(0));
        const RowPagePtr page = source->page(0);
        QCOMPARE(page->rowCount, 4);
        QCOMPARE(page->cutSize(0, 1), std::optional<qint64>(6000));
        QVERIFY(QString::fromUtf8(page->cell(0, 1).bytes()) == QString(RowSource::cellLimit / 2, u'é'));
        QCOMPARE(page->cutSize(2, 2), std::optional<qint64>(12000));
        QCOMPARE(page->cell(2, 2).kind(), Value::Kind::Blob);
        QCOMPARE(page->cell(2, 2).bytes().size(), RowSource::cellLimit);
        QVERIFY(page->cutSize(1, 4).has_value());
        QVERIFY(page->cell(1, 4).bytes().startsWith("{x,x,x"));
        for (int column = 0; column < 5; ++column) // what is short is whole
            QVERIFY(!page->cutSize(3, column));
        QCOMPARE(page->cell(3, 3), Value::typed("{}", u"jsonb"_s));
        // What is edited is read whole.
        const Table &table = *m_database->schema.table({{}, u"big"_s});
        const BoundSql whole = m_database->dialect.rowByKey(table, source->identity(), {{Value::integer(3)}});
        const auto row = m_database->database->query(whole.sql, whole.values);
        VERIFY_OK(row);
        QCOMPARE(row->front()[1].bytes().size(), qsizetype(18000));
    }

    void namesOfAllKindsAreRead()
    {
        RowQuery query;
        query.table = {u"Other One"_s, u"T"_s};
        query.sort = {{u"q\"x"_s, true}};
        const auto source = m_fixture.source(query);
        compare(*source, u"SELECT * FROM \"Other One\".\"T\" ORDER BY \"q\"\"x\" DESC, \"Id\" DESC"_s, 2);
    }

    void rowsWithoutAKeyAreToldApartByTheirPlace()
    {
        const Dialect &dialect = m_database->dialect;
        const auto identity = [&](const QString &table) {
            return dialect.identityOf(*m_database->schema.table({{}, table}));
        };
        QCOMPARE(identity(u"keyless"_s), (RowIdentity{RowIdentity::Kind::RowId, {u"ctid"_s}, {}, true}));
        QCOMPARE(identity(u"uniq"_s), (RowIdentity{RowIdentity::Kind::Unique, {u"a"_s, u"b"_s}, {}}));
        QCOMPARE(identity(u"parts"_s).kind, RowIdentity::Kind::PrimaryKey);
        // Two partitions may have rows in the same place.
        QVERIFY(!identity(u"nokeyparts"_s).isEditable());
        QVERIFY(identity(u"nokeyparts_0"_s).isEditable());
    }

    /// A parent's key says nothing about its heirs' rows, which are read with its own.
    void heirsHaveTheirOwnKeys()
    {
        PgDatabase family(m_cluster,
                          u"CREATE TABLE elder(id integer PRIMARY KEY, v text);"
                          "CREATE TABLE heir(more integer) INHERITS (elder);"
                          "INSERT INTO elder SELECT i, 'elder' || i FROM generate_series(1, 300) i;"
                          "INSERT INTO heir SELECT i, 'heir' || i FROM generate_series(1, 300) i;"_s);
        QCOMPARE(family.problem, QString());
        RowsFixture fixture;
        QCOMPARE(family.open(fixture), QString());
        RowQuery query;
        query.table = {{}, u"elder"_s};
        for (const QString &sort : {QString(), u"v"_s, u"id"_s}) {
            query.sort = sortOf(sort);
            const auto source = fixture.source(query);
            QTRY_VERIFY(!source->isBusy());
            QTRY_COMPARE(source->count(), (RowCount{600, true}));
            QSet<QString> seen;
            for (const auto &row : settledRows(*source, 0, 600))
                seen.insert(row.at(1).display());
            QVERIFY2(seen.size() == 600, qPrintable(u"%1 by “%2”"_s.arg(seen.size()).arg(sort)));
        }
        // The one that is meant is edited, wherever it is kept.
        const auto heir = family.rows(u"SELECT ctid, tableoid, id, v FROM elder WHERE v = 'heir7'"_s).front();
        VERIFY_OK(family.changes.apply(SetCell{{{}, u"elder"_s},
                                               {{heir[0], heir[1]}},
                                               u"v"_s,
                                               heir[3],
                                               NewValue(Value::text(u"edited"_s)),
                                               -1,
                                               {{u"id"_s, heir[2]}, {u"v"_s, heir[3]}}}));
        VERIFY_OK(family.apply());
        QCOMPARE(family.column(u"SELECT tableoid::regclass::text || id FROM elder WHERE v = 'edited'"_s),
                 QStringList{u"heir7"_s});
        QCOMPARE(family.column(u"SELECT v FROM ONLY elder WHERE id = 7"_s), QStringList{u"elder7"_s});
    }

    /// Whoever may make functions in a schema of the search_path could have others run them.
    void nobodysFunctionsAreRun()
    {
        PgDatabase trap(
            m_cluster,
            u"CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t(id integer PRIMARY KEY, a varchar, b jsonb, c bpchar, m "
            "mood, d integer); INSERT INTO t SELECT i, 'a' || i, '{}', 'c ', 'sad', i FROM generate_series(1, 200) i;"
            "CREATE TABLE child(id integer PRIMARY KEY, t integer REFERENCES t); INSERT INTO child VALUES (1, 1);"
            "CREATE FUNCTION trapped() RETURNS text LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''trapped''; END';"
            "CREATE FUNCTION octet_length(varchar) RETURNS integer LANGUAGE sql AS 'SELECT trapped()::int';"
            "CREATE FUNCTION left(varchar, integer) RETURNS text LANGUAGE sql AS 'SELECT trapped()';"
            "CREATE FUNCTION pg_column_size(jsonb) RETURNS integer LANGUAGE sql AS 'SELECT trapped()::int';"
            "CREATE FUNCTION pg_column_size(bpchar) RETURNS integer LANGUAGE sql AS 'SELECT trapped()::int';"
            "CREATE FUNCTION format(text, bpchar) RETURNS text LANGUAGE sql AS 'SELECT trapped()';"
            "CREATE FUNCTION concat_ws(text, varchar, mood) RETURNS text LANGUAGE sql AS 'SELECT trapped()';"_s);
        QCOMPARE(trap.problem, QString());
        QVERIFY(!trap.database->query(u"SELECT octet_length(a) FROM t"_s)); // it is one
        RowsFixture fixture;
        QCOMPARE(trap.open(fixture), QString());
        RowQuery query;
        query.table = {{}, u"t"_s};
        const auto source = fixture.source(query);
        const QSignalSpy failed(source.get(), &RowSource::failed);
        QTRY_VERIFY(source->page(0));
        QVERIFY(failed.isEmpty());
        const RelationGraph graph(trap.schema);
        const auto labels = trap.dialect.relationSql().labels(
            trap.schema, {{{{}, u"t"_s}, {u"id"_s}, {u"a"_s, u"m"_s}, {{Value::integer(1)}}}});
        const auto called = trap.database->query(labels.sql, labels.values);
        VERIFY_OK(called);
        QCOMPARE(called->front()[2].display(), u"a1 sad"_s);
        const auto row = trap.rows(u"SELECT id, c FROM t WHERE id = 1"_s).front();
        VERIFY_OK(trap.changes.apply(
            SetCell{{{}, u"t"_s}, {{row[0]}}, u"c"_s, row[1], NewValue(Value::typed("d", u"bpchar"_s)), -1}));
        VERIFY_OK(trap.apply());
    }

    /// What a view has to make for each of its rows, it makes once.
    void whatAViewMakesIsMadeOnce()
    {
        PgDatabase dear(m_cluster,
                        u"CREATE SEQUENCE made; CREATE TABLE t(id integer PRIMARY KEY);"
                        "INSERT INTO t SELECT generate_series(1, 500);"
                        "CREATE FUNCTION dear(integer) RETURNS text LANGUAGE sql VOLATILE AS"
                        " 'SELECT nextval(''made'') || repeat(''x'', 5000)';"
                        "CREATE VIEW v AS SELECT id, dear(id) AS text FROM t;"_s);
        QCOMPARE(dear.problem, QString());
        RowQuery query;
        query.table = {{}, u"v"_s};
        const auto sql = dear.dialect.rowSql(dear.schema, query);
        VERIFY_OK(sql);
        const BoundSql page = (*sql)->pageByOffset(0, 128, RowSql::Cells::LargeBlobsAside).cells;
        const auto rows = dear.database->query(page.sql, page.values);
        VERIFY_OK(rows);
        QCOMPARE(rows->size(), size_t(128));
        QCOMPARE(rows->front()[1].display().size(), 4096);
        QCOMPARE(dear.column(u"SELECT last_value FROM made"_s), QStringList{u"128"_s});
    }

    /// Domains sort, filter and tell rows apart as what they are made of.
    void domainsAreWhatTheyAreMadeOf()
    {
        PgDatabase domains(
            m_cluster,
            u"CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
            "CREATE DOMAIN doc AS json; CREATE DOMAIN nick AS text COLLATE nocase; CREATE DOMAIN nicer AS nick;"
            "CREATE DOMAIN n AS integer; CREATE DOMAIN filled AS character(6);"
            "CREATE TABLE t(id n PRIMARY KEY, d doc, k nicer NOT NULL UNIQUE, f filled);"
            "INSERT INTO t SELECT i, '{\"i\": 1}', 'k' || i, 'f' || i FROM generate_series(1, 300) i;"
            "CREATE TABLE u(k text COLLATE nocase NOT NULL, v integer); CREATE UNIQUE INDEX ON u(k COLLATE \"C\");"
            "INSERT INTO u VALUES ('a', 1), ('A', 2);"_s);
        QCOMPARE(domains.problem, QString());
        const Table &table = *domains.schema.table({{}, u"t"_s});
        QCOMPARE(table.column(u"k"_s)->valueType(), u"text"_s);
        QCOMPARE(table.column(u"f"_s)->valueType(), u"character(6)"_s);
        RowsFixture fixture;
        QCOMPARE(domains.open(fixture), QString());
        RowQuery query;
        query.table = table.name;
        query.sort = {{u"d"_s, true}};
        query.filter.terms = {
            {FilterTerm::Join::And, where(u"k"_s, FilterOp::StartsWith, {Value::text(u"K1"_s)}), true},
            {FilterTerm::Join::And, where(u"f"_s, FilterOp::EndsWith, {Value::text(u"5"_s)}), true},
            {FilterTerm::Join::And, where(u"id"_s, FilterOp::Less, {Value::real(150.5)}), true}};
        const auto source = fixture.source(query);
        const QSignalSpy failed(source.get(), &RowSource::failed);
        QTRY_VERIFY(!source->isBusy());
        QVERIFY(failed.isEmpty());
        QCOMPARE(source->count(), (RowCount{6, true})); // 15, 105 to 145
        // Two texts that a collation takes for one are two rows.
        QCOMPARE(domains.dialect.identityOf(*domains.schema.table({{}, u"u"_s})).kind, RowIdentity::Kind::RowId);
        QList<Parameter> parameters;
        QVERIFY(domains.dialect.keyIs(table, u"k"_s, Value::text(u"K1"_s), u"k"_s, parameters)
                    .contains("COLLATE \"C\""_L1));
    }

    /// Names in collations that ILIKE refuses, and in two that do not go together.
    void namesInCollationsOfTheirOwn()
    {
        PgDatabase names(m_cluster,
                         u"CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
                         "CREATE COLLATION german (provider = icu, locale = 'de');"
                         "CREATE TABLE p(id integer PRIMARY KEY, first text COLLATE nocase, last text COLLATE german);"
                         "INSERT INTO p VALUES (1, 'Ann', 'Ärger'), (2, 'bob', 'Zorn');"
                         "CREATE TABLE c(id integer PRIMARY KEY, p integer REFERENCES p);"
                         "INSERT INTO c SELECT i, 1 + i % 2 FROM generate_series(1, 200) i;"_s);
        QCOMPARE(names.problem, QString());
        const QStringList label{u"first"_s, u"last"_s};
        for (const auto how : {RelationSql::Search::How::LabelStarts, RelationSql::Search::How::LabelContains}) {
            for (const QStringList &of : {label, QStringList{u"first"_s}}) {
                const BoundSql search =
                    names.dialect.relationSql().search(names.schema, {{{}, u"p"_s}, {u"id"_s}, of, how, u"ann"_s, 50});
                const auto found = names.database->query(search.sql, search.values);
                VERIFY_OK(found);
                QCOMPARE(found->size(), size_t(1));
            }
        }
        RowsFixture fixture;
        QCOMPARE(names.open(fixture), QString());
        const RelationGraph graph(names.schema);
        const Relation *parent = graph.byColumn({{}, u"c"_s}, u"p"_s);
        QVERIFY(parent);
        RowQuery query;
        query.table = {{}, u"c"_s};
        query.sort = {{u"p"_s, true, RelatedLabel{*parent, label}}};
        query.filter.terms = {{FilterTerm::Join::And,
                               RelatedCondition{{*parent},
                                                RelatedCondition::Quantifier::Any,
                                                where({}, FilterOp::Contains, {Value::text(u"BOB"_s)}),
                                                label},
                               true}};
        const auto source = fixture.source(query);
        const QSignalSpy failed(source.get(), &RowSource::failed);
        QTRY_VERIFY(!source->isBusy());
        QVERIFY2(failed.isEmpty(), failed.isEmpty() ? "" : qPrintable(failed[0][0].value<Error>().message));
        QCOMPARE(source->count(), (RowCount{100, true}));
    }

    /// Random tables, keys, sorts and filters.
    void randomQueries_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 8; ++seed)
            QTest::newRow(qPrintable(u"seed %1"_s.arg(seed))) << seed;
    }
    void randomQueries()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        struct Kind {
            QString type;
            QString values; ///< of i
        };
        const QList<Kind> kinds{{u"integer"_s, u"(i * 7919 % 101)"_s},
                                {u"bigint"_s, u"(i * 104729::bigint % 1009)"_s},
                                {u"numeric(8,2)"_s, u"(i % 37) / 4.0"_s},
                                {u"text"_s, u"(ARRAY['a', 'B', 'b', 'ä', '', '_'])[1 + i % 6] || (i % 29)"_s},
                                {u"timestamptz"_s, u"timestamptz '2026-01-01' + (i % 53) * interval '1 day'"_s},
                                {u"boolean"_s, u"i % 2 = 0"_s},
                                {u"uuid"_s, u"md5((i % 97)::text)::uuid"_s},
                                {u"double precision"_s, u"(i % 41) / 8.0"_s}};
        const QString table = u"random%1"_s.arg(seed);
        const int width = 3 + random.bounded(3);
        const int rows = 1 + random.bounded(4000);
        QStringList columns{u"n integer NOT NULL"_s};
        QStringList values{u"(i * 7 % %1)"_s.arg(rows * 8 + 1)};
        QStringList names{u"n"_s};
        const int key = random.bounded(3); // none, n, or the first column and n
        for (int c = 0; c < width; ++c) {
            const Kind &kind = kinds.at(random.bounded(int(kinds.size())));
            const bool required = random.bounded(2) == 0 || (c == 0 && key == 2);
            names.append(u"c%1"_s.arg(c));
            columns.append(names.last() + u' ' + kind.type + (required ? u" NOT NULL"_s : QString()));
            values.append(required ? kind.values
                                   : u"CASE WHEN i % %1 > 0 THEN %2 END"_s.arg(2 + random.bounded(5)).arg(kind.values));
        }
        QString sql = u"CREATE TABLE %1(%2"_s.arg(table, columns.join(u", "_s));
        if (key > 0)
            sql += key == 1 ? u", PRIMARY KEY(n)"_s : u", PRIMARY KEY(c0, n)"_s;
        sql += u"); INSERT INTO %1 SELECT %2 FROM generate_series(1, %3) i ON CONFLICT DO NOTHING;"_s.arg(
            table, values.join(u", "_s), QString::number(rows));
        if (random.bounded(2) == 0)
            sql += u"CREATE INDEX ON %1(%2 %3, n);"_s.arg(table, names.at(1 + random.bounded(width)),
                                                          random.bounded(2) == 0 ? u"DESC"_s : QString());
        VERIFY_OK(m_database->database->execute(sql));
        m_database->readSchema();
        QCOMPARE(m_database->problem, QString());
        RowsFixture fixture;
        QCOMPARE(m_database->open(fixture), QString());

        for (int round = 0; round < 3; ++round) {
            RowQuery query;
            query.table = {{}, table};
            QStringList order;
            for (int s = random.bounded(3); s > 0; --s) {
                const QString &name = names.at(random.bounded(int(names.size())));
                const bool down = random.bounded(2) == 0;
                if (std::none_of(query.sort.cbegin(), query.sort.cend(),
                                 [&](const SortKey &k) { return k.column == name; })) {
                    query.sort.append({name, down});
                    order.append(name + (down ? u" DESC"_s : QString()));
                }
            }
            const RowIdentity identity = m_database->dialect.identityOf(*m_database->schema.table(query.table));
            const bool back = !query.sort.isEmpty() && query.sort.last().descending;
            for (const QString &name : identity.columns) {
                if (std::none_of(query.sort.cbegin(), query.sort.cend(),
                                 [&](const SortKey &k) { return k.column == name; }))
                    order.append(name + (back ? u" DESC"_s : QString()));
            }
            QString filter = u"true"_s;
            if (random.bounded(2) == 0) {
                const int bound = random.bounded(rows * 8);
                query.filter.terms = {
                    {FilterTerm::Join::And, where(u"n"_s, FilterOp::Less, {Value::integer(bound)}), true}};
                filter = u"n < %1"_s.arg(bound);
            }
            const auto source = fixture.source(query);
            QSignalSpy failed(source.get(), &RowSource::failed);
            compare(*source, u"SELECT * FROM %1 WHERE %2 ORDER BY %3"_s.arg(table, filter, order.join(u", "_s)), 12);
            QCOMPARE(failed.count(), 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestPgRows)
#include "tst_pgrows.moc"
