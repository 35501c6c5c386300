// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/blobkind.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestBlobKind : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kinds_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QByteArray>("picture");
        const auto row = [](const QByteArray &bytes, const char *name, const char *suffix, const char *picture) {
            QTest::addRow("%s %s", name, bytes.left(4).toHex().constData())
                << bytes << QString::fromLatin1(name) << QString::fromLatin1(suffix) << QByteArray(picture);
        };
        row(QByteArray::fromHex("89504e470d0a1a0a00"), "PNG picture", "png", "png");
        row(QByteArray::fromHex("89504e470d0a"), "", "bin", ""); // only half of it
        row(QByteArray::fromHex("ffd8ffe0"), "JPEG picture", "jpg", "jpeg");
        row("GIF89a....", "GIF picture", "gif", "gif");
        row("RIFF1234WEBPVP8 ", "WebP picture", "webp", "webp");
        row("12345678WEBP", "", "bin", "");
        row("RIFF1234WAVEfmt ", "WAV sound", "wav", "");
        row("BM" + QByteArray(4, 'x') + QByteArray(20, '\0'), "BMP picture", "bmp", "bmp");
        row("BMW and other words that begin so", "", "bin", "");
        row("%PDF-1.7", "PDF document", "pdf", "");
        row(QByteArray("SQLite format 3\0", 16), "SQLite database", "sqlite", "");
        row("PK\3\4", "ZIP archive", "zip", "");
        row("<svg xmlns='http://www.w3.org/2000/svg'/>", "", "bin", ""); // a program more than a picture: never drawn
        row("", "", "bin", "");
    }
    void kinds()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, name);
        QFETCH(QString, suffix);
        QFETCH(QByteArray, picture);
        QCOMPARE(blobKindOf(bytes), (BlobKind{name, suffix, picture}));
    }
};

QTEST_GUILESS_MAIN(TestBlobKind)
#include "tst_blobkind.moc"
