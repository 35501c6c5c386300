// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever kills the program while it applies a migration (saving what goes, rebuilding, verifying, committing), the
// file is exactly the old or the new one.
#include "support/killedvictim.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

class TestMigrationKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wholeAfterEveryKill_data();
    void wholeAfterEveryKill();
    void theHarnessSeesHalves();

private:
    [[nodiscard]] QString makeBase(const QString &name, const QString &journalMode);
    [[nodiscard]] killed::Life round(const QString &base, const QString &how, qint64 killAfter) const;
    [[nodiscard]] static QStringList everything();

    QTemporaryDir m_dir;
    QRandomGenerator m_random = killed::seeded();
};

QStringList TestMigrationKill::everything()
{
    return {u"SELECT type, name, sql FROM sqlite_schema ORDER BY name"_s, u"SELECT * FROM parents ORDER BY id"_s,
            u"SELECT * FROM children ORDER BY id"_s, u"SELECT * FROM going"_s};
}

// A small cache, so that half-made pages reach the file before COMMIT.
QString TestMigrationKill::makeBase(const QString &name, const QString &journalMode)
{
    return tempdatabase::make(
        m_dir, name,
        u"PRAGMA journal_mode = %1; CREATE TABLE parents (id INTEGER PRIMARY KEY, v TEXT NOT NULL, gone TEXT);"
        "PRAGMA default_cache_size = 20;"
        "CREATE TABLE children (id INTEGER PRIMARY KEY, parent REFERENCES parents ON DELETE CASCADE);"
        "CREATE TABLE going (x); CREATE INDEX by_v ON parents (v);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)"
        " INSERT INTO parents SELECT i, 'row ' || i, 'gone ' || i FROM n;"
        "INSERT INTO children SELECT id, id FROM parents WHERE id <= 2000; INSERT INTO going SELECT id FROM parents"_s
            .arg(journalMode));
}

killed::Life TestMigrationKill::round(const QString &base, const QString &how, qint64 killAfter) const
{
    const QString target =
        u"CREATE TABLE parents (id INTEGER PRIMARY KEY, v TEXT NOT NULL CHECK (v <> ''), extra INTEGER);"
        "CREATE TABLE children (id INTEGER PRIMARY KEY, parent REFERENCES parents ON DELETE CASCADE);"
        "CREATE INDEX by_v ON parents (v); CREATE INDEX by_parent ON children (parent)"_s;
    return killed::live(u"migrationvictim"_s, base, m_dir.filePath(u"victim.db"_s), {how, m_dir.path(), target},
                        killAfter, everything());
}

void TestMigrationKill::wholeAfterEveryKill_data()
{
    QTest::addColumn<QString>("journalMode");
    QTest::newRow("rollback journal") << u"DELETE"_s;
    QTest::newRow("wal") << u"WAL"_s;
}

void TestMigrationKill::wholeAfterEveryKill()
{
    QFETCH(QString, journalMode);
    const QString base = makeBase(journalMode + u".db"_s, journalMode);
    const QByteArray before = killed::stateOf(base, everything());
    const auto live = [&](qint64 killAfter) { return round(base, u"guarded"_s, killAfter); };
    const killed::Life whole = live(-1);
    QVERIFY(whole.saidDone && whole.sound);
    QVERIFY(whole.state != before);
    const killed::Lives lives = killed::manyLives(live, before, whole, 30, m_random);
    QVERIFY2(lives.wrong.isEmpty(), qPrintable(lives.wrong));
    qInfo("%s: 30 lives, %d killed, %d old and %d new", qPrintable(journalMode), lives.killed, lives.olds,
          30 - lives.olds);
    QVERIFY(lives.killed > 5); // else it was no test
    QVERIFY(lives.olds > 3);
}

// The control: the same statements without a transaction must be caught half-way, or the test above sees nothing.
void TestMigrationKill::theHarnessSeesHalves()
{
    const QString base = makeBase(u"loose.db"_s, u"DELETE"_s);
    const QByteArray before = killed::stateOf(base, everything());
    const auto live = [&](qint64 killAfter) { return round(base, u"loose"_s, killAfter); };
    const killed::Life whole = live(-1);
    QVERIFY(whole.saidDone);
    const int halves = killed::halfMade(live, before, whole, m_random);
    qInfo("control: %d half-made files", halves);
    QVERIFY(halves > 0);
}

QTEST_GUILESS_MAIN(TestMigrationKill)
#include "tst_migrationkill.moc"
