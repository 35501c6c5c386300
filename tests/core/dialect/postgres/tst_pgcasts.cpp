// SPDX-License-Identifier: GPL-3.0-or-later
// Casts that the server adds, and casts that somebody wrote, asked of the server itself.
#include "core/dialect/postgres/normalexpression.h"

#include "support/postgresschema.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgCasts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whatIsWrittenIsWhatTheServerSays_data();
    void whatIsWrittenIsWhatTheServerSays();
    void othersStayOthers_data();
    void othersStayOthers();
    void aChangeOfACastIsAChange();
    void viewsKnowTheTypesOfColumns_data();
    void viewsKnowTheTypesOfColumns();

private:
    /// As the server writes it; the error where it does not take it.
    QString byServer(const QString &sql);
    QString normal(const QString &sql) const { return postgresNormalExpression(sql, *m_schema.table({{}, u"t"_s})); }

    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_db;
    Schema m_schema;
};

void TestPgCasts::initTestCase()
{
    START_POSTGRES(m_cluster);
    m_db = std::make_unique<PostgresDb>(m_cluster.newDatabase(
        u"CREATE DOMAIN email AS varchar(99); CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (cents int, small "
        "smallint, big bigint, price numeric(10,2), half real, dbl double precision, s text, v varchar(80), code "
        "char(3), doc jsonb, born date, at timestamptz, ts timestamp, tags text[], mail email, m mood, id uuid)"_s));
    QVERIFY2(m_db->error().isEmpty(), qPrintable(m_db->error() + m_cluster.problem()));
    const auto schema = m_db->schema();
    QVERIFY(schema);
    m_schema = *schema;
}

QString TestPgCasts::byServer(const QString &sql)
{
    const QString error = m_db->execute(u"CREATE INDEX made ON t ((%1))"_s.arg(sql));
    if (!error.isEmpty())
        return error;
    const QString said =
        m_db->value(u"SELECT pg_get_expr(indexprs, indrelid) FROM pg_index WHERE indexrelid = 'made'::regclass"_s);
    m_db->execute(u"DROP INDEX made"_s);
    return said;
}

void TestPgCasts::whatIsWrittenIsWhatTheServerSays_data()
{
    QTest::addColumn<QString>("sql");
    for (const QString &sql : {u"cents / 100"_s,
                               u"cents::numeric / 100"_s,
                               u"cents / 100::numeric"_s,
                               u"cents / 100.0"_s,
                               u"price * 2"_s,
                               u"price * cents"_s,
                               u"price * 2 >= cents"_s,
                               u"half * 2"_s,
                               u"half > 1.5"_s,
                               u"dbl > 1"_s,
                               u"big % 2"_s,
                               u"small % 2"_s,
                               u"small + 1"_s,
                               u"small::int + 1"_s,
                               u"cents::smallint > 5"_s,
                               u"price::int > 5.5"_s,
                               u"price::numeric(10,1) > 5"_s,
                               u"1::numeric / 2"_s,
                               u"1 / 2"_s,
                               u"cents in (1, 2)"_s,
                               u"big in (1, 2)"_s,
                               u"price in (1, 2.5)"_s,
                               u"coalesce(price, 0)"_s,
                               u"coalesce(cents, 0.5)"_s,
                               u"greatest(price, cents)"_s,
                               u"power(cents, 2)"_s,
                               u"sqrt(cents)"_s,
                               u"round(cents / 2.0, 1)"_s,
                               u"round(half::numeric, 1)"_s,
                               u"s::varchar(1) = 'a'"_s,
                               u"lower(s::varchar(1))"_s,
                               u"lower(v)"_s,
                               u"v = 'a'"_s,
                               u"v > 'a'"_s,
                               u"v in ('a', 'b')"_s,
                               u"v not in ('a', 'b')"_s,
                               u"v like 'a%'"_s,
                               u"v || s"_s,
                               u"v || ' ' || s"_s,
                               u"coalesce(v, '') || ' ' || coalesce(s, '')"_s,
                               u"upper(s::text)"_s,
                               u"cents::text = '5'"_s,
                               u"cast(cents as varchar(3)) = '5'"_s,
                               u"mail = 'a'"_s,
                               u"mail like '%@%'"_s,
                               u"code = 'abc'"_s,
                               u"lower(code)"_s,
                               u"(doc ->> 'n')::int > 3"_s,
                               u"(doc ->> 'n')::numeric > 3.5"_s,
                               u"doc @> '{\"a\": 1}'"_s,
                               u"doc #>> '{a, b}' = 'x'"_s,
                               u"tags = '{a, b}'"_s,
                               u"s ~ '[ a-z]'"_s,
                               u"trim(s)"_s,
                               u"trim(both 'x' from s)"_s,
                               u"trim(leading 'x' from s)"_s,
                               u"trim(trailing from v)"_s,
                               u"trim(s, 'x')"_s,
                               u"born > '2020-01-01'"_s,
                               u"born + interval '1 day' > ts"_s,
                               u"date_trunc('day', ts)"_s,
                               u"to_tsvector('english', coalesce(v, ''))"_s,
                               u"case when cents > 3 then price else 0 end"_s,
                               u"case when cents > 3 then v else 'x' end"_s,
                               u"length(v) > 2.5"_s,
                               u"substring(v from 1 for 2) = 'ab'"_s,
                               u"position('a' in v) > 0"_s,
                               u"md5(cents::text)"_s,
                               u"v is distinct from 'x'"_s,
                               u"nullif(v, '')"_s,
                               u"-price < 3"_s,
                               u"price > -5"_s,
                               u"extract(year from born) > 2000"_s,
                               u"v collate \"C\" > 'a'"_s,
                               u"left(v, 2)"_s,
                               u"(cents, small) > (1, 2)"_s,
                               u"cents between 1 and 5"_s,
                               u"price between 1 and 5"_s})
        QTest::newRow(qPrintable(sql)) << sql;
}

void TestPgCasts::whatIsWrittenIsWhatTheServerSays()
{
    QFETCH(QString, sql);
    QCOMPARE(normal(sql), normal(byServer(sql)));
}

void TestPgCasts::othersStayOthers_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    const QList<std::pair<QString, QString>> pairs{
        {u"cents / 100"_s, u"cents::numeric / 100"_s},
        {u"cents / 100"_s, u"cents / 100::numeric"_s},
        {u"1 / 2"_s, u"1::numeric / 2"_s},
        {u"cents > 5"_s, u"cents::smallint > 5"_s},
        {u"price::int > 5"_s, u"price::numeric(10,1) > 5"_s},
        {u"price > 5"_s, u"price::int > 5"_s},
        {u"s::varchar(1)"_s, u"s::varchar(9)"_s},
        {u"s"_s, u"s::varchar(9)"_s},
        {u"lower(s::varchar(1))"_s, u"lower(s)"_s},
        {u"cents::varchar = '5'"_s, u"cast(cents as varchar(3)) = '5'"_s},
        {u"cents > big"_s, u"cents::text > big::text"_s},
        {u"(cents + big)"_s, u"(cents + big)::text"_s},
        {u"trim(leading 'x' from s)"_s, u"trim(trailing 'x' from s)"_s},
        {u"trim(leading 'x' from s)"_s, u"trim('x' from s)"_s},
        {u"s ~ '[ a-z]'"_s, u"s ~ '[a-z]'"_s},
        {u"s = '{ a }'"_s, u"s = '{a}'"_s},
        {u"array[1, 2]"_s, u"array[1, 2]::text[]"_s},
        {u"id"_s, u"id::text"_s},
    };
    for (const auto &[a, b] : pairs)
        QTest::newRow(qPrintable(a + u" / " + b)) << a << b;
}

/// However the two come: as somebody wrote them, or as the server says them.
void TestPgCasts::othersStayOthers()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    // An index of texts of numbers is not immutable, but what the server writes of them is what was written.
    const auto server = [this](const QString &sql) { return sql.contains(u"::text") ? sql : byServer(sql); };
    QVERIFY(normal(a) != normal(b));
    QVERIFY(normal(server(a)) != normal(server(b)));
    QVERIFY(normal(server(a)) != normal(b));
    QVERIFY(normal(a) != normal(server(b)));
    if (b == "cents / 100::numeric"_L1)
        return; // who does not know what cents is takes that for what the server says of a numeric
    QVERIFY(postgresNormalExpression(a) != postgresNormalExpression(b));
    QVERIFY(postgresNormalExpression(server(a)) != postgresNormalExpression(server(b)));
}

/// As the reviewer of the diff had them; each is one change.
void TestPgCasts::aChangeOfACastIsAChange()
{
    const QString sql = u"CREATE DOMAIN d AS int CHECK (VALUE%1 / 2 > 0); CREATE TABLE g (id int, s text, half numeric "
                        "GENERATED ALWAYS AS (id%1 / 100) STORED, x numeric DEFAULT 1%1 / 2, CHECK (id%1 / 100 < 5));"
                        "CREATE POLICY p ON g USING (id%2 > 5); CREATE INDEX i ON g ((s::varchar(%3)));"
                        "CREATE VIEW w AS SELECT id%4 AS id FROM g"_s;
    PostgresDb before(m_cluster.newDatabase(sql.arg(u""_s, u""_s, u"1"_s, u""_s)));
    PostgresDb after(m_cluster.newDatabase(sql.arg(u"::numeric"_s, u"::smallint"_s, u"9"_s, u"::text"_s)));
    const auto from = before.schema();
    const auto to = after.schema();
    QVERIFY2(from && to, qPrintable(before.error() + after.error()));
    const auto d = diff(*from, *to, {}, PostgresDb::rules());
    QVERIFY(d);
    QStringList said;
    for (const Change &c : d->changes)
        said.append(wordsOf(c));
    const QString all = said.join(u'\n');
    for (const QString &part :
         {u"half"_s, u"column x"_s, u"check"_s, u"policy p"_s, u"index i"_s, u"view w"_s, u" d"_s})
        QVERIFY2(all.contains(part), qPrintable(part + u" is not in\n"_s + all));
    const auto none = diff(*to, *to, {}, PostgresDb::rules());
    QVERIFY(none && none->changes.isEmpty());
}

void TestPgCasts::viewsKnowTheTypesOfColumns_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b"); ///< empty: only whether the server's text is the same
    const QString from = u" FROM t"_s;
    const QString joined = u" FROM t JOIN other ON other.n = t.cents"_s;
    const QString inner = u" FROM (SELECT cents, small, big, price, half, s, v, ts, born FROM t) q"_s;
    const QString with = u"WITH q AS (SELECT cents, small, big, price, half, s, v, ts, born FROM t) "_s;
    const auto add = [&](const QString &a, const QString &b) {
        const auto of = [](const QString &sql) -> QString { return u"SELECT "_s + sql + u" AS x"_s; };
        const auto row = [&](const char *where, const QString &x, const QString &y) {
            QTest::addRow("%s / %s, %s", qPrintable(a), qPrintable(b), where) << x << (b.isEmpty() ? QString() : y);
        };
        row("of one table", of(a) + from, of(b) + from);
        row("of a join", of(a) + joined, of(b) + joined);
        row("of a query", of(a) + inner, of(b) + inner);
        row("of WITH", with + of(a) + u" FROM q"_s, with + of(b) + u" FROM q"_s);
        row("as a condition", u"SELECT 1 AS x FROM t WHERE ("_s + a + u") IS NOT NULL"_s,
            u"SELECT 1 AS x FROM t WHERE ("_s + b + u") IS NOT NULL"_s);
    };
    for (const QString &same : {u"cents * price"_s, u"cents::numeric * price"_s, u"price * cents::numeric"_s,
                                u"cents / 100.0"_s, u"half * price"_s, u"v = 'a'"_s, u"v || s"_s, u"lower(v)"_s,
                                u"coalesce(price, 0)"_s, u"ts > born"_s, u"small + big"_s})
        add(same, {});
    add(u"cents * small"_s, u"cents * small::numeric"_s);
    add(u"cents / small"_s, u"cents::numeric / small"_s);
    add(u"cents = small"_s, u"cents::text = small::text"_s);
    add(u"cents"_s, u"cents::bigint"_s);
}

void TestPgCasts::viewsKnowTheTypesOfColumns()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QCOMPARE(m_db->execute(u"DROP VIEW IF EXISTS made; CREATE TABLE IF NOT EXISTS other (n integer, m numeric)"_s),
             QString());
    const auto schema = m_db->schema();
    QVERIFY(schema);
    const SchemaIndex index(*schema);
    const auto normalOf = [&](const QString &sql) { return postgresNormalView(sql, &index); };
    const auto byServerOf = [&](const QString &sql) {
        const QString error = m_db->execute(u"DROP VIEW IF EXISTS made; CREATE VIEW made AS "_s + sql);
        return error.isEmpty() ? m_db->value(u"SELECT pg_get_viewdef('made'::regclass)"_s) : error;
    };
    QCOMPARE(normalOf(a), normalOf(byServerOf(a)));
    if (b.isEmpty())
        return;
    QCOMPARE(normalOf(b), normalOf(byServerOf(b)));
    QVERIFY2(normalOf(a) != normalOf(b), qPrintable(normalOf(a)));
    QVERIFY(normalOf(byServerOf(a)) != normalOf(byServerOf(b)));
}

QTEST_GUILESS_MAIN(TestPgCasts)
#include "tst_pgcasts.moc"
