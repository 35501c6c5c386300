// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/truthproposal.h"

#include "core/session/truthwatch.h"
#include "support/files.h"
#include "support/truthinput.h"
#include "support/verify.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QualifiedName journalTable{{}, u"__drizzle_migrations"_s};

/// A folder on disk with its database: what a proposal says is done to them for real, and looked at again.
class TruthWorld {
public:
    /// "0001_tags: CREATE …"; without a text the journal names a file that is not there.
    TruthWorld(const QStringList &files, const QString &live)
        : m_db(live)
    {
        QStringList entries;
        for (const QString &line : files) {
            const MigrationFile file = truthinput::file(line, truthinput::start + 10 * entries.size());
            if (file.bytes)
                files::write(m_dir, file.tag + u".sql"_s, *file.bytes);
            entries.append(
                u"{\"idx\": %1, \"version\": \"6\", \"when\": %2, \"tag\": \"%3\", \"breakpoints\": true}"_s.arg(
                    QString::number(entries.size()), QString::number(file.when), file.tag));
        }
        files::write(
            m_dir, u"meta/_journal.json"_s,
            u"{\"version\": \"7\", \"dialect\": \"sqlite\", \"entries\": [%1]}"_s.arg(entries.join(u", "_s)).toUtf8());
    }

    [[nodiscard]] KnownTruth look()
    {
        TruthInput input;
        input.folder = *readMigrationsFolder(m_dir.path());
        input.journal = *readJournal(m_db.database(), SchemaDb::dialect(), journalTable);
        input.journalTable = journalTable;
        input.live = *m_db.schema();
        return knownTruth(input, SchemaDb::dialect());
    }
    [[nodiscard]] static QStringList states(const KnownTruth &truth)
    {
        QStringList words;
        for (const TruthRow &row : truth.board.rows)
            words.append((row.state.migration < 0 ? u"?"_s : row.state.tag) + u' ' + stateWord(row));
        return words;
    }
    [[nodiscard]] QStringList states() { return states(look()); }

    /// What the proposal is of, done.
    [[nodiscard]] Result<Done> act(TruthAction action, int row, const QMap<int, bool> &ran = {})
    {
        const KnownTruth truth = look();
        const auto proposal = propose({action, row, {}, ran}, truth.input, truth.board, SchemaDb::dialect());
        RC_TRY(proposal);
        if (!proposal->script)
            return writeFileChanges(proposal->files);
        if (!proposal->script->unfit.isEmpty())
            return Error::invalid(proposal->script->unfit);
        RC_TRY(m_db.run(*proposal->script));
        return Done{};
    }
    /// Journal rows as drizzle's migrator would have left them, without running anything; "!": another hash.
    [[nodiscard]] QString note(const QStringList &tags)
    {
        QString sql =
            u"CREATE TABLE IF NOT EXISTS __drizzle_migrations(id SERIAL PRIMARY KEY, hash text NOT NULL, created_at "
            "numeric);"_s;
        const MigrationJournal journal = truthinput::journal(tags, *readMigrationsFolder(m_dir.path()));
        for (const JournalRow &row : journal.rows)
            sql += u"INSERT INTO __drizzle_migrations(hash, created_at) VALUES ('%1', %2);"_s.arg(
                QString::fromLatin1(row.hash), QString::number(row.createdAt));
        return m_db.execute(sql);
    }

    [[nodiscard]] SchemaDb &db() { return m_db; }
    [[nodiscard]] const QTemporaryDir &dir() const { return m_dir; }
    [[nodiscard]] QByteArray journal() const { return files::contents(m_dir.filePath(u"meta/_journal.json"_s)); }

private:
    QTemporaryDir m_dir;
    SchemaDb m_db;
};

const QString fileA = u"0000_a: CREATE TABLE a(id integer);"_s;
const QString fileB = u"0001_b: CREATE TABLE b(id integer);--> statement-breakpoint\nALTER TABLE a ADD c text;"_s;
const QString fileD = u"0002_d: CREATE TABLE d(id integer);"_s;

} // namespace

/// What the actions of the truth board do, done to a real folder and a real database.
class TestTruthProposal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void appliesAllOrNone();
    void appliesUpToHere();
    void saysWhereInTheFiles();
    void appliesTheRest();
    void appliesWhatIsMissing();
    void saysWhatCannotBeCutOut();
    void putsALostEntryBack_data();
    void putsALostEntryBack();
    void asksOfEachWhetherItRan();
    void marksWhatIsBefore();
    void rewritesAHash();
    void removesOnlyTheRowWithoutAFile();
    void putsASkippedOneInOrder();
    void forgetsAFileThatIsGone();
    void makesSnapshotsAnew();
    void putsASnapshotBackIntoTheChain();
    void doesNotGuessASnapshot();
    void adoptsWhatWasDoneByHand();
    void refusesWhenSomebodyWasQuicker();
    void ownTransactionsRunOneByOne();
};

void TestTruthProposal::appliesAllOrNone()
{
    TruthWorld world({fileA, fileB, u"0002_bad: CREATE TABLE a(id);"_s}, {});
    const auto failed = world.act(TruthAction::ApplyUpTo, -1);
    QVERIFY(!failed);
    QCOMPARE(world.db().rows(u"SELECT name FROM sqlite_schema"_s), QString());
    VERIFY_OK(world.act(TruthAction::ApplyUpTo, 1));
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s, u"0002_bad there, not marked"_s}));
}

void TestTruthProposal::appliesUpToHere()
{
    TruthWorld world({fileA, fileB, fileD}, {});
    const KnownTruth truth = world.look();
    const auto proposal = propose({TruthAction::ApplyUpTo, 1}, truth.input, truth.board, SchemaDb::dialect());
    VERIFY_OK(proposal);
    QVERIFY(proposal->runsMigrations);
    QStringList places;
    for (const Statement &s : proposal->script->statements) {
        if (const auto *from = std::get_if<FromFile>(&s.source))
            places.append(u"%1:%2 %3"_s.arg(from->file).arg(from->line).arg(s.sql));
    }
    QCOMPARE(places,
             (QStringList{u"0000_a.sql:1 CREATE TABLE a(id integer)"_s, u"0001_b.sql:1 CREATE TABLE b(id integer)"_s,
                          u"0001_b.sql:2 ALTER TABLE a ADD c text"_s}));
    VERIFY_OK(world.db().run(*proposal->script));
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s, u"0002_d pending"_s}));
}

/// Where the script is not as a file says, the line is that of the file.
void TestTruthProposal::saysWhereInTheFiles()
{
    TruthWorld world({u"0000_a: CREATE TABLE a(\n id integer);"_s,
                      u"0001_b: PRAGMA foreign_keys=OFF;\nCREATE TABLE b(id integer);\nPRAGMA foreign_keys=ON;"_s,
                      u"0002_d: -- d\nPRAGMA foreign_keys=OFF;\nCREATE TABLE d(id integer);"_s},
                     {});
    const KnownTruth truth = world.look();
    const auto proposal = propose({TruthAction::ApplyUpTo, -1}, truth.input, truth.board, SchemaDb::dialect());
    VERIFY_OK(proposal);
    QStringList said;
    for (const Statement &s : proposal->script->statements)
        said.append(s.difference);
    const QString all = said.join(u' ');
    QVERIFY2(all.contains(u"has this on line 1 of 0001_b.sql"_s), qPrintable(all));
    QVERIFY2(all.contains(u"The switches on line 2 of 0002_d.sql are covered"_s), qPrintable(all));
}

void TestTruthProposal::appliesTheRest()
{
    TruthWorld world({fileA, fileB}, u"CREATE TABLE a(id integer); CREATE TABLE b(id integer)"_s);
    QCOMPARE(world.note({u"0000_a"_s}), QString());
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b partly applied"_s}));
    VERIFY_OK(world.act(TruthAction::ApplyRest, 1));
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}));
    QCOMPARE(world.db().rows(u"SELECT name FROM pragma_table_info('a')"_s), u"'id'\n'c'"_s);
}

/// A second time it would write them twice: of each statement somebody says whether it ran.
void TestTruthProposal::asksOfEachWhetherItRan()
{
    const QString file = u"0001_b: CREATE TABLE b(id integer);--> statement-breakpoint\nINSERT INTO b VALUES (7);"
                         "--> statement-breakpoint\nUPDATE b SET id = id + 1;--> statement-breakpoint\n"
                         "ALTER TABLE a ADD c text;"_s;
    for (const auto &[ran, rows, expected] :
         {std::tuple(QMap<int, bool>{{1, true}, {2, true}}, u"INSERT INTO b VALUES (8)"_s, u"8"_s),
          std::tuple(QMap<int, bool>{{1, true}, {2, false}}, u"INSERT INTO b VALUES (7)"_s, u"8"_s),
          std::tuple(QMap<int, bool>{{1, false}, {2, false}}, QString(), u"8"_s)}) {
        TruthWorld world({fileA, file}, u"CREATE TABLE a(id integer); CREATE TABLE b(id integer);"_s + rows);
        QCOMPARE(world.note({u"0000_a"_s}), QString());
        const TruthRow row = world.look().board.rows.at(1);
        QVERIFY(row.actions.contains(TruthAction::ApplyRest));
        QCOMPARE(row.effects.open, (QList<int>{1, 2}));
        VERIFY_OK(world.act(TruthAction::ApplyRest, 1, ran));
        QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}));
        QCOMPARE(world.db().rows(u"SELECT id FROM b"_s), expected);
        QCOMPARE(world.db().rows(u"SELECT name FROM pragma_table_info('a')"_s), u"'id'\n'c'"_s);
    }
    TruthWorld world({fileA, file}, u"CREATE TABLE a(id integer); CREATE TABLE b(id integer)"_s);
    QCOMPARE(world.note({u"0000_a"_s}), QString());
    const auto message = [&](const QMap<int, bool> &ran) {
        const auto refused = world.act(TruthAction::ApplyRest, 1, ran);
        return refused ? u"it ran"_s : refused.error().message;
    };
    QCOMPARE(message({}),
             u"Whether these 2 statements ran already cannot be told from the schema, and they must not "
             "run twice. Say of each whether it ran: statement 2 (line 2): INSERT INTO b VALUES (7); "
             "statement 3 (line 3): UPDATE b SET id = id + 1"_s);
    QVERIFY2(message({{1, true}}).endsWith(u"whether it ran: statement 3 (line 3): UPDATE b SET id = id + 1"_s),
             qPrintable(message({{1, true}})));
    QVERIFY2(message({{0, true}}).startsWith(u"Whether it ran is known already of statement 1"_s),
             qPrintable(message({{0, true}})));
    QVERIFY2(message({{9, true}}).contains(u"there is no statement 10"_s), qPrintable(message({{9, true}})));
}

void TestTruthProposal::marksWhatIsBefore()
{
    TruthWorld world({fileA, fileB, fileD}, u"CREATE TABLE x(id)"_s);
    VERIFY_OK(world.act(TruthAction::MarkApplied, 1));
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s, u"0002_d pending"_s}));
    QCOMPARE(world.db().rows(u"SELECT name FROM sqlite_schema WHERE name IN ('a', 'b', 'd')"_s), QString());
    TruthWorld old({fileA, fileB}, u"CREATE TABLE a(id integer, c text); CREATE TABLE b(id integer)"_s);
    VERIFY_OK(old.act(TruthAction::Baseline, -1));
    QCOMPARE(old.states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}));
}

void TestTruthProposal::rewritesAHash()
{
    TruthWorld world({fileA, fileB}, u"CREATE TABLE a(id integer)"_s);
    QCOMPARE(world.note({u"0000_a!"_s}), QString());
    QCOMPARE(world.states().first(), u"0000_a edited"_s);
    VERIFY_OK(world.act(TruthAction::RewriteHash, 0));
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b pending"_s}));
}

void TestTruthProposal::removesOnlyTheRowWithoutAFile()
{
    TruthWorld world({fileA}, u"CREATE TABLE a(id integer)"_s);
    QCOMPARE(world.note({u"0000_a"_s, u"0000_a"_s, u"gone"_s}), QString());
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"? orphan"_s, u"? orphan"_s}));
    VERIFY_OK(world.act(TruthAction::RemoveRow, 1)); // the same row twice: one stays
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"? orphan"_s}));
    VERIFY_OK(world.act(TruthAction::RemoveRow, 1));
    QCOMPARE(world.states(), QStringList{u"0000_a applied"_s});
}

void TestTruthProposal::putsASkippedOneInOrder()
{
    TruthWorld world({fileA, u"0001_x: CREATE TABLE x(id);"_s,
                      fileB.section(u": "_s, 0, 0).replace(u'1', u'2') + u": CREATE TABLE b(id);"_s,
                      u"0003_d: CREATE TABLE d(id);"_s},
                     u"CREATE TABLE a(id); CREATE TABLE b(id)"_s);
    QCOMPARE(world.note({u"0000_a"_s, u"0002_b"_s}), QString());
    QCOMPARE(world.states(),
             (QStringList{u"0000_a applied"_s, u"0001_x skipped"_s, u"0002_b applied"_s, u"0003_d pending"_s}));
    VERIFY_OK(world.act(TruthAction::FixOrder, 1));
    QCOMPARE(world.states(),
             (QStringList{u"0000_a applied"_s, u"0002_b applied"_s, u"0001_x pending"_s, u"0003_d pending"_s}));
    QVERIFY2(world.look().input.folder.warnings.isEmpty(), qPrintable(world.look().input.folder.warnings.join(u'\n')));
    const QJsonObject journal = QJsonDocument::fromJson(world.journal()).object();
    QCOMPARE(journal.value(u"entries"_s).toArray().at(3).toObject().value(u"idx"_s).toInt(), 3);
    QVERIFY(world.journal().startsWith("{\n  \"version\": \"7\",\n  \"dialect\": \"sqlite\",\n  \"entries\": [\n"));
    VERIFY_OK(world.act(TruthAction::ApplyUpTo, -1));
    QCOMPARE(world.states().filter(u"applied"_s).size(), 4);
}

void TestTruthProposal::forgetsAFileThatIsGone()
{
    TruthWorld world({fileA, u"0001_b"_s}, u"CREATE TABLE a(id integer)"_s);
    QCOMPARE(world.note({u"0000_a"_s}), QString());
    QCOMPARE(world.states().at(1), u"0001_b missing"_s);
    VERIFY_OK(world.act(TruthAction::DropEntry, 1));
    QCOMPARE(world.states(), QStringList{u"0000_a applied"_s});
}

void TestTruthProposal::makesSnapshotsAnew()
{
    TruthWorld world({fileA, fileB, u"0002_d: CREATE TABLE d(id integer); INSERT INTO d VALUES (1);"_s}, {});
    for (int i = 0; i < 3; ++i) {
        const TruthRow row = world.look().board.rows.at(i);
        QCOMPARE(row.snapshot, i == 2 ? TruthRow::Snapshot::Missing : TruthRow::Snapshot::Unneeded);
        QVERIFY(row.actions.contains(TruthAction::RebuildSnapshot));
        VERIFY_OK(world.act(TruthAction::RebuildSnapshot, i));
        QCOMPARE(world.look().board.rows.at(i).snapshot, TruthRow::Snapshot::There);
        QVERIFY(!world.look().board.rows.at(i).actions.contains(TruthAction::RebuildSnapshot));
    }
    VERIFY_OK(world.act(TruthAction::ApplyUpTo, -1));
    const KnownTruth truth = world.look();
    const SchemaDrift &drift = truth.board.drift(SchemaDrift::Pair::SnapshotDatabase);
    QVERIFY2(drift.state == SchemaDrift::State::Same, qPrintable(drift.differences.join(u'\n')));
    const QList<MigrationSnapshot> &all = truth.input.snapshots;
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.at(0).previous, QStringList());
    QCOMPARE(all.at(1).previous, QStringList{all.at(0).id});
    QCOMPARE(all.at(2).previous, QStringList{all.at(1).id});
}

void TestTruthProposal::putsASnapshotBackIntoTheChain()
{
    TruthWorld world({fileA, fileB, fileD}, {});
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(world.act(TruthAction::RebuildSnapshot, i));
    const auto before = world.look().input.snapshots;
    const QString path = world.dir().filePath(u"meta/0001_snapshot.json"_s);
    const QByteArray bytes = files::contents(path);
    QVERIFY(QFile::remove(path));
    VERIFY_OK(world.act(TruthAction::RebuildSnapshot, 1));
    QCOMPARE(world.look().input.snapshots, before);
    QCOMPARE(files::contents(path), bytes);
    const auto again = world.act(TruthAction::RebuildSnapshot, 1);
    QVERIFY(!again);
    // Two in a row: the later one is the one that the next names.
    QVERIFY(QFile::remove(path));
    QVERIFY(QFile::remove(world.dir().filePath(u"meta/0000_snapshot.json"_s)));
    VERIFY_OK(world.act(TruthAction::RebuildSnapshot, 0));
    VERIFY_OK(world.act(TruthAction::RebuildSnapshot, 1));
    const auto all = world.look().input.snapshots;
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.at(1).previous, QStringList{all.at(0).id});
    QCOMPARE(all.at(2).previous, QStringList{all.at(1).id});
    QCOMPARE(all.at(2), before.at(2));
    // Nothing is put before one that was made from nothing.
    QVERIFY(QFile::remove(path));
    QVERIFY(QFile::remove(world.dir().filePath(u"meta/0000_snapshot.json"_s)));
    VERIFY_OK(world.act(TruthAction::RebuildSnapshot, 1));
    const auto first = world.act(TruthAction::RebuildSnapshot, 0);
    QVERIFY(!first);
    QVERIFY2(first.error().message.contains(u"is the first"_s), qPrintable(first.error().message));
}

void TestTruthProposal::doesNotGuessASnapshot()
{
    TruthWorld world({fileA, u"0001_gone"_s, fileD, u"0003_bad: ALTER TABLE nobody ADD c text;"_s}, {});
    const KnownTruth truth = world.look();
    QVERIFY(!truth.board.rows.at(2).actions.contains(TruthAction::RebuildSnapshot)); // a file before it is gone
    TruthWorld bad({fileA, u"0001_bad: ALTER TABLE nobody ADD c text;"_s}, {});
    const auto failed = bad.act(TruthAction::RebuildSnapshot, 1);
    QVERIFY(!failed);
    QVERIFY2(failed.error().message.startsWith(u"0001_bad.sql, line 1 does not run on what the migrations before it"_s),
             qPrintable(failed.error().message));
    QVERIFY(!QFile::exists(bad.dir().filePath(u"meta/0001_snapshot.json"_s)));
}

void TestTruthProposal::adoptsWhatWasDoneByHand()
{
    TruthWorld world({fileA}, u"CREATE TABLE a(id integer)"_s);
    files::write(
        world.dir(), u"meta/0000_snapshot.json"_s,
        "{\"version\": \"6\", \"dialect\": \"sqlite\", \"id\": \"1\", \"prevId\": "
        "\"00000000-0000-0000-0000-000000000000\", \"tables\": {\"a\": {\"name\": \"a\", \"columns\": {\"id\": "
        "{\"name\": "
        "\"id\", \"type\": \"integer\", \"primaryKey\": false, \"notNull\": false, \"autoincrement\": false}}, "
        "\"indexes\": {}, \"foreignKeys\": {}, \"compositePrimaryKeys\": {}, \"uniqueConstraints\": {}, "
        "\"checkConstraints\": {}}}, \"views\": {}, \"enums\": {}, \"_meta\": {\"schemas\": {}, \"tables\": {}, "
        "\"columns\": {}}, \"internal\": {\"indexes\": {}}}");
    QCOMPARE(world.note({u"0000_a"_s}), QString());
    QVERIFY(!world.look().board.actions.contains(TruthAction::AdoptDrift));
    QCOMPARE(world.db().execute(u"ALTER TABLE a ADD by_hand text; CREATE TABLE z(id integer)"_s), QString());
    QVERIFY(world.look().board.actions.contains(TruthAction::AdoptDrift));
    const QString schema = world.db().rows(u"SELECT sql FROM sqlite_schema"_s);
    const QByteArray journal = world.journal();
    const KnownTruth truth = world.look();
    const auto proposal =
        propose({TruthAction::AdoptDrift, -1, u"by hand"_s}, truth.input, truth.board, SchemaDb::dialect());
    VERIFY_OK(proposal);
    QStringList names;
    for (const FileChange &change : proposal->files)
        names.append(fileChangeName(change) + (change.before ? u" changed"_s : u" new"_s));
    QCOMPARE(
        names,
        (QStringList{u"0001_by_hand.sql new"_s, u"meta/0001_snapshot.json new"_s, u"meta/_journal.json changed"_s}));
    QCOMPARE(world.journal(), journal); // nothing is written before it is seen
    VERIFY_OK(writeFileChanges(proposal->files));
    QCOMPARE(world.db().rows(u"SELECT sql FROM sqlite_schema"_s), schema);
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_by_hand there, not marked"_s}));
    VERIFY_OK(world.act(TruthAction::MarkApplied, 1));
    const KnownTruth after = world.look();
    QCOMPARE(after.board.drift(SchemaDrift::Pair::SnapshotDatabase).differences, QStringList{});
    QCOMPARE(after.board.summary, u"All applied: 2 migrations."_s);
    // Seen before somebody else wrote: nothing is written.
    QVERIFY(!writeFileChanges(proposal->files));
}

void TestTruthProposal::refusesWhenSomebodyWasQuicker()
{
    TruthWorld world({fileA, fileB}, u"CREATE TABLE a(id integer)"_s);
    QCOMPARE(world.note({u"0000_a!"_s}), QString());
    const KnownTruth truth = world.look();
    for (const TruthAction action : {TruthAction::ApplyUpTo, TruthAction::MarkApplied, TruthAction::RewriteHash}) {
        const auto proposal = propose({action, action == TruthAction::RewriteHash ? 0 : 1}, truth.input, truth.board,
                                      SchemaDb::dialect());
        VERIFY_OK(proposal);
        QCOMPARE(world.db().execute(u"INSERT INTO __drizzle_migrations(hash, created_at) VALUES ('other', 1)"_s),
                 QString());
        const auto ran = world.db().run(*proposal->script);
        QVERIFY(!ran);
        QVERIFY2(ran.error().message.contains(u"another program has migrated"_s), qPrintable(ran.error().message));
        QCOMPARE(world.db().execute(u"DELETE FROM __drizzle_migrations WHERE hash = 'other'"_s), QString());
    }
}

void TestTruthProposal::ownTransactionsRunOneByOne()
{
    TruthWorld world({fileA, u"0001_b: BEGIN; CREATE TABLE b(id); COMMIT;"_s}, {});
    const KnownTruth truth = world.look();
    const auto proposal = propose({TruthAction::ApplyUpTo, -1}, truth.input, truth.board, SchemaDb::dialect());
    VERIFY_OK(proposal);
    QVERIFY2(proposal->script->unfit.contains(u"one by one"_s), qPrintable(proposal->script->unfit));
}

/// Each statement was looked for by itself: somebody did the last one by hand.
void TestTruthProposal::appliesWhatIsMissing()
{
    const QString file =
        u"0001_b: CREATE TABLE b(\n id integer\n)\n;\n--> statement-breakpoint\nALTER TABLE a ADD c text;"
        "--> statement-breakpoint\nCREATE INDEX i ON a(id);--> statement-breakpoint\n"
        "ALTER TABLE a ADD d text;"_s;
    TruthWorld world({fileA, file}, u"CREATE TABLE a(id integer, d text); CREATE INDEX i ON a(id)"_s);
    QCOMPARE(world.note({u"0000_a"_s}), QString());
    const KnownTruth truth = world.look();
    QStringList judged;
    for (const StatementEffect &each : truth.board.rows.at(1).effects.statements)
        judged.append(toText(each.state) + u' ' + each.words);
    QCOMPARE(judged,
             (QStringList{u"missing table b"_s, u"missing column a.c"_s, u"there index i"_s, u"there column a.d"_s}));
    const auto proposal = propose({TruthAction::ApplyRest, 1}, truth.input, truth.board, SchemaDb::dialect());
    VERIFY_OK(proposal);
    QVERIFY2(proposal->explanation.contains(u"not there (table b, column a.c)"_s)
                 && proposal->explanation.contains(u"left out: index i, column a.d"_s),
             qPrintable(proposal->explanation));
    VERIFY_OK(world.act(TruthAction::ApplyRest, 1));
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}));
    QCOMPARE(world.db().rows(u"SELECT name FROM pragma_table_info('a')"_s), u"'id'\n'd'\n'c'"_s);
}

/// Two statements of one line: nothing is cut out of it by guess.
void TestTruthProposal::saysWhatCannotBeCutOut()
{
    TruthWorld world({fileA, u"0001_b: CREATE TABLE b(id integer); ALTER TABLE a ADD c text;"_s},
                     u"CREATE TABLE a(id integer, c text)"_s);
    QCOMPARE(world.note({u"0000_a"_s}), QString());
    const auto refused = world.act(TruthAction::ApplyRest, 1);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"lines of its own"_s), qPrintable(refused.error().message));
}

void TestTruthProposal::putsALostEntryBack_data()
{
    QTest::addColumn<int>("lost");
    QTest::newRow("the first") << 0;
    QTest::newRow("one between") << 1;
    QTest::newRow("the last") << 2;
}

/// A merge has lost the entry; the file is there, and the database has it. The journal is then as it was, byte by byte.
void TestTruthProposal::putsALostEntryBack()
{
    QFETCH(const int, lost);
    TruthWorld world({fileA, fileB, fileD}, {});
    VERIFY_OK(world.act(TruthAction::ApplyUpTo, -1));
    const MigrationsFolder whole = *readMigrationsFolder(world.dir().path());
    const auto without = journalWithout(whole, whole.migrations.at(lost).tag);
    VERIFY_OK(without);
    VERIFY_OK(writeFileChanges(*without));
    QVERIFY(world.states().contains(u"? entry lost"_s));
    VERIFY_OK(world.act(TruthAction::RestoreEntry, 2));
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s, u"0002_d applied"_s}));
    const QJsonArray entries = QJsonDocument::fromJson(world.journal()).object().value("entries"_L1).toArray();
    for (int i = 0; i < 3; ++i) {
        const QJsonObject entry = entries.at(i).toObject();
        QCOMPARE(entry.value("idx"_L1).toInt(), i);
        QCOMPARE(entry.value("version"_L1).toString(), u"6"_s);
        QCOMPARE(entry.value("when"_L1).toInteger(), truthinput::start + 10 * i);
        QCOMPARE(entry.value("tag"_L1).toString(), whole.migrations.at(i).tag);
        QCOMPARE(entry.value("breakpoints"_L1).toBool(), true);
    }
    QVERIFY(world.journal().startsWith("{\n  \"version\": \"7\",\n  \"dialect\": \"sqlite\",\n  \"entries\": [\n"));
}

QTEST_GUILESS_MAIN(TestTruthProposal)
#include "tst_truthproposal.moc"
