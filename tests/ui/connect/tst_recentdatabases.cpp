// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/layoutstore.h"
#include "ui/shell/recentdatabases.h"

#include "support/verify.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestRecentDatabases : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void serversStandBesideFiles()
    {
        const QTemporaryDir dir;
        QFile file(dir.filePath(u"weather.sqlite"_s));
        QVERIFY(file.open(QFile::WriteOnly));
        const QString url = u"postgresql://ann@db.example.com/shop"_s;
        LayoutStore store(dir.path());
        store.addRecent(dir.filePath(u"gone.sqlite"_s));
        store.addRecent(file.fileName());
        store.addRecent(url);
        VERIFY_OK(core::EnvironmentStore(dir.path(), url).write({core::Environment::Staging, {}}));
        const QList<RecentDatabase> recent = recentDatabases(store, dir.path());
        QCOMPARE(recent.size(), 2);
        QCOMPARE(recent.at(0).location, url);
        QVERIFY(recent.at(0).isServer);
        QCOMPARE(recent.at(0).name, u"db.example.com/shop"_s);
        QCOMPARE(recent.at(0).place, u"PostgreSQL · ann"_s);
        QCOMPARE(recent.at(0).mark, core::Environment::Staging);
        QVERIFY(recent.at(0).opened.isValid());
        QCOMPARE(recent.at(1).name, u"weather.sqlite"_s);
        QCOMPARE(recent.at(1).mark, core::Environment::Unmarked);
    }

    void sayWhen_data()
    {
        QTest::addColumn<QDateTime>("opened");
        QTest::addColumn<QString>("text");
        const QDateTime now(QDate(2026, 3, 10), QTime(14, 30));
        QTest::newRow("not known") << QDateTime() << QString();
        QTest::newRow("now") << now.addSecs(-20) << u"just now"_s;
        QTest::newRow("a minute") << now.addSecs(-90) << u"1 minute ago"_s;
        QTest::newRow("minutes") << now.addSecs(-600) << u"10 minutes ago"_s;
        QTest::newRow("today") << now.addSecs(-7200) << u"today, 12:30"_s;
        QTest::newRow("yesterday, not a day ago") << now.addSecs(-15 * 3600) << u"yesterday"_s;
        QTest::newRow("this year") << now.addDays(-20) << u"18 Feb"_s;
        QTest::newRow("another year") << now.addDays(-100) << u"30 Nov 2025"_s;
        QTest::newRow("a clock that was set back") << now.addSecs(600) << u"today, 14:40"_s;
    }
    void sayWhen()
    {
        QFETCH(QDateTime, opened);
        QTEST(whenOpened(opened, QDateTime(QDate(2026, 3, 10), QTime(14, 30))), "text");
    }
};

QTEST_MAIN(TestRecentDatabases)
#include "tst_recentdatabases.moc"
