// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/history.h"
#include "core/session/statefolder.h"

#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <atomic>
#include <thread>

#include <sys/stat.h>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

unsigned modeOf(const QString &path)
{
    struct stat info = {};
    return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? info.st_mode & 0777 : 0;
}

HistoryRecord record(const QString &database, const QString &title)
{
    HistoryRecord r;
    r.database = database;
    r.title = title;
    r.startedAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
    r.sql = u"UPDATE `t` SET `v` = 'ü☔'"_s;
    r.backupPath = u"/backups/x.bak"_s;
    r.backupSha256 = QByteArray("ab").repeated(32);
    return r;
}

} // namespace

class TestHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void stateFolderIsMadePrivate_data();
    void stateFolderIsMadePrivate();
    void stateFolderFails();
    void recordsComeBack();
    void countingReadsNoScript();
    void failuresAreKept();
    void aCrashLeavesATrace();
    void privateFiles();
    void newerVersionIsRefused();
    void olderVersionIsKept();
    void aBackupMadeAnew();
    void severalAtOnce();
};

void TestHistory::stateFolderIsMadePrivate_data()
{
    QTest::addColumn<QByteArray>("own");
    QTest::addColumn<QByteArray>("xdg");
    QTest::addColumn<QString>("expected");
    QTest::newRow("own") << QByteArray("DIR/own") << QByteArray("DIR/xdg") << u"DIR/own"_s;
    QTest::newRow("xdg") << QByteArray() << QByteArray("DIR/xdg") << u"DIR/xdg/raincheck"_s;
    QTest::newRow("relative xdg is ignored") << QByteArray() << QByteArray("xdg")
                                             << u"DIR/home/.local/state/raincheck"_s;
    QTest::newRow("home") << QByteArray() << QByteArray() << u"DIR/home/.local/state/raincheck"_s;
}

void TestHistory::stateFolderIsMadePrivate()
{
    QFETCH(QByteArray, own);
    QFETCH(QByteArray, xdg);
    QFETCH(QString, expected);
    QTemporaryDir dir;
    const QByteArray oldOwn = qgetenv("RAINCHECK_STATE_DIR");
    const QByteArray oldHome = qgetenv("HOME");
    const QByteArray oldXdg = qgetenv("XDG_STATE_HOME");
    const auto restore = qScopeGuard([&] {
        qputenv("RAINCHECK_STATE_DIR", oldOwn);
        qputenv("HOME", oldHome);
        qputenv("XDG_STATE_HOME", oldXdg);
    });
    const QByteArray path = QFile::encodeName(dir.path());
    qputenv("RAINCHECK_STATE_DIR", own.replace("DIR", path));
    qputenv("XDG_STATE_HOME", xdg.replace("DIR", path));
    qputenv("HOME", path + "/home");
    expected.replace(u"DIR"_s, dir.path());
    for (int round = 0; round < 2; ++round) { // made, then found
        const auto folder = stateFolder();
        VERIFY_OK(folder);
        QCOMPARE(*folder, expected);
        QCOMPARE(modeOf(*folder), 0700U);
        ::chmod(QFile::encodeName(*folder).constData(), 0755); // too open: closed again
    }
}

void TestHistory::stateFolderFails()
{
    QTemporaryDir dir;
    const QByteArray old = qgetenv("RAINCHECK_STATE_DIR");
    const auto restore = qScopeGuard([&old] { qputenv("RAINCHECK_STATE_DIR", old); });
    QFile file(dir.filePath(u"file"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    qputenv("RAINCHECK_STATE_DIR", QFile::encodeName(file.fileName()));
    QCOMPARE(stateFolder().error().kind, Error::Kind::Io);
}

void TestHistory::recordsComeBack()
{
    QTemporaryDir dir;
    HistoryRecord first = record(u"/x.db"_s, u"Apply 1 edit"_s);
    const ScriptOutcome outcome{{{0, 1, 5}}, {{u"t"_s, 0, 1, 0}, {u"log"_s, 2, 0, 3}}, {}, {}, 1234};
    {
        auto history = History::open(dir.path());
        VERIFY_OK(history);
        const auto id = (*history)->begin(first);
        VERIFY_OK(id);
        first.id = *id;
        VERIFY_OK((*history)->finish(first.id, outcome));
        QVERIFY(!(*history)->finish(first.id, outcome).ok()); // only once
        VERIFY_OK((*history)->begin(record(u"/x.db"_s, u"second"_s)));
        VERIFY_OK((*history)->begin(record(u"/other.db"_s, u"third"_s)));
    }
    auto history = History::open(dir.path());
    VERIFY_OK(history);
    const auto records = (*history)->records(u"/x.db"_s);
    VERIFY_OK(records);
    QCOMPARE(records->size(), 2);
    QCOMPARE(records->first().title, u"second"_s); // newest first
    first.state = u"applied"_s;
    first.microseconds = 1234;
    first.effects = outcome.effects;
    QVERIFY(records->last() == first);
    QCOMPARE((*history)->records(u"/x.db"_s, 1)->size(), 1);
}

void TestHistory::countingReadsNoScript()
{
    QTemporaryDir dir;
    const QByteArray text(1'000'000, 'x');
    {
        auto history = History::open(dir.path());
        VERIFY_OK(history);
        QCOMPARE(*(*history)->count(u"/x.db"_s), 0);
        HistoryRecord large = record(u"/x.db"_s, u"large"_s);
        large.sql = QString::fromLatin1(text);
        VERIFY_OK((*history)->begin(large));
        VERIFY_OK((*history)->begin(record(u"/x.db"_s, u"second"_s)));
        VERIFY_OK((*history)->begin(record(u"/other.db"_s, u"third"_s)));
    }
    // Its text is made unreadable: the pages it goes over are linked no more.
    QFile file(dir.filePath(u"history.db"_s));
    QVERIFY(file.open(QFile::ReadWrite));
    const qsizetype inside = file.readAll().indexOf(text.first(3000)) + 100'000;
    QVERIFY(inside > 100'000);
    QVERIFY(file.seek(inside));
    QCOMPARE(file.write(QByteArray(50'000, '\xff')), 50'000);
    file.close();
    const auto history = History::open(dir.path());
    VERIFY_OK(history);
    QVERIFY(!(*history)->records(u"/x.db"_s).ok());
    const auto count = (*history)->count(u"/x.db"_s);
    VERIFY_OK(count);
    QCOMPARE(*count, 2);
}

void TestHistory::failuresAreKept()
{
    QTemporaryDir dir;
    auto history = History::open(dir.path());
    VERIFY_OK(history);
    const auto id = (*history)->begin(record(u"/x.db"_s, u"bad"_s));
    VERIFY_OK(id);
    VERIFY_OK((*history)->finish(*id, Error::invalid(u"It did not work."_s), 1234));
    const auto records = (*history)->records(u"/x.db"_s);
    QCOMPARE(records->first().state, u"failed"_s);
    QCOMPARE(records->first().error, u"It did not work."_s);
}

void TestHistory::aCrashLeavesATrace()
{
    QTemporaryDir dir;
    {
        auto history = History::open(dir.path());
        VERIFY_OK(history);
        const auto id = (*history)->begin(record(u"/x.db"_s, u"lost"_s));
        VERIFY_OK(id);
        auto another = History::open(dir.path());
        VERIFY_OK(another);
        QCOMPARE((*another)->records(u"/x.db"_s)->first().state, u"running"_s);
        QCOMPARE((*history)->records(u"/x.db"_s)->first().state, u"running"_s);
    }
    auto history = History::open(dir.path());
    VERIFY_OK(history);
    const auto records = (*history)->records(u"/x.db"_s);
    QCOMPARE(records->first().state, u"interrupted"_s); // it runs no more
    QVERIFY(records->first().error.contains(u"ended before it was over"_s));
    const auto id = (*history)->begin(record(u"/x.db"_s, u"next"_s));
    VERIFY_OK(id);
    VERIFY_OK((*history)->finish(*id, Error::invalid(u"It did not work."_s)));
    QCOMPARE((*history)->records(u"/x.db"_s)->first().state, u"failed"_s);
}

void TestHistory::privateFiles()
{
    QTemporaryDir dir;
    auto history = History::open(dir.path());
    VERIFY_OK(history);
    VERIFY_OK((*history)->begin(record(u"/x.db"_s, u"t"_s)));
    const QStringList files = QDir(dir.path()).entryList(QDir::Files);
    QVERIFY(files.contains(u"history.db-wal"_s));
    for (const QString &file : files)
        QCOMPARE(modeOf(dir.filePath(file)), 0600U);
}

void TestHistory::newerVersionIsRefused()
{
    QTemporaryDir dir;
    QVERIFY(!tempdatabase::make(dir, u"history.db"_s, u"PRAGMA user_version = 99"_s).isEmpty());
    const auto history = History::open(dir.path());
    QVERIFY(!history.ok());
    QVERIFY(history.error().message.contains(u"newer"_s));
}

void TestHistory::olderVersionIsKept()
{
    QTemporaryDir dir;
    { // as the first Raincheck made it
        const auto history = History::open(dir.path());
        VERIFY_OK(history);
        VERIFY_OK((*history)->begin(record(u"/x.db"_s, u"old"_s)));
    }
    QVERIFY(!tempdatabase::make(dir, u"history.db"_s,
                                u"ALTER TABLE scripts DROP COLUMN backup_sha256; ALTER TABLE scripts DROP COLUMN way_back;"
                                "PRAGMA user_version = 1"_s)
                 .isEmpty());
    auto history = History::open(dir.path());
    VERIFY_OK(history);
    VERIFY_OK((*history)->begin(record(u"/x.db"_s, u"new"_s)));
    const auto records = (*history)->records(u"/x.db"_s);
    VERIFY_OK(records);
    QCOMPARE(records->size(), 2);
    QCOMPARE(records->first().backupSha256, QByteArray("ab").repeated(32));
    QCOMPARE(records->last().title, u"old"_s);
    QCOMPARE(records->last().backupSha256, QByteArray());
}

void TestHistory::aBackupMadeAnew()
{
    QTemporaryDir dir;
    auto history = History::open(dir.path());
    VERIFY_OK(history);
    const auto id = (*history)->begin(record(u"/x.db"_s, u"t"_s));
    VERIFY_OK(id);
    VERIFY_OK((*history)->setBackup(*id, u"/backups/y.bak"_s, "cd"));
    const auto records = (*history)->records(u"/x.db"_s);
    VERIFY_OK(records);
    QCOMPARE(records->first().backupPath, u"/backups/y.bak"_s);
    QCOMPARE(records->first().backupSha256, QByteArray("cd"));
    VERIFY_OK((*history)->finish(*id, ScriptOutcome()));
    QVERIFY(!(*history)->setBackup(*id, {}, {}).ok()); // what is over stays as it was
}

void TestHistory::severalAtOnce()
{
    QTemporaryDir dir;
    std::atomic<int> written = 0;
    std::vector<std::thread> threads;
    QStringList errors;
    QMutex mutex;
    for (int t = 0; t < 6; ++t)
        threads.emplace_back([&] {
            auto history = History::open(dir.path());
            for (int i = 0; i < 10; ++i) {
                const auto id = history ? (*history)->begin(record(u"/x.db"_s, u"t"_s)) : history.error();
                const auto done = id ? (*history)->finish(*id, ScriptOutcome()) : Result<Done>(id.error());
                if (done) {
                    ++written;
                } else {
                    const QMutexLocker lock(&mutex);
                    errors += done.error().message;
                }
            }
        });
    for (auto &thread : threads)
        thread.join();
    QVERIFY2(errors.isEmpty(), qPrintable(errors.join(u'\n')));
    QCOMPARE(written.load(), 60);
    auto history = History::open(dir.path());
    VERIFY_OK(history);
    QCOMPARE((*history)->records(u"/x.db"_s)->size(), 60);
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
