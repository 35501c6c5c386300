// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/tablerowsource.h"
#include "support/rowsfixture.h"
#include "support/verify.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QThread>

#include <cstdio>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int enoughWritten = 20;

/// A view that is counted in a moment, but whose rows take milliseconds each.
QString slowView(const QString &journalMode)
{
    return u"PRAGMA journal_mode = %1; CREATE TABLE t(id INTEGER PRIMARY KEY, a); %2 INSERT INTO t SELECT i, i FROM n;"
           "CREATE VIEW slow AS SELECT id, (SELECT count(*) FROM t AS u WHERE u.a + t.a > 0) AS many FROM t"_s.arg(
               journalMode, numbers(60000));
}

/// Another program that writes to table t as fast as it can.
class Writer {
public:
    explicit Writer(const QString &path)
    {
        m_process.start(QCoreApplication::applicationFilePath(), {u"--writer"_s, path});
    }
    ~Writer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    [[nodiscard]] bool hasBegun() { return saysWithin(10000, "writing"); }
    [[nodiscard]] bool hasWritten() { return saysWithin(0, "enough"); }
    /// Ends it. −1: it said nothing.
    [[nodiscard]] int timesLockedOut()
    {
        m_process.closeWriteChannel(); // it stops at the end of its input
        if (!saysWithin(20000, "locked out"))
            return -1;
        const qsizetype at = m_said.indexOf("locked out") + 10;
        return m_said.mid(at).trimmed().toInt();
    }

private:
    bool saysWithin(int milliseconds, const char *word)
    {
        m_said += m_process.readAllStandardOutput();
        while (!m_said.contains(word) && m_process.waitForReadyRead(milliseconds))
            m_said += m_process.readAllStandardOutput();
        return m_said.contains(word);
    }
    QProcess m_process;
    QByteArray m_said;
};

} // namespace

/// Reading beside others who write, and what takes long.
class TestRowsAndWriters : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aLockedDatabaseIsAskedAgain()
    {
        const QString path = m_dir.filePath(u"locked.db"_s);
        QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE t(a); INSERT INTO t VALUES(1)"_s), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path, 20), QString());
        sqlite3 *writer = nullptr;
        QCOMPARE(sqlite3_open(path.toUtf8().constData(), &writer), SQLITE_OK);
        QCOMPARE(sqlite3_exec(writer, "BEGIN EXCLUSIVE; INSERT INTO t VALUES(2)", nullptr, nullptr, nullptr), SQLITE_OK);
        RowQuery query;
        query.table = {{}, u"t"_s};
        const auto source = fixture.source(query);
        QSignalSpy failed(source.get(), &RowSource::failed);
        QSignalSpy ready(source.get(), &RowSource::pageReady);
        QTest::qWait(400); // longer than the reader's patience and one retry
        QCOMPARE(ready.count(), 0);
        QVERIFY(source->isBusy());
        QCOMPARE(sqlite3_exec(writer, "COMMIT", nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(writer);
        QTRY_COMPARE(source->count(), (RowCount{2, true}));
        QCOMPARE(settledRows(*source, 0, 2).size(), size_t(2));
        QCOMPARE(failed.count(), 0);
    }

    void aWriterIsNeverLockedOut()
    {
        const QString path = m_dir.filePath(u"writer.db"_s);
        QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a); %1 INSERT INTO t SELECT i, i % 100 FROM n"_s.arg(numbers(30000))), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path, 5000), QString());
        RowQuery query;
        query.table = {{}, u"t"_s};
        query.sort = {{u"a"_s, false}};
        const auto source = fixture.source(query);
        Writer writer(path);
        QVERIFY(writer.hasBegun());
        int pages = 0;
        for (int i = 0; i < 300 || pages == 0 || !writer.hasWritten(); ++i) {
            pages += source->waitForPage((i * 37) % 230, 2) ? 1 : 0;
            if (i % 40 == 0)
                source->refresh();
            QCoreApplication::processEvents();
            QVERIFY(i < 20000);
        }
        QCOMPARE(writer.timesLockedOut(), 0);
        QVERIFY(pages > 0);
    }

    void whatNobodyWantsIsStopped()
    {
        const QString path = m_dir.filePath(u"endless.db"_s);
        QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE t(a); CREATE VIEW endless AS WITH RECURSIVE n(i) AS "
            "(SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i * 2 AS b FROM n"_s), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path), QString());
        RowQuery query;
        query.table = {{}, u"endless"_s};
        const auto idle = [](const ConnectionPtr &connection) {
            auto job = connection->submit([](Database &, JobContext &) { return Result<Done>(Done{}); });
            return QTest::qWaitFor([&] { return job.isFinished(); }, 5000);
        };
        auto source = fixture.source(query);
        QCOMPARE(settledRows(*source, 0, 3).size(), size_t(3)); // shown while the count never ends
        QVERIFY(source->isBusy());
        QVERIFY(!source->count().exact);
        query.sort = {{u"b"_s, false}}; // not even the first page of this ever comes
        source->setQuery(query);
        QVERIFY(!source->waitForPage(0, 50));
        query.table.name = u"t"_s;
        query.sort.clear();
        source->setQuery(query);
        QTRY_COMPARE(source->count(), (RowCount{0, true}));
        query.table.name = u"endless"_s;
        source->setQuery(query);
        source.reset();
        QVERIFY(idle(fixture.background));
        QVERIFY(idle(fixture.reader));
    }

    void aLongCountLetsWritersIn()
    {
        const QString path = m_dir.filePath(u"longcount.db"_s);
        QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a); %1 INSERT INTO t SELECT i, i FROM n;"
            "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE EXISTS (SELECT 1 FROM t WHERE t.id = n.i % 100 + 1)"_s.arg(numbers(100))), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path, 5000), QString());
        RowQuery query;
        query.table = {{}, u"endless"_s};
        const auto source = fixture.source(query);
        QVERIFY(source->waitForPage(0, 10000));
        Writer writer(path); // as patient as most programs: five seconds
        QVERIFY(writer.hasBegun());
        QTRY_VERIFY_WITH_TIMEOUT(writer.hasWritten(), 30000);
        QVERIFY(source->isBusy()); // it still counts, or would
        QVERIFY(!source->count().exact);
        QCOMPARE(writer.timesLockedOut(), 0);
    }

    void aLongPageGivesWayToANewerOne()
    {
        const QString path = m_dir.filePath(u"longpage.db"_s);
        QCOMPARE(sqlitefile::execute(path, slowView(u"WAL"_s)), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path), QString());
        RowQuery query;
        query.table = {{}, u"slow"_s};
        const auto source = fixture.source(query);
        QTRY_VERIFY_WITH_TIMEOUT(source->page(0) && source->count().exact, 20000);
        QList<qint64> order;
        connect(source.get(), &RowSource::pageReady, this, [&](qint64 page) {
            if (page > 0) // that one's signal may still be on its way
                order.append(page);
        });
        QVERIFY(!source->waitForPage(5, 150)); // it is at it
        QVERIFY(!source->page(5)); // asked for again, it goes on
        QVERIFY(!source->page(9));
        QTRY_COMPARE_WITH_TIMEOUT(order, QList<qint64>{9}, 20000);
        QVERIFY(!source->page(5));
        QTRY_COMPARE_WITH_TIMEOUT(order, (QList<qint64>{9, 5}), 20000);
    }

    void aLongPageLetsWritersIn()
    {
        const QString path = m_dir.filePath(u"longpagewriter.db"_s);
        QCOMPARE(sqlitefile::execute(path, slowView(u"DELETE"_s)), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path, 5000), QString());
        RowQuery query;
        query.table = {{}, u"slow"_s};
        const auto source = fixture.source(query);
        QSignalSpy failed(source.get(), &RowSource::failed);
        Writer writer(path);
        QVERIFY(writer.hasBegun());
        QTRY_VERIFY_WITH_TIMEOUT(source->page(0) && writer.hasWritten(), 30000);
        QCOMPARE(writer.timesLockedOut(), 0);
        QCOMPARE(failed.count(), 0);
    }

    void whetherReadersBlockWritersIsKnown()
    {
        for (const auto &[mode, blocks] : {std::pair(u"DELETE"_s, true), std::pair(u"WAL"_s, false)}) {
            const QString path = m_dir.filePath(u"mode%1.db"_s.arg(mode));
            QCOMPARE(sqlitefile::execute(path, u"PRAGMA journal_mode = %1; CREATE TABLE t(a)"_s.arg(mode)), QString());
            const auto database = sqlitefile::open(path, ConnectionSpec::Mode::Read);
            VERIFY_OK(database);
            QCOMPARE((*database)->readingBlocksWriters(), blocks);
        }
    }
};

namespace {

/// What Writer starts.
int writeUntilTold(const char *path)
{
    sqlite3 *handle = nullptr;
    sqlite3_open(path, &handle);
    sqlite3_busy_timeout(handle, 5000);
    std::atomic<bool> stop = false;
    const std::unique_ptr<QThread> input(QThread::create([&stop] {
        while (std::getchar() != EOF) { }
        stop = true;
    }));
    input->start();
    std::printf("writing\n");
    std::fflush(stdout);
    int written = 0;
    int busy = 0;
    while (!stop) {
        const int code = sqlite3_exec(handle, "UPDATE t SET a = a + 1 WHERE id = 77", nullptr, nullptr, nullptr);
        code == SQLITE_OK ? ++written : ++busy;
        if (written == enoughWritten) {
            std::printf("enough\n");
            std::fflush(stdout);
        }
        QThread::msleep(1);
    }
    input->wait();
    sqlite3_close(handle);
    std::printf("locked out %d\n", busy);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 3 && qstrcmp(argv[1], "--writer") == 0)
        return writeUntilTold(argv[2]);
    QCoreApplication app(argc, argv);
    TestRowsAndWriters test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_rowsandwriters.moc"
