// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/pagecache.h"

#include <QTest>

using namespace core;

namespace {

RowPagePtr pageOf(qsizetype cellBytes)
{
    auto page = std::make_shared<RowPage>();
    page->rowCount = 2;
    page->columnCount = 1;
    for (int row = 0; row < 2; ++row) {
        page->cells.push_back(Value::textBytes(QByteArray(cellBytes, 'x')));
        page->keys.push_back({{Value::integer(row)}});
    }
    return page;
}

} // namespace

class TestPageCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLeastRecentlyUsedGoFirst()
    {
        PageCache cache;
        const qsizetype big = qsizetype(PageCache::mostBytes) / 40; // two of them a page: twenty pages at most
        for (qint64 i = 0; i < 19; ++i)
            cache.insert(i, pageOf(big));
        QCOMPARE(cache.size(), size_t(19));
        QVERIFY(cache.find(0)); // a use
        cache.insert(19, pageOf(big));
        cache.insert(20, pageOf(big));
        QVERIFY(cache.find(0));
        QVERIFY(!cache.find(1));
        QVERIFY(cache.find(20));
        QVERIFY(cache.bytes() <= PageCache::mostBytes);
    }

    void fewPagesStayHoweverLarge()
    {
        PageCache cache;
        for (qint64 i = 0; i < 12; ++i)
            cache.insert(i, pageOf(qsizetype(PageCache::mostBytes)));
        QCOMPARE(cache.size(), PageCache::fewestPages);
        QVERIFY(cache.find(11));
        QVERIFY(!cache.find(3));
        cache.insert(100, pageOf(10)); // and small ones do not stay for the large ones' sake
        QCOMPARE(cache.size(), PageCache::fewestPages);
    }

    void readAgainAPageCountsOnce()
    {
        PageCache cache;
        cache.insert(1, pageOf(1000));
        const size_t once = cache.bytes();
        QVERIFY(once > 2000);
        cache.markAllStale();
        QVERIFY(cache.find(1)->stale);
        cache.insert(1, pageOf(1000));
        QVERIFY(!cache.find(1)->stale);
        QCOMPARE(cache.bytes(), once);
        QCOMPARE(cache.size(), size_t(1));
    }

    void anotherOnesPagesComeStaleAndInOrder()
    {
        PageCache old;
        for (qint64 i = 0; i < 5; ++i)
            old.insert(i, pageOf(10));
        PageCache cache;
        cache.insertStale(old);
        QCOMPARE(cache.size(), size_t(5));
        QVERIFY(cache.find(3)->stale);
        const qsizetype big = qsizetype(PageCache::mostBytes) / 4;
        for (qint64 i = 10; i < 15; ++i)
            cache.insert(i, pageOf(big)); // eight stay: the five, the newest of the old ones
        QVERIFY(!cache.find(0));
        QVERIFY(!cache.find(1));
        QVERIFY(cache.find(3));
        QVERIFY(cache.find(4));
    }
};

QTEST_GUILESS_MAIN(TestPageCache)
#include "tst_pagecache.moc"
