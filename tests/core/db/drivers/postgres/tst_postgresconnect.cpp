// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/passwords.h"

#include "postgresparts.h"
#include "support/files.h"
#include "support/postgrescluster.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>
#include <QUrl>

using namespace core;
using namespace postgresparts;
using namespace Qt::Literals::StringLiterals;

/// The ways to a server, and what is said where one does not lead there.
class TestPostgresConnect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup();

    void waysThatLibpqKnows_data();
    void waysThatLibpqKnows();
    void passwordIsWanted();
    void passwordIsRefused();
    void passwordFromWhereItIsKept();
    void encryptedAndVerified();
    void notTheServerThatItSays();
    void silence();
    void identities_data();
    void identities();

private:
    [[nodiscard]] static Error whyNot(const QString &location)
    {
        const auto opened = driverByName(serverDriver())->open(specOf(location, ConnectionSpec::Mode::Read));
        return opened ? Error() : opened.error();
    }
    [[nodiscard]] bool makeCertificate() const;
    [[nodiscard]] QString secured(const QString &user = u"ann"_s) const
    {
        return u"postgresql://%1@127.0.0.1:%2/%3"_s.arg(user).arg(m_cluster.port()).arg(m_database);
    }

    PostgresCluster m_cluster;
    QTemporaryDir m_dir;
    QString m_database;
    bool m_encrypts = false;
};

/// False where there is no openssl.
bool TestPostgresConnect::makeCertificate() const
{
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-days"_s, u"2"_s, u"-subj"_s,
                   u"/CN=localhost"_s, u"-addext"_s, u"subjectAltName=DNS:localhost"_s, u"-keyout"_s,
                   m_dir.filePath(u"key"_s), u"-out"_s, m_dir.filePath(u"crt"_s)});
    return openssl.waitForFinished(60000) && openssl.exitStatus() == QProcess::NormalExit && openssl.exitCode() == 0;
}

void TestPostgresConnect::initTestCase()
{
    START_POSTGRES(m_cluster);
    m_database = QUrl(m_cluster.newDatabase()).path().sliced(1);
    PostgresSession admin(m_cluster.location(u"postgres"_s));
    QVERIFY(admin.run(u"CREATE ROLE ann LOGIN PASSWORD 'geheim'"_s));
    QVERIFY(m_cluster.putFile(
        u"pg_hba.conf"_s,
        "local all all trust\nhost all ann 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"));
    QStringList settings;
    if (makeCertificate()) {
        QVERIFY(m_cluster.putFile(u"server.key"_s, files::contents(m_dir.filePath(u"key"_s))));
        QVERIFY(m_cluster.putFile(u"server.crt"_s, files::contents(m_dir.filePath(u"crt"_s))));
        settings += u"ssl=on"_s;
        m_encrypts = true;
    }
    m_cluster.stop();
    QVERIFY2(m_cluster.start(settings), qPrintable(m_cluster.problem()));
}

void TestPostgresConnect::cleanup()
{
    for (const char *name : {"PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGSERVICEFILE", "PGPASSFILE", "PGPASSWORD"})
        qunsetenv(name);
    forgetPassword(secured());
}

void TestPostgresConnect::waysThatLibpqKnows_data()
{
    QTest::addColumn<QString>("location"); // %1: the socket's folder, %2: the port, %3: the database
    QTest::addColumn<bool>("byEnvironment");
    QTest::newRow("socket") << u"postgresql://raincheck@/%3?host=%1&port=%2"_s << false;
    QTest::newRow("address") << u"postgresql://raincheck@127.0.0.1:%2/%3"_s << false;
    QTest::newRow("keywords") << u"host=%1 port=%2 dbname=%3 user=raincheck"_s << false;
    QTest::newRow("first host is down") << u"postgresql://raincheck@127.0.0.1:1,127.0.0.1:%2/%3"_s << false;
    QTest::newRow("service") << u"postgresql:///?service=shop"_s << false;
    QTest::newRow("variables") << u"postgresql:///"_s << true;
}

void TestPostgresConnect::waysThatLibpqKnows()
{
    QFETCH(QString, location);
    QFETCH(bool, byEnvironment);
    const QByteArray folder = m_cluster.folder().toUtf8();
    const QByteArray port = QByteArray::number(m_cluster.port());
    files::write(m_dir, u"services"_s,
                 "[shop]\nhost=" + folder + "\nport=" + port + "\ndbname=" + m_database.toUtf8()
                     + "\nuser=raincheck\n");
    qputenv("PGSERVICEFILE", QFile::encodeName(m_dir.filePath(u"services"_s)));
    if (byEnvironment) {
        qputenv("PGHOST", folder);
        qputenv("PGPORT", port);
        qputenv("PGUSER", "raincheck");
        qputenv("PGDATABASE", m_database.toUtf8());
    }
    location.replace(u"%1"_s, m_cluster.folder())
        .replace(u"%2"_s, QString::fromLatin1(port))
        .replace(u"%3"_s, m_database);
    const DatabasePtr database = openAt(location, ConnectionSpec::Mode::Read);
    QVERIFY(database);
    QCOMPARE(database->queryValue(u"SELECT current_database()"_s)->display(), m_database);
}

void TestPostgresConnect::passwordIsWanted()
{
    qputenv("PGPASSFILE", "/nowhere");
    const Error error = whyNot(secured());
    QCOMPARE(error.code, u"28P01"_s);
    QVERIFY2(error.message.contains(u"wants a password for “ann”"_s), qPrintable(error.message));
}

void TestPostgresConnect::passwordIsRefused()
{
    rememberPassword(secured(), u"falsch"_s);
    const Error error = whyNot(secured());
    QCOMPARE(error.code, u"28P01"_s);
    QVERIFY2(error.message.contains(u"refused the password"_s), qPrintable(error.message));
    QVERIFY(!error.message.contains(u"falsch"_s) && !error.detail.contains(u"falsch"_s));
}

void TestPostgresConnect::passwordFromWhereItIsKept()
{
    rememberPassword(secured(), u"geheim"_s);
    QVERIFY(openAt(secured(), ConnectionSpec::Mode::Read));
    forgetPassword(secured());
    qputenv("PGPASSWORD", "geheim");
    QVERIFY(openAt(secured(), ConnectionSpec::Mode::Read));
    qunsetenv("PGPASSWORD");
    files::write(m_dir, u"pgpass"_s, "127.0.0.1:*:*:ann:geheim\n");
    QFile::setPermissions(m_dir.filePath(u"pgpass"_s), QFile::ReadOwner | QFile::WriteOwner);
    qputenv("PGPASSFILE", QFile::encodeName(m_dir.filePath(u"pgpass"_s)));
    const DatabasePtr database = openAt(secured(), ConnectionSpec::Mode::Read);
    QVERIFY(database);
    QCOMPARE(database->queryValue(u"SELECT current_user"_s)->display(), u"ann"_s);
}

void TestPostgresConnect::encryptedAndVerified()
{
    if (!m_encrypts)
        QSKIP("there is no openssl to make a certificate with");
    const QString place =
        u"postgresql://raincheck@localhost:%1/%2?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=%3"_s
            .arg(m_cluster.port())
            .arg(m_database, m_dir.filePath(u"crt"_s));
    const DatabasePtr database = openAt(place, ConnectionSpec::Mode::Read);
    QVERIFY(database);
    QCOMPARE(database->queryValue(u"SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()"_s)->display(),
             u"true"_s);
}

void TestPostgresConnect::notTheServerThatItSays()
{
    if (!m_encrypts)
        QSKIP("there is no openssl to make a certificate with");
    const QString place =
        u"postgresql://raincheck@127.0.0.1:%1/%2?sslmode=verify-full&sslrootcert=%3"_s.arg(m_cluster.port())
            .arg(m_database, m_dir.filePath(u"crt"_s));
    const Error error = whyNot(place);
    QVERIFY2(error.message.contains(u"does not match host name"_s), qPrintable(error.message));
    QVERIFY(!error.message.contains(u'\n'));
}

void TestPostgresConnect::silence()
{
    QTcpServer nobody;
    QVERIFY(nobody.listen(QHostAddress::LocalHost));
    QElapsedTimer timer;
    timer.start();
    const Error error = whyNot(u"postgresql://x@127.0.0.1:%1/d?connect_timeout=2"_s.arg(nobody.serverPort()));
    QCOMPARE(error.kind, Error::Kind::ConnectionLost);
    QVERIFY2(error.message.contains(u"did not answer within 2 seconds"_s), qPrintable(error.message));
    QVERIFY(timer.elapsed() < 60000);
}

void TestPostgresConnect::identities_data()
{
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("identity");
    QTest::addColumn<QString>("shown");
    QTest::newRow("url") << u"postgresql://ann:x@db:6432/shop?sslmode=require"_s << u"postgresql:db:6432/shop/ann"_s
                         << u"shop on db:6432"_s;
    QTest::newRow("keywords") << u"user=ann host=db port=6432 dbname=shop password=x"_s
                              << u"postgresql:db:6432/shop/ann"_s << u"shop on db:6432"_s;
    QTest::newRow("written otherwise") << u"postgres://ann@DB:06432/shop"_s << u"postgresql:db:6432/shop/ann"_s
                                       << u"shop on DB:06432"_s;
    QTest::newRow("the usual port") << u"postgres://ann@db/shop"_s << u"postgresql:db:5432/shop/ann"_s
                                    << u"shop on db"_s;
    QTest::newRow("here") << u"postgres://ann@localhost"_s << u"postgresql:localhost:5432/ann/ann"_s
                          << u"ann on this machine"_s;
}

void TestPostgresConnect::identities()
{
    QFETCH(QString, location);
    QFETCH(QString, identity);
    QFETCH(QString, shown);
    const Driver *driver = driverByName(serverDriver());
    QCOMPARE(driver->identity(location), identity);
    QCOMPARE(driver->shown(location), shown);
}

QTEST_GUILESS_MAIN(TestPostgresConnect)
#include "tst_postgresconnect.moc"
