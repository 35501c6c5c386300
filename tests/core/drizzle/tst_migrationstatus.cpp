// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/migrationstatus.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

MigrationFile file(const QString &tag, qint64 when, const QByteArray &hash)
{
    MigrationFile f;
    f.tag = tag;
    f.when = when;
    f.hash = hash;
    if (!hash.isEmpty())
        f.bytes = QByteArray("--");
    return f;
}

MigrationsFolder folderOf(const QList<MigrationFile> &files, MigrationsFolder::Layout layout)
{
    MigrationsFolder folder;
    folder.layout = layout;
    folder.migrations = files;
    return folder;
}

MigrationJournal journalOf(const QList<JournalRow> &rows, bool names)
{
    MigrationJournal journal;
    journal.tableExists = true;
    journal.hasNames = names;
    journal.rows = rows;
    return journal;
}

QString words(const QList<MigrationState> &states)
{
    QStringList lines;
    for (const MigrationState &s : states)
        lines += s.tag + u' ' + toText(s.kind) + (s.appliedAt ? u' ' + QString::number(s.appliedAt) : QString());
    return lines.join(u'\n');
}

} // namespace

class TestMigrationStatus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void classic_data();
    void classic();
    void agreesWithDrizzlesMigrator();
    void oneDotZero_data();
    void oneDotZero();
    void wranglers();
    void journals_data();
    void journals();
};

/// By file name alone: times and hashes say nothing there, nothing is skipped by order.
void TestMigrationStatus::wranglers()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"d1.db"_s,
                                            u"CREATE TABLE d1_migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name "
                                            u"TEXT UNIQUE, applied_at TIMESTAMP DEFAULT "
                                            "CURRENT_TIMESTAMP NOT NULL);"
                                            "INSERT INTO d1_migrations (name, applied_at) VALUES ('0001_b.sql', "
                                            "'2026-11-30 09:00:00'), ('gone.sql', '2026-11-30 "
                                            "09:00:01'), ('2026_c/migration.sql', '2026-11-30 09:00:02')"_s);
    const auto database = tempdatabase::open(path, ConnectionSpec::Mode::Read);
    VERIFY_OK(database);
    const auto journal = readJournal(**database, *dialectByName(u"sqlite"_s), {{}, u"d1_migrations"_s});
    VERIFY_OK(journal);
    QVERIFY(journal->isWrangler && !journal->hasNames);
    QList<MigrationFile> files;
    for (const QString &name : {u"0000_a.sql"_s, u"0001_b.sql"_s, u"2026_c/migration.sql"_s}) {
        MigrationFile file;
        file.tag = name.section(u'/', 0, 0).section(u'.', 0, 0);
        file.path = u"/m/"_s + name;
        file.bytes = QByteArray("--");
        file.hash = "h";
        files.append(file);
    }
    QCOMPARE(
        words(migrationStates(folderOf(files, MigrationsFolder::Layout::Classic), *journal)),
        u"0000_a pending\n0001_b applied 1796029200000\n2026_c applied 1796029202000\ngone.sql orphan 1796029201000"_s);
}

void TestMigrationStatus::journals_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("readable");
    QTest::addColumn<int>("rows");
    QTest::newRow("none") << u"CREATE TABLE t(a)"_s << true << 0;
    QTest::newRow("as Drizzle writes it")
        << u"CREATE TABLE `__drizzle_migrations`(id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);"
           "INSERT INTO __drizzle_migrations VALUES(1, 'h', 10)"_s
        << true << 1;
    QTest::newRow("other columns") << u"CREATE TABLE __drizzle_migrations(version)"_s << false << 0;
    QTest::newRow("a view that leads nowhere")
        << u"CREATE VIEW __drizzle_migrations AS SELECT hash, created_at FROM nowhere"_s << false << 0;
    QTest::newRow("a view that fails while it is read")
        << u"CREATE VIEW __drizzle_migrations AS SELECT 'h' AS hash, abs(-9223372036854775808) AS created_at"_s << false
        << 0;
}

/// A journal that cannot be read is never taken for an empty one: every migration would be pending again.
void TestMigrationStatus::journals()
{
    QFETCH(const QString, sql);
    QFETCH(const bool, readable);
    QFETCH(const int, rows);
    const QTemporaryDir dir;
    const auto database = tempdatabase::open(tempdatabase::make(dir, u"j.db"_s, sql), ConnectionSpec::Mode::Read);
    VERIFY_OK(database);
    const auto journal = readJournal(**database, *dialectByName(u"sqlite"_s), {{}, u"__drizzle_migrations"_s});
    QCOMPARE(journal.ok(), readable);
    if (readable) {
        QCOMPARE(journal->rows.size(), rows);
        QCOMPARE(journal->tableExists, rows > 0);
    } else {
        QVERIFY(!journal.error().message.isEmpty());
    }
}

void TestMigrationStatus::classic_data()
{
    QTest::addColumn<QList<MigrationFile>>("files");
    QTest::addColumn<QList<JournalRow>>("rows");
    QTest::addColumn<QString>("states");
    const QList<MigrationFile> abc{file(u"a"_s, 10, "ha"), file(u"b"_s, 20, "hb"), file(u"c"_s, 30, "hc")};
    QTest::addRow("empty database") << abc << QList<JournalRow>{} << u"a pending\nb pending\nc pending"_s;
    QTest::addRow("all applied") << abc << QList<JournalRow>{{"ha", 10, {}}, {"hb", 20, {}}, {"hc", 30, {}}}
                                 << u"a applied 10\nb applied 20\nc applied 30"_s;
    QTest::addRow("one to go") << abc << QList<JournalRow>{{"ha", 10, {}}, {"hb", 20, {}}}
                               << u"a applied 10\nb applied 20\nc pending"_s;
    QTest::addRow("merged later with an older time")
        << abc << QList<JournalRow>{{"ha", 10, {}}, {"hc", 30, {}}} << u"a applied 10\nb skipped\nc applied 30"_s;
    QTest::addRow("edited since") << abc << QList<JournalRow>{{"other", 10, {}}}
                                  << u"a edited 10\nb pending\nc pending"_s;
    QTest::addRow("without a file") << QList<MigrationFile>{abc.at(0)}
                                    << QList<JournalRow>{{"ha", 10, {}}, {"0123456789abcdef", 20, {}}}
                                    << u"a applied 10\n0123456789ab orphan 20"_s;
    QTest::addRow("only an orphan, newer than the files")
        << abc << QList<JournalRow>{{"hx", 40, {}}} << u"a skipped\nb skipped\nc skipped\nhx orphan 40"_s;
    QTest::addRow("file gone, applied") << QList<MigrationFile>{file(u"a"_s, 10, {})}
                                        << QList<JournalRow>{{"ha", 10, {}}} << u"a missing 10"_s;
    QTest::addRow("file gone, not applied")
        << QList<MigrationFile>{file(u"a"_s, 10, {})} << QList<JournalRow>{} << u"a missing"_s;
    QTest::addRow("time rewritten to before the last, known by hash")
        << QList<MigrationFile>{file(u"a"_s, 9, "ha"), file(u"b"_s, 20, "hb")}
        << QList<JournalRow>{{"ha", 10, {}}, {"hb", 20, {}}} << u"a applied 10\nb applied 20"_s;
    QTest::addRow("time rewritten to after the last: drizzle would run it again")
        << QList<MigrationFile>{file(u"a"_s, 50, "ha")} << QList<JournalRow>{{"ha", 10, {}}}
        << u"a pending\nha orphan 10"_s;
    QTest::addRow("two with one time, told apart by hash")
        << QList<MigrationFile>{file(u"a"_s, 10, "ha"), file(u"b"_s, 10, "hb")}
        << QList<JournalRow>{{"hb", 10, {}}, {"ha", 10, {}}} << u"a applied 10\nb applied 10"_s;
    QTest::addRow("the same text twice is two migrations")
        << QList<MigrationFile>{file(u"a"_s, 10, "h"), file(u"b"_s, 20, "h")} << QList<JournalRow>{{"h", 10, {}}}
        << u"a applied 10\nb pending"_s;
}

void TestMigrationStatus::classic()
{
    QFETCH(QList<MigrationFile>, files);
    QFETCH(QList<JournalRow>, rows);
    QFETCH(QString, states);
    const auto result = migrationStates(folderOf(files, MigrationsFolder::Layout::Classic), journalOf(rows, false));
    QCOMPARE(words(result), states);
}

/// drizzle-orm 0.45 runs a migration when there is no row, or the newest row's created_at is smaller than its `when`.
/// Over every subset of four migrations in the journal, that is exactly what is pending here.
void TestMigrationStatus::agreesWithDrizzlesMigrator()
{
    const QList<MigrationFile> files{file(u"a"_s, 10, "ha"), file(u"b"_s, 30, "hb"), file(u"c"_s, 20, "hc"),
                                     file(u"d"_s, 40, "hd")};
    for (int subset = 0; subset < 16; ++subset) {
        QList<JournalRow> rows;
        qint64 newest = -1;
        for (int i = 0; i < 4; ++i) {
            if ((subset >> i) & 1) {
                rows += {files.at(i).hash, files.at(i).when, {}};
                newest = qMax(newest, files.at(i).when);
            }
        }
        const auto states = migrationStates(folderOf(files, MigrationsFolder::Layout::Classic), journalOf(rows, false));
        QCOMPARE(states.size(), 4);
        for (int i = 0; i < 4; ++i) {
            const bool drizzleRunsIt = rows.isEmpty() || newest < files.at(i).when;
            QCOMPARE(states.at(i).kind == MigrationState::Kind::Pending, drizzleRunsIt);
        }
    }
}

void TestMigrationStatus::oneDotZero_data()
{
    QTest::addColumn<QList<MigrationFile>>("files");
    QTest::addColumn<QList<JournalRow>>("rows");
    QTest::addColumn<QString>("states");
    const QList<MigrationFile> ab{file(u"a"_s, 10000, "ha"), file(u"b"_s, 20000, "hb")};
    QTest::addRow("by name, whatever the time")
        << ab << QList<JournalRow>{{"hb", 20000, u"b"_s}} << u"a pending\nb applied 20000"_s;
    QTest::addRow("edited") << ab << QList<JournalRow>{{"x", 10000, u"a"_s}} << u"a edited 10000\nb pending"_s;
    QTest::addRow("rows from before: by the second, then by hash")
        << ab << QList<JournalRow>{{"ha", 10418, {}}, {"hb", 77000, {}}} << u"a applied 10418\nb applied 77000"_s;
    QTest::addRow("orphan by name") << ab << QList<JournalRow>{{"hz", 5, u"z"_s}}
                                    << u"a pending\nb pending\nz orphan 5"_s;
}

void TestMigrationStatus::oneDotZero()
{
    QFETCH(QList<MigrationFile>, files);
    QFETCH(QList<JournalRow>, rows);
    QFETCH(QString, states);
    const auto result = migrationStates(folderOf(files, MigrationsFolder::Layout::Folders), journalOf(rows, true));
    QCOMPARE(words(result), states);
}

QTEST_GUILESS_MAIN(TestMigrationStatus)
#include "tst_migrationstatus.moc"
