// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/database.h"
#include "core/db/passwords.h"
#include "core/session/servertarget.h"

#include "support/files.h"
#include "support/verify.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

/// How what people name leads to a server, and that a password is nowhere in what it leads to.
class TestServerTarget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void named_data();
    void named();
    void filesStayFiles();
    void projects_data();
    void projects();
    void projectsThatLeadNowhere_data();
    void projectsThatLeadNowhere();
    void severalProjects();
};

void TestServerTarget::named_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("password");
    QTest::newRow("url") << u"postgresql://ann@db.example.com:6432/shop"_s
                         << u"postgresql://ann@db.example.com:6432/shop"_s << u"db.example.com:6432/shop"_s
                         << QString();
    QTest::newRow("password") << u"postgres://ann:s%40crét@db/shop?sslmode=verify-full"_s
                              << u"postgresql://ann@db/shop?sslmode=verify-full"_s << u"db/shop"_s << u"s@crét"_s;
    QTest::newRow("password in the query") << u"postgresql:///shop?user=ann&password=geheim&host=db"_s
                                           << u"postgresql://ann@db/shop"_s << u"db/shop"_s << u"geheim"_s;
    QTest::newRow("keywords") << u"host=db port=5433 dbname=shop user=ann password='ge heim'"_s
                              << u"postgresql://ann@db:5433/shop"_s << u"db:5433/shop"_s << u"ge heim"_s;
    QTest::newRow("service") << u"service=shop"_s << u"postgresql:///?service=shop"_s << u"service shop"_s << QString();
}

void TestServerTarget::named()
{
    QFETCH(QString, text);
    QFETCH(QString, location);
    QFETCH(QString, name);
    QFETCH(QString, password);
    forgetPassword(location);
    const auto target = resolveTarget(text);
    VERIFY_OK(target);
    QCOMPARE(target->spec.location, location);
    QCOMPARE(target->spec.driver, serverDriver());
    QCOMPARE(target->name, name);
    QCOMPARE(rememberedPassword(location).value_or(QString()), password);
    QVERIFY(notWritableBecause(target->spec).isEmpty());
    QVERIFY(!fileIdentity(location));
    const Driver *driver = driverByName(target->spec.driver);
    QVERIFY(!driver->isFile());
    QVERIFY(password.isEmpty() || !driver->shown(location).contains(password));
}

void TestServerTarget::filesStayFiles()
{
    const QTemporaryDir dir;
    QVERIFY(!isMeantAsServer(dir.filePath(u"shop.db"_s)));
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(dir.path()));
    QVERIFY(isMeantAsServer(u"user=1.db"_s));
    files::write(dir, u"user=1.db"_s, {});
    QVERIFY(!isMeantAsServer(u"user=1.db"_s));
    QVERIFY(QDir::setCurrent(before));
    const auto broken = resolveTarget(u"postgresql://ann:geheim@db:99999/shop"_s);
    QVERIFY(!broken);
    QVERIFY2(!broken.error().message.contains(u"geheim"_s), qPrintable(broken.error().message));
}

void TestServerTarget::projects_data()
{
    QTest::addColumn<QString>("credentials");
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("password");
    QTest::newRow("url") << u"url: 'postgresql://ann:geheim@db/shop'"_s << u"postgresql://ann@db/shop"_s << u"geheim"_s;
    QTest::newRow("environment") << u"url: process.env.DATABASE_URL!"_s << u"postgresql://bob@env:6432/shop"_s
                                 << u"aus .env"_s;
    QTest::newRow("parts") << u"host: 'db', port: 5433, user: 'ann', password: 'geheim', database: 'shop', ssl: true"_s
                           << u"postgresql://ann@db:5433/shop?sslmode=require"_s << u"geheim"_s;
    QTest::newRow("no certificate asked for") << u"host: 'db', database: 'shop', ssl: { rejectUnauthorized: false }"_s
                                              << u"postgresql://db/shop?sslmode=require"_s << QString();
    QTest::newRow("a mode") << u"host: 'db', database: 'shop', ssl: 'verify-full'"_s
                            << u"postgresql://db/shop?sslmode=verify-full"_s << QString();
    QTest::newRow("without encryption") << u"host: 'db', database: 'shop', ssl: false, password: process.env.NOT_SET"_s
                                        << u"postgresql://db/shop"_s << QString();
}

void TestServerTarget::projects()
{
    QFETCH(QString, credentials);
    QFETCH(QString, location);
    QFETCH(QString, password);
    const QTemporaryDir dir;
    files::write(dir, u"package.json"_s, "{}");
    files::write(dir, u".env"_s, "DATABASE_URL='postgres://bob:aus%20.env@env:6432/shop'\n");
    files::write(
        dir, u"drizzle.config.ts"_s,
        u"export default { dialect: 'postgresql', schema: './schema.ts', dbCredentials: { %1 } }"_s.arg(credentials)
            .toUtf8());
    forgetPassword(location);
    const auto target = resolveTarget(dir.path());
    VERIFY_OK(target);
    QCOMPARE(target->spec.location, location);
    QCOMPARE(rememberedPassword(location).value_or(QString()), password);
    QVERIFY(target->project);
    QCOMPARE(target->project->dialect, u"postgresql"_s);
    const QByteArray kept = QJsonDocument(target->project->credentials).toJson();
    QVERIFY2(password.isEmpty() || !kept.contains(password.toUtf8()), kept.constData());
    QVERIFY2(!kept.contains("aus%20"), kept.constData());
    const QList<TargetChoice> choices = targetChoices(dir.path());
    QCOMPARE(choices.size(), 1);
    QCOMPARE(choices.first().database, target->name);
    QCOMPARE(choices.first().problem, QString());
}

void TestServerTarget::projectsThatLeadNowhere_data()
{
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("says");
    QTest::newRow("variable") << u"dialect: 'postgresql', dbCredentials: { url: process.env.RAINCHECK_TEST_UNSET! }"_s
                              << u"RAINCHECK_TEST_UNSET, which is not set"_s;
    QTest::newRow("host")
        << u"dialect: 'postgresql', dbCredentials: { host: process.env.RAINCHECK_TEST_UNSET!, database: 'a' }"_s
        << u"dbCredentials.host from the environment variable RAINCHECK_TEST_UNSET"_s;
    QTest::newRow("nothing") << u"dialect: 'postgresql'"_s << u"names no database"_s;
    QTest::newRow("broken") << u"dialect: 'postgresql', dbCredentials: { url: 'postgres://a:geheim@b:x/c' }"_s
                            << u"cannot be used"_s;
    QTest::newRow("another system") << u"dialect: 'mysql', dbCredentials: { url: 'mysql://a@b/c' }"_s
                                    << u"is for mysql"_s;
}

void TestServerTarget::projectsThatLeadNowhere()
{
    QFETCH(QString, config);
    QFETCH(QString, says);
    const QTemporaryDir dir;
    files::write(dir, u"package.json"_s, "{}");
    files::write(dir, u"drizzle.config.ts"_s, u"export default { schema: './schema.ts', %1 }"_s.arg(config).toUtf8());
    const auto target = resolveTarget(dir.path());
    QVERIFY(!target);
    QVERIFY2(target.error().message.contains(says), qPrintable(target.error().message));
    QVERIFY(!target.error().message.contains(u"geheim"_s));
    const QList<TargetChoice> choices = targetChoices(dir.path());
    QCOMPARE(choices.size(), 1);
    QVERIFY2(!choices.first().problem.isEmpty(), "a choice that cannot be opened says why");
}

void TestServerTarget::severalProjects()
{
    const QTemporaryDir dir;
    files::write(dir, u"package.json"_s, "{}");
    for (const auto &[name, host] :
         {std::pair{u"drizzle.config.ts"_s, "one"}, std::pair{u"drizzle-other.config.ts"_s, "two"}})
        files::write(dir, name,
                     QByteArray("export default { dialect: 'postgresql', schema: './s.ts', dbCredentials: { url: "
                                "'postgres://u:geheim@")
                         + host + "/shop' } }");
    const auto target = resolveTarget(dir.path());
    QVERIFY(!target);
    QVERIFY(isForAPersonToChoose(target.error()));
    QVERIFY2(target.error().message.contains(u"one/shop"_s) && !target.error().message.contains(u"geheim"_s),
             qPrintable(target.error().message));
}

QTEST_GUILESS_MAIN(TestServerTarget)
#include "tst_servertarget.moc"
