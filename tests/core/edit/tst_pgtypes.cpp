// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/columnlimits.h"
#include "support/pgdatabase.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A type, and values at its edges, as SQL.
struct TypeCase {
    QString type;
    QStringList values;
};

QList<TypeCase> typeCases()
{
    return {
        {u"smallint"_s, {u"-32768"_s, u"32767"_s}},
        {u"integer"_s, {u"-2147483648"_s, u"2147483647"_s}},
        {u"bigint"_s, {u"'-9223372036854775808'"_s, u"9223372036854775807"_s}},
        {u"numeric"_s,
         {u"'1.0'"_s, u"'1.00'"_s, u"'NaN'"_s, u"'-Infinity'"_s, u"1e-1000"_s, u"repeat('9', 131072)::numeric"_s}},
        {u"numeric(10,2)"_s, {u"'-99999999.99'"_s, u"0.10"_s}},
        {u"real"_s, {u"'1e-45'"_s, u"'3.4028235e38'"_s, u"'NaN'"_s, u"'-0'"_s, u"0.1"_s}},
        {u"double precision"_s,
         {u"'5e-324'"_s, u"'1.7976931348623157e308'"_s, u"'NaN'"_s, u"'-Infinity'"_s, u"'-0'"_s, u"0"_s, u"0.1"_s}},
        {u"money"_s, {u"'-92233720368547758.08'"_s, u"'12.34'"_s}},
        {u"boolean"_s, {u"true"_s, u"false"_s}},
        {u"text"_s,
         {u"''"_s, u"'it''s \\ \"fine\"'"_s, u"E'a\\nb\\tc\\r\\n'"_s, u"U&'\\FEFF\\+01F600 é'"_s, u"' :p1 ? $1 '"_s}},
        {u"character varying(40)"_s, {u"'a '"_s, u"'a'"_s}},
        {u"character(5)"_s, {u"'ab'"_s, u"'abcde'"_s}},
        {u"bpchar"_s, {u"'ab '"_s, u"'ab'"_s}},
        {u"name"_s, {u"'a name'"_s, u"repeat('x', 63)"_s}},
        {u"\"char\""_s, {u"'x'"_s, u"''"_s}},
        {u"bytea"_s, {u"''"_s, u"'\\x0001ff5c27'"_s}},
        {u"date"_s, {u"'4713-01-01 BC'"_s, u"'5874897-12-31'"_s, u"'infinity'"_s, u"'2024-02-29'"_s}},
        {u"time"_s, {u"'00:00:00.000001'"_s, u"'24:00:00'"_s}},
        {u"time(3)"_s, {u"'12:00:00.123'"_s}},
        {u"time with time zone"_s, {u"'00:00:00+15:59'"_s, u"'24:00:00-15:59:59'"_s}},
        {u"timestamp"_s, {u"'4713-01-01 00:00:00 BC'"_s, u"'294276-12-31 23:59:59.999999'"_s, u"'-infinity'"_s}},
        {u"timestamp with time zone"_s,
         {u"'2026-10-30 17:45:00.123456+02'"_s, u"'infinity'"_s, u"'0044-03-15 12:00:00 BC'"_s}},
        {u"timestamp(0) with time zone"_s, {u"'2026-10-30 17:45:00+00'"_s}},
        {u"interval"_s,
         {u"'1 mon'"_s, u"'30 days'"_s, u"'720:00:00'"_s, u"'-178000000 years'"_s,
          u"'1 year -2 days 03:04:05.000006'"_s}},
        {u"uuid"_s, {u"'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"_s}},
        {u"json"_s, {u"'{ \"a\" : 1.0, \"a\": 2 }'"_s, u"'null'"_s}},
        {u"jsonb"_s, {u"'{\"a\": 1.0, \"b\": [null, \"\\\\u00e9\"]}'"_s, u"'{\"a\": 1.00}'"_s, u"'\"x\"'"_s}},
        {u"xml"_s, {u"'<a b=\"c\">d</a>'"_s, u"'just text'"_s}},
        {u"inet"_s, {u"'10.0.0.1/8'"_s, u"'::1'"_s}},
        {u"cidr"_s, {u"'10.0.0.0/8'"_s}},
        {u"macaddr"_s, {u"'08:00:2b:01:02:03'"_s}},
        {u"macaddr8"_s, {u"'08:00:2b:01:02:03:04:05'"_s}},
        {u"bit(3)"_s, {u"B'101'"_s, u"B'000'"_s}},
        {u"bit varying"_s, {u"B''"_s, u"B'1011'"_s}},
        {u"point"_s, {u"'(1.5,-0)'"_s, u"'(NaN,Infinity)'"_s}},
        {u"line"_s, {u"'{1,2,3}'"_s}},
        {u"lseg"_s, {u"'[(0,0),(1,1)]'"_s}},
        {u"box"_s, {u"'(2,2),(0,0)'"_s, u"'(4,1),(0,0)'"_s}},
        {u"path"_s, {u"'((0,0),(1,1))'"_s, u"'[(0,0),(1,1)]'"_s}},
        {u"polygon"_s, {u"'((0,0),(1,0),(0,1))'"_s}},
        {u"circle"_s, {u"'<(0,0),1>'"_s, u"'<(5,5),1>'"_s}},
        {u"int4range"_s, {u"'[1,5)'"_s, u"'empty'"_s, u"'(,)'"_s}},
        {u"numrange"_s, {u"'[1.0,2)'"_s, u"'[1.00,2)'"_s}},
        {u"tstzrange"_s, {u"'[2026-01-01 00:00:00+00,)'"_s}},
        {u"datemultirange"_s, {u"'{[2026-01-01,2026-02-01),[2026-03-01,)}'"_s}},
        {u"tsvector"_s, {u"'a:1 b:2A,3'"_s, u"''"_s}},
        {u"tsquery"_s, {u"'a & !b'"_s}},
        {u"pg_lsn"_s, {u"'16/B374D848'"_s}},
        {u"oid"_s, {u"4294967295"_s}},
        {u"regclass"_s, {u"'pg_class'"_s}},
        {u"jsonpath"_s, {u"'$.a[*] ? (@ > 1)'"_s}},
        {u"integer[]"_s, {u"'{}'"_s, u"'{1,NULL,3}'"_s, u"'[0:1]={1,2}'"_s, u"'{{1,2},{3,4}}'"_s}},
        {u"text[]"_s, {u"ARRAY['a,b', 'c\"d', '', 'NULL', NULL, '{x}', E'e\\\\f', E'g\\nh']"_s}},
        {u"numeric(10,2)[]"_s, {u"'{1.00,2.50}'"_s}},
        {u"timestamp with time zone[]"_s, {u"ARRAY['2026-01-01 00:00:00.5+00'::timestamptz]"_s}},
        {u"bytea[]"_s, {u"ARRAY['\\x00ff'::bytea]"_s}},
        {u"mood"_s, {u"'very happy'"_s, u"'sad, really'"_s}},
        {u"mood[]"_s, {u"ARRAY['sad, really', 'very happy']::mood[]"_s}},
        {u"\"Odd\".\"Type Name\""_s, {u"'b'"_s}},
        {u"pair"_s, {u"ROW(1, 'x,\"y')"_s, u"ROW(NULL, '')"_s}},
        {u"positive"_s, {u"'1.50'"_s}},
        {u"short"_s, {u"'ab'"_s}},
    };
}

QString columnOf(qsizetype type)
{
    return u"v%1"_s.arg(type);
}

QString makeTypes()
{
    const QList<TypeCase> cases = typeCases();
    QString sql = u"CREATE TYPE mood AS ENUM ('very happy', 'sad, really'); CREATE SCHEMA \"Odd\";"
                  "CREATE TYPE \"Odd\".\"Type Name\" AS ENUM ('a', 'b'); CREATE TYPE pair AS (a integer, b text);"
                  "CREATE DOMAIN positive AS numeric CHECK (VALUE > 0); CREATE DOMAIN short AS character(3);"
                  "CREATE TABLE types(id integer PRIMARY KEY, note text"_s;
    qsizetype rows = 0;
    for (qsizetype i = 0; i < cases.size(); ++i) {
        sql += u", "_s + columnOf(i) + u' ' + cases.at(i).type;
        rows = std::max(rows, cases.at(i).values.size());
    }
    sql += u");"_s;
    for (qsizetype row = 0; row <= rows; ++row) { // the last one all NULL
        sql += u"INSERT INTO types VALUES ("_s + QString::number(row) + u", 'first'"_s;
        for (const TypeCase &one : cases)
            sql += u", "_s + one.values.value(row, u"NULL"_s);
        sql += u");"_s;
    }
    return sql;
}

} // namespace

/// One row per edge of every type: what is read is what is there, and comes back as it was.
class TestPgTypes : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;
    std::unique_ptr<PgDatabase> m_database;

    [[nodiscard]] QStringList everything() const
    {
        return m_database->column(u"SELECT t::text FROM types t ORDER BY id"_s);
    }
    [[nodiscard]] const Table &types() const { return *m_database->schema.table({{}, u"types"_s}); }
    [[nodiscard]] std::vector<Row> stored() const { return m_database->rows(u"SELECT * FROM types ORDER BY id"_s); }

private Q_SLOTS:
    void initTestCase()
    {
        START_POSTGRES(m_cluster);
        m_database = std::make_unique<PgDatabase>(m_cluster, makeTypes());
        QCOMPARE(m_database->problem, QString());
    }
    void cleanupTestCase() { m_database.reset(); }

    /// SELECT literal gives the very value again, and its type.
    void literalsReadBack()
    {
        const std::vector<Row> rows = stored();
        const QList<Column> &columns = types().columns;
        for (const Row &row : rows) {
            for (qsizetype c = 0; c < columns.size(); ++c) {
                const Value &value = row[static_cast<size_t>(c)];
                const QString literal = m_database->dialect.literal(value);
                const auto back = m_database->database->queryValue(u"SELECT "_s + literal);
                VERIFY_OK(back);
                const Value expected = value.kind() == Value::Kind::Text ? Value::textBytes(value.bytes()) : value;
                QVERIFY2(*back == expected,
                         qPrintable(columns.at(c).declaredType + u": "_s + literal + u" → "_s + back->typeName() + u' '
                                    + back->display()));
            }
        }
    }

    /// Of all rows exactly those with the same text are found.
    void exactlyFindsThoseThatAreTheSame()
    {
        const std::vector<Row> rows = stored();
        const QList<Column> &columns = types().columns;
        for (const Row &row : rows) {
            for (qsizetype c = 0; c < columns.size(); ++c) {
                Statement statement;
                const QString condition = m_database->dialect.exactly(columns.at(c).name, row[static_cast<size_t>(c)],
                                                                      u"p"_s, statement.parameters);
                QStringList expected;
                for (const Row &other : rows) {
                    if (other[static_cast<size_t>(c)] == row[static_cast<size_t>(c)])
                        expected.append(other.front().display());
                }
                statement.sql = u"SELECT id FROM types WHERE "_s + condition + u" ORDER BY id"_s;
                QList<Value> bound;
                for (const Parameter &p : std::as_const(statement.parameters))
                    bound.append(std::get<Value>(p.value));
                const auto found = m_database->database->query(statement.sql, bound);
                VERIFY_OK(found);
                QStringList ids;
                for (const Row &one : *found)
                    ids.append(one.front().display());
                QVERIFY2(ids == expected,
                         qPrintable(columns.at(c).declaredType + u": "_s + rendered(statement, m_database->dialect)
                                    + u" → "_s + ids.join(u',')));
                // As it is shown in the preview, too.
                QCOMPARE(m_database->column(rendered(statement, m_database->dialect)), expected);
            }
        }
    }

    void aRowEditedElsewhereKeepsEveryByte()
    {
        const QStringList before = everything();
        for (qint64 id = 0; id < before.size(); ++id) {
            std::ignore = m_database->changes.apply(SetCell{{{}, u"types"_s},
                                                            {{Value::integer(id)}},
                                                            u"note"_s,
                                                            Value::text(u"first"_s),
                                                            NewValue(Value::text(u"second"_s)),
                                                            -1});
        }
        VERIFY_OK(m_database->apply());
        const QStringList changed = everything();
        QVERIFY(changed != before);
        VERIFY_OK(m_database->database->run(u"UPDATE types SET note = 'first'"_s));
        QCOMPARE(everything(), before);
    }

    /// Every value is written over by NULL and put back by an edit, with what was there named each time.
    void everyValueComesBackAsItWas()
    {
        const QStringList before = everything();
        const std::vector<Row> rows = stored();
        const QList<Column> &columns = types().columns;
        for (const bool back : {false, true}) {
            for (const Row &row : rows) {
                for (qsizetype c = 2; c < columns.size(); ++c) {
                    const Value &value = row[static_cast<size_t>(c)];
                    if (value.isNull())
                        continue;
                    VERIFY_OK(m_database->changes.apply(SetCell{{{}, u"types"_s},
                                                                {{row.front()}},
                                                                columns.at(c).name,
                                                                back ? Value() : value,
                                                                NewValue(back ? value : Value()),
                                                                -1}));
                }
            }
            VERIFY_OK(m_database->apply());
            if (!back)
                QVERIFY(everything() != before);
        }
        QCOMPARE(everything(), before);
    }

    /// What is called too large is refused by the server, and nothing else is.
    void whatATypeRefusesTheServerRefuses()
    {
        const QStringList texts{u"abc"_s,    u"abcd"_s,      u"abc  "_s,      u"éé😀"_s,     u"éé😀x"_s,       u""_s,
                                u"32767"_s,  u"32768"_s,     u"-32768"_s,     u"-32769"_s,  u"2147483648"_s, u"0"_s,
                                u"99.994"_s, u"99.995"_s,    u"-99.995"_s,    u"100"_s,     u"1e2"_s,        u"1e-9"_s,
                                u"0000.1"_s, u"0.0994"_s,    u"0.0996"_s,     u"0.1"_s,     u"9.4"_s,        u"9.5"_s,
                                u"NaN"_s,    u"123456789"_s, u"0.00000999"_s, u"99999999"_s};
        for (const QString &type : {u"character varying(3)"_s, u"character(3)"_s, u"smallint"_s, u"integer"_s,
                                    u"numeric(4,2)"_s, u"numeric(1,0)"_s, u"numeric(2,3)"_s, u"numeric"_s, u"text"_s}) {
            const QString table = u"CREATE TABLE fits(c %1)"_s.arg(type);
            VERIFY_OK(m_database->database->execute(u"DROP TABLE IF EXISTS fits;"_s + table));
            for (const QString &text : texts) {
                const Value value = m_database->dialect.valueFromText(text, type);
                const QString why = m_database->dialect.whyTypeRefuses(value, type);
                const auto said = m_database->database->query(u"INSERT INTO fits VALUES (:v)"_s, {value});
                const bool tooLarge = !said && (said.error().code == u"22001"_s || said.error().code == u"22003"_s);
                QVERIFY2(why.isEmpty() != tooLarge
                             || (value.kind() == Value::Kind::Text && tooLarge && why.isEmpty()
                                 && type != u"character varying(3)"_s),
                         qPrintable(u"%1 %2: “%3”, but the server: %4"_s.arg(type, text, why,
                                                                             said ? u"fine"_s : said.error().message)));
            }
        }
        VERIFY_OK(m_database->database->execute(u"DROP TABLE fits"_s));
    }

    /// Said where it is typed, not by Apply; a domain asks what its base asks.
    void whatATypeRefusesIsSaidAtTheField()
    {
        const auto said = [&](const QString &type, const QString &text) {
            const auto &columns = types().columns;
            const auto column =
                std::find_if(columns.cbegin(), columns.cend(), [&](const Column &c) { return c.declaredType == type; });
            if (column == columns.cend())
                return u"no such column"_s;
            const Dialect &dialect = m_database->dialect;
            return refusal(dialect.valueFromText(text, column->valueType()), limitsOf(types(), *column, dialect),
                           dialect.typeFamily(column->valueType()));
        };
        QCOMPARE(said(u"character varying(40)"_s, QString(40, u'x')), QString());
        QVERIFY(said(u"character varying(40)"_s, QString(41, u'x')).contains(u"at most 40 characters; this has 41"_s));
        QVERIFY(said(u"numeric(10,2)"_s, u"123456789"_s).contains(u"8 digits before the point; this has 9"_s));
        QVERIFY(said(u"smallint"_s, u"32768"_s).contains(u"-32768 to 32767"_s));
        QCOMPARE(said(u"short"_s, u"abc"_s), QString());
        QVERIFY(said(u"short"_s, u"abcd"_s).contains(u"at most 3 characters"_s));
    }

    /// What a person types in place of a value is that value.
    void whatIsTypedIsWhatIsRead()
    {
        for (const Row &row : stored()) {
            const QList<Column> &columns = types().columns;
            for (qsizetype c = 0; c < columns.size(); ++c) {
                const Value &value = row[static_cast<size_t>(c)];
                const Column &column = columns.at(c);
                if (value.isNull() || value.kind() == Value::Kind::Blob) // bytes are typed as \x…
                    continue;
                const QString text = value.kind() == Value::Kind::Real ? shortestReal(value.toReal()) : value.display();
                const Value typed = m_database->dialect.valueFromText(text, column.valueType());
                QVERIFY2(typed == value,
                         qPrintable(column.declaredType + u": "_s + text + u" → "_s + typed.typeName() + u' '
                                    + typed.display()));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestPgTypes)
#include "tst_pgtypes.moc"
