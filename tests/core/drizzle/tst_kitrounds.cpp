// SPDX-License-Identifier: GPL-3.0-or-later
// drizzle-kit and the ORM's migrator in the same folder as we, 0.31 and 1.0: what we write they take, and the other way
// round. And what pull writes compiles and means the same. Skipped, with the reason, without Node.js and npm.
#include "core/drizzle/migrationstatus.h"
#include "core/drizzle/schemawriter.h"
#include "core/session/sample.h"

#include "support/kitproject.h"
#include "support/sqlitefile.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Everything that a schema.ts can have, with a parent whose column is `name`.
QString schemaText(const QString &name, const QString &more = {})
{
    return u"import { sql } from 'drizzle-orm';\n"
           "import { blob, check, foreignKey, index, integer, primaryKey, real, sqliteTable, sqliteView, text, unique, "
           "uniqueIndex } from 'drizzle-orm/sqlite-core';\n"
           "export const users = sqliteTable('users', {\n"
           "  id: integer('id').primaryKey({ autoIncrement: true }), email: text('email').notNull().unique(),\n"
           "  name: %1, level: integer('level').default(0), ok: integer('ok', { mode: 'boolean' "
           "}).notNull().default(true),\n"
           "  at: integer('at', { mode: 'timestamp' }).default(sql`(unixepoch())`), rate: real('rate').default(1.5),\n"
           "  quote: text('quote').default('it\\'s'), raw: blob('raw'),\n"
           "  loud: text('loud').generatedAlwaysAs(sql`upper(\"email\")`),\n"
           "}, (t) => [index('lower_email').on(sql`lower(${t.email})`).where(sql`level > 0`), check('grown', "
           "sql`${t.level} >= 0`)]);\n"
           "export const posts = sqliteTable('posts', {\n"
           "  id: integer('id').notNull(), userId: integer('user_id').notNull().references(() => users.id, { onDelete: "
           "'cascade' }),\n"
           "  a: text('a'), b: text('b', { length: 10 }), kind: text('kind', { enum: ['x', 'y'] }),\n"
           "}, (t) => [primaryKey({ columns: [t.id, t.userId] }), unique('ab').on(t.a, t.b), "
           "uniqueIndex('uab').on(t.b)]);\n"
           "export const tree = sqliteTable('tree', { code: text('code').primaryKey(), up: text('up') },\n"
           "  (t) => [foreignKey({ columns: [t.up], foreignColumns: [t.code], name: 'tree_up' }).onDelete('set "
           "null')]);\n"
           "export const names = sqliteView('names').as((q) => q.select({ e: users.email }).from(users));\n"
           "%2\n"_s.arg(name, more);
}

const QString firstName()
{
    return u"text('name')"_s;
}
/// The parent has to be made anew.
const QString secondName()
{
    return u"text('name').notNull().default('nobody')"_s;
}

const QStringList databases{u"sample"_s, u"chinook.sqlite"_s, u"northwind.sqlite"_s, u"sakila.sqlite"_s};
const QString compiler =
    QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle/kit/node_modules/typescript/bin/tsc");

} // namespace

class TestKitRounds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void theirsAfterOurs_data() { KitProject::kits(); }
    void theirsAfterOurs();
    void oursAfterTheirs_data() { KitProject::kits(); }
    void oursAfterTheirs();
    void migratorRunsOurs_data() { KitProject::kits(); }
    void migratorRunsOurs();
    void uniqueBesideAnIndex();
    void projects_data();
    void projects();
    void pulled_data();
    void pulled();
    void pulledCompiles_data();
    void pulledCompiles();

private:
    static QString databaseNamed(const QString &name, const QTemporaryDir &dir);
};

#define SKIP_WITHOUT_KIT(kit)                                                                                          \
    do {                                                                                                               \
        if (const QString why = KitProject::missing(kit); !why.isEmpty())                                              \
            QSKIP(qPrintable(why));                                                                                    \
    } while (false)

void TestKitRounds::theirsAfterOurs()
{
    QFETCH(QString, kit);
    SKIP_WITHOUT_KIT(kit);
    const KitProject project(kit);
    int written = 0;
    for (const QString &text :
         {schemaText(firstName()),
          schemaText(secondName(),
                     u"export const tags = sqliteTable('tags', { id: integer('id').primaryKey() });"_s)}) {
        project.write(u"schema.ts"_s, text);
        QCOMPARE(project.generateAndWrite(), QString());
        QCOMPARE(migrationsIn(project), ++written);
        const QString said = project.kit({u"generate"_s});
        QVERIFY2(said.contains(u"No schema changes"_s), qPrintable(said + lastMigration(project)));
        QCOMPARE(migrationsIn(project), written);
        const QString checked = project.kit({u"check"_s});
        QVERIFY2(checked.contains(u"Everything's fine"_s), qPrintable(checked));
        QCOMPARE(project.generateAndWrite(), u"nothing to do"_s);
    }
}

void TestKitRounds::oursAfterTheirs()
{
    QFETCH(QString, kit);
    SKIP_WITHOUT_KIT(kit);
    const KitProject project(kit);
    project.write(u"schema.ts"_s, schemaText(firstName()));
    const QString said = project.kit({u"generate"_s, u"--name"_s, u"first"_s});
    QVERIFY2(migrationsIn(project) == 1, qPrintable(said));
    QCOMPARE(project.generateAndWrite(), u"nothing to do"_s);
    QTest::qSleep(kit == u"kit1"_s ? 1100 : 0); // one second is one name there
    const QString empty = project.kit({u"generate"_s, u"--custom"_s, u"--name"_s, u"own"_s});
    QVERIFY2(migrationsIn(project) == 2, qPrintable(empty));
    QCOMPARE(project.generateAndWrite(), u"nothing to do"_s);
    project.write(u"schema.ts"_s, schemaText(secondName()));
    QCOMPARE(project.generateAndWrite(), QString());
    const auto folder = readMigrationsFolder(project.path(u"drizzle"_s));
    VERIFY_OK(folder);
    QCOMPARE(folder->warnings, QStringList());
    QCOMPARE(folder->migrations.size(), 3);
}

/// drizzle-kit 1.0 forgets .unique() of a column that has an index of its own: nobody's doing goes without a word, and
/// what the word says to do makes both agree.
void TestKitRounds::uniqueBesideAnIndex()
{
    SKIP_WITHOUT_KIT(u"kit1"_s);
    const auto text = [](const QString &column, const QString &more) {
        return u"import { index, integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';\n"
               "export const users = sqliteTable('users', { id: integer('id').primaryKey(), email: text('email')%1 },\n"
               "  (t) => [%2index('users_email_idx').on(t.email)]);\n"_s.arg(column, more);
    };
    const KitProject project(u"kit1"_s);
    project.write(u"schema.ts"_s, text(u".unique()"_s, {}));
    const auto declared = project.declared();
    VERIFY_OK(declared);
    QVERIFY2(declared->warnings.join(u' ').contains(u"forgets the .unique() of users.email because the index "
                                                    "users_email_idx"_s),
             qPrintable(declared->warnings.join(u'\n')));
    QCOMPARE(project.generateAndWrite(), QString());
    QVERIFY2(lastMigration(project).contains(u"UNIQUE"_s), qPrintable(lastMigration(project)));
    // Theirs takes it away; ours does not put it back, and says so: no tool undoes the other's for ever.
    QTest::qSleep(1100); // one second is one name there
    if (!project.kit({u"generate"_s, u"--name"_s, u"theirs"_s}).contains(u"No schema changes"_s)) {
        QVERIFY2(!lastMigration(project).contains(u"UNIQUE"_s), qPrintable(lastMigration(project)));
        const auto again = project.generate();
        VERIFY_OK(again);
        QVERIFY(!again->prepared);
        QVERIFY2(again->notes.join(u' ').contains(u"The .unique() of users.email is not put back: drizzle-kit took it "
                                                  "away in"_s),
                 qPrintable(again->notes.join(u'\n')));
        QVERIFY(project.kit({u"generate"_s}).contains(u"No schema changes"_s));
    }
    // Each way round: what the note says to write.
    project.write(u"schema.ts"_s, text({}, u"unique().on(t.email), "_s));
    QCOMPARE(project.declared()->warnings, QStringList());
    QCOMPARE(project.generateAndWrite(), QString()); // it comes back, and stays
    QVERIFY2(lastMigration(project).contains(u"UNIQUE"_s), qPrintable(lastMigration(project)));
    const QString said = project.kit({u"generate"_s});
    QVERIFY2(said.contains(u"No schema changes"_s), qPrintable(said + lastMigration(project)));
    QCOMPARE(project.generateAndWrite(), u"nothing to do"_s);
    const KitProject theirs(u"kit1"_s);
    theirs.write(u"schema.ts"_s, text({}, u"unique().on(t.email), "_s));
    QVERIFY(theirs.kit({u"generate"_s, u"--name"_s, u"first"_s}).contains(u"first"_s));
    QVERIFY2(lastMigration(theirs).contains(u"UNIQUE"_s), qPrintable(lastMigration(theirs)));
    QCOMPARE(theirs.generateAndWrite(), u"nothing to do"_s);
}

void TestKitRounds::migratorRunsOurs()
{
    QFETCH(QString, kit);
    SKIP_WITHOUT_KIT(kit);
    const KitProject project(kit);
    const QString database = project.path(u"made.db"_s);
    project.write(u"schema.ts"_s, schemaText(firstName()));
    QCOMPARE(project.generateAndWrite(), QString());
    QCOMPARE(project.migrate(database,
                             u"INSERT INTO users (id, email, name) VALUES (1, 'a@x', 'Ada'), (2, 'b@x', 'Bob');"
                             "INSERT INTO posts (id, user_id) VALUES (1, 1), (2, 2), (3, 2)"_s),
             QString());
    project.write(u"schema.ts"_s, schemaText(secondName()));
    QCOMPARE(project.generateAndWrite(), QString());
    const QString said = project.migrate(database);
    QVERIFY2(said.isEmpty(), qPrintable(said + lastMigration(project)));
    auto opened = sqlitefile::open(database, ConnectionSpec::Mode::Write);
    VERIFY_OK(opened);
    const auto live = SchemaDb::dialect().introspect(**opened);
    VERIFY_OK(live);
    const auto declared = project.declared();
    VERIFY_OK(declared);
    DiffOptions options;
    options.facets = declared->facets;
    const auto rest = diff(*live, withKeyNullsOf(declared->schema, *live), options, SchemaDb::rules());
    VERIFY_OK(rest);
    QCOMPARE(wordsOf(rest->changes), QStringList());
    const auto rows = (*opened)->query(u"SELECT (SELECT count(*) FROM posts), (SELECT count(*) FROM users)"_s);
    VERIFY_OK(rows);
    QCOMPARE(rows->front().at(0).toInteger(), 3);
    QCOMPARE(rows->front().at(1).toInteger(), 2);
    const auto folder = readMigrationsFolder(project.path(u"drizzle"_s));
    VERIFY_OK(folder);
    const auto journal = readJournal(**opened, SchemaDb::dialect(), {{}, u"__drizzle_migrations"_s});
    VERIFY_OK(journal);
    QCOMPARE(journal->hasNames, kit == u"kit1"_s);
    for (const MigrationState &s : migrationStates(*folder, *journal))
        QCOMPARE(toText(s.kind), u"applied"_s);
}

void TestKitRounds::projects_data()
{
    QTest::addColumn<QString>("kit");
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("schema");
    QTest::newRow("the sample") << u"kit"_s << u"resources/sample"_s << u"'./src/schema.ts'"_s;
    QTest::newRow("the club") << u"kit1"_s << u"tests/core/drizzle/bridge/club"_s << u"'./schema.ts'"_s;
}

/// Whole projects: as they are, and with a folder of migrations that we have begun.
void TestKitRounds::projects()
{
    QFETCH(QString, kit);
    QFETCH(QString, source);
    QFETCH(QString, schema);
    SKIP_WITHOUT_KIT(kit);
    const KitProject project(kit);
    const QDir from(QStringLiteral(RAINCHECK_SOURCE_DIR "/") + source);
    QDirIterator files(from.path(), {u"*.ts"_s, u"*.sql"_s, u"*_snapshot.json"_s, u"_journal.json"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QFile::ReadOnly));
        project.write(from.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll()));
    }
    project.writeConfig(schema);
    const auto isUnchanged = [&project] {
        const QString ours = project.generateAndWrite();
        const QString theirs = project.kit({u"generate"_s});
        const QString checked = project.kit({u"check"_s});
        const bool isGood = ours == u"nothing to do"_s && theirs.contains(u"No schema changes"_s)
            && checked.contains(u"Everything's fine"_s);
        return isGood ? QString() : ours + theirs + checked + lastMigration(project);
    };
    if (migrationsIn(project) > 0)
        QCOMPARE(isUnchanged(), QString());
    QDir(project.path(u"drizzle"_s)).removeRecursively();
    QCOMPARE(project.generateAndWrite(), QString());
    QCOMPARE(isUnchanged(), QString());
    QCOMPARE(project.migrate(project.path(u"made.db"_s)), QString());
}

void TestKitRounds::pulled_data()
{
    QTest::addColumn<QString>("kit");
    QTest::addColumn<QString>("database");
    for (const QString &kit : {u"kit"_s, u"kit1"_s}) {
        for (const QString &name : databases)
            QTest::newRow(qPrintable(kit + u' ' + name)) << kit << name;
    }
}

QString TestKitRounds::databaseNamed(const QString &name, const QTemporaryDir &dir)
{
    if (name != u"sample"_s)
        return testdata::sharedCopy(name, dir);
    const QString path = dir.filePath(u"sample.db"_s);
    return makeSample(path) ? path : QString();
}

void TestKitRounds::pulled()
{
    QFETCH(QString, kit);
    QFETCH(QString, database);
    SKIP_WITHOUT_KIT(kit);
    const QTemporaryDir dir;
    const QString path = databaseNamed(database, dir);
    if (path.isEmpty())
        QSKIP(qPrintable(u"../shared/data/%1 is not here"_s.arg(database)));
    auto opened = sqlitefile::open(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(opened);
    const auto live = SchemaDb::dialect().introspect(**opened);
    VERIFY_OK(live);
    SchemaTextOptions options;
    options.isOrm1 = kit == u"kit1"_s;
    const SchemaText text = drizzleSchemaText(*live, options, SchemaDb::dialect());
    const KitProject project(kit);
    project.write(u"schema.ts"_s, text.schema);
    project.write(u"relations.ts"_s, text.relations);
    project.writeConfig(u"['./schema.ts', './relations.ts']"_s);
    const auto declared = project.declared();
    VERIFY_OK(declared);
    QVERIFY(!declared->relations.isEmpty());
    DiffOptions diffOptions;
    diffOptions.facets = declared->facets;
    const auto rest = diff(*live, declared->schema, diffOptions, SchemaDb::rules());
    VERIFY_OK(rest);
    QCOMPARE(wordsOf(rest->changes), QStringList());
}

void TestKitRounds::pulledCompiles_data()
{
    KitProject::kits();
}

/// All of them at once: the compiler takes some seconds to begin.
void TestKitRounds::pulledCompiles()
{
    QFETCH(QString, kit);
    SKIP_WITHOUT_KIT(kit);
    SKIP_WITHOUT_KIT(u"kit"_s); // which has the compiler
    const KitProject project(kit);
    QStringList files;
    for (const QString &name : databases) {
        const QTemporaryDir dir;
        const QString path = databaseNamed(name, dir);
        if (path.isEmpty())
            continue;
        auto opened = sqlitefile::open(path, ConnectionSpec::Mode::Write);
        VERIFY_OK(opened);
        const auto live = SchemaDb::dialect().introspect(**opened);
        VERIFY_OK(live);
        SchemaTextOptions options;
        options.isOrm1 = kit == u"kit1"_s;
        const SchemaText text = drizzleSchemaText(*live, options, SchemaDb::dialect());
        const QString folder = name.section(u'.', 0, 0) + u'/';
        project.write(folder + u"schema.ts"_s, text.schema);
        project.write(folder + u"relations.ts"_s, text.relations);
        files += {folder + u"schema.ts"_s, folder + u"relations.ts"_s};
    }
    const QString said = project.node(QStringList{compiler, u"--noEmit"_s, u"--strict"_s, u"--skipLibCheck"_s,
                                                  u"--module"_s, u"esnext"_s, u"--moduleResolution"_s, u"bundler"_s,
                                                  u"--target"_s, u"es2022"_s}
                                      + files);
    QCOMPARE(said, QString());
}

QTEST_GUILESS_MAIN(TestKitRounds)
#include "tst_kitrounds.moc"
