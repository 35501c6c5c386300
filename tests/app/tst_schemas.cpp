// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli.h"
#include "support/tempdatabase.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

/// diff and apply --to: from one schema to another on the command line.
class TestSchemas : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void diffWritesAScriptThatRuns();
    void diffBetweenAllKindsOfSources_data();
    void diffBetweenAllKindsOfSources();
    void diffJson();
    void applyChangesTheSchema();
    void applyDryRunChangesNothing();
    void anAmbiguousRenameIsRefused();
    void aRenameIsNoLoss();
    void fills();
    void whatIsCertainToFailCannotBeAllowed();
    void nothingToDo();
    void applyJson();
    void undoBringsValuesBack();
    void undoNamesTheBackupOfAFile();
    void aRefusalSaysWhatDoesNotComeBack();
    void wrongUsage_data();
    void wrongUsage();
    void wrongSources_data();
    void wrongSources();

private:
    [[nodiscard]] QString file(const QString &name, const QByteArray &text) const;
    [[nodiscard]] QStringList rows(const QString &sql) const { return tempdatabase::rows(m_database, sql); }
    [[nodiscard]] static QStringList codes(const QJsonArray &findings, const QString &severity);
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_database;
};

void TestSchemas::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    qputenv("RAINCHECK_STATE_DIR", m_dir->filePath(u"state"_s).toLocal8Bit());
    m_database = tempdatabase::make(*m_dir, u"shop.db"_s,
                                    u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);"
                                    "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id) "
                                    "ON DELETE CASCADE, title TEXT);"
                                    "INSERT INTO users VALUES (1, 'Ada', 'ada@x'), (2, 'Bob', NULL);"
                                    "INSERT INTO posts VALUES (1, 1, 'one'), (2, 1, 'two'), (3, 2, 'three')"_s);
}

QString TestSchemas::file(const QString &name, const QByteArray &text) const
{
    QFile out(m_dir->filePath(name));
    return out.open(QFile::WriteOnly) && out.write(text) == text.size() ? out.fileName() : QString();
}

QStringList TestSchemas::codes(const QJsonArray &findings, const QString &severity)
{
    QStringList out;
    for (const auto &finding : findings) {
        if (finding.toObject()[u"severity"_s].toString() == severity)
            out += finding.toObject()[u"code"_s].toString();
    }
    return out;
}

static const QByteArray posts =
    "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id) ON DELETE CASCADE, title TEXT);";
static const QByteArray usersWithAge =
    "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'x', email TEXT, age INTEGER);";

void TestSchemas::diffWritesAScriptThatRuns()
{
    const QString target = file(u"target.sql"_s, usersWithAge + posts);
    const auto run = cli::run({u"diff"_s, m_database, target});
    VERIFY_EXIT(run, 0);
    QVERIFY(run.out.contains("BEGIN IMMEDIATE;") && run.out.contains("-- "));
    QVERIFY2(run.err.isEmpty() || run.err.startsWith("raincheck: H"), run.err.constData());
    QCOMPARE(tempdatabase::run(m_database, QString::fromUtf8(run.out)), QString()); // as any program would run it
    QCOMPARE(rows(u"SELECT count(*) FROM posts"_s), QStringList{u"3"_s});
    const auto again = cli::run({u"diff"_s, m_database, target});
    VERIFY_EXIT(again, 0);
    QVERIFY2(again.out.isEmpty(), again.out.constData());
    QVERIFY2(again.err.isEmpty(), again.err.constData());
}

void TestSchemas::diffBetweenAllKindsOfSources_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const QStringList kinds{u"shop.db"_s, u"target.sql"_s, u"0001_snapshot.json"_s};
    for (const QString &from : kinds) {
        for (const QString &to : kinds) {
            if (from != to)
                QTest::newRow(qPrintable(from + u" to "_s + to)) << from << to;
        }
    }
}

void TestSchemas::diffBetweenAllKindsOfSources()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QVERIFY(!file(u"target.sql"_s, usersWithAge + posts).isEmpty());
    QVERIFY(
        !file(u"0001_snapshot.json"_s, R"({"version":"6","dialect":"sqlite","id":"1","prevId":"0","tables":{"users":{
        "name":"users","columns":{"id":{"name":"id","type":"integer","primaryKey":true,"notNull":true,"autoincrement":false},
        "name":{"name":"name","type":"text","primaryKey":false,"notNull":false,"autoincrement":false}},"indexes":{},
        "foreignKeys":{},"compositePrimaryKeys":{},"uniqueConstraints":{},"checkConstraints":{}}},"views":{},"enums":{},
        "_meta":{"schemas":{},"tables":{},"columns":{}},"internal":{"indexes":{}}})")
             .isEmpty());
    const auto run = cli::run({u"diff"_s, m_dir->filePath(from), m_dir->filePath(to)});
    VERIFY_EXIT(run, 0);
    QVERIFY(run.out.contains("COMMIT;"));
    const auto same = cli::run({u"diff"_s, m_dir->filePath(from), m_dir->filePath(from)});
    VERIFY_EXIT(same, 0);
    QVERIFY2(same.out.isEmpty(), same.out.constData());
}

void TestSchemas::diffJson()
{
    const QString target =
        file(u"target.sql"_s, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT NOT NULL);");
    const auto run = cli::run({u"diff"_s, m_database, target, u"--json"_s});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.err.isEmpty(), run.err.constData());
    const QJsonObject json = run.json();
    QStringList keys = json.keys();
    QCOMPARE(keys,
             (QStringList{u"cannotUndo"_s, u"changes"_s, u"from"_s, u"hazards"_s, u"inverse"_s, u"rebuilt"_s,
                          u"statements"_s, u"title"_s, u"to"_s}));
    QCOMPARE(json[u"from"_s].toString(), QFileInfo(m_database).canonicalFilePath());
    QCOMPARE(json[u"rebuilt"_s].toArray(), QJsonArray{u"users"_s});
    const QJsonArray hazards = json[u"hazards"_s].toArray();
    QVERIFY2(codes(hazards, u"stop"_s).contains(u"H01"_s) && codes(hazards, u"stop"_s).contains(u"H21"_s),
             run.out.constData());
    for (const auto &hazard : hazards) {
        QCOMPARE(hazard.toObject().keys(),
                 (QStringList{u"certain"_s, u"change"_s, u"code"_s, u"message"_s, u"remedy"_s, u"rows"_s, u"severity"_s,
                              u"way"_s}));
        if (hazard[u"code"_s] == u"H01"_s)
            QCOMPARE(hazard[u"rows"_s].toInt(), 3);
        if (hazard[u"code"_s] == u"H21"_s)
            QVERIFY(hazard[u"certain"_s].toBool() && hazard[u"rows"_s].toInt() == 1);
    }
    const QJsonObject first = json[u"statements"_s].toArray().first().toObject();
    QCOMPARE(first.keys(), (QStringList{u"changes"_s, u"purpose"_s, u"role"_s, u"sql"_s}));
    QCOMPARE(first[u"role"_s].toString(), u"setup"_s);
}

void TestSchemas::applyChangesTheSchema()
{
    const QString target = file(u"target.sql"_s, usersWithAge + posts);
    const auto run = cli::run({u"apply"_s, m_database, u"--to"_s, target});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.contains("applied in") && run.out.contains("backup: "), run.out.constData());
    QVERIFY2(run.out.contains("the result is the schema that was asked for"), run.out.constData());
    QCOMPARE(rows(u"SELECT count(*) FROM posts"_s), QStringList{u"3"_s});
    QCOMPARE(rows(u"SELECT * FROM users"_s), (QStringList{u"1|'Ada'|'ada@x'|NULL"_s, u"2|'Bob'|NULL|NULL"_s}));
    const auto history = cli::run({u"history"_s, m_database, u"--json"_s});
    QCOMPARE(history.json()[u"history"_s].toArray().size(), 1);
    VERIFY_EXIT(cli::run({u"diff"_s, m_database, target}), 0);
    QVERIFY(cli::run({u"diff"_s, m_database, target}).out.isEmpty());
}

void TestSchemas::applyDryRunChangesNothing()
{
    const QString target = file(u"target.sql"_s, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);");
    const QStringList before = rows(u"SELECT sql FROM sqlite_schema"_s);
    const auto run = cli::run({u"apply"_s, m_database, u"--to"_s, target, u"--dry-run"_s});
    VERIFY_EXIT(run, 3);
    QVERIFY2(run.out.contains("would be refused") && run.out.contains("posts: 3 rows → dropped"), run.out.constData());
    QVERIFY2(run.err.contains("--allow H01"), run.err.constData());
    const auto allowed = cli::run({u"apply"_s, m_database, u"--to"_s, target, u"--dry-run"_s, u"--allow"_s, u"H01"_s});
    VERIFY_EXIT(allowed, 0);
    QVERIFY2(allowed.out.contains("would succeed"), allowed.out.constData());
    QCOMPARE(rows(u"SELECT sql FROM sqlite_schema"_s), before);
}

static const QByteArray usersRenamed = "CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT);";

void TestSchemas::anAmbiguousRenameIsRefused()
{
    const QString target = file(u"target.sql"_s, usersRenamed + posts);
    const auto diffed = cli::run({u"diff"_s, m_database, target});
    VERIFY_EXIT(diffed, 0);
    QVERIFY2(diffed.err.contains("H04 stop"), diffed.err.constData());
    const auto run = cli::run({u"apply"_s, m_database, u"--to"_s, target, u"--allow"_s, u"H02"_s});
    VERIFY_EXIT(run, 3);
    QVERIFY2(run.err.contains("H04"), run.err.constData());
    QCOMPARE(rows(u"SELECT name FROM users"_s), (QStringList{u"'Ada'"_s, u"'Bob'"_s}));
}

void TestSchemas::aRenameIsNoLoss()
{
    const QString target = file(u"target.sql"_s,
                                "CREATE TABLE people (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT);"
                                "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES"
                                " people(id) ON DELETE CASCADE, title TEXT);");
    const auto run = cli::run({u"apply"_s, m_database, u"--to"_s, target, u"--rename"_s, u"users=people"_s,
                               u"--rename"_s, u"users.name=full_name"_s});
    VERIFY_EXIT(run, 0);
    QCOMPARE(rows(u"SELECT full_name FROM people"_s), (QStringList{u"'Ada'"_s, u"'Bob'"_s}));
    // The other spelling of the same.
    const QString back = file(u"back.sql"_s,
                              "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, email TEXT);"
                              "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES"
                              " people(id) ON DELETE CASCADE, title TEXT);");
    VERIFY_EXIT(cli::run({u"apply"_s, m_database, u"--to"_s, back, u"--rename=people.full_name=people.name"_s}), 0);
    QCOMPARE(rows(u"SELECT name FROM people"_s), (QStringList{u"'Ada'"_s, u"'Bob'"_s}));
}

void TestSchemas::fills()
{
    const QString target = file(u"target.sql"_s,
                                "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT NOT NULL,"
                                " slug TEXT NOT NULL UNIQUE);"
                                    + posts);
    const QStringList apply{u"apply"_s, m_database, u"--to"_s, target};
    VERIFY_EXIT(cli::run(apply), 3);
    const auto run = cli::run(
        apply
        + QStringList{u"--fill"_s, u"users.email=lower(name) || '@y'"_s, u"--fill"_s, u"users.slug='u=' || id"_s});
    VERIFY_EXIT(run, 0);
    QCOMPARE(rows(u"SELECT * FROM users"_s), (QStringList{u"1|'Ada'|'ada@x'|'u=1'"_s, u"2|'Bob'|'bob@y'|'u=2'"_s}));
}

void TestSchemas::whatIsCertainToFailCannotBeAllowed()
{
    const QString target =
        file(u"target.sql"_s, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT NOT NULL);" + posts);
    const auto run = cli::run({u"apply"_s, m_database, u"--to"_s, target, u"--allow"_s, u"H21"_s});
    VERIFY_EXIT(run, 3);
    QVERIFY2(run.err.contains("H21") && !run.err.contains("--allow"), run.err.constData());
    QVERIFY(run.out.isEmpty());
}

void TestSchemas::nothingToDo()
{
    const QString target =
        file(u"target.sql"_s, "create table users (id integer primary key, \"name\" text, email text);" + posts);
    const auto run = cli::run({u"apply"_s, m_database, u"--to"_s, target});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.startsWith("Nothing to do"), run.all().constData());
    QVERIFY(cli::run({u"history"_s, m_database, u"--json"_s}).json()[u"history"_s].toArray().isEmpty());
}

void TestSchemas::applyJson()
{
    const QString target = file(u"target.sql"_s, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);" + posts);
    for (const bool dry : {true, false}) {
        QStringList arguments{u"apply"_s, m_database, u"--to"_s, target, u"--allow"_s, u"H02"_s, u"--json"_s};
        const auto run = cli::run(dry ? arguments + QStringList{u"--dry-run"_s} : arguments);
        VERIFY_EXIT(run, 0);
        const QJsonObject json = run.json();
        QCOMPARE(
            json.keys(),
            (QStringList{u"applied"_s, u"backup"_s, u"bytesAfter"_s, u"bytesBefore"_s, u"cannotUndo"_s, u"changes"_s,
                         u"columns"_s, u"differences"_s, u"effects"_s, u"findings"_s, u"inverse"_s, u"microseconds"_s,
                         u"phases"_s, u"rebuilt"_s, u"saved"_s, u"statements"_s, u"tables"_s, u"title"_s, u"tried"_s}));
        QCOMPARE(json[u"applied"_s].toBool(), !dry);
        QCOMPARE(json[u"backup"_s].isNull(), dry);
        QCOMPARE(json[u"saved"_s].toArray(), QJsonArray{u"The values of email in users."_s});
        QVERIFY(json[u"differences"_s].toArray().isEmpty());
        const QJsonArray columns = json[u"columns"_s].toArray();
        QCOMPARE(columns.size(), 2);
        QCOMPARE(columns.first().toObject(),
                 (QJsonObject{{u"table"_s, u"users"_s}, {u"column"_s, u"id"_s}, {u"outcome"_s, u"same"_s}}));
    }
}

void TestSchemas::undoBringsValuesBack()
{
    VERIFY_EXIT(cli::run({u"undo"_s, m_database}), 1);
    const QStringList before = rows(u"SELECT * FROM users"_s) + rows(u"SELECT * FROM posts"_s);
    const QString target =
        file(u"target.sql"_s, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, age INTEGER);");
    VERIFY_EXIT(cli::run({u"apply"_s, m_database, u"--to"_s, target, u"--allow"_s, u"H01"_s, u"--allow"_s, u"H02"_s,
                          u"--allow"_s, u"H04"_s}),
                0);
    QVERIFY(before != rows(u"SELECT * FROM users"_s));
    const auto dry = cli::run({u"undo"_s, m_database, u"--dry-run"_s, u"--json"_s});
    VERIFY_EXIT(dry, 0);
    QVERIFY(!dry.json()[u"applied"_s].toBool() && dry.json()[u"differences"_s].toArray().isEmpty());
    const auto run = cli::run({u"undo"_s, m_database});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.contains("Take back: "), run.out.constData());
    QCOMPARE(rows(u"SELECT * FROM users"_s) + rows(u"SELECT * FROM posts"_s), before);
    VERIFY_EXIT(cli::run({u"undo"_s, m_database, u"--script"_s, u"99"_s}), 1);
    VERIFY_EXIT(cli::run({u"undo"_s, m_database, u"--script"_s, u"x"_s}), 2);
}

void TestSchemas::undoNamesTheBackupOfAFile()
{
    const QString script = file(u"script.sql"_s, "CREATE TABLE made (x);");
    const auto applied = cli::run({u"apply"_s, m_database, script, u"--json"_s});
    VERIFY_EXIT(applied, 0);
    const auto undone = cli::run({u"undo"_s, m_database});
    VERIFY_EXIT(undone, 1);
    QVERIFY2(undone.err.contains("only a backup takes it back"), undone.err.constData());
    QVERIFY2(undone.err.contains(applied.json()[u"backup"_s].toString().toUtf8()), undone.err.constData());
}

void TestSchemas::aRefusalSaysWhatDoesNotComeBack()
{
    const QString make =
        file(u"make.sql"_s, "CREATE VIRTUAL TABLE notes USING fts5(body); INSERT INTO notes VALUES ('x');");
    const QString whole =
        file(u"whole.sql"_s,
             rows(u"SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL"_s).join(u'\n').remove(u'\'').toUtf8());
    VERIFY_EXIT(cli::run({u"apply"_s, m_database, make}), 0);
    const auto refused = cli::run({u"apply"_s, m_database, u"--to"_s, whole});
    VERIFY_EXIT(refused, 3);
    QVERIFY2(refused.err.contains("--allow H01"), refused.err.constData());
    QVERIFY2(refused.err.contains("The rows of the virtual table notes do not come back"), refused.err.constData());
}

void TestSchemas::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("words");
    QTest::newRow("one place for diff") << QStringList{u"diff"_s, u"DB"_s} << u"Usage: raincheck diff FROM TO"_s;
    QTest::newRow("neither script nor schema") << QStringList{u"apply"_s, u"DB"_s} << u"--to SCHEMA"_s;
    QTest::newRow("script and schema") << QStringList{u"apply"_s, u"DB"_s, u"x.sql"_s, u"--to"_s, u"T"_s}
                                       << u"--to SCHEMA"_s;
    QTest::newRow("rename beside a script")
        << QStringList{u"apply"_s, u"DB"_s, u"x.sql"_s, u"--rename"_s, u"a=b"_s} << u"--rename is for --to"_s;
    QTest::newRow("rename without a new name")
        << QStringList{u"diff"_s, u"DB"_s, u"T"_s, u"--rename"_s, u"users"_s} << u"OLD=NEW"_s;
    QTest::newRow("rename of nothing") << QStringList{u"diff"_s, u"DB"_s, u"T"_s, u"--rename"_s, u"users.nme=x"_s}
                                       << u"no column users.nme"_s;
    QTest::newRow("fill of nothing") << QStringList{u"diff"_s, u"DB"_s, u"T"_s, u"--fill"_s, u"users.nme=1"_s}
                                     << u"no column users.nme"_s;
    QTest::newRow("no code") << QStringList{u"apply"_s, u"DB"_s, u"--to"_s, u"T"_s, u"--allow"_s, u"all"_s} << u"H05"_s;
}

void TestSchemas::wrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, words);
    arguments.replaceInStrings(QRegularExpression(u"^DB$"_s), m_database);
    arguments.replaceInStrings(QRegularExpression(u"^T$"_s), file(u"target.sql"_s, usersWithAge + posts));
    const auto run = cli::run(arguments);
    VERIFY_EXIT(run, 2);
    QVERIFY2(QString::fromUtf8(run.err).contains(words), run.err.constData());
    QCOMPARE(run.err.count('\n'), 1);
}

void TestSchemas::wrongSources_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("words");
    QTest::newRow("a mistake") << u"t.sql"_s << QByteArray("CREATE TABLE t (a);\nCREATE TABEL u (a);")
                               << u"t.sql, line 2"_s;
    QTest::newRow("no snapshot") << u"t.json"_s << QByteArray("[]") << u"t.json"_s;
    QTest::newRow("an old snapshot") << u"t.json"_s
                                     << QByteArray("{\"version\":\"5\",\"dialect\":\"sqlite\",\"tables\":{}}")
                                     << u"5"_s;
    QTest::newRow("missing") << u""_s << QByteArray() << u"nothing.db"_s;
}

void TestSchemas::wrongSources()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, text);
    QFETCH(QString, words);
    const QString source = name.isEmpty() ? m_dir->filePath(u"nothing.db"_s) : file(name, text);
    for (const QStringList &arguments :
         {QStringList{u"diff"_s, m_database, source}, QStringList{u"diff"_s, source, m_database},
          QStringList{u"apply"_s, m_database, u"--to"_s, source}}) {
        const auto run = cli::run(arguments);
        VERIFY_EXIT(run, 1);
        QVERIFY2(QString::fromUtf8(run.err).contains(words), run.err.constData());
        QVERIFY(run.out.isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestSchemas)
#include "tst_schemas.moc"
