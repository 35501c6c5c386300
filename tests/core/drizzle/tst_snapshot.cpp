// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/snapshot.h"

#include "core/drizzle/jsonorder.h"

#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestSnapshot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void everything();
    void refused_data();
    void refused();
    void orderOfKeys();
};

void TestSnapshot::everything()
{
    const QByteArray json = R"json({"version": "6", "dialect": "sqlite", "id": "1", "prevId": "0",
      "tables": {
        "posts": {"name": "posts", "columns": {
            "id": {"name": "id", "type": "integer", "primaryKey": true, "notNull": true, "autoincrement": true},
            "title": {"name": "title", "type": "text", "primaryKey": false, "notNull": true, "autoincrement": false, "default": "'it''s'"},
            "draft": {"name": "draft", "type": "integer", "notNull": false, "default": false},
            "rank": {"name": "rank", "type": "real", "notNull": false, "default": 1.5},
            "at": {"name": "at", "type": "integer", "notNull": false, "default": "(unixepoch())"},
            "author": {"name": "author", "type": "integer", "notNull": false},
            "loud": {"name": "loud", "type": "text", "notNull": false, "generated": {"as": "(upper(\"title\"))", "type": "stored"}}},
          "indexes": {
            "posts_title": {"name": "posts_title", "columns": ["title"], "isUnique": true},
            "posts_low": {"name": "posts_low", "columns": ["lower(\"title\")", "id"], "isUnique": false, "where": "\"draft\" = 0"}},
          "foreignKeys": {"posts_author_users_id_fk": {"name": "posts_author_users_id_fk", "tableFrom": "posts", "tableTo": "users",
            "columnsFrom": ["author"], "columnsTo": ["id"], "onDelete": "set null", "onUpdate": "no action"}},
          "compositePrimaryKeys": {}, "uniqueConstraints": {}, "checkConstraints": {"c": {"name": "c", "value": "\"rank\" > 0"}}},
        "both": {"name": "both", "columns": {"b": {"name": "b", "type": "text", "notNull": true}, "a": {"name": "a", "type": "text", "notNull": true}},
          "indexes": {}, "foreignKeys": {}, "compositePrimaryKeys": {"both_pk": {"columns": ["a", "b"], "name": "both_pk"}},
          "uniqueConstraints": {}, "checkConstraints": {}}},
      "views": {
        "shown": {"columns": {}, "name": "shown", "isExisting": false, "definition": "select \"id\" from \"posts\""},
        "their*s": {"columns": {}, "name": "their*s", "isExisting": true}},
      "enums": {}, "_meta": {"tables": {}, "columns": {}},
      "internal": {"indexes": {"posts_low": {"columns": {"lower(\"title\")": {"isExpression": true}}}}}})json";
    const auto read = readDrizzleSnapshot(json);
    VERIFY_OK(read);
    const QString expected =
        u"table both\n  column b text not null\n  column a text not null\n  primary key (a, b)\n"
        "table posts\n  column id integer not null\n  column title text not null default 'it''s'\n"
        "  column draft integer default false\n  column rank real default 1.5\n  column at integer default "
        "(unixepoch())\n"
        "  column author integer\n  column loud text generated stored (upper(\"title\"))\n"
        "  primary key (id) autoincrement\n  check c (\"rank\" > 0)\n"
        "  foreign key (author) -> users (id) on delete set null\n"
        "  index posts_low ((lower(\"title\")), id) where \"draft\" = 0\n  unique index posts_title (title)\n"
        "view shown\n  as select \"id\" from \"posts\"\n"_s;
    QVERIFY2(describe(read->schema) == expected, qPrintable(describe(read->schema)));
    QCOMPARE(read->facets, Facets::drizzle());
    QCOMPARE(read->existingViews, (QList<QualifiedName>{{{}, u"their*s"_s}}));
    QVERIFY(!read->within({}).covers(u"their*s"_s));
    QVERIFY(read->within({}).covers(u"theirs"_s));
    QVERIFY(read->within({}).covers(u"posts"_s));
}

void TestSnapshot::refused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("words");
    QTest::newRow("no JSON") << QByteArray("{") << u"is not JSON"_s;
    QTest::newRow("another system") << QByteArray(R"({"version":"5","dialect":"mysql"})")
                                    << u"only those of SQLite and PostgreSQL"_s;
    QTest::newRow("another version") << QByteArray(R"({"version":"5","dialect":"sqlite"})") << u"has version 5"_s;
    QTest::newRow("no tables") << QByteArray(R"({"version":"6","dialect":"sqlite"})") << u"it has no “tables”"_s;
    QTest::newRow("tables that are a list")
        << QByteArray(R"({"version":"6","dialect":"sqlite","tables":[]})") << u"it has no “tables”"_s;
    QTest::newRow("no tables of PostgreSQL")
        << QByteArray(R"({"version":"7","dialect":"postgresql"})") << u"it has no “tables”"_s;
    QTest::newRow("something else in ddl")
        << QByteArray(R"({"version":"7","dialect":"sqlite","ddl":[{"name":"t"}]})") << u"without “entityType”"_s;
    QTest::newRow("no columns") << QByteArray(
        R"({"version":"6","dialect":"sqlite","tables":{"t":{"name":"t","columns":{}}}})")
                                << u"table t of the snapshot has no columns"_s;
}

void TestSnapshot::refused()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, words);
    const auto read = readDrizzleSnapshot(json);
    QVERIFY(!read.ok());
    QVERIFY2(read.error().message.contains(words), qPrintable(read.error().message));
}

void TestSnapshot::orderOfKeys()
{
    const QByteArray json = R"({"z": [{"b": 1}, "},{"], "a": {"q\"\u00e9": {"y": "\\", "x": {}, "w": []}, "b": null}})";
    QCOMPARE(keysInOrder(json, {}), (QStringList{u"z"_s, u"a"_s}));
    QCOMPARE(keysInOrder(json, {u"a"_s}), (QStringList{u"q\"é"_s, u"b"_s}));
    QCOMPARE(keysInOrder(json, {u"a"_s, u"q\"é"_s}), (QStringList{u"y"_s, u"x"_s, u"w"_s}));
    QCOMPARE(keysInOrder(json, {u"b"_s}), QStringList());
}

QTEST_GUILESS_MAIN(TestSnapshot)
#include "tst_snapshot.moc"
