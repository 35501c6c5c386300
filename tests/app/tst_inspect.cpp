// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli.h"
#include "core/session/sample.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject named(const QJsonValue &list, const QString &name)
{
    const QJsonArray items = list.toArray();
    for (const QJsonValue &item : items) {
        if (item[u"name"_s].toString() == name)
            return item.toObject();
    }
    return {};
}

QByteArray fingerprint(const QString &folder)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto files = QDir(folder).entryInfoList(QDir::Files, QDir::Name);
    for (const QFileInfo &info : files) {
        QFile file(info.filePath());
        hash.addData(info.fileName().toUtf8());
        if (file.open(QIODevice::ReadOnly))
            hash.addData(file.readAll());
    }
    return hash.result();
}

} // namespace

class TestInspect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void usage_data();
    void usage();
    void helpAndVersion();
    void showsTheSampleAsText();
    void showsTheSampleAsJson();
    void leavesEverythingAsItWas();
    void anEmptyDatabaseSaysSo();
    void opensTheProjectsDatabase();
    void badInput_data();
    void badInput();
    void everySharedDatabase_data();
    void everySharedDatabase();

private:
    QTemporaryDir m_dir;
    QString m_path;
};

void TestInspect::initTestCase()
{
    m_path = m_dir.filePath(u"blog.db"_s);
    VERIFY_OK(core::makeSample(m_path));
}

void TestInspect::anEmptyDatabaseSaysSo()
{
    const QString path = m_dir.filePath(u"empty.db"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto run = cli::run({u"inspect"_s, path});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.contains("empty.db has no tables or views."), run.all().constData());
}

void TestInspect::usage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("words");
    QTest::addRow("unknown command") << QStringList{u"frobnicate"_s, u"x"_s} << QByteArray("no command frobnicate");
    QTest::addRow("unknown option") << QStringList{u"inspect"_s, u"--frob"_s, u"x"_s} << QByteArray("no option --frob");
    QTest::addRow("unknown short option") << QStringList{u"inspect"_s, u"-x"_s, u"y"_s} << QByteArray("no option -x");
    QTest::addRow("no target") << QStringList{u"inspect"_s} << QByteArray("Usage: raincheck inspect TARGET");
    QTest::addRow("too many") << QStringList{u"inspect"_s, u"a"_s, u"b"_s} << QByteArray("Usage: raincheck inspect TARGET");
    QTest::addRow("flag with a value") << QStringList{u"inspect"_s, u"--json=1"_s, u"a"_s} << QByteArray("--json takes no value");
    QTest::addRow("option without its value") << QStringList{u"rows"_s, u"a"_s, u"b"_s, u"--limit"_s} << QByteArray("--limit needs a value");
    QTest::addRow("unknown option before a command") << QStringList{u"--frob"_s} << QByteArray("no option --frob");
}

void TestInspect::usage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, words);
    const auto run = cli::run(arguments);
    VERIFY_EXIT(run, 2);
    QVERIFY2(run.err.contains(words), run.all().constData());
    QCOMPARE(run.err.count('\n'), 1);
    QCOMPARE(run.out, QByteArray());
}

void TestInspect::helpAndVersion()
{
    const auto version = cli::run({u"--version"_s});
    VERIFY_EXIT(version, 0);
    QVERIFY(version.out.startsWith("raincheck "));
    const auto help = cli::run({u"--help"_s});
    VERIFY_EXIT(help, 0);
    for (const char *command : {"inspect", "rows", "apply", "status", "migrate", "history", "tour"}) {
        QVERIFY2(help.out.contains(QByteArray(QByteArray("raincheck ") + command)), command);
        const auto one = cli::run({QString::fromLatin1(command), u"--help"_s});
        VERIFY_EXIT(one, 0);
        QVERIFY2(one.out.contains("--json"), one.all().constData());
        QCOMPARE(cli::run({u"help"_s, QString::fromLatin1(command)}).out, one.out);
    }
    VERIFY_EXIT(cli::run({u"help"_s, u"aply"_s}), 2);
    QVERIFY(help.out.contains("PGPASSWORD"));
}

void TestInspect::showsTheSampleAsText()
{
    const auto run = cli::run({u"inspect"_s, m_path});
    VERIFY_EXIT(run, 0);
    QCOMPARE(run.err, QByteArray());
    for (const char *words : {"posts", "posts_category_check", "users_email_lower", "active_users", "comments_edited", "post_tags"})
        QVERIFY2(run.out.contains(words), words);
    QVERIFY(!run.out.contains("__drizzle_migrations"));
    QVERIFY(!run.out.contains("sqlite_sequence"));
}

void TestInspect::showsTheSampleAsJson()
{
    const auto run = cli::run({u"inspect"_s, m_path, u"--json"_s});
    VERIFY_EXIT(run, 0);
    const QJsonObject json = run.json();
    QCOMPARE(json[u"database"_s].toString(), QFileInfo(m_path).canonicalFilePath());
    QCOMPARE(json[u"system"_s].toString(), u"sqlite"_s);
    QCOMPARE(json[u"tables"_s].toArray().size(), 9);

    const QJsonObject posts = named(json[u"tables"_s], u"posts"_s);
    QCOMPARE(posts[u"kind"_s].toString(), u"table"_s);
    QCOMPARE(posts[u"problem"_s], QJsonValue(QJsonValue::Null));
    const QJsonObject id = named(posts[u"columns"_s], u"id"_s);
    QCOMPARE(id[u"type"_s].toString().toLower(), u"integer"_s);
    QCOMPARE(id[u"notNull"_s].toBool(), true);
    QCOMPARE(named(posts[u"columns"_s], u"views"_s)[u"default"_s].toString(), u"0"_s);
    QCOMPARE(named(posts[u"columns"_s], u"rating"_s)[u"default"_s], QJsonValue(QJsonValue::Null));
    QCOMPARE(posts[u"primaryKey"_s][u"columns"_s].toArray(), QJsonArray{u"id"_s});
    QCOMPARE(posts[u"primaryKey"_s][u"autoIncrement"_s].toBool(), true);
    const QJsonObject key = posts[u"foreignKeys"_s].toArray().first().toObject();
    QCOMPARE(key[u"table"_s].toString(), u"users"_s);
    QCOMPARE(key[u"columns"_s].toArray(), QJsonArray{u"user_id"_s});
    QCOMPARE(key[u"onDelete"_s].toString(), u"CASCADE"_s);
    QVERIFY(!named(posts[u"checks"_s], u"posts_category_check"_s).isEmpty());
    QCOMPARE(named(posts[u"indexes"_s], u"posts_user_id_idx"_s)[u"unique"_s].toBool(), false);

    const QJsonObject users = named(json[u"tables"_s], u"users"_s);
    const QJsonObject lower = named(users[u"indexes"_s], u"users_email_lower"_s);
    QCOMPARE(lower[u"unique"_s].toBool(), true);
    QCOMPARE(lower[u"columns"_s][0][u"column"_s], QJsonValue(QJsonValue::Null));
    QVERIFY(lower[u"columns"_s][0][u"expression"_s].toString().startsWith(u"lower("_s));

    const QJsonObject comments = named(json[u"tables"_s], u"comments"_s);
    QCOMPARE(named(comments[u"triggers"_s], u"comments_edited"_s)[u"updateOf"_s].toArray(), QJsonArray{u"body"_s});
    QVERIFY(named(comments[u"indexes"_s], u"comments_held_idx"_s)[u"where"_s].toString().contains(u"held"_s));
    bool tagsThrough = false;
    const QJsonArray relations = posts[u"relations"_s].toArray();
    for (const QJsonValue &relation : relations)
        tagsThrough = tagsThrough || (relation[u"kind"_s].toString() == u"manyToMany"_s && relation[u"table"_s].toString() == u"tags"_s
                                      && relation[u"through"_s].toString() == u"post_tags"_s
                                      && relation[u"name"_s].toString() == u"tags"_s);
    QVERIFY(tagsThrough);
    const QJsonObject view = named(json[u"views"_s], u"active_users"_s);
    QCOMPARE(view[u"columns"_s].toArray().size(), 6);
    QVERIFY(view[u"definition"_s].toString().startsWith(u"select"_s));

    const auto all = cli::run({u"inspect"_s, m_path, u"--json"_s, u"--all"_s});
    QVERIFY(!named(all.json()[u"tables"_s], u"__drizzle_migrations"_s).isEmpty());
}

void TestInspect::leavesEverythingAsItWas()
{
    const QByteArray before = fingerprint(m_dir.path());
    VERIFY_EXIT(cli::run({u"inspect"_s, m_path}), 0);
    QCOMPARE(fingerprint(m_dir.path()), before);
}

void TestInspect::opensTheProjectsDatabase()
{
    QTemporaryDir state;
    const auto database = core::openSample(state.path());
    VERIFY_OK(database);
    for (const QString &target : {state.filePath(u"sample"_s), state.filePath(u"sample/drizzle.config.json"_s)}) {
        const auto run = cli::run({u"inspect"_s, target, u"--json"_s});
        VERIFY_EXIT(run, 0);
        QCOMPARE(run.json()[u"database"_s].toString(), QFileInfo(*database).canonicalFilePath());
    }
}

void TestInspect::badInput_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("exists");
    QByteArray noise;
    for (int i = 0; i < 5000; ++i)
        noise += static_cast<char>((i * 7919) % 251);
    QTest::addRow("missing") << u"gone.db"_s << QByteArray() << false;
    QTest::addRow("not a database, or encrypted") << u"noise.db"_s << noise << true;
    QTest::addRow("text") << u"text.db"_s << QByteArray("Dear diary, it rained.\n").repeated(100) << true;
    QTest::addRow("a directory") << u"folder"_s << QByteArray() << true;
    QTest::addRow("truncated") << u"short.db"_s << QByteArray("@sample") << true;
    QTest::addRow("a hot journal from elsewhere") << u"hot.db"_s << QByteArray("@hot") << true;
    QTest::addRow("no permission") << u"closed.db"_s << QByteArray("@closed") << true;
}

void TestInspect::badInput()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(bool, exists);
    QTemporaryDir dir;
    const QString path = dir.filePath(name);
    if (bytes.startsWith('@')) {
        if (bytes == "@closed" && cli::run({u"--version"_s}, {}, cli::As::Nobody).code != 0)
            QSKIP("nobody may not run the program where it was built");
        QVERIFY(unprivileged::give(dir.path()));
        QVERIFY(QFile::copy(m_path, path));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
        if (bytes == "@sample")
            QVERIFY(QFile::resize(path, 6000));
        if (bytes == "@closed")
            QVERIFY(QFile::setPermissions(path, QFile::Permissions()));
        QFile journal(path + u"-journal"_s);
        if (bytes == "@hot") {
            QVERIFY(journal.open(QIODevice::WriteOnly));
            journal.write(QByteArray::fromHex("d9d505f920a163d7") + QByteArray::fromHex("00000001000000010000000a0000020000001000")
                          + QByteArray(5000, '\1'));
        }
    } else if (name == u"folder"_s) {
        QVERIFY(QDir().mkpath(path));
    } else if (exists) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    const QByteArray before = fingerprint(dir.path());
    for (const QStringList &command : {QStringList{u"inspect"_s, path}, QStringList{u"rows"_s, path, u"posts"_s},
                                       QStringList{u"history"_s, path}, QStringList{u"status"_s, path}}) {
        const auto run = cli::run(command, {}, bytes == "@closed" ? cli::As::Nobody : cli::As::Us);
        VERIFY_EXIT(run, 1);
        QCOMPARE(run.out, QByteArray());
        QVERIFY2(run.err.startsWith("raincheck: ") && run.err.count('\n') == 1, run.all().constData());
        QVERIFY2(run.err.contains(name.toUtf8()), run.all().constData());
    }
    QCOMPARE(fingerprint(dir.path()), before);
}

void TestInspect::everySharedDatabase_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("tables");
    QTest::addRow("chinook") << u"chinook.sqlite"_s << 11;
    QTest::addRow("northwind") << u"northwind.sqlite"_s << 13;
    QTest::addRow("sakila") << u"sakila.sqlite"_s << 16;
    QTest::addRow("sakila with broken views") << u"sakila_broken_views.sqlite"_s << 16;
}

void TestInspect::everySharedDatabase()
{
    QFETCH(QString, file);
    QFETCH(int, tables);
    const QString path = testdata::shared(file);
    if (path.isEmpty())
        QSKIP("../shared/data is not here");
    const auto run = cli::run({u"inspect"_s, path, u"--json"_s});
    VERIFY_EXIT(run, 0);
    QCOMPARE(run.json()[u"tables"_s].toArray().size(), tables);
}

QTEST_GUILESS_MAIN(TestInspect)
#include "tst_inspect.moc"
