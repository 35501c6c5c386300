// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sample.h"

#include "core/db/scriptrunner.h"
#include "core/drizzle/migrationscript.h"
#include "core/drizzle/project.h"
#include "support/verify.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

class NeverCancelled : public JobContext {
public:
    [[nodiscard]] bool isCancelled() const override { return false; }
    void setProgress(int, int) override { }
};

Result<std::unique_ptr<Database>> opened(const QString &path, ConnectionSpec::Mode mode)
{
    return driverByName(u"sqlite"_s)->open({u"sqlite"_s, path, mode});
}

qint64 number(Database &database, const QString &sql)
{
    const auto value = database.queryValue(sql);
    return value && value->kind() == Value::Kind::Integer ? value->toInteger() : -1;
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

MigrationsFolder sampleFolder()
{
    return readMigrationsFolder(QStringLiteral(RAINCHECK_SOURCE_DIR "/resources/sample/drizzle")).value();
}

} // namespace

class TestSample : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void hasBelievableRows();
    void isSoundAndFollowsItsOwnRules();
    void isTheSameEveryTime();
    void fourAreAppliedAndOneIsPending();
    void theUsualWayEmptiesTheChildrenAndOursDoesNot();
    void theTriggerStampsAnEditedComment();
    void unpacksOnceAndKeepsWhatThePersonChanged();
    void neverOverwrites();

private:
    QTemporaryDir m_dir;
    QString m_path;
};

void TestSample::initTestCase()
{
    m_path = m_dir.filePath(u"blog.db"_s);
    QElapsedTimer timer;
    timer.start();
    VERIFY_OK(makeSample(m_path));
    qInfo("made in %lld ms", timer.elapsed());
    QCOMPARE(QDir(m_dir.path()).entryList(QDir::Files), QStringList{u"blog.db"_s});
}

void TestSample::hasBelievableRows()
{
    const auto database = opened(m_path, ConnectionSpec::Mode::Read);
    VERIFY_OK(database);
    Database &db = **database;
    QCOMPARE(number(db, u"select count(*) from users"_s), 250);
    QCOMPARE(number(db, u"select count(*) from posts"_s), 1200);
    QCOMPARE(number(db, u"select count(*) from comments"_s), 4800);
    for (const QString &table : {u"tags"_s, u"post_tags"_s, u"modules"_s, u"segments"_s, u"attachments"_s, u"progress"_s, u"active_users"_s})
        QVERIFY2(number(db, u"select count(*) from "_s + table) >= 12, qPrintable(table));
    // What a grid must be able to show: NULLs, JSON, blobs, text beyond ASCII, answers to comments.
    QVERIFY(number(db, u"select count(*) from posts where category is null"_s) > 10);
    QVERIFY(number(db, u"select count(*) from posts where json_valid(observation)"_s) > 100);
    QVERIFY(number(db, u"select count(*) from users where substr(avatar, 1, 8) = x'89504E470D0A1A0A'"_s) > 10);
    QVERIFY(number(db, u"select count(*) from users where name glob '*[^ -~]*'"_s) > 20);
    QVERIFY(number(db, u"select count(*) from comments where parent_id is not null"_s) > 500);
}

void TestSample::isSoundAndFollowsItsOwnRules()
{
    const auto database = opened(m_path, ConnectionSpec::Mode::Read);
    VERIFY_OK(database);
    Database &db = **database;
    QCOMPARE(db.queryValue(u"pragma integrity_check"_s).value(), Value::text(u"ok"_s));
    QCOMPARE(db.query(u"pragma foreign_key_check"_s).value().size(), size_t(0));
    // An answer belongs to the post of what it answers, and comes after it.
    QCOMPARE(number(db, u"select count(*) from comments c join comments p on p.id = c.parent_id "
                        "where p.post_id <> c.post_id or p.created_at > c.created_at"_s), 0);
    QCOMPARE(number(db, u"select count(*) from comments c join posts p on p.id = c.post_id where c.created_at < p.created_at"_s), 0);
    // Seconds in the blog, milliseconds in the course; all between 2023 and the sample's own today.
    QCOMPARE(number(db, u"select count(*) from posts where created_at not between 1700000000 and 1795161600"_s), 0);
    QCOMPARE(number(db, u"select count(*) from progress where started_at not between 1700000000000 and 1795161600000"_s), 0);
    QCOMPARE(number(db, u"select count(*) from progress where finished_at < started_at"_s), 0);
}

void TestSample::isTheSameEveryTime()
{
    const QString again = m_dir.filePath(u"again.db"_s);
    VERIFY_OK(makeSample(again));
    QVERIFY(bytesOf(m_path) == bytesOf(again));
    QVERIFY(QFile::remove(again));
}

void TestSample::fourAreAppliedAndOneIsPending()
{
    const auto database = opened(m_path, ConnectionSpec::Mode::Read);
    VERIFY_OK(database);
    const auto journal = readJournal(**database, *dialectByName(u"sqlite"_s), {{}, u"__drizzle_migrations"_s});
    VERIFY_OK(journal);
    QVERIFY(journal->tableExists);
    QVERIFY(!journal->hasNames);
    QStringList kinds;
    const auto states = migrationStates(sampleFolder(), *journal);
    for (const MigrationState &s : states)
        kinds += toText(s.kind);
    QCOMPARE(kinds.join(u' '), u"applied applied applied applied pending"_s);
    // As drizzle-orm's own table: SERIAL is no rowid alias, so its ids are NULL.
    QCOMPARE(number(**database, u"select count(*) from __drizzle_migrations where id is null"_s), 4);
}

void TestSample::theUsualWayEmptiesTheChildrenAndOursDoesNot()
{
    const MigrationFile pending = sampleFolder().migrations.last();
    const QString usual = m_dir.filePath(u"usual.db"_s);
    QVERIFY(QFile::copy(m_path, usual));
    {
        // What drizzle-orm's migrator does: BEGIN, the chunks as they are, COMMIT, on a connection with foreign keys on.
        const auto database = opened(usual, ConnectionSpec::Mode::Write);
        VERIFY_OK(database);
        VERIFY_OK((*database)->execute(u"pragma foreign_keys = on; begin;"_s));
        VERIFY_OK((*database)->execute(pending.text()));
        VERIFY_OK((*database)->execute(u"commit"_s));
        QCOMPARE(number(**database, u"select count(*) from posts"_s), 1200);
        QCOMPARE(number(**database, u"select count(*) from comments"_s), 0);
        QCOMPARE(number(**database, u"select count(*) from post_tags"_s), 0);
    }
    const QString ours = m_dir.filePath(u"ours.db"_s);
    QVERIFY(QFile::copy(m_path, ours));
    const auto database = opened(ours, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    const Dialect &dialect = *dialectByName(u"sqlite"_s);
    const qint64 tagged = number(**database, u"select count(*) from post_tags"_s);
    const auto journal = readJournal(**database, dialect, {{}, u"__drizzle_migrations"_s});
    VERIFY_OK(journal);
    NeverCancelled context;
    VERIFY_OK(runScript(**database, migrationScript(pending, *journal, {{}, u"__drizzle_migrations"_s}, dialect), context));
    QCOMPARE(number(**database, u"select count(*) from posts"_s), 1200);
    QCOMPARE(number(**database, u"select count(*) from comments"_s), 4800);
    QCOMPARE(number(**database, u"select count(*) from post_tags"_s), tagged);
    QCOMPARE(number(**database, u"pragma foreign_keys"_s), 1);
    VERIFY_OK((*database)->run(u"update posts set category = 'forecast' where id = 1"_s));
    const auto after = readJournal(**database, dialect, {{}, u"__drizzle_migrations"_s});
    VERIFY_OK(after);
    QCOMPARE(after->rows.size(), 5);
    QCOMPARE(after->rows.last().hash, pending.hash);
    QCOMPARE(after->rows.last().createdAt, pending.when);
}

void TestSample::theTriggerStampsAnEditedComment()
{
    const QString path = m_dir.filePath(u"trigger.db"_s);
    QVERIFY(QFile::copy(m_path, path));
    const auto database = opened(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    const qint64 id = number(**database, u"select min(id) from comments where edited_at is null"_s);
    VERIFY_OK((*database)->run(u"update comments set body = body || '!' where id = ?1"_s, {Value::integer(id)}));
    QVERIFY(number(**database, u"select edited_at from comments where id = %1"_s.arg(id)) > 1700000000);
}

void TestSample::unpacksOnceAndKeepsWhatThePersonChanged()
{
    QTemporaryDir state;
    const auto first = openSample(state.path());
    VERIFY_OK(first);
    QCOMPARE(*first, state.filePath(u"sample/blog.db"_s));
    QVERIFY(bytesOf(*first) == bytesOf(m_path));
    const auto project = readDrizzleProject(state.filePath(u"sample"_s));
    VERIFY_OK(project);
    QCOMPARE(project->databasePath, *first);
    QCOMPARE(findMigrationsFolder(*first), std::optional(state.filePath(u"sample/drizzle"_s)));
    QCOMPARE(readMigrationsFolder(state.filePath(u"sample/drizzle"_s)).value().migrations.last().hash,
             sampleFolder().migrations.last().hash);

    const QString schema = state.filePath(u"sample/src/schema.ts"_s);
    QFile file(schema);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("mine");
    file.close();
    VERIFY_OK(openSample(state.path()));
    QCOMPARE(bytesOf(schema), QByteArray("mine"));
}

void TestSample::neverOverwrites()
{
    const QString path = m_dir.filePath(u"mine.db"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("mine");
    file.close();
    QVERIFY(!makeSample(path));
    QCOMPARE(bytesOf(path), QByteArray("mine"));
    QVERIFY(!makeSample(m_dir.filePath(u"no/such/folder/blog.db"_s)));
}

QTEST_GUILESS_MAIN(TestSample)
#include "tst_sample.moc"
