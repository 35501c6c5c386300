// SPDX-License-Identifier: GPL-3.0-or-later
// Promise P1: whatever kills the program while it applies, the file is exactly old or exactly new. The process that
// applies is really killed, at random moments, and each time the file is read by plain SQLite.
#include "support/killedvictim.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

class TestKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wholeAfterEveryKill_data();
    void wholeAfterEveryKill();
    void theHarnessSeesHalves();

private:
    [[nodiscard]] QString makeBase(const QString &name, const QString &journalMode);
    [[nodiscard]] killed::Life round(const QString &base, const QString &how, qint64 killAfter) const;
    [[nodiscard]] static QByteArray stateOf(const QString &path) { return killed::stateOf(path, everything()); }
    [[nodiscard]] static QStringList everything()
    {
        return {u"SELECT type, name, sql FROM sqlite_schema ORDER BY name"_s, u"SELECT * FROM a ORDER BY id"_s,
                u"SELECT * FROM b ORDER BY id"_s, u"SELECT * FROM journal"_s};
    }

    QTemporaryDir m_dir;
    QRandomGenerator m_random = killed::seeded();
};

QString TestKill::makeBase(const QString &name, const QString &journalMode)
{
    return tempdatabase::make(
        m_dir, name,
        u"PRAGMA journal_mode = %1; CREATE TABLE a(id INTEGER PRIMARY KEY, v TEXT NOT NULL);"
        "CREATE TABLE b(id INTEGER PRIMARY KEY, a REFERENCES a ON DELETE CASCADE); CREATE TABLE journal(name);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)"
        " INSERT INTO a SELECT i, 'row ' || i FROM n;"
        "INSERT INTO b SELECT id, id FROM a WHERE id <= 2000"_s.arg(journalMode));
}

killed::Life TestKill::round(const QString &base, const QString &how, qint64 killAfter) const
{
    return killed::live(u"applyvictim"_s, base, m_dir.filePath(u"victim.db"_s), {how}, killAfter, everything());
}

void TestKill::wholeAfterEveryKill_data()
{
    QTest::addColumn<QString>("journalMode");
    QTest::newRow("rollback journal") << u"DELETE"_s;
    QTest::newRow("wal") << u"WAL"_s;
}

void TestKill::wholeAfterEveryKill()
{
    QFETCH(QString, journalMode);
    const QString base = makeBase(journalMode + u".db"_s, journalMode);
    const QByteArray before = stateOf(base);
    const auto live = [&](qint64 killAfter) { return round(base, u"transaction"_s, killAfter); };
    const killed::Life whole = live(-1);
    QVERIFY(whole.saidDone && whole.sound);
    QVERIFY(whole.state != before);
    const killed::Lives lives = killed::manyLives(live, before, whole, 50, m_random);
    QVERIFY2(lives.wrong.isEmpty(), qPrintable(lives.wrong));
    qInfo("%s: 50 lives, %d killed, %d old and %d new", qPrintable(journalMode), lives.killed, lives.olds,
          50 - lives.olds);
    QVERIFY(lives.killed > 10); // else it was no test
    QVERIFY(lives.olds > 5);
}

// The control: the same statements without a transaction must be caught half-way, or the test above sees nothing.
void TestKill::theHarnessSeesHalves()
{
    const QString base = makeBase(u"loose.db"_s, u"DELETE"_s);
    const QByteArray before = stateOf(base);
    const auto live = [&](qint64 killAfter) { return round(base, u"loose"_s, killAfter); };
    const killed::Life whole = live(-1);
    QVERIFY(whole.saidDone);
    const int halves = killed::halfMade(live, before, whole, m_random);
    qInfo("control: %d half-made files", halves);
    QVERIFY(halves > 0);
}

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
