// SPDX-License-Identifier: GPL-3.0-or-later
// From a draft to a plan, with what the data says to it: the services behind the migration preview and the designer.
#include "core/base/whendone.h"
#include "core/session/schemawork.h"

#include "support/opensession.h"
#include "support/schemadb.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString shop =
    u"CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age TEXT, name TEXT);"
    "CREATE TABLE posts (id INTEGER PRIMARY KEY, author REFERENCES users ON DELETE CASCADE, title TEXT);"
    "INSERT INTO users VALUES (1, 'ada@x', '36', 'Ada'), (2, NULL, '007', 'Bob'), (3, 'ada@x', 'x', NULL);"
    "INSERT INTO posts VALUES (1, 1, 'one'), (2, 2, 'two'), (3, 9, 'lost')"_s;

MigrationDraft draftOf(const QString &sql)
{
    MigrationDraft draft;
    draft.sourceName = u"test"_s;
    const auto schema = schemaOf(sql);
    if (schema)
        draft.target = *schema;
    return draft;
}

QString write(const OpenSession &open, const QString &name, const QByteArray &bytes)
{
    QFile file(open.dir.filePath(name));
    return file.open(QFile::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
}

} // namespace

class TestSchemaWork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void plansFromTheSchemaAsItIs();
    void refusesFillsThatAreNoExpression_data();
    void refusesFillsThatAreNoExpression();
    void asksTheData();
    void saysWhatCouldNotBeAnswered();
    void repairsAnswerTheirHazard();
    void previewsAFill_data();
    void previewsAFill();
    void previewsNothingButRead();
    void readsSources_data();
    void readsSources();
    void aSourceThatIsWrongSaysSo_data();
    void aSourceThatIsWrongSaysSo();
    void readingTheOpenFileKeepsItsLocks();
    void suggestsByValues();
};

void TestSchemaWork::plansFromTheSchemaAsItIs()
{
    OpenSession open(shop);
    const auto work = open.session->makeSchemaWork();
    MigrationDraft draft;
    draft.target = *open.session->schema();
    const auto nothing = work->plan(draft);
    QVERIFY(nothing);
    QVERIFY((*nothing)->plan.script.isEmpty());
    draft.target.tables[1].columns[1].notNull = true;
    const auto plan = work->plan(draft);
    QVERIFY(plan);
    QCOMPARE((*plan)->diff.changes.size(), 1);
    QCOMPARE((*plan)->plan.rebuilt, QStringList{u"users"_s});
    QCOMPARE(**work->plan(draft), **plan);
}

void TestSchemaWork::refusesFillsThatAreNoExpression_data()
{
    QTest::addColumn<QString>("expression");
    QTest::newRow("two statements") << u"1; DROP TABLE users"_s;
    QTest::newRow("closes what was open") << u"1) FROM users; --"_s;
    QTest::newRow("parameter") << u":x"_s;
    QTest::newRow("empty") << u" -- nothing"_s;
    QTest::newRow("no end") << u"'abc"_s;
}

void TestSchemaWork::refusesFillsThatAreNoExpression()
{
    QFETCH(QString, expression);
    OpenSession open(shop);
    MigrationDraft draft;
    draft.target = *open.session->schema();
    draft.target.tables[1].columns[1].notNull = true;
    draft.plan.fills = {{{{}, u"users"_s}, u"email"_s, expression}};
    const auto plan = open.session->makeSchemaWork()->plan(draft);
    QVERIFY(!plan);
    QVERIFY2(plan.error().message.contains(u"email of users"_s), qPrintable(plan.error().message));
}

void TestSchemaWork::asksTheData()
{
    OpenSession open(shop);
    const auto work = open.session->makeSchemaWork();
    const auto plan = work->plan(
        draftOf(u"CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, age INTEGER, name TEXT);"
                "CREATE TABLE posts (id INTEGER PRIMARY KEY, author REFERENCES users ON DELETE CASCADE)"_s));
    QVERIFY(plan);
    const auto answers = waitFor(work->askData(*plan));
    QVERIFY(answers);
    QCOMPARE(answers->size(), (*plan)->hazards.size());
    QMap<QString, qint64> rows;
    for (qsizetype i = 0; i < answers->size(); ++i) {
        if (answers->at(i).kind == HazardAnswer::Kind::Counted)
            rows[(*plan)->hazards.at(i).finding.code] += answers->at(i).rows;
    }
    QCOMPARE(rows.value(u"H21"_s, -1), 1); // one NULL under NOT NULL
    QCOMPARE(rows.value(u"H22"_s, -1), 2); // two share an address
    QCOMPARE(rows.value(u"H11"_s, -1), 1); // '007'
    QCOMPARE(rows.value(u"H02"_s, -1), 3); // titles go
    const QList<Finding> grave = blocking(findingsIn(*answers), {u"h02"_s, u"H11"_s});
    QCOMPARE(grave.size(), 2); // certain to fail, whatever is allowed
    QCOMPARE(blocking(findingsIn(*answers), {u"H02"_s, u"H11"_s, u"H21"_s, u"H22"_s}).size(), 2);
}

void TestSchemaWork::saysWhatCouldNotBeAnswered()
{
    // Some millions of rows for a question that has no time at all.
    SchemaDb db(u"CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);"
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000)"
                " INSERT INTO t SELECT i, i FROM n"_s);
    const auto from = db.schema();
    const auto draft = draftOf(u"CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT NOT NULL)"_s);
    const auto migration = planDraft(*from, draft, SchemaDb::dialect());
    QVERIFY(migration);
    TestJob job;
    const auto answers = core::askData(*migration, db.database(), SchemaDb::dialect(), job, -1);
    QVERIFY(answers);
    int unknown = 0;
    for (qsizetype i = 0; i < answers->size(); ++i) {
        if (!migration->hazards.at(i).probe)
            continue;
        ++unknown;
        QCOMPARE(answers->at(i).kind, HazardAnswer::Kind::Unknown);
        QVERIFY(answers->at(i).finding);
        QVERIFY2(answers->at(i).finding->message.contains(u"the worst is assumed"_s),
                 qPrintable(answers->at(i).finding->message));
    }
    QCOMPARE(unknown, 1);
    QCOMPARE(blocking(findingsIn(*answers), {}).size(), 1);
    job.cancelled = [] { return true; };
    const auto cancelled = core::askData(*migration, db.database(), SchemaDb::dialect(), job);
    QVERIFY(!cancelled && cancelled.error().isCancelled());
}

void TestSchemaWork::repairsAnswerTheirHazard()
{
    OpenSession open(shop);
    const auto work = open.session->makeSchemaWork();
    MigrationDraft draft = draftOf(
        u"CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, age TEXT, name TEXT CHECK (name <> 'Bob'));"
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, author REFERENCES users ON DELETE CASCADE, title TEXT)"_s);
    const auto before = work->plan(draft);
    QVERIFY(before);
    const ProbeSql &probes = *open.session->dialect().probeSql();
    for (const Hazard &hazard : (*before)->hazards) {
        if (hazard.finding.code == u"H25")
            draft.plan.repairs += probes.setColumn(*hazard.probe, u"name"_s, u"'Rob'"_s);
    }
    IndexedColumn email;
    email.column = u"email"_s;
    email.collation = u"BINARY"_s; // as the hazard asks
    draft.plan.repairs += *probes.keepFirstOfDuplicates(*open.session->schema()->table({{}, u"users"_s}), {email}, {});
    QCOMPARE(draft.plan.repairs.size(), 2);
    const auto after = work->plan(draft);
    QVERIFY(after);
    const auto answers = waitFor(work->askData(*after));
    QVERIFY(answers);
    int right = 0;
    for (qsizetype i = 0; i < answers->size(); ++i) {
        if ((*after)->hazards.at(i).probe)
            QCOMPARE(answers->at(i).kind, HazardAnswer::Kind::PutRight);
        right += answers->at(i).kind == HazardAnswer::Kind::PutRight ? 1 : 0;
    }
    QCOMPARE(right, 2);
    QVERIFY(blocking(findingsIn(*answers), {}).isEmpty());
}

void TestSchemaWork::previewsAFill_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QStringList>("results");
    QTest::addColumn<bool>("fails");
    const QStringList key{u"id"_s};
    QTest::newRow("a new column") << u"slug"_s << u"lower(full_name) || id"_s << key + QStringList{u"full_name"_s}
                                  << QStringList{u"ada1"_s, u"bob2"_s, u""_s} << false;
    QTest::newRow("NULLs of a column that is there")
        << u"full_name"_s << u"'nobody ' || age -- by age"_s << key + QStringList{u"full_name"_s, u"age"_s}
        << QStringList{u"nobody x"_s} << false;
    QTest::newRow("an expression that fails")
        << u"slug"_s << u"nothing(id)"_s << key << QStringList{u""_s, u""_s, u""_s} << true;
    QTest::newRow("a column that is not there")
        << u"slug"_s << u"nme"_s << key << QStringList{u""_s, u""_s, u""_s} << true;
    QTest::newRow("no expression") << u"slug"_s << u"1, 2) FROM users --"_s << key << QStringList{u""_s, u""_s, u""_s}
                                   << true;
    QTest::newRow("with the table in front")
        << u"slug"_s << u"people.id * 2"_s << key << QStringList{u"2"_s, u"4"_s, u"6"_s} << false;
}

void TestSchemaWork::previewsAFill()
{
    QFETCH(QString, column);
    QFETCH(QString, expression);
    OpenSession open(shop);
    const auto work = open.session->makeSchemaWork();
    MigrationDraft draft = draftOf(
        u"CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT, age TEXT, full_name TEXT NOT NULL, slug TEXT);"
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, author REFERENCES people ON DELETE CASCADE, title TEXT)"_s);
    draft.options.renames.tables = {{{{}, u"users"_s}, {{}, u"people"_s}}};
    draft.options.renames.columns = {{{{}, u"users"_s}, u"name"_s, u"full_name"_s}};
    const auto plan = work->plan(draft);
    QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
    const auto preview = waitFor(work->previewFill(*plan, {{{}, u"people"_s}, column, expression}));
    QVERIFY2(preview, preview ? "" : qPrintable(preview.error().message));
    QTEST(preview->columns, "columns");
    QCOMPARE(preview->keyColumns, 1);
    QStringList results;
    for (const FillPreview::Line &line : preview->lines) {
        results += line.result.display();
        QCOMPARE(static_cast<qsizetype>(line.cells.size()), preview->columns.size());
    }
    QTEST(results, "results");
    QTEST(!preview->problem.isEmpty(), "fails");
    QVERIFY(!preview->more);
    const auto one = waitFor(work->previewFill(*plan, {{{}, u"people"_s}, u"slug"_s, u"1"_s}, 2));
    QVERIFY(one && one->more);
    QCOMPARE(one->lines.size(), 2);
}

void TestSchemaWork::previewsNothingButRead()
{
    OpenSession open(shop);
    const auto work = open.session->makeSchemaWork();
    MigrationDraft draft;
    draft.target = *open.session->schema();
    draft.target.tables[1].columns[1].notNull = true;
    const auto plan = work->plan(draft);
    const auto preview = waitFor(work->previewFill(*plan, {{{}, u"users"_s}, u"email"_s, u"load_extension('x')"_s}));
    QVERIFY(preview);
    QVERIFY(!preview->problem.isEmpty());
    QCOMPARE(open.rows(u"SELECT count(*) FROM users"_s), QStringList{u"3"_s});
}

void TestSchemaWork::readsSources_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("triggers"); ///< whether its source can know them
    QTest::newRow("ddl") << u"schema.sql"_s
                         << QByteArray(
                                "CREATE TABLE t (id INTEGER PRIMARY KEY, a text NOT NULL);\n-- and\nCREATE VIEW v AS"
                                " SELECT a FROM t;")
                         << true;
    QTest::newRow("ddl under another name")
        << u"schema.txt"_s << QByteArray("CREATE TABLE t (id INTEGER PRIMARY KEY, a text NOT NULL)") << true;
    QTest::newRow("snapshot") << u"0001_snapshot.json"_s
                              << QByteArray(R"({"version":"6","dialect":"sqlite","id":"1","prevId":"0","tables":{"t":{
        "name":"t","columns":{"id":{"name":"id","type":"integer","primaryKey":true,"notNull":true,"autoincrement":false},
        "a":{"name":"a","type":"text","primaryKey":false,"notNull":true,"autoincrement":false}},"indexes":{},
        "foreignKeys":{},"compositePrimaryKeys":{},"uniqueConstraints":{},"checkConstraints":{}}},"views":{},"enums":{},
        "_meta":{"schemas":{},"tables":{},"columns":{}},"internal":{"indexes":{}}})")
                              << false;
}

void TestSchemaWork::readsSources()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    OpenSession open(shop);
    const auto work = open.session->makeSchemaWork();
    const auto source = waitFor(work->readSchemaSource(write(open, name, bytes)));
    QVERIFY2(source, source ? "" : qPrintable(source.error().message));
    QCOMPARE(source->name, name);
    QVERIFY(source->database.isEmpty());
    QVERIFY(source->schema.table({{}, u"t"_s}));
    QVERIFY(source->schema.table({{}, u"t"_s})->column(u"a"_s)->notNull);
    QTEST(source->facets.triggers, "triggers");
    // A database is one whatever it is called.
    const QString other = tempdatabase::make(open.dir, u"other.json.db"_s, u"CREATE TABLE o (x)"_s);
    const auto database = waitFor(work->readSchemaSource(other));
    QVERIFY(database);
    QCOMPARE(database->database, QFileInfo(other).canonicalFilePath());
    QVERIFY(database->schema.table({{}, u"o"_s}));
    QVERIFY(QDir(open.dir.filePath(u"state"_s)).entryList({u"schema*"_s}, QDir::Dirs).isEmpty()); // nothing is left
}

void TestSchemaWork::aSourceThatIsWrongSaysSo_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    QTest::newRow("a mistake in DDL") << u"a.sql"_s << QByteArray("CREATE TABLE t (a);\n\nCREATE TABLE (")
                                      << u"a.sql, line 3"_s;
    QTest::newRow("an open transaction") << u"a.sql"_s << QByteArray("BEGIN; CREATE TABLE t (a)") << u"transaction"_s;
    QTest::newRow("a file of another") << u"a.sql"_s << QByteArray("ATTACH '/tmp/x.db' AS x") << u"not allowed"_s;
    QTest::newRow("no snapshot") << u"a.json"_s << QByteArray("{\"version\":\"6\"}") << u"a.json"_s;
    QTest::newRow("bytes") << u"a.bin"_s << QByteArray(2000, '\xff') << u"not an SQLite database"_s;
    QTest::newRow("no text") << u"a.sql"_s << QByteArray("CREATE TABLE \xff (a)") << u"UTF-8"_s;
}

void TestSchemaWork::aSourceThatIsWrongSaysSo()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    OpenSession open(shop);
    const auto work = open.session->makeSchemaWork();
    const auto source = waitFor(work->readSchemaSource(write(open, name, bytes)));
    QVERIFY(!source);
    QVERIFY2(source.error().message.contains(words), qPrintable(source.error().message));
    const auto missing = waitFor(work->readSchemaSource(open.dir.filePath(u"nothing.db"_s)));
    QVERIFY(!missing && missing.error().message.contains(u"nothing.db"_s));
}

void TestSchemaWork::readingTheOpenFileKeepsItsLocks()
{
    OpenSession open(shop);
    const auto work = open.session->makeSchemaWork();
    auto writer = tempdatabase::open(open.path, ConnectionSpec::Mode::Write);
    QVERIFY(writer && (*writer)->execute(u"BEGIN IMMEDIATE; UPDATE users SET name = 'x'"_s));
    const auto source = waitFor(work->readSchemaSource(open.path));
    QVERIFY(source);
    QCOMPARE(source->schema, *open.session->schema());
    const QString refused = tempdatabase::run(open.path, u"PRAGMA busy_timeout = 0; UPDATE users SET name = 'y'"_s);
    QVERIFY2(refused.contains(u"locked"_s), "the writer's lock is gone");
    QVERIFY((*writer)->execute(u"COMMIT"_s));
}

void TestSchemaWork::suggestsByValues()
{
    OpenSession open(
        u"CREATE TABLE t (id INTEGER PRIMARY KEY, town TEXT); INSERT INTO t VALUES (1, 'Rome'), (2, 'Oslo')"_s);
    const auto work = open.session->makeSchemaWork();
    const QString other = tempdatabase::make(
        open.dir, u"other.db"_s,
        u"CREATE TABLE t (id INTEGER PRIMARY KEY, colour TEXT, place TEXT); INSERT INTO t VALUES (1, 'red', 'Oslo'),"
        " (2, 'blue', 'Rome')"_s);
    const auto source = waitFor(work->readSchemaSource(other));
    QVERIFY(source);
    MigrationDraft draft;
    draft.target = source->schema;
    draft.sourceDatabase = source->database;
    const auto plan = work->plan(draft);
    QVERIFY(plan);
    const auto plain = work->suggestions(**plan);
    const auto seen = waitFor(work->suggestionsByValues(*plan, draft.sourceDatabase));
    QVERIFY(seen && !seen->isEmpty());
    QCOMPARE(seen->first().to, u"place"_s);
    const auto scoreOf = [](const QList<RenameSuggestion> &all, const QString &to) {
        for (const RenameSuggestion &s : all) {
            if (s.to == to)
                return s.score;
        }
        return 0.0;
    };
    QVERIFY(scoreOf(*seen, u"place"_s) > scoreOf(plain, u"place"_s));
    QVERIFY(scoreOf(*seen, u"colour"_s) <= scoreOf(plain, u"colour"_s));
}

QTEST_GUILESS_MAIN(TestSchemaWork)
#include "tst_schemawork.moc"
