// SPDX-License-Identifier: GPL-3.0-or-later
// A migration on a copy: that the result is the target, that what stays holds what it held, that nobody else was
// touched. And the four scripts that lose data: seen here, where our own plan for the same change is safe.
#include "core/dialect/planner.h"
#include "core/sql/splitter.h"
#include "core/migrate/migrationdraft.h"
#include "core/migrate/migrationdryrun.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString parents = u"CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT, age TEXT);"
                        "CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents(id) ON DELETE"
                        " CASCADE);"
                        "INSERT INTO parents VALUES (1, 'Ada', '36'), (2, 'Bob', '007'), (3, NULL, 'x');"
                        "INSERT INTO children VALUES (1, 1), (2, 1), (3, 2);"_s;
const QString more = u"CREATE TABLE log (what TEXT);"
                     "CREATE TRIGGER parents_log AFTER DELETE ON parents BEGIN INSERT INTO log VALUES (old.name); END;"
                     "CREATE VIEW names AS SELECT name FROM parents;"_s;

class Told final : public JobContext {
public:
    [[nodiscard]] bool isCancelled() const override { return cancelAt >= 0 && texts.size() > cancelAt; }
    void setProgress(int, int) override { }
    void report(int, int, const QString &what) override
    {
        if (texts.isEmpty() || texts.last() != what)
            texts += what;
    }
    QStringList texts;
    int cancelAt = -1;
};

Result<SchemaMigration> planTo(SchemaDb &db, const QString &target, MigrationDraft draft = {})
{
    const auto from = db.schema();
    RC_TRY(from);
    const auto to = schemaOf(target);
    RC_TRY(to);
    draft.target = *to;
    return planDraft(*from, draft, SchemaDb::dialect());
}

QStringList messages(const QList<Finding> &findings, Finding::Severity severity)
{
    QStringList out;
    for (const Finding &finding : findings) {
        if (finding.severity == severity)
            out += finding.code + u' ' + finding.message;
    }
    return out;
}

Finding::Severity stop()
{
    return Finding::Severity::Stop;
}

} // namespace

class TestMigrationDryRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void seesThatAllIsWell();
    void anotherCaseIsNoLoss();
    void conversionsAreIntended();
    void seesAWrongResult();
    void seesValuesThatChange();
    void seesOthersThatChange();
    void aFailureIsToldAsOne();
    void tablesThatSwapNamesKeepTheirSins_data();
    void tablesThatSwapNamesKeepTheirSins();
    void checksInDepthOnRequest();
    void saysHowFarItIs();
    void canBeCancelled();
    void scriptsThatLoseData_data();
    void scriptsThatLoseData();
};

void TestMigrationDryRun::seesThatAllIsWell()
{
    SchemaDb db(parents + more);
    MigrationDraft draft;
    draft.options.renames.columns = {{{{}, u"parents"_s}, u"name"_s, u"full name"_s}};
    draft.plan.fills = {{{{}, u"parents"_s}, u"born"_s, u"2026 - id"_s}};
    const auto migration = planTo(
        db,
        u"CREATE TABLE parents (id INTEGER PRIMARY KEY, `full name` TEXT, age TEXT CHECK (age <> ''), born INTEGER NOT"
        " NULL);"
        "CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents(id) ON DELETE CASCADE);"
        "CREATE TABLE log (what TEXT);"
        "CREATE TRIGGER parents_log AFTER DELETE ON parents BEGIN INSERT INTO log VALUES (old.`full name`); END;"
        "CREATE VIEW names AS SELECT `full name` FROM parents;"_s,
        draft);
    VERIFY_OK(migration);
    QVERIFY(migration->plan.rebuilt.contains(u"parents"_s));
    TestJob job;
    const auto seen = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), job, {});
    VERIFY_OK(seen);
    QVERIFY2(seen->succeeded(), qPrintable(seen->run.error.message));
    QCOMPARE(messages(seen->run.findings, stop()), QStringList());
    QStringList columns;
    for (const ColumnCheck &check : seen->columns)
        columns += check.table + u'.' + check.column + (check.outcome == ColumnCheck::Outcome::Same ? u""_s : u" !"_s);
    QCOMPARE(columns, (QStringList{u"parents.id"_s, u"parents.full name"_s, u"parents.age"_s}));
    QVERIFY(seen->bytesAfter > 0);
    QCOMPARE(db.rows(u"SELECT count(*) FROM pragma_table_xinfo('parents')"_s), u"3"_s); // the original is as it was
}

void TestMigrationDryRun::anotherCaseIsNoLoss()
{
    SchemaDb db(parents);
    const auto migration = planTo(db, QString(parents.section(u';', 0, 1)).replace(u"parents"_s, u"PARENTS"_s));
    VERIFY_OK(migration);
    QVERIFY(!migration->plan.script.isEmpty());
    TestJob job;
    const auto seen = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), job, {});
    VERIFY_OK(seen);
    QVERIFY(seen->succeeded());
    QCOMPARE(messages(seen->run.findings, stop()), QStringList());
    QCOMPARE(seen->run.tables.size(), 2);
}

void TestMigrationDryRun::conversionsAreIntended()
{
    SchemaDb db(parents);
    const auto migration = planTo(db, QString(parents.section(u';', 0, 1)).replace(u"age TEXT"_s, u"age INTEGER"_s));
    VERIFY_OK(migration);
    TestJob job;
    const auto seen = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), job, {});
    VERIFY_OK(seen);
    QVERIFY(seen->succeeded());
    for (const ColumnCheck &check : seen->columns)
        QCOMPARE(check.outcome, check.column == u"age" ? ColumnCheck::Outcome::Intended : ColumnCheck::Outcome::Same);
    QCOMPARE(seen->columns.size(), 3);
}

/// The plan is spoiled by hand: what must not go unseen.
void TestMigrationDryRun::seesAWrongResult()
{
    SchemaDb db(parents);
    auto migration =
        planTo(db, QString(parents.section(u';', 0, 1)).replace(u"age TEXT"_s, u"age TEXT DEFAULT 'old'"_s));
    VERIFY_OK(migration);
    for (Statement &s : migration->plan.script.statements)
        s.sql.replace(u"'old'"_s, u"'new'"_s);
    TestJob job;
    const auto seen = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), job, {});
    VERIFY_OK(seen);
    QVERIFY(seen->run.succeeded);
    QVERIFY(!seen->succeeded());
    QCOMPARE(seen->differences.size(), 1);
    QVERIFY2(seen->differences.first().contains(u"age"_s), qPrintable(seen->differences.first()));
    QVERIFY(seen->run.findings.first().certain);
    QVERIFY2(seen->run.findings.first().message.contains(seen->differences.first()),
             qPrintable(seen->run.findings.first().message));
}

void TestMigrationDryRun::seesValuesThatChange()
{
    SchemaDb db(parents);
    auto migration =
        planTo(db, QString(parents.section(u';', 0, 1)).replace(u"age TEXT"_s, u"age TEXT DEFAULT 'old'"_s));
    VERIFY_OK(migration);
    int spoiled = 0;
    for (Statement &s : migration->plan.script.statements) {
        if (!s.sql.startsWith(u"INSERT INTO"_s))
            continue;
        // Two rows swap their names: the column holds the same values, but not for the same keys.
        s.sql.replace(u"SELECT `id`, `name`"_s,
                      u"SELECT `id`, CASE `id` WHEN 1 THEN 'Bob' WHEN 2 THEN 'Ada' ELSE `name` END"_s);
        ++spoiled;
    }
    QCOMPARE(spoiled, 1);
    TestJob job;
    const auto seen = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), job, {});
    VERIFY_OK(seen);
    QVERIFY(seen->differences.isEmpty());
    const QStringList stops = messages(seen->run.findings, stop());
    QCOMPARE(stops.size(), 1);
    QVERIFY2(stops.first().contains(u"parents"_s) && stops.first().contains(u"name"_s), qPrintable(stops.first()));
    QCOMPARE(seen->columns.at(0).outcome, ColumnCheck::Outcome::Same);
    QCOMPARE(seen->columns.at(1).outcome, ColumnCheck::Outcome::Differs);
}

void TestMigrationDryRun::seesOthersThatChange()
{
    SchemaDb db(parents + more);
    MigrationDraft draft;
    Statement fix; // its trigger writes to the log
    fix.sql = u"DELETE FROM parents WHERE name IS NULL"_s;
    fix.purpose = u"Delete them"_s;
    draft.plan.repairs = {fix};
    const auto migration = planTo(
        db, QString(parents.section(u';', 0, 1)).replace(u"name TEXT"_s, u"name TEXT NOT NULL"_s) + u';' + more, draft);
    VERIFY_OK(migration);
    TestJob job;
    const auto seen = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), job, {});
    VERIFY_OK(seen);
    QVERIFY2(seen->succeeded(), qPrintable(seen->run.error.message));
    const QStringList stops = messages(seen->run.findings, stop());
    QVERIFY2(stops.join(u'\n').contains(u"Rows of log, which the migration does not name"_s),
             qPrintable(stops.join(u'\n')));
}

void TestMigrationDryRun::aFailureIsToldAsOne()
{
    SchemaDb db(parents);
    MigrationDraft draft;
    draft.options.renames.columns.append({{{}, u"parents"_s}, u"age"_s, u"years"_s});
    const auto migration = planTo(db,
                                  QString(parents.section(u';', 0, 1))
                                      .replace(u"name TEXT"_s, u"name TEXT NOT NULL"_s)
                                      .replace(u"age TEXT"_s, u"years TEXT"_s),
                                  draft);
    VERIFY_OK(migration);
    TestJob job;
    const auto seen = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), job, {});
    VERIFY_OK(seen);
    QVERIFY(!seen->succeeded());
    QVERIFY(seen->columns.isEmpty());
    QCOMPARE(seen->run.findings.size(), 1); // and of nothing else: the rename it speaks of has not happened
    QVERIFY(seen->run.findings.first().certain);
}

/// Each keeps its old sins under the name of the other one.
void TestMigrationDryRun::tablesThatSwapNamesKeepTheirSins_data()
{
    QTest::addColumn<QString>("to");
    QTest::addColumn<Renames>("renames");
    const auto ddl = [](const QString &first, const QString &second, const QString &third) {
        return u"CREATE TABLE p (id INTEGER PRIMARY KEY);"
               "CREATE TABLE %1 (id INTEGER PRIMARY KEY, p REFERENCES p(id), a TEXT);"
               "CREATE TABLE %2 (id INTEGER PRIMARY KEY, p REFERENCES p(id), b TEXT);"
               "CREATE TABLE %3 (id INTEGER PRIMARY KEY, p REFERENCES p(id), c TEXT)"_s.arg(first, second, third);
    };
    const auto rename = [](const QString &from, const QString &to) { return TableRename{{{}, from}, {{}, to}}; };
    QTest::newRow("two") << ddl(u"y"_s, u"x"_s, u"z"_s)
                         << Renames{{rename(u"x"_s, u"y"_s), rename(u"y"_s, u"x"_s)}, {}};
    QTest::newRow("three in a row") << ddl(
        u"y"_s, u"z"_s,
        u"new"_s) << Renames{{rename(u"x"_s, u"y"_s), rename(u"y"_s, u"z"_s), rename(u"z"_s, u"new"_s)}, {}};
    Renames columns{{rename(u"x"_s, u"y"_s), rename(u"y"_s, u"x"_s)}, {}};
    columns.columns = {{{{}, u"x"_s}, u"p"_s, u"a"_s}, {{{}, u"x"_s}, u"a"_s, u"p"_s}};
    QTest::newRow("and columns of one as well")
        << ddl(u"y"_s, u"x"_s, u"z"_s).replace(u"p REFERENCES p(id), a TEXT"_s, u"a REFERENCES p(id), p TEXT"_s)
        << columns;
    QTest::newRow("and one is made anew")
        << ddl(u"y"_s, u"x"_s, u"z"_s).replace(u"b TEXT"_s, u"b TEXT DEFAULT 'none'"_s)
        << Renames{{rename(u"x"_s, u"y"_s), rename(u"y"_s, u"x"_s)}, {}};
}

void TestMigrationDryRun::tablesThatSwapNamesKeepTheirSins()
{
    QFETCH(QString, to);
    QFETCH(Renames, renames);
    SchemaDb db(
        u"CREATE TABLE p (id INTEGER PRIMARY KEY);"
        "CREATE TABLE x (id INTEGER PRIMARY KEY, p REFERENCES p(id), a TEXT);"
        "CREATE TABLE y (id INTEGER PRIMARY KEY, p REFERENCES p(id), b TEXT);"
        "CREATE TABLE z (id INTEGER PRIMARY KEY, p REFERENCES p(id), c TEXT);"
        "INSERT INTO p VALUES (1); INSERT INTO x VALUES (1, 1, 'a'), (2, 99, 'lost');"
        "INSERT INTO y VALUES (1, 1, 'b'), (7, 98, 'lost'), (8, 97, 'too'); INSERT INTO z VALUES (3, 1, 'c')"_s);
    MigrationDraft draft;
    draft.options.renames = renames;
    const auto migration = planTo(db, to, draft);
    VERIFY_OK(migration);
    TestJob job;
    const auto seen = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), job, {});
    VERIFY_OK(seen);
    QVERIFY2(seen->succeeded(), qPrintable(seen->run.error.message));
    QCOMPARE(messages(seen->run.findings, stop()), QStringList());
    // One more is seen all the same.
    auto spoiled = *migration;
    QList<Statement> &statements = spoiled.plan.script.statements;
    const auto first = std::find_if(statements.cbegin(), statements.cend(),
                                    [](const Statement &s) { return s.sql.startsWith(u"ALTER TABLE"_s); });
    Statement sin;
    sin.sql = u"UPDATE x SET p = 55 WHERE id = 1"_s;
    statements.insert(first, sin);
    const auto fresh = dryRunMigration(db.database(), spoiled, SchemaDb::dialect(), job, {});
    VERIFY_OK(fresh);
    QVERIFY(!fresh->succeeded());
}

void TestMigrationDryRun::checksInDepthOnRequest()
{
    SchemaDb db(parents + u"CREATE INDEX by_name ON parents (name)"_s);
    const QString target = parents.section(u';', 0, 1) + u"; CREATE INDEX by_name ON parents (name DESC)"_s;
    const auto migration = planTo(db, target);
    VERIFY_OK(migration);
    for (const bool inDepth : {false, true}) {
        Told told;
        const auto seen = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), told, {{}, inDepth});
        VERIFY_OK(seen);
        QVERIFY(seen->succeeded());
        QCOMPARE(seen->integrityChecked, inDepth);
        QCOMPARE(told.texts.contains(u"Integrity check"_s), inDepth);
        QCOMPARE(seen->phases.last().name, inDepth ? u"Integrity check"_s : u"Quick check"_s);
    }
}

void TestMigrationDryRun::saysHowFarItIs()
{
    SchemaDb db(u"CREATE TABLE many (id INTEGER PRIMARY KEY, v TEXT, w TEXT);"
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 400000)"
                " INSERT INTO many SELECT i, 'row ' || i, 'and a little more of it ' || i FROM n"_s);
    const auto migration =
        planTo(db, u"CREATE TABLE many (id INTEGER PRIMARY KEY, v TEXT CHECK (length(v) > 0), w TEXT)"_s);
    VERIFY_OK(migration);
    Told told;
    const auto seen = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), told, {});
    VERIFY_OK(seen);
    QVERIFY(seen->succeeded());
    QStringList copying;
    for (const QString &text : std::as_const(told.texts)) {
        if (text.startsWith(u"many: "_s))
            copying += text;
    }
    QVERIFY2(!copying.isEmpty(), qPrintable(told.texts.join(u'\n')));
    static const QRegularExpression form(u"^many: [\\d,]+ of 400,000 rows$"_s);
    for (const QString &text : std::as_const(copying))
        QVERIFY2(form.match(text).hasMatch(), qPrintable(text));
    QVERIFY(told.texts.contains(u"Compare the columns of many"_s));
}

void TestMigrationDryRun::canBeCancelled()
{
    SchemaDb db(parents);
    const auto migration =
        planTo(db, QString(parents.section(u';', 0, 1)).replace(u"age TEXT"_s, u"age TEXT DEFAULT 'old'"_s));
    VERIFY_OK(migration);
    Told whole;
    VERIFY_OK(dryRunMigration(db.database(), *migration, SchemaDb::dialect(), whole, {}));
    for (int at = 0; at + 1 < whole.texts.size(); ++at) {
        Told told;
        told.cancelAt = at;
        const auto seen = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), told, {});
        QVERIFY2(!seen && seen.error().isCancelled(), qPrintable(whole.texts.at(at)));
    }
}

/// What drizzle-kit and others write to make a column NOT NULL, or to change a type: the parent made anew.
void TestMigrationDryRun::scriptsThatLoseData_data()
{
    const QString rebuild = u"CREATE TABLE __new_parents (id INTEGER PRIMARY KEY, name TEXT, age TEXT DEFAULT 'old');\n"
                            "INSERT INTO __new_parents SELECT id, name, age FROM parents;\n"
                            "DROP TABLE parents;\n"
                            "ALTER TABLE __new_parents RENAME TO parents;\n"_s;
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("fails"); ///< else it would run, and lose something
    QTest::addColumn<QString>("flagged");
    QTest::newRow("parent rebuilt inside a transaction with keys off")
        << parents << u"BEGIN;\nPRAGMA foreign_keys = OFF;\n"_s + rebuild + u"PRAGMA foreign_keys = ON;\nCOMMIT;\n"_s
        << false << u"H05"_s;
    QTest::newRow("parent rebuilt with deferred keys")
        << parents << u"BEGIN;\nPRAGMA defer_foreign_keys = ON;\n"_s + rebuild + u"COMMIT;\n"_s << false << u"H05"_s;
    QTest::newRow("table rebuilt with a trigger") << parents + more.section(u"CREATE VIEW"_s, 0, 0)
                                                  << u"PRAGMA foreign_keys = OFF;\n"_s + rebuild << false << u"H40"_s;
    QTest::newRow("table rebuilt with a dependent view")
        << parents + more << u"PRAGMA foreign_keys = OFF;\nBEGIN;\n"_s + rebuild + u"COMMIT;\n"_s << true << u""_s;
}

void TestMigrationDryRun::scriptsThatLoseData()
{
    QFETCH(QString, database);
    QFETCH(QString, script);
    QFETCH(bool, fails);
    QFETCH(QString, flagged);
    SchemaDb db(database + u"PRAGMA foreign_keys = ON;"_s);
    VERIFY_OK(db.database().execute(u"PRAGMA foreign_keys = ON"_s));
    // As other programs run it, foreign keys on, word for word.
    const auto spans = splitStatements(script, SchemaDb::dialect().lexRules());
    Script theirs;
    theirs.title = u"theirs"_s;
    theirs.ownTransactions = true;
    for (const StatementSpan &span : spans) {
        Statement s;
        s.sql = span.in(script).toString();
        theirs.statements.append(s);
    }
    Statement on;
    on.role = Statement::Role::Setup;
    on.sql = u"PRAGMA foreign_keys = ON"_s;
    theirs.statements.prepend(on);
    TestJob job;
    const auto seen = dryRun(db.database(), theirs, SchemaDb::dialect(), job);
    VERIFY_OK(seen);
    QCOMPARE(seen->succeeded, !fails);
    const QStringList stops = messages(seen->findings, stop());
    QVERIFY2(!stops.isEmpty(), "nothing was said");
    if (!fails)
        QVERIFY2(stops.join(u'\n').contains(flagged + u' '), qPrintable(stops.join(u'\n')));

    // The same change by our own plan: nothing is lost, and the dry run has nothing to say.
    const auto migration = planTo(db, QString(database).replace(u"age TEXT)"_s, u"age TEXT DEFAULT 'old')"_s));
    VERIFY_OK(migration);
    QVERIFY(migration->plan.rebuilt.contains(u"parents"_s));
    const auto ours = dryRunMigration(db.database(), *migration, SchemaDb::dialect(), job, {});
    VERIFY_OK(ours);
    QVERIFY2(ours->succeeded(), qPrintable(ours->run.error.message));
    QCOMPARE(messages(ours->run.findings, stop()), QStringList());
    VERIFY_OK(db.run(migration->plan.script));
    QCOMPARE(db.rows(u"SELECT count(*) FROM parents"_s), u"3"_s);
    QCOMPARE(db.rows(u"SELECT count(*) FROM children WHERE parent IS NOT NULL"_s), u"3"_s);
    const auto after = db.schema();
    VERIFY_OK(after);
    const auto before = schemaOf(database);
    QCOMPARE(after->table({{}, u"parents"_s})->triggers.size(), before->table({{}, u"parents"_s})->triggers.size());
    QCOMPARE(after->views.size(), before->views.size());
}

QTEST_GUILESS_MAIN(TestMigrationDryRun)
#include "tst_migrationdryrun.moc"
