// SPDX-License-Identifier: GPL-3.0-or-later
// Scripts and migrations that a session runs: rehearsals, backups, what is compared, and what waits for them.
#include "core/session/session.h"

#include "usersandposts.h"
#include "support/verify.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using namespace usersandposts;

class TestSessionScripts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void scriptsAreBackedUpAndComparedWithTheRehearsal()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        const auto script = std::make_shared<const Script>(o->dialect().inTransaction(
            u"Tidy"_s, {Statement{u"DELETE FROM users WHERE id > 2"_s, {}, Statement::Role::Body, {}, {}, {}, {}, {}}},
            Dialect::ForeignKeys::Enforced));
        DryRunReport rehearsal;
        rehearsal.script = script;
        rehearsal.succeeded = true;
        rehearsal.tables = {{u"posts"_s, 3, 3, false}, {u"users"_s, 3, 2, true}};
        rehearsal.outcome.effects = {{u"users"_s, 0, 0, 1}};
        QVERIFY(o.outside(u"INSERT INTO users VALUES (4, 'Barbara', NULL)"_s));
        const auto stopped = ended(o->applyScript(script, false, rehearsal));
        QVERIFY(!stopped.ok());
        QCOMPARE(stopped.error().kind, Error::Kind::Refused);
        QCOMPARE(o.column(u"SELECT count(*) FROM users"_s), QStringList{u"4"_s});

        QVERIFY(o.outside(u"DELETE FROM users WHERE id = 4"_s));
        QTRY_VERIFY(!o->isApplying());
        const auto report = ended(o->applyScript(script, true, rehearsal));
        VERIFY_OK(report);
        QVERIFY(report->backup);
        QVERIFY(report->backup->path.startsWith(o.state() + u"/backups/"_s));
        QCOMPARE(o.column(u"SELECT count(*) FROM users"_s), QStringList{u"2"_s});
        o.path = report->backup->path;
        QCOMPARE(o.column(u"SELECT count(*) FROM users"_s), QStringList{u"3"_s});
    }

    void rowsThatComeDoNotMakeUpForThoseThatGo()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        Statement away;
        away.sql = u"DELETE FROM users WHERE id > 2"_s;
        Statement back;
        back.sql = u"INSERT INTO users SELECT id + 10, name || '!', NULL FROM users"_s;
        const auto script = std::make_shared<const Script>(
            o->dialect().inTransaction(u"Swap"_s, {away, back}, Dialect::ForeignKeys::Enforced));
        const auto rehearsal = ended(o->dryRun(script));
        VERIFY_OK(rehearsal);
        QVERIFY(o.outside(u"INSERT INTO users VALUES (4, 'Barbara', NULL)"_s));
        const auto stopped = ended(o->applyScript(script, false, *rehearsal));
        QVERIFY(!stopped.ok());
        QVERIFY2(stopped.error().message.contains(u"would have lost 2 rows where the dry run showed 1"_s),
                 qPrintable(stopped.error().message));
        QCOMPARE(o.column(u"SELECT count(*) FROM users"_s), QStringList{u"4"_s});
    }

    /// A column that held nothing in the dry run, so that nobody was asked, may hold something by the time it goes.
    void valuesThatComeLateAreNotLost()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        QVERIFY(o.outside(u"ALTER TABLE users ADD COLUMN note TEXT"_s));
        Statement away;
        away.sql = u"ALTER TABLE users DROP COLUMN note"_s;
        const auto script = std::make_shared<const Script>(
            o->dialect().inTransaction(u"Drop"_s, {away}, Dialect::ForeignKeys::Enforced));
        const auto rehearsal = ended(o->dryRun(script));
        VERIFY_OK(rehearsal);
        QCOMPARE(rehearsal->emptyColumns.size(), 1);
        QVERIFY(o.outside(u"UPDATE users SET note = 'precious' WHERE id = 1"_s));
        const auto stopped = ended(o->applyScript(script, false, *rehearsal));
        QVERIFY(!stopped.ok());
        QVERIFY2(stopped.error().message.startsWith(
                     u"Nothing was kept: the column note of users goes and held nothing in the dry run, but holds 1 value now."_s),
                 qPrintable(stopped.error().message));
        QCOMPARE(o.column(u"SELECT note FROM users WHERE id = 1"_s), QStringList{u"precious"_s});
        QVERIFY(o.outside(u"UPDATE users SET note = NULL"_s));
        VERIFY_OK(ended(o->applyScript(script, false, *rehearsal)));
    }

    void aRehearsalCountsForItsOwnScriptOnly()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        const auto made = [&o](const QString &sql) {
            Statement statement;
            statement.sql = sql;
            return std::make_shared<const Script>(
                o->dialect().inTransaction(u"t"_s, {statement}, Dialect::ForeignKeys::Enforced));
        };
        const auto rehearsal = ended(o->dryRun(made(u"SELECT 1"_s)));
        VERIFY_OK(rehearsal);
        const auto other = made(u"DELETE FROM users"_s);
        const auto refused = ended(o->applyScript(other, false, *rehearsal));
        QVERIFY(!refused.ok());
        QVERIFY2(refused.error().message.contains(u"another script"_s), qPrintable(refused.error().message));
        auto unfit = *made(u"SELECT 1"_s);
        unfit.unfit = u"It is not text."_s;
        QVERIFY(!ended(o->applyScript(std::make_shared<const Script>(unfit), false, std::nullopt)).ok());
        QCOMPARE(o.column(u"SELECT count(*) FROM users"_s), QStringList{u"3"_s});
    }

    /// No row is deleted here, as far as SQLite counts: a new table simply holds fewer.
    void aRebuildThatLosesRowsIsStopped()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        QList<Statement> body;
        for (const QString &sql : {u"CREATE TABLE __new_posts (id INTEGER PRIMARY KEY, title TEXT)"_s,
                                   u"INSERT INTO __new_posts SELECT id, title FROM posts WHERE author = 1"_s,
                                   u"DROP TABLE posts"_s, u"ALTER TABLE __new_posts RENAME TO posts"_s}) {
            Statement statement;
            statement.sql = sql;
            body.append(statement);
        }
        const auto script =
            std::make_shared<const Script>(o->dialect().inTransaction(u"Rebuild"_s, body, Dialect::ForeignKeys::Off));
        DryRunReport rehearsal;
        rehearsal.script = script;
        rehearsal.succeeded = true;
        rehearsal.tables = {{u"posts"_s, 2, 2, false}, {u"users"_s, 3, 3, false}};
        const auto stopped = ended(o->applyScript(script, false, rehearsal));
        QVERIFY(!stopped.ok());
        QVERIFY(stopped.error().message.contains(u"posts"_s));
        QCOMPARE(o.column(u"SELECT count(*) FROM posts"_s), QStringList{u"3"_s});
        QTRY_VERIFY(!o->isApplying());
        rehearsal.tables[0] = {u"posts"_s, 3, 2, true};
        VERIFY_OK(ended(o->applyScript(script, false, rehearsal)));
        QCOMPARE(o.column(u"SELECT count(*) FROM posts"_s), QStringList{u"2"_s});
    }

    void dryRunsLeaveTheOriginalAlone()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        Statement statement;
        statement.sql = u"DELETE FROM users WHERE id = 1"_s;
        const auto script = std::make_shared<const Script>(
            o->dialect().inTransaction(u"Tidy"_s, {statement}, Dialect::ForeignKeys::Enforced));
        const auto report = ended(o->dryRun(script));
        VERIFY_OK(report);
        QVERIFY(report->succeeded);
        QCOMPARE(report->tables, (QList<TableLedger>{{u"posts"_s, 3, 1, false}, {u"users"_s, 3, 2, true}}));
        QCOMPARE(o.column(u"SELECT count(*) FROM posts"_s), QStringList{u"3"_s});
        VERIFY_OK(ended(o->applyScript(script, false, *report))); // and runs as it was rehearsed
        QCOMPARE(o.column(u"SELECT count(*) FROM posts"_s), QStringList{u"1"_s});
    }

    void migrationsMoveOn()
    {
        Opened o;
        QDir(o.dir.path()).mkpath(u"drizzle/meta"_s);
        const auto write = [&o](const QString &name, const QByteArray &content) {
            QFile file(o.dir.filePath(name));
            return file.open(QFile::WriteOnly) && file.write(content) == content.size();
        };
        QVERIFY(write(u"drizzle/0000_age.sql"_s, "ALTER TABLE `users` ADD `age` integer;"));
        QVERIFY(write(u"drizzle/meta/_journal.json"_s,
                      R"({"version": "7", "dialect": "sqlite", "entries": [{"idx": 0, "version": "6",
                          "when": 1700000000000, "tag": "0000_age", "breakpoints": true}]})"));
        o.open();
        VERIFY_OK(o.session);
        QVERIFY(o->migrations());
        QCOMPARE(o->migrations()->states.constFirst().kind, MigrationState::Kind::Pending);
        const auto script = o->migrationScript(0);
        QVERIFY(script);
        QCOMPARE(o->migrationScript(0), script);
        QVERIFY(!o->migrationScript(1));
        QSignalSpy moved(o.session->get(), &Session::migrationsChanged);
        QSignalSpy schema(o.session->get(), &Session::schemaChanged);
        QSignalSpy data(o.session->get(), &Session::dataChanged);
        VERIFY_OK(ended(o->applyScript(script, false, std::nullopt)));
        QTRY_COMPARE(moved.count(), 1);
        QTRY_COMPARE(data.count(), 1);
        QCOMPARE(schema.count(), 1);
        QVERIFY(o->schema()->table(users)->column(u"age"_s));
        QCOMPARE(o->migrations()->states.constFirst().kind, MigrationState::Kind::Applied);
        o->setMigrationsFolder({});
        QVERIFY(!o->migrations());
    }

    void nothingIsStagedWhileAScriptRuns()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        VERIFY_OK(o->stage(rename(1, u"Ada"_s, u"Ada L."_s)));
        const auto future = o->applyEdits(*o->editScript());
        QVERIFY(o->isApplying());
        QVERIFY(!o->stage(rename(2, u"Grace"_s, u"G."_s)).ok());
        QVERIFY(!ended(o->applyEdits(*o->editScript())).ok());
        VERIFY_OK(ended(future));
        QTRY_VERIFY(!o->isApplying());
        VERIFY_OK(o->stage(rename(2, u"Grace"_s, u"G."_s)));
    }
};

QTEST_GUILESS_MAIN(TestSessionScripts)
#include "tst_sessionscripts.moc"
