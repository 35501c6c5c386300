// SPDX-License-Identifier: GPL-3.0-or-later
// generate, push, pull and check on the command line, over a project with real drizzle-orm.
#include "app/cli.h"
#include "support/bridgeproject.h"
#include "support/tempdatabase.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace {

QString usersText(const QString &columns)
{
    return u"import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\n"
           "export const users = sqliteTable('users', { id: integer('id').primaryKey(), %1 });\n"_s.arg(columns);
}

} // namespace

class TestVerbs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void wantsTrust();
    void generates();
    void generatesJson();
    void asksAboutRenames();
    void custom();
    void pushes();
    void pulls();
    void neverOverwrites();
    void checks();
    void wrongUsage();

private:
    [[nodiscard]] cli::Run run(QStringList arguments) const { return cli::run(arguments, m_project->path()); }
    void schema(const QString &columns) const { m_project->write(u"schema.ts"_s, usersText(columns)); }
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<BridgeProject> m_project;
};

void TestVerbs::init()
{
    if (const QString why = BridgeProject::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    m_state = std::make_unique<QTemporaryDir>();
    qputenv("RAINCHECK_STATE_DIR", m_state->path().toLocal8Bit());
    m_project = std::make_unique<BridgeProject>(BridgeProject::Orm::V0);
    m_project->write(u"package.json"_s, u"{}"_s);
    m_project->write(
        u"drizzle.config.json"_s,
        u"{ \"dialect\": \"sqlite\", \"schema\": \"schema.ts\", \"dbCredentials\": { \"url\": \"app.db\" } }"_s);
    schema(u"name: text('name')"_s);
}

void TestVerbs::wantsTrust()
{
    const auto refused = run({u"generate"_s});
    QVERIFY2(refused.code != 0 && refused.err.contains("--trust"), refused.all().constData());
    QVERIFY(!QFileInfo::exists(m_project->path(u"drizzle"_s)));
    VERIFY_EXIT(run({u"generate"_s, u"--trust"_s, u"--dry-run"_s}), 0);
    VERIFY_EXIT(run({u"generate"_s, u"--dry-run"_s}), 0); // remembered
    QVERIFY(!QFileInfo::exists(m_project->path(u"drizzle"_s)));
}

void TestVerbs::generates()
{
    const auto first = run({u"generate"_s, u"--trust"_s, u"--name"_s, u"First one"_s});
    VERIFY_EXIT(first, 0);
    QVERIFY2(first.out.contains("0000_first_one.sql (new") && first.out.contains("CREATE TABLE"),
             first.all().constData());
    QVERIFY(QFileInfo::exists(m_project->path(u"drizzle/meta/0000_snapshot.json"_s)));
    const auto again = run({u"generate"_s});
    VERIFY_EXIT(again, 0);
    QVERIFY2(again.out.startsWith("Nothing to do"), again.all().constData());
    schema(u"name: text('name'), email: text('email')"_s);
    const auto second = run({u"generate"_s});
    VERIFY_EXIT(second, 0);
    QVERIFY2(second.out.contains("0001_users_add_email.sql"), second.all().constData());
}

void TestVerbs::generatesJson()
{
    const auto made = run({u"generate"_s, u"--trust"_s, u"--dry-run"_s, u"--json"_s});
    VERIFY_EXIT(made, 0);
    const QJsonObject json = made.json();
    QCOMPARE(json[u"tag"_s].toString(), u"0000_add_users"_s);
    QCOMPARE(json[u"written"_s].toBool(true), false);
    QCOMPARE(json[u"files"_s].toArray().size(), 3);
    QCOMPARE(json[u"changes"_s].toArray().size(), 1);
}

void TestVerbs::asksAboutRenames()
{
    VERIFY_EXIT(run({u"generate"_s, u"--trust"_s}), 0);
    schema(u"fullName: text('full_name')"_s);
    const auto asked = run({u"generate"_s});
    VERIFY_EXIT(asked, 3);
    QVERIFY2(asked.err.contains("--rename OLD=NEW"), asked.all().constData());
    const auto renamed = run({u"generate"_s, u"--rename"_s, u"users.name=full_name"_s});
    VERIFY_EXIT(renamed, 0);
    QVERIFY2(renamed.out.contains("RENAME COLUMN"), renamed.all().constData());
    VERIFY_EXIT(run({u"generate"_s, u"--rename"_s, u"users.nobody=x"_s}), 2);
}

void TestVerbs::custom()
{
    VERIFY_EXIT(run({u"generate"_s, u"--trust"_s}), 0);
    const auto made = run({u"generate"_s, u"--custom"_s, u"--name"_s, u"seed"_s});
    VERIFY_EXIT(made, 0);
    QVERIFY2(made.out.contains("0001_seed.sql") && made.out.contains("Custom SQL migration file"),
             made.all().constData());
}

void TestVerbs::pushes()
{
    const QString database = m_project->path(u"app.db"_s);
    QCOMPARE(
        tempdatabase::run(
            database,
            u"CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT); INSERT INTO users VALUES (1, 'Ada')"_s),
        QString());
    const auto same = run({u"push"_s, u"--trust"_s});
    VERIFY_EXIT(same, 0);
    QVERIFY2(same.out.startsWith("Nothing to do"), same.all().constData());
    schema(u"email: text('email')"_s);
    const auto refused = run({u"push"_s});
    VERIFY_EXIT(refused, 3);
    schema(u"name: text('name'), email: text('email')"_s);
    const auto rehearsed = run({u"push"_s, u"--dry-run"_s});
    VERIFY_EXIT(rehearsed, 0);
    QCOMPARE(tempdatabase::rows(database, u"SELECT count(*) FROM pragma_table_info('users')"_s), QStringList{u"2"_s});
    VERIFY_EXIT(run({u"push"_s}), 0);
    QCOMPARE(tempdatabase::rows(database, u"SELECT count(*) FROM pragma_table_info('users')"_s), QStringList{u"3"_s});
}

void TestVerbs::pulls()
{
    const QString database = m_project->path(u"other.db"_s);
    QCOMPARE(tempdatabase::run(database, u"CREATE TABLE people (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL)"_s),
             QString());
    const auto shown = run({u"pull"_s, database, u"--dry-run"_s});
    VERIFY_EXIT(shown, 0);
    QVERIFY2(shown.out.contains("fullName: text(\"full_name\").notNull()"), shown.all().constData());
    QVERIFY(!QFileInfo::exists(m_project->path(u"drizzle"_s)));
    VERIFY_EXIT(run({u"pull"_s, database, u"--out"_s, m_project->path(u"pulled"_s)}), 0);
    QVERIFY(QFileInfo::exists(m_project->path(u"pulled/schema.ts"_s)));
    QVERIFY(!QFileInfo::exists(m_project->path(u"pulled/relations.ts"_s))); // no keys
}

void TestVerbs::neverOverwrites()
{
    const QString database = m_project->path(u"other.db"_s);
    QCOMPARE(tempdatabase::run(database, u"CREATE TABLE people (id INTEGER PRIMARY KEY)"_s), QString());
    const auto refused = run({u"pull"_s, database, u"--out"_s, m_project->path()});
    VERIFY_EXIT(refused, 1);
    QVERIFY2(refused.err.contains("is there already"), refused.all().constData());
    VERIFY_EXIT(run({u"pull"_s, database, u"--out"_s, m_project->path(), u"--force"_s}), 0);
    const auto same = run({u"pull"_s, database, u"--out"_s, m_project->path()});
    VERIFY_EXIT(same, 0);
    QVERIFY2(same.out.startsWith("Nothing to do"), same.all().constData());
}

void TestVerbs::checks()
{
    VERIFY_EXIT(run({u"generate"_s, u"--trust"_s}), 0);
    const auto fine = run({u"check"_s, m_project->path(u"drizzle"_s)});
    VERIFY_EXIT(fine, 0);
    QVERIFY2(fine.out.contains("everything is as it should be"), fine.all().constData());
    QVERIFY(QFile::remove(m_project->path(u"drizzle/0000_add_users.sql"_s)));
    const auto broken = run({u"check"_s, m_project->path(u"drizzle"_s), u"--json"_s});
    VERIFY_EXIT(broken, 1);
    const QJsonArray problems = broken.json()[u"problems"_s].toArray();
    QCOMPARE(problems.size(), 1);
    QCOMPARE(problems.first().toObject()[u"kind"_s].toString(), u"missing-file"_s);
}

void TestVerbs::wrongUsage()
{
    VERIFY_EXIT(run({u"generate"_s, u"--nonsense"_s}), 2);
    VERIFY_EXIT(run({u"pull"_s, u"a"_s, u"b"_s}), 2);
    VERIFY_EXIT(run({u"check"_s, u"nowhere"_s}), 1);
}

QTEST_GUILESS_MAIN(TestVerbs)
#include "tst_verbs.moc"
