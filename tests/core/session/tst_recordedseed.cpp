// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/recordedseed.h"

#include "core/base/whendone.h"
#include "core/session/environment.h"
#include "core/session/history.h"
#include "support/files.h"
#include "support/opensession.h"
#include "support/verify.h"

#include <optional>

using namespace core;
using namespace Qt::Literals::StringLiterals;

/// What a project's own script writes has its place in the history, like all that writes.
class TestRecordedSeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_open = std::make_unique<OpenSession>(
            u"CREATE TABLE posts(id INTEGER PRIMARY KEY); CREATE TABLE tags(id INTEGER PRIMARY KEY); INSERT INTO tags VALUES (1), (2)"_s);
        QVERIFY2(m_open->session, qPrintable(m_open->error));
    }

    void rowsBeforeAndAfter();
    void aFailureKeepsWhatWasWritten();
    void stopped();
    void nothingRunsUnrecorded();
    void neverOnProduction();

private:
    [[nodiscard]] Seed shell(const QString &text) const
    {
        Seed seed;
        seed.program = u"sh"_s;
        seed.arguments = QStringList{u"-c"_s, text};
        seed.folder = m_open->dir.path();
        seed.says = u"tsx seed.ts"_s;
        return seed;
    }
    /// Of this database, newest first.
    [[nodiscard]] QList<HistoryRecord> records() const
    {
        const auto history = History::open(m_open->session->stateFolder());
        const auto all = history ? (*history)->records(m_open->session->location()) : history.error();
        return all ? *all : QList<HistoryRecord>();
    }
    /// The script says "now" and waits until somebody has written for it.
    void writeMeanwhile(RecordedSeed &run, const QString &sql) const
    {
        connect(&run, &RecordedSeed::output, this, [this, sql](const QString &text) {
            if (!text.contains(u"now"_s))
                return;
            QCOMPARE(tempdatabase::run(m_open->path, sql), QString());
            QVERIFY(files::write(m_open->dir.filePath(u"go"_s), "1"));
        });
    }
    using How = std::optional<Result<Done>>;
    void run(RecordedSeed &seed, How &how) const
    {
        connect(&seed, &RecordedSeed::ended, this, [&how](const Result<Done> &ended) { how = ended; });
        seed.start();
    }
    static constexpr auto waits = u"echo now; while [ ! -e go ]; do sleep 0.02; done";

    std::unique_ptr<OpenSession> m_open;
};

void TestRecordedSeed::rowsBeforeAndAfter()
{
    RecordedSeed seed(*m_open->session, shell(QString::fromUtf16(waits)));
    How how;
    writeMeanwhile(seed, u"INSERT INTO posts VALUES (1), (2), (3); DELETE FROM tags WHERE id = 2"_s);
    run(seed, how);
    QVERIFY(seed.isRunning());
    QTRY_VERIFY(how);
    QVERIFY(!seed.isRunning());
    VERIFY_OK(*how);
    QCOMPARE(seed.effects(), (QList<TableEffect>{{u"posts"_s, 3, 0, 0}, {u"tags"_s, 0, 0, 1}}));
    const auto all = records();
    QCOMPARE(all.size(), 1);
    QCOMPARE(all.first().state, u"applied"_s);
    QVERIFY(all.first().title.startsWith(u"Seed: sh -c"_s));
    QCOMPARE(all.first().effects, seed.effects());
    QVERIFY2(all.first().sql.contains(u"-- posts: 0 rows before, 3 after\n-- tags: 2 rows before, 1 after"_s)
                 && all.first().sql.contains(u"-- package.json: tsx seed.ts"_s),
             qPrintable(all.first().sql));
}

void TestRecordedSeed::aFailureKeepsWhatWasWritten()
{
    RecordedSeed seed(*m_open->session, shell(QString::fromUtf16(waits) + u"; exit 3"_s));
    How how;
    writeMeanwhile(seed, u"INSERT INTO posts VALUES (1)"_s);
    run(seed, how);
    QTRY_VERIFY(how);
    QVERIFY(!*how);
    const auto all = records();
    QCOMPARE(all.size(), 1);
    QCOMPARE(all.first().state, u"failed"_s);
    QVERIFY(all.first().error.contains(u"ended with code 3"_s));
    QCOMPARE(all.first().effects, (QList<TableEffect>{{u"posts"_s, 1, 0, 0}}));
}

void TestRecordedSeed::stopped()
{
    RecordedSeed seed(*m_open->session, shell(u"echo now; sleep 60"_s));
    How how;
    connect(&seed, &RecordedSeed::output, &seed, &RecordedSeed::stop);
    run(seed, how);
    QTRY_VERIFY(how);
    QVERIFY(!*how && how->error().isCancelled());
    QCOMPARE(records().value(0).state, u"failed"_s);
    // Before it was begun at all.
    RecordedSeed early(*m_open->session, shell(u"echo x > ran"_s));
    How over;
    run(early, over);
    early.stop();
    QTRY_VERIFY(over);
    QVERIFY(!QFile::exists(m_open->dir.filePath(u"ran"_s)));
}

void TestRecordedSeed::nothingRunsUnrecorded()
{
    const QString history = m_open->session->stateFolder() + u"/history.db"_s;
    QFile::remove(history);
    QVERIFY(QDir().mkpath(history)); // a folder is in its place
    RecordedSeed seed(*m_open->session, shell(u"echo x > ran"_s));
    How how;
    run(seed, how);
    QTRY_VERIFY(how);
    QVERIFY(!*how && how->error().message.startsWith(u"Nothing was run, as it could not be recorded: "_s));
    QVERIFY(!QFile::exists(m_open->dir.filePath(u"ran"_s)));
}

/// Also where the mark came after the seed was shown.
void TestRecordedSeed::neverOnProduction()
{
    QVERIFY(EnvironmentMark::of(*m_open->session).set(Environment::Production));
    RecordedSeed seed(*m_open->session, shell(u"echo x > ran"_s));
    How how;
    run(seed, how);
    QTRY_VERIFY(how);
    QVERIFY(!*how && how->error().kind == Error::Kind::Refused);
    QVERIFY(!QFile::exists(m_open->dir.filePath(u"ran"_s)));
    QVERIFY(records().isEmpty());
}

QTEST_GUILESS_MAIN(TestRecordedSeed)
#include "tst_recordedseed.moc"
