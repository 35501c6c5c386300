// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/sqlview.h"

#include "ui/style/theme.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QApplication>
#include <QClipboard>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

const core::Dialect &dialect()
{
    return *core::dialectByName(u"sqlite"_s);
}

std::shared_ptr<const core::Script> script()
{
    auto made = std::make_shared<core::Script>();
    for (const QString &sql : {u"BEGIN IMMEDIATE"_s, u"UPDATE `t` SET `a` = 'x'\nWHERE `id` = 5"_s, u"COMMIT"_s}) {
        core::Statement s;
        s.sql = sql;
        made->statements.append(s);
    }
    return made;
}

QColor colorAt(const SqlView &view, int line, int column)
{
    const QTextBlock block = view.document()->findBlockByNumber(line);
    for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
        if (column >= range.start && column < range.start + range.length)
            return range.format.foreground().color();
    }
    return {};
}

QPoint placeOf(SqlView &view, int line)
{
    const QTextCursor cursor(view.document()->findBlockByNumber(line));
    return view.cursorRect(cursor).center() + QPoint(4, 0);
}

} // namespace

class TestSqlView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void holdsTheVeryScript()
    {
        SqlView view;
        const auto shown = script();
        view.setScript(shown, dialect(), ScriptLayout::Inline);
        QCOMPARE(view.script().get(), shown.get());
        QVERIFY(view.isReadOnly());
        QCOMPARE(view.toPlainText(), u"BEGIN IMMEDIATE;\nUPDATE `t` SET `a` = 'x'\nWHERE `id` = 5;\nCOMMIT;"_s);
        view.clearScript();
        QVERIFY(!view.script());
        QVERIFY(view.toPlainText().isEmpty());
    }

    void colours()
    {
        SqlView view;
        view.setScript(script(), dialect(), ScriptLayout::Inline);
        const Theme &theme = Theme::current();
        QCOMPARE(colorAt(view, 1, 0), theme.color(Tone::SqlKeyword));
        QCOMPARE(colorAt(view, 1, 8), theme.color(Tone::SqlIdentifier));
        QCOMPARE(colorAt(view, 1, 23), theme.color(Tone::SqlString));
        QCOMPARE(colorAt(view, 2, 13), theme.color(Tone::SqlNumber));
        Theme::apply(*qApp, ThemeKind::Light);
        QTRY_COMPARE(colorAt(view, 1, 0), Theme(ThemeKind::Light).color(Tone::SqlKeyword));
        Theme::apply(*qApp, ThemeKind::Dark);
    }

    void aStringOverSeveralLines()
    {
        SqlView view;
        view.setSql(u"SELECT 'one\nSELECT two' FROM t"_s, dialect());
        QCOMPARE(colorAt(view, 1, 2), Theme::current().color(Tone::SqlString));
        QCOMPARE(colorAt(view, 1, 13), Theme::current().color(Tone::SqlKeyword));
    }

    void whatIsDifferentIsMarked()
    {
        SqlView view;
        QList<core::MarkedStatement> marks(3);
        marks[1] = {{core::PlanMark::Added, core::PlanMark::Changed}, {{21, 3}}};
        const auto shown = script();
        view.setScript(shown, dialect(), ScriptLayout::Inline, marks);
        view.resize(500, 200);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QImage picture = view.viewport()->grab().toImage();
        const auto backAt = [&](int line) {
            return picture.pixelColor(picture.width() - 4, placeOf(view, line).y());
        };
        const Theme &theme = Theme::current();
        QCOMPARE(backAt(1), theme.color(Tone::InsertedBack));
        QCOMPARE(backAt(2), theme.color(Tone::ModifiedBack));
        QCOMPARE(backAt(3), backAt(0));
        const QTextBlock block = view.document()->findBlockByNumber(1);
        QStringList raised;
        for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
            if (range.format.background().color() == theme.color(Tone::PillAmberBack))
                raised.append(block.text().mid(range.start, range.length));
        }
        QCOMPARE(raised.join(QString()), u"'x'"_s);
    }

    /// Only the lines that are others are set again, and the whole is as if it had been set at once.
    void aScriptThatChangesInPartKeepsTheRest_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("within a line") << u"UPDATE `t` SET `a` = 'longer'\nWHERE `id` = 5"_s;
        QTest::newRow("a line more") << u"UPDATE `t` SET `a` = 'x'\n-- so it is\nWHERE `id` = 5"_s;
        QTest::newRow("a line less") << u"UPDATE `t` SET `a` = 'x'"_s;
        QTest::newRow("the same") << u"UPDATE `t` SET `a` = 'x'\nWHERE `id` = 5"_s;
        QTest::newRow("nothing alike") << u"SELECT 1"_s;
        QTest::newRow("empty") << QString();
    }
    void aScriptThatChangesInPartKeepsTheRest()
    {
        QFETCH(QString, sql);
        auto changed = std::make_shared<core::Script>(*script());
        changed->statements[1].sql = sql;
        SqlView view;
        view.setScript(script(), dialect(), ScriptLayout::Inline);
        view.setScript(changed, dialect(), ScriptLayout::Inline);
        SqlView fresh;
        fresh.setScript(changed, dialect(), ScriptLayout::Inline);
        QCOMPARE(view.toPlainText(), fresh.toPlainText());
        for (int line = 0; line < fresh.blockCount(); ++line) {
            const QTextBlock there = view.document()->findBlockByNumber(line);
            const QTextBlock wanted = fresh.document()->findBlockByNumber(line);
            QCOMPARE(there.layout()->formats(), wanted.layout()->formats());
        }
        view.setScript(script(), dialect(), ScriptLayout::Inline); // and back
        QCOMPARE(view.toPlainText(), u"BEGIN IMMEDIATE;\nUPDATE `t` SET `a` = 'x'\nWHERE `id` = 5;\nCOMMIT;"_s);
    }

    void clickAndEnterSayWhichStatement()
    {
        SqlView view;
        view.resize(500, 200);
        view.setScript(script(), dialect(), ScriptLayout::Inline);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QSignalSpy activated(&view, &SqlView::statementActivated);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, placeOf(view, 2));
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).toInt(), 1);
        view.showStatement(2);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(activated.size(), 2);
        QCOMPARE(activated.at(1).at(0).toInt(), 2);
    }

    void wrapsWhatIsTooWide()
    {
        SqlView view;
        view.resize(400, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto wide = std::make_shared<core::Script>();
        core::Statement s;
        s.sql = u"SELECT "_s + QStringList(60, u"`column`"_s).join(u", "_s);
        wide->statements = {s};
        view.setScript(wide, dialect(), ScriptLayout::Inline);
        QTRY_VERIFY(view.document()->firstBlock().layout()->lineCount() > 2);
        QCOMPARE(view.horizontalScrollBar()->maximum(), 0);
        const auto hangs = [&view] {
            const QTextLayout *lines = view.document()->firstBlock().layout();
            const qreal step = view.fontMetrics().horizontalAdvance(u' ');
            for (int i = 1; i < lines->lineCount(); ++i) {
                if (qAbs(lines->lineAt(i).x() - lines->lineAt(0).x() - 4 * step) > 1)
                    return false;
            }
            return lines->lineCount() > 2 && lines->lineAt(1).naturalTextRect().right() <= view.viewport()->width();
        };
        QVERIFY(hangs());
        Theme::apply(*qApp, ThemeKind::Light); // new colours lay every block out again
        QTRY_COMPARE(colorAt(view, 0, 0), Theme(ThemeKind::Light).color(Tone::SqlKeyword));
        view.grab();
        QVERIFY(hangs());
        Theme::apply(*qApp, ThemeKind::Dark);
        view.resize(300, 300);
        view.grab();
        QVERIFY(hangs());
        QCOMPARE(view.statementAt(0), 0); // one line of the script, however many on the screen
        // a blob of hundreds of kilobytes is not laid out whole: that takes seconds
        s.sql = u"SELECT x'"_s + QString(300'000, u'0') + u"'"_s;
        wide = std::make_shared<core::Script>();
        wide->statements = {s};
        QElapsedTimer clock;
        clock.start();
        view.setScript(wide, dialect(), ScriptLayout::Inline);
        view.grab();
        QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(view.toPlainText().size() < 10'000);
        QVERIFY(view.wholeText().contains(s.sql));
    }

    void framesAreQuiet()
    {
        SqlView view;
        auto framed = std::make_shared<core::Script>(*script());
        framed->statements[0].role = core::Statement::Role::Begin;
        view.setScript(framed, dialect(), ScriptLayout::Inline);
        QCOMPARE(colorAt(view, 0, 0), Theme::current().color(Tone::SqlComment));
        QCOMPARE(colorAt(view, 1, 0), Theme::current().color(Tone::SqlKeyword));
        QVERIFY(view.toPlainText().startsWith(u"BEGIN IMMEDIATE;"_s)); // quiet, but there
    }

    void tabsAreFourWide()
    {
        SqlView view;
        QCOMPARE(view.tabStopDistance(), 4.0 * view.fontMetrics().horizontalAdvance(u' '));
    }

    void marksTheFailedStatement()
    {
        SqlView view;
        view.resize(500, 200);
        view.setScript(script(), dialect(), ScriptLayout::Inline);
        const auto markedLines = [&view] {
            const QImage picture = view.viewport()->grab().toImage();
            QList<int> lines;
            for (int line = 0; line < view.document()->blockCount(); ++line) {
                if (picture.pixelColor(picture.width() - 2, placeOf(view, line).y())
                    == Theme::current().color(Tone::DeletedBack))
                    lines.append(line);
            }
            return lines;
        };
        view.setMark(1, SqlView::Mark::Failed);
        QCOMPARE(markedLines(), (QList<int>{1, 2})); // both its lines, up to the edge
        view.setScript(script(), dialect(), ScriptLayout::Inline); // another one: the mark was the old one's
        QCOMPARE(markedLines(), QList<int>());
    }

    void copiesTheWhole()
    {
        SqlView view;
        QString longText = u"SELECT '"_s + QString(1'200'000, u'x') + u"'"_s;
        view.setSql(longText, dialect());
        QVERIFY(view.toPlainText().size() < longText.size());
        view.copyAll();
        QCOMPARE(QGuiApplication::clipboard()->text(), longText);
    }
};

QTEST_MAIN(TestSqlView)
#include "tst_sqlview.moc"
