// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/database.h"

#include "support/halfwritten.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Mode = ConnectionSpec::Mode;

Q_DECLARE_METATYPE(core::ConnectionSpec::Mode)

namespace {

const QString rows1000 = u"CREATE TABLE t(k INTEGER PRIMARY KEY, v);"
                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000)"
                         " INSERT INTO t SELECT i, hex(randomblob(100)) FROM n"_s;

/// Names, sizes and contents of all that lies in the folder. Only while nobody has the files open.
QStringList listing(const QString &folder)
{
    QStringList all;
    for (const QFileInfo &info : QDir(folder).entryInfoList(QDir::Files, QDir::Name)) {
        QFile file(info.filePath());
        if (!file.open(QFile::ReadOnly))
            continue;
        all += info.fileName() + u' '
            + QString::fromLatin1(QCryptographicHash::hash(file.readAll(), QCryptographicHash::Md5).toHex());
    }
    return all;
}

/// A database with a hot rollback journal, as a crash leaves it: both files copied in the middle of a transaction.
QString makeHot(const QTemporaryDir &dir)
{
    const QString hot = tempdatabase::make(dir, u"hot.db"_s, rows1000);
    if (!leaveHalfWritten(hot, "UPDATE t SET v = 'half'"))
        qFatal("no journal");
    return hot;
}

/// Runs as the unprivileged user nobody while it lives; root may read and write everything.
class AsNobody {
public:
    AsNobody()
        : m_root(::geteuid() == 0)
    {
        if (m_root && ::seteuid(65534) != 0)
            qFatal("seteuid");
    }
    ~AsNobody()
    {
        if (m_root && ::seteuid(0) != 0)
            qFatal("seteuid");
    }
    AsNobody(const AsNobody &) = delete;
    AsNobody &operator=(const AsNobody &) = delete;

private:
    bool m_root;
};

} // namespace

class TestSqliteFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void badFiles_data();
    void badFiles();
    void emptyFile();
    void oddNames_data();
    void oddNames();
    void link();
    void noPermission();
    void readOnlyFolder();
    void walInReadOnlyFolder();
    void walWithContentInReadOnlyFolder();
    void lockedByAWriter();
    void hotJournal();
    void hotJournalOfASuperJournal();
    void strangeFilesBeside_data();
    void strangeFilesBeside();
    void ourOwnLocksSurviveOpening();
};

void TestSqliteFiles::badFiles_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("said");
    QTest::newRow("missing") << u"missing"_s << u"no file"_s;
    QTest::newRow("missing folder") << u"missing folder"_s << u"no file"_s;
    QTest::newRow("folder") << u"folder"_s << u"is a folder"_s;
    QTest::newRow("pipe") << u"pipe"_s << u"not an ordinary file"_s;
    QTest::newRow("device") << u"device"_s << u"not an ordinary file"_s;
    QTest::newRow("loop") << u"loop"_s << u"leads back to itself"_s;
    QTest::newRow("dangling") << u"dangling"_s << u"no file"_s;
    QTest::newRow("text") << u"text"_s << u"not an SQLite database, or it is encrypted"_s;
    QTest::newRow("encrypted") << u"encrypted"_s << u"not an SQLite database, or it is encrypted"_s;
    QTest::newRow("two bytes") << u"two bytes"_s << u"not an SQLite database"_s;
    QTest::newRow("truncated") << u"truncated"_s << u"cut off"_s;
    QTest::newRow("header only") << u"header only"_s << u"cut off"_s;
    QTest::newRow("damaged schema") << u"damaged"_s << u"damaged"_s;
    QTest::newRow("nameless") << u"nameless"_s << u"name"_s;
}

void TestSqliteFiles::badFiles()
{
    QFETCH(QString, kind);
    QFETCH(QString, said);
    QTemporaryDir dir;
    const QString folder = dir.filePath(u"in"_s);
    QVERIFY(QDir().mkdir(folder));
    const QByteArray good = files::contents(tempdatabase::make(dir, u"good.db"_s, rows1000));
    QString path = folder + u"/x.db"_s;
    if (kind == u"missing folder"_s)
        path = folder + u"/none/x.db"_s;
    else if (kind == u"folder"_s)
        QVERIFY(QDir().mkdir(path));
    else if (kind == u"pipe"_s)
        QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
    else if (kind == u"device"_s)
        path = u"/dev/zero"_s;
    else if (kind == u"loop"_s)
        QVERIFY(QFile::link(path, path));
    else if (kind == u"dangling"_s)
        QVERIFY(QFile::link(folder + u"/none"_s, path));
    else if (kind == u"text"_s)
        QVERIFY(files::write(path, QByteArray("hello\n").repeated(2000)));
    else if (kind == u"encrypted"_s)
        QVERIFY(files::write(path, QCryptographicHash::hash(good, QCryptographicHash::Sha512).repeated(512)));
    else if (kind == u"two bytes"_s)
        QVERIFY(files::write(path, "SQ"));
    else if (kind == u"truncated"_s)
        QVERIFY(files::write(path, good.first(good.size() / 2)));
    else if (kind == u"header only"_s)
        QVERIFY(files::write(path, good.first(4096)));
    else if (kind == u"damaged"_s)
        QVERIFY(files::write(path, good.first(100) + QByteArray(3996, '\xa5') + good.sliced(4096)));
    else if (kind == u"nameless"_s)
        path.clear();

    const QStringList before = kind == u"pipe"_s ? QStringList() : listing(folder);
    for (const Mode mode : {Mode::Look, Mode::Read, Mode::Write}) {
        QElapsedTimer timer;
        timer.start();
        const auto opened = tempdatabase::open(path, mode);
        QVERIFY(!opened.ok());
        QVERIFY(timer.elapsed() < 2000);
        const QString message = opened.error().message;
        QVERIFY2(message.contains(said), qPrintable(message));
        QCOMPARE(message.count(u'\n'), 0);
        QVERIFY2(message.endsWith(u'.'), qPrintable(message));
        QCOMPARE(opened.error().kind, kind == u"nameless"_s ? Error::Kind::Invalid : Error::Kind::Io);
    }
    if (kind != u"pipe"_s)
        QCOMPARE(listing(folder), before);
}

void TestSqliteFiles::emptyFile()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"x.db"_s);
    QVERIFY(files::write(path, {}));
    for (const Mode mode : {Mode::Look, Mode::Read, Mode::Write}) {
        auto database = tempdatabase::open(path, mode);
        VERIFY_OK(database);
        QVERIFY(*(*database)->queryValue(u"SELECT count(*) FROM sqlite_schema"_s) == Value::integer(0));
    }
    QCOMPARE(QFileInfo(path).size(), 0);
    auto database = tempdatabase::open(path, Mode::Write);
    VERIFY_OK(database);
    VERIFY_OK((*database)->run(u"CREATE TABLE t(v)"_s));
}

void TestSqliteFiles::oddNames_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"plain.db", "with space.db", "100%41.db", "a?mode=memory.db", "#hash.db", "a&b;c.db",
                             "ümläut ☔.db", "-dash.db", "new\nline.db", "quote'\".db"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

void TestSqliteFiles::oddNames()
{
    QFETCH(QString, name);
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, name, u"CREATE TABLE t(v); INSERT INTO t VALUES(7)"_s);
    for (const Mode mode : {Mode::Look, Mode::Write}) {
        auto database = tempdatabase::open(path, mode);
        VERIFY_OK(database);
        QVERIFY(*(*database)->queryValue(u"SELECT v FROM t"_s) == Value::integer(7));
    }
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden), QStringList{name});
}

void TestSqliteFiles::link()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, u"CREATE TABLE t(v)"_s);
    const QString link = dir.filePath(u"link.db"_s);
    QVERIFY(QFile::link(path, link));
    auto database = tempdatabase::open(link, Mode::Write);
    VERIFY_OK(database);
    VERIFY_OK((*database)->run(u"BEGIN IMMEDIATE"_s));
    VERIFY_OK((*database)->run(u"INSERT INTO t VALUES(1)"_s));
    QVERIFY(!QFile::exists(link + u"-journal"_s)); // beside the file itself, where others look for it
    VERIFY_OK((*database)->run(u"COMMIT"_s));
}

void TestSqliteFiles::noPermission()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, rows1000);
    QCOMPARE(::chmod(QFile::encodeName(dir.path()).constData(), 0755), 0);
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0), 0);
    {
        const AsNobody nobody;
        const auto opened = tempdatabase::open(path, Mode::Look);
        QVERIFY(!opened.ok());
        QVERIFY2(opened.error().message.contains(u"may not be read"_s), qPrintable(opened.error().message));
    }
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0444), 0);
    {
        const AsNobody nobody;
        VERIFY_OK(tempdatabase::open(path, Mode::Read));
        const auto opened = tempdatabase::open(path, Mode::Write);
        QVERIFY(!opened.ok());
        QVERIFY2(opened.error().message.contains(u"may not be written"_s), qPrintable(opened.error().message));
    }
    QCOMPARE(::chmod(QFile::encodeName(dir.path()).constData(), 0), 0);
    {
        const AsNobody nobody;
        const auto opened = tempdatabase::open(path, Mode::Read);
        QVERIFY(!opened.ok());
        QVERIFY2(opened.error().message.contains(u"cannot be reached"_s), qPrintable(opened.error().message));
    }
    QCOMPARE(::chmod(QFile::encodeName(dir.path()).constData(), 0700), 0);
}

void TestSqliteFiles::readOnlyFolder()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, rows1000);
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0666), 0);
    QCOMPARE(::chmod(QFile::encodeName(dir.path()).constData(), 0555), 0);
    {
        const AsNobody nobody;
        auto database = tempdatabase::open(path, Mode::Look);
        VERIFY_OK(database);
        QVERIFY(*(*database)->queryValue(u"SELECT count(*) FROM t"_s) == Value::integer(1000));
        const auto opened = tempdatabase::open(path, Mode::Write);
        QVERIFY(!opened.ok());
        QVERIFY2(opened.error().message.contains(u"folder"_s), qPrintable(opened.error().message));
    }
    QCOMPARE(::chmod(QFile::encodeName(dir.path()).constData(), 0700), 0);
}

void TestSqliteFiles::walInReadOnlyFolder()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, u"PRAGMA journal_mode = WAL;"_s + rows1000);
    QVERIFY(!QFile::exists(path + u"-wal"_s));
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0644), 0);
    QCOMPARE(::chmod(QFile::encodeName(dir.path()).constData(), 0555), 0);
    {
        const AsNobody nobody;
        auto database = tempdatabase::open(path, Mode::Look);
        VERIFY_OK(database);
        QVERIFY(*(*database)->queryValue(u"SELECT count(*) FROM t"_s) == Value::integer(1000));
    }
    QCOMPARE(::chmod(QFile::encodeName(dir.path()).constData(), 0700), 0);
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList{u"x.db"_s});
}

void TestSqliteFiles::walWithContentInReadOnlyFolder()
{
    QTemporaryDir dir;
    const QString source = tempdatabase::make(dir, u"source.db"_s, u"PRAGMA journal_mode = WAL;"_s + rows1000);
    const QString folder = dir.filePath(u"in"_s);
    QVERIFY(QDir().mkdir(folder));
    const QString path = folder + u"/x.db"_s;
    sqlite3 *handle = nullptr;
    sqlite3_open(QFile::encodeName(source).constData(), &handle);
    sqlite3_exec(handle, "INSERT INTO t(v) VALUES('only in the wal')", nullptr, nullptr, nullptr);
    QVERIFY(files::write(path, files::contents(source)));
    QVERIFY(files::write(path + u"-wal"_s, files::contents(source + u"-wal"_s)));
    sqlite3_close(handle);
    QCOMPARE(::chmod(QFile::encodeName(dir.path()).constData(), 0755), 0);
    QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 0555), 0);
    const QStringList before = listing(folder);
    {
        const AsNobody nobody;
        const auto opened = tempdatabase::open(path, Mode::Look);
        QVERIFY(!opened.ok());
        QVERIFY2(opened.error().message.contains(u"copy both files"_s), qPrintable(opened.error().message));
    }
    QCOMPARE(listing(folder), before);
    QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 0700), 0);
    auto database = tempdatabase::open(path, Mode::Look); // where the folder may be written to, it is all there
    VERIFY_OK(database);
    QVERIFY(*(*database)->queryValue(u"SELECT count(*) FROM t"_s) == Value::integer(1001));
}

void TestSqliteFiles::lockedByAWriter()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, rows1000);
    sqlite3 *other = nullptr;
    sqlite3_open(QFile::encodeName(path).constData(), &other);
    sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr);
    for (const Mode mode : {Mode::Look, Mode::Write}) {
        QElapsedTimer timer;
        timer.start();
        const auto opened = tempdatabase::open(path, mode, 200);
        QVERIFY(!opened.ok());
        QCOMPARE(opened.error().kind, Error::Kind::Busy);
        QVERIFY2(opened.error().message.contains(u"locked by another program"_s), qPrintable(opened.error().message));
        QVERIFY(timer.elapsed() >= 200 && timer.elapsed() < 1200);
    }
    sqlite3_close(other);
    VERIFY_OK(tempdatabase::open(path, Mode::Write, 200));
}

void TestSqliteFiles::hotJournal()
{
    QTemporaryDir dir;
    const QString path = makeHot(dir);
    const QStringList before = listing(dir.path());
    for (const Mode mode : {Mode::Look, Mode::Read}) {
        const auto opened = tempdatabase::open(path, mode);
        QVERIFY(!opened.ok());
        QVERIFY2(opened.error().message.contains(u"in the middle of a change"_s), qPrintable(opened.error().message));
        QCOMPARE(opened.error().code, QString::number(SQLITE_READONLY_ROLLBACK));
    }
    QCOMPARE(listing(dir.path()), before);
    auto database = tempdatabase::open(path, Mode::Write); // rolls back, as after any crash
    VERIFY_OK(database);
    QVERIFY(*(*database)->queryValue(u"SELECT count(*) FROM t WHERE v = 'half'"_s) == Value::integer(0));
    QVERIFY(!QFile::exists(path + u"-journal"_s));
}

void TestSqliteFiles::hotJournalOfASuperJournal()
{
    QTemporaryDir dir;
    const QString path = makeHot(dir);
    const QString victim = dir.filePath(u"victim.txt"_s);
    QVERIFY(files::write(victim, "dear"));
    // What sqlite3 appends when a transaction spans two databases: page number, name, length, checksum, magic.
    const auto number = [](quint32 n) {
        QByteArray b;
        for (int shift = 24; shift >= 0; shift -= 8)
            b += static_cast<char>(n >> shift & 0xff);
        return b;
    };
    const QByteArray name = QFile::encodeName(victim);
    quint32 sum = 0;
    for (const char c : name)
        sum += static_cast<quint32>(c);
    QFile journal(path + u"-journal"_s);
    QVERIFY(journal.open(QFile::Append));
    journal.write(number(1) + name + number(static_cast<quint32>(name.size())) + number(sum)
                  + QByteArray("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8));
    journal.close();

    for (const Mode mode : {Mode::Look, Mode::Read, Mode::Write}) {
        const auto opened = tempdatabase::open(path, mode);
        QVERIFY(!opened.ok());
        QVERIFY(QFile::exists(victim));
    }
    // The control: plain SQLite, opening to write, does delete it; so the trap is real.
    (void)tempdatabase::rows(path, u"SELECT count(*) FROM t"_s);
    QVERIFY(!QFile::exists(victim));
}

void TestSqliteFiles::strangeFilesBeside_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QString>("kind");
    for (const char *suffix : {"-journal", "-wal", "-shm"})
        for (const char *kind : {"pipe", "link", "folder"})
            QTest::addRow("%s %s", kind, suffix) << QString::fromLatin1(suffix) << QString::fromLatin1(kind);
}

void TestSqliteFiles::strangeFilesBeside()
{
    QFETCH(QString, suffix);
    QFETCH(QString, kind);
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, u"PRAGMA journal_mode = %1;"_s.arg(
                                                suffix == u"-journal"_s ? u"DELETE"_s : u"WAL"_s) + rows1000);
    const QString beside = path + suffix;
    const QString target = dir.filePath(u"target"_s);
    QVERIFY(files::write(target, "dear"));
    if (kind == u"pipe"_s)
        QCOMPARE(::mkfifo(QFile::encodeName(beside).constData(), 0600), 0);
    else if (kind == u"link"_s)
        QVERIFY(QFile::link(target, beside));
    else
        QVERIFY(QDir().mkdir(beside));
    for (const Mode mode : {Mode::Look, Mode::Read, Mode::Write}) {
        // In a process of its own: opening a pipe may never end.
        const pid_t child = ::fork();
        if (child == 0) {
            ::alarm(5);
            const auto opened = tempdatabase::open(path, mode);
            const bool said = !opened.ok() && opened.error().kind == Error::Kind::Io
                && opened.error().message.contains(u"x.db%1” is not an ordinary file"_s.arg(suffix));
            ::_exit(said ? 0 : 1);
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY2(!WIFSIGNALED(status), "it hung");
        QCOMPARE(WEXITSTATUS(status), 0);
    }
    QCOMPARE(files::contents(target), QByteArray("dear"));
}

void TestSqliteFiles::ourOwnLocksSurviveOpening()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, rows1000);
    auto writer = tempdatabase::open(path, Mode::Write);
    VERIFY_OK(writer);
    VERIFY_OK((*writer)->run(u"BEGIN IMMEDIATE"_s));
    VERIFY_OK(tempdatabase::open(path, Mode::Look));
    VERIFY_OK(tempdatabase::open(path, Mode::Write));
    // Asked from another process: POSIX locks are the process's own.
    const auto locked = [&path] {
        const int child = ::fork();
        if (child == 0) {
            // Not through SQLite: the child inherited its memory, and with it what it believes to hold.
            struct flock reserved = {};
            reserved.l_type = F_WRLCK;
            reserved.l_whence = SEEK_SET;
            reserved.l_start = 0x40000000 + 1;
            reserved.l_len = 1;
            const int file = ::open(QFile::encodeName(path).constData(), O_RDWR);
            ::_exit(::fcntl(file, F_GETLK, &reserved) == 0 && reserved.l_type != F_UNLCK ? 1 : 0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WEXITSTATUS(status) == 1;
    };
    QVERIFY(locked());
    (void)files::contents(path); // the control: what we must never do does drop the lock
    QVERIFY(!locked());
    VERIFY_OK((*writer)->run(u"ROLLBACK"_s));
}

QTEST_GUILESS_MAIN(TestSqliteFiles)
#include "tst_sqlitefiles.moc"
