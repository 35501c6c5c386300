// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli.h"
#include "core/db/database.h"
#include "core/session/sample.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

/// apply, status, migrate and history on a copy of the sample project for each test.
class TestScripts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void statusSaysWhatIsPending();
    void statusWithoutMigrations();
    void migrateKeepsTheChildren();
    void migrateDryRunChangesNothing();
    void migrateTwiceDoesNothing();
    void migrateStopsAtAMissingFile();
    void migrateRefusesWhatIsNotText();
    void whatWasAppliedBeforeAFailureIsSaid();
    void migratesSeveralFromNothing();
    void applyRunsAndIsRecorded();
    void applyDryRun();
    void dryRunShowsWhatItWouldRefuse();
    void dryRunSaysWhatWasLookedAt();
    void updatesAreCounted();
    void copiesOfARebuildAreNoInsertedRows();
    void migrateSpeaksOfWhatItLeavesOut();
    void migrateStopsAtWhatWasEdited();
    void migrateStopsAtDrift();
    void applyFailureKeepsNothing();
    void lossNeedsToBeAllowed();
    void readOnlyDatabase();
    void saysHowToGoBack();
    void lockedByAnotherProgram();
    void anUnfinishedChangeIsRolledBack();
    void deletingNothingIsNoLoss();
    void aScriptOfNothingMakesNoBackup();
    void oneTargetIsNamed();
    void wrong_data();
    void wrong();

private:
    [[nodiscard]] QString path(const QString &file) const { return m_state->filePath(u"sample/"_s + file); }
    [[nodiscard]] qint64 number(const QString &sql) const;
    [[nodiscard]] QString script(const QByteArray &sql) const;
    [[nodiscard]] QByteArray bytes() const;
    QTemporaryDir m_made; ///< with the sample as it was made: once, because its migrations and seed take a second
    std::unique_ptr<QTemporaryDir> m_state;
    QString m_sample;
    QString m_database;
};

void TestScripts::initTestCase()
{
    const auto database = core::openSample(m_made.path());
    VERIFY_OK(database);
    m_sample = *database;
}

void TestScripts::init()
{
    m_state = std::make_unique<QTemporaryDir>();
    qputenv("RAINCHECK_STATE_DIR", m_state->path().toLocal8Bit());
    QDirIterator files(m_made.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString copy = m_state->filePath(QDir(m_made.path()).relativeFilePath(files.next()));
        QVERIFY(QDir().mkpath(QFileInfo(copy).path()));
        QVERIFY(QFile::copy(files.filePath(), copy));
    }
    m_database = m_state->filePath(QDir(m_made.path()).relativeFilePath(m_sample));
    QVERIFY(QFile::exists(m_database));
}

qint64 TestScripts::number(const QString &sql) const
{
    const auto database = core::driverByName(u"sqlite"_s)->open({u"sqlite"_s, m_database, core::ConnectionSpec::Mode::Read});
    if (!database)
        return -1;
    const auto value = (*database)->queryValue(sql);
    return value && value->kind() == core::Value::Kind::Integer ? value->toInteger() : -1;
}

QString TestScripts::script(const QByteArray &sql) const
{
    const QString file = m_state->filePath(u"script.sql"_s);
    QFile out(file);
    return out.open(QIODevice::WriteOnly) && out.write(sql) == sql.size() ? file : QString();
}

QByteArray TestScripts::bytes() const
{
    QFile file(m_database);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestScripts::statusSaysWhatIsPending()
{
    for (const QStringList &how : {QStringList{m_database}, QStringList{u"--project"_s, path({})},
                                   QStringList{u"--config"_s, path(u"drizzle.config.json"_s)},
                                   QStringList{m_database, u"--migrations"_s, path(u"drizzle"_s)}}) {
        const auto run = cli::run(QStringList{u"status"_s, u"--json"_s} + how);
        VERIFY_EXIT(run, 0);
        QStringList states;
        const QJsonArray migrations = run.json()[u"migrations"_s].toArray();
        for (const QJsonValue &m : migrations)
            states += m[u"tag"_s].toString() + u' ' + m[u"state"_s].toString();
        QCOMPARE(states, (QStringList{u"0000_first_light applied"_s, u"0001_comments applied"_s, u"0002_course applied"_s,
                                      u"0003_active_users applied"_s, u"0004_forecasts pending"_s}));
        QCOMPARE(migrations.first()[u"appliedAt"_s].toInteger(), 1793265151418);
    }
    const auto here = cli::run({u"status"_s}, path({}));
    VERIFY_EXIT(here, 0);
    QVERIFY(here.out.contains("pending"));
}

void TestScripts::statusWithoutMigrations()
{
    QTemporaryDir dir;
    QVERIFY(QFile::copy(m_database, dir.filePath(u"alone.db"_s)));
    const auto run = cli::run({u"status"_s, dir.filePath(u"alone.db"_s)});
    VERIFY_EXIT(run, 1);
    QVERIFY2(run.err.contains("--migrations"), run.all().constData());
}

void TestScripts::migrateKeepsTheChildren()
{
    const qint64 tagged = number(u"select count(*) from post_tags"_s);
    const auto run = cli::run({u"migrate"_s, m_database, u"--json"_s});
    VERIFY_EXIT(run, 0);
    const QJsonArray migrations = run.json()[u"migrations"_s].toArray();
    QCOMPARE(migrations.size(), 1);
    QCOMPARE(migrations.first()[u"applied"_s].toBool(), true);
    const QString backup = migrations.first()[u"backup"_s].toString();
    QVERIFY2(QFile::exists(backup), qPrintable(backup));
    QCOMPARE(number(u"select count(*) from comments"_s), 4800);
    QCOMPARE(number(u"select count(*) from post_tags"_s), tagged);
    QCOMPARE(number(u"select count(*) from __drizzle_migrations"_s), 5);
}

void TestScripts::migrateDryRunChangesNothing()
{
    const QByteArray before = bytes();
    const auto run = cli::run({u"migrate"_s, m_database, u"--dry-run"_s});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.contains("different from the file"), run.all().constData());
    QVERIFY(bytes() == before);
}

void TestScripts::migrateTwiceDoesNothing()
{
    VERIFY_EXIT(cli::run({u"migrate"_s, m_database}), 0);
    const auto again = cli::run({u"migrate"_s, m_database});
    VERIFY_EXIT(again, 0);
    QVERIFY2(again.out.startsWith("Nothing to do"), again.all().constData());
    QCOMPARE(number(u"select count(*) from __drizzle_migrations"_s), 5);
}

void TestScripts::migrateStopsAtAMissingFile()
{
    QVERIFY(QFile::remove(path(u"drizzle/0004_forecasts.sql"_s)));
    const QByteArray before = bytes();
    const auto run = cli::run({u"migrate"_s, m_database});
    VERIFY_EXIT(run, 1);
    QVERIFY2(run.err.contains("0004_forecasts"), run.all().constData());
    QVERIFY(bytes() == before);
}

void TestScripts::migrateRefusesWhatIsNotText()
{
    QFile file(path(u"drizzle/0004_forecasts.sql"_s));
    QVERIFY(file.open(QIODevice::Append));
    QVERIFY(file.write("\nINSERT INTO tags(name) VALUES('caf\xE9');") > 0);
    file.close();
    const QByteArray before = bytes();
    const auto run = cli::run({u"migrate"_s, m_database, u"--allow"_s, u"H89"_s});
    VERIFY_EXIT(run, 3);
    QVERIFY2(run.err.contains("not UTF-8") && !run.err.contains("--allow"), run.all().constData());
    QVERIFY(bytes() == before);
}

void TestScripts::whatWasAppliedBeforeAFailureIsSaid()
{
    QVERIFY(QFile::resize(m_database, 0));
    QFile file(path(u"drizzle/0002_course.sql"_s));
    QVERIFY(file.open(QIODevice::Append));
    QVERIFY(file.write("\nINSERT INTO nowhere VALUES(1);") > 0);
    file.close();
    const auto run = cli::run({u"migrate"_s, m_database});
    VERIFY_EXIT(run, 1);
    QCOMPARE(run.err.count('\n'), 1);
    QVERIFY2(run.err.contains("2 migrations before it are applied and stay"), run.all().constData());
    QVERIFY2(run.out.contains("0001_comments: applied"), run.all().constData());
    QCOMPARE(number(u"select count(*) from __drizzle_migrations"_s), 2);
}

void TestScripts::migratesSeveralFromNothing()
{
    QVERIFY(QFile::resize(m_database, 0));
    const auto rehearsed = cli::run({u"migrate"_s, m_database, u"--dry-run"_s, u"--json"_s});
    VERIFY_EXIT(rehearsed, 0);
    QCOMPARE(rehearsed.json()[u"migrations"_s].toArray().size(), 5);
    QCOMPARE(bytes(), QByteArray());
    const auto run = cli::run({u"migrate"_s, m_database, u"--json"_s});
    VERIFY_EXIT(run, 0);
    QCOMPARE(run.json()[u"migrations"_s].toArray().size(), 5);
    QCOMPARE(number(u"select count(*) from __drizzle_migrations"_s), 5);
}

void TestScripts::applyRunsAndIsRecorded()
{
    const QString file = script("update modules set is_open = 1;\ninsert into tags(name) values ('sleet');");
    const auto run = cli::run({u"apply"_s, m_database, file, u"--no-backup"_s, u"--json"_s});
    VERIFY_EXIT(run, 0);
    QCOMPARE(run.json()[u"applied"_s].toBool(), true);
    QCOMPARE(run.json()[u"backup"_s], QJsonValue(QJsonValue::Null));
    QCOMPARE(number(u"select count(*) from modules where is_open = 1"_s), 12);
    QCOMPARE(number(u"select count(*) from tags where name = 'sleet'"_s), 1);

    const auto history = cli::run({u"history"_s, m_database, u"--json"_s});
    VERIFY_EXIT(history, 0);
    const QJsonArray records = history.json()[u"history"_s].toArray();
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.first()[u"title"_s].toString(), u"Run script.sql"_s);
    QCOMPARE(records.first()[u"state"_s].toString(), u"applied"_s);
    QVERIFY(records.first()[u"sql"_s].toString().contains(u"'sleet'"_s));
    const auto text = cli::run({u"history"_s, m_database});
    QVERIFY(text.out.contains("Run script.sql"));
}

void TestScripts::applyDryRun()
{
    const QByteArray before = bytes();
    const auto run = cli::run({u"apply"_s, m_database, script("delete from comments where id > 4000;"), u"--dry-run"_s});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.contains("comments: 4800 rows"), run.all().constData());
    QVERIFY(bytes() == before);
}

void TestScripts::dryRunShowsWhatItWouldRefuse()
{
    const QByteArray before = bytes();
    const QString file = script("delete from comments;");
    const auto run = cli::run({u"apply"_s, m_database, file, u"--dry-run"_s});
    VERIFY_EXIT(run, 3);
    QVERIFY2(run.out.contains("would be refused") && run.out.contains("comments: 4800 rows → 0 rows"), run.all().constData());
    QVERIFY2(run.err.contains("--allow H06"), run.all().constData());
    const auto allowed = cli::run({u"apply"_s, m_database, file, u"--dry-run"_s, u"--allow"_s, u"H06"_s});
    VERIFY_EXIT(allowed, 0);
    QVERIFY2(allowed.out.contains("would succeed"), allowed.all().constData());
    QVERIFY(bytes() == before);
}

void TestScripts::dryRunSaysWhatWasLookedAt()
{
    const auto run = cli::run({u"migrate"_s, m_database, u"--dry-run"_s});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.contains("tables as before (") && run.out.contains("foreign keys: none newly broken")
                 && run.out.contains("quick check: ok"), run.all().constData());
}

void TestScripts::updatesAreCounted()
{
    const QString file = script("update tags set colour = '#000' where id <= 3; insert into tags(name) values ('sleet');");
    const auto json = cli::run({u"apply"_s, m_database, file, u"--dry-run"_s, u"--json"_s});
    const QJsonObject effect = json.json()[u"effects"_s].toArray().first().toObject();
    QCOMPARE(effect,
             (QJsonObject{
                 {u"table"_s, u"tags"_s}, {u"inserted"_s, 1}, {u"copied"_s, 0}, {u"updated"_s, 3}, {u"deleted"_s, 0}}));
    const auto run = cli::run({u"apply"_s, m_database, file, u"--no-backup"_s});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.contains("tags: 1 row inserted, 3 rows updated"), run.all().constData());
}

void TestScripts::copiesOfARebuildAreNoInsertedRows()
{
    const QString file =
        script("PRAGMA foreign_keys=OFF; CREATE TABLE __new_tags(id integer primary key, name text not null, "
               "colour text, slug text); INSERT INTO __new_tags(id, name, colour) SELECT id, name, colour "
               "FROM tags; DROP TABLE tags; ALTER TABLE __new_tags RENAME TO tags; "
               "INSERT INTO tags(name, colour) VALUES ('sleet', '#fff'); PRAGMA foreign_keys=ON;");
    const auto json = cli::run({u"apply"_s, m_database, file, u"--dry-run"_s, u"--json"_s});
    const QJsonObject effect = json.json()[u"effects"_s].toArray().first().toObject();
    QCOMPARE(effect[u"table"_s].toString(), u"tags"_s);
    const int copied = effect[u"copied"_s].toInt();
    QVERIFY(copied > 1);
    QCOMPARE(effect[u"inserted"_s].toInt(), copied + 1);
    const auto run = cli::run({u"apply"_s, m_database, file, u"--dry-run"_s});
    const QString said = u"tags: %1 rows copied into the table made anew, 1 row inserted"_s.arg(copied);
    QVERIFY2(run.out.contains(said.toUtf8()), run.all().constData());
}

void TestScripts::migrateSpeaksOfWhatItLeavesOut()
{
    VERIFY_EXIT(cli::run({u"migrate"_s, m_database, u"--no-backup"_s}), 0);
    QFile file(path(u"drizzle/0001_comments.sql"_s));
    QVERIFY(file.open(QIODevice::Append) && file.write("\n-- edited") > 0);
    file.close();
    QCOMPARE(tempdatabase::run(m_database, u"DELETE FROM __drizzle_migrations WHERE rowid = 3"_s), QString());
    const auto run = cli::run({u"migrate"_s, m_database});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.startsWith("Nothing to do"), run.all().constData());
    QVERIFY2(run.out.contains("note: 0001_comments is applied; its file was edited"), run.all().constData());
    QVERIFY2(run.out.contains("note: 0002_course is skipped"), run.all().constData());
    const auto json = cli::run({u"migrate"_s, m_database, u"--json"_s});
    QCOMPARE(json.json()[u"notes"_s].toArray().size(), 2);
}

void TestScripts::migrateStopsAtWhatWasEdited()
{
    QFile file(path(u"drizzle/0001_comments.sql"_s));
    QVERIFY(file.open(QIODevice::Append) && file.write("\n-- edited") > 0);
    file.close();
    const auto run = cli::run({u"migrate"_s, m_database});
    VERIFY_EXIT(run, 3);
    QVERIFY2(run.err.contains("0001_comments was edited") && run.err.contains("--allow H52"), run.all().constData());
    VERIFY_EXIT(cli::run({u"migrate"_s, m_database, u"--no-backup"_s, u"--allow"_s, u"H52"_s}), 0);
}

void TestScripts::migrateStopsAtDrift()
{
    QCOMPARE(tempdatabase::run(m_database, u"ALTER TABLE tags ADD COLUMN note TEXT; CREATE TABLE mine(x)"_s), QString());
    const auto run = cli::run({u"migrate"_s, m_database});
    VERIFY_EXIT(run, 3);
    QVERIFY2(run.err.contains("Drop the column note of tags") && !run.err.contains("mine")
                 && run.err.contains("--allow H51"),
             run.all().constData());
    VERIFY_EXIT(cli::run({u"migrate"_s, m_database, u"--no-backup"_s, u"--allow"_s, u"H51"_s}), 0);
}

void TestScripts::applyFailureKeepsNothing()
{
    const QByteArray before = bytes();
    const auto run = cli::run({u"apply"_s, m_database, script("delete from tags where id = 1;\nselect * from nowhere;")});
    VERIFY_EXIT(run, 1);
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(run.err.count('\n'), 1);
    QVERIFY2(run.err.contains("nowhere"), run.all().constData());
    QVERIFY(bytes() == before);
}

void TestScripts::lossNeedsToBeAllowed()
{
    const QByteArray before = bytes();
    const QString file = script("delete from comments;");
    const auto refused = cli::run({u"apply"_s, m_database, file});
    VERIFY_EXIT(refused, 3);
    QVERIFY2(refused.err.contains("--allow H06"), refused.all().constData());
    QVERIFY(bytes() == before);
    const auto allowed = cli::run({u"apply"_s, m_database, file, u"--allow"_s, u"H06"_s});
    VERIFY_EXIT(allowed, 0);
    QCOMPARE(number(u"select count(*) from comments"_s), 0);
}

void TestScripts::readOnlyDatabase()
{
    if (cli::run({u"--version"_s}, {}, cli::As::Nobody).code != 0)
        QSKIP("nobody may not run the program where it was built");
    QVERIFY(QFile::setPermissions(m_database, QFile::ReadOwner));
    for (const QString &place : {m_state->path(), path(u"."_s), m_database})
        QVERIFY(unprivileged::give(place));
    const auto run = cli::run({u"apply"_s, m_database, script("update tags set colour = '#000' where id = 1;")}, {}, cli::As::Nobody);
    VERIFY_EXIT(run, 1);
    QCOMPARE(run.err.count('\n'), 1);
}

void TestScripts::saysHowToGoBack()
{
    const auto run = cli::run({u"apply"_s, m_database, script("update tags set colour = '#000' where id = 1;")});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.contains("\n  To go back, "), run.all().constData());
    QVERIFY2(run.out.contains("-journal”"), run.all().constData());
}

void TestScripts::lockedByAnotherProgram()
{
    const auto other = core::driverByName(u"sqlite"_s)->open({u"sqlite"_s, m_database, core::ConnectionSpec::Mode::Write});
    VERIFY_OK(other);
    VERIFY_OK((*other)->execute(u"begin immediate"_s));
    const auto run = cli::run({u"apply"_s, m_database, script("update tags set colour = '#000' where id = 1;"), u"--no-backup"_s});
    VERIFY_EXIT(run, 1);
    QVERIFY2(run.err.contains("lock"), run.all().constData());
    VERIFY_OK((*other)->execute(u"rollback"_s));
    QCOMPARE(number(u"select count(*) from tags where colour = '#000'"_s), 0);
}

/// As a program leaves it that dies in the middle of a change; the reading commands roll that back and say so.
void TestScripts::anUnfinishedChangeIsRolledBack()
{
    const qint64 posts = number(u"select count(*) from posts"_s);
    for (const QStringList &command : {QStringList{u"rows"_s, u"@db"_s, u"posts"_s, u"--limit"_s, u"1"_s},
                                       QStringList{u"inspect"_s, u"@db"_s}, QStringList{u"migrate"_s, u"@db"_s, u"--dry-run"_s}}) {
        const QString journal = m_database + u"-journal"_s;
        QByteArray half;
        QByteArray halfJournal;
        {
            const auto other
                = core::driverByName(u"sqlite"_s)->open({u"sqlite"_s, m_database, core::ConnectionSpec::Mode::Write});
            VERIFY_OK(other);
            VERIFY_OK((*other)->execute(u"pragma cache_size = 5; begin; update posts set title = 'half'"_s));
            half = bytes();
            QFile file(journal);
            QVERIFY(file.open(QFile::ReadOnly));
            halfJournal = file.readAll();
            VERIFY_OK((*other)->execute(u"rollback"_s));
        }
        for (const auto &[name, content] : {std::pair(m_database, half), std::pair(journal, halfJournal)}) {
            QFile file(name);
            QVERIFY(!content.isEmpty() && file.open(QFile::WriteOnly) && file.write(content) == content.size());
        }
        QStringList arguments = command;
        const auto run = cli::run(arguments.replaceInStrings(u"@db"_s, m_database));
        VERIFY_EXIT(run, 0);
        QVERIFY(!run.out.isEmpty() && !run.out.contains("half"));
        QVERIFY(!QFile::exists(journal));
        QCOMPARE(number(u"select count(*) from posts where title = 'half'"_s), 0);
        QCOMPARE(number(u"select count(*) from posts"_s), posts);
    }
}

void TestScripts::deletingNothingIsNoLoss()
{
    VERIFY_EXIT(cli::run({u"apply"_s, m_database, script("delete from comments;"), u"--allow"_s, u"H06"_s}), 0);
    const auto again = cli::run({u"apply"_s, m_database, script("delete from comments;")});
    VERIFY_EXIT(again, 0);
    QVERIFY2(!again.out.contains("H06"), again.all().constData());
}

void TestScripts::aScriptOfNothingMakesNoBackup()
{
    const QString script = m_state->filePath(u"nothing.sql"_s);
    for (const char *text : {"", "-- only words\n;;\n"}) {
        QFile file(script);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(text);
        file.close();
        const auto run = cli::run({u"apply"_s, m_database, script});
        VERIFY_EXIT(run, 1);
        QVERIFY2(run.err.contains("no statement"), run.all().constData());
        QVERIFY(!QFileInfo::exists(m_state->filePath(u"backups"_s)));
    }
}

void TestScripts::oneTargetIsNamed()
{
    const QString folder = path(u"."_s);
    const QString config = path(u"drizzle.config.json"_s);
    QVERIFY(QFile::exists(config));
    for (const QString &command : {u"status"_s, u"migrate"_s}) {
        for (const QStringList &both : {QStringList{m_database, u"--project"_s, folder},
                                        QStringList{u"--config"_s, config, m_database},
                                        QStringList{u"--config"_s, config, u"--project"_s, folder}}) {
            const auto run = cli::run(QStringList{command} + both);
            VERIFY_EXIT(run, 2);
            QVERIFY2(run.err.contains("Name one database"), run.all().constData());
        }
    }
    VERIFY_EXIT(cli::run({u"status"_s, u"--project"_s, folder}), 0);
    VERIFY_EXIT(cli::run({u"status"_s, u"--config"_s, config}), 0);
}

void TestScripts::wrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addRow("no script") << QStringList{u"apply"_s, u"@db"_s} << 2;
    QTest::addRow("a script that is not there") << QStringList{u"apply"_s, u"@db"_s, u"/nowhere/at/all.sql"_s} << 1;
    QTest::addRow("a folder as a script") << QStringList{u"apply"_s, u"@db"_s, u"/"_s} << 1;
    QTest::addRow("--allow of what is no code") << QStringList{u"migrate"_s, u"@db"_s, u"--allow"_s, u"everything"_s} << 2;
    QTest::addRow("--allow without a code") << QStringList{u"migrate"_s, u"@db"_s, u"--allow"_s} << 2;
    QTest::addRow("history of two") << QStringList{u"history"_s, u"@db"_s, u"@db"_s} << 2;
    QTest::addRow("history limit in words") << QStringList{u"history"_s, u"@db"_s, u"--limit"_s, u"few"_s} << 2;
    QTest::addRow("a migrations folder that is none") << QStringList{u"status"_s, u"@db"_s, u"--migrations"_s, u"/"_s} << 1;
    QTest::addRow("tour without a folder") << QStringList{u"tour"_s} << 2;
    QTest::addRow("tour in a theme there is not") << QStringList{u"tour"_s, u"x"_s, u"--theme"_s, u"pink"_s} << 2;
}

void TestScripts::wrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    arguments.replaceInStrings(u"@db"_s, m_database);
    const QByteArray before = bytes();
    const auto run = cli::run(arguments);
    VERIFY_EXIT(run, code);
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(run.err.count('\n'), 1);
    QVERIFY(bytes() == before);
}

QTEST_GUILESS_MAIN(TestScripts)
#include "tst_scripts.moc"
