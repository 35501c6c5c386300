// SPDX-License-Identifier: GPL-3.0-or-later
// What a session does with what a crash left behind.
#include "core/session/session.h"
#include "core/session/unfinishedwrite.h"

#include "support/files.h"
#include "support/halfwritten.h"
#include "support/opensession.h"
#include "support/verify.h"

#include <QCryptographicHash>
#include <QFile>
#include <QRegularExpression>

#include <csignal>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using files::contents;
using files::write;

namespace {

const QString rows = u"CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                     "SELECT i + 1 FROM n LIMIT 5000) INSERT INTO t SELECT i, 'row ' || i FROM n"_s;

/// Dies as soon as there is a copy to be left.
class Dying final : public JobContext {
public:
    [[nodiscard]] bool isCancelled() const override
    {
        if (m_begun)
            ::kill(::getpid(), SIGKILL);
        return false;
    }
    void setProgress(int, int) override { m_begun = true; }

private:
    bool m_begun = false;
};

/// Writes a row whenever it is asked, where nothing is locked.
class Busy final : public JobContext {
public:
    explicit Busy(Database &writer)
        : m_writer(writer)
    {
    }
    [[nodiscard]] bool isCancelled() const override
    {
        m_written += m_writer.run(u"INSERT INTO t (v) VALUES ('late')"_s).ok() ? 1 : 0;
        return false;
    }
    void setProgress(int, int) override { }
    [[nodiscard]] int written() const { return m_written; }

private:
    Database &m_writer;
    mutable int m_written = 0;
};

/// Whether a process that does this was killed by it.
template <typename Work> bool diesIn(Work work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        Dying context;
        work(context);
        ::_exit(0);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

template <typename T> Result<T> ended(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000))
        return Error::invalid(u"still not finished"_s);
    return future.resultCount() > 0 ? future.result() : Result<T>(Error::cancelled());
}

} // namespace

class TestRecovery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void anUnfinishedChangeIsRolledBack()
    {
        OpenSession o(rows);
        o.session.reset();
        QVERIFY(leaveHalfWritten(o.path, "UPDATE t SET v = 'half'"));
        o.open();
        QVERIFY2(o.session, qPrintable(o.error));
        QVERIFY(o.session->facts().contains(u"an unfinished change was rolled back"_s));
        QVERIFY(!QFile::exists(o.path + u"-journal"_s));
        QCOMPARE(o.rows(u"SELECT count(*) FROM t WHERE v = 'half'"_s), QStringList{u"0"_s});
        QCOMPARE(o.rows(u"PRAGMA integrity_check"_s), QStringList{u"'ok'"_s});
    }

    void notWhereNothingMayBeWritten()
    {
        OpenSession o(rows);
        o.session.reset();
        QVERIFY(leaveHalfWritten(o.path, "UPDATE t SET v = 'half'"));
        const QByteArray before = contents(o.path);
        Session::Options options;
        options.readOnly = true;
        o.open(options);
        QVERIFY(!o.session);
        QVERIFY2(o.error.contains(u"in the middle of a change"_s), qPrintable(o.error));
        QCOMPARE(contents(o.path), before);
    }

    void aJournalOfAnotherDatabaseIsRefused()
    {
        OpenSession o(rows);
        o.session.reset();
        const QByteArray before = contents(o.path);
        // "This database had ten pages": SQLite would cut it to them before it finds out that nothing else is whole.
        QVERIFY(write(o.path + u"-journal"_s,
                      QByteArray::fromHex("d9d505f920a163d700000001000000010000000a0000020000001000")
                          + QByteArray(5000, '\1')));
        o.open();
        QVERIFY(!o.session);
        QVERIFY2(o.error.contains(u"does not fit"_s), qPrintable(o.error));
        QCOMPARE(contents(o.path), before);
    }

    /// The copies that dry runs and backups make are as large as the database: a kill must not leave them for ever.
    void whatAKilledApplyLeavesIsClearedAway()
    {
        OpenSession o(rows);
        QVERIFY2(o.session, qPrintable(o.error));
        const QString state = o.dir.filePath(u"state"_s);
        const ConnectionSpec spec{u"sqlite"_s, o.session->location(), ConnectionSpec::Mode::Write};
        const Dialect &dialect = o.session->dialect();
        o.session.reset(); // its threads would not be there in the processes below
        Statement statement;
        statement.sql = u"DELETE FROM t"_s;
        const auto script = std::make_shared<const Script>(
            dialect.inTransaction(u"Delete"_s, {statement}, Dialect::ForeignKeys::Enforced));
        for (const bool dry : {true, false}) {
            const bool killed = diesIn([&](JobContext &context) {
                const auto database = tempdatabase::open(spec.location, ConnectionSpec::Mode::Read);
                if (dry && database)
                    (void)dryRun(**database, *script, dialect, context, state);
                else
                    (void)apply({script, spec, &dialect, state, true, {}, {}}, context);
            });
            QVERIFY(killed);
        }
        QCOMPARE(QDir(state).entryList({u"dryrun-*"_s}, QDir::Dirs).size(), 1);
        const QDir backups(state + u"/backups"_s);
        const QStringList own = backups.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(own.size(), 1);
        const QDir folder(backups.filePath(own.first()));
        QCOMPARE(folder.entryList({u"*.bak"_s}), QStringList());
        QVERIFY(!folder.isEmpty());
        QCOMPARE(o.rows(u"SELECT count(*) FROM t"_s), QStringList{u"5000"_s});
        o.open();
        QVERIFY2(o.session, qPrintable(o.error));
        QCOMPARE(QDir(state).entryList({u"dryrun-*"_s}, QDir::Dirs), QStringList());
        QVERIFY(folder.isEmpty());
    }

    void theBackupIsWhatWasChanged_data()
    {
        QTest::addColumn<QString>("journalMode");
        QTest::newRow("delete") << u"DELETE"_s;
        QTest::newRow("wal") << u"WAL"_s;
    }

    /// Another program writes at every moment at which it can; what the backup holds is what the script met.
    void theBackupIsWhatWasChanged()
    {
        QFETCH(QString, journalMode);
        OpenSession o(u"PRAGMA journal_mode = %1;"_s.arg(journalMode) + rows);
        QVERIFY2(o.session, qPrintable(o.error));
        Statement statement;
        statement.sql = u"CREATE TABLE met AS SELECT count(*) AS n FROM t"_s;
        const auto script = std::make_shared<const Script>(
            o.session->dialect().inTransaction(u"Count"_s, {statement}, Dialect::ForeignKeys::Enforced));
        auto writer = tempdatabase::open(o.path, ConnectionSpec::Mode::Write, 0);
        VERIFY_OK(writer);
        Busy context(**writer);
        const QString state = o.dir.filePath(u"state"_s);
        const auto report = apply({script,
                                   {u"sqlite"_s, o.session->location(), ConnectionSpec::Mode::Write},
                                   &o.session->dialect(),
                                   state,
                                   true,
                                   {},
                                   {}},
                                  context);
        VERIFY_OK(report);
        QVERIFY(context.written() > 1);
        QVERIFY(report->backup);
        QCOMPARE(tempdatabase::rows(report->backup->path, u"SELECT count(*) FROM t"_s), o.rows(u"SELECT n FROM met"_s));
        const QDir folder(QFileInfo(report->backup->path).path());
        QCOMPARE(folder.entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 1); // the outdated one is gone
        const auto history = ended(o.session->history());
        VERIFY_OK(history);
        QCOMPARE(history->first().backupPath, report->backup->path);
        QCOMPARE(history->first().backupSha256, report->backup->sha256);
        QCOMPARE(QCryptographicHash::hash(contents(report->backup->path), QCryptographicHash::Sha256).toHex(),
                 report->backup->sha256);
    }

    void theFiveNewestBackupsAreKept()
    {
        OpenSession o(rows);
        QVERIFY2(o.session, qPrintable(o.error));
        const QString folder = o.dir.filePath(u"state/backups"_s);
        QString newest;
        for (int i = 0; i < 7; ++i) {
            Statement statement;
            statement.sql = u"DELETE FROM t WHERE id = %1"_s.arg(i + 1);
            const auto script = std::make_shared<const Script>(
                o.session->dialect().inTransaction(u"Delete"_s, {statement}, Dialect::ForeignKeys::Enforced));
            const auto report = ended(o.session->applyScript(script, true, std::nullopt));
            VERIFY_OK(report);
            newest = report->backup->path;
        }
        const QDir own(QFileInfo(newest).absolutePath());
        QCOMPARE(QFileInfo(own.path()).absolutePath(), QFileInfo(folder).absoluteFilePath());
        QCOMPARE(own.entryList({u"*.bak"_s}).size(), 5);
        QVERIFY(QFile::exists(newest));
        const auto history = ended(o.session->history());
        VERIFY_OK(history);
        QCOMPARE(history->size(), 7);
    }

    void whatOnlyReadsMakesNoBackup_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<bool>("makesOne");
        QTest::newRow("a question") << u"SELECT 1"_s << false;
        QTest::newRow("a setting that is read") << u"PRAGMA user_version"_s << false;
        QTest::newRow("a setting that is written") << u"PRAGMA user_version = 7"_s << true;
        QTest::newRow("rows") << u"DELETE FROM t WHERE id = 1"_s << true;
        QTest::newRow("a table") << u"CREATE TABLE more (x)"_s << true;
    }

    void whatOnlyReadsMakesNoBackup()
    {
        QFETCH(QString, sql);
        QFETCH(bool, makesOne);
        OpenSession o(rows);
        QVERIFY2(o.session, qPrintable(o.error));
        Statement statement;
        statement.sql = sql;
        const auto script = std::make_shared<const Script>(
            o.session->dialect().inTransaction(u"One"_s, {statement}, Dialect::ForeignKeys::Enforced));
        const auto report = ended(o.session->applyScript(script, true, std::nullopt));
        VERIFY_OK(report);
        QCOMPARE(report->backup.has_value(), makesOne);
    }

    /// The only copy of what is gone outlives many runs that lose nothing.
    void aBackupOfWhatWasLostIsKeptForLong()
    {
        OpenSession o(rows);
        QVERIFY2(o.session, qPrintable(o.error));
        const auto runOnce = [&](const QString &sql) {
            Statement statement;
            statement.sql = sql;
            const auto script = std::make_shared<const Script>(
                o.session->dialect().inTransaction(u"One"_s, {statement}, Dialect::ForeignKeys::Enforced));
            const auto rehearsal = ended(o.session->dryRun(script));
            return rehearsal ? ended(o.session->applyScript(script, true, *rehearsal)) : rehearsal.error();
        };
        VERIFY_OK(runOnce(u"CREATE TABLE gold (x)"_s));
        VERIFY_OK(runOnce(u"INSERT INTO gold VALUES (1)"_s));
        const auto lost = runOnce(u"DROP TABLE gold"_s);
        VERIFY_OK(lost);
        QVERIFY2(lost->backup->path.endsWith(u".lost.bak"_s), qPrintable(lost->backup->path));
        for (int i = 0; i < 6; ++i)
            VERIFY_OK(runOnce(u"UPDATE t SET v = %1"_s.arg(i)));
        QCOMPARE(tempdatabase::rows(lost->backup->path, u"SELECT x FROM gold"_s), QStringList{u"1"_s});
        const auto history = ended(o.session->history());
        VERIFY_OK(history);
        QCOMPARE(history->at(6).backupPath, lost->backup->path);
        const QDir own(QFileInfo(lost->backup->path).absolutePath());
        QCOMPARE(own.entryList({u"*.bak"_s}).size(), 6);
        // Beyond twenty the oldest goes, and that is said.
        QString said;
        for (int i = 0; i < 20; ++i) {
            VERIFY_OK(runOnce(u"CREATE TABLE gold AS SELECT 1 AS x"_s));
            const auto again = runOnce(u"DROP TABLE gold"_s);
            VERIFY_OK(again);
            said = again->outcome.afterwards;
        }
        QVERIFY(!QFile::exists(lost->backup->path));
        QVERIFY2(said.contains(QFileInfo(lost->backup->path).fileName()), qPrintable(said));
        const auto told = ended(o.session->history());
        VERIFY_OK(told);
        QCOMPARE(told->first().error, said);
    }

    /// A full disk, as far as the file is concerned: nothing half-written stays, nor what only SQLite could finish.
    void whatCannotBeWrittenIsTakenBack()
    {
        OpenSession o(rows);
        QVERIFY2(o.session, qPrintable(o.error));
        Statement statement;
        statement.sql =
            u"INSERT INTO t (v) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000)"
            " SELECT 'a text that takes so much room that it has to be written before the COMMIT ' || i FROM n"_s;
        const auto script = std::make_shared<const Script>(
            o.session->dialect().inTransaction(u"Fill"_s, {statement}, Dialect::ForeignKeys::Enforced));
        const QStringList before = o.rows(u"SELECT count(*), max(id) FROM t"_s);
        const auto sigxfsz = ::signal(SIGXFSZ, SIG_IGN);
        rlimit limit = {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
        rlimit small = limit;
        small.rlim_cur = 2 << 20;
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto report = ended(o.session->applyScript(script, false, std::nullopt));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
        ::signal(SIGXFSZ, sigxfsz);
        QVERIFY(!report);
        const QString words = report.error().message;
        QVERIFY2(words.contains(u"Nothing was changed: what had begun in “%1” was taken back"_s.arg(o.path)),
                 qPrintable(words));
        QVERIFY(!QFile::exists(o.path + u"-journal"_s));
        QCOMPARE(o.rows(u"SELECT count(*), max(id) FROM t"_s), before);
        QCOMPARE(o.rows(u"PRAGMA integrity_check"_s), QStringList{u"'ok'"_s});
        const auto history = ended(o.session->history());
        VERIFY_OK(history);
        QCOMPARE(history->first().error, words);
    }

    void roomIsAskedForBefore()
    {
        QTemporaryDir dir;
        const ConnectionSpec spec{fileDriver(), dir.filePath(u"x.db"_s), ConnectionSpec::Mode::Write};
        VERIFY_OK(hasRoomToGrow(spec, 0));
        VERIFY_OK(hasRoomToGrow(spec, 4096));
        const auto much = hasRoomToGrow(spec, qint64(1) << 60);
        QVERIFY(!much);
        QVERIFY2(much.error().message.startsWith(u"Nothing was run. There is no room"_s)
                     && much.error().message.contains(dir.path()),
                 qPrintable(much.error().message));
    }

    void damageIsSaid()
    {
        OpenSession o(rows + u"; CREATE INDEX by_v ON t (v)"_s);
        QVERIFY2(o.session, qPrintable(o.error));
        const auto sound = ended(o.session->checkDamage());
        VERIFY_OK(sound);
        QVERIFY(sound->finished);
        QCOMPARE(sound->problems, QStringList());
        o.session.reset();
        QByteArray bytes = contents(o.path);
        bytes.replace(bytes.size() - 4096, 4096, QByteArray(4096, '\7'));
        QVERIFY(write(o.path, bytes));
        o.open();
        QVERIFY2(o.session, qPrintable(o.error));
        const auto damaged = ended(o.session->checkDamage());
        VERIFY_OK(damaged);
        QVERIFY(!damaged->problems.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
