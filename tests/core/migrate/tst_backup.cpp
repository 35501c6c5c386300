// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/backup.h"
#include "core/migrate/workfolder.h"

#include "support/jobs.h"
#include "support/tempdatabase.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Mode = ConnectionSpec::Mode;

namespace {

const QString someRows = u"CREATE TABLE t(k INTEGER PRIMARY KEY, v);"
                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)"
                         " INSERT INTO t SELECT i, hex(randomblob(40)) FROM n"_s;

} // namespace

class TestBackup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void makesAWholeCopy_data();
    void makesAWholeCopy();
    void namesDoNotClash();
    void cancelLeavesNothing();
    void noRoom();
    void folderCannotBeMade();
    void worksWhileOthersWrite_data();
    void worksWhileOthersWrite();
    void worksBehindALink();
    void aKillLeavesNoHalf();
    void leftoversOfTheLivingStay();
    void brokenRowsOfTheOriginalAreNoReason();
};

void TestBackup::makesAWholeCopy_data()
{
    QTest::addColumn<QString>("journalMode");
    QTest::newRow("delete") << u"DELETE"_s;
    QTest::newRow("wal") << u"WAL"_s;
}

void TestBackup::makesAWholeCopy()
{
    QFETCH(QString, journalMode);
    QTemporaryDir dir;
    const QString path
        = tempdatabase::make(dir, u"my data.db"_s, u"PRAGMA journal_mode = %1;"_s.arg(journalMode) + someRows);
    auto database = tempdatabase::open(path, Mode::Read);
    VERIFY_OK(database);
    TestJob job;
    const QString folder = dir.filePath(u"a/backups"_s);
    const auto made = backup(**database, folder, job);
    VERIFY_OK(made);
    QVERIFY(QFileInfo(made->path).isAbsolute());
    QVERIFY(QRegularExpression(u"^my data\\.db\\.\\d{8}T\\d{6}Z\\.bak$"_s)
                .match(QFileInfo(made->path).fileName())
                .hasMatch());
    QCOMPARE(QDir(folder).entryList(QDir::Files).size(), 1); // nothing beside it
    QCOMPARE(QFile::permissions(made->path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(job.progress.size() > 5);

    QFile file(made->path);
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray bytes = file.readAll();
    QCOMPARE(made->bytes, bytes.size());
    QCOMPARE(made->sha256, QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    QCOMPARE(tempdatabase::rows(made->path, u"SELECT * FROM t"_s), tempdatabase::rows(path, u"SELECT * FROM t"_s));
    for (const QString &named : QStringList{made->path, path + u"-journal"_s, path + u"-wal"_s, path + u"-shm"_s})
        QVERIFY2(made->howToRestore(path).contains(named), qPrintable(named));
}

void TestBackup::namesDoNotClash()
{
    QTemporaryDir dir;
    auto database = tempdatabase::open(tempdatabase::make(dir, u"x.db"_s, someRows), Mode::Read);
    VERIFY_OK(database);
    TestJob job;
    QSet<QString> paths;
    for (int i = 0; i < 3; ++i) {
        const auto made = backup(**database, dir.filePath(u"b"_s), job);
        VERIFY_OK(made);
        paths += made->path;
    }
    QCOMPARE(paths.size(), 3);
}

void TestBackup::cancelLeavesNothing()
{
    QTemporaryDir dir;
    auto database = tempdatabase::open(tempdatabase::make(dir, u"x.db"_s, someRows), Mode::Read);
    VERIFY_OK(database);
    TestJob job;
    job.cancelled = [&job] { return job.progress.size() > 3; };
    const auto made = backup(**database, dir.filePath(u"b"_s), job);
    QVERIFY(!made.ok());
    QVERIFY(made.error().isCancelled());
    QVERIFY(QDir(dir.filePath(u"b"_s)).isEmpty());
}

void TestBackup::noRoom()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, u"CREATE TABLE t(v)"_s);
    // A file with a hole as large as what is free: it takes no room, but a copy would.
    const qint64 pages = qint64(std::filesystem::space(dir.path().toStdString()).available / 4096);
    if (pages > 0x7fffffff)
        QSKIP("the disk is larger than a database can be");
    QFile file(path);
    QVERIFY(file.open(QFile::ReadWrite));
    QVERIFY(file.resize(pages * 4096));
    QVERIFY(file.seek(28));
    for (int shift = 24; shift >= 0; shift -= 8)
        QVERIFY(file.putChar(static_cast<char>(pages >> shift & 0xff)));
    file.close();
    auto database = tempdatabase::open(path, Mode::Read);
    VERIFY_OK(database);
    TestJob job;
    const auto made = backup(**database, dir.filePath(u"b"_s), job);
    QVERIFY(!made.ok());
    QVERIFY2(made.error().message.contains(u"no room"_s), qPrintable(made.error().message));
    QVERIFY(job.progress.isEmpty()); // not even tried
    QVERIFY(QDir(dir.filePath(u"b"_s)).isEmpty());
}

void TestBackup::folderCannotBeMade()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, someRows);
    auto database = tempdatabase::open(path, Mode::Read);
    VERIFY_OK(database);
    TestJob job;
    QCOMPARE(backup(**database, path + u"/backups"_s, job).error().kind, Error::Kind::Io);
}

void TestBackup::worksWhileOthersWrite_data()
{
    QTest::addColumn<QString>("journalMode");
    QTest::newRow("delete") << u"DELETE"_s;
    QTest::newRow("wal") << u"WAL"_s;
}

// A program that never stops writing: the copy must come to its end all the same.
void TestBackup::worksWhileOthersWrite()
{
    QFETCH(QString, journalMode);
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, u"PRAGMA journal_mode = %1;"_s.arg(journalMode) + someRows);
    auto database = tempdatabase::open(path, Mode::Read);
    auto writer = tempdatabase::open(path, Mode::Write, 0);
    VERIFY_OK(database);
    VERIFY_OK(writer);
    TestJob job;
    int tries = 0;
    int written = 0;
    job.cancelled = [&] { // asked between the parts of the copy
        const auto ran = (*writer)->run(u"INSERT INTO t(v) VALUES('late')"_s);
        written += ran.ok() ? 1 : 0;
        return ++tries > 2000;
    };
    const auto made = backup(**database, dir.filePath(u"b"_s), job);
    VERIFY_OK(made);
    QVERIFY(written >= 3); // nobody had to wait at first, and beside a log nobody at all
    if (journalMode == u"WAL"_s)
        QCOMPARE(written, tries);
    QCOMPARE(tempdatabase::rows(made->path, u"PRAGMA integrity_check"_s), QStringList{u"'ok'"_s});
    QCOMPARE(tempdatabase::rows(made->path, u"SELECT count(*) >= 20000 FROM t"_s), QStringList{u"1"_s});
    VERIFY_OK((*writer)->run(u"INSERT INTO t(v) VALUES('after')"_s)); // and afterwards nothing is held
}

void TestBackup::worksBehindALink()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, someRows);
    QVERIFY(QDir().mkdir(dir.filePath(u"real"_s)));
    QVERIFY(QFile::link(dir.filePath(u"real"_s), dir.filePath(u"link"_s)));
    auto database = tempdatabase::open(path, Mode::Read);
    VERIFY_OK(database);
    TestJob job;
    const auto made = backup(**database, dir.filePath(u"link/b"_s), job);
    VERIFY_OK(made);
    QCOMPARE(tempdatabase::rows(made->path, u"SELECT count(*) FROM t"_s), QStringList{u"20000"_s});
    // The last part of the name is followed by nobody.
    const QString elsewhere = dir.filePath(u"elsewhere"_s);
    QVERIFY(QFile::link(elsewhere, dir.filePath(u"taken"_s)));
    QVERIFY(!(*database)->copyTo(dir.filePath(u"taken"_s), {}).ok());
    QVERIFY(!QFile::exists(elsewhere));
}

// Killed wherever it asks whether it is cancelled: between the pages, and while it reads the copy again.
void TestBackup::aKillLeavesNoHalf()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, someRows);
    const QString folder = dir.filePath(u"b"_s);
    int killed = 0;
    bool ended = false;
    for (int after = 0; after < 100 && !ended; ++after) {
        const pid_t child = ::fork();
        if (child == 0) {
            TestJob job;
            int asked = 0;
            job.cancelled = [&asked, after] {
                if (asked++ == after)
                    ::kill(::getpid(), SIGKILL);
                return false;
            };
            auto database = tempdatabase::open(path, Mode::Read);
            ::_exit(database && backup(**database, folder, job).ok() ? 0 : 1);
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        ended = WIFEXITED(status);
        QVERIFY(!ended || WEXITSTATUS(status) == 0);
        killed += ended ? 0 : 1;
        QCOMPARE(QDir(folder).entryList({u"*.bak"_s}).size(), ended ? 1 : 0);
    }
    QVERIFY(ended);
    QVERIFY(killed > 8);
    QCOMPARE(QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), killed);
    WorkFolder::removeLeftovers(folder, unfinishedBackupPrefix());
    QCOMPARE(QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(), 1);
}

void TestBackup::leftoversOfTheLivingStay()
{
    QTemporaryDir dir;
    const auto place = WorkFolder::make(dir.path(), u"dryrun"_s);
    VERIFY_OK(place);
    QVERIFY(QFile((*place)->filePath(u"copy"_s)).open(QFile::WriteOnly));
    QVERIFY(QDir(dir.path()).mkdir(u"dryrun-"_s));
    QVERIFY(QDir(dir.path()).mkdir(u"another-abcdef"_s));
    QVERIFY(QDir(dir.path()).mkpath(u"dryrun-abcdef/deeper"_s));
    WorkFolder::removeLeftovers(dir.path(), u"dryrun"_s);
    QVERIFY(QFile::exists((*place)->filePath(u"copy"_s)));
    QCOMPARE(QDir(dir.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 3);
}

void TestBackup::brokenRowsOfTheOriginalAreNoReason()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(
        dir, u"x.db"_s,
        u"CREATE TABLE t(v CHECK (v > 0), w); PRAGMA ignore_check_constraints = ON; INSERT INTO t VALUES(-1, NULL);"
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE t(v CHECK (v > 0), w NOT NULL)'"_s);
    // SQLite's quick check minds them; as a file, the database is sound.
    QCOMPARE(tempdatabase::rows(path, u"PRAGMA quick_check"_s).size(), 2);
    auto database = tempdatabase::open(path, Mode::Read);
    VERIFY_OK(database);
    TestJob job;
    VERIFY_OK(backup(**database, dir.filePath(u"b"_s), job));
}

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
