// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresedits.h"
#include "core/dialect/postgres/postgrestypes.h"
#include "core/dialect/postgres/postgreswords.h"

#include <QTest>

#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

Column columnOf(const QString &type)
{
    Column column;
    column.name = u"c"_s;
    column.declaredType = type;
    return column;
}

} // namespace

/// What needs no server; that the server reads it so is tst_pgtypes' to show.
class TestPostgresWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void names();
    void keywords();
    void literals_data();
    void literals();
    void takesTypesApart_data();
    void takesTypesApart();
    void castTypes_data();
    void castTypes();
    void families_data();
    void families();
    void valuesFromText_data();
    void valuesFromText();
    void exactly_data();
    void exactly();
    void keys();
    void transactions();
    void moments_data();
    void moments();
};

void TestPostgresWords::names()
{
    QCOMPARE(postgresIdentifier(u"Order \"1\""_s), u"\"Order \"\"1\"\"\""_s);
    QCOMPARE(postgresQualified({{}, u"t"_s}), u"\"public\".\"t\""_s);
    QCOMPARE(postgresQualified({u"audit"_s, u"t"_s}), u"\"audit\".\"t\""_s);
}

void TestPostgresWords::keywords()
{
    for (const QString &word : {u"select"_s, u"ILIKE"_s, u"Lateral"_s, u"XMLTABLE"_s, u"all"_s, u"zone"_s})
        QVERIFY2(isPostgresKeyword(word), qPrintable(word));
    for (const QString &word : {u"users"_s, u"glob"_s, u"pragma"_s, u""_s, u"zz"_s})
        QVERIFY2(!isPostgresKeyword(word), qPrintable(word));
}

void TestPostgresWords::literals_data()
{
    QTest::addColumn<Value>("value");
    QTest::addColumn<QString>("expected");
    constexpr double infinity = std::numeric_limits<double>::infinity();
    QTest::newRow("null") << Value() << u"NULL"_s;
    QTest::newRow("integer") << Value::integer(-5) << u"-5"_s;
    QTest::newRow("least integer") << Value::integer(std::numeric_limits<std::int64_t>::min())
                                   << u"'-9223372036854775808'::bigint"_s;
    QTest::newRow("real") << Value::real(1.5) << u"'1.5'::double precision"_s;
    QTest::newRow("negative zero") << Value::real(-0.0) << u"'-0.0'::double precision"_s;
    QTest::newRow("no number") << Value::real(std::numeric_limits<double>::quiet_NaN()) << u"'NaN'::double precision"_s;
    QTest::newRow("infinite") << Value::real(-infinity) << u"'-Infinity'::double precision"_s;
    QTest::newRow("text") << Value::text(u"it's \\ fine"_s) << u"'it''s \\ fine'"_s;
    QTest::newRow("text with a NUL fails")
        << Value::textBytes(QByteArray("a\0b", 3)) << u"convert_from('\\x610062'::bytea, 'UTF8')"_s;
    QTest::newRow("broken text fails") << Value::textBytes("\xff") << u"convert_from('\\xff'::bytea, 'UTF8')"_s;
    QTest::newRow("bytes") << Value::blob(QByteArray("\0\xff", 2)) << u"'\\x00ff'::bytea"_s;
    QTest::newRow("typed") << Value::typed("{1,NULL}", u"integer[]"_s) << u"'{1,NULL}'::integer[]"_s;
}

void TestPostgresWords::literals()
{
    QFETCH(Value, value);
    QTEST(postgresLiteral(value), "expected");
}

void TestPostgresWords::takesTypesApart_data()
{
    QTest::addColumn<QString>("declared");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("modifiers");
    QTest::addColumn<bool>("isArray");
    const auto row = [](const QString &declared, const QString &name, const QStringList &modifiers = {},
                        bool isArray = false) {
        QTest::newRow(qPrintable(declared)) << declared << name << modifiers << isArray;
    };
    row(u"integer"_s, u"integer"_s);
    row(u"INT4"_s, u"integer"_s);
    row(u"bigserial"_s, u"bigint"_s);
    row(u"numeric(10,2)"_s, u"numeric"_s, {u"10"_s, u"2"_s});
    row(u"decimal( 10 , 2 )"_s, u"numeric"_s, {u"10"_s, u"2"_s});
    row(u"varchar(20)"_s, u"character varying"_s, {u"20"_s});
    row(u"character varying(20)[]"_s, u"character varying"_s, {u"20"_s}, true);
    row(u"timestamp(3) with time zone"_s, u"timestamp with time zone"_s, {u"3"_s});
    row(u"timestamptz"_s, u"timestamp with time zone"_s);
    row(u"timestamp"_s, u"timestamp without time zone"_s);
    row(u"time(0) without time zone"_s, u"time without time zone"_s, {u"0"_s});
    row(u"integer[][]"_s, u"integer"_s, {}, true);
    row(u"integer[3]"_s, u"integer"_s, {}, true);
    row(u"text ARRAY"_s, u"text"_s, {}, true);
    row(u"interval day to second(3)"_s, u"interval"_s, {u"3"_s});
    row(u"bit(3)"_s, u"bit"_s, {u"3"_s});
    row(u"pg_catalog.int4"_s, u"integer"_s);
    row(u"shop.\"Mood (old)\""_s, u"shop.\"Mood (old)\""_s);
    row(u"mood"_s, u"mood"_s);
    row(u"\"char\""_s, u"\"char\""_s);
    row({}, {});
}

void TestPostgresWords::takesTypesApart()
{
    QFETCH(QString, declared);
    const PostgresType type = postgresType(declared);
    QTEST(type.name, "name");
    QTEST(type.modifiers, "modifiers");
    QTEST(type.isArray, "isArray");
}

void TestPostgresWords::castTypes_data()
{
    QTest::addColumn<QString>("declared");
    QTest::addColumn<QString>("expected");
    QTest::newRow("varchar") << u"character varying(3)"_s << u"character varying"_s;
    QTest::newRow("char") << u"character(3)"_s << u"bpchar"_s;
    QTest::newRow("chars") << u"character(3)[]"_s << u"bpchar[]"_s;
    QTest::newRow("bit") << u"bit(3)"_s << u"\"bit\""_s;
    QTest::newRow("numeric") << u"numeric(5,2)"_s << u"numeric"_s;
    QTest::newRow("timestamp") << u"timestamp(0) with time zone"_s << u"timestamp with time zone"_s;
    QTest::newRow("a user's own") << u"shop.mood"_s << u"shop.mood"_s;
}

void TestPostgresWords::castTypes()
{
    QFETCH(QString, declared);
    QTEST(postgresCastType(declared), "expected");
}

void TestPostgresWords::families_data()
{
    QTest::addColumn<QString>("declared");
    QTest::addColumn<TypeFamily>("expected");
    const auto row = [](const QString &declared, TypeFamily family) {
        QTest::newRow(qPrintable(declared)) << declared << family;
    };
    row(u"smallint"_s, TypeFamily::Integer);
    row(u"bigserial"_s, TypeFamily::Integer);
    row(u"oid"_s, TypeFamily::Integer);
    row(u"real"_s, TypeFamily::Real);
    row(u"double precision"_s, TypeFamily::Real);
    row(u"numeric(10,2)"_s, TypeFamily::Numeric);
    row(u"money"_s, TypeFamily::Numeric);
    row(u"boolean"_s, TypeFamily::Boolean);
    row(u"character varying(20)"_s, TypeFamily::Text);
    row(u"character(2)"_s, TypeFamily::Text);
    row(u"citext"_s, TypeFamily::Text);
    row(u"bytea"_s, TypeFamily::Blob);
    row(u"date"_s, TypeFamily::Date);
    row(u"time(3) with time zone"_s, TypeFamily::Time);
    row(u"timestamp(6) without time zone"_s, TypeFamily::DateTime);
    row(u"timestamptz"_s, TypeFamily::DateTime);
    row(u"jsonb"_s, TypeFamily::Json);
    row(u"uuid"_s, TypeFamily::Uuid);
    row(u"integer[]"_s, TypeFamily::Unknown);
    row(u"text[]"_s, TypeFamily::Unknown);
    row(u"int4range"_s, TypeFamily::Unknown);
    row(u"interval"_s, TypeFamily::Unknown);
    row(u"shop.mood"_s, TypeFamily::Unknown);
    row({}, TypeFamily::Unknown);
}

void TestPostgresWords::families()
{
    QFETCH(QString, declared);
    QTEST(postgresTypeFamily(declared), "expected");
}

void TestPostgresWords::valuesFromText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("declared");
    QTest::addColumn<Value>("expected");
    const auto row = [](const QString &text, const QString &declared, const Value &value) {
        QTest::newRow(qPrintable(declared + u": "_s + text)) << text << declared << value;
    };
    row(u" 12 "_s, u"integer"_s, Value::integer(12));
    row(u"12.5"_s, u"integer"_s, Value::text(u"12.5"_s));
    row(u"twelve"_s, u"bigint"_s, Value::text(u"twelve"_s));
    row(u"9223372036854775808"_s, u"bigint"_s, Value::text(u"9223372036854775808"_s));
    row(u"1e3"_s, u"double precision"_s, Value::real(1000));
    row(u"-infinity"_s, u"float8"_s, Value::real(-std::numeric_limits<double>::infinity()));
    row(u"1e999"_s, u"double precision"_s, Value::text(u"1e999"_s));
    row(u"0.1"_s, u"real"_s, Value::typed("0.1", u"real"_s));
    row(u" 1.50"_s, u"numeric(10,2)"_s, Value::typed("1.50", u"numeric(10,2)"_s));
    row(u"1,5"_s, u"numeric"_s, Value::text(u"1,5"_s));
    row(u"Yes"_s, u"boolean"_s, Value::typed("t", u"boolean"_s));
    row(u"0"_s, u"bool"_s, Value::typed("f", u"bool"_s));
    row(u"maybe"_s, u"boolean"_s, Value::text(u"maybe"_s));
    row(u" a "_s, u"character varying(20)"_s, Value::text(u" a "_s));
    row(u"a"_s, u"character(3)"_s, Value::typed("a", u"character(3)"_s));
    row(u"12"_s, u"text"_s, Value::text(u"12"_s));
    row(u"\\x00Ff"_s, u"bytea"_s, Value::blob(QByteArray("\0\xff", 2)));
    row(u"\\xabc"_s, u"bytea"_s, Value::blob("\\xabc"));
    row(u"{1,2}"_s, u"integer[]"_s, Value::typed("{1,2}", u"integer[]"_s));
    row(u"happy"_s, u"shop.mood"_s, Value::typed("happy", u"shop.mood"_s));
    row(u"2026-10-30"_s, u"date"_s, Value::typed("2026-10-30", u"date"_s));
    row(u"12"_s, {}, Value::text(u"12"_s));
}

void TestPostgresWords::valuesFromText()
{
    QFETCH(QString, text);
    QFETCH(QString, declared);
    QTEST(postgresValueFromText(text, declared), "expected");
}

void TestPostgresWords::exactly_data()
{
    QTest::addColumn<Value>("value");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<Value>("bound");
    QTest::newRow("null") << Value() << u"\"c\" IS NULL"_s << Value();
    QTest::newRow("integer") << Value::integer(1) << u"\"c\" = :p"_s << Value::integer(1);
    QTest::newRow("negative zero") << Value::real(-0.0) << u"\"c\" = :p AND \"c\"::text = '-0'"_s << Value::real(-0.0);
    QTest::newRow("text") << Value::text(u"a"_s) << u"\"c\" COLLATE \"C\" = :p"_s << Value::text(u"a"_s);
    const Value json = Value::typed("{}", u"json"_s);
    QTest::newRow("json has no equality") << json << u"\"c\"::text = :p"_s << Value::text(u"{}"_s);
    QTest::newRow("1.0 is not 1.00") << Value::typed("1.0", u"numeric(5,2)"_s) << u"\"c\"::text = :p"_s
                                     << Value::text(u"1.0"_s);
    const Value moment = Value::typed("2026-01-01 00:00:00+00", u"timestamp with time zone"_s);
    QTest::newRow("a moment is one in every zone") << moment << u"\"c\" = :p"_s << moment;
    QTest::newRow("blanks at the end") << Value::typed("a ", u"bpchar"_s) << u"pg_catalog.format('%s', \"c\") = :p"_s
                                       << Value::text(u"a "_s);
    QTest::newRow("a user's own") << Value::typed("happy", u"mood"_s) << u"\"c\"::text = :p"_s
                                  << Value::text(u"happy"_s);
}

void TestPostgresWords::exactly()
{
    QFETCH(Value, value);
    QFETCH(Value, bound);
    QList<Parameter> parameters;
    QTEST(postgresExactly(u"c"_s, value, u"p"_s, parameters), "expected");
    const QList<Parameter> expected = value.isNull() ? QList<Parameter>() : QList<Parameter>{{u"p"_s, bound}};
    QCOMPARE(parameters, expected);
}

void TestPostgresWords::keys()
{
    Table table;
    table.columns = {columnOf(u"text"_s)};
    QList<Parameter> parameters;
    QCOMPARE(postgresKeyIs(table, u"c"_s, Value::text(u"a"_s), u"p"_s, parameters), u"\"c\" = :p"_s);
    table.columns.first().collation = u"no_case"_s;
    parameters.clear();
    QCOMPARE(postgresKeyIs(table, u"c"_s, Value::text(u"a"_s), u"p"_s, parameters),
             u"\"c\" = :p AND \"c\" COLLATE \"C\" = :p"_s);
    QCOMPARE(parameters.size(), 1);
    parameters.clear();
    const Value number = Value::typed("1.0", u"numeric"_s);
    QCOMPARE(postgresKeyIs(table, u"c"_s, number, u"p"_s, parameters), u"\"c\" = :p AND \"c\"::text = :p::text"_s);
    QCOMPARE(parameters, (QList<Parameter>{{u"p"_s, number}}));
    parameters.clear();
    QCOMPARE(postgresKeyIs(table, u"ctid"_s, Value::typed("(0,1)", u"tid"_s), u"p"_s, parameters), u"\"ctid\" = :p"_s);
}

void TestPostgresWords::transactions()
{
    Statement edit;
    edit.sql = u"UPDATE t SET a = 1"_s;
    const Script script = postgresInTransaction(u"Apply"_s, {postgresCheckForeignKeysLater(u"so"_s), edit});
    QStringList sql;
    for (const Statement &s : script.statements)
        sql.append(s.sql);
    QCOMPARE(sql,
             (QStringList{u"BEGIN ISOLATION LEVEL REPEATABLE READ"_s, u"SET CONSTRAINTS ALL DEFERRED"_s, edit.sql,
                          u"COMMIT"_s}));
    QCOMPARE(script.statements.first().role, Statement::Role::Begin);
    QCOMPARE(script.statements.last().role, Statement::Role::Commit);
}

void TestPostgresWords::moments_data()
{
    QTest::addColumn<QString>("declared");
    QTest::addColumn<TimeNotation>("notation");
    QTest::addColumn<QString>("expected");
    const TimeNotation text{TimeNotation::Kind::Text, false, u'T', true, u"Z"_s};
    QTest::newRow("with a zone") << u"timestamptz"_s << text << u"statement_timestamp()"_s;
    QTest::newRow("without one") << u"timestamp(3)"_s << text << u"statement_timestamp() AT TIME ZONE 'UTC'"_s;
    QTest::newRow("a day") << u"date"_s << text << u"(statement_timestamp() AT TIME ZONE 'UTC')::date"_s;
    QTest::newRow("text")
        << u"text"_s << text
        << u"to_char(statement_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"_s;
    QTest::newRow("seconds") << u"bigint"_s << TimeNotation()
                             << u"floor(extract(epoch FROM statement_timestamp()))::bigint"_s;
}

void TestPostgresWords::moments()
{
    QFETCH(QString, declared);
    QFETCH(TimeNotation, notation);
    QTEST(postgresNowSql(columnOf(declared), notation), "expected");
}

QTEST_GUILESS_MAIN(TestPostgresWords)
#include "tst_postgreswords.moc"
