// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/jsonc.h"
#include "core/drizzle/toml.h"
#include "core/drizzle/wrangler.h"
#include "core/drizzle/wranglerfolder.h"
#include "support/files.h"
#include "support/verify.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using files::write;

namespace {

QByteArray jsonOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Three bindings, two of them of one database.
const QByteArray toml = "# a Worker\n"
                        "name = \"shop\"   # its name\n"
                        "compatibility_date = 2026-11-30\n"
                        "\n"
                        "[[d1_databases]]\n"
                        "binding = \"DB\"\n"
                        "database_name = 'shop-db'\n"
                        "database_id = \"11111111-2222-3333-4444-555555555555\"\n"
                        "migrations_dir = \"drizzle\"\n"
                        "\n"
                        "[[d1_databases]]\n"
                        "binding = \"LOGS\"\n"
                        "database_id = \"aaaaaaaa-2222-3333-4444-555555555555\"\n"
                        "preview_database_id = \"local-preview\"\n"
                        "migrations_table = \"moves\"\n"
                        "\n"
                        "[env.staging]\n"
                        "name = \"shop-staging\"\n"
                        "[[env.staging.d1_databases]]\n"
                        "binding = \"DB\"\n"
                        "database_name = \"shop-staging\"\n"
                        "database_id = \"99999999-2222-3333-4444-555555555555\"\n";

const QByteArray jsonc = "// a Worker\n"
                         "{\n"
                         "  \"name\": \"shop\", /* its name */\n"
                         "  \"d1_databases\": [\n"
                         "    { \"binding\": \"DB\", \"database_name\": \"shop-db\", \"database_id\": "
                         "\"11111111-2222-3333-4444-555555555555\", \"migrations_dir\": \"drizzle\", },\n"
                         "    // \"no // comment within\"\n"
                         "    { \"binding\": \"LOGS\", \"database_id\": \"aaaaaaaa-2222-3333-4444-555555555555\", "
                         "\"preview_database_id\": \"local-preview\", \"migrations_table\": \"moves\" },\n"
                         "  ],\n"
                         "  \"env\": { \"staging\": { \"d1_databases\": [{ \"binding\": \"DB\", \"database_name\": "
                         "\"shop-staging\", \"database_id\": \"99999999-2222-3333-4444-555555555555\" }] } },\n"
                         "}";

} // namespace

class TestWrangler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBothSpellings_data();
    void readsBothSpellings();
    void localNames_data();
    void localNames();
    void findsTheLocalFile();
    void findsWhereScriptsPersistTo();
    void followsWhatABuildMade();
    void brokenOnesAreSaid_data();
    void brokenOnesAreSaid();
    void tomlValues_data();
    void tomlValues();
    void tomlRefuses_data();
    void tomlRefuses();
    void endsOnAnything();
    void jsoncKeepsTexts();
    void seesFoldersAsWrangler_data();
    void seesFoldersAsWrangler();
};

void TestWrangler::readsBothSpellings_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addRow("toml") << u"wrangler.toml"_s << toml;
    QTest::addRow("jsonc") << u"wrangler.jsonc"_s << jsonc;
    QTest::addRow("json with comments, as wrangler reads it") << u"wrangler.json"_s << jsonc;
}

void TestWrangler::readsBothSpellings()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, bytes);
    QTemporaryDir dir;
    write(dir, name, bytes);
    QCOMPARE(wranglerConfigIn(dir.path()), dir.filePath(name));
    const auto config = readWranglerConfig(dir.filePath(name));
    VERIFY_OK(config);
    QCOMPARE(config->worker, u"shop"_s);
    D1Binding db;
    db.configPath = dir.filePath(name);
    db.binding = u"DB"_s;
    db.databaseName = u"shop-db"_s;
    db.databaseId = u"11111111-2222-3333-4444-555555555555"_s;
    db.migrationsPath = dir.filePath(u"drizzle"_s);
    D1Binding logs = db;
    logs.binding = u"LOGS"_s;
    logs.databaseName.clear();
    logs.databaseId = u"aaaaaaaa-2222-3333-4444-555555555555"_s;
    logs.previewId = u"local-preview"_s;
    logs.migrationsPath = dir.filePath(u"migrations"_s);
    logs.migrationsTable = u"moves"_s;
    D1Binding staging = db;
    staging.environment = u"staging"_s;
    staging.databaseName = u"shop-staging"_s;
    staging.databaseId = u"99999999-2222-3333-4444-555555555555"_s;
    staging.migrationsPath = dir.filePath(u"migrations"_s);
    QCOMPARE(config->databases, (QList{db, logs, staging}));
    QCOMPARE(db.name(), u"shop-db"_s);
    QCOMPARE(logs.name(), u"LOGS"_s);
    QCOMPARE(logs.identity(), u"local-preview"_s);
}

void TestWrangler::localNames_data()
{
    QTest::addColumn<QString>("identity");
    QTest::addColumn<QString>("name");
    // As wrangler 4.20 with miniflare called its own files on `wrangler d1 execute --local`.
    QTest::addRow("an id") << u"11111111-2222-3333-4444-555555555555"_s
                           << u"f023adf8de81e80d62670e09f086149af129cccda34c51f26517069258c53e8c"_s;
    QTest::addRow("a preview's id") << u"local-preview"_s
                                    << u"55cf0b3020dae37b568062fe28961bd8d3fcd41f9b33fe8ddfdc3540875f734a"_s;
    // By the same rule, worked out apart.
    QTest::addRow("a binding") << u"ONLY"_s << u"c5c7af95f4b70b40a049e2be227b1d915b9f0692a7a40bf1d4b843f8f30a7634"_s;
    QTest::addRow("another id") << u"aaaaaaaa-2222-3333-4444-555555555555"_s
                                << u"0a147909484629807c1d6235bed1b04ac3d31d8293770da1e2c2587a1c36b35b"_s;
}

void TestWrangler::localNames()
{
    QFETCH(const QString, identity);
    QFETCH(const QString, name);
    QCOMPARE(localD1Name(identity), name);
}

void TestWrangler::findsTheLocalFile()
{
    QTemporaryDir dir;
    write(dir, u"wrangler.toml"_s, toml);
    const auto config = readWranglerConfig(dir.filePath(u"wrangler.toml"_s));
    VERIFY_OK(config);
    const D1Binding db = config->databases.at(0);
    QCOMPARE(localD1File(db), std::nullopt);
    const QString file =
        u".wrangler/state/v3/d1/miniflare-D1DatabaseObject/%1.sqlite"_s.arg(localD1Name(db.databaseId));
    write(dir, file, "x");
    write(dir, u".wrangler/state/v3/d1/miniflare-D1DatabaseObject/metadata.sqlite"_s, "x");
    QCOMPARE(localD1File(db), std::optional(dir.filePath(file)));
    QCOMPARE(localD1File(config->databases.at(1)), std::nullopt);
    QVERIFY(isLocalD1Path(dir.filePath(file)));
    QVERIFY(!isLocalD1Path(dir.filePath(u".wrangler/state/v3/d1/miniflare-D1DatabaseObject/metadata.sqlite"_s)));
    QCOMPARE(bindingOfLocalD1(dir.filePath(file)), std::optional(db));
    QCOMPARE(bindingOfLocalD1(dir.filePath(u"other.sqlite"_s)), std::nullopt);
}

void TestWrangler::findsWhereScriptsPersistTo()
{
    QTemporaryDir dir;
    write(dir, u"package.json"_s, "{\"workspaces\":[\"apps/*\"]}");
    write(dir, u"apps/api/package.json"_s,
          R"({"scripts":{"dev":"wrangler dev --persist-to ../../.state","x":"other --persist-to y"}})");
    write(dir, u"apps/api/wrangler.toml"_s, toml);
    const auto config = readWranglerConfig(dir.filePath(u"apps/api/wrangler.toml"_s));
    VERIFY_OK(config);
    const D1Binding db = config->databases.at(0);
    const QString file = u".state/v3/d1/miniflare-D1DatabaseObject/%1.sqlite"_s.arg(localD1Name(db.databaseId));
    write(dir, file, "x");
    QCOMPARE(localD1File(db), std::optional(dir.filePath(file)));
    QCOMPARE(bindingOfLocalD1(dir.filePath(file)), std::optional(db)); // by the workspaces of the folder above
}

/// Nothing but .wrangler/deploy/config.json, or a config without bindings beside it.
void TestWrangler::followsWhatABuildMade()
{
    QTemporaryDir dir;
    write(dir, u".wrangler/deploy/config.json"_s, "{ \"configPath\": \"../../dist/server/wrangler.json\" }");
    QCOMPARE(wranglerConfigIn(dir.path()), QString()); // it was not built yet
    const QString made = dir.filePath(u"dist/server/wrangler.json"_s);
    write(dir, u"dist/server/wrangler.json"_s, jsonc);
    QCOMPARE(wranglerConfigIn(dir.path()), made);
    const auto alone = readWranglerConfig(wranglerConfigIn(dir.path()));
    VERIFY_OK(alone);
    QVERIFY(!alone->databases.isEmpty());
    const QString file = u".wrangler/state/v3/d1/miniflare-D1DatabaseObject/%1.sqlite"_s.arg(
        localD1Name(alone->databases.first().identity()));
    write(dir, file, "x");
    QCOMPARE(localD1File(alone->databases.first()).value_or(QString()), dir.filePath(file));

    write(dir, u"wrangler.jsonc"_s, "{ \"name\": \"shop\" }");
    QCOMPARE(wranglerConfigIn(dir.path()), dir.filePath(u"wrangler.jsonc"_s));
    const auto beside = readWranglerConfig(wranglerConfigIn(dir.path()));
    VERIFY_OK(beside);
    QCOMPARE(beside->databases, alone->databases);
    write(dir, u"wrangler.jsonc"_s, "{ \"d1_databases\": [{ \"binding\": \"OWN\", \"database_id\": \"own\" }] }");
    const auto own = readWranglerConfig(wranglerConfigIn(dir.path()));
    VERIFY_OK(own);
    QCOMPARE(own->databases.size(), 1); // what a person wrote goes before it
}

void TestWrangler::brokenOnesAreSaid_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    QTest::addRow("toml") << u"wrangler.toml"_s << QByteArray("name = \"x\"\nbinding = \n") << u"line 2"_s;
    QTest::addRow("json") << u"wrangler.json"_s << QByteArray("{\n\n \"a\": \n}") << u"line 4"_s;
    QTest::addRow("list") << u"wrangler.jsonc"_s << QByteArray("[]") << u"no object"_s;
}

void TestWrangler::brokenOnesAreSaid()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, words);
    QTemporaryDir dir;
    write(dir, name, bytes);
    const auto config = readWranglerConfig(dir.filePath(name));
    QVERIFY(!config);
    QVERIFY2(config.error().message.contains(words) && config.error().message.contains(name),
             qPrintable(config.error().message));
    QVERIFY(config.error().message.endsWith(u'.'));
}

void TestWrangler::tomlValues_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::addRow("words") << u"a = 1\nb = -1_000\nc = 1.5\nd = true\ne = false\nf = 2026-11-30\ng=0x10"_s
                           << QByteArray(R"({"a":1,"b":-1000,"c":1.5,"d":true,"e":false,"f":"2026-11-30","g":16})");
    QTest::addRow("texts")
        << u"a = \"x\\n\\\"\\u0041\" # c\nb = 'C:\\x'\nc = \"\"\"\none\n\"two\" \\\n   three\"\"\"\nd = '''\n'x'\n'''\ne=\"\""_s
        << QByteArray(R"({"a":"x\n\"A","b":"C:\\x","c":"one\n\"two\" three","d":"'x'\n","e":""})");
    QTest::addRow("lists") << u"a = [1, 'b', [2], # c\n  { x = 1, y.z = 'w' },\n]\nb = []"_s
                           << QByteArray(R"({"a":[1,"b",[2],{"x":1,"y":{"z":"w"}}],"b":[]})");
    QTest::addRow("tables") << u"a.b = 1\n[c]\nd = 2\n[c.\"e f\"]\ng = 3\n[ h . i ]\n[c.j]"_s
                            << QByteArray(R"({"a":{"b":1},"c":{"d":2,"e f":{"g":3},"j":{}},"h":{"i":{}}})");
    QTest::addRow("lists of tables") << u"[[a]]\nb = 1\n[a.c]\nd = 2\n[[a]]\nb = 3\n[[a.e]]\nf = 4"_s
                                     << QByteArray(R"({"a":[{"b":1,"c":{"d":2}},{"b":3,"e":[{"f":4}]}]})");
    QTest::addRow("windows lines") << u"a = 1\r\n# c\r\n\r\n[b]\r\nc = 2\r\n"_s << QByteArray(R"({"a":1,"b":{"c":2}})");
    QTest::addRow("nothing") << u"\n# only a comment"_s << QByteArray("{}");
}

void TestWrangler::tomlValues()
{
    QFETCH(const QString, text);
    QFETCH(const QByteArray, json);
    const auto read = readToml(text);
    VERIFY_OK(read);
    QCOMPARE(jsonOf(*read), json);
}

void TestWrangler::tomlRefuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    QTest::addRow("no value") << u"a = 1\nb ="_s << u"line 2"_s;
    QTest::addRow("open text") << u"a = \"x\nb = 1"_s << u"line 1"_s;
    QTest::addRow("twice") << u"a = 1\na = 2"_s << u"line 2"_s;
    QTest::addRow("two on a line") << u"a = 1 b = 2"_s << u"line 1"_s;
    QTest::addRow("open table") << u"[a\nb = 1"_s << u"line 1"_s;
    QTest::addRow("table of a value") << u"a = 1\n[a.b]"_s << u"line 2"_s;
    QTest::addRow("too deep") << u"a = "_s + QString(5000, u'[') << u"line 1"_s;
}

void TestWrangler::tomlRefuses()
{
    QFETCH(const QString, text);
    QFETCH(const QString, words);
    const auto read = readToml(text);
    QVERIFY(!read);
    QVERIFY2(read.error().message.contains(words), qPrintable(read.error().message));
}

void TestWrangler::endsOnAnything()
{
    const QString whole = QString::fromUtf8(toml) + u"x = [\"\"\"a\\u0041\"\"\", { b.c = 'd' }]\n"_s;
    for (qsizetype cut = 0; cut < whole.size(); ++cut) {
        static_cast<void>(readToml(whole.first(cut)));
        QString without = whole;
        static_cast<void>(readToml(without.remove(cut, 1)));
        static_cast<void>(readJsonc(jsonc.first(std::min<qsizetype>(cut, jsonc.size()))));
    }
    QVERIFY(readToml(whole).ok());
}

void TestWrangler::jsoncKeepsTexts()
{
    const auto read = readJsonc("\xef\xbb\xbf{ \"a\": \"// no /* comment ,]\", /* , } */ \"b\\\"\": [1, 2, ], }\n");
    VERIFY_OK(read);
    const QByteArray wanted = "{\"a\":\"// no /* comment ,]\",\"b\\\"\":[1,2]}";
    QCOMPARE(jsonOf(*read), wanted);
}

void TestWrangler::seesFoldersAsWrangler_data()
{
    QTest::addColumn<QStringList>("journal");
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QStringList>("order");
    QTest::addColumn<QStringList>("remarks");
    const QStringList two{u"0000_a"_s, u"0001_b"_s};
    QTest::newRow("as the journal has them") << two << QStringList{} << two << QStringList{};
    QTest::newRow("another order") << QStringList{u"0000_a"_s, u"0010_c"_s, u"0002_b"_s, u"0011_d"_s} << QStringList{}
                                   << QStringList{u"0000_a"_s, u"0002_b"_s, u"0010_c"_s, u"0011_d"_s}
                                   << QStringList{
                                          u"The folder's journal has another order than wrangler, which goes by the "
                                          "numbers that file names begin with and applies 0002_b, 0010_c; the journal "
                                          "has 0010_c, 0002_b."_s};
    QTest::newRow("a file that it does not name")
        << two << QStringList{u"0001_x"_s, u"0000_z"_s}
        << QStringList{u"0000_a"_s, u"0000_z"_s, u"0001_b"_s, u"0001_x"_s}
        << QStringList{u"0000_z.sql is not in the folder's journal, so that drizzle-kit knows nothing of it; wrangler "
                       "applies it all the same."_s,
                       u"0001_x.sql is not in the folder's journal, so that drizzle-kit knows nothing of it; wrangler "
                       "applies it all the same."_s,
                       u"0000_a.sql and 0000_z.sql begin with the same number: which of them wrangler applies first "
                       "depends on its version and on the file system."_s,
                       u"0001_b.sql and 0001_x.sql begin with the same number: which of them wrangler applies first "
                       "depends on its version and on the file system."_s};
    QTest::newRow("no numbers") << QStringList{u"0000_a"_s} << QStringList{u"init"_s}
                                << QStringList{u"0000_a"_s, u"init"_s}
                                << QStringList{u"init.sql is not in the folder's journal, so that drizzle-kit knows "
                                               "nothing of it; wrangler applies it all the same."_s,
                                               u"init.sql begins with no number, so that wrangler has no certain place "
                                               "for it."_s};
}

/// In the order of their numbers, with all files that are there.
void TestWrangler::seesFoldersAsWrangler()
{
    QFETCH(const QStringList, journal);
    QFETCH(const QStringList, more);
    const QTemporaryDir dir;
    write(dir, u"wrangler.toml"_s,
          "[[d1_databases]]\nbinding = \"DB\"\ndatabase_id = \"one\"\nmigrations_dir = \"drizzle\"\n");
    QStringList entries;
    for (const QString &tag : journal)
        entries.append(u"{\"idx\":%1,\"when\":%2,\"tag\":\"%3\"}"_s.arg(QString::number(entries.size()),
                                                                        QString::number(1000 - entries.size()), tag));
    write(dir, u"drizzle/meta/_journal.json"_s,
          u"{\"version\":\"7\",\"dialect\":\"sqlite\",\"entries\":[%1]}"_s.arg(entries.join(u',')).toUtf8());
    for (const QString &tag : journal + more)
        write(dir, u"drizzle/%1.sql"_s.arg(tag), "SELECT 1;");
    const auto folder = readFolderAsMigrated(dir.filePath(u"drizzle"_s));
    VERIFY_OK(folder);
    QStringList order;
    for (const MigrationFile &file : folder->migrations)
        order.append(file.tag);
    QTEST(order, "order");
    QTEST(folder->warnings, "remarks");
    QVERIFY(folder->byWrangler);
    QVERIFY(QFile::remove(dir.filePath(u"wrangler.toml"_s))); // drizzle's own migrator goes by the journal
    const auto drizzles = readFolderAsMigrated(dir.filePath(u"drizzle"_s));
    VERIFY_OK(drizzles);
    QVERIFY(!drizzles->byWrangler);
    QCOMPARE(drizzles->migrations.size(), journal.size());
}

QTEST_GUILESS_MAIN(TestWrangler)
#include "tst_wrangler.moc"
