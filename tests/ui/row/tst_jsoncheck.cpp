// SPDX-License-Identifier: GPL-3.0-or-later
// JSON is judged while it is typed, and typing never waits for it.
#include "ui/row/jsoncheck.h"

#include "support/quiet.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

using State = JsonCheck::State;

/// An array of so many lines, about 50 characters each.
QString longJson(int lines)
{
    QStringList parts;
    for (int i = 0; i < lines; ++i)
        parts.append(u"{\"id\": %1, \"name\": \"a name of some length\"}"_s.arg(i, 8));
    return u"[\n"_s + parts.join(u",\n"_s) + u"\n]"_s;
}

} // namespace

class TestJsonCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init() { failOnUnexpectedWarnings(); }

    void shortTextIsJudgedAtOnce_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<State>("state");
        QTest::addColumn<QString>("words");
        QTest::newRow("an object") << u"{\"a\": 1}"_s << State::Valid << u"valid JSON"_s;
        QTest::newRow("a stray comma") << u"[1,\n,2]"_s << State::Invalid << u"not JSON: line 2, column 1: "_s;
        QTest::newRow("nothing") << QString() << State::Nothing << QString();
    }
    void shortTextIsJudgedAtOnce()
    {
        QFETCH(QString, text);
        QFETCH(State, state);
        QFETCH(QString, words);
        QPlainTextEdit edit;
        const JsonCheck *check = new JsonCheck(&edit);
        edit.setPlainText(text);
        QCOMPARE(check->state(), state);
        QVERIFY2(check->words().startsWith(words), qPrintable(check->words()));
        QCOMPARE(check->words().isEmpty(), words.isEmpty());
    }

    void longTextIsJudgedWhenNobodyTypes()
    {
        QPlainTextEdit edit;
        const JsonCheck *check = new JsonCheck(&edit);
        edit.setPlainText(longJson(1000));
        QCOMPARE(check->state(), State::Checking);
        QCOMPARE(check->words(), u"checking…"_s);
        QTRY_COMPARE(check->state(), State::Valid);
        edit.moveCursor(QTextCursor::End);
        QTest::keyClicks(&edit, u"x"_s);
        QCOMPARE(check->state(), State::Checking);
        QTRY_COMPARE(check->state(), State::Invalid);
        QVERIFY2(check->words().startsWith(u"not JSON: line 1002"_s), qPrintable(check->words()));
        // What was asked about an older text says nothing about this one.
        QTest::keyClick(&edit, Qt::Key_Backspace);
        QTRY_COMPARE(check->state(), State::Valid);
    }

    void typingDoesNotWait()
    {
        QPlainTextEdit edit;
        const JsonCheck *check = new JsonCheck(&edit);
        edit.setPlainText(longJson(100'000)); // 5 MB
        QTRY_COMPARE_WITH_TIMEOUT(check->state(), State::Valid, 30'000);
        edit.moveCursor(QTextCursor::End);
        QElapsedTimer timer;
        QList<qint64> keys;
        for (int i = 0; i < 50; ++i) {
            timer.start();
            QTest::keyClick(&edit, Qt::Key_Space);
            QCoreApplication::processEvents();
            keys.append(timer.elapsed());
        }
        std::sort(keys.begin(), keys.end());
        QVERIFY2(keys.at(45) < 100, qPrintable(QString::number(keys.at(45)))); // other programs may take a turn
        QCOMPARE(check->state(), State::Checking);
        QTRY_COMPARE_WITH_TIMEOUT(check->state(), State::Valid, 30'000);
        QVERIFY(edit.document()->findBlockByNumber(1).layout()->formats().isEmpty()); // too long to be coloured
    }

    void nothingIsSaidWhileItIsOff()
    {
        QPlainTextEdit edit;
        auto *check = new JsonCheck(&edit);
        check->setOn(false);
        edit.setPlainText(u"[1]"_s);
        QCOMPARE(check->state(), State::Nothing);
        check->setOn(true);
        QCOMPARE(check->state(), State::Valid);
        QTRY_VERIFY(!edit.document()->firstBlock().layout()->formats().isEmpty());
        check->setOn(false);
        QTRY_VERIFY(edit.document()->firstBlock().layout()->formats().isEmpty());
    }
};

QTEST_MAIN(TestJsonCheck)
#include "tst_jsoncheck.moc"
