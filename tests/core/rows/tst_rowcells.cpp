// SPDX-License-Identifier: GPL-3.0-or-later
// What a row source holds of cells: their beginnings, whole keys, and as many columns as a table may have.
#include "core/rows/tablerowsource.h"

#include "support/rowsfixture.h"

#include <QRegularExpression>

#include <sqlite3.h>

#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestRowCells : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void cutsAreCountedInUtf8WhateverTheDatabasesEncoding()
    {
        const QString path = m_dir.filePath(u"utf16.db"_s);
        QCOMPARE(sqlitefile::execute(path, u"PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(v); INSERT INTO t VALUES"
            "(replace(printf('%.1365c', 'x'), 'x', '中')), (replace(printf('%.1366c', 'x'), 'x', '中')), (printf('%.4096c', 'x')), (printf('%.6000c', 'x'))"_s), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path), QString());
        RowQuery query;
        query.table = {{}, u"t"_s};
        const auto source = fixture.source(query);
        QCOMPARE(settledRows(*source, 0, 4).size(), size_t(4));
        const RowPagePtr page = source->page(0);
        QCOMPARE(page->cell(0, 0), Value::text(QString(1365, u'中')));
        QVERIFY(!page->cutSize(0, 0));
        QCOMPARE(page->cell(1, 0), Value::text(QString(1365, u'中')));
        QCOMPARE(page->cutSize(1, 0), std::optional<qint64>(4098));
        QCOMPARE(page->cell(2, 0), Value::text(QString(4096, u'x')));
        QVERIFY(!page->cutSize(2, 0));
        QCOMPARE(page->cell(3, 0), Value::text(QString(4096, u'x')));
        QCOMPARE(page->cutSize(3, 0), std::optional<qint64>(6000));
    }

    void cellsAreCutButKeysAreNot()
    {
        const QString path = m_dir.filePath(u"big.db"_s);
        QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE t(k TEXT PRIMARY KEY NOT NULL, v); "
            "INSERT INTO t VALUES(printf('%.5000c', 'k'), 'whole'), ('a', printf('%.4096c', 'x')), ('b', printf('%.4097c', 'x')),"
            "('c', printf('%.4095c', 'x') || 'ä' || 'y'), ('d', zeroblob(4096)), ('e', zeroblob(4097)), ('f', zeroblob(209715200)),"
            "('g', CAST(zeroblob(5000) AS TEXT)), ('h', CAST(x'610062' AS TEXT)), ('i', ''), ('j', x''), ('l', 9223372036854775807), ('m', -0.0), ('n', 9e999)"_s), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path), QString());
        RowQuery query;
        query.table = {{}, u"t"_s};
        const auto source = fixture.source(query);
        QVERIFY(settledRows(*source, 0, 14).size() == 14);
        const RowPagePtr page = source->page(0);
        const auto size = [&](int row) { return page->cutSize(row, 1); };
        using Size = std::optional<qint64>;
        QCOMPARE(page->cell(0, 1).bytes(), QByteArray(4096, 'x'));
        QCOMPARE(size(0), Size());
        QCOMPARE(page->cell(1, 1).bytes(), QByteArray(4096, 'x'));
        QCOMPARE(size(1), Size(4097));
        QCOMPARE(page->cell(2, 1).bytes(), QByteArray(4095, 'x')); // not half an ä
        QCOMPARE(size(2), Size(4098));
        QCOMPARE(page->cell(3, 1), Value::blob(QByteArray(4096, '\0')));
        QCOMPARE(size(3), Size());
        QCOMPARE(page->cell(4, 1), Value::blob(QByteArray(4096, '\0')));
        QCOMPARE(size(4), Size(4097));
        QCOMPARE(page->cell(5, 1).kind(), Value::Kind::Blob);
        QVERIFY(page->cell(5, 1).bytes().size() <= 4096);
        QCOMPARE(size(5), Size(209715200));
        QCOMPARE(page->cell(6, 1), Value::textBytes(QByteArray(4096, '\0')));
        QCOMPARE(size(6), Size(5000));
        QCOMPARE(page->cell(7, 1), Value::textBytes(QByteArray("a\0b", 3)));
        QCOMPARE(page->cell(8, 1), Value::textBytes({}));
        QCOMPARE(page->cell(9, 1), Value::blob({}));
        QCOMPARE(page->cell(10, 0).bytes(), QByteArray(4096, 'k')); // shown: cut
        QCOMPARE(page->cutSize(10, 0), Size(5000));
        QCOMPARE(page->keys[10].values.first().bytes().size(), 5000);
        QCOMPARE(page->cell(11, 1), Value::integer(std::numeric_limits<qint64>::max()));
        QCOMPARE(page->cell(12, 1), Value::real(-0.0));
        QCOMPARE(page->cell(13, 1), Value::real(std::numeric_limits<double>::infinity()));
    }

    void asManyColumnsAsATableMayHave_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("large");
        for (const bool large : {false, true}) {
            const char *with = large ? ", a large blob" : "";
            QTest::addRow("rowid%s", with) << QString() << large;
            QTest::addRow("integer key%s", with) << u" INTEGER PRIMARY KEY"_s << large;
            QTest::addRow("text key%s", with) << u" TEXT PRIMARY KEY NOT NULL"_s << large;
        }
    }

    void asManyColumnsAsATableMayHave()
    {
        QFETCH(QString, key);
        QFETCH(bool, large);
        const QString path = m_dir.filePath(u"wide%1.db"_s.arg(QLatin1StringView(QTest::currentDataTag())).replace(u' ', u'_'));
        QStringList names;
        for (int c = 0; c < 2000; ++c)
            names.append(u"c%1"_s.arg(c));
        QString sql = u"CREATE TABLE t(c0%1, %2); %3 INSERT INTO t(c0, c5, c1998, c1999) SELECT i, i * 10, "
                      "CASE WHEN %4 AND i = 130 THEN zeroblob(3000000) END, 'last' || i FROM n;"_s.arg(
                          key, names.mid(1).join(u", "_s), numbers(140), large ? u"1"_s : u"0"_s);
        QCOMPARE(sqlitefile::execute(path, sql), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path), QString());
        for (const bool sorted : {false, true}) {
            RowQuery query;
            query.table = {{}, u"t"_s};
            if (sorted)
                query.sort = {{u"c5"_s, true}}; // pages by key lists
            const auto source = fixture.source(query);
            QTRY_VERIFY(!source->isBusy());
            QCOMPARE(source->count(), (RowCount{140, true}));
            RowPagePtr page;
            const auto pageWith130 = [&] {
                for (qint64 p = 0; p < 2; ++p) {
                    page = source->waitForPage(p, 5000);
                    for (int row = 0; page && row < page->rowCount; ++row) {
                        if (page->cell(row, 1999) == Value::text(u"last130"_s))
                            return row;
                    }
                }
                return -1;
            };
            const int row = pageWith130();
            QVERIFY(row >= 0);
            QCOMPARE(page->columnCount, 2000);
            QCOMPARE(page->cell(row, 5), Value::integer(1300));
            QVERIFY(page->cell(row, 1000).isNull());
            QCOMPARE(page->cutSize(row, 1998), large ? std::optional<qint64>(3000000) : std::nullopt);
            QCOMPARE(page->keys[static_cast<size_t>(row)].values,
                     QList<Value>{key.contains(u"TEXT"_s) ? Value::text(u"130"_s) : Value::integer(130)});
        }
    }

    void aLargeTextIsHeldOnce()
    {
        const QString path = m_dir.filePath(u"text.db"_s);
        QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES(1, printf('%.60000000c', 'x'))"_s), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path), QString());
        sqlite3_memory_highwater(1);
        const sqlite3_int64 before = sqlite3_memory_used();
        RowQuery query;
        query.table = {{}, u"t"_s};
        const auto source = fixture.source(query);
        QCOMPARE(settledRows(*source, 0, 1).size(), size_t(1));
        const sqlite3_int64 peak = sqlite3_memory_highwater(0) - before;
        QCOMPARE(source->page(0)->cutSize(0, 1), std::optional<qint64>(60'000'000));
        QCOMPARE(source->page(0)->cell(0, 1).bytes(), QByteArray(4096, 'x'));
        QVERIFY2(peak < 70'000'000, qPrintable(QString::number(peak)));
    }
};

QTEST_GUILESS_MAIN(TestRowCells)
#include "tst_rowcells.moc"
