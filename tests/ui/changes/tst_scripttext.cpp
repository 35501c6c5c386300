// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/longscriptlines.h"
#include "ui/changes/scripttext.h"

#include "core/sql/lexer.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

const core::Dialect &dialect()
{
    return *core::dialectByName(u"sqlite"_s);
}

core::Statement statement(const QString &sql, const QString &purpose = {})
{
    core::Statement s;
    s.sql = sql;
    s.purpose = purpose;
    return s;
}

core::Script editScript()
{
    core::Statement update = statement(u"UPDATE `posts` SET `title` = :p1 WHERE `id` = :p2"_s, u"set title of posts 1207"_s);
    update.parameters = {{u"p1"_s, core::Value::text(u"it's\n-- two lines"_s)}, {u"p2"_s, core::Value::integer(1207)}};
    update.expect = core::TouchesRows{1};
    core::Statement insert = statement(u"INSERT INTO `posts` (`title`) VALUES (:p3) RETURNING `id`"_s);
    insert.parameters = {{u"p3"_s, core::Value::text(u"Petrichor"_s)}};
    insert.captures = {u"new_post"_s};
    return {u"Apply 2 edits"_s, {statement(u"BEGIN IMMEDIATE"_s), update, insert, statement(u"COMMIT"_s)}, false};
}

/// What the text says once comments are taken out: the statements that would run if it were pasted.
QStringList statementsIn(const QString &text)
{
    QString sql;
    for (const core::Token &token : core::lex(text, dialect().lexRules())) {
        if (token.kind != core::Token::Kind::Comment)
            sql += token.in(text);
    }
    QStringList all;
    for (const QString &part : sql.split(u';', Qt::SkipEmptyParts)) {
        if (!part.trimmed().isEmpty())
            all.append(part.trimmed());
    }
    return all;
}

QStringList renderedOf(const core::Script &script)
{
    QStringList all;
    for (const core::Statement &s : script.statements)
        all.append(core::rendered(s, dialect()));
    return all;
}

} // namespace

class TestScriptText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void saysEveryStatementAsRendered_data()
    {
        QTest::addColumn<ScriptLayout>("layout");
        QTest::newRow("purposes behind") << ScriptLayout::Inline;
        QTest::newRow("purposes above") << ScriptLayout::Blocks;
    }
    void saysEveryStatementAsRendered()
    {
        QFETCH(ScriptLayout, layout);
        const core::Script script = editScript();
        const ScriptText shown = scriptText(script, dialect(), layout);
        QCOMPARE(statementsIn(shown.text), renderedOf(script));
        QCOMPARE(shown.lines.size(), shown.text.count(u'\n') + 1);
        QVERIFY(!shown.cut);
    }

    void numbersStatementsOfEdits()
    {
        const ScriptText shown = scriptText(editScript(), dialect(), ScriptLayout::Inline);
        QStringList numbers;
        for (const ScriptLine &line : shown.lines)
            numbers.append(line.number);
        // The update's literal goes over two lines: one number, on the first.
        QCOMPARE(numbers, QStringList({u"1"_s, u"2"_s, {}, u"3"_s, u"4"_s}));
        QVERIFY2(shown.text.contains(u";   -- set title of posts 1207 · must change exactly 1 row"_s), qPrintable(shown.text));
        QVERIFY(shown.text.contains(u"-- → :new_post"_s));
    }

    void aLongStatementHasItsPurposeAbove()
    {
        core::Script script;
        core::Statement begin = statement(u"BEGIN"_s, u"start"_s);
        begin.role = core::Statement::Role::Begin;
        script.statements = {begin,
                             statement(u"UPDATE `t` SET `a` = '"_s + QString(90, u'x') + u"'"_s, u"set a of t 5"_s),
                             statement(u"UPDATE `t` SET `a` = '"_s + QString(90, u'x') + u"'\nWHERE `id` = 5"_s,
                                       u"set a of t 5"_s)};
        const ScriptText shown = scriptText(script, dialect(), ScriptLayout::Inline);
        const QStringList lines = shown.text.split(u'\n');
        QCOMPARE(lines.at(0), u"BEGIN;   -- start"_s);
        QCOMPARE(lines.at(1), u"-- set a of t 5"_s);
        QCOMPARE(shown.lines.at(1).number, QString());
        QCOMPARE(shown.lines.at(2).number, u"2"_s);
        QCOMPARE(lines.at(4), u"WHERE `id` = 5;   -- set a of t 5"_s); // there is room on its last line
        QVERIFY(shown.lines.at(0).framing);
        QVERIFY(!shown.lines.at(2).framing);
    }

    void numbersLinesOfFiles()
    {
        core::Script script;
        core::Statement off = statement(u"PRAGMA foreign_keys = OFF"_s, u"switch foreign keys off"_s);
        off.difference = u"the file does it within the transaction"_s;
        core::Statement create = statement(u"CREATE TABLE `t` (\n  `id` integer\n)"_s, u"make t"_s);
        create.source = core::FromFile{u"0004.sql"_s, 12};
        script.statements = {off, create};
        const ScriptText shown = scriptText(script, dialect(), ScriptLayout::Blocks);
        const QStringList lines = shown.text.split(u'\n');
        QCOMPARE(lines.at(0), u"-- statement 1 · switch foreign keys off"_s);
        QCOMPARE(lines.at(1), u"-- differs from the file: the file does it within the transaction"_s);
        QCOMPARE(shown.lines.at(1).kind, ScriptLine::Kind::Difference);
        QCOMPARE(shown.lines.at(2).number, QString()); // ours: it has no line
        const qsizetype first = lines.indexOf(u"CREATE TABLE `t` ("_s);
        QCOMPARE(shown.lines.at(first).number, u"12"_s);
        QCOMPARE(shown.lines.at(first + 2).number, u"14"_s);
        QCOMPARE(shown.lines.at(first + 2).statement, 1);
    }

    void saysWhatIsLeftOut()
    {
        core::Script script;
        core::Statement big = statement(u"SELECT :blob"_s, u"purpose"_s);
        big.parameters = {{u"blob"_s, core::Value::blob(QByteArray(5000, 'x'))}};
        script.statements = {big, statement(u"SELECT 2"_s), statement(u"SELECT 3"_s)};
        const ScriptText shown = scriptText(script, dialect(), ScriptLayout::Inline, 1000);
        QVERIFY(shown.cut);
        QVERIFY(shown.text.size() < 1300);
        QVERIFY(shown.text.contains(u"more characters of this statement are not shown"_s));
        QVERIFY(shown.text.contains(u"2 more statements are not shown"_s));
        QVERIFY(!scriptText(script, dialect(), ScriptLayout::Inline).cut);
    }

    /// A text edit would lay it out for seconds, with each change anew.
    void aGiantLineIsCut()
    {
        core::Script script;
        script.statements = {statement(u"UPDATE `t` SET `a` = '"_s + QString(3'000'000, u'x') + u"'\nWHERE `id` = 5"_s),
                             statement(u"SELECT 2"_s)};
        const ScriptText shown = scriptText(script, dialect(), ScriptLayout::Inline, 1'000'000);
        QVERIFY(shown.cut);
        const QStringList lines = shown.text.split(u'\n');
        QCOMPARE(lines.size(), shown.lines.size());
        QVERIFY(shown.lines.size() >= 2);
        for (const QString &line : lines)
            QVERIFY(line.size() <= longestShownLine);
        QCOMPARE(shown.lines.at(1).kind, ScriptLine::Kind::Cut);
        QVERIFY2(lines.at(1).contains(u"more characters of this line are not shown"_s), qPrintable(lines.at(1)));
        QVERIFY(scriptText(script, dialect(), ScriptLayout::Inline).text.size() > 3'000'000); // what Copy gives
    }

    void aPurposeStaysAComment()
    {
        core::Script script;
        script.statements = {statement(u"SELECT 1"_s, u"name with\nDROP TABLE users;"_s)};
        QCOMPARE(statementsIn(scriptText(script, dialect(), ScriptLayout::Inline).text), QStringList{u"SELECT 1"_s});
        QCOMPARE(statementsIn(scriptText(script, dialect(), ScriptLayout::Blocks).text), QStringList{u"SELECT 1"_s});
    }
};

QTEST_GUILESS_MAIN(TestScriptText)
#include "tst_scripttext.moc"
