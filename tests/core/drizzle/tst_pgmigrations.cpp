// SPDX-License-Identifier: GPL-3.0-or-later
// The journal on a PostgreSQL server: what is told of it, what the truth board's actions do to it, and reset.
#include "core/drizzle/project.h"
#include "core/drizzle/resetscript.h"
#include "core/drizzle/truthproposal.h"
#include "core/migrate/dryrun.h"
#include "core/schema/diff.h"
#include "core/session/truthwatch.h"

#include "support/files.h"
#include "support/kitproject.h"
#include "support/pgdatabase.h"
#include "support/truthinput.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QualifiedName serversJournal = serverJournal({}, {});
const QString readServersJournal = u"SELECT count(*) FROM drizzle.__drizzle_migrations"_s;

/// A folder on disk with its database: what a proposal says is done to them for real, and looked at again.
class ServerWorld {
public:
    /// "0001_tags: CREATE …"; without a text the journal names a file that is not there.
    ServerWorld(PostgresCluster &cluster, const QStringList &files, const QString &live = {})
        : m_db(cluster, live)
    {
        QStringList entries;
        for (const QString &line : files) {
            const MigrationFile file = truthinput::file(line, truthinput::start + 10 * entries.size());
            if (file.bytes)
                files::write(m_dir, file.tag + u".sql"_s, *file.bytes);
            entries.append(u"{\"idx\": %1, \"when\": %2, \"tag\": \"%3\", \"breakpoints\": true}"_s.arg(
                QString::number(entries.size()), QString::number(file.when), file.tag));
        }
        files::write(
            m_dir, u"meta/_journal.json"_s,
            u"{\"version\": \"7\", \"dialect\": \"postgresql\", \"entries\": [%1]}"_s.arg(entries.join(u", "_s))
                .toUtf8());
    }

    [[nodiscard]] KnownTruth look()
    {
        m_db.readSchema();
        TruthInput input;
        input.folder = *readMigrationsFolder(m_dir.path());
        input.journal = *readJournal(*m_db.database, m_db.dialect, serversJournal);
        input.journalTable = serversJournal;
        input.live = m_db.schema;
        return knownTruth(input, m_db.dialect);
    }
    [[nodiscard]] QStringList states()
    {
        QStringList words;
        for (const TruthRow &row : look().board.rows)
            words.append((row.state.migration < 0 ? u"?"_s : row.state.tag) + u' ' + stateWord(row));
        return words;
    }
    [[nodiscard]] Result<TruthProposal> proposed(TruthAction action, int row)
    {
        const KnownTruth truth = look();
        return propose({action, row}, truth.input, truth.board, m_db.dialect);
    }
    [[nodiscard]] Result<Done> act(TruthAction action, int row)
    {
        const auto proposal = proposed(action, row);
        RC_TRY(proposal);
        if (!proposal->script)
            return writeFileChanges(proposal->files);
        if (!proposal->script->unfit.isEmpty())
            return Error::invalid(proposal->script->unfit);
        RC_TRY(m_db.run(*proposal->script));
        return Done{};
    }
    /// Journal rows as drizzle's migrator would have left them, without running anything; "!": another hash.
    [[nodiscard]] bool note(const QStringList &tags)
    {
        QString sql = u"CREATE SCHEMA IF NOT EXISTS drizzle; CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations "
                      "(id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint);"_s;
        const MigrationJournal journal = truthinput::journal(tags, *readMigrationsFolder(m_dir.path()));
        for (const JournalRow &row : journal.rows)
            sql += u"INSERT INTO drizzle.__drizzle_migrations(hash, created_at) VALUES ('%1', %2);"_s.arg(
                QString::fromLatin1(row.hash), QString::number(row.createdAt));
        return PostgresSession(m_db.location).run(sql);
    }
    [[nodiscard]] PgDatabase &db() { return m_db; }
    [[nodiscard]] QString value(const QString &sql) const { return PostgresSession(m_db.location).value(sql); }

private:
    QTemporaryDir m_dir;
    PgDatabase m_db;
};

const QString fileOfA = u"0000_a: CREATE TABLE \"a\" (\"id\" integer);"_s;
const QString fileOfB =
    u"0001_b: CREATE TABLE \"b\" (\"id\" integer);--> statement-breakpoint\nALTER TABLE \"a\" ADD COLUMN \"c\" text;"_s;
const QString fileOfD = u"0002_d: CREATE TABLE \"d\" (\"id\" integer);"_s;

} // namespace

class TestPgMigrations : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void tellsWhereEachStands_data();
    void tellsWhereEachStands();
    void appliesAllOrNone();
    void appliesTheRest();
    void marksAndBaselines();
    void rewritesAHash();
    void removesTheRowWithoutAFile();
    void whoHasMigratedMeanwhileIsSeen();
    void whoIsMigratingIsWaitedFor();
    void theJournalIsNobodys();
    void aJournalThatMayNotBeReadIsNoEmptyOne();
    void effects_data();
    void effects();
    void concurrentlyRunsByItself();
    void aNewValueCannotBeUsedAtOnce();
    void resets();
    void resetIsOfItsSchemasOnly();
    void adoptsWhatWasDoneByHand_data();
    void adoptsWhatWasDoneByHand();
};

void TestPgMigrations::tellsWhereEachStands_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("live");
    QTest::addColumn<QStringList>("noted");
    QTest::addColumn<QStringList>("states");
    const QString a = u"CREATE TABLE a (id integer)"_s;
    QTest::newRow("nothing yet") << QStringList{fileOfA, fileOfB} << QString() << QStringList{}
                                 << QStringList{u"0000_a pending"_s, u"0001_b pending"_s};
    QTest::newRow("one applied") << QStringList{fileOfA, fileOfB} << a << QStringList{u"0000_a"_s}
                                 << QStringList{u"0000_a applied"_s, u"0001_b pending"_s};
    QTest::newRow("edited") << QStringList{fileOfA} << a << QStringList{u"0000_a!"_s}
                            << QStringList{u"0000_a edited"_s};
    QTest::newRow("missing") << QStringList{fileOfA, u"0001_gone"_s} << a << QStringList{u"0000_a"_s, u"0001_gone"_s}
                             << QStringList{u"0000_a applied"_s, u"0001_gone missing"_s};
    QTest::newRow("skipped by order") << QStringList{fileOfA, fileOfB, fileOfD}
                                      << u"CREATE TABLE a (id integer); CREATE TABLE d (id integer)"_s
                                      << QStringList{u"0000_a"_s, u"0002_d"_s}
                                      << QStringList{u"0000_a applied"_s, u"0001_b skipped"_s, u"0002_d applied"_s};
    QTest::newRow("partly applied") << QStringList{fileOfA, fileOfB}
                                    << u"CREATE TABLE a (id integer); CREATE TABLE b (id integer)"_s
                                    << QStringList{u"0000_a"_s}
                                    << QStringList{u"0000_a applied"_s, u"0001_b partly applied"_s};
    QTest::newRow("a row without a file") << QStringList{fileOfA} << a << QStringList{u"0000_a"_s, u"other"_s}
                                          << QStringList{u"0000_a applied"_s, u"? orphan"_s};
}

void TestPgMigrations::tellsWhereEachStands()
{
    QFETCH(const QStringList, files);
    QFETCH(const QString, live);
    QFETCH(const QStringList, noted);
    QFETCH(const QStringList, states);
    ServerWorld world(m_cluster, files, live);
    QCOMPARE(world.db().problem, QString());
    QVERIFY(noted.isEmpty() || world.note(noted));
    QCOMPARE(world.states(), states);
}

void TestPgMigrations::appliesAllOrNone()
{
    ServerWorld world(m_cluster, {fileOfA, fileOfB, u"0002_bad: CREATE TABLE \"a\" (\"id\" integer);"_s});
    QVERIFY(!world.act(TruthAction::ApplyUpTo, -1));
    QCOMPARE(world.value(u"SELECT count(*) FROM pg_class WHERE relname IN ('a', 'b', '__drizzle_migrations')"_s),
             u"0"_s);
    VERIFY_OK(world.act(TruthAction::ApplyUpTo, 1));
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s, u"0002_bad there, not marked"_s}));
    QCOMPARE(world.value(readServersJournal), u"2"_s);
}

void TestPgMigrations::appliesTheRest()
{
    ServerWorld world(m_cluster, {fileOfA, fileOfB}, u"CREATE TABLE a (id integer); CREATE TABLE b (id integer)"_s);
    QVERIFY(world.note({u"0000_a"_s}));
    VERIFY_OK(world.act(TruthAction::ApplyRest, 1));
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}));
    QCOMPARE(world.value(u"SELECT count(*) FROM information_schema.columns WHERE table_name = 'a'"_s), u"2"_s);
}

void TestPgMigrations::marksAndBaselines()
{
    ServerWorld world(m_cluster, {fileOfA, fileOfB},
                      u"CREATE TABLE a (id integer, c text); CREATE TABLE b (id integer)"_s);
    QVERIFY(world.look().board.actions.contains(TruthAction::Baseline));
    VERIFY_OK(world.act(TruthAction::Baseline, -1));
    QCOMPARE(world.states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}));
    QCOMPARE(world.value(u"SELECT max(created_at) FROM drizzle.__drizzle_migrations"_s),
             QString::number(truthinput::start + 10));
}

void TestPgMigrations::rewritesAHash()
{
    ServerWorld world(m_cluster, {fileOfA}, u"CREATE TABLE a (id integer)"_s);
    QVERIFY(world.note({u"0000_a!"_s}));
    VERIFY_OK(world.act(TruthAction::RewriteHash, 0));
    QCOMPARE(world.states(), QStringList{u"0000_a applied"_s});
}

void TestPgMigrations::removesTheRowWithoutAFile()
{
    ServerWorld world(m_cluster, {fileOfA}, u"CREATE TABLE a (id integer)"_s);
    QVERIFY(world.note({u"0000_a"_s, u"other"_s}));
    VERIFY_OK(world.act(TruthAction::RemoveRow, 1));
    QCOMPARE(world.states(), QStringList{u"0000_a applied"_s});
}

void TestPgMigrations::whoHasMigratedMeanwhileIsSeen()
{
    ServerWorld world(m_cluster, {fileOfA, fileOfB}, u"CREATE TABLE a (id integer)"_s);
    QVERIFY(world.note({u"0000_a"_s}));
    const auto proposal = world.proposed(TruthAction::ApplyUpTo, -1);
    VERIFY_OK(proposal);
    QVERIFY(world.note({u"other"_s}));
    const auto ran = world.db().run(*proposal->script);
    QVERIFY(!ran);
    QVERIFY2(ran.error().message.contains(u"another program has migrated"_s), qPrintable(ran.error().message));
    QCOMPARE(world.value(u"SELECT to_regclass('b') IS NULL"_s), u"t"_s);
}

/// Who comes while another one is at it does not read the journal as it was before: it waits, here for as long as it
/// may.
void TestPgMigrations::whoIsMigratingIsWaitedFor()
{
    ServerWorld world(m_cluster, {fileOfA, fileOfB}, u"CREATE TABLE a (id integer)"_s);
    QVERIFY(world.note({u"0000_a"_s}));
    const auto proposal = world.proposed(TruthAction::ApplyUpTo, -1);
    VERIFY_OK(proposal);
    PostgresSession other(world.db().location);
    QVERIFY(other.run(u"BEGIN; INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', 1)"_s));
    VERIFY_OK(world.db().database->execute(u"SET lock_timeout = '100ms'"_s));
    const auto ran = world.db().run(*proposal->script);
    QVERIFY(!ran);
    QCOMPARE(ran.error().code, u"55P03"_s);
    QVERIFY(other.run(u"ROLLBACK"_s));
    VERIFY_OK(world.db().run(*proposal->script));
}

void TestPgMigrations::theJournalIsNobodys()
{
    ServerWorld world(m_cluster, {fileOfA});
    VERIFY_OK(world.act(TruthAction::ApplyUpTo, -1));
    world.db().readSchema();
    const Schema &schema = world.db().schema;
    QVERIFY(schema.table(serversJournal));
    QVERIFY(schema.table(serversJournal)->internal);
    DiffOptions options;
    options.facets = Facets::drizzlePostgres();
    const auto away = diff(schema, Schema(), options, *world.db().dialect.schemaRules());
    VERIFY_OK(away);
    QCOMPARE(wordsOf(away->changes), QStringList{u"Drop the table a"_s});
    // The 1.0 shape, under any name.
    QVERIFY(PostgresSession(world.db().location)
                .run(u"CREATE TABLE moves (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint, name text, "
                     "applied_at timestamptz DEFAULT now())"_s));
    world.db().readSchema();
    QVERIFY(schema.table({{}, u"moves"_s})->internal);
}

void TestPgMigrations::aJournalThatMayNotBeReadIsNoEmptyOne()
{
    ServerWorld world(m_cluster, {fileOfA}, u"CREATE TABLE a (id integer)"_s);
    QVERIFY(world.note({u"0000_a"_s}));
    PostgresSession admin(world.db().location);
    QVERIFY2(admin.run(u"CREATE ROLE visitor LOGIN"_s), qPrintable(admin.problem()));
    const QString location = m_cluster.location(admin.value(u"SELECT current_database()"_s), u"visitor"_s);
    const auto visitor = driverByName(u"postgres"_s)->open({u"postgres"_s, location, ConnectionSpec::Mode::Read});
    VERIFY_OK(visitor);
    const auto journal = readJournal(**visitor, world.db().dialect, serversJournal);
    QVERIFY(!journal);
    QCOMPARE(journal.error().code, u"42501"_s);
}

void TestPgMigrations::effects_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("live");
    QTest::addColumn<QStringList>("found");
    QTest::addColumn<QStringList>("missing");
    QTest::addColumn<int>("resumeAt");
    const auto row = [](const char *name, const char *text, const char *live, const QStringList &found,
                        const QStringList &missing, int resumeAt) {
        QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(live) << found << missing << resumeAt;
    };
    row("types, schemas, sequences, tables in them",
        "CREATE SCHEMA \"app\";--> statement-breakpoint\nCREATE TYPE \"public\".\"mood\" AS ENUM('a', 'b');"
        "CREATE SEQUENCE \"public\".\"counter\"; CREATE TABLE \"app\".\"t\" (\"id\" serial PRIMARY KEY);"
        "CREATE TABLE \"t\" (\"id\" integer)",
        "CREATE SCHEMA app; CREATE TYPE mood AS ENUM ('a'); CREATE TABLE app.t (id integer)",
        {u"schema app"_s, u"type mood"_s, u"table app.t"_s}, {u"sequence counter"_s, u"table t"_s}, -1);
    row("as far as it came",
        "CREATE TYPE \"public\".\"mood\" AS ENUM('a'); CREATE TABLE \"t\" (\"id\" integer);"
        "CREATE INDEX \"i\" ON \"t\" USING btree (\"id\"); CREATE VIEW \"public\".\"v\" AS (select 1)",
        "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id integer)", {u"type mood"_s, u"table t"_s},
        {u"index i"_s, u"view v"_s}, 2);
    row("constraints and row security",
        "ALTER TABLE \"t\" ADD CONSTRAINT \"t_fk\" FOREIGN KEY (\"id\") REFERENCES \"public\".\"u\"(\"id\");"
        "ALTER TABLE \"t\" ENABLE ROW LEVEL SECURITY; CREATE POLICY \"p\" ON \"t\" AS PERMISSIVE FOR ALL TO public;"
        "CREATE POLICY \"q\" ON \"t\" AS PERMISSIVE FOR ALL TO public",
        "CREATE TABLE u (id integer PRIMARY KEY); CREATE TABLE t (id integer CONSTRAINT t_fk REFERENCES u);"
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t",
        {u"constraint t_fk"_s, u"row level security of t"_s, u"policy p"_s}, {u"policy q"_s}, 3);
    row("columns and what they hold",
        "ALTER TABLE \"t\" ADD COLUMN \"x\" text; ALTER TABLE \"t\" ALTER COLUMN \"x\" SET NOT NULL;"
        "ALTER TABLE \"t\" ALTER COLUMN \"x\" DROP DEFAULT; ALTER TABLE \"t\" RENAME CONSTRAINT \"a\" TO \"b\"",
        "CREATE TABLE t (id integer, x text DEFAULT 'y', CONSTRAINT a CHECK (id > 0))", {u"column t.x"_s},
        {u"NOT NULL of t.x"_s, u"no default of t.x"_s, u"constraint b"_s}, 1);
    row("values of enums", "ALTER TYPE \"public\".\"mood\" ADD VALUE 'b'; ALTER TYPE mood ADD VALUE 'c' BEFORE 'a'",
        "CREATE TYPE mood AS ENUM ('a', 'b')", {u"value b of mood"_s}, {u"value c of mood"_s}, 1);
    row("moved and renamed",
        "ALTER TABLE \"t\" SET SCHEMA \"app\"; ALTER TABLE \"app\".\"u\" RENAME TO \"v\"; DROP TYPE \"public\".\"m\"",
        "CREATE SCHEMA app; CREATE TABLE app.t (id integer); CREATE TABLE app.u (id integer)",
        {u"table app.t"_s, u"no type m"_s}, {u"table app.v"_s}, -1);
    row("several in one statement",
        "DROP TABLE \"gone\", \"t\" CASCADE; ALTER TABLE \"u\" ADD COLUMN \"x\" text, ADD CONSTRAINT \"c\" CHECK "
        "(\"id\" > 0), DROP CONSTRAINT \"d\"",
        "CREATE TABLE t (id integer); CREATE TABLE u (id integer CONSTRAINT c CHECK (id > 0) CONSTRAINT d CHECK (id > "
        "1))",
        {u"no table gone"_s, u"constraint c"_s}, {u"no table t"_s, u"column u.x"_s, u"no constraint d"_s}, -1);
    row("guarded as older kits do it",
        "DO $$ BEGIN CREATE TYPE \"mood\" AS ENUM('a'); EXCEPTION WHEN duplicate_object THEN null; END $$;"
        "CREATE TABLE IF NOT EXISTS \"t\" (\"id\" integer); CREATE TABLE IF NOT EXISTS \"u\" (\"id\" integer)",
        "CREATE TABLE t (id integer)", {u"table t"_s}, {u"table u"_s}, 2);
}

void TestPgMigrations::effects()
{
    QFETCH(const QString, text);
    QFETCH(const QString, live);
    QFETCH(const QStringList, found);
    QFETCH(const QStringList, missing);
    QFETCH(const int, resumeAt);
    const PgDatabase db(m_cluster, live);
    QCOMPARE(db.problem, QString());
    const FileEffects effects = fileEffects(text, db.schema, db.dialect, true);
    QCOMPARE(effects.found, found);
    QCOMPARE(effects.missing, missing);
    QCOMPARE(effects.resumeAt, resumeAt);
}

/// It can stand in no transaction: that is said, and the file runs statement by statement.
void TestPgMigrations::concurrentlyRunsByItself()
{
    ServerWorld world(m_cluster,
                      {fileOfA, u"0001_i: CREATE INDEX CONCURRENTLY \"i\" ON \"a\" (\"id\");"_s,
                       u"0002_j: CREATE TABLE \"j\" (\"id\" integer); DROP INDEX CONCURRENTLY \"i\";"_s});
    VERIFY_OK(world.act(TruthAction::ApplyUpTo, 0));
    const auto alone = world.proposed(TruthAction::ApplyUpTo, 1);
    VERIFY_OK(alone);
    QVERIFY(alone->script->ownTransactions);
    const auto codes = [&](const Script &script) {
        QStringList said;
        for (const Finding &finding : staticFindings(script, world.db().schema, world.db().dialect))
            said.append(finding.code + (finding.severity == Finding::Severity::Stop ? u" stop"_s : u" warn"_s));
        return said;
    };
    QCOMPARE(codes(*alone->script), QStringList{u"H80 warn"_s});
    VERIFY_OK(world.act(TruthAction::ApplyUpTo, 1));
    QCOMPARE(world.states().mid(0, 2), (QStringList{u"0000_a applied"_s, u"0001_i applied"_s}));
    const auto mixed = world.proposed(TruthAction::ApplyUpTo, 2);
    VERIFY_OK(mixed);
    QCOMPARE(codes(*mixed->script), QStringList{u"H80 stop"_s});
}

/// Said before it runs, as the server says it then.
void TestPgMigrations::aNewValueCannotBeUsedAtOnce()
{
    ServerWorld world(m_cluster,
                      {u"0000_m: CREATE TABLE \"a\" (\"m\" \"mood\");"_s,
                       u"0001_v: ALTER TYPE \"public\".\"mood\" ADD VALUE 'new' BEFORE 'old';"
                       "ALTER TYPE \"mood\" RENAME VALUE 'old' TO 'older';"
                       "ALTER TABLE \"a\" ALTER COLUMN \"m\" SET DEFAULT 'new';"_s},
                      u"CREATE TYPE mood AS ENUM ('old')"_s);
    VERIFY_OK(world.act(TruthAction::ApplyUpTo, 0));
    const auto proposal = world.proposed(TruthAction::ApplyUpTo, 1);
    VERIFY_OK(proposal);
    const QList<Finding> findings = staticFindings(*proposal->script, world.db().schema, world.db().dialect);
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.first().code, u"H81"_s);
    QVERIFY2(findings.first().message.contains(u"'new' of mood"_s), qPrintable(findings.first().message));
    const auto ran = world.db().run(*proposal->script);
    QVERIFY(!ran);
    QCOMPARE(ran.error().statementIndex, findings.first().statementIndex);
}

void TestPgMigrations::resets()
{
    ServerWorld world(
        m_cluster,
        {u"0000_all: CREATE SCHEMA \"app\"; CREATE TYPE \"public\".\"mood\" AS ENUM('a', 'b');"
         "CREATE TABLE \"u\" (\"id\" serial PRIMARY KEY, \"m\" \"mood\" DEFAULT 'a');"
         "CREATE TABLE \"app\".\"p\" (\"id\" integer GENERATED ALWAYS AS IDENTITY, \"u\" integer REFERENCES \"u\");"
         "CREATE VIEW \"public\".\"v\" AS (select \"m\" from \"u\"); CREATE SEQUENCE \"public\".\"s\";"
         "ALTER TABLE \"u\" ENABLE ROW LEVEL SECURITY; CREATE POLICY \"own\" ON \"u\" TO public USING (true);"
         "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
         "CREATE TRIGGER touched BEFORE UPDATE ON \"u\" FOR EACH ROW EXECUTE FUNCTION touch();"_s});
    VERIFY_OK(world.act(TruthAction::ApplyUpTo, -1));
    QVERIFY(PostgresSession(world.db().location).run(u"INSERT INTO u DEFAULT VALUES; CREATE TABLE byhand (x int)"_s));
    const KnownTruth truth = world.look();
    const Scope scope = resetScope(truth.input, world.db().dialect);
    QCOMPARE(scope.schemas, (QStringList{u"public"_s, u"app"_s}));
    const auto script = resetScript(truth.input.folder, truth.input.live,
                                    {truth.input.journal, serversJournal, &world.db().dialect}, scope);
    VERIFY_OK(script);
    QCOMPARE(script->unfit, QString());
    const Schema before = world.db().schema;
    VERIFY_OK(world.db().run(*script));
    QCOMPARE(world.states(), QStringList{u"0000_all applied"_s});
    QCOMPARE(world.value(u"SELECT count(*) FROM u"_s), u"0"_s);
    const auto rest = diff(before, world.db().schema, {}, *world.db().dialect.schemaRules());
    VERIFY_OK(rest);
    QCOMPARE(wordsOf(rest->changes), QStringList{u"Drop the table byhand"_s});
}

/// What another program keeps in a schema of its own is not the project's.
void TestPgMigrations::resetIsOfItsSchemasOnly()
{
    ServerWorld world(m_cluster, {fileOfA},
                      u"CREATE SCHEMA theirs; CREATE TABLE theirs.t (id integer); INSERT INTO theirs.t VALUES (1);"
                      "CREATE TYPE theirs.e AS ENUM ('x'); CREATE TABLE old (id integer)"_s);
    const KnownTruth truth = world.look();
    const auto script =
        resetScript(truth.input.folder, truth.input.live, {truth.input.journal, serversJournal, &world.db().dialect},
                    resetScope(truth.input, world.db().dialect));
    VERIFY_OK(script);
    VERIFY_OK(world.db().run(*script));
    QCOMPARE(world.value(u"SELECT count(*) FROM theirs.t"_s), u"1"_s);
    QCOMPARE(world.value(u"SELECT to_regclass('old') IS NULL AND to_regclass('a') IS NOT NULL"_s), u"t"_s);
}

void TestPgMigrations::adoptsWhatWasDoneByHand_data()
{
    QTest::addColumn<QString>("kit");
    QTest::newRow("0.31") << u"kit"_s;
    QTest::newRow("1.0") << u"kit1"_s;
}

/// It becomes a migration with a snapshot that drizzle-kit takes, and that counts as applied.
void TestPgMigrations::adoptsWhatWasDoneByHand()
{
    QFETCH(const QString, kit);
    if (const QString why = KitProject::missing(kit); !why.isEmpty())
        QSKIP(qPrintable(why));
    const KitProject project(kit);
    project.writePostgresConfig(u"postgresql://nobody@127.0.0.1:1/nowhere"_s);
    project.write(u"schema.ts"_s,
                  u"import { pgSchema, pgTable, serial, text } from 'drizzle-orm/pg-core';\n"
                  "export const app = pgSchema('app');\n"
                  "export const users = pgTable('users', { id: serial('id').primaryKey(), name: text('name') });\n"
                  "export const posts = app.table('posts', { id: serial('id').primaryKey() });\n"_s);
    const QString said = project.kit({u"generate"_s, u"--name"_s, u"first"_s});
    PgDatabase db(m_cluster, QString());
    const auto look = [&] {
        db.readSchema();
        TruthInput input;
        input.folder = *readMigrationsFolder(project.path(u"drizzle"_s));
        input.journal = *readJournal(*db.database, db.dialect, serversJournal);
        input.journalTable = serversJournal;
        input.live = db.schema;
        return knownTruth(input, db.dialect);
    };
    QVERIFY2(readMigrationsFolder(project.path(u"drizzle"_s)), qPrintable(said));
    const auto act = [&](TruthAction action) -> Result<Done> {
        const KnownTruth truth = look();
        const auto proposal = propose({action, -1}, truth.input, truth.board, db.dialect);
        RC_TRY(proposal);
        if (!proposal->script)
            return writeFileChanges(proposal->files);
        RC_TRY(db.run(*proposal->script));
        return Done{};
    };
    VERIFY_OK(act(TruthAction::ApplyUpTo));
    QVERIFY(PostgresSession(db.location).run(u"ALTER TABLE app.posts ADD COLUMN by_hand text"_s));
    const SchemaDrift drift = look().board.drift(SchemaDrift::Pair::SnapshotDatabase);
    QCOMPARE(drift.differences, QStringList{u"column app.posts.by_hand is only in the database"_s});
    if (kit == u"kit1"_s)
        QTest::qSleep(1100); // one second is one name there
    VERIFY_OK(act(TruthAction::AdoptDrift));
    VERIFY_OK(act(TruthAction::MarkApplied));
    const KnownTruth after = look();
    QCOMPARE(after.board.rows.size(), 2);
    QCOMPARE(stateWord(after.board.rows.last()), u"applied"_s);
    QCOMPARE(after.board.drift(SchemaDrift::Pair::SnapshotDatabase).differences, QStringList());
    const QString checked = project.kit({u"check"_s});
    QVERIFY2(checked.contains(u"Everything's fine"_s), qPrintable(checked));
    // schema.ts does not have it yet: that is all that drizzle-kit finds.
    const QString next = project.kit({u"generate"_s});
    const auto folder = readMigrationsFolder(project.path(u"drizzle"_s));
    QVERIFY2(folder && folder->migrations.size() == 3, qPrintable(next));
    QVERIFY2(folder->migrations.last().text().contains(u"DROP COLUMN \"by_hand\""_s),
             qPrintable(folder->migrations.last().text()));
}

QTEST_GUILESS_MAIN(TestPgMigrations)
#include "tst_pgmigrations.moc"
