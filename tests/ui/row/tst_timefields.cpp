// SPDX-License-Identifier: GPL-3.0-or-later
// Times in the row panel: as a person reads and types them, kept as they are stored.
#include "support/fieldsfixture.h"
#include "ui/row/calendarpopup.h"

#include <QDateTime>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::NewValue;
using core::Value;

Q_DECLARE_METATYPE(core::Value)

class TestTimeFields : public QObject, protected FieldsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init() { makePanel(); }
    void cleanup() { m.reset(); }

    void timesAreReadableWithTheStoredValueBeside_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("raw");
        QTest::newRow("seconds") << u"created_at"_s << u"2026-10-30 17:45:00"_s << u"1793382300"_s;
        QTest::newRow("milliseconds") << u"changed_ms"_s << u"2026-10-30 17:45:00.250"_s << u"1793382300250"_s;
        QTest::newRow("text") << u"seen_at"_s << u"2026-10-30 17:45:00.5 UTC"_s << u"2026-10-30T19:45:00.5+02:00"_s;
        QTest::newRow("day") << u"due"_s << u"2026-10-30"_s << QString();
    }
    void timesAreReadableWithTheStoredValueBeside()
    {
        QFETCH(QString, column);
        QFETCH(QString, shown);
        QFETCH(QString, raw);
        show(1);
        showTimes();
        QCOMPARE(m->line(column)->text(), shown);
        QCOMPARE(m->part<QLabel>(column, u"raw-value"_s)->text(), raw);
        if (column != u"seen_at"_s && column != u"due"_s)
            QVERIFY2(m->facts(column).contains(u"UTC"_s), qPrintable(m->facts(column)));
        m->line(column)->setFocus();
        m->panel->commit();
        QVERIFY(m->changes()->isEmpty());
    }

    void typedTimesKeepTheSpelling_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<Value>("stored");
        QTest::newRow("seconds") << u"created_at"_s << u"2026-10-31 00:01"_s << Value::integer(1793404860);
        QTest::newRow("a raw number") << u"created_at"_s << u"1793404861"_s << Value::integer(1793404861);
        QTest::newRow("milliseconds") << u"changed_ms"_s << u"2026-10-31"_s << Value::integer(1793404800000);
        QTest::newRow("text") << u"seen_at"_s << u"2026-10-31 18:00"_s << Value::text(u"2026-10-31T20:00:00.0+02:00"_s);
        QTest::newRow("day") << u"due"_s << u"2026/11/1"_s << Value::text(u"2026-11-01"_s);
    }
    void typedTimesKeepTheSpelling()
    {
        QFETCH(QString, column);
        QFETCH(QString, typed);
        QFETCH(Value, stored);
        show(1);
        showTimes();
        m->type(column, typed);
        QTest::keyClick(m->line(column), Qt::Key_Return);
        QCOMPARE(m->staged(things, 1, column), std::optional(NewValue(stored)));
        QCOMPARE(m->note(column), QString());
    }

    void whatIsNoTimeIsSaidAtOnce()
    {
        show(1);
        showTimes();
        m->type(u"created_at", u"someday"_s);
        QCOMPARE(m->note(u"created_at"), u"“someday” is no time as the column keeps it"_s);
        QVERIFY(m->changes()->isEmpty());
        QTest::keyClick(m->line(u"created_at"), Qt::Key_Escape);
        QCOMPARE(m->note(u"created_at"), QString());
    }

    void nowByKeyAndButton()
    {
        show(2);
        showTimes();
        const qint64 before = QDateTime::currentSecsSinceEpoch();
        m->line(u"created_at")->setFocus();
        QTest::keyClick(m->line(u"created_at"), Qt::Key_Semicolon, Qt::ControlModifier);
        const auto staged = m->staged(things, 2, u"created_at");
        QVERIFY(staged);
        const qint64 now = std::get<Value>(*staged).toInteger();
        QVERIFY(now >= before && now <= before + 60);
        m->panel->resize(480, 1000);
        QTRY_VERIFY(m->part<QToolButton>(u"due", u"time-now"_s)->isVisible());
        QTest::mouseClick(m->part<QToolButton>(u"due", u"time-now"_s), Qt::LeftButton);
        QCOMPARE(m->staged(things, 2, u"due"),
                 std::optional(NewValue(Value::text(QDateTime::currentDateTimeUtc().toString(u"yyyy-MM-dd"_s)))));
    }

    void theCalendarKeepsTheTimeOfDay()
    {
        show(1);
        showTimes();
        m->line(u"created_at")->setFocus();
        QTest::keyClick(m->line(u"created_at"), Qt::Key_Down, Qt::AltModifier);
        auto *calendar = m->panel->findChild<CalendarPopup *>();
        QVERIFY(calendar && calendar->isVisible());
        QCOMPARE(calendar->selectedDay(), QDate(2026, 10, 30));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(!calendar->isVisible());
        QCOMPARE(m->staged(things, 1, u"created_at"), std::optional(NewValue(Value::integer(1793382300 + 86400))));
        QCOMPARE(QApplication::focusWidget(), m->line(u"created_at"));
        QTest::mouseClick(m->part<QToolButton>(u"created_at", u"time-calendar"_s), Qt::LeftButton);
        QVERIFY(calendar->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!calendar->isVisible());
    }

    void theCalendarIsForOneRow()
    {
        for (const qint64 id : {1, 2})
            QVERIFY(m->edits->push(core::InsertRow{things, id, {}, -1}, u"Add"_s));
        m->panel->showRow(RowAddress{things, {}, 1});
        showTimes();
        m->line(u"created_at")->setFocus();
        QTest::keyClick(m->line(u"created_at"), Qt::Key_Down, Qt::AltModifier);
        auto *calendar = m->panel->findChild<CalendarPopup *>();
        QVERIFY(calendar && calendar->isVisible());
        m->panel->showRow(RowAddress{things, {}, 2});
        QVERIFY(!calendar->isVisible());
    }

    void theRawValueIsOneKeyAway()
    {
        show(1);
        showTimes();
        m->line(u"created_at")->setFocus();
        QTest::keyClick(m->line(u"created_at"), Qt::Key_E, controlAlt);
        QCOMPARE(m->line(u"created_at")->text(), u"1793382300"_s);
        QCOMPARE(QApplication::focusWidget(), m->line(u"created_at"));
        m->type(u"created_at", u"5"_s);
        QTest::keyClick(m->line(u"created_at"), Qt::Key_E, controlAlt); // hands on, and back to words
        QCOMPARE(m->staged(things, 1, u"created_at"), std::optional(NewValue(Value::integer(5))));
        QCOMPARE(m->line(u"created_at")->text(), u"1970-01-01 00:00:05"_s);
    }

private:
    void showTimes()
    {
        setFormats({{u"created_at"_s, Kind::UnixSeconds},
                    {u"changed_ms"_s, Kind::UnixMilliseconds},
                    {u"seen_at"_s, Kind::IsoDate},
                    {u"due"_s, Kind::IsoDate}});
    }
};

QTEST_MAIN(TestTimeFields)
#include "tst_timefields.moc"
