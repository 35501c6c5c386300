// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/splitter.h"

#include "core/dialect/postgres/postgreswords.h"
#include "core/dialect/sqlite/words.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestSplitter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splits_data();
    void splits();
    void postgres_data();
    void postgres();
    void knowsLines();
    void breakpoints();
};

void TestSplitter::splits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QString &text, const QStringList &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("nothing", u""_s, {});
    row("only comments and semicolons", u" ; -- a\n; /* b */ "_s, {});
    row("one without semicolon", u"  SELECT 1  "_s, {u"SELECT 1"_s});
    row("two", u"SELECT 1; SELECT 2;"_s, {u"SELECT 1"_s, u"SELECT 2"_s});
    row("semicolons in strings, names and comments", u"SELECT ';', `;`, [;] -- ;\n, 1 /* ; */; b"_s,
        {u"SELECT ';', `;`, [;] -- ;\n, 1"_s, u"b"_s});
    row("comments around are left out, inside they stay", u"-- head\nSELECT /* in */ 1 -- tail\n; -- end"_s,
        {u"SELECT /* in */ 1"_s});
    row("unfinished string reaches to the end", u"a; SELECT '; b"_s, {u"a"_s, u"SELECT '; b"_s});
    row("a comment that is never closed is one to SQLite", u"SELECT 1; /* the end; *"_s, {u"SELECT 1"_s});
    row("two characters are no comment yet", u"SELECT 1; /*"_s, {u"SELECT 1"_s, u"/*"_s});
    const QString trigger = u"CREATE TRIGGER t AFTER UPDATE ON a WHEN CASE 1 WHEN 1 THEN 1 END BEGIN\n"
                            "UPDATE a SET x = CASE WHEN x THEN 1 ELSE 2 END; DELETE FROM b; END"_s;
    row("trigger", trigger + u"; SELECT 1"_s, {trigger, u"SELECT 1"_s});
    row("trigger at the end", trigger, {trigger});
    const QString temp = u"create temp trigger t before delete on a begin select case 1 when 2 then 3 end; end"_s;
    row("temporary trigger in lower case", temp + u";x"_s, {temp, u"x"_s});
    const QString explained = u"EXPLAIN QUERY PLAN CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; END"_s;
    row("explained trigger", explained + u";x"_s, {explained, u"x"_s});
    const QString named = u"CREATE TRIGGER t UPDATE OF `end` ON a BEGIN SELECT 'x; END;'; END"_s;
    row("END in a string and as a name", named + u";x"_s, {named, u"x"_s});
    row("trigger without a body ends where it ends", u"CREATE TRIGGER t; x"_s, {u"CREATE TRIGGER t"_s, u"x"_s});
    row("DROP TRIGGER has no body", u"DROP TRIGGER t; BEGIN; END"_s,
        {u"DROP TRIGGER t"_s, u"BEGIN"_s, u"END"_s});
    row("BEGIN and END of a transaction", u"BEGIN; UPDATE a SET b = 1; END; x"_s,
        {u"BEGIN"_s, u"UPDATE a SET b = 1"_s, u"END"_s, u"x"_s});
    row("a table named trigger", u"CREATE TABLE trigger(a); x"_s, {u"CREATE TABLE trigger(a)"_s, u"x"_s});
}

void TestSplitter::splits()
{
    QFETCH(QString, text);
    QStringList parts;
    const QList<StatementSpan> spans = splitStatements(text, sqliteLexRules());
    for (const StatementSpan &s : spans)
        parts.append(s.in(text).toString());
    QTEST(parts, "expected");
}

void TestSplitter::postgres_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QString &text, const QStringList &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("semicolons in dollar quotes", u"DO $$ BEGIN a; END $$; SELECT 1"_s,
        {u"DO $$ BEGIN a; END $$"_s, u"SELECT 1"_s});
    row("semicolons in escape strings", u"SELECT E'\\';'; b"_s, {u"SELECT E'\\';'"_s, u"b"_s});
    row("semicolons in nested comments", u"SELECT /* ; /* ; */ ; */ 1; b"_s,
        {u"SELECT /* ; /* ; */ ; */ 1"_s, u"b"_s});
    const QString body = u"CREATE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE a WHEN 1 THEN 2 END; "
                         "END"_s;
    row("a body of statements", body + u"; SELECT 2"_s, {body, u"SELECT 2"_s});
    const QString replaced = u"create or replace procedure p() begin atomic insert into t values (1); end"_s;
    row("a procedure, replaced", replaced + u";x"_s, {replaced, u"x"_s});
    row("a body that is a string", u"CREATE FUNCTION f() RETURNS int AS 'begin; end' LANGUAGE plpgsql; x"_s,
        {u"CREATE FUNCTION f() RETURNS int AS 'begin; end' LANGUAGE plpgsql"_s, u"x"_s});
    row("a transaction is none", u"BEGIN; CREATE TABLE atomic(a int); END; x"_s,
        {u"BEGIN"_s, u"CREATE TABLE atomic(a int)"_s, u"END"_s, u"x"_s});
    const QString trigger = u"CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION f()"_s;
    row("a trigger has no body", trigger + u"; x"_s, {trigger, u"x"_s});
}

void TestSplitter::postgres()
{
    QFETCH(QString, text);
    QStringList parts;
    for (const StatementSpan &span : splitStatements(text, postgresLexRules()))
        parts.append(text.mid(span.offset, span.length));
    QTEST(parts, "expected");
}

void TestSplitter::knowsLines()
{
    QList<int> lines;
    const QList<StatementSpan> spans = splitStatements(u"-- 1\nSELECT\n1;\n\n/* x\n*/ SELECT 2;x", sqliteLexRules());
    for (const StatementSpan &s : spans)
        lines.append(s.line);
    QCOMPARE(lines, (QList<int>{2, 6, 6}));
}

void TestSplitter::breakpoints()
{
    const QString text = u"CREATE TABLE a(x);--> statement-breakpoint\n-- only a note\n--> statement-breakpoint\n"
                         "SELECT '--> statement-breakpoint';\nSELECT 2;\n--> statement-breakpoint\n"_s;
    QStringList parts;
    const QList<StatementSpan> spans = splitAtBreakpoints(text, sqliteLexRules());
    for (const StatementSpan &s : spans)
        parts.append(s.in(text).toString());
    QCOMPARE(parts, (QStringList{u"CREATE TABLE a(x);"_s, u"SELECT '--> statement-breakpoint';\nSELECT 2;"_s}));
    QCOMPARE(spans.last().line, 4);
}

QTEST_GUILESS_MAIN(TestSplitter)
#include "tst_splitter.moc"
