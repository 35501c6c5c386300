// SPDX-License-Identifier: GPL-3.0-or-later
// status, reset, check --repair and a config that hangs, on the command line.
#include "app/cli.h"
#include "core/session/environment.h"
#include "support/bridgeproject.h"
#include "support/tempdatabase.h"

#include <QJsonArray>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace Qt::Literals::StringLiterals;

namespace {

const QString usersText =
    u"import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\n"
    "export const users = sqliteTable('users', { id: integer('id').primaryKey(), name: text('name')%1 });\n"_s;
const QString firstSql = u"CREATE TABLE `users` (`id` integer PRIMARY KEY NOT NULL, `name` text);"_s;

} // namespace

class TestResets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void statusComparesSchemaTs();
    void statusWithoutTrust();
    void statusSaysWhatIsWrong();
    void resetsOnceItIsAllowed();
    void neverOnProduction();
    void seedsFromAFile();
    void seedsByACommand();
    void aSeedThatIsNotThere();
    void repairsSnapshots();
    void aHangingConfigIsToldOfAndStopped();

private:
    [[nodiscard]] cli::Run run(QStringList arguments) const { return cli::run(arguments, m_project->path()); }
    [[nodiscard]] QStringList rows(const QString &sql) const { return tempdatabase::rows(m_database, sql); }
    void writeFolder(const QStringList &files) const; ///< of SQL; the first is called 0000_m
    [[nodiscard]] static QString driftOf(const cli::Run &status, const QString &pair);

    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<BridgeProject> m_project;
    QString m_database;
};

void TestResets::init()
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
    m_project->write(u"schema.ts"_s, usersText.arg(QString()));
    writeFolder({firstSql});
    m_database = m_project->path(u"app.db"_s);
    QCOMPARE(tempdatabase::run(m_database, u"CREATE TABLE old(id); INSERT INTO old VALUES (1)"_s), QString());
}

void TestResets::writeFolder(const QStringList &files) const
{
    QStringList entries;
    for (qsizetype i = 0; i < files.size(); ++i) {
        const QString tag = u"%1_m"_s.arg(i, 4, 10, QLatin1Char('0'));
        m_project->write(u"drizzle/%1.sql"_s.arg(tag), files.at(i));
        entries.append(u"{\"idx\": %1, \"version\": \"6\", \"when\": %2, \"tag\": \"%3\", \"breakpoints\": true}"_s.arg(
            QString::number(i), QString::number(1000 + i), tag));
    }
    m_project->write(u"drizzle/meta/_journal.json"_s,
                     u"{\"version\": \"7\", \"dialect\": \"sqlite\", \"entries\": [%1]}"_s.arg(entries.join(u", "_s)));
}

QString TestResets::driftOf(const cli::Run &status, const QString &pair)
{
    for (const QJsonValue &drift : status.json()[u"drift"_s].toArray()) {
        if (drift[u"compared"_s] == pair)
            return drift[u"state"_s].toString();
    }
    return u"not said"_s;
}

void TestResets::statusComparesSchemaTs()
{
    VERIFY_EXIT(run({u"check"_s, u"--repair"_s}), 0);
    VERIFY_EXIT(run({u"migrate"_s}), 0);
    const auto same = run({u"status"_s, u"--trust"_s, u"--json"_s});
    VERIFY_EXIT(same, 0);
    QVERIFY(same.json()[u"schemaProblem"_s].isNull());
    QCOMPARE(driftOf(same, u"schema-snapshot"_s), u"same"_s);
    m_project->write(u"schema.ts"_s, usersText.arg(u", email: text('email')"_s));
    const auto other = run({u"status"_s, u"--json"_s}); // the trust is remembered
    VERIFY_EXIT(other, 0);
    QCOMPARE(driftOf(other, u"schema-snapshot"_s), u"different"_s);
    QCOMPARE(driftOf(other, u"schema-database"_s), u"different"_s);
    const auto text = run({u"status"_s});
    QVERIFY2(text.out.contains("schema.ts and snapshot 0000_m: column users.email is missing in snapshot 0000_m"),
             text.all().constData());
}

void TestResets::statusWithoutTrust()
{
    m_project->write(u"schema.ts"_s, u"import fs from 'node:fs'; fs.writeFileSync('ran', '');\n"_s);
    const auto said = run({u"status"_s});
    VERIFY_EXIT(said, 0);
    QVERIFY2(said.out.contains("note: schema.ts is not compared: Reading schema.ts runs the code")
                 && said.out.contains("--trust"),
             said.all().constData());
    QVERIFY(!QFileInfo::exists(m_project->path(u"ran"_s)));
}

void TestResets::statusSaysWhatIsWrong()
{
    m_project->write(u"schema.ts"_s, u"export const a = = 1;\n"_s);
    const auto said = run({u"status"_s, u"--trust"_s, u"--json"_s});
    VERIFY_EXIT(said, 0); // the rest is told all the same
    QVERIFY2(said.json()[u"schemaProblem"_s].toString().contains(u"schema.ts, line 1"_s), said.all().constData());
    QCOMPARE(said.json()[u"migrations"_s].toArray().size(), 1);
}

void TestResets::resetsOnceItIsAllowed()
{
    const auto refused = run({u"reset"_s});
    VERIFY_EXIT(refused, 3);
    QVERIFY2(refused.err.contains("--allow H01"), refused.all().constData());
    QCOMPARE(rows(u"SELECT id FROM old"_s), QStringList{u"1"_s});
    const auto tried = run({u"reset"_s, u"--dry-run"_s, u"--allow"_s, u"H01"_s});
    VERIFY_EXIT(tried, 0);
    QVERIFY2(tried.out.contains("DROP TABLE `old`;") && tried.out.contains("CREATE TABLE `users`"),
             tried.all().constData());
    QCOMPARE(rows(u"SELECT id FROM old"_s), QStringList{u"1"_s});
    const auto done = run({u"reset"_s, u"--allow"_s, u"H01"_s});
    VERIFY_EXIT(done, 0);
    QVERIFY2(done.out.contains("DROP TABLE `old`;") && done.out.contains("backup:"), done.all().constData());
    QCOMPARE(rows(u"SELECT name FROM sqlite_schema WHERE name IN ('old', 'users')"_s), QStringList{u"'users'"_s});
    const auto status = run({u"status"_s, u"--json"_s});
    QCOMPARE(status.json()[u"migrations"_s][0][u"state"_s], u"applied"_s);
}

void TestResets::neverOnProduction()
{
    const QString canonical = QFileInfo(m_database).canonicalFilePath();
    core::EnvironmentStore store(m_state->path(), canonical);
    QVERIFY(store.write({core::Environment::Production, {}}));
    const auto refused = run({u"reset"_s, u"--allow"_s, u"H01"_s});
    VERIFY_EXIT(refused, 3);
    QVERIFY2(refused.err.contains("app.db is marked as production: it is never reset."), refused.all().constData());
    QCOMPARE(rows(u"SELECT id FROM old"_s), QStringList{u"1"_s});
    VERIFY_EXIT(run({u"reset"_s, u"--allow"_s, u"H01"_s, u"--production"_s, u"app.db"_s}),
                2); // there is no such option
}

void TestResets::seedsFromAFile()
{
    m_project->write(u"seed.sql"_s, u"INSERT INTO users(name) VALUES ('Ada'), ('Bo');\n"_s);
    const auto done = run({u"reset"_s, u"--seed"_s, u"--allow"_s, u"H01"_s, u"--json"_s});
    VERIFY_EXIT(done, 0);
    QCOMPARE(done.json()[u"seed"_s][u"name"_s], u"seed.sql"_s);
    QCOMPARE(done.json()[u"seed"_s][u"effects"_s][0][u"inserted"_s].toInt(), 2);
    QCOMPARE(rows(u"SELECT name FROM users ORDER BY name"_s), (QStringList{u"'Ada'"_s, u"'Bo'"_s}));
    m_project->write(u"seed.sql"_s, u"INSERT INTO nobody VALUES (1);\n"_s);
    const auto failed = run({u"reset"_s, u"--seed"_s, u"--allow"_s, u"H01"_s});
    VERIFY_EXIT(failed, 1);
    QVERIFY2(failed.err.contains("The reset is done and stays."), failed.all().constData());
}

void TestResets::seedsByACommand()
{
    if (QStandardPaths::findExecutable(u"npm"_s).isEmpty())
        QSKIP("npm is not installed.");
    m_project->write(u"package.json"_s,
                     u"{ \"scripts\": { \"db:seed\": \"echo sown; exit 0\", \"bad:seed\": \"exit 7\" } }"_s);
    const auto done = run({u"reset"_s, u"--seed"_s, u"--allow"_s, u"H01"_s});
    VERIFY_EXIT(done, 0);
    QVERIFY2(done.err.contains("sown") && done.out.contains("seeded by db:seed"), done.all().constData());
    const auto history = run({u"history"_s, u"app.db"_s, u"--json"_s});
    const QJsonValue record = history.json()[u"history"_s][0];
    QCOMPARE(record[u"title"_s], u"Seed: npm run db:seed"_s);
    QCOMPARE(record[u"state"_s], u"applied"_s);
    QVERIFY2(record[u"sql"_s].toString().contains(u"users: 0 rows before, 0 after"_s), history.all().constData());
    const auto failed = run({u"reset"_s, u"--seed-name"_s, u"bad:seed"_s, u"--allow"_s, u"H01"_s});
    VERIFY_EXIT(failed, 1);
    const auto after = run({u"history"_s, u"app.db"_s, u"--json"_s});
    QCOMPARE(after.json()[u"history"_s][0][u"state"_s], u"failed"_s);
}

void TestResets::aSeedThatIsNotThere()
{
    const auto none = run({u"reset"_s, u"--seed"_s, u"--allow"_s, u"H01"_s});
    VERIFY_EXIT(none, 1);
    QVERIFY2(none.err.contains("The project has no seed"), none.all().constData());
    m_project->write(u"seed.sql"_s, u"SELECT 1;\n"_s);
    const auto other = run({u"reset"_s, u"--seed-name"_s, u"x"_s, u"--allow"_s, u"H01"_s});
    VERIFY_EXIT(other, 1);
    QVERIFY2(other.err.contains("The project has no seed x: it has seed.sql."), other.all().constData());
    QCOMPARE(rows(u"SELECT id FROM old"_s), QStringList{u"1"_s}); // nothing was run
}

void TestResets::repairsSnapshots()
{
    writeFolder({firstSql, u"ALTER TABLE `users` ADD `email` text;"_s});
    const QString second = m_project->path(u"drizzle/meta/0001_snapshot.json"_s);
    VERIFY_EXIT(run({u"check"_s}), 1);
    const auto told = run({u"check"_s, u"--repair"_s, u"--dry-run"_s, u"--json"_s});
    VERIFY_EXIT(told, 1);
    QCOMPARE(told.json()[u"repaired"_s].toArray().size(), 2);
    QVERIFY(!QFileInfo::exists(second));
    VERIFY_EXIT(run({u"check"_s, u"--repair"_s}), 0);
    QVERIFY(QFileInfo::exists(second));
    const auto again = run({u"check"_s, u"--repair"_s, u"--json"_s});
    VERIFY_EXIT(again, 0);
    QCOMPARE(again.json()[u"repaired"_s].toArray().size(), 0);
    // schema.ts, which has no email, is one step from the snapshot that was made.
    const auto next = run({u"generate"_s, u"--trust"_s, u"--dry-run"_s});
    VERIFY_EXIT(next, 0);
    QVERIFY2(next.out.contains("DROP COLUMN `email`"), next.all().constData());
}

void TestResets::aHangingConfigIsToldOfAndStopped()
{
    QVERIFY(QFile::remove(m_project->path(u"drizzle.config.json"_s)));
    m_project->write(
        u"drizzle.config.ts"_s,
        u"await new Promise((done) => setTimeout(done, 120_000));\n"
        "export default { dialect: 'sqlite', schema: 'schema.ts', dbCredentials: { url: ['app', 'db'].join('.') } };\n"_s);
    QProcess process;
    process.setWorkingDirectory(m_project->path());
    process.start(qEnvironmentVariable("RAINCHECK_BIN"), {u"status"_s});
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT(
        (said += process.readAllStandardError()).contains("drizzle.config.ts is still being evaluated"), 9000);
    QVERIFY2(said.contains("Ctrl+C stops it."), said.constData());
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(9000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    said += process.readAllStandardError();
    QVERIFY2(said.contains("Cancelled."), said.constData());
    const auto isLeft = [this] {
        for (const QString &entry : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
            if (QFileInfo(u"/proc/%1/cwd"_s.arg(entry)).symLinkTarget() == m_project->path())
                return true;
        }
        return false;
    };
    QTRY_VERIFY(!isLeft());
}

QTEST_GUILESS_MAIN(TestResets)
#include "tst_resets.moc"
