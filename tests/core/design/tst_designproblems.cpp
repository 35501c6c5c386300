// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/design/designproblems.h"

#include "core/sql/ddlparser.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const DesignRules &rules()
{
    return *designRules(SchemaDb::dialect());
}

/// "note column 1 type: …", a line each.
QString text(const QList<FoundProblem> &problems)
{
    static const QStringList parts{u"table"_s, u"options"_s, u"column"_s, u"key"_s,     u"unique"_s,
                                   u"check"_s, u"foreign"_s, u"index"_s,  u"trigger"_s, u"view"_s};
    static const QStringList facets{u""_s, u" name"_s, u" type"_s, u" default"_s, u" generated"_s, u" collation"_s};
    QStringList lines;
    for (const FoundProblem &f : problems) {
        const DesignProblem &p = f.problem;
        lines.append((p.isNote ? u"note "_s : QString()) + f.table.name + u": "_s + parts[static_cast<int>(p.part)]
                     + (p.item < 0 ? QString() : u" %1"_s.arg(p.item)) + facets[static_cast<int>(p.facet)] + u": "_s
                     + p.sentence);
    }
    return lines.join(u'\n');
}

} // namespace

class TestDesignProblems : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void newTables_data();
    void newTables();
    void whatWasSoBeforeIsLeftOut();
    void dropsLeaveOthersBehind();
    void views();
    void defaults_data();
    void defaults();
    void indexedColumns();
    void references_data();
    void references();
    void triggersAndViewsFromText();
};

void TestDesignProblems::newTables_data()
{
    QTest::addColumn<QString>("sql"); // with constraints that the parser takes and SQLite may not
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *sql, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(sql) << QString::fromUtf8(expected);
    };
    row("all well", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT DEFAULT 'x' CHECK (a <> ''))", "");
    row("unknown type", "CREATE TABLE t (a MONEY)",
        "note t: column 0 type: SQLite knows no type MONEY: values are kept as NUMERIC.");
    row("strict type", "CREATE TABLE t (a VARCHAR(3)) STRICT",
        "t: column 0 type: A STRICT table takes INTEGER, INT, REAL, TEXT, BLOB and ANY as types, and VARCHAR(3) is none"
        " of them.");
    row("strict default", "CREATE TABLE t (a BLOB DEFAULT 'x', b TEXT DEFAULT 1) STRICT",
        "t: column 0 default: The default is no BLOB, and a STRICT table takes no other.");
    row("autoincrement of a text", "CREATE TABLE t (a TEXT PRIMARY KEY AUTOINCREMENT)",
        "t: key: AUTOINCREMENT needs a primary key of one column whose type is INTEGER.");
    row("no key without rowid", "CREATE TABLE t (a TEXT) WITHOUT ROWID",
        "t: options: WITHOUT ROWID needs a primary key.");
    row("key column missing", "CREATE TABLE t (a TEXT, PRIMARY KEY (b))",
        "t: key: The primary key uses the column b, which is not there: take it out, drop the key, or keep the "
        "column.");
    row("unique twice", "CREATE TABLE t (a TEXT, UNIQUE (a, a))",
        "t: unique 0: The unique constraint uses the column a twice.");
    row("no such table", "CREATE TABLE t (a REFERENCES nobody (id))",
        "t: foreign 0: The foreign key leads to the table nobody, which is not there.");
    row("no such column", "CREATE TABLE t (a REFERENCES users (x))",
        "t: foreign 0: The foreign key leads to users.x, which is not there.");
    row("not unique", "CREATE TABLE t (a REFERENCES users (mail))",
        "t: foreign 0: The foreign key leads to users (mail), which is neither a primary key nor unique.");
    row("check that is none", "CREATE TABLE t (a TEXT CHECK (a >))",
        "t: check 0: SQLite does not take it: near \")\": syntax error.");
    row("check of what is not there", "CREATE TABLE t (a TEXT CHECK (b > 1))",
        "t: check 0: SQLite does not take it: no such column: b.");
    row("generated as nothing", "CREATE TABLE t (a INT, b INT AS (a +))",
        "t: column 1 generated: SQLite does not take it: near \")\": syntax error.");
    row("generated with default", "CREATE TABLE t (a INT, b INT DEFAULT 1 AS (a))",
        "t: column 1 default: A generated column has no default.");
    row("generated key", "CREATE TABLE t (a INT, b INT AS (a), PRIMARY KEY (b))",
        "t: column 1 generated: A generated column cannot be part of the primary key.");
    row("default of a column", "CREATE TABLE t (a INT, b INT DEFAULT (a))",
        "t: column 1 default: SQLite does not take it: default value of column [a] is not constant.");
    row("collation", "CREATE TABLE t (a TEXT COLLATE klingon)",
        "t: column 0 collation: SQLite does not take it: no such collation sequence: klingon.");
    row("a name of SQLite's", "CREATE TABLE sqlite_t (a)",
        "sqlite_t: table name: Names that begin with sqlite_ are SQLite's own.\n"
        "sqlite_t: table: SQLite does not take it: object name reserved for internal use: sqlite_t.");
    row("only SQLite can tell", "CREATE TABLE t (x, a INT AS (b), b INT AS (a))",
        "t: table: SQLite does not take it: generated column loop on \"b\".");
}

void TestDesignProblems::newTables()
{
    QFETCH(const QString, sql);
    QFETCH(const QString, expected);
    const auto base = schemaOf(u"CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT)"_s);
    VERIFY_OK(base);
    const auto parsed = parseDdl(sql, SchemaDb::dialect().lexRules());
    VERIFY_OK(parsed);
    SchemaDesign design(std::make_shared<const Schema>(*base), SchemaDb::dialect());
    VERIFY_OK(design.push(design::AddTable{std::get<CreateTable>(*parsed).table}));
    QCOMPARE(text(designProblems(design, rules())), expected);
}

void TestDesignProblems::whatWasSoBeforeIsLeftOut()
{
    const auto base = schemaOf(u"CREATE TABLE t (a MONEY, b REFERENCES nobody)"_s);
    VERIFY_OK(base);
    SchemaDesign design(std::make_shared<const Schema>(*base), SchemaDb::dialect());
    QVERIFY(designProblems(design, rules()).isEmpty());
    VERIFY_OK(design.push(design::RenameColumn{{{}, u"t"_s}, u"a"_s, u"price"_s}));
    QCOMPARE(text(designProblems(design, rules())), QString());
}

void TestDesignProblems::dropsLeaveOthersBehind()
{
    const auto base = schemaOf(u"CREATE TABLE users (id INTEGER PRIMARY KEY, a, b);"
                               "CREATE INDEX both ON users (a, b); CREATE INDEX of_a ON users (a);"
                               "CREATE INDEX words ON users (a, lower(b)); CREATE INDEX some ON users (a) WHERE b > 1;"
                               "CREATE TABLE orders (id INTEGER PRIMARY KEY, u REFERENCES users);"
                               "CREATE VIEW names AS SELECT a FROM users;"
                               "CREATE TRIGGER log AFTER UPDATE ON orders BEGIN UPDATE users SET a = new.u; END;"_s);
    VERIFY_OK(base);
    SchemaDesign design(std::make_shared<const Schema>(*base), SchemaDb::dialect());
    VERIFY_OK(design.push(design::DropColumn{{{}, u"users"_s}, u"b"_s}));
    QCOMPARE(text(designProblems(design, rules())), QString());
    // Indexes that read it go with it, each as a change that is seen.
    const auto indexes = design.target().table({{}, u"users"_s})->indexes;
    QCOMPARE(indexes.size(), 1);
    QCOMPARE(indexes.first().name, u"of_a"_s);
    const auto changes = diff(*base, design.target(), design.diffOptions(), SchemaDb::rules());
    VERIFY_OK(changes);
    QCOMPARE(wordsOf(changes->changes).filter(u"index"_s, Qt::CaseInsensitive).size(), 3);
    design.undo();
    QCOMPARE(design.target().table({{}, u"users"_s})->indexes.size(), 4);
    design.redo();
    // A promise about the rows stays, to be decided about.
    const auto pairs =
        schemaOf(u"CREATE TABLE pairs (a, b, c, UNIQUE (a, b), FOREIGN KEY (b, c) REFERENCES pairs (a, b))"_s);
    VERIFY_OK(pairs);
    SchemaDesign other(std::make_shared<const Schema>(*pairs), SchemaDb::dialect());
    VERIFY_OK(other.push(design::DropColumn{{{}, u"pairs"_s}, u"c"_s}));
    QCOMPARE(
        text(designProblems(other, rules())),
        u"pairs: foreign 0: The foreign key uses the column c, which is not there: drop the foreign key, or keep the "
        "column."_s);
    other.undo();
    VERIFY_OK(other.push(design::DropColumn{{{}, u"pairs"_s}, u"a"_s}));
    const QString words = text(designProblems(other, rules()));
    QVERIFY2(words.contains(u"The unique constraint uses the column a, which is not there: take it out, drop the "
                            "constraint, or keep the column."_s),
             qPrintable(words));
    VERIFY_OK(design.push(design::DropTable{{{}, u"users"_s}}));
    QCOMPARE(text(designProblems(design, rules())),
             u"orders: foreign 0: The foreign key leads to the table users, which is not there.\n"
             "names: view: It could not be read: no such table: main.users.\n"
             "orders: trigger 0: The trigger log would fail: no such table: main.users."_s);
}

void TestDesignProblems::views()
{
    const auto base = schemaOf(u"CREATE TABLE users (id INTEGER PRIMARY KEY);"
                               "CREATE VIEW ids AS SELECT id FROM users;"_s);
    VERIFY_OK(base);
    SchemaDesign design(std::make_shared<const Schema>(*base), SchemaDb::dialect());
    View view;
    view.name.name = u"more"_s;
    view.definition = u"SELECT id FROM ids"_s;
    VERIFY_OK(design.push(design::PutView{std::nullopt, view}));
    QVERIFY(designProblems(design, rules()).isEmpty());
    View wrong = view;
    wrong.definition = u"SELECT absent FROM ids"_s;
    VERIFY_OK(design.push(design::PutView{view, wrong}));
    QCOMPARE(text(designProblems(design, rules())), u"more: view: It could not be read: no such column: absent."_s);
}

void TestDesignProblems::defaults_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("expected"); // "-" for none, "!" for refused
    const auto row = [](const char *typed, const char *expected) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(expected);
    };
    row("", "-");
    row("0", "0");
    row("-1.5", "-1.5");
    row("'it''s'", "'it''s'");
    row("x'00'", "x'00'");
    row("current_timestamp", "current_timestamp");
    row("open", "'open'");
    row("not yet", "'not yet'");
    row("unixepoch()", "(unixepoch())");
    row("(unixepoch())", "(unixepoch())");
    row("(1) + (2)", "((1) + (2))");
    row("1 + 1", "(1 + 1)");
    row("(1", "!");
    row("1; DROP TABLE t", "!");
    row("1), b INT DEFAULT (2", "!");
    row("'open", "!");
    row("1 -- one", "!");
}

void TestDesignProblems::defaults()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, expected);
    const auto made = rules().defaultFromText(typed);
    QCOMPARE(made ? made->value_or(u"-"_s) : u"!"_s, expected);
}

void TestDesignProblems::indexedColumns()
{
    const auto columns = rules().indexedColumnsFromText(u"name, `created at` DESC, lower(mail) COLLATE nocase"_s);
    VERIFY_OK(columns);
    QCOMPARE(columns->size(), 3);
    QCOMPARE(columns->at(1).column, u"created at"_s);
    QCOMPARE(columns->at(2).collation, u"nocase"_s);
    QCOMPARE(rules().textOf(*columns), u"name, `created at` DESC, lower(mail) COLLATE nocase"_s);
    QVERIFY(!rules().indexedColumnsFromText(QString()));
    QVERIFY(!rules().indexedColumnsFromText(u"a, , b"_s));
    QVERIFY(!rules().indexedColumnsFromText(u"a) WHERE (1"_s));
}

void TestDesignProblems::references_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("expected");
    QTest::newRow("table") << u"users"_s << u"users"_s;
    QTest::newRow("dot") << u"users.id"_s << u"users (id)"_s;
    QTest::newRow("parentheses") << u"\"my users\" (a, b)"_s << u"`my users` (a, b)"_s;
    QTest::newRow("nothing") << u""_s << u"!"_s;
    QTest::newRow("more") << u"users id"_s << u"!"_s;
}

void TestDesignProblems::references()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, expected);
    const auto key = rules().referenceFromText(typed);
    QCOMPARE(key ? rules().textOf(*key) : u"!"_s, expected);
}

void TestDesignProblems::triggersAndViewsFromText()
{
    const Dialect &dialect = SchemaDb::dialect();
    const Trigger trigger = rules().newTrigger({{}, u"t"_s}, u"t_added"_s, false);
    const auto again = rules().triggerFromText(dialect.createSql(trigger));
    VERIFY_OK(again);
    QCOMPARE(*again, trigger);
    QVERIFY(!rules().triggerFromText(u"CREATE VIEW v AS SELECT 1"_s));
    QVERIFY(!rules().triggerFromText(u"CREATE TRIGGER x"_s));
    const View view = rules().newView({{}, u"v"_s});
    const auto sameView = rules().viewFromText(dialect.createSql(view));
    VERIFY_OK(sameView);
    QCOMPARE(*sameView, view);
    QVERIFY(!rules().viewFromText(u"CREATE TABLE v (a)"_s));
}

QTEST_GUILESS_MAIN(TestDesignProblems)
#include "tst_designproblems.moc"
