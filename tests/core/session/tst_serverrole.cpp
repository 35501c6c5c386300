// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/serverrole.h"

#include "core/session/serveraddress.h"
#include "support/verify.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using core::BrowsedRole;

class TestServerRole : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isPartOfALocation_data()
    {
        QTest::addColumn<QString>("location");
        QTest::addColumn<QString>("role");
        QTest::addColumn<QString>("claims");
        const QString plain = u"postgresql://ann@h/d"_s;
        QTest::newRow("a role") << plain << u"anon"_s << QString();
        QTest::newRow("a name with a blank and a backslash") << plain << u"my \\role"_s << QString();
        QTest::newRow("claims") << plain << u"authenticated"_s << u"{\"sub\": \"a b\\u00e4\", \"n\": 1}"_s;
        QTest::newRow("claims over lines") << plain << u"authenticated"_s << u"{\n  \"sub\": \"x\"\n}"_s;
        QTest::newRow("options there before")
            << u"postgresql://ann@h/d?options=-c%20search_path%3Dshop&sslmode=require"_s << u"anon"_s << u"{}"_s;
    }
    void isPartOfALocation()
    {
        QFETCH(QString, location);
        QFETCH(QString, role);
        QFETCH(QString, claims);
        const BrowsedRole wanted{role, u"request.jwt.claims"_s, claims};
        QVERIFY(!core::roleOf(location));
        QCOMPARE(core::ownLocation(location), location);
        const auto as = core::locationAs(location, wanted);
        VERIFY_OK(as);
        QVERIFY(core::roleOf(*as));
        QCOMPARE(core::roleOf(*as)->role, role);
        QCOMPARE(core::roleOf(*as)->claims, claims);
        QCOMPARE(core::ownLocation(*as), location);
        const auto other = core::locationAs(*as, {u"other"_s, u"app.user"_s, u"{}"_s}); // one after the other
        VERIFY_OK(other);
        QCOMPARE(core::roleOf(*other)->role, u"other"_s);
        QCOMPARE(core::roleOf(*other)->setting, u"app.user"_s);
        QCOMPARE(core::ownLocation(*other), location);
    }

    void filesHaveNone()
    {
        QVERIFY(!core::roleOf(u"/tmp/a.db"_s));
        QCOMPARE(core::ownLocation(u"/tmp/a.db"_s), u"/tmp/a.db"_s);
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("claims");
        QTest::addColumn<QString>("words"); // empty: nothing
        const QString usual = u"request.jwt.claims"_s;
        QTest::newRow("nothing") << u"anon"_s << usual << QString() << QString();
        QTest::newRow("no role") << u" "_s << usual << QString() << u"Name the role"_s;
        QTest::newRow("broken claims") << u"anon"_s << usual << u"{sub}"_s << u"no JSON"_s;
        QTest::newRow("a list of claims") << u"anon"_s << usual << u"[1]"_s << u"object"_s;
        QTest::newRow("a setting without a dot") << u"anon"_s << u"claims"_s << u"{}"_s << u"dot"_s;
        QTest::newRow("a setting that is more") << u"anon"_s << u"a.b=c -c role"_s << u"{}"_s << u"dot"_s;
    }
    void saysWhatIsWrong()
    {
        QFETCH(QString, words);
        QFETCH(QString, role);
        QFETCH(QString, setting);
        QFETCH(QString, claims);
        const QString said = core::problemWith({role, setting, claims});
        QCOMPARE(said.isEmpty(), words.isEmpty());
        QVERIFY2(said.contains(words), qPrintable(said));
        QCOMPARE(core::locationAs(u"postgresql://h/d"_s, {role, setting, claims}).ok(), words.isEmpty());
    }

    void aRoleThatWasNotTakenIsSeen()
    {
        QVERIFY(core::isTaken({u"anon"_s, {}, {}}, {u"PostgreSQL 15"_s, u"as anon"_s}));
        QVERIFY(!core::isTaken({u"anon"_s, {}, {}}, {u"PostgreSQL 15"_s, u"as anonymous"_s}));
        QVERIFY(!core::isTaken({u"anon"_s, {}, {}}, {u"PostgreSQL 15"_s}));
    }
};

QTEST_GUILESS_MAIN(TestServerRole)
#include "tst_serverrole.moc"
