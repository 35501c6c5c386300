// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli.h"
#include "support/files.h"
#include "support/postgrescluster.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

/// The command line on a server.
class TestServerCli : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void inspects();
    void readsRows();
    void appliesAndRemembers();
    void comparesSchemas();
    void aProjectLeadsToIt();
    void pulls();
    void passwordsAreNotRepeated();

private:
    PostgresCluster m_cluster;
    QString m_location;
};

void TestServerCli::initTestCase()
{
    START_POSTGRES(m_cluster);
    m_location = m_cluster.newDatabase(u"CREATE TABLE users(id int PRIMARY KEY, name text, paid numeric(8,2));"
                                       "CREATE TABLE posts(id int PRIMARY KEY, author int REFERENCES users);"
                                       "INSERT INTO users VALUES(1, 'Ada', 1.50), (2, 'Grace', NULL)"_s);
    QVERIFY2(!m_location.isEmpty(), qPrintable(m_cluster.problem()));
}

void TestServerCli::inspects()
{
    const cli::Run run = cli::run({u"inspect"_s, m_location, u"--json"_s});
    QCOMPARE(run.code, 0);
    const QJsonObject said = QJsonDocument::fromJson(run.out).object();
    QCOMPARE(said.value(u"system"_s).toString(), u"postgres"_s);
    const QString place = said.value(u"database"_s).toString(); // written in one way, however it was named
    QVERIFY2(place.startsWith(u"postgresql://raincheck@"_s) && place.endsWith(u"/t1"_s), qPrintable(place));
    QCOMPARE(said.value(u"tables"_s).toArray().size(), 2);
}

void TestServerCli::readsRows()
{
    const cli::Run run =
        cli::run({u"rows"_s, m_location, u"users"_s, u"--format"_s, u"csv"_s, u"--sort"_s, u"id:desc"_s});
    QVERIFY2(run.code == 0, run.err.constData());
    QVERIFY2(run.out.contains("2,Grace,") && run.out.contains("1,Ada,1.50"), run.out.constData());
}

void TestServerCli::appliesAndRemembers()
{
    const QTemporaryDir dir;
    files::write(dir, u"more.sql"_s, "INSERT INTO users VALUES(3, 'Edsger', 0.01);\n");
    const cli::Run applied = cli::run({u"apply"_s, m_location, dir.filePath(u"more.sql"_s), u"--json"_s});
    QVERIFY2(applied.code == 0, applied.all().constData());
    QCOMPARE(PostgresSession(m_location).value(u"SELECT count(*) FROM users"_s), u"3"_s);
    const cli::Run history = cli::run({u"history"_s, m_location, u"--json"_s});
    QVERIFY2(history.code == 0, history.err.constData());
    QVERIFY2(history.out.contains("INSERT INTO users VALUES(3"), history.out.constData());
}

void TestServerCli::comparesSchemas()
{
    const cli::Run same = cli::run({u"diff"_s, m_location, m_location});
    QVERIFY2(same.code == 0, same.all().constData());
    QCOMPARE(same.out, QByteArray());
    const QString other = m_cluster.newDatabase(
        u"CREATE TABLE users(id int PRIMARY KEY, name text NOT NULL, paid numeric(8,2), seen timestamptz);"
        "CREATE TABLE posts(id int PRIMARY KEY, author int REFERENCES users)"_s);
    const cli::Run run = cli::run({u"diff"_s, m_location, other});
    QVERIFY2(run.code == 0, run.all().constData());
    QVERIFY2(run.out.contains("ADD COLUMN \"seen\" timestamp with time zone"), run.out.constData());
    QVERIFY2(run.out.contains("ALTER COLUMN \"name\" SET NOT NULL"), run.out.constData());
}

void TestServerCli::aProjectLeadsToIt()
{
    const QTemporaryDir dir;
    files::write(dir, u"package.json"_s, "{}");
    files::write(dir, u".env"_s, "DATABASE_URL=" + m_location.toUtf8() + '\n');
    files::write(dir, u"drizzle.config.ts"_s,
                 "export default { dialect: 'postgresql', schema: './s.ts', dbCredentials: { url: "
                 "process.env.DATABASE_URL! } }");
    const cli::Run run = cli::run({u"inspect"_s, dir.path()});
    QVERIFY2(run.code == 0, run.err.constData());
    QVERIFY(run.out.contains("users"));
}

void TestServerCli::pulls()
{
    const QTemporaryDir dir;
    const QString out = dir.filePath(u"db"_s);
    const cli::Run shown = cli::run({u"pull"_s, m_location, u"--out"_s, out, u"--dry-run"_s});
    QVERIFY2(shown.code == 0, shown.all().constData());
    QVERIFY2(shown.out.contains("paid: numeric({ precision: 8, scale: 2 })"), shown.out.constData());
    QVERIFY(!QFile::exists(out));
    const cli::Run written = cli::run({u"pull"_s, m_location, u"--out"_s, out});
    QVERIFY2(written.code == 0, written.all().constData());
    QVERIFY(QFile::exists(out + u"/schema.ts"_s) && QFile::exists(out + u"/relations.ts"_s));
    const cli::Run again = cli::run({u"pull"_s, m_location, u"--out"_s, out});
    QVERIFY2(again.code == 0 && again.out.startsWith("Nothing to do"), again.all().constData());
}

void TestServerCli::passwordsAreNotRepeated()
{
    const QStringList targets{u"postgresql://ann:geheim@127.0.0.1:1/shop"_s, u"postgresql://ann:geheim@[x/shop"_s,
                              u"host=127.0.0.1 port=1 user=ann password=geheim"_s};
    for (const QString &target : targets) {
        for (const QStringList &command :
             {QStringList{u"inspect"_s, target}, QStringList{u"rows"_s, target, u"users"_s},
              QStringList{u"history"_s, target}, QStringList{u"inspect"_s, target, u"--json"_s}}) {
            const cli::Run run = cli::run(command);
            QVERIFY(run.code != 0);
            QVERIFY2(!run.all().contains("geheim"), run.all().constData());
            QVERIFY(!run.err.isEmpty() || !run.out.isEmpty());
        }
    }
}

QTEST_GUILESS_MAIN(TestServerCli)
#include "tst_server.moc"
