// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/fileeffects.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

/// What of a file is in a database already.
class TestFileEffects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void effects_data();
    void effects();
    void partsOfOneStatement_data();
    void partsOfOneStatement();
    void whatIsOpen_data();
    void whatIsOpen();
};

void TestFileEffects::effects_data()
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
    row("rows only", "INSERT INTO a VALUES (1); UPDATE a SET id = 2", "CREATE TABLE a(id)", {}, {}, -1);
    row("tables, indexes, views, triggers",
        "CREATE TABLE `b`(id); CREATE UNIQUE INDEX `i` ON `b`(id); CREATE VIEW v AS SELECT 1; CREATE TRIGGER t AFTER "
        "DELETE ON a "
        "BEGIN SELECT 1; END",
        "CREATE TABLE a(id); CREATE TABLE b(id); CREATE INDEX i ON b(id)", {u"table b"_s, u"index i"_s},
        {u"view v"_s, u"trigger t"_s}, 2);
    row("columns", "ALTER TABLE `a` ADD `x` text; ALTER TABLE a ADD COLUMN \"y\" text;", "CREATE TABLE a(id, x)",
        {u"column a.x"_s}, {u"column a.y"_s}, 1);
    row("renames", "ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME COLUMN x TO y", "CREATE TABLE b(x)", {u"table b"_s},
        {u"column b.y"_s}, 1);
    row("drops", "DROP TABLE gone; DROP INDEX IF EXISTS old; ALTER TABLE a DROP COLUMN x", "CREATE TABLE a(id, x)",
        {u"no table gone"_s, u"no index old"_s}, {u"no column a.x"_s}, 2);
    row("a rebuild has two ends that look alike",
        "CREATE TABLE `__new_a`(id); INSERT INTO `__new_a` SELECT id FROM a; DROP TABLE a; ALTER TABLE `__new_a` "
        "RENAME TO a; "
        "CREATE INDEX i ON a(id)",
        "CREATE TABLE a(id); CREATE INDEX i ON a(id)", {}, {}, -1);
    row("a rebuild that stopped before it dropped",
        "CREATE TABLE `__new_a`(id); INSERT INTO `__new_a` SELECT id FROM a; DROP TABLE a; ALTER TABLE `__new_a` "
        "RENAME TO a",
        "CREATE TABLE a(id); CREATE TABLE __new_a(id)", {u"table __new_a"_s}, {u"no old table a"_s, u"table a"_s}, 1);
    // The references of other tables are brought back by the last two renames.
    const char *const aside =
        "COMMIT; ALTER TABLE a RENAME TO __a_old; CREATE TABLE a(id, x); INSERT INTO a SELECT id, 0 FROM __a_old; "
        "DROP TABLE __a_old; ALTER TABLE a RENAME TO __a_old; ALTER TABLE __a_old RENAME TO a; BEGIN";
    row("one that steps aside has two ends that look alike", aside, "CREATE TABLE a(id)", {}, {}, -1);
    row("one that stepped aside and stopped", aside, "CREATE TABLE a(id, x); CREATE TABLE __a_old(id)",
        {u"table __a_old"_s}, {}, -1);
    row("made and dropped in one file", "CREATE TABLE tmp(id); DROP TABLE tmp; CREATE TABLE b(id)",
        "CREATE TABLE a(id)", {}, {u"table b"_s}, -1);
    row("something before what is there is not", "CREATE TABLE b(id); CREATE TABLE c(id)", "CREATE TABLE c(id)",
        {u"table c"_s}, {u"table b"_s}, -1);
}

void TestFileEffects::effects()
{
    QFETCH(const QString, text);
    QFETCH(const QString, live);
    QFETCH(const QStringList, found);
    QFETCH(const QStringList, missing);
    QFETCH(const int, resumeAt);
    const auto schema = schemaOf(live);
    VERIFY_OK(schema);
    const FileEffects effects = fileEffects(text, *schema, SchemaDb::dialect(), true);
    QCOMPARE(effects.found, found);
    QCOMPARE(effects.missing, missing);
    QCOMPARE(effects.resumeAt, resumeAt);
    // What is not there counts as dropped only after everything before was applied.
    const FileEffects early = fileEffects(text, *schema, SchemaDb::dialect(), false);
    for (const QString &word : early.found)
        QVERIFY2(!word.startsWith(u"no "_s), qPrintable(word));
}

/// Only PostgreSQL knows such statements; how they are written is told from any dialect's words.
void TestFileEffects::partsOfOneStatement_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("live");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("rest");
    const auto row = [](const char *name, const char *text, const char *live, const char *state, const char *words,
                        const char *rest = "") {
        QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(live) << QString::fromLatin1(state)
                            << QString::fromLatin1(words) << QString::fromLatin1(rest);
    };
    row("all tables gone", "DROP TABLE x, y", "CREATE TABLE a(id)", "there", "no table x, no table y");
    row("no table gone", "DROP TABLE a, b", "CREATE TABLE a(id); CREATE TABLE b(id)", "missing",
        "no table a, no table b");
    row("one table gone", "DROP TABLE IF EXISTS \"x\", \"a\", b CASCADE;", "CREATE TABLE a(id); CREATE TABLE b(id)",
        "partly", "no table x, no table a, no table b", "DROP TABLE IF EXISTS \"a\", b CASCADE");
    row("the second alone", "DROP TABLE a, x", "CREATE TABLE a(id)", "partly", "no table x, no table a",
        "DROP TABLE a");
    row("indexes", "DROP INDEX i, j", "CREATE TABLE a(id); CREATE INDEX j ON a(id)", "partly", "no index i, no index j",
        "DROP INDEX j");
    row("columns added", "ALTER TABLE a ADD COLUMN x numeric(4, 2), ADD COLUMN y text DEFAULT 'a,b', ADD z int",
        "CREATE TABLE a(id, x)", "partly", "column a.x, column a.y, column a.z",
        "ALTER TABLE a ADD COLUMN y text DEFAULT 'a,b', ADD z int");
    row("columns dropped", "ALTER TABLE a DROP COLUMN x, DROP COLUMN IF EXISTS y", "CREATE TABLE a(id, y)", "partly",
        "no column a.x, no column a.y", "ALTER TABLE a DROP COLUMN IF EXISTS y");
    row("columns and constraints",
        "ALTER TABLE ONLY \"a\" DROP CONSTRAINT c, DROP COLUMN x, ADD CONSTRAINT d CHECK "
        "(id > 0)",
        "CREATE TABLE a(id CONSTRAINT d CHECK (id > 0), x, CONSTRAINT c CHECK (x > 0))", "partly",
        "constraint d, no constraint c, no column a.x", "ALTER TABLE ONLY \"a\" DROP CONSTRAINT c, DROP COLUMN x");
    row("what cannot be told goes with the others", "ALTER TABLE a ADD COLUMN x int, ADD CHECK (x > 0)",
        "CREATE TABLE a(id, x)", "there", "column a.x");
    row("unless they disagree", "ALTER TABLE a ADD COLUMN x int, ADD COLUMN y int, ADD CHECK (x > 0)",
        "CREATE TABLE a(id, x)", "partly", "column a.x, column a.y");
}

void TestFileEffects::partsOfOneStatement()
{
    QFETCH(const QString, text);
    QFETCH(const QString, live);
    const auto schema = schemaOf(live);
    VERIFY_OK(schema);
    const FileEffects effects = fileEffects(text, *schema, SchemaDb::dialect(), true);
    QCOMPARE(effects.statements.size(), 1);
    QTEST(toText(effects.statements.first().state), "state");
    QTEST(effects.statements.first().words, "words");
    QTEST(effects.statements.first().rest, "rest");
    const bool isStuck =
        toText(effects.statements.first().state) == u"partly"_s && effects.statements.first().rest.isEmpty();
    QCOMPARE(!effects.stuck.isEmpty(), isStuck);
}

void TestFileEffects::whatIsOpen_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("live");
    QTest::addColumn<QList<int>>("rest");
    QTest::addColumn<QList<int>>("open");
    const auto row = [](const char *name, const char *text, const char *live, const QList<int> &rest,
                        const QList<int> &open) {
        QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(live) << rest << open;
    };
    row("nothing of it", "CREATE TABLE b(id); INSERT INTO b VALUES (1)", "CREATE TABLE a(id)", {}, {});
    row("rows between what is there and what is not",
        "CREATE TABLE b(id); INSERT INTO b VALUES (1); PRAGMA foreign_keys=OFF; UPDATE b SET id = 2; CREATE TABLE "
        "c(id); DELETE FROM b",
        "CREATE TABLE b(id)", {2, 4, 5}, {1, 3});
    row("what came before what is there ran", "UPDATE a SET id = 1; CREATE TABLE b(id); CREATE TABLE c(id)",
        "CREATE TABLE b(id); CREATE TABLE a(id)", {2}, {});
    row("by hand: any may have run", "UPDATE a SET id = 1; CREATE TABLE b(id); CREATE TABLE c(id); DELETE FROM c",
        "CREATE TABLE c(id); CREATE TABLE a(id)", {1}, {0, 3});
    row("a rebuild that stopped before it dropped",
        "CREATE TABLE `__new_a`(id); INSERT INTO `__new_a` SELECT id FROM a; DROP TABLE a; ALTER TABLE `__new_a` "
        "RENAME TO a",
        "CREATE TABLE a(id); CREATE TABLE __new_a(id)", {2, 3}, {1});
}

void TestFileEffects::whatIsOpen()
{
    QFETCH(const QString, text);
    QFETCH(const QString, live);
    const auto schema = schemaOf(live);
    VERIFY_OK(schema);
    const FileEffects effects = fileEffects(text, *schema, SchemaDb::dialect(), true);
    QTEST(effects.rest, "rest");
    QTEST(effects.open, "open");
    QCOMPARE(effects.stuck, QString());
}

QTEST_GUILESS_MAIN(TestFileEffects)
#include "tst_fileeffects.moc"
