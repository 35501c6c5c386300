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
        "CREATE TABLE a(id); CREATE TABLE __new_a(id)", {u"table __new_a"_s}, {u"table a"_s}, 1);
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

QTEST_GUILESS_MAIN(TestFileEffects)
#include "tst_fileeffects.moc"
