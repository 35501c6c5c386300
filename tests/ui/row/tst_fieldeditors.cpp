// SPDX-License-Identifier: GPL-3.0-or-later
// The row panel's editors by kind of value: times, UUIDs, JSON, blobs; and what fields say about their columns.
#include "rowfixture.h"

#include "core/base/whendone.h"
#include "support/verify.h"
#include "ui/row/calendarpopup.h"
#include "ui/row/hexview.h"
#include "ui/row/picture.h"

#include <QBuffer>
#include <QDateTime>
#include <QElapsedTimer>
#include <QImage>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolButton>
#include <QUuid>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::NewValue;
using core::Value;

namespace {

const core::QualifiedName things{{}, u"things"_s};
const core::QualifiedName strictOnes{{}, u"strict_ones"_s};
constexpr Qt::KeyboardModifiers controlAlt = Qt::ControlModifier | Qt::AltModifier;

QString databaseSql()
{
    return u"CREATE TABLE things (id INTEGER PRIMARY KEY, created_at INTEGER, changed_ms INTEGER, seen_at TEXT, due "
           u"DATE,"
           " uid TEXT UNIQUE, uid_bytes BLOB, meta JSON, data BLOB, title VARCHAR(10) NOT NULL CHECK (length(title) > "
           "1),"
           " stars INTEGER CHECK (stars BETWEEN 0 AND 5), price REAL CHECK (price >= 0), kind TEXT DEFAULT 'x');"
           "CREATE TABLE strict_ones (id INTEGER PRIMARY KEY, n INT NOT NULL) STRICT;"
           "INSERT INTO strict_ones VALUES (1, 2);"
           "INSERT INTO things (id, created_at, changed_ms, seen_at, due, uid, uid_bytes, meta, data, title, stars, "
           "price)"
           " VALUES (1, 1793382300, 1793382300250, '2026-10-30T19:45:00.5+02:00', '2026-10-30',"
           " '0F8FAD5B-D9CB-469F-A165-70867728950E', x'0f8fad5bd9cb469fa16570867728950e', '{\"z\":1.50,\"a\":2}',"
           " x'000102', 'Rain', 3, 1.5), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Snow', NULL, NULL)"_s;
}

QByteArray png(const QSize &size)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(0xff336699u);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

/// The sides that the file names, and nothing behind them.
QByteArray lyingPng(int side)
{
    QByteArray bytes = png({1, 1});
    for (int i = 0; i < 4; ++i) {
        bytes[16 + i] = char(side >> (24 - 8 * i));
        bytes[20 + i] = char(side >> (24 - 8 * i));
    }
    // Its checksum must be right, or readers stop there already.
    quint32 crc = 0xffffffffu;
    for (int i = 12; i < 29; ++i) {
        crc ^= quint8(bytes[i]);
        for (int k = 0; k < 8; ++k)
            crc = (crc >> 1) ^ ((crc & 1u) ? 0xedb88320u : 0u);
    }
    crc = ~crc;
    for (int i = 0; i < 4; ++i)
        bytes[29 + i] = char(quint8(crc >> (24 - 8 * i)));
    return bytes;
}

} // namespace

Q_DECLARE_METATYPE(core::Value)

class TestFieldEditors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        QTest::failOnWarning(anyRealWarning());
        m = std::make_unique<RowFixture>(databaseSql());
        QVERIFY(QTest::qWaitForWindowExposed(m->panel.get()));
    }
    void cleanup() { m.reset(); }

    // Times -----------------------------------------------------------------------------------------------------------

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

    // UUIDs -----------------------------------------------------------------------------------------------------------

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

    // JSON ------------------------------------------------------------------------------------------------------------

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

    // Blobs -----------------------------------------------------------------------------------------------------------

    void filesAreLoadedAndSaved()
    {
        show(2);
        QCOMPARE(m->line(u"data")->placeholderText(), u"NULL"_s);
        QVERIFY(!m->part<QPushButton>(u"data", u"blob-save"_s)->isEnabled());
        const QByteArray bytes = QByteArray("\0\1\2", 3) + QByteArray(100, 'x');
        m->prompts.path = m->open.dir.filePath(u"in.bin"_s);
        write(m->prompts.path, bytes);
        QTest::mouseClick(m->part<QPushButton>(u"data", u"blob-load"_s), Qt::LeftButton);
        QTRY_COMPARE(m->staged(things, 2, u"data"), std::optional(NewValue(Value::blob(bytes))));
        QCOMPARE(m->line(u"data")->text(), u"103 bytes"_s);
        m->prompts.path = m->open.dir.filePath(u"out.bin"_s);
        QTest::mouseClick(m->part<QPushButton>(u"data", u"blob-save"_s), Qt::LeftButton);
        QTRY_COMPARE(read(m->prompts.path), bytes);
        QCOMPARE(m->prompts.suggested, u"things-2-data.bin"_s);
    }

    void aCutBlobIsSavedWhole()
    {
        QCOMPARE(tempdatabase::run(m->open.path, u"UPDATE things SET data = zeroblob(3000000) WHERE id = 1"_s),
                 QString());
        show(1);
        QVERIFY(m->line(u"data")->text().startsWith(u"3,000,000 bytes"_s));
        QVERIFY(!m->part<QPushButton>(u"data", u"blob-load"_s)->isEnabled()); // its old value is not known
        m->prompts.path = m->open.dir.filePath(u"out.bin"_s);
        QTest::mouseClick(m->part<QPushButton>(u"data", u"blob-save"_s), Qt::LeftButton);
        QTRY_COMPARE(read(m->prompts.path).size(), 3'000'000);
    }

    void aFileThatIsNotThereIsSaid()
    {
        show(2);
        m->prompts.path = m->open.dir.filePath(u"none.bin"_s);
        QTest::mouseClick(m->part<QPushButton>(u"data", u"blob-load"_s), Qt::LeftButton);
        auto *notice = m->panel->findChild<QWidget *>(u"row-notice"_s);
        QTRY_VERIFY(notice->isVisible());
        QVERIFY(m->changes()->isEmpty());
    }

    void aLateFileIsNotForAnotherRow()
    {
        show(2);
        m->prompts.path = m->open.dir.filePath(u"in.bin"_s);
        write(m->prompts.path, QByteArray(100, 'x'));
        QTest::mouseClick(m->part<QPushButton>(u"data", u"blob-load"_s), Qt::LeftButton);
        m->show(things, 1);
        QTRY_VERIFY(m->panel->findChild<QWidget *>(u"row-notice"_s)->isVisible() || m->changes()->isEmpty());
        QTRY_VERIFY(!m->panel->isLoading());
        QCoreApplication::sendPostedEvents();
        QVERIFY(m->changes()->isEmpty());
    }

    void hexIsWorkedOutLineByLine()
    {
        HexView view;
        view.resize(600, 120);
        view.show();
        QElapsedTimer timer;
        timer.start();
        view.setBytes(QByteArray(200'000'000, 'A'));
        QVERIFY(view.grab().width() > 0);
        QTest::keyClick(&view, Qt::Key_End);
        QVERIFY(view.grab().width() > 0);
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        view.setBytes("\x01"
                      "Rain");
        QCOMPARE(view.lineCount(), 1);
        QVERIFY2(view.lineText(0).startsWith(u"00000000  01 52 61 69 6e"_s), qPrintable(view.lineText(0)));
        QVERIFY(view.lineText(0).endsWith(u"·Rain"_s));
    }

    void picturesAreShown()
    {
        store(png({300, 200}));
        show(1);
        QTRY_VERIFY(m->part<PictureView>(u"data", u"blob-picture"_s)->isVisible());
        QCOMPARE(m->part<PictureView>(u"data", u"blob-picture"_s)->image().size(), QSize(300, 200));
        QVERIFY(m->line(u"data")->text().endsWith(u"PNG picture, 300 × 200"_s));
        m->panel->resize(316, 600);
        const auto *scroll = m->panel->findChild<QScrollArea *>();
        QTRY_COMPARE(scroll->widget()->width(), scroll->viewport()->width()); // nothing is cut off at the right
        PictureView few(nullptr);
        few.setImage(QImage(16, 10, QImage::Format_RGB32));
        QCOMPARE(few.wantedSize(), QSize(64, 40)); // to be seen at all
        QTest::mouseClick(m->part<QToolButton>(u"data", u"blob-as-hex"_s), Qt::LeftButton);
        QVERIFY(m->part<HexView>(u"data", u"blob-hex"_s)->isVisible());
    }

    void hostilePicturesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("sides of a hundred thousand pixels") << lyingPng(100'000);
        QTest::newRow("cut off") << png({300, 200}).first(60);
        QTest::newRow("only a beginning") << QByteArray("\x89PNG\r\n\x1a\n") + QByteArray(60, '\xff');
    }
    void hostilePicturesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        const auto picture = core::waitFor(readPicture(bytes, "png"));
        QVERIFY(!picture);
        store(bytes);
        show(1);
        QTRY_COMPARE(m->part<QLabel>(u"data", u"blob-problem"_s)->text(), picture.error().message);
        QVERIFY(m->part<HexView>(u"data", u"blob-hex"_s)->isVisible());
    }

    // Limits ----------------------------------------------------------------------------------------------------------

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

private:
    using Kind = core::ColumnFormat::Kind;

    void show(qint64 id)
    {
        m->show(things, id);
        QTRY_VERIFY(!m->panel->isLoading());
    }
    void setFormats(const QList<QPair<QString, Kind>> &kinds)
    {
        QHash<QString, core::ColumnFormat> formats;
        for (const auto &[column, kind] : kinds)
            formats.insert(column, {kind, {}});
        m->panel->setFormats(things, formats);
    }
    void showTimes()
    {
        setFormats({{u"created_at"_s, Kind::UnixSeconds},
                    {u"changed_ms"_s, Kind::UnixMilliseconds},
                    {u"seen_at"_s, Kind::IsoDate},
                    {u"due"_s, Kind::IsoDate}});
    }
    void store(const QByteArray &bytes)
    {
        const QString hex = QString::fromLatin1(bytes.toHex());
        QCOMPARE(tempdatabase::run(m->open.path, u"UPDATE things SET data = x'%1' WHERE id = 1"_s.arg(hex)), QString());
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<RowFixture> m;
};

QTEST_MAIN(TestFieldEditors)
#include "tst_fieldeditors.moc"
