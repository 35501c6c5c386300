// SPDX-License-Identifier: GPL-3.0-or-later
// Blobs in the row panel: files, pictures, and their bytes.
#include "support/fieldsfixture.h"
#include "core/base/whendone.h"
#include "ui/row/hexview.h"
#include "ui/row/picture.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QImage>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::NewValue;
using core::Value;

namespace {

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

class TestBlobFields : public QObject, protected FieldsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init() { makePanel(); }
    void cleanup() { m.reset(); }

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

private:
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
};

QTEST_MAIN(TestBlobFields)
#include "tst_blobfields.moc"
