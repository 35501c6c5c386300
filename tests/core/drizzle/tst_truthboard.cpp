// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/truthboard.h"

#include "support/truthinput.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

QString actionWords(const QList<TruthAction> &actions)
{
    QStringList words;
    for (const TruthAction action : actions)
        words.append(toText(action));
    return words.join(u' ');
}

/// "0001_tags pending, there, no row, missing, nothing of it; apply-up-to mark-applied"
QStringList boardWords(const TruthBoard &board)
{
    QStringList lines;
    for (const TruthRow &row : board.rows)
        lines.append(u"%1 %2, %3, %4, %5, %6; %7"_s.arg(row.state.migration < 0 ? u"?"_s : row.state.tag,
                                                        stateWord(row), row.folderText, row.journalText,
                                                        row.snapshotText, row.databaseText, actionWords(row.actions)));
    return lines;
}

} // namespace

/// Folder, journal, snapshots and database side by side, in every state.
class TestTruthBoard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void states_data();
    void states();
    void sentences();
    void drift_data();
    void drift();
    void forAll_data();
    void forAll();
    void withoutADatabase();
    void anEntryThatWasLost();
    void snapshotsOfBranches();
    void keysOfFolders();

private:
    static TruthInput input(const QStringList &files, const QStringList &rows, const QStringList &snapshots,
                            const Schema &live)
    {
        TruthInput in;
        in.folder = truthinput::folder(files);
        in.journal = truthinput::journal(rows, in.folder);
        in.journalTable = {{}, u"__drizzle_migrations"_s};
        in.snapshots = truthinput::snapshots(snapshots);
        in.live = live;
        return in;
    }
};

void TestTruthBoard::states_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<QStringList>("snapshots");
    QTest::addColumn<QString>("live");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QStringList &files, const QStringList &rows,
                        const QStringList &snapshots, const char *live, const QStringList &expected) {
        QTest::newRow(name) << files << rows << snapshots << QString::fromLatin1(live) << expected;
    };
    const QString a = u"0000_a: CREATE TABLE a(id);"_s;
    const QString b = u"0001_b: CREATE TABLE b(id);--> statement-breakpoint\nALTER TABLE a ADD c text;"_s;
    const QStringList both{u"0000_a 1"_s, u"0001_b 2 1"_s};
    row("nothing is applied", {a, b}, {}, both, "",
        {u"0000_a pending, there, no row, there, nothing of it; apply-up-to mark-applied"_s,
         u"0001_b pending, there, no row, there, nothing of it; apply-up-to mark-applied"_s});
    row("all are applied", {a, b}, {u"0000_a"_s, u"0001_b"_s}, both, "CREATE TABLE a(id, c text); CREATE TABLE b(id)",
        {u"0000_a applied, there, applied, there, applied; "_s, u"0001_b applied, there, applied, there, applied; "_s});
    row("one is to come", {a, b}, {u"0000_a"_s}, both, "CREATE TABLE a(id)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"0001_b pending, there, no row, there, nothing of it; apply-up-to mark-applied"_s});
    row("edited after it was applied", {a, b}, {u"0000_a!"_s}, both, "CREATE TABLE a(id)",
        {u"0000_a edited, edited, another hash, there, applied; rewrite-hash"_s,
         u"0001_b pending, there, no row, there, nothing of it; apply-up-to mark-applied"_s});
    row("a merged older one is passed over", {a, b}, {u"0001_b"_s}, both, "CREATE TABLE b(id)",
        {u"0000_a skipped, there, no row, but newer ones, there, nothing of it; fix-order mark-applied"_s,
         u"0001_b applied, there, applied, there, applied; "_s});
    row("applied, but the file is gone", {a, u"0001_b"_s}, {u"0000_a"_s, u"0001_b"_s}, both, "CREATE TABLE a(id)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"0001_b missing, file is gone, applied, there, –; drop-entry remove-row"_s});
    row("named, but the file is gone", {a, u"0001_b"_s}, {u"0000_a"_s}, both, "CREATE TABLE a(id)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"0001_b missing, file is gone, no row, there, –; drop-entry"_s});
    row("a row of no file", {a}, {u"0000_a"_s, u"gone"_s}, {u"0000_a 1"_s}, "CREATE TABLE a(id)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"? orphan, no file, a row without a file, –, –; remove-row"_s});
    row("partly applied", {a, b}, {u"0000_a"_s}, both, "CREATE TABLE a(id); CREATE TABLE b(id)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"0001_b partly applied, there, no row, there, 1 of 2; apply-rest mark-applied"_s});
    row("partly applied, and rows may be written",
        {a, u"0001_b: CREATE TABLE b(id);\nINSERT INTO b VALUES (1);\nALTER TABLE a ADD c text;"_s}, {u"0000_a"_s},
        both, "CREATE TABLE a(id); CREATE TABLE b(id)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"0001_b partly applied, there, no row, there, 1 of 2; apply-rest mark-applied"_s});
    row("partly applied, not as if it had stopped", {a, b}, {u"0000_a"_s}, both, "CREATE TABLE a(id, c text)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"0001_b partly applied, there, no row, there, 1 of 2; apply-rest mark-applied"_s});
    row("partly applied, and a statement that cannot be judged",
        {a, u"0001_b: CREATE TABLE b(id);\nUPDATE a SET id = 2;\nALTER TABLE a ADD c text;"_s}, {u"0000_a"_s}, both,
        "CREATE TABLE a(id, c text)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"0001_b partly applied, there, no row, there, 1 of 2; apply-rest mark-applied"_s});
    row("all of it is there, without a row", {a, b}, {u"0000_a"_s}, both,
        "CREATE TABLE a(id, c text); CREATE TABLE b(id)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"0001_b there, not marked, there, no row, there, all of it; mark-applied"_s});
    row("a snapshot is missing", {a, b}, {u"0000_a"_s}, {u"0000_a 1"_s}, "CREATE TABLE a(id)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"0001_b pending, there, no row, missing, nothing of it; apply-up-to mark-applied rebuild-snapshot"_s});
    row("an older snapshot is missing, which nothing needs", {a, b}, {u"0000_a"_s, u"0001_b"_s}, {u"0001_b 2 1"_s},
        "CREATE TABLE a(id, c text); CREATE TABLE b(id)",
        {u"0000_a applied, there, applied, none, not needed, applied; rebuild-snapshot"_s,
         u"0001_b applied, there, applied, there, applied; "_s});
    row("partly applied, each judged by itself",
        {a,
         u"0001_b: CREATE TABLE b(id);\nPRAGMA foreign_keys=OFF;\nPRAGMA journal_mode=WAL;\nALTER TABLE a ADD c text;"_s},
        {u"0000_a"_s}, both, "CREATE TABLE a(id, c text)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"0001_b partly applied, there, no row, there, 1 of 2; apply-rest mark-applied"_s});
    row("two branches", {a, b, u"0002_c: CREATE TABLE c(id)"_s}, {u"0000_a"_s},
        {u"0000_a 1"_s, u"0001_b 2 1"_s, u"0002_c 3 1"_s}, "CREATE TABLE a(id)",
        {u"0000_a applied, there, applied, there, applied; "_s,
         u"0001_b pending, there, no row, in conflict, nothing of it; apply-up-to mark-applied"_s,
         u"0002_c pending, there, no row, in conflict, nothing of it; apply-up-to mark-applied"_s});
    row("edited, skipped, orphan and pending at once",
        {a, u"0001_x: CREATE TABLE x(id)"_s, b, u"0003_d: CREATE TABLE d(id)"_s},
        {u"0000_a!"_s, u"0001_b"_s, u"gone"_s}, {u"0000_a 1"_s, u"0001_x 2 1"_s, u"0001_b 3 2"_s, u"0003_d 4 3"_s},
        "CREATE TABLE a(id, c); CREATE TABLE b(id)",
        {u"0000_a edited, edited, another hash, there, applied; rewrite-hash"_s,
         u"0001_x skipped, there, no row, but newer ones, there, nothing of it; fix-order mark-applied"_s,
         u"0001_b applied, there, applied, there, applied; "_s,
         u"0003_d pending, there, no row, there, nothing of it; apply-up-to mark-applied"_s,
         u"? orphan, no file, a row without a file, –, –; remove-row"_s});
}

void TestTruthBoard::states()
{
    QFETCH(const QStringList, files);
    QFETCH(const QStringList, rows);
    QFETCH(const QStringList, snapshots);
    QFETCH(const QString, live);
    QFETCH(const QStringList, expected);
    const auto schema = schemaOf(live);
    VERIFY_OK(schema);
    const TruthBoard board = truthBoard(input(files, rows, snapshots, *schema), SchemaDb::dialect());
    QCOMPARE(boardWords(board), expected);
    for (const TruthRow &row : board.rows)
        QVERIFY2(row.sentence.endsWith(u'.'), qPrintable(row.sentence));
}

void TestTruthBoard::sentences()
{
    const auto schema = schemaOf(u"CREATE TABLE a(id); CREATE TABLE b(id)"_s);
    VERIFY_OK(schema);
    const TruthBoard board =
        truthBoard(input({u"0000_a: CREATE TABLE a(id);"_s,
                          u"0001_b: CREATE TABLE b(id);--> statement-breakpoint\nALTER TABLE a ADD c text;"_s},
                         {u"0000_a"_s}, {u"0000_a 1"_s, u"0001_b 2 1"_s}, *schema),
                   SchemaDb::dialect());
    QCOMPARE(board.rows.at(1).sentence,
             u"The database has table b of it already, but not column a.c: it stopped half way, or "
             "somebody did a part by hand."_s);
    QVERIFY(board.rows.at(1).needsLook);
    QVERIFY(!board.rows.at(0).needsLook);
}

void TestTruthBoard::drift_data()
{
    QTest::addColumn<QString>("declared");
    QTest::addColumn<QString>("live");
    QTest::addColumn<QStringList>("differences");
    QTest::newRow("the same") << u"CREATE TABLE a(id integer)"_s << u"CREATE TABLE a(id integer)"_s << QStringList{};
    QTest::newRow("more in the database")
        << u"CREATE TABLE a(id integer)"_s
        << u"CREATE TABLE a(id integer, b text); CREATE TABLE z(id); CREATE INDEX i ON a(id)"_s
        << QStringList{u"index i of a is only in the database"_s, u"table z is only in the database"_s,
                       u"column a.b is only in the database"_s};
    QTest::newRow("less in the database")
        << u"CREATE TABLE a(id integer, b text); CREATE TABLE z(id)"_s << u"CREATE TABLE a(id integer)"_s
        << QStringList{u"table z is missing in the database"_s, u"column a.b is missing in the database"_s};
    QTest::newRow("another type") << u"CREATE TABLE a(id integer)"_s << u"CREATE TABLE a(id text)"_s
                                  << QStringList{u"change the column id of a: type integer instead of text, to be as "
                                                 "snapshot 0000_a says"_s};
    QTest::newRow("what a snapshot cannot say")
        << u"CREATE TABLE a(id integer)"_s
        << u"CREATE TABLE a(id integer) STRICT; CREATE TRIGGER t AFTER DELETE ON a BEGIN SELECT 1; END"_s
        << QStringList{};
}

void TestTruthBoard::drift()
{
    QFETCH(const QString, declared);
    QFETCH(const QString, live);
    QFETCH(const QStringList, differences);
    const auto schema = schemaOf(live);
    VERIFY_OK(schema);
    const auto wanted = schemaOf(declared);
    VERIFY_OK(wanted);
    TruthInput in = input({u"0000_a: CREATE TABLE a(id integer);"_s}, {u"0000_a"_s}, {u"0000_a 1"_s}, *schema);
    in.snapshots.first().snapshot->schema = *wanted;
    const TruthBoard board = truthBoard(in, SchemaDb::dialect());
    const SchemaDrift &drift = board.drift(SchemaDrift::Pair::SnapshotDatabase);
    QStringList found = drift.differences; // in whatever order the plan has them
    QStringList wantedWords = differences;
    found.sort();
    wantedWords.sort();
    QCOMPARE(found, wantedWords);
    QCOMPARE(drift.state, differences.isEmpty() ? SchemaDrift::State::Same : SchemaDrift::State::Different);
    QCOMPARE(board.actions.contains(TruthAction::AdoptDrift), !differences.isEmpty());
    QCOMPARE(board.actions.contains(TruthAction::RevertDrift), !differences.isEmpty());
    QCOMPARE(board.drift(SchemaDrift::Pair::ProjectDatabase).state, SchemaDrift::State::Unknown);

    // What happened since, the other way round: from the snapshot's schema to exactly the live one.
    const auto back = differenceFrom(declarationOf(*in.snapshots.first().snapshot), *schema, SchemaDb::dialect());
    QVERIFY(back);
    QCOMPARE(back->isEmpty(), differences.isEmpty());
    QCOMPARE(back->target, *schema);

    // With schema.ts read, it is compared as well.
    in.project = DrizzleSchema();
    in.project->schema = *wanted;
    const TruthBoard with = truthBoard(in, SchemaDb::dialect());
    QCOMPARE(with.drift(SchemaDrift::Pair::ProjectSnapshot).state, SchemaDrift::State::Same);
    QCOMPARE(with.drift(SchemaDrift::Pair::ProjectDatabase).state, drift.state);
    QCOMPARE(with.rows.first().schemaText, u"same"_s);
}

void TestTruthBoard::forAll_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<QString>("live");
    QTest::addColumn<QString>("actions");
    QTest::addColumn<QString>("summary");
    const QString a = u"0000_a: CREATE TABLE a(id);"_s;
    const QString b = u"0001_b: CREATE TABLE b(id);"_s;
    QTest::newRow("an empty database") << QStringList{a, b} << QStringList{} << QString() << u"apply-up-to"_s
                                       << u"0 applied, 2 pending."_s;
    QTest::newRow("a database that was there before")
        << QStringList{a, b} << QStringList{} << u"CREATE TABLE old(id)"_s << u"apply-up-to baseline"_s
        << u"0 applied, 2 pending. The journal has no row, but the database has tables: if they are what these "
           u"migrations make, "
           "mark them all as applied (baseline)."_s;
    QTest::newRow("all applied") << QStringList{a} << QStringList{u"0000_a"_s} << u"CREATE TABLE a(id)"_s << QString()
                                 << u"All applied: 1 migration."_s;
    QTest::newRow("an empty folder") << QStringList{} << QStringList{} << u"CREATE TABLE a(id)"_s << QString()
                                     << u"The folder has no migrations yet."_s;
    QTest::newRow("edited") << QStringList{a, b} << QStringList{u"0000_a!"_s, u"0001_b"_s} << u"CREATE TABLE a(id)"_s
                            << QString() << u"1 applied, 0 pending. 1 thing wants a look."_s;
}

void TestTruthBoard::forAll()
{
    QFETCH(const QStringList, files);
    QFETCH(const QStringList, rows);
    QFETCH(const QString, live);
    QFETCH(const QString, actions);
    QFETCH(const QString, summary);
    const auto schema = schemaOf(live);
    VERIFY_OK(schema);
    QStringList snapshots;
    for (const QString &file : files)
        snapshots.append(u"%1 %2%3"_s.arg(file.section(u": "_s, 0, 0), QString::number(snapshots.size() + 1),
                                          snapshots.isEmpty() ? QString() : u" %1"_s.arg(snapshots.size())));
    TruthInput in = input(files, rows, snapshots, *schema);
    for (MigrationSnapshot &snapshot : in.snapshots)
        snapshot.snapshot->schema = *schema;
    const TruthBoard board = truthBoard(in, SchemaDb::dialect());
    QCOMPARE(actionWords(board.actions), actions);
    QCOMPARE(board.summary, summary);
}

/// What the folder tells is told; nothing of the database is guessed.
void TestTruthBoard::withoutADatabase()
{
    TruthInput in = input({u"0000_a: CREATE TABLE a(id);"_s, u"0001_b"_s}, {}, {u"0000_a 1"_s, u"0001_b 2 1"_s}, {});
    in.databaseProblem = u"The database was not looked at: it is gone."_s;
    const TruthBoard board = truthBoard(in, SchemaDb::dialect());
    QCOMPARE(boardWords(board),
             (QStringList{u"0000_a pending, there, not looked at, there, not looked at; "_s,
                          u"0001_b missing, file is gone, not looked at, there, not looked at; "_s}));
    QVERIFY(!board.knowsDatabase);
    QCOMPARE(board.summary,
             u"2 migrations in the folder; the database could not be looked at. 1 thing wants a look."_s);
    QVERIFY(board.actions.isEmpty());
    const SchemaDrift &drift = board.drift(SchemaDrift::Pair::SnapshotDatabase);
    QCOMPARE(drift.state, SchemaDrift::State::Unknown);
    QCOMPARE(drift.why, in.databaseProblem);
}

void TestTruthBoard::anEntryThatWasLost()
{
    TruthInput in =
        input({u"0000_a: CREATE TABLE a(id);"_s, u"0001_b: CREATE TABLE b(id);"_s}, {u"0000_a"_s, u"0001_b"_s},
              {u"0000_a 1"_s, u"0001_b 2 1"_s}, *schemaOf(u"CREATE TABLE a(id); CREATE TABLE b(id)"_s));
    in.unlisted = {in.folder.migrations.takeLast()};
    in.folder.warnings = {u"0001_b.sql is not in the journal: it is never applied."_s};
    const TruthBoard board = truthBoard(in, SchemaDb::dialect());
    QCOMPARE(boardWords(board).last(), u"? entry lost, not in its journal, applied, –, –; restore-entry remove-row"_s);
    QVERIFY2(board.rows.last().sentence.contains(u"0001_b.sql"_s), qPrintable(board.rows.last().sentence));
    QCOMPARE(board.rows.last().state.tag, u"0001_b"_s);
    QVERIFY(board.remarks.isEmpty()); // it is said once
    in.unlisted.first().hash = "another";
    QCOMPARE(boardWords(truthBoard(in, SchemaDb::dialect())).last(),
             u"? orphan, no file, a row without a file, –, –; remove-row"_s);
}

/// In the 1.0 form any of them may be the end of a branch.
void TestTruthBoard::snapshotsOfBranches()
{
    const QStringList files{u"1_a: CREATE TABLE a(id);"_s, u"2_b: CREATE TABLE b(id);"_s,
                            u"3_c: CREATE TABLE c(id);"_s};
    TruthInput in = input(files, {}, {u"1_a 1"_s, u"3_c 3 2"_s}, {});
    in.folder.layout = MigrationsFolder::Layout::Folders;
    QCOMPARE(truthBoard(in, SchemaDb::dialect()).rows.at(1).snapshot, TruthRow::Snapshot::Unneeded); // 3 follows it
    in.snapshots = truthinput::snapshots({u"1_a 1"_s, u"3_c 3 1"_s});
    QCOMPARE(truthBoard(in, SchemaDb::dialect()).rows.at(1).snapshot, TruthRow::Snapshot::Missing);
    in.snapshots = truthinput::snapshots({u"2_b 2 1"_s, u"3_c 3 1"_s}); // what both were made from
    QCOMPARE(truthBoard(in, SchemaDb::dialect()).rows.at(0).snapshot, TruthRow::Snapshot::Missing);
}

/// drizzle-kit 1.0 says nothing of NOT NULL where a column is the key, so that is no difference anywhere.
void TestTruthBoard::keysOfFolders()
{
    const auto live = schemaOf(u"CREATE TABLE a(id TEXT PRIMARY KEY, n TEXT)"_s);
    VERIFY_OK(live);
    TruthInput in =
        input({u"1_a: CREATE TABLE a(id TEXT PRIMARY KEY, n TEXT);"_s}, {u"1_a"_s}, {u"1_a 1"_s}, *live);
    in.snapshots.first().snapshot->schema = *live;
    in.project = DrizzleSchema();
    in.project->schema = *schemaOf(u"CREATE TABLE a(id TEXT PRIMARY KEY NOT NULL, n TEXT)"_s);
    for (const auto layout : {MigrationsFolder::Layout::Folders, MigrationsFolder::Layout::Classic}) {
        in.folder.layout = layout;
        const auto expected =
            layout == MigrationsFolder::Layout::Folders ? SchemaDrift::State::Same : SchemaDrift::State::Different;
        const TruthBoard board = truthBoard(in, SchemaDb::dialect());
        QCOMPARE(board.drift(SchemaDrift::Pair::ProjectSnapshot).state, expected);
        QCOMPARE(board.drift(SchemaDrift::Pair::ProjectDatabase).state, expected);
    }
}

QTEST_GUILESS_MAIN(TestTruthBoard)
#include "tst_truthboard.moc"
