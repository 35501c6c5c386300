// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/ddlparser.h"

#include "core/dialect/sqlite/words.h"
#include "support/verify.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

Result<DdlStatement> parse(const QString &sql)
{
    return parseDdl(sql, sqliteLexRules());
}

template <typename T> T as(const QString &sql)
{
    const auto parsed = parse(sql);
    const T *statement = parsed ? std::get_if<T>(&*parsed) : nullptr;
    return statement ? *statement : T();
}

Table table(const QString &sql)
{
    return as<CreateTable>(sql).table;
}

} // namespace

class TestDdlParser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void accepts_data();
    void accepts();
    void tableFacts_data();
    void tableFacts();
    void columns();
    void columnClauseOrder();
    void primaryKeys();
    void foreignKeys();
    void tableConstraints();
    void options();
    void asSelect();
    void virtualTables();
    void indexes();
    void views();
    void triggers();
    void errors_data();
    void errors();
};

void TestDdlParser::accepts_data()
{
    QTest::addColumn<QString>("sql");
    const auto row = [](const QString &sql) { QTest::newRow(qPrintable(sql)) << sql; };
    row(u"create table t(a)"_s);
    row(u"CREATE TABLE IF NOT EXISTS main.t(a);"_s);
    row(u"CREATE TEMPORARY TABLE t(a); ;"_s);
    row(u"CREATE TABLE if(a)"_s);
    row(u"CREATE TABLE 'string name'('a' TEXT, [b c]INT, `d`, \"e\"\"f\")"_s);
    row(u"CREATE TABLE t(key, action, \"desc\", begin, end, temp, view, generated, always, match, no, row, rows)"_s);
    row(u"CREATE TABLE t(a INT CONSTRAINT lonely, b CONSTRAINT one CONSTRAINT two NOT NULL)"_s);
    row(u"CREATE TABLE t(a, UNIQUE(a) CONSTRAINT x CHECK(a) PRIMARY KEY(a))"_s);
    row(u"CREATE TABLE t(a REFERENCES p ON INSERT CASCADE)"_s);
    row(u"CREATE TABLE t(a CHECK(a) ON CONFLICT FAIL, CHECK (a > 0) ON CONFLICT IGNORE)"_s);
    row(u"CREATE TABLE t(a NULL ON CONFLICT ABORT)"_s);
    row(u"CREATE TABLE t(a REFERENCES p NOT NULL DEFERRABLE INITIALLY DEFERRED)"_s);
    row(u"CREATE TABLE t(a DEFAULT -9223372036854775808 NOT NULL, b DEFAULT+1, c DEFAULT x'00', d DEFAULT(1))"_s);
    row(u"-- head\nCREATE /* a */ TABLE t -- b\n(a /* c */) /* d */"_s);
    row(u"CREATE INDEX i ON t(a) WHERE b IS NOT NULL;"_s);
    row(u"CREATE VIEW v AS VALUES (1), (2)"_s);
}

void TestDdlParser::accepts()
{
    QFETCH(QString, sql);
    VERIFY_OK(parse(sql));
}

/// What a definition means, by the stable text form.
void TestDdlParser::tableFacts_data()
{
    QTest::addColumn<QString>("definition");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &definition, const QString &expected) {
        QTest::newRow(name) << definition << expected;
    };
    row("no type", u"a"_s, u"column a"_s);
    row("type of several words", u"a UNSIGNED  BIG\nINT"_s, u"column a UNSIGNED BIG INT"_s);
    row("type with sizes", u"a DECIMAL(10,2)"_s, u"column a DECIMAL(10,2)"_s);
    row("type with spread sizes", u"a DECIMAL ( 10 , -2 )"_s, u"column a DECIMAL ( 10 , -2 )"_s);
    row("type glued to the name", u"[a b]TEXT"_s, u"column a b TEXT"_s);
    row("comment in the type", u"a LONG/*x*/TEXT"_s, u"column a LONG TEXT"_s);
    row("word that starts a clause ends the type", u"a TEXT generated always as (b)"_s,
        u"column a TEXT generated virtual (b)"_s);
    row("generated is a fine type", u"a generated"_s, u"column a generated"_s);
    row("short generated", u"a AS (b || ')') STORED"_s, u"column a generated stored (b || ')')"_s);
    row("default string", u"a DEFAULT 'x)'"_s, u"column a default 'x)'"_s);
    row("default expression keeps its parentheses", u"a DEFAULT ( 1+(2) )"_s, u"column a default ( 1+(2) )"_s);
    row("default word", u"a INT DEFAULT CURRENT_TIMESTAMP NOT NULL"_s,
        u"column a INT not null default CURRENT_TIMESTAMP"_s);
    row("signed default", u"a DEFAULT - 1.5e3 UNIQUE"_s, u"column a default - 1.5e3|unique (a)"_s);
    row("not null on conflict", u"a NOT NULL ON CONFLICT REPLACE"_s, u"column a not null on conflict replace"_s);
    row("collation", u"a COLLATE \"my coll\""_s, u"column a collate my coll"_s);
    row("check with parentheses in strings and comments", u"a CHECK (a IN (')', \"(\") /* ) */ -- (\n)"_s,
        u"column a|check (a IN (')', \"(\"))"_s);
    row("named check", u"a CONSTRAINT ok CHECK(a>0)"_s, u"column a|check ok (a>0)"_s);
    row("a comma ends a lonely name", u"a, CONSTRAINT lonely, CHECK(a)"_s, u"column a|check (a)"_s);
    row("key in the column", u"a INTEGER CONSTRAINT k PRIMARY KEY DESC ON CONFLICT FAIL AUTOINCREMENT"_s,
        u"column a INTEGER|primary key k (a desc) autoincrement on conflict fail"_s);
    row("key of the table", u"a, b, PRIMARY KEY (b COLLATE nocase DESC, a ASC)"_s,
        u"column a|column b|primary key (b collate nocase desc, a asc)"_s);
    row("key of the table with autoincrement", u"a INTEGER, PRIMARY KEY (a AUTOINCREMENT)"_s,
        u"column a INTEGER|primary key (a) autoincrement"_s);
    row("foreign key", u"a REFERENCES p(x) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED"_s,
        u"column a|foreign key (a) -> p (x) on delete set null on update cascade deferred"_s);
    row("not deferrable is not deferred", u"a REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED"_s,
        u"column a|foreign key (a) -> p"_s);
    row("composite foreign key", u"a, b, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p(x, y) MATCH FULL"_s,
        u"column a|column b|foreign key f (a, b) -> p (x, y) match full"_s);
}

void TestDdlParser::tableFacts()
{
    QFETCH(QString, definition);
    const auto parsed = parse(u"CREATE TABLE t("_s + definition + u")"_s);
    VERIFY_OK(parsed);
    QStringList lines = describe(std::get<CreateTable>(*parsed).table).split(u'\n', Qt::SkipEmptyParts);
    lines.removeFirst();
    for (QString &line : lines)
        line = line.trimmed();
    QTEST(lines.join(u'|'), "expected");
}

void TestDdlParser::columns()
{
    const Table t = table(u"CREATE TABLE t(a INT CONSTRAINT n NOT NULL CONSTRAINT d DEFAULT 1, b AS (a) VIRTUAL, c AS (a))"_s);
    QCOMPARE(t.columns.size(), 3);
    QCOMPARE(t.columns[0].notNullName, u"n"_s);
    QCOMPARE(t.columns[0].defaultName, u"d"_s);
    QVERIFY(t.columns[1].generationKindWritten && !t.columns[1].generatedAlways);
    QVERIFY(!t.columns[2].generationKindWritten);
    QCOMPARE(t.text.sql.left(14), u"CREATE TABLE t"_s);
}

void TestDdlParser::columnClauseOrder()
{
    using C = ColumnClause;
    const Table t = table(u"CREATE TABLE t(a UNIQUE CHECK(a) DEFAULT 1 REFERENCES p COLLATE x CHECK(b) NOT NULL NULL PRIMARY KEY)"_s);
    QCOMPARE(t.columns[0].clauses,
             (QList<C>{C::Unique, C::Check, C::Default, C::References, C::Collate, C::Check, C::NotNull, C::Null,
                       C::PrimaryKey}));
    QCOMPARE(t.checks.size(), 2);
    QCOMPARE(t.checks[1].column, u"a"_s);
    QVERIFY(t.clauses.isEmpty());
}

void TestDdlParser::primaryKeys()
{
    QCOMPARE(table(u"CREATE TABLE t(a INTEGER PRIMARY KEY)"_s).rowIdAlias(), u"a"_s);
    QCOMPARE(table(u"CREATE TABLE t(a INTEGER PRIMARY KEY DESC)"_s).rowIdAlias(), QString());
    QCOMPARE(table(u"CREATE TABLE t(a INTEGER, PRIMARY KEY(A DESC))"_s).rowIdAlias(), u"a"_s);
    QCOMPARE(table(u"CREATE TABLE t(a INTEGER PRIMARY KEY) WITHOUT ROWID"_s).rowIdAlias(), QString());
    QCOMPARE(table(u"CREATE TABLE t(a BIGINT PRIMARY KEY)"_s).rowIdAlias(), QString());
    QCOMPARE(table(u"CREATE TABLE t(a, b, PRIMARY KEY(b, a))"_s).primaryKeyColumns(), (QStringList{u"b"_s, u"a"_s}));
}

void TestDdlParser::foreignKeys()
{
    const Table t = table(u"CREATE TABLE t(a REFERENCES p ON UPDATE SET DEFAULT ON DELETE RESTRICT,"
                          " b REFERENCES q(x) ON UPDATE NO ACTION DEFERRABLE, FOREIGN KEY (a, b) REFERENCES r)"_s);
    QCOMPARE(t.foreignKeys.size(), 3);
    QVERIFY(t.foreignKeys[0].onUpdateFirst);
    QCOMPARE(t.foreignKeys[0].deleteAction(), ForeignKeyAction::Restrict);
    QCOMPARE(t.foreignKeys[0].column, u"a"_s);
    QVERIFY(t.foreignKeys[0].targetColumns.isEmpty());
    QVERIFY(t.foreignKeys[1].onUpdate && !t.foreignKeys[1].onDelete && !t.foreignKeys[1].onUpdateFirst);
    QCOMPARE(t.foreignKeys[1].deferral, ForeignKey::Deferral::Deferrable);
    QCOMPARE(t.foreignKeys[2].column, QString());
    QCOMPARE(t.foreignKeys[2].columns, (QStringList{u"a"_s, u"b"_s}));
}

void TestDdlParser::tableConstraints()
{
    using C = TableClause;
    const Table t = table(u"CREATE TABLE t(a, b, CHECK(a) CONSTRAINT u UNIQUE(b) ON CONFLICT IGNORE,"
                          " FOREIGN KEY(a) REFERENCES p, CHECK(b), PRIMARY KEY(a))"_s);
    QCOMPARE(t.clauses, (QList<C>{C::Check, C::Unique, C::ForeignKey, C::Check, C::PrimaryKey}));
    QCOMPARE(t.uniques[0].name, u"u"_s);
    QCOMPARE(t.uniques[0].conflict, ConflictClause::Ignore);
    QCOMPARE(t.uniques[0].column, QString());
}

void TestDdlParser::options()
{
    const Table a = table(u"CREATE TABLE t(a PRIMARY KEY) without rowid"_s);
    QVERIFY(a.withoutRowId && !a.strict && !a.strictFirst);
    const Table b = table(u"CREATE TABLE t(a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"_s);
    QVERIFY(b.withoutRowId && b.strict && b.strictFirst);
    const Table c = table(u"CREATE TABLE t(a TEXT PRIMARY KEY) WITHOUT ROWID, STRICT"_s);
    QVERIFY(c.withoutRowId && c.strict && !c.strictFirst);
    QVERIFY(b.isRequired(b.columns[0]));
    const auto create = as<CreateTable>(u"CREATE TEMP TABLE IF NOT EXISTS aux.t(a)"_s);
    QVERIFY(create.temporary && create.ifNotExists);
    QCOMPARE(create.table.name, (QualifiedName{u"aux"_s, u"t"_s}));
}

void TestDdlParser::asSelect()
{
    const auto create = as<CreateTable>(u"CREATE TABLE t AS SELECT (1; 2) ; "_s);
    QCOMPARE(create.asSelect, u"SELECT (1; 2)"_s);
    QVERIFY(create.table.columns.isEmpty());
}

void TestDdlParser::virtualTables()
{
    const Table t = table(u"CREATE VIRTUAL TABLE IF NOT EXISTS t USING fts5( a ,b UNINDEXED, tokenize = 'x, y (z', prefix='2 3')"_s);
    QCOMPARE(t.kind, Table::Kind::Virtual);
    QCOMPARE(t.module, u"fts5"_s);
    QCOMPARE(t.moduleArguments, (QStringList{u"a"_s, u"b UNINDEXED"_s, u"tokenize = 'x, y (z'"_s, u"prefix='2 3'"_s}));
    QVERIFY(table(u"CREATE VIRTUAL TABLE t USING m"_s).moduleArguments.isEmpty());
    QVERIFY(table(u"CREATE VIRTUAL TABLE t USING m()"_s).moduleArguments.isEmpty());
}

void TestDdlParser::indexes()
{
    const auto create = as<CreateIndex>(
        u"CREATE UNIQUE INDEX IF NOT EXISTS main.[i 1] ON t(a COLLATE nocase DESC, 'b', lower(c, 'd, e') ASC, f + desc, (g)) WHERE a > 0 "_s);
    QVERIFY(create.index.unique && create.ifNotExists);
    QCOMPARE(create.index.name, u"i 1"_s);
    QCOMPARE(create.table, (QualifiedName{u"main"_s, u"t"_s}));
    const QList<IndexedColumn> expected{{u"a"_s, {}, u"nocase"_s, SortOrder::Descending},
                                        {u"b"_s, {}, {}, SortOrder::Unspecified},
                                        {{}, u"lower(c, 'd, e')"_s, {}, SortOrder::Ascending},
                                        {{}, u"f + desc"_s, {}, SortOrder::Unspecified},
                                        {{}, u"(g)"_s, {}, SortOrder::Unspecified}};
    QCOMPARE(create.index.columns, expected);
    QCOMPARE(create.index.where, u"a > 0"_s);
    QCOMPARE(as<CreateIndex>(u"CREATE INDEX i ON t(desc)"_s).index.columns[0].column, u"desc"_s);
}

void TestDdlParser::views()
{
    const auto create = as<CreateView>(u"CREATE TEMP VIEW v(a, \"b c\") AS SELECT ';' -- x\n, 2 ;"_s);
    QVERIFY(create.temporary);
    QCOMPARE(create.view.columnNames, (QStringList{u"a"_s, u"b c"_s}));
    QCOMPARE(create.view.definition, u"SELECT ';' -- x\n, 2"_s);
}

void TestDdlParser::triggers()
{
    const auto create = as<CreateTrigger>(
        u"CREATE TRIGGER main.g INSTEAD OF UPDATE OF a, [b c] ON v FOR EACH ROW WHEN CASE WHEN 1 THEN new.begin END "
        "BEGIN UPDATE t SET a = CASE 1 WHEN 1 THEN 2 END; SELECT 'END'; END;"_s);
    const Trigger &t = create.trigger;
    QCOMPARE(t.name, u"g"_s);
    QCOMPARE(t.table, (QualifiedName{u"main"_s, u"v"_s}));
    QCOMPARE(t.time, Trigger::Time::InsteadOf);
    QCOMPARE(t.event, Trigger::Event::Update);
    QCOMPARE(t.updateOf, (QStringList{u"a"_s, u"b c"_s}));
    QVERIFY(t.forEachRow);
    QCOMPARE(t.when, u"CASE WHEN 1 THEN new.begin END"_s);
    QCOMPARE(t.body, u"UPDATE t SET a = CASE 1 WHEN 1 THEN 2 END; SELECT 'END';"_s);
    QVERIFY(t.text.sql.endsWith(u"END"_s));
    const Trigger plain = as<CreateTrigger>(u"create trigger g delete on t begin select 1; end"_s).trigger;
    QCOMPARE(plain.time, Trigger::Time::Unspecified);
    QCOMPARE(plain.event, Trigger::Event::Delete);
    QVERIFY(!plain.forEachRow && plain.when.isEmpty());
}

void TestDdlParser::errors_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QString &sql, const QString &message) {
        QTest::newRow(name) << sql << message;
    };
    row("nothing", u""_s, u"Line 1, column 1: expected CREATE, but found the end."_s);
    row("other statement", u"DROP TABLE t"_s, u"Line 1, column 1: expected CREATE, but found \"DROP\"."_s);
    row("other object", u"CREATE USER x"_s,
        u"Line 1, column 8: expected TABLE, VIRTUAL TABLE, INDEX, VIEW or TRIGGER, but found \"USER\"."_s);
    row("no columns", u"CREATE TABLE t()"_s, u"Line 1, column 16: expected a column name, but found \")\"."_s);
    row("trailing comma", u"CREATE TABLE t(\n  a,\n)"_s, u"Line 3, column 1: expected a column name, but found \")\"."_s);
    row("trailing comma after a constraint", u"CREATE TABLE t(a, CHECK(a),)"_s,
        u"Line 1, column 28: expected a table constraint, but found \")\"."_s);
    row("column after a constraint", u"CREATE TABLE t(a, CHECK(a), b INT)"_s,
        u"Line 1, column 29: expected a table constraint, but found \"b\"."_s);
    row("reserved word as a name", u"CREATE TABLE t(select INT)"_s,
        u"Line 1, column 16: expected a column name, but found \"select\"."_s);
    row("unclosed", u"CREATE TABLE t(a CHECK (a > (1)"_s, u"Line 1, column 32: expected \")\", but found the end."_s);
    row("empty check", u"CREATE TABLE t(a CHECK ())"_s, u"Line 1, column 25: expected an expression, but found \")\"."_s);
    row("default of nothing", u"CREATE TABLE t(a DEFAULT)"_s,
        u"Line 1, column 25: expected a default value, but found \")\"."_s);
    row("unknown option", u"CREATE TABLE t(a) WITHOUT COLUMNS"_s,
        u"Line 1, column 27: expected ROWID, but found \"COLUMNS\"."_s);
    row("unknown conflict clause", u"CREATE TABLE t(a UNIQUE ON CONFLICT PANIC)"_s,
        u"Line 1, column 37: expected ROLLBACK, ABORT, FAIL, IGNORE or REPLACE, but found \"PANIC\"."_s);
    row("unknown action", u"CREATE TABLE t(a REFERENCES p ON DELETE DROP)"_s,
        u"Line 1, column 41: expected SET NULL, SET DEFAULT, CASCADE, RESTRICT or NO ACTION, but found \"DROP\"."_s);
    row("something after the end", u"CREATE TABLE t(a); SELECT 1"_s,
        u"Line 1, column 20: expected the end of the statement, but found \"SELECT\"."_s);
    row("unfinished string", u"CREATE TABLE t(a DEFAULT 'x)"_s,
        u"Line 1, column 26: expected a default value, but found \"'x)\"."_s);
    row("index without columns", u"CREATE INDEX i ON t()"_s,
        u"Line 1, column 21: expected a column or expression, but found \")\"."_s);
    row("trigger without end", u"CREATE TRIGGER g DELETE ON t BEGIN SELECT 1;"_s,
        u"Line 1, column 45: expected END, but found the end."_s);
    row("trigger without event", u"CREATE TRIGGER g BEFORE ON t BEGIN SELECT 1; END"_s,
        u"Line 1, column 25: expected DELETE, INSERT or UPDATE, but found \"ON\"."_s);
    row("view without select", u"CREATE VIEW v AS ;"_s, u"Line 1, column 18: expected a SELECT, but found \";\"."_s);
}

void TestDdlParser::errors()
{
    QFETCH(QString, sql);
    const auto parsed = parse(sql);
    QVERIFY(!parsed.ok());
    QTEST(parsed.error().message, "message");
}

QTEST_GUILESS_MAIN(TestDdlParser)
#include "tst_ddlparser.moc"
