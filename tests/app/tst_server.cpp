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
    void readsRowsOfASchema();
    void comparesWithAFileOfSql();
    void appliesAndRemembers();
    void comparesSchemas();
    void stepsAfterTheTransaction();
    void saysWhereItWasTried();
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

void TestServerCli::readsRowsOfASchema()
{
    const QString location =
        m_cluster.newDatabase(u"CREATE SCHEMA sales; CREATE TABLE sales.orders(id int PRIMARY KEY);"
                              "INSERT INTO sales.orders VALUES (7); CREATE TABLE \"a.b\"(c int)"_s);
    const auto read = [&location](const QString &table) {
        return cli::run({u"rows"_s, location, table, u"--format"_s, u"csv"_s});
    };
    QVERIFY2(read(u"sales.orders"_s).out.contains("7"), read(u"sales.orders"_s).all().constData());
    QVERIFY2(read(u"a.b"_s).code == 0, read(u"a.b"_s).all().constData()); // with a dot in its name
    const cli::Run bare = read(u"orders"_s);
    QCOMPARE(bare.code, 1);
    QVERIFY2(bare.err.contains("there is sales.orders"), bare.all().constData());
}

/// The file is run in a scratch database on the server, which goes again.
void TestServerCli::comparesWithAFileOfSql()
{
    const QTemporaryDir dir;
    files::write(dir, u"next.sql"_s,
                 "CREATE TYPE mood AS ENUM ('sad', 'ok');\n"
                 "CREATE TABLE users(id int PRIMARY KEY, name text, paid numeric(8,2), mood mood);\n"
                 "CREATE TABLE posts(id int PRIMARY KEY, author int REFERENCES users);\n");
    const QString file = dir.filePath(u"next.sql"_s);
    const cli::Run run = cli::run({u"diff"_s, m_location, file});
    QVERIFY2(run.code == 0, run.all().constData());
    QVERIFY2(run.out.contains("ADD COLUMN \"mood\"") && run.out.contains("CREATE TYPE"), run.all().constData());
    QVERIFY2(!run.out.contains("DROP"), run.all().constData());
    QCOMPARE(
        PostgresSession(m_location).value(u"SELECT count(*) FROM pg_database WHERE datname LIKE '%raincheck\\_%'"_s),
        u"0"_s);
    files::write(dir, u"next.sql"_s, "CREATE TABLE users(id int PRIMARY KEY);\nCREATE TABLE posts(id nonsense);\n");
    const cli::Run wrong = cli::run({u"diff"_s, m_location, file});
    QCOMPARE(wrong.code, 1);
    QVERIFY2(wrong.err.contains("next.sql, line 2") && wrong.err.contains("nonsense"), wrong.all().constData());
    PostgresSession admin(m_location);
    QVERIFY(admin.run(u"CREATE ROLE nobodys LOGIN"_s));
    QString as = m_location;
    as.replace(u"raincheck@"_s, u"nobodys@"_s);
    const cli::Run refused = cli::run({u"diff"_s, as, file});
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.err.contains("may not create databases"), refused.all().constData());
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

/// Asked for, an index is built beside what goes on, and a key is checked afterwards.
void TestServerCli::stepsAfterTheTransaction()
{
    const QString made = u"CREATE TABLE a(id int PRIMARY KEY, n int); CREATE TABLE b(id int PRIMARY KEY, a int);"
                         "INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (1, 1);"_s;
    const QString from = m_cluster.newDatabase(made);
    const QString to = m_cluster.newDatabase(
        made + u"CREATE INDEX a_n ON a (n); ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (a) REFERENCES a;"_s);
    const cli::Run plain = cli::run({u"diff"_s, from, to});
    QVERIFY2(plain.code == 0, plain.all().constData());
    QVERIFY2(!plain.out.contains("CONCURRENTLY") && !plain.out.contains("NOT VALID"), plain.out.constData());
    const QStringList asked{u"--concurrently"_s, u"--not-valid"_s};
    const cli::Run steps = cli::run(QStringList{u"diff"_s, from, to} + asked);
    QVERIFY2(steps.code == 0, steps.all().constData());
    const qsizetype commit = steps.out.indexOf("COMMIT");
    QVERIFY2(commit > 0 && steps.out.indexOf("NOT VALID") < commit, steps.out.constData());
    QVERIFY2(steps.out.indexOf("CREATE INDEX CONCURRENTLY") > commit, steps.out.constData());
    QVERIFY2(steps.out.indexOf("VALIDATE CONSTRAINT") > commit, steps.out.constData());
    const cli::Run applied = cli::run(QStringList{u"apply"_s, from, u"--to"_s, to} + asked);
    QVERIFY2(applied.code == 0, applied.all().constData());
    PostgresSession session(from);
    QCOMPARE(session.value(u"SELECT count(*) FROM pg_index WHERE indexrelid = 'a_n'::regclass AND indisvalid"_s),
             u"1"_s);
    QCOMPARE(session.value(u"SELECT count(*) FROM pg_constraint WHERE conname = 'b_a' AND convalidated"_s), u"1"_s);
    const cli::Run same = cli::run({u"diff"_s, from, to});
    QVERIFY2(same.code == 0 && same.out.isEmpty(), same.all().constData());
}

/// A dry run on a server is no copy, and does not call itself one.
void TestServerCli::saysWhereItWasTried()
{
    const QString from = m_cluster.newDatabase(u"CREATE TABLE a(id int PRIMARY KEY)"_s);
    const QString to = m_cluster.newDatabase(u"CREATE TABLE a(id int PRIMARY KEY, n int)"_s);
    const cli::Run run = cli::run({u"apply"_s, from, u"--to"_s, to, u"--dry-run"_s});
    QVERIFY2(run.code == 0, run.all().constData());
    QVERIFY2(run.all().contains("H90") && run.all().contains("taken back"), run.all().constData());
    QVERIFY2(!run.all().contains("copy only") && !run.all().contains("quick check"), run.all().constData());
    const cli::Run json = cli::run({u"apply"_s, from, u"--to"_s, to, u"--dry-run"_s, u"--json"_s});
    QCOMPARE(json.json()[u"tried"_s].toString(), u"server"_s);
    QCOMPARE(PostgresSession(from).value(
                 u"SELECT count(*) FROM pg_attribute WHERE attrelid = 'a'::regclass AND attname = 'n'"_s),
             u"0"_s);
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
