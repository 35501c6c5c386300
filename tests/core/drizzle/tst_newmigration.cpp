// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/newmigration.h"

#include "core/design/schemadesign.h"
#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/orderedjson.h"
#include "core/drizzle/snapshot.h"
#include "core/drizzle/snapshotwriter.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const char firstId[] = "11111111-1111-4111-8111-111111111111";
const char secondId[] = "22222222-2222-4222-8222-222222222222";

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("missing");
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
}

/// Every file under the folder with its bytes.
QMap<QString, QByteArray> everything(const QString &folder)
{
    QMap<QString, QByteArray> out;
    for (const QString &sub : {QString(), u"meta/"_s}) {
        for (const QString &name : QDir(folder + u'/' + sub).entryList(QDir::Files | QDir::Hidden))
            out.insert(sub + name, contents(folder + u'/' + sub + name));
    }
    return out;
}

Result<NewMigration> planned(const QString &name, const Schema &from, const Schema &to, const DiffOptions &options,
                             const QString &id, qint64 now)
{
    const auto d = diff(from, to, options, SchemaDb::rules());
    RC_TRY(d);
    const auto plan = SchemaDb::dialect().planner()->plan(*d, {});
    RC_TRY(plan);
    return NewMigration{name, *d, *plan, now, id};
}

/// A folder whose one migration makes two tables, as the project knows them.
class Project {
public:
    Project()
    {
        const auto made = schemaOf(sql());
        m_schema = made ? *made : Schema();
        const auto first = planned(u"first"_s, {}, m_schema, {}, QString::fromLatin1(firstId), 1000);
        m_saved = first ? saveMigration(path(), *first, SchemaDb::dialect()) : Result<SavedMigration>(first.error());
    }
    static QString sql()
    {
        return u"CREATE TABLE `users` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL, `email` text NOT NULL,"
               " `level` integer DEFAULT 0, `at` integer DEFAULT (unixepoch()), `loud` text GENERATED ALWAYS AS "
               "(upper(\"email\")) VIRTUAL, CONSTRAINT \"grown\" CHECK(\"level\" >= 0));"
               "CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);"
               "CREATE INDEX `lower_email` ON `users` (lower(\"email\")) WHERE \"level\" > 0;"
               "CREATE TABLE `posts` (`id` integer, `user_id` integer NOT NULL, PRIMARY KEY(`id`, `user_id`),"
               " FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade);"
               "CREATE VIEW `names` AS select \"email\" from \"users\";"_s;
    }
    [[nodiscard]] QString path() const { return m_dir.filePath(u"drizzle"_s); }
    [[nodiscard]] const Schema &schema() const { return m_schema; }
    [[nodiscard]] const Result<SavedMigration> &saved() const { return m_saved; }

private:
    QTemporaryDir m_dir;
    Schema m_schema;
    Result<SavedMigration> m_saved = Error::cancelled();
};

} // namespace

class TestNewMigration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void names_data();
    void names();
    void json();
    void firstOfAll();
    void snapshotReadsBack();
    void anotherOne();
    void renamesAreKnown();
    void handMadeTablesStayUnknown();
    void neverOverwrites();
    void datedAfterTheLast();
    void byTheTime();
    void foldersOfTheirOwn();
    void formByVersion();
    void prefixes_data();
    void prefixes();
    void withoutBreakpoints();
    void custom_data();
    void custom();
    void loadedByExpo();
    void warnsOfRebuiltParents();
    void nothingToDo();
    void drizzlesOwnToolsTakeIt();
};

void TestNewMigration::names_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("expected");
    QTest::newRow("words") << u"Add tags!"_s << u"add_tags"_s;
    QTest::newRow("a path") << u"../../etc/passwd"_s << u"etc_passwd"_s;
    QTest::newRow("nothing") << u" … "_s << QString();
}

void TestNewMigration::names()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, expected);
    QCOMPARE(migrationFileName(typed), expected);
}

void TestNewMigration::json()
{
    OrderedJson json = OrderedJson::object({{u"z"_s, QJsonValue(1)}, {u"a"_s, u"q\"\n"_s}});
    json.put(u"empty"_s, OrderedJson::object());
    json.put(u"list"_s, OrderedJson::array(QStringList{u"x"_s, u"y"_s}));
    QCOMPARE(json.text(),
             QByteArray("{\n  \"z\": 1,\n  \"a\": \"q\\\"\\n\",\n  \"empty\": {},\n  \"list\": [\n"
                        "    \"x\",\n    \"y\"\n  ]\n}"));
}

void TestNewMigration::firstOfAll()
{
    const Project project;
    VERIFY_OK(project.saved());
    QCOMPARE(project.saved()->tag, u"0000_first"_s);
    QCOMPARE(contents(project.path() + u"/meta/_journal.json"_s),
             QByteArray("{\n  \"version\": \"7\",\n  \"dialect\": \"sqlite\",\n  \"entries\": [\n    {\n"
                        "      \"idx\": 0,\n      \"version\": \"6\",\n      \"when\": 1000,\n"
                        "      \"tag\": \"0000_first\",\n      \"breakpoints\": true\n    }\n  ]\n}"));
    const auto folder = readMigrationsFolder(project.path());
    VERIFY_OK(folder);
    QCOMPARE(folder->warnings, QStringList());
    QCOMPARE(folder->migrations.size(), 1);
    // What the file says makes the schema.
    SchemaDb db;
    const QStringList parts = folder->migrations.first().text().split(u"--> statement-breakpoint"_s);
    QVERIFY(parts.size() >= 5);
    for (const QString &part : parts)
        QCOMPARE(db.execute(part), QString());
    const auto made = db.schema();
    VERIFY_OK(made);
    const auto rest = diff(*made, project.schema(), {}, SchemaDb::rules());
    VERIFY_OK(rest);
    QCOMPARE(wordsOf(rest->changes), QStringList());
}

void TestNewMigration::snapshotReadsBack()
{
    const Project project;
    const QByteArray bytes = contents(project.path() + u"/meta/0000_snapshot.json"_s);
    const QJsonObject root = QJsonDocument::fromJson(bytes).object();
    QCOMPARE(root.value("id"_L1).toString(), QString::fromLatin1(firstId));
    QCOMPARE(root.value("prevId"_L1).toString(), u"00000000-0000-0000-0000-000000000000"_s);
    QCOMPARE(root.value("version"_L1).toString(), u"6"_s);
    const QJsonObject users = root.value("tables"_L1)["users"_L1].toObject();
    QCOMPARE(users.value("columns"_L1)["level"_L1]["default"_L1], QJsonValue(0));
    QCOMPARE(users.value("columns"_L1)["at"_L1]["default"_L1], QJsonValue(u"(unixepoch())"_s));
    QCOMPARE(users.value("columns"_L1)["id"_L1]["autoincrement"_L1], QJsonValue(true));
    QVERIFY(root.value("tables"_L1)["posts"_L1]["foreignKeys"_L1].toObject().contains("posts_user_id_users_id_fk"_L1));
    QVERIFY(
        root.value("tables"_L1)["posts"_L1]["compositePrimaryKeys"_L1].toObject().contains("posts_id_user_id_pk"_L1));
    const auto read = readDrizzleSnapshot(bytes);
    VERIFY_OK(read);
    DiffOptions options;
    options.facets = read->facets;
    const auto rest = diff(project.schema(), read->schema, options, SchemaDb::rules());
    VERIFY_OK(rest);
    QCOMPARE(wordsOf(rest->changes), QStringList());
    QCOMPARE(read->schema.table({{}, u"users"_s})->columns.first().name, u"id"_s); // in the table's order
}

void TestNewMigration::anotherOne()
{
    const Project project;
    SchemaDesign design(std::make_shared<const Schema>(project.schema()), SchemaDb::dialect());
    Column nick;
    nick.name = u"nick"_s;
    nick.declaredType = u"TEXT"_s;
    VERIFY_OK(design.push(design::AddColumn{{{}, u"users"_s}, nick, -1}));
    const auto second = planned(u"nick names"_s, project.schema(), design.target(), design.diffOptions(),
                                QString::fromLatin1(secondId), 2000);
    VERIFY_OK(second);
    const auto saved = saveMigration(project.path(), *second, SchemaDb::dialect());
    VERIFY_OK(saved);
    QCOMPARE(saved->tag, u"0001_nick_names"_s);
    QCOMPARE(contents(saved->path), QByteArray("ALTER TABLE `users` ADD COLUMN `nick` TEXT;"));
    QVERIFY(saved->warnings.isEmpty());
    const QJsonObject root = QJsonDocument::fromJson(contents(project.path() + u"/meta/0001_snapshot.json"_s)).object();
    QCOMPARE(root.value("prevId"_L1).toString(), QString::fromLatin1(firstId));
    QCOMPARE(root.value("tables"_L1)["users"_L1]["columns"_L1]["nick"_L1]["type"_L1], QJsonValue(u"text"_s));
    const auto folder = readMigrationsFolder(project.path());
    VERIFY_OK(folder);
    QCOMPARE(folder->warnings, QStringList());
    QCOMPARE(folder->migrations.size(), 2);
}

void TestNewMigration::renamesAreKnown()
{
    const Project project;
    SchemaDesign design(std::make_shared<const Schema>(project.schema()), SchemaDb::dialect());
    VERIFY_OK(design.push(design::RenameTable{{{}, u"users"_s}, u"people"_s}));
    VERIFY_OK(design.push(design::RenameColumn{{{}, u"people"_s}, u"level"_s, u"rank"_s}));
    const auto second = planned(u"people"_s, project.schema(), design.target(), design.diffOptions(),
                                QString::fromLatin1(secondId), 2000);
    VERIFY_OK(second);
    const auto saved = saveMigration(project.path(), *second, SchemaDb::dialect());
    VERIFY_OK(saved);
    QVERIFY(contents(saved->path).contains("RENAME TO `people`"));
    const QByteArray bytes = contents(project.path() + u"/meta/0001_snapshot.json"_s);
    const QJsonObject meta = QJsonDocument::fromJson(bytes).object().value("_meta"_L1).toObject();
    QCOMPARE(meta.value("tables"_L1)["\"users\""_L1], QJsonValue(u"\"people\""_s));
    QCOMPARE(meta.value("columns"_L1)["\"people\".\"level\""_L1], QJsonValue(u"\"people\".\"rank\""_s));
    // The key of posts follows, though nothing else about posts changes.
    const auto read = readDrizzleSnapshot(bytes);
    VERIFY_OK(read);
    DiffOptions options;
    options.facets = read->facets;
    const auto rest = diff(design.target(), read->schema, options, SchemaDb::rules());
    VERIFY_OK(rest);
    QCOMPARE(wordsOf(rest->changes), QStringList());
}

void TestNewMigration::handMadeTablesStayUnknown()
{
    const Project project;
    const auto live = schemaOf(Project::sql() + u"CREATE TABLE by_hand (x);"_s);
    VERIFY_OK(live);
    SchemaDesign design(std::make_shared<const Schema>(*live), SchemaDb::dialect());
    VERIFY_OK(design.push(
        design::AddTable{*schemaOf(u"CREATE TABLE tags (id integer PRIMARY KEY)"_s)->table({{}, u"tags"_s})}));
    const auto second =
        planned(u"tags"_s, *live, design.target(), design.diffOptions(), QString::fromLatin1(secondId), 2000);
    VERIFY_OK(second);
    VERIFY_OK(saveMigration(project.path(), *second, SchemaDb::dialect()));
    const auto read = readDrizzleSnapshot(contents(project.path() + u"/meta/0001_snapshot.json"_s));
    VERIFY_OK(read);
    QVERIFY(read->schema.table({{}, u"tags"_s}));
    QVERIFY(read->schema.table({{}, u"users"_s}));
    QVERIFY(!read->schema.table({{}, u"by_hand"_s})); // or the next generate would drop it
}

void TestNewMigration::neverOverwrites()
{
    const Project project;
    const auto second = planned(u"more"_s, {}, *schemaOf(u"CREATE TABLE tags (id integer PRIMARY KEY)"_s), {},
                                QString::fromLatin1(secondId), 2000);
    VERIFY_OK(second);
    for (const QString &taken : {u"/0001_more.sql"_s, u"/meta/0001_snapshot.json"_s}) {
        write(project.path() + taken, "mine");
        if (taken.contains(u"meta"))
            write(project.path() + taken, contents(project.path() + u"/meta/0000_snapshot.json"_s));
        const auto before = everything(project.path());
        const auto saved = saveMigration(project.path(), *second, SchemaDb::dialect());
        QVERIFY(!saved);
        QVERIFY2(saved.error().message.contains(u"is there already; nothing was written"_s),
                 qPrintable(saved.error().message));
        QCOMPARE(everything(project.path()), before);
        QFile::remove(project.path() + taken);
    }
}

void TestNewMigration::datedAfterTheLast()
{
    const Project project; // dated 1000
    const auto second = planned(u"more"_s, {}, *schemaOf(u"CREATE TABLE tags (id integer PRIMARY KEY)"_s), {},
                                QString::fromLatin1(secondId), 500); // a clock that is wrong
    VERIFY_OK(second);
    VERIFY_OK(saveMigration(project.path(), *second, SchemaDb::dialect()));
    const auto folder = readMigrationsFolder(project.path());
    VERIFY_OK(folder);
    QCOMPARE(folder->migrations.last().when, 1001);
    QCOMPARE(folder->warnings, QStringList());
}

void TestNewMigration::byTheTime()
{
    const Project project;
    const QString journal = project.path() + u"/meta/_journal.json"_s;
    write(journal, contents(journal).replace("0000_first", "20200101000000_first"));
    const auto second = planned(u"more"_s, {}, *schemaOf(u"CREATE TABLE tags (id integer PRIMARY KEY)"_s), {},
                                QString::fromLatin1(secondId), 1767225600000);
    VERIFY_OK(second);
    const auto saved = saveMigration(project.path(), *second, SchemaDb::dialect());
    VERIFY_OK(saved);
    QCOMPARE(saved->tag, u"20260101000000_more"_s);
}

void TestNewMigration::foldersOfTheirOwn()
{
    const QTemporaryDir dir;
    QVERIFY(QDir().mkpath(dir.filePath(u"20250101000000_first"_s)));
    write(dir.filePath(u"20250101000000_first/migration.sql"_s), "CREATE TABLE t (a);");
    const auto migration = planned(u"more"_s, {}, *schemaOf(u"CREATE TABLE tags (id integer PRIMARY KEY)"_s), {},
                                   QString::fromLatin1(firstId), 1000);
    VERIFY_OK(migration);
    const auto saved = saveMigration(dir.path(), *migration, SchemaDb::dialect());
    VERIFY_OK(saved);
    QCOMPARE(saved->tag, u"20250101000001_more"_s); // after the one that is there, whatever the clock says
    QCOMPARE(saved->path, dir.filePath(u"20250101000001_more/migration.sql"_s));
    QVERIFY(!QFileInfo::exists(dir.filePath(u"meta"_s)));
    const QString snapshot = dir.filePath(u"20250101000001_more/snapshot.json"_s);
    QJsonObject root = QJsonDocument::fromJson(contents(snapshot)).object();
    QCOMPARE(root.value("version"_L1).toString(), u"7"_s);
    QCOMPARE(root.value("prevIds"_L1).toArray(), QJsonArray{u"00000000-0000-0000-0000-000000000000"_s});
    const auto read = readDrizzleSnapshot(contents(snapshot));
    VERIFY_OK(read);
    QCOMPARE(wordsOf(diff(read->schema, migration->diff.target, {}, SchemaDb::rules())->changes), QStringList());

    NewMigration next = *migration;
    next.id = QString::fromLatin1(secondId);
    const auto again = saveMigration(dir.path(), next, SchemaDb::dialect());
    VERIFY_OK(again);
    root = QJsonDocument::fromJson(contents(dir.filePath(again->tag + u"/snapshot.json"_s))).object();
    QCOMPARE(root.value("prevIds"_L1).toArray(), QJsonArray{QString::fromLatin1(firstId)});
}

void TestNewMigration::formByVersion()
{
    const QTemporaryDir dir;
    const auto migration = planned(u"first"_s, {}, *schemaOf(u"CREATE TABLE tags (id integer PRIMARY KEY)"_s), {},
                                   QString::fromLatin1(firstId), 1767225600000);
    VERIFY_OK(migration);
    MigrationOptions options;
    options.ormVersion = u"1.0.0-rc.4"_s;
    const auto folders = prepareMigration(dir.filePath(u"new"_s), *migration, SchemaDb::dialect(), options);
    VERIFY_OK(folders);
    QCOMPARE(folders->saved.tag, u"20260101000000_first"_s);
    QCOMPARE(folders->files.size(), 2);
    QVERIFY(!QFileInfo::exists(dir.filePath(u"new"_s))); // prepared is not written
    options.ormVersion = u"0.45.1"_s;
    const auto classic = prepareMigration(dir.filePath(u"new"_s), *migration, SchemaDb::dialect(), options);
    VERIFY_OK(classic);
    QCOMPARE(classic->saved.tag, u"0000_first"_s);
    QCOMPARE(classic->files.size(), 3);
    QCOMPARE(classic->files.first().path, dir.filePath(u"new/0000_first.sql"_s));
    QVERIFY(classic->files.first().isNew());
}

void TestNewMigration::prefixes_data()
{
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QStringList>("tags");
    QTest::newRow("index") << u"index"_s << QStringList{u"0000_one"_s, u"0001_two"_s};
    QTest::newRow("timestamp") << u"timestamp"_s << QStringList{u"20260101000000_one"_s, u"20260101000001_two"_s};
    QTest::newRow("supabase") << u"supabase"_s << QStringList{u"20260101000000_one"_s, u"20260101000001_two"_s};
    QTest::newRow("unix") << u"unix"_s << QStringList{u"1767225600_one"_s, u"1767225601_two"_s};
    QTest::newRow("none") << u"none"_s << QStringList{u"_one"_s, u"_two"_s};
}

/// Each kind, and that the snapshot before is found again, as drizzle-kit's own `none` cannot.
void TestNewMigration::prefixes()
{
    QFETCH(QString, prefix);
    QFETCH(QStringList, tags);
    const QTemporaryDir dir;
    MigrationOptions options;
    options.prefix = migrationPrefixFrom(prefix);
    QVERIFY(options.prefix);
    const Schema one = *schemaOf(u"CREATE TABLE one (id integer PRIMARY KEY)"_s);
    const Schema two = *schemaOf(u"CREATE TABLE one (id integer PRIMARY KEY); CREATE TABLE two (id integer)"_s);
    const auto first = planned(u"one"_s, {}, one, {}, QString::fromLatin1(firstId), 1767225600000);
    const auto second = planned(u"two"_s, one, two, {}, QString::fromLatin1(secondId), 1767225601000);
    VERIFY_OK(first);
    VERIFY_OK(second);
    const auto a = saveMigration(dir.path(), *first, SchemaDb::dialect(), options);
    VERIFY_OK(a);
    const auto b = saveMigration(dir.path(), *second, SchemaDb::dialect(), options);
    VERIFY_OK(b);
    QCOMPARE((QStringList{a->tag, b->tag}), tags);
    const auto state = readFolderState(dir.path(), {});
    VERIFY_OK(state);
    QVERIFY(state->last());
    QCOMPARE(state->last()->id, QString::fromLatin1(secondId));
    QCOMPARE(state->last()->previousIds, QStringList{QString::fromLatin1(firstId)});
    const auto folder = readMigrationsFolder(dir.path());
    VERIFY_OK(folder);
    QCOMPARE(folder->warnings, QStringList());
    QCOMPARE(folder->migrations.size(), 2);
}

void TestNewMigration::withoutBreakpoints()
{
    const QTemporaryDir dir;
    const auto migration = planned(u"two"_s, {}, *schemaOf(u"CREATE TABLE a (x integer); CREATE TABLE b (x integer)"_s),
                                   {}, QString::fromLatin1(firstId), 1000);
    VERIFY_OK(migration);
    MigrationOptions options;
    options.breakpoints = false;
    const auto saved = saveMigration(dir.path(), *migration, SchemaDb::dialect(), options);
    VERIFY_OK(saved);
    const QByteArray sql = contents(saved->path);
    QVERIFY2(!sql.contains("statement-breakpoint") && sql.contains(";\nCREATE TABLE"), sql.constData());
    const auto folder = readMigrationsFolder(dir.path());
    VERIFY_OK(folder);
    QCOMPARE(folder->migrations.first().breakpoints, false);
}

void TestNewMigration::custom_data()
{
    QTest::addColumn<QString>("orm");
    QTest::newRow("classic") << u"0.45.1"_s;
    QTest::newRow("1.0") << u"1.0.0"_s;
}

void TestNewMigration::custom()
{
    QFETCH(QString, orm);
    const QTemporaryDir dir;
    MigrationOptions options;
    options.ormVersion = orm;
    const auto first = planned(u"first"_s, {}, *schemaOf(Project::sql()), {}, QString::fromLatin1(firstId), 1000);
    VERIFY_OK(first);
    VERIFY_OK(saveMigration(dir.path(), *first, SchemaDb::dialect(), options));
    NewMigration own;
    own.name = u"seed"_s;
    own.custom = true;
    own.now = 2000;
    own.id = QString::fromLatin1(secondId);
    const auto saved = saveMigration(dir.path(), own, SchemaDb::dialect(), options);
    VERIFY_OK(saved);
    QCOMPARE(contents(saved->path), QByteArray("-- Custom SQL migration file, put your code below! --"));
    const auto state = readFolderState(dir.path(), options);
    VERIFY_OK(state);
    QCOMPARE(state->snapshots.size(), 2);
    const SnapshotFile &before = state->snapshots.first();
    const SnapshotFile &now = state->snapshots.last();
    QCOMPARE(now.id, QString::fromLatin1(secondId));
    QCOMPARE(now.previousIds, QStringList{QString::fromLatin1(firstId)});
    QCOMPARE(readDrizzleSnapshot(now.bytes)->schema, readDrizzleSnapshot(before.bytes)->schema);
    // Only the ids are others.
    QByteArray restored = now.bytes;
    restored.replace(secondId, "x").replace(firstId, "y");
    QByteArray original = before.bytes;
    original.replace(firstId, "x").replace("00000000-0000-0000-0000-000000000000", "y");
    QCOMPARE(restored, original);
}

void TestNewMigration::loadedByExpo()
{
    const Project project;
    const auto second = planned(u"more"_s, project.schema(), *schemaOf(Project::sql() + u"CREATE TABLE t (x integer);"_s),
                                {}, QString::fromLatin1(secondId), 2000);
    VERIFY_OK(second);
    MigrationOptions options;
    options.driver = u"expo"_s;
    VERIFY_OK(saveMigration(project.path(), *second, SchemaDb::dialect(), options));
    const QByteArray module = contents(project.path() + u"/migrations.js"_s);
    QVERIFY2(module.contains("import m0000 from './0000_first.sql';") && module.contains("import m0001 from './0001_more.sql';")
                 && module.contains("m0000,\nm0001"),
             module.constData());
}

void TestNewMigration::warnsOfRebuiltParents()
{
    const Project project;
    SchemaDesign design(std::make_shared<const Schema>(project.schema()), SchemaDb::dialect());
    const Column was = *project.schema().table({{}, u"users"_s})->column(u"level"_s);
    Column to = was;
    to.declaredType = u"real"_s;
    VERIFY_OK(design.push(design::AlterColumn{{{}, u"users"_s}, was, to}));
    const auto second =
        planned(u"levels"_s, project.schema(), design.target(), {}, QString::fromLatin1(secondId), 2000);
    VERIFY_OK(second);
    const auto saved = saveMigration(project.path(), *second, SchemaDb::dialect());
    VERIFY_OK(saved);
    QCOMPARE(saved->warnings.size(), 1);
    QVERIFY(saved->warnings.first().contains(u"users anew, to which posts refers"_s));
    const QByteArray sql = contents(saved->path);
    QVERIFY2(sql.startsWith("PRAGMA foreign_keys = OFF;--> statement-breakpoint\n"), sql.constData());
    QVERIFY(sql.endsWith("PRAGMA foreign_keys = ON;"));
    QVERIFY(!sql.contains("BEGIN") && !sql.contains("foreign_key_check"));
}

void TestNewMigration::nothingToDo()
{
    const QTemporaryDir dir;
    const auto migration = planned(u"none"_s, {}, {}, {}, QString::fromLatin1(firstId), 1000);
    VERIFY_OK(migration);
    QVERIFY(!saveMigration(dir.path(), *migration, SchemaDb::dialect()));
    QVERIFY(everything(dir.path()).isEmpty());
}

/// The project's own drizzle-orm reads the folder and says what it would run, and drizzle-kit looks it over: both as
/// “npm ci” installs them in tests/core/drizzle/kit, which ./test does.
void TestNewMigration::drizzlesOwnToolsTakeIt()
{
    const QString kit = QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle/kit");
    if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
        QSKIP("There is no Node.js here, so that drizzle-orm cannot be asked.");
    if (!QFileInfo::exists(kit + u"/node_modules/drizzle-orm"_s))
        QSKIP("drizzle-orm is not installed: run “npm ci” in tests/core/drizzle/kit (./test does).");
    const Project project;
    SchemaDesign design(std::make_shared<const Schema>(project.schema()), SchemaDb::dialect());
    VERIFY_OK(design.push(design::RenameColumn{{{}, u"users"_s}, u"level"_s, u"rank"_s}));
    const auto tags =
        schemaOf(u"CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE DEFAULT 'it''s')"_s);
    VERIFY_OK(tags);
    VERIFY_OK(design.push(design::AddTable{*tags->table({{}, u"tags"_s})}));
    const auto second = planned(u"tags"_s, project.schema(), design.target(), design.diffOptions(),
                                QString::fromLatin1(secondId), 2000);
    VERIFY_OK(second);
    VERIFY_OK(saveMigration(project.path(), *second, SchemaDb::dialect()));

    // Its proxy driver hands out the statements of all migrations instead of running them.
    const QString script = u"import { drizzle } from 'drizzle-orm/sqlite-proxy'; import { migrate } from "
                           u"'drizzle-orm/sqlite-proxy/migrator';"
                           "const db = drizzle(async (sql, params, method) => ({ rows: [] }));"
                           "await migrate(db, async (queries) => { process.stdout.write(JSON.stringify(queries)); },"
                           " { migrationsFolder: process.argv[1] });"_s;
    QProcess node;
    node.setWorkingDirectory(kit);
    node.start(u"node"_s, {u"--input-type=module"_s, u"-e"_s, script, project.path()});
    QVERIFY(node.waitForFinished(60000));
    QVERIFY2(node.exitCode() == 0, node.readAllStandardError().constData());
    const QJsonArray queries = QJsonDocument::fromJson(node.readAllStandardOutput()).array();
    QVERIFY(queries.size() > 4);
    SchemaDb made(
        u"CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)"_s);
    QCOMPARE(made.execute(u"BEGIN"_s), QString());
    for (const auto &query : queries)
        QCOMPARE(made.execute(query.toString()), QString());
    QCOMPARE(made.execute(u"COMMIT"_s), QString());
    QCOMPARE(made.rows(u"SELECT created_at FROM __drizzle_migrations"_s), u"1000\n2000"_s);
    const auto schema = made.schema();
    VERIFY_OK(schema);
    DiffOptions within;
    within.scope.patterns = {u"!__drizzle_migrations"_s};
    const auto rest = diff(*schema, design.target(), within, SchemaDb::rules());
    VERIFY_OK(rest);
    QCOMPARE(wordsOf(rest->changes), QStringList());

    node.setProcessChannelMode(QProcess::MergedChannels);
    node.start(u"node"_s,
               {u"node_modules/drizzle-kit/bin.cjs"_s, u"check"_s, u"--dialect"_s, u"sqlite"_s, u"--out"_s,
                QDir(kit).relativeFilePath(project.path())});
    QVERIFY(node.waitForFinished(60000));
    const QByteArray said = node.readAll();
    QVERIFY2(said.contains("Everything's fine"), said.constData());
}

QTEST_GUILESS_MAIN(TestNewMigration)
#include "tst_newmigration.moc"
