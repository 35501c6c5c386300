// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/serveraddress.h"

#include "support/verify.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using core::ServerAddress;

class TestServerAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("fields"); // host|port|database|user|password
        QTest::addColumn<QString>("url");
        const auto row = [](const char *name, const QString &text, const QString &fields, const QString &url) {
            QTest::newRow(name) << text << fields << url;
        };
        row("everything", u"postgresql://ann:s3cret@db.example.com:6432/shop?sslmode=verify-full"_s,
            u"db.example.com|6432|shop|ann|s3cret"_s,
            u"postgresql://ann@db.example.com:6432/shop?sslmode=verify-full"_s);
        row("the short scheme", u"postgres://h/d"_s, u"h||d||"_s, u"postgresql://h/d"_s);
        row("nothing but the scheme", u"postgresql://"_s, u"||||"_s, u"postgresql:///"_s);
        row("no host", u"postgresql:///shop"_s, u"||shop||"_s, u"postgresql:///shop"_s);
        row("a user and no host", u"postgresql://ann@/shop"_s, u"||shop|ann|"_s, u"postgresql://ann@/shop"_s);
        row("encoded", u"postgresql://a%40b:p%2Fw%3A%25@h/my%20db"_s, u"h||my db|a@b|p/w:%"_s,
            u"postgresql://a%40b@h/my%20db"_s);
        row("an @ in the password", u"postgresql://ann:p@ss@h/d"_s, u"h||d|ann|p@ss"_s, u"postgresql://ann@h/d"_s);
        row("a colon in the password", u"postgresql://ann:p:s@h/d"_s, u"h||d|ann|p:s"_s, u"postgresql://ann@h/d"_s);
        row("IPv6", u"postgresql://[::1]:5433/d"_s, u"::1|5433|d||"_s, u"postgresql://[::1]:5433/d"_s);
        row("several hosts", u"postgresql://a:1,b:2/d?target_session_attrs=read-write"_s, u"a,b|1,2|d||"_s,
            u"postgresql://a:1,b:2/d?target_session_attrs=read-write"_s);
        row("several hosts without ports", u"postgresql://a,b/d"_s, u"a,b||d||"_s, u"postgresql://a,b/d"_s);
        row("a socket", u"postgresql://%2Frun%2Fpostgresql/d"_s, u"/run/postgresql||d||"_s,
            u"postgresql://%2Frun%2Fpostgresql/d"_s);
        row("a socket as an option", u"postgresql:///d?host=/tmp&port=5433&user=ann&password=x"_s,
            u"/tmp|5433|d|ann|x"_s, u"postgresql://ann@%2Ftmp:5433/d"_s);
        row("a path as an option", u"postgresql://h/d?sslrootcert=/etc/ca.pem&sslmode=verify-ca"_s, u"h||d||"_s,
            u"postgresql://h/d?sslmode=verify-ca&sslrootcert=/etc/ca.pem"_s);
        row("ssl=true of other programs", u"postgres://h/d?ssl=true"_s, u"h||d||"_s,
            u"postgresql://h/d?sslmode=require"_s);
        row("keywords", u"host=h port=5433 dbname=d user=ann password='it''s'"_s.replace(u"''"_s, u"\\'"_s),
            u"h|5433|d|ann|it's"_s, u"postgresql://ann@h:5433/d"_s);
        row("keywords with blanks", u" dbname = 'my db'  sslmode=require "_s, u"||my db||"_s,
            u"postgresql:///my%20db?sslmode=require"_s);
        row("a line of .env", u"DATABASE_URL=\"postgres://ann:x@h/d\"\n"_s, u"h||d|ann|x"_s, u"postgresql://ann@h/d"_s);
        row("exported", u"export PG_URL=postgres://h/d"_s, u"h||d||"_s, u"postgresql://h/d"_s);
        row("a command", u"psql 'postgresql://ann:x@h/d?sslmode=require'"_s, u"h||d|ann|x"_s,
            u"postgresql://ann@h/d?sslmode=require"_s);
        row("JDBC", u"jdbc:postgresql://h:5433/d?user=ann&password=x"_s, u"h|5433|d|ann|x"_s,
            u"postgresql://ann@h:5433/d"_s);
    }
    void reads()
    {
        QFETCH(QString, text);
        const auto read = core::parseServerAddress(text);
        VERIFY_OK(read);
        QTEST(QStringList({read->host, read->port, read->database, read->user, read->password}).join(u'|'), "fields");
        QTEST(read->url(), "url");
        auto again = core::parseServerAddress(read->url());
        VERIFY_OK(again);
        again->password = read->password;
        QCOMPARE(*again, *read);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::newRow("something else") << u"https://example.com"_s << u"neither"_s;
        QTest::newRow("a file") << u"/tmp/shop.db"_s << u"neither"_s;
        QTest::newRow("a port in words") << u"postgresql://h:http/d"_s << u"port"_s;
        QTest::newRow("port 0") << u"postgresql://h:0/d"_s << u"port"_s;
        QTest::newRow("a slash in the password") << u"postgresql://ann:hid/den@h/d"_s << u"%2F"_s;
        QTest::newRow("a slash behind digits in the password") << u"postgresql://ann:77/hidden@h/d"_s << u"%2F"_s;
        QTest::newRow("a question mark in the password") << u"postgresql://ann:77?hidden=x@h/d"_s << u"%3F"_s;
        QTest::newRow("half an IPv6 address") << u"postgresql://[::1/d"_s << u"]"_s;
        QTest::newRow("an option without a value") << u"postgresql://h/d?sslmode"_s << u"name=value"_s;
        QTest::newRow("more ports than hosts") << u"host=a port=1,2"_s << u"one port"_s;
        QTest::newRow("another secret") << u"postgresql://h/d?sslpassword=hidden"_s << u"sslpassword"_s;
    }
    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(QString, words);
        const auto read = core::parseServerAddress(text);
        QVERIFY(!read);
        QVERIFY2(read.error().message.contains(words), qPrintable(read.error().message));
        QVERIFY2(!read.error().message.contains(u"hid"_s), qPrintable(read.error().message));
    }

    void leavesOutWhatLibpqDoesNotKnow()
    {
        const auto read = core::parseServerAddress(u"postgresql://h/d?schema=public&pgbouncer=true&sslmode=require"_s);
        VERIFY_OK(read);
        QCOMPARE(read->ignored, QStringList({u"schema"_s, u"pgbouncer"_s}));
        QCOMPARE(read->url(), u"postgresql://h/d?sslmode=require"_s);
    }

    void saysThePlace_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("place");
        QTest::newRow("a host") << u"postgresql://ann@db.example.com/shop"_s << u"db.example.com/shop"_s;
        QTest::newRow("the usual port") << u"postgresql://h:5432/shop"_s << u"h/shop"_s;
        QTest::newRow("another port") << u"postgresql://h:6432/shop"_s << u"h:6432/shop"_s;
        QTest::newRow("a socket") << u"postgresql:///shop?host=/tmp"_s << u"shop on this machine"_s;
        QTest::newRow("no host") << u"postgresql:///shop"_s << u"shop on this machine"_s;
        QTest::newRow("a service") << u"postgresql:///?service=live"_s << u"service live"_s;
        QTest::newRow("a service and a database") << u"postgresql:///shop?service=live"_s << u"shop, service live"_s;
    }
    void saysThePlace()
    {
        QFETCH(QString, url);
        const auto read = core::parseServerAddress(url);
        VERIFY_OK(read);
        QTEST(read->place(), "place");
    }

    void knowsAServer()
    {
        QVERIFY(core::isServerUrl(u"postgresql://h/d"_s));
        QVERIFY(core::isServerUrl(u"postgres://h/d"_s));
        QVERIFY(!core::isServerUrl(u"/tmp/postgresql"_s));
        QVERIFY(!core::isServerUrl(u"postgresql:shop"_s));
    }
};

QTEST_GUILESS_MAIN(TestServerAddress)
#include "tst_serveraddress.moc"
