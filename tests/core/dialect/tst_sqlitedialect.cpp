// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/dialect.h"
#include "core/sql/ddlparser.h"

#include "support/sqlitefile.h"
#include "support/verify.h"

#include <QRandomGenerator>
#include <QTest>

#include <bit>
#include <cmath>
#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(core::Value)
Q_DECLARE_METATYPE(core::TypeFamily)

namespace {

const Dialect &sqlite()
{
    return *dialectByName(u"sqlite"_s);
}

Table tableOf(const QString &sql)
{
    const auto parsed = parseDdl(sql, sqlite().lexRules());
    return parsed ? std::get<CreateTable>(*parsed).table : Table();
}

QString identityText(const RowIdentity &identity)
{
    switch (identity.kind) {
    case RowIdentity::Kind::None:
        return u"none"_s;
    case RowIdentity::Kind::PrimaryKey:
        return u"key "_s + identity.columns.join(u',');
    case RowIdentity::Kind::Unique:
        return u"unique "_s + identity.columns.join(u',');
    case RowIdentity::Kind::RowId:
        return u"rowid "_s + identity.columns.join(u',');
    }
    return {};
}

/// A connection without the program in between, so that what SQLite itself reads is seen.
class Memory {
public:
    Memory() { sqlite3_open(":memory:", &m_handle); }
    ~Memory() { sqlite3_close(m_handle); }
    Memory(const Memory &) = delete;
    Memory &operator=(const Memory &) = delete;

    Value evaluate(const QString &expression)
    {
        sqlite3_stmt *s = nullptr;
        const QByteArray sql = (u"SELECT "_s + expression).toUtf8();
        if (sqlite3_prepare_v2(m_handle, sql.constData(), static_cast<int>(sql.size()), &s, nullptr) != SQLITE_OK
            || sqlite3_step(s) != SQLITE_ROW)
            return Value::text(u"failed: "_s + QString::fromUtf8(sqlite3_errmsg(m_handle)));
        Value v;
        const auto bytes = [&] {
            const auto *data = static_cast<const char *>(sqlite3_column_blob(s, 0));
            return QByteArray(data, sqlite3_column_bytes(s, 0));
        };
        switch (sqlite3_column_type(s, 0)) {
        case SQLITE_INTEGER:
            v = Value::integer(sqlite3_column_int64(s, 0));
            break;
        case SQLITE_FLOAT:
            v = Value::real(sqlite3_column_double(s, 0));
            break;
        case SQLITE_TEXT:
            v = Value::textBytes(bytes());
            break;
        case SQLITE_BLOB:
            v = Value::blob(bytes());
            break;
        default:
            break;
        }
        sqlite3_finalize(s);
        return v;
    }

private:
    sqlite3 *m_handle = nullptr;
};

} // namespace

class TestSqliteDialect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void literals_data();
    void literals();
    void shortReals();
    void randomReals();
    void realsNearTheMiddle();
    void names();
    void keywords();
    void typeFamilies_data();
    void typeFamilies();
    void valuesFromText_data();
    void valuesFromText();
    void identities_data();
    void identities();
    void rendersParameters_data();
    void rendersParameters();
    void createsInOrder();
};

void TestSqliteDialect::literals_data()
{
    QTest::addColumn<Value>("value");
    using Int = std::numeric_limits<std::int64_t>;
    using Real = std::numeric_limits<double>;
    QTest::newRow("null") << Value();
    QTest::newRow("zero") << Value::integer(0);
    QTest::newRow("largest integer") << Value::integer(Int::max());
    QTest::newRow("smallest integer") << Value::integer(Int::min());
    QTest::newRow("beyond doubles") << Value::integer((std::int64_t{1} << 53) + 1);
    QTest::newRow("one") << Value::real(1.0);
    QTest::newRow("zero, real") << Value::real(0.0);
    QTest::newRow("negative zero") << Value::real(-0.0);
    QTest::newRow("a tenth") << Value::real(0.1);
    QTest::newRow("a third") << Value::real(-1.0 / 3.0);
    QTest::newRow("infinity") << Value::real(Real::infinity());
    QTest::newRow("negative infinity") << Value::real(-Real::infinity());
    QTest::newRow("largest real") << Value::real(Real::max());
    QTest::newRow("smallest normal") << Value::real(Real::min());
    QTest::newRow("smallest real") << Value::real(-Real::denorm_min());
    QTest::newRow("odd subnormal") << Value::real(Real::denorm_min() * 123456789.0);
    QTest::newRow("whole and large") << Value::real(1e18);
    QTest::newRow("just beyond integers") << Value::real(9223372036854775808.0);
    QTest::newRow("empty text") << Value::text(u""_s);
    QTest::newRow("quotes") << Value::text(u"it''s 'x' \"y\" `z`"_s);
    QTest::newRow("lines and emoji") << Value::text(u"a\r\nb\t\U0001F600"_s);
    QTest::newRow("text with NUL") << Value::textBytes(QByteArray("a\0b'", 4));
    QTest::newRow("broken UTF-8") << Value::textBytes(QByteArray("\xff\xfe\xc3", 3));
    QTest::newRow("leading byte order mark") << Value::textBytes("\xef\xbb\xbfx");
    QTest::newRow("encoded surrogate") << Value::textBytes("\xed\xa0\x80");
    QTest::newRow("empty blob") << Value::blob("");
    QTest::newRow("blob") << Value::blob(QByteArray("\0\xff'x", 4));
}

void TestSqliteDialect::literals()
{
    QFETCH(Value, value);
    const QString literal = sqlite().literal(value);
    const Value back = Memory().evaluate(literal);
    QVERIFY2(back == value, qPrintable(literal + u" gave "_s + back.display()));
}

/// What people type is shown as they typed it, as long as SQLite reads it as the same number.
void TestSqliteDialect::shortReals()
{
    Memory memory;
    for (int n = -99'999; n <= 99'999; n += 7) {
        for (const double scale : {10.0, 100.0, 1000.0}) {
            const double v = n / scale;
            const QString literal = sqlite().literal(Value::real(v));
            QCOMPARE(literal, shortestReal(v));
            QVERIFY2(memory.evaluate(literal) == Value::real(v), qPrintable(literal));
        }
    }
}

void TestSqliteDialect::randomReals()
{
    Memory memory;
    for (quint32 seed = 1; seed <= 20000; ++seed) {
        QRandomGenerator random(seed);
        const auto v = std::bit_cast<double>(random.generate64());
        if (std::isnan(v))
            continue;
        const QString literal = sqlite().literal(Value::real(v));
        QVERIFY2(memory.evaluate(literal) == Value::real(v), qPrintable(u"seed %1: %2"_s.arg(seed).arg(literal)));
    }
}

/// Decimals of 15 to 17 digits, where reading is hardest.
void TestSqliteDialect::realsNearTheMiddle()
{
    Memory memory;
    for (quint32 seed = 1; seed <= 20000; ++seed) {
        QRandomGenerator random(seed);
        const auto digits = static_cast<double>(random.generate64() % 100000000000000000ULL);
        const double v = std::nextafter(digits * std::pow(10.0, random.bounded(60) - 45), seed % 2 ? 0.0 : 1e300);
        const QString literal = sqlite().literal(Value::real(v));
        QVERIFY2(memory.evaluate(literal) == Value::real(v), qPrintable(u"seed %1: %2"_s.arg(seed).arg(literal)));
    }
}

void TestSqliteDialect::names()
{
    QCOMPARE(sqlite().identifier(u"a`b\"c"_s), u"`a``b\"c`"_s);
    QCOMPARE(sqlite().qualified({{}, u"t"_s}), u"`t`"_s);
    QCOMPARE(sqlite().qualified({u"main"_s, u"t"_s}), u"`main`.`t`"_s);
    QVERIFY(!dialectByName(u"no such system"_s));
    QCOMPARE(dialectByName(u"sqlite"_s)->name(), u"sqlite"_s);
}

void TestSqliteDialect::keywords()
{
    for (int i = 0; i < sqlite3_keyword_count(); ++i) {
        const char *word = nullptr;
        int length = 0;
        sqlite3_keyword_name(i, &word, &length);
        const QString keyword = QString::fromLatin1(word, length);
        QVERIFY2(sqlite().isKeyword(keyword), qPrintable(keyword));
        QVERIFY2(sqlite().isKeyword(keyword.toLower()), qPrintable(keyword));
    }
    for (const QString &word : {u"users"_s, u""_s, u"SELECTS"_s, u"zzz"_s, u"a"_s})
        QVERIFY2(!sqlite().isKeyword(word), qPrintable(word));
}

void TestSqliteDialect::typeFamilies_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<TypeFamily>("family");
    const auto row = [](const char *type, TypeFamily family) { QTest::newRow(type) << QString::fromLatin1(type) << family; };
    row("", TypeFamily::Unknown);
    row("ANY", TypeFamily::Unknown);
    row("integer", TypeFamily::Integer);
    row("TINYINT UNSIGNED", TypeFamily::Integer);
    row("text", TypeFamily::Text);
    row("NVARCHAR(160)", TypeFamily::Text);
    row("BLOB SUB_TYPE TEXT", TypeFamily::Text);
    row("blob", TypeFamily::Blob);
    row("REAL", TypeFamily::Real);
    row("double precision", TypeFamily::Real);
    row("DECIMAL(5,2)", TypeFamily::Numeric);
    row("numeric", TypeFamily::Numeric);
    row("BOOLEAN", TypeFamily::Boolean);
    row("DATE", TypeFamily::Date);
    row("DATETIME", TypeFamily::DateTime);
    row("timestamp", TypeFamily::DateTime);
    row("TIME", TypeFamily::Time);
    row("JSON", TypeFamily::Json);
    row("uuid", TypeFamily::Uuid);
}

void TestSqliteDialect::typeFamilies()
{
    QFETCH(QString, type);
    QTEST(sqlite().typeFamily(type), "family");
}

void TestSqliteDialect::valuesFromText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("type");
    QTest::addColumn<Value>("value");
    const auto row = [](const char *name, const QString &text, const QString &type, const Value &value) {
        QTest::newRow(name) << text << type << value;
    };
    row("whole number", u"12"_s, u"INTEGER"_s, Value::integer(12));
    row("signed number with blanks", u" -12 "_s, u"INTEGER"_s, Value::integer(-12));
    row("largest", u"9223372036854775807"_s, u"BIGINT"_s, Value::integer(std::numeric_limits<std::int64_t>::max()));
    row("too large loses nothing", u"9223372036854775808"_s, u"BIGINT"_s, Value::text(u"9223372036854775808"_s));
    row("decimal", u"1.5"_s, u"INTEGER"_s, Value::real(1.5));
    row("exponent", u"-1e-3"_s, u"REAL"_s, Value::real(-0.001));
    row("beyond doubles stays text", u"1e999"_s, u"REAL"_s, Value::text(u"1e999"_s));
    row("no number stays text", u"12 apples"_s, u"INTEGER"_s, Value::text(u"12 apples"_s));
    row("hexadecimal stays text", u"0x10"_s, u"INTEGER"_s, Value::text(u"0x10"_s));
    row("inf stays text", u"inf"_s, u"REAL"_s, Value::text(u"inf"_s));
    row("empty stays text", u""_s, u"INTEGER"_s, Value::text(u""_s));
    row("number in a text column", u"007"_s, u"TEXT"_s, Value::text(u"007"_s));
    row("number in a column without type", u"7"_s, u""_s, Value::text(u"7"_s));
    row("number in a blob column", u"7"_s, u"BLOB"_s, Value::text(u"7"_s));
    row("number in an ANY column", u"7"_s, u"ANY"_s, Value::text(u"7"_s));
    row("decimal column", u"7.25"_s, u"DECIMAL(5,2)"_s, Value::real(7.25));
    row("true", u"True"_s, u"BOOLEAN"_s, Value::integer(1));
    row("false", u"false"_s, u"BOOL"_s, Value::integer(0));
    row("true in an integer column", u"true"_s, u"INTEGER"_s, Value::text(u"true"_s));
    row("date", u"2024-01-02"_s, u"DATE"_s, Value::text(u"2024-01-02"_s));
}

void TestSqliteDialect::valuesFromText()
{
    QFETCH(QString, text);
    QFETCH(QString, type);
    QFETCH(Value, value);
    const Value got = sqlite().valueFromText(text, type);
    QVERIFY2(got == value, qPrintable(sqlite().literal(got)));
}

void TestSqliteDialect::identities_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &sql, const QString &expected) {
        QTest::newRow(name) << sql << expected;
    };
    row("integer primary key", u"CREATE TABLE t(id integer PRIMARY KEY, v)"_s, u"key id"_s);
    row("INT is not the rowid", u"CREATE TABLE t(id INT PRIMARY KEY, v)"_s, u"rowid rowid"_s);
    row("integer primary key desc is not the rowid", u"CREATE TABLE t(id INTEGER PRIMARY KEY DESC)"_s,
        u"rowid rowid"_s);
    row("desc at table level is", u"CREATE TABLE t(id INTEGER, PRIMARY KEY(ID DESC))"_s, u"key id"_s);
    row("text key may hold NULLs", u"CREATE TABLE t(a TEXT PRIMARY KEY)"_s, u"rowid rowid"_s);
    row("text key not null", u"CREATE TABLE t(a TEXT PRIMARY KEY NOT NULL)"_s, u"key a"_s);
    row("composite with one nullable", u"CREATE TABLE t(a NOT NULL, b, PRIMARY KEY(a, b))"_s, u"rowid rowid"_s);
    row("composite not null", u"CREATE TABLE t(a NOT NULL, b NOT NULL, PRIMARY KEY(b, a))"_s, u"key b,a"_s);
    row("composite without rowid", u"CREATE TABLE t(a, b, PRIMARY KEY(b, a)) WITHOUT ROWID"_s, u"key b,a"_s);
    row("strict key", u"CREATE TABLE t(a TEXT PRIMARY KEY) STRICT"_s, u"key a"_s);
    row("unique not null", u"CREATE TABLE t(a TEXT PRIMARY KEY, b TEXT NOT NULL UNIQUE)"_s, u"unique b"_s);
    row("unique nullable", u"CREATE TABLE t(a, b UNIQUE)"_s, u"rowid rowid"_s);
    row("unique over the rowid's column", u"CREATE TABLE t(a NOT NULL, b NOT NULL, UNIQUE(a, b))"_s,
        u"unique a,b"_s);
    row("no key", u"CREATE TABLE t(a, b)"_s, u"rowid rowid"_s);
    row("rowid hidden", u"CREATE TABLE t(RowId, b)"_s, u"rowid _rowid_"_s);
    row("two hidden", u"CREATE TABLE t(rowid, _rowid_, b)"_s, u"rowid oid"_s);
    row("all hidden", u"CREATE TABLE t(rowid, _rowid_, oid)"_s, u"none"_s);
    row("all hidden, with a key", u"CREATE TABLE t(rowid, _rowid_, oid INTEGER PRIMARY KEY)"_s, u"key oid"_s);
    row("full text", u"CREATE VIRTUAL TABLE t USING fts5(a)"_s, u"rowid rowid"_s);
    row("unknown module", u"CREATE VIRTUAL TABLE t USING other(a)"_s, u"none"_s);
    row("the system's own", u"CREATE TABLE sqlite_sequence(name, seq)"_s, u"none"_s);
}

void TestSqliteDialect::identities()
{
    QFETCH(QString, sql);
    const RowIdentity identity = sqlite().identityOf(tableOf(sql));
    QTEST(identityText(identity), "expected");
    QCOMPARE(identity.noneBecause.isEmpty(), identity.isEditable());
}

void TestSqliteDialect::rendersParameters_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << u"SELECT 1"_s << u"SELECT 1"_s;
    QTest::newRow("text and number") << u"SELECT :text, :n"_s << u"SELECT 'it''s :n', -3"_s;
    QTest::newRow("one name is the start of another") << u"SELECT :n, :name"_s << u"SELECT -3, :name"_s;
    QTest::newRow("within strings, names and comments") << u"SELECT ':n', `:n`, \":n\" /* :n */ -- :n"_s
                                                        << u"SELECT ':n', `:n`, \":n\" /* :n */ -- :n"_s;
    QTest::newRow("captured stays a name") << u"INSERT INTO t VALUES (:new_row)"_s << u"INSERT INTO t VALUES (:new_row)"_s;
    QTest::newRow("no comment appears") << u"SELECT 1-:n"_s << u"SELECT 1- -3"_s;
    QTest::newRow("no word appears") << u"SELECT 1 LIMIT:m"_s << u"SELECT 1 LIMIT 5"_s;
    QTest::newRow("twice") << u":m+:m"_s << u"5+5"_s;
}

void TestSqliteDialect::rendersParameters()
{
    QFETCH(QString, sql);
    Statement s;
    s.sql = sql;
    s.parameters = {{u"text"_s, Value::text(u"it's :n"_s)},
                    {u"n"_s, Value::integer(-3)},
                    {u"m"_s, Value::integer(5)},
                    {u"new_row"_s, Captured{u"new_row"_s}}};
    QTEST(rendered(s, sqlite()), "expected");
}

void TestSqliteDialect::createsInOrder()
{
    Schema schema;
    const auto add = [&](const QString &name, auto change) {
        Table t = tableOf(u"CREATE TABLE t(x)"_s);
        t.name.name = name;
        change(t);
        schema.tables.append(t);
    };
    add(u"a_virtual"_s, [](Table &t) {
        t.kind = Table::Kind::Virtual;
        t.module = u"fts5"_s;
        t.moduleArguments = QStringList{u"x"_s, u"content=''"_s};
    });
    add(u"a_virtual_data"_s, [](Table &t) { t.shadow = true; });
    add(u"sqlite_sequence"_s, [](Table &t) { t.internal = true; });
    add(u"t"_s, [](Table &t) {
        Index i;
        i.name = u"i"_s;
        i.columns = {{u"x"_s, {}, {}, SortOrder::Unspecified}};
        t.indexes.append(i);
        Trigger g;
        g.name = u"g"_s;
        g.table = {{}, u"t"_s};
        g.body = u"SELECT 1;"_s;
        t.triggers.append(g);
    });
    const auto addView = [&](const QString &name, const QString &definition) {
        View v;
        v.name.name = name;
        v.definition = definition;
        schema.views.append(v);
    };
    addView(u"a"_s, u"SELECT * FROM \"B\", c"_s);
    addView(u"b"_s, u"SELECT * FROM c"_s);
    addView(u"c"_s, u"SELECT * FROM t, a WHERE 0"_s); // a circle: nobody can read it, but it can be made
    QStringList written;
    const QList<Statement> statements = sqlite().createStatements(schema);
    for (const Statement &s : statements)
        written.append(QString(s.sql).replace(u'\n', u' ').simplified());
    QCOMPARE(written, (QStringList{u"CREATE TABLE `t` ( `x` )"_s,
                                   u"CREATE VIRTUAL TABLE `a_virtual` USING `fts5`(x, content='')"_s,
                                   u"CREATE INDEX `i` ON `t` (`x`)"_s,
                                   u"CREATE VIEW `c` AS SELECT * FROM t, a WHERE 0"_s,
                                   u"CREATE VIEW `b` AS SELECT * FROM c"_s,
                                   u"CREATE VIEW `a` AS SELECT * FROM \"B\", c"_s,
                                   u"CREATE TRIGGER `g` INSERT ON `t` BEGIN SELECT 1; END"_s}));
}

QTEST_GUILESS_MAIN(TestSqliteDialect)
#include "tst_sqlitedialect.moc"
