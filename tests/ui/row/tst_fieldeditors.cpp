// SPDX-License-Identifier: GPL-3.0-or-later
// Fields of the row panel: UUIDs, JSON, and what a field says about its column while it is typed into.
#include "support/fieldsfixture.h"
#include "support/verify.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolButton>
#include <QUuid>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::NewValue;
using core::Value;

class TestFieldEditors : public QObject, protected FieldsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init() { makePanel(); }
    void cleanup() { m.reset(); }

    void uuidsAreMadeAndKeepTheirForm()
    {
        show(1);
        setFormats({{u"uid"_s, Kind::Uuid}, {u"uid_bytes"_s, Kind::Uuid}});
        QCOMPARE(m->line(u"uid_bytes")->text(), u"0f8fad5b-d9cb-469f-a165-70867728950e"_s);
        QTest::mouseClick(m->part<QToolButton>(u"uid", u"uuid-generate"_s), Qt::LeftButton);
        const QString made = std::get<Value>(m->staged(things, 1, u"uid").value()).display();
        QCOMPARE(QUuid::fromString(made).version(), QUuid::Random);
        QCOMPARE(made, made.toUpper()); // as the one before
        QCOMPARE(made.size(), 36);
        m->line(u"uid_bytes")->setFocus();
        QTest::keyClick(m->line(u"uid_bytes"), Qt::Key_Semicolon, Qt::ControlModifier);
        const Value bytes = std::get<Value>(m->staged(things, 1, u"uid_bytes").value());
        QCOMPARE(bytes.kind(), Value::Kind::Blob);
        QCOMPARE(bytes.bytes().size(), 16);
        m->type(u"uid_bytes", u"{00000000-0000-0000-0000-000000000001}"_s);
        QTest::keyClick(m->line(u"uid_bytes"), Qt::Key_Return);
        QCOMPARE(m->staged(things, 1, u"uid_bytes"),
                 std::optional(NewValue(Value::blob(QByteArray(15, '\0') + QByteArray(1, '\1')))));
    }

    void whatIsNoUuidIsSaidAtOnce()
    {
        show(1);
        setFormats({{u"uid"_s, Kind::Uuid}});
        m->type(u"uid", u"0F8FAD5B"_s);
        QCOMPARE(m->note(u"uid"), u"“0F8FAD5B” is no UUID"_s);
    }

    void jsonIsLaidOutAsItIsWritten()
    {
        show(1);
        auto *meta = m->input<QPlainTextEdit>(u"meta");
        QVERIFY(meta);
        auto *format = m->part<QPushButton>(u"meta", u"json-format"_s);
        QVERIFY(format->isEnabled());
        format->setFocus();
        QTest::keyClick(format, Qt::Key_Space);
        QCOMPARE(meta->toPlainText(), u"{\n  \"z\": 1.50,\n  \"a\": 2\n}"_s);
        m->panel->commit();
        QCOMPARE(m->staged(things, 1, u"meta"),
                 std::optional(NewValue(Value::text(u"{\n  \"z\": 1.50,\n  \"a\": 2\n}"_s))));
        QTest::mouseClick(m->part<QPushButton>(u"meta", u"json-one-line"_s), Qt::LeftButton);
        m->panel->commit();
        QVERIFY(m->changes()->isEmpty()); // as it was
    }

    void jsonErrorsSayTheirPlace()
    {
        show(1);
        auto *meta = m->input<QPlainTextEdit>(u"meta");
        meta->setFocus();
        meta->moveCursor(QTextCursor::End);
        QTest::keyClick(meta, Qt::Key_Backspace);
        QTest::keyClick(meta, Qt::Key_Return);
        QTest::keyClicks(meta, u",x"_s);
        QCOMPARE(m->part<QLabel>(u"meta", u"json-validity"_s)->text(),
                 u"not JSON: line 2, column 2: a key stands in double quotes"_s);
        QVERIFY(!m->part<QPushButton>(u"meta", u"json-format"_s)->isVisible());
        QCOMPARE(m->note(u"meta"), QString()); // said once
        QTRY_VERIFY(!meta->document()->findBlockByNumber(1).layout()->formats().isEmpty()); // coloured
        m->panel->commit(); // it can be kept as text
        QVERIFY(m->staged(things, 1, u"meta"));
    }

    void limitsAreSaidInPlace()
    {
        show(1);
        QCOMPARE(m->facts(u"title"), u"varchar(10) · at least 2 characters · required"_s);
        QCOMPARE(m->facts(u"stars"), u"integer · 0 to 5"_s);
        QCOMPARE(m->facts(u"price"), u"real · ≥ 0"_s);
        QCOMPARE(m->facts(u"uid"), u"text · uuid · unique"_s);
        QCOMPARE(m->facts(u"kind"), u"text · default 'x'"_s);
        const QString tip = m->part<QWidget>(u"title", u"field-head"_s)->toolTip();
        QVERIFY2(tip.contains(u"CHECK (length(title) &gt; 1)"_s), qPrintable(tip));
    }

    void refusalsAreSaidWhileTyping_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("note");
        QTest::addColumn<bool>("invalid");
        QTest::newRow("a range") << u"stars"_s << u"6"_s << u"The table allows 0 to 5 here."_s << true;
        QTest::newRow("a bound") << u"price"_s << u"-0.5"_s << u"The table allows ≥ 0 here."_s << true;
        QTest::newRow("too short") << u"title"_s << u"x"_s
                                   << u"The table allows at least 2 characters here; this has 1."_s << true;
        QTest::newRow("nearly too long") << u"title"_s << u"123456789"_s << u"9 of 10 characters"_s << false;
        QTest::newRow("longer than declared") << u"title"_s << u"12345678901"_s << u"11 of 10 characters"_s << false;
        QTest::newRow("beyond 64 bits")
            << u"stars"_s << u"99999999999999999999"_s
            << u"“99999999999999999999” is beyond the 64 bits of an integer, and kept as text"_s << false;
        QTest::newRow("no number") << u"stars"_s << u"many"_s << u"“many” is no number"_s << false;
        QTest::newRow("too many digits") << u"price"_s << u"0.12345678901234567890"_s
                                         << u"kept as 0.12345678901234568"_s << false;
        QTest::newRow("fine") << u"stars"_s << u"4"_s << QString() << false;
    }
    void refusalsAreSaidWhileTyping()
    {
        QFETCH(QString, column);
        QFETCH(QString, typed);
        QFETCH(QString, note);
        QFETCH(bool, invalid);
        show(1);
        m->type(column, typed);
        QCOMPARE(m->note(column), note);
        QCOMPARE(m->line(column)->property("state").toString() == u"invalid"_s, invalid);
        QTest::keyClick(m->line(column), Qt::Key_Return); // it can be staged; the word stays
        QVERIFY(m->staged(things, 1, column));
        if (!note.startsWith(u"kept as"_s)) // that is what is on view now
            QCOMPARE(m->note(column), note);
    }

    void anEmptiedFieldIsNullAndARequiredOneSaysNo()
    {
        show(1);
        m->type(u"stars", QString());
        QTest::keyClick(m->line(u"stars"), Qt::Key_Return);
        QCOMPARE(m->staged(things, 1, u"stars"), std::optional(NewValue(Value::null())));
        m->edits->undo();
        m->show(strictOnes, 1);
        QTRY_VERIFY(!m->panel->isLoading());
        m->type(u"n", QString());
        QTest::keyClick(m->line(u"n"), Qt::Key_Return);
        QCOMPARE(m->note(u"n"), u"This must have a value: the column is NOT NULL."_s);
        QCOMPARE(m->line(u"n")->text(), QString()); // as typed
        QVERIFY(m->changes()->isEmpty());
        QTest::keyClick(m->line(u"n"), Qt::Key_Escape);
        QCOMPARE(m->line(u"n")->text(), u"2"_s);
        QCOMPARE(m->note(u"n"), QString());
    }

    void strictTablesRefuseOtherTypes()
    {
        m->show(strictOnes, 1);
        QTRY_VERIFY(!m->panel->isLoading());
        m->type(u"n", u"many"_s);
        QCOMPARE(m->note(u"n"), u"The table is STRICT: it takes only INT here."_s);
        QCOMPARE(m->line(u"n")->property("state").toString(), u"invalid"_s);
    }

    void newRowsSayWhatTheyNeed()
    {
        VERIFY_OK(m->edits->push(core::InsertRow{things, 5, {}, -1}, u"Insert"_s));
        m->panel->showRow(RowAddress{things, {}, 5});
        QCOMPARE(m->note(u"title"), u"Needs a value."_s);
        QCOMPARE(m->note(u"stars"), QString());
        m->type(u"title", u"Hail"_s);
        QCOMPARE(m->note(u"title"), QString());
    }
};

QTEST_MAIN(TestFieldEditors)
#include "tst_fieldeditors.moc"
