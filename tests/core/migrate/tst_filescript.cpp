// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/filescript.h"
#include "core/migrate/statementkind.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

using Role = Statement::Role;

const Dialect &dialect()
{
    return *dialectByName(u"sqlite"_s);
}

/// One line per statement: line, role, SQL with its white space made one blank.
QString listed(const Script &script)
{
    static const QHash<Role, QString> names{{Role::Setup, u"setup"_s},   {Role::Begin, u"begin"_s},
                                            {Role::Body, u"body"_s},     {Role::Check, u"check"_s},
                                            {Role::Commit, u"commit"_s}, {Role::Cleanup, u"cleanup"_s}};
    QStringList lines;
    for (const Statement &s : script.statements) {
        const auto *source = std::get_if<FromFile>(&s.source);
        lines += (source ? QString::number(source->line) : u"-"_s) + u' ' + names.value(s.role) + u' '
            + s.sql.simplified() + (s.difference.isEmpty() ? QString() : u" !"_s);
    }
    return lines.join(u'\n');
}

Script made(const QString &text, const QList<Statement> &appendix = {})
{
    return fileScript(text, u"a.sql"_s, u"Run a.sql"_s, dialect(), appendix);
}

} // namespace

class TestFileScript : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void statements_data();
    void statements();
    void scripts_data();
    void scripts();
    void saysWhy();
    void appendixStandsInsideTheTransaction();
    void kinds_data();
    void kinds();
};

void TestFileScript::statements_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected"); // "line:sql"
    QTest::addRow("empty") << QString() << QStringList();
    QTest::addRow("only a comment") << u"-- Custom SQL migration file, put your code below! --\n"_s << QStringList();
    QTest::addRow("comment-only chunk between breakpoints")
        << u"select 1;--> statement-breakpoint\n-- nothing\n--> statement-breakpoint\nselect 2;"_s
        << QStringList{u"1:select 1"_s, u"4:select 2"_s};
    QTest::addRow("several in one chunk")
        << u"select 1; select 2;\nselect 3"_s << QStringList{u"1:select 1"_s, u"1:select 2"_s, u"2:select 3"_s};
    QTest::addRow("chunk without a semicolon")
        << u"select 1\n--> statement-breakpoint\nselect 2"_s << QStringList{u"1:select 1"_s, u"3:select 2"_s};
    QTest::addRow("line of the statement, not of the comment over it")
        << u"-- why\n-- so\nselect 1;"_s << QStringList{u"3:select 1"_s};
    QTest::addRow("carriage returns") << u"select 1;\r\n--> statement-breakpoint\r\nselect\r\n2;\r\n"_s
                                      << QStringList{u"1:select 1"_s, u"3:select\r\n2"_s};
    QTest::addRow("semicolons in strings, comments and triggers")
        << u"select ';' /* ; */;\ncreate trigger t after insert on a begin select 1; select 2; end;\nselect 3;"_s
        << QStringList{u"1:select ';'"_s, u"2:create trigger t after insert on a begin select 1; select 2; end"_s,
                       u"3:select 3"_s};
    QTest::addRow("a file that drizzle-kit pulled")
        << u"/*\nCREATE TABLE a (x);--> statement-breakpoint\nCREATE TABLE b (x);\n*/"_s << QStringList();
}

void TestFileScript::statements()
{
    QFETCH(QString, text);
    QFETCH(QStringList, expected);
    QStringList found;
    const QList<Statement> all = fileStatements(text, u"a.sql"_s, dialect());
    for (const Statement &s : all) {
        const auto *source = std::get_if<FromFile>(&s.source);
        QVERIFY(source);
        QCOMPARE(source->file, u"a.sql"_s);
        found += QString::number(source->line) + u':' + s.sql;
    }
    QCOMPARE(found, expected);
}

void TestFileScript::scripts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("ownTransactions");
    QTest::addColumn<QString>("expected"); // a trailing ! is a difference that is told
    const QString enforced =
        u"- setup PRAGMA foreign_keys = ON\n- setup PRAGMA foreign_keys\n- begin BEGIN IMMEDIATE\n"_s;
    const QString check = u"- check PRAGMA foreign_key_check !\n- commit COMMIT\n"_s;

    QTest::addRow("plain statements are wrapped")
        << u"create table a(x);\ninsert into a values(1);"_s << false
        << enforced + u"1 body create table a(x)\n2 body insert into a values(1)\n- commit COMMIT"_s;
    QTest::addRow("dropping for good keeps foreign keys on")
        << u"drop table a;"_s << false << enforced + u"1 body drop table a\n- commit COMMIT"_s;
    QTest::addRow("switches are hoisted")
        << u"PRAGMA foreign_keys=OFF;--> statement-breakpoint\nupdate a set x = 1;--> statement-breakpoint\n"
           "PRAGMA foreign_keys=ON;"_s
        << false
        << u"1 setup PRAGMA foreign_keys = OFF !\n- setup PRAGMA foreign_keys\n- begin BEGIN IMMEDIATE\n"
           "2 body update a set x = 1\n"_s
            + check + u"3 cleanup PRAGMA foreign_keys = ON !"_s;
    QTest::addRow("only the first of several switches is the file's")
        << u"pragma main.foreign_keys(0);\nselect 1;\npragma foreign_keys = on;\nPRAGMA foreign_keys=off;\nselect 2;"_s
        << false
        << u"1 setup PRAGMA foreign_keys = OFF !\n- setup PRAGMA foreign_keys\n- begin BEGIN IMMEDIATE\n"
           "2 body select 1\n5 body select 2\n"_s
            + check + u"3 cleanup PRAGMA foreign_keys = ON !"_s;
    QTest::addRow("a rebuild is hoisted without being asked")
        << u"create table `__new_a`(x);\ninsert into __new_a select x from a;\ndrop table \"a\";\n"
           "alter table __new_a rename to A;"_s
        << false
        << u"- setup PRAGMA foreign_keys = OFF !\n- setup PRAGMA foreign_keys\n- begin BEGIN IMMEDIATE\n"
           "1 body create table `__new_a`(x)\n2 body insert into __new_a select x from a\n3 body drop table \"a\"\n"
           "4 body alter table __new_a rename to A\n"_s
            + check + u"- cleanup PRAGMA foreign_keys = ON"_s;
    QTest::addRow("nothing can refer to a table of FTS5")
        << u"drop table a;\ncreate virtual table a using fts5(x);"_s << false
        << enforced + u"1 body drop table a\n2 body create virtual table a using fts5(x)\n- commit COMMIT"_s;
    QTest::addRow("its own transactions") << u"BEGIN;\ncreate table a(x);\nCOMMIT;"_s << true
                                          << u"1 body BEGIN\n2 body create table a(x)\n3 body COMMIT"_s;
    QTest::addRow("closed and opened again, as homarr does it")
        << u"COMMIT TRANSACTION;\nPRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\ndrop table a;"_s << false
        << u"2 setup PRAGMA foreign_keys = OFF !\n- setup PRAGMA foreign_keys\n- begin BEGIN IMMEDIATE !\n4 body drop "
           "table a\n- check PRAGMA foreign_key_check !\n- commit COMMIT\n- cleanup PRAGMA foreign_keys = ON"_s;
    QTest::addRow("closed, and something done before it is opened again")
        << u"COMMIT;\ndrop table a;\nBEGIN;"_s << true << u"1 body COMMIT\n2 body drop table a\n3 body BEGIN"_s;
    QTest::addRow("a savepoint is no transaction of its own")
        << u"savepoint s;\nselect 1;\nrollback to s;\nrelease s;"_s << false
        << enforced + u"1 body savepoint s\n2 body select 1\n3 body rollback to s\n4 body release s\n- commit COMMIT"_s;
    QTest::addRow("VACUUM cannot be wrapped") << u"vacuum;"_s << true << u"1 body vacuum"_s;
    QTest::addRow("settings are left out")
        << u"PRAGMA synchronous = NORMAL;\nupdate a set x = 1;\npragma main.journal_mode(wal);"_s << false
        << u"- setup PRAGMA foreign_keys = ON\n- setup PRAGMA foreign_keys\n- begin BEGIN IMMEDIATE !\n"
           "2 body update a set x = 1\n- commit COMMIT"_s;
    QTest::addRow("a question about a setting stays")
        << u"PRAGMA journal_mode;\nupdate a set x = 1;"_s << false
        << enforced + u"1 body PRAGMA journal_mode\n2 body update a set x = 1\n- commit COMMIT"_s;
    QTest::addRow("settings alone") << u"PRAGMA journal_mode=WAL;"_s << true << u"1 body PRAGMA journal_mode=WAL"_s;
    QTest::addRow("begin as a name is no BEGIN") << u"update a set \"begin\" = 1;"_s << false
                                                 << enforced + u"1 body update a set \"begin\" = 1\n- commit COMMIT"_s;
}

void TestFileScript::scripts()
{
    QFETCH(QString, text);
    QFETCH(bool, ownTransactions);
    QFETCH(QString, expected);
    const Script script = made(text);
    QCOMPARE(listed(script), expected);
    QCOMPARE(script.ownTransactions, ownTransactions);
    QCOMPARE(script.title, u"Run a.sql"_s);
}

void TestFileScript::saysWhy()
{
    const Script asked = made(u"select 0;\nPRAGMA foreign_keys=OFF;\nselect 1;"_s);
    QVERIFY(asked.statements.first().difference.contains(u"line 2"_s));
    const Script rebuild = made(u"create table n(x);drop table a;alter table n rename to a;"_s);
    QVERIFY(rebuild.statements.first().difference.contains(u"replaces a"_s));
    QVERIFY(rebuild.statements.first().difference.startsWith(u"The file does not say so"_s));
    const Script setting = made(u"select 0;\nPRAGMA synchronous =\n OFF;\nPRAGMA page_size=512"_s);
    QVERIFY2(setting.statements.at(2).difference.startsWith(
                 u"The file has PRAGMA synchronous = OFF (line 2), PRAGMA page_size=512 (line 4). Within"_s),
             qPrintable(setting.statements.at(2).difference));
}

void TestFileScript::appendixStandsInsideTheTransaction()
{
    Statement journal;
    journal.sql = u"insert into journal values(1)"_s;
    QVERIFY(
        listed(made(u"select 1;"_s, {journal})).endsWith(u"- body insert into journal values(1)\n- commit COMMIT"_s));
    QVERIFY(listed(made(u"PRAGMA foreign_keys=OFF;"_s, {journal}))
                .contains(u"- body insert into journal values(1)\n- check PRAGMA foreign_key_check"_s));
    QVERIFY(
        listed(made(u"BEGIN;COMMIT;"_s, {journal})).endsWith(u"1 body COMMIT\n- body insert into journal values(1)"_s));
}

void TestFileScript::kinds_data()
{
    using Verb = StatementKind::Verb;
    QTest::addColumn<QString>("sql");
    QTest::addColumn<StatementKind>("expected");
    const auto row = [](const char *name, const QString &sql, const StatementKind &kind) {
        QTest::addRow("%s", name) << sql << kind;
    };
    row("create", u"CREATE TABLE IF NOT EXISTS main.`a b` (x)"_s,
        {Verb::CreateTable, u"table"_s, u"a b"_s, {}, {}, {}, {}, u"main"_s});
    row("unique index", u"create unique index i on a(x)"_s,
        {Verb::CreateOther, u"index"_s, u"i"_s, {}, {}, {}, {}, {}, {{}, u"a"_s}});
    row("drop", u"drop table if exists [a]"_s, {Verb::DropTable, u"table"_s, u"a"_s, {}, {}});
    row("drop view", u"DROP VIEW v"_s, {Verb::DropOther, u"view"_s, u"v"_s, {}, {}});
    row("rename", u"ALTER TABLE \"a\" RENAME TO `b`"_s, {Verb::RenameTable, {}, u"a"_s, u"b"_s, {}});
    row("rename column", u"alter table a rename to_ to b"_s, {Verb::AlterTable, {}, u"a"_s, {}, {}, u"to_"_s, u"b"_s});
    StatementKind dropColumn{Verb::AlterTable, {}, u"a"_s, {}, {}, u"b c"_s, {}};
    dropColumn.droppedColumns = {u"b c"_s};
    row("drop column", u"alter table a drop column `b c`"_s, dropColumn);
    StatementKind several{Verb::AlterTable, {}, u"a"_s, {}, {}, {}, {}, u"app"_s};
    several.droppedColumns = {u"b"_s, u"c"_s};
    several.droppedConstraints = {u"d"_s};
    row("drop several",
        u"ALTER TABLE app.a ADD e int, DROP IF EXISTS b CASCADE, DROP COLUMN c, DROP CONSTRAINT d, "
        "ALTER e DROP NOT NULL, ALTER e DROP DEFAULT"_s,
        several);
    StatementKind moved{Verb::AlterTable, {}, u"a"_s, {}, {}, {}, {}, u"app"_s};
    moved.newSchema = u"old"_s;
    row("set schema", u"ALTER TABLE IF EXISTS app.a SET SCHEMA old"_s, moved);
    StatementKind tables{Verb::DropTable, u"table"_s, u"a"_s, {}, {}, {}, {}, u"app"_s};
    tables.more = {{{}, u"b"_s}, {u"app"_s, u"c"_s}};
    row("drop tables", u"DROP TABLE IF EXISTS app.a, b, \"app\".\"c\" CASCADE"_s, tables);
    StatementKind truncated{Verb::Delete, u"truncate"_s, u"a"_s, {}, {}};
    truncated.more = {{u"app"_s, u"b"_s}};
    row("truncate", u"TRUNCATE TABLE ONLY a *, app.b RESTART IDENTITY CASCADE"_s, truncated);
    row("add column", u"alter table a add drop_ text"_s, {Verb::AlterTable, {}, u"a"_s, {}, {}});
    row("insert or", u"insert or ignore into a values(1)"_s, {Verb::Insert, {}, u"a"_s, {}, {}});
    row("update or", u"update or ignore a set x=1"_s, {Verb::Update, {}, u"a"_s, {}, {}});
    row("delete", u"/* c */ delete from a"_s, {Verb::Delete, {}, u"a"_s, {}, {}});
    row("pragma off", u"PRAGMA foreign_keys=no"_s, {Verb::ForeignKeysPragma, {}, u"foreign_keys"_s, {}, false});
    row("pragma quoted", u"PRAGMA foreign_keys='on'"_s, {Verb::ForeignKeysPragma, {}, u"foreign_keys"_s, {}, true});
    row("pragma asks", u"PRAGMA foreign_keys"_s, {Verb::ForeignKeysPragma, {}, u"foreign_keys"_s, {}, std::nullopt});
    row("other pragma", u"PRAGMA user_version=3"_s, {Verb::Other, {}, u"user_version"_s, {}, {}});
    row("setting", u"PRAGMA main.synchronous=1"_s, {Verb::Setting, {}, u"synchronous"_s, {}, {}});
    row("setting asked", u"PRAGMA journal_mode"_s, {Verb::Other, {}, u"journal_mode"_s, {}, {}});
    row("with", u"with a(b) as (select 1), c as (delete from d) update or fail e set f = 1"_s,
        {Verb::Update, {}, u"e"_s, {}, {}});
    row("select", u"select 1"_s, {Verb::Other, u"select"_s, {}, {}, {}});
    row("concurrently", u"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON app.a (x)"_s,
        {Verb::CreateOther, u"index"_s, u"i"_s, {}, {}, {}, {}, {}, {u"app"_s, u"a"_s}, true});
    row("concurrently without a name", u"CREATE INDEX CONCURRENTLY ON a (x)"_s,
        {Verb::CreateOther, u"index"_s, {}, {}, {}, {}, {}, {}, {{}, u"a"_s}, true});
    row("drop concurrently", u"DROP INDEX CONCURRENTLY app.i"_s,
        {Verb::DropOther, u"index"_s, u"i"_s, {}, {}, {}, {}, u"app"_s, {}, true});
    row("alter type", u"ALTER TYPE public.mood ADD VALUE 'x'"_s,
        {Verb::AlterOther, u"type"_s, u"mood"_s, {}, {}, {}, {}, u"public"_s});
    row("rename constraint", u"ALTER TABLE ONLY a RENAME CONSTRAINT b TO c"_s, {Verb::AlterTable, {}, u"a"_s, {}, {}});
    row("alter system", u"ALTER SYSTEM SET x = 1"_s,
        {Verb::AlterOther, u"system"_s, u"SET"_s, {}, {}, {}, {}, {}, {}, true});
    row("policy", u"DROP POLICY p ON app.a CASCADE"_s,
        {Verb::DropOther, u"policy"_s, u"p"_s, {}, {}, {}, {}, {}, {u"app"_s, u"a"_s}});
    row("materialized view", u"CREATE MATERIALIZED VIEW app.v AS SELECT 1 FROM a JOIN b ON true"_s,
        {Verb::CreateOther, u"view"_s, u"v"_s, {}, {}, {}, {}, u"app"_s});
}

void TestFileScript::kinds()
{
    QFETCH(QString, sql);
    QFETCH(StatementKind, expected);
    QCOMPARE(statementKind(sql, dialect().lexRules()), expected);
}

QTEST_GUILESS_MAIN(TestFileScript)
#include "tst_filescript.moc"
