// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/filebytes.h"

#include "core/base/whendone.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestFileBytes : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void whatIsWrittenIsRead()
    {
        const QString path = m_folder.filePath(u"a.bin"_s);
        const QByteArray bytes("\0\1\xff rain", 8);
        QVERIFY(waitFor(writeFile(path, bytes)));
        const auto read = waitFor(readFile(path, 8));
        QVERIFY(read);
        QCOMPARE(*read, bytes);
    }

    void whatIsTooLargeIsNotRead()
    {
        const QString path = m_folder.filePath(u"b.bin"_s);
        QVERIFY(waitFor(writeFile(path, QByteArray(9, 'x'))));
        const auto read = waitFor(readFile(path, 8));
        QVERIFY(!read);
        QVERIFY2(read.error().message.endsWith(u"has 9 bytes; at most 8 can be loaded."_s),
                 qPrintable(read.error().message));
    }

    void whatHasNoSizeIsNotReadForEver()
    {
        if (!QFile::exists(u"/dev/zero"_s))
            QSKIP("no such device here");
        QVERIFY(!waitFor(readFile(u"/dev/zero"_s, 1000)));
    }

    void whatCannotBeReadOrWrittenIsAnError()
    {
        const QString path = m_folder.filePath(u"no/such/folder"_s);
        const auto read = waitFor(readFile(path, 8));
        QVERIFY(!read);
        QCOMPARE(read.error().kind, Error::Kind::Io);
        QVERIFY(read.error().message.contains(path));
        QVERIFY(!waitFor(writeFile(path, "x")));
    }
};

QTEST_GUILESS_MAIN(TestFileBytes)
#include "tst_filebytes.moc"
