// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli.h"
#include "support/tempdatabase.h"
#include "support/unprivileged.h"
#include "support/verify.h"

#include <QDir>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

#include <future>

using namespace Qt::Literals::StringLiterals;

/// The program against names, files and scripts that mean no good, or come from elsewhere.
class TestHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void namesCannotSteerTheTerminal();
    void oddNamesAreFound_data();
    void oddNamesAreFound();
    void messagesAreOneLineWithTheNameAsItIs();
    void rowsAsJsonAreEvenlyIndented();
    void scriptThatIsNotUtf8IsRefused();
    void failureNamesTheLineOfTheFile();
    void commentThatIsNeverClosed();
    void ownTransactionsRunAsTheyAre();
    void ownTransactionsThatFailOnTheCopyChangeNothing();
    void rollbackCannotBeAllowed();
    void whatCannotBeCheckedDoesNotStopTheRest();
    void refusedFiles_data();
    void refusedFiles();
    void changesUnderAWalAreInTheFileItself();
    void lockedByAWriter();
    void noPermission_data();
    void noPermission();
    void tourOfADatabase();

private:
    [[nodiscard]] QString database(const QString &sql, const QString &name = u"a.db"_s) const;
    [[nodiscard]] QString file(const QString &name, const QByteArray &bytes) const;
    [[nodiscard]] static QByteArray bytesOf(const QString &path);
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestHostile::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(unprivileged::give(m_dir->path()));
    QVERIFY(QDir().mkpath(m_dir->filePath(u"state"_s)));
    QVERIFY(unprivileged::give(m_dir->filePath(u"state"_s)));
    qputenv("RAINCHECK_STATE_DIR", m_dir->filePath(u"state"_s).toUtf8());
}

QString TestHostile::database(const QString &sql, const QString &name) const
{
    return tempdatabase::make(*m_dir, name, sql);
}

QString TestHostile::file(const QString &name, const QByteArray &bytes) const
{
    QFile out(m_dir->filePath(name));
    return out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() ? out.fileName() : QString();
}

QByteArray TestHostile::bytesOf(const QString &path)
{
    QFile in(path);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("cannot be read");
}

void TestHostile::namesCannotSteerTheTerminal()
{
    const QString name = u"\x1b[31mred \u202ertl \u009b1m"_s;
    const QString path = database(u"CREATE TABLE \"%1\" (\"%1\" TEXT); CREATE VIEW v AS SELECT 1 AS \"%1\""_s.arg(name));
    const auto text = cli::run({u"inspect"_s, path});
    VERIFY_EXIT(text, 0);
    QVERIFY(text.out.contains("[31mred"));
    const QString shown = QString::fromUtf8(text.out + cli::run({u"rows"_s, path, name}).out);
    for (const QChar steering : {QChar(u'\x1b'), QChar(u'\u202e'), QChar(u'\x9b')})
        QVERIFY2(!shown.contains(steering), text.all().constData());
    const auto json = cli::run({u"inspect"_s, path, u"--json"_s}).json();
    QCOMPARE(json[u"tables"_s][0][u"name"_s].toString(), name);
}

void TestHostile::oddNamesAreFound_data()
{
    QTest::addColumn<QString>("name");
    for (const auto &name : {u"a\"b"_s, u"a'b"_s, u"a`b"_s, u"a[b]"_s, u"new\nline"_s, u"😀"_s, u"select"_s, u""_s, u" "_s,
                             u"a.b"_s, u"%1 %s"_s, u"-- c"_s, u"--json"_s, u"a;b"_s, u"?1"_s, u":p"_s, u"é"_s, u"É"_s})
        QTest::addRow("%s", qPrintable(name)) << name;
}

void TestHostile::oddNamesAreFound()
{
    QFETCH(QString, name);
    const QString quoted = u'"' + QString(name).replace(u'"', u"\"\""_s) + u'"';
    const QString path = database(u"CREATE TABLE %1 (%1 TEXT, n INTEGER PRIMARY KEY); INSERT INTO %1 VALUES ('x', 1)"_s.arg(quoted));
    const auto json = cli::run({u"rows"_s, u"--json"_s, u"--where"_s, quoted + u" = x"_s, u"--sort"_s, name, u"--"_s, path, name});
    VERIFY_EXIT(json, 0);
    QCOMPARE(QJsonDocument::fromJson(json.out).array(), (QJsonArray{QJsonObject{{name, u"x"_s}, {u"n"_s, 1}}}));
}

void TestHostile::messagesAreOneLineWithTheNameAsItIs()
{
    const auto run = cli::run({u"inspect"_s, m_dir->filePath(u"two  blanks\nand a \x1b[1mline.db"_s)});
    VERIFY_EXIT(run, 1);
    QCOMPARE(run.err.count('\n'), 1);
    QVERIFY2(run.err.contains("two  blanks"), run.all().constData());
    QVERIFY(!run.err.contains('\x1b'));
}

void TestHostile::rowsAsJsonAreEvenlyIndented()
{
    const QString path = database(u"CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)"_s);
    QCOMPARE(cli::run({u"rows"_s, path, u"t"_s, u"--json"_s}).out, QByteArray("[\n  {\"a\": 1},\n  {\"a\": 2}\n]\n"));
}

void TestHostile::scriptThatIsNotUtf8IsRefused()
{
    const QString path = database(u"CREATE TABLE t(a)"_s);
    const QByteArray before = bytesOf(path);
    const auto run = cli::run({u"apply"_s, path, file(u"s.sql"_s, "INSERT INTO t VALUES ('\xff\xfe');")});
    VERIFY_EXIT(run, 1);
    QVERIFY2(run.err.contains("not UTF-8"), run.all().constData());
    QCOMPARE(bytesOf(path), before);
    // With a byte order mark it is fine, and the mark is no part of the first statement.
    VERIFY_EXIT(cli::run({u"apply"_s, path, file(u"s.sql"_s, "\xef\xbb\xbfINSERT INTO t VALUES ('é');")}), 0);
    QCOMPARE(tempdatabase::rows(path, u"SELECT a FROM t"_s).join(u' '), u"'é'"_s);
}

void TestHostile::failureNamesTheLineOfTheFile()
{
    const QString path = database(u"CREATE TABLE t(a)"_s);
    const auto run = cli::run({u"apply"_s, path, file(u"s.sql"_s, "INSERT INTO t VALUES (1);\r\n\r\nSELEKT 1;\r\n")});
    VERIFY_EXIT(run, 1);
    QVERIFY2(run.err.contains("s.sql, line 3 fails, nothing was changed: "), run.all().constData());
}

void TestHostile::commentThatIsNeverClosed()
{
    const QString path = database(u"CREATE TABLE t(a)"_s);
    VERIFY_EXIT(cli::run({u"apply"_s, path, file(u"s.sql"_s, "INSERT INTO t VALUES (1); /* the end")}), 0);
    QCOMPARE(tempdatabase::rows(path, u"SELECT a FROM t"_s).join(u' '), u"1"_s);
}

void TestHostile::ownTransactionsRunAsTheyAre()
{
    const QString path = database(u"CREATE TABLE t(a)"_s);
    const QStringList apply{u"apply"_s, path,
                            file(u"s.sql"_s, "BEGIN; INSERT INTO t VALUES (1); COMMIT; INSERT INTO t VALUES (2);")};
    const auto refused = cli::run(apply);
    VERIFY_EXIT(refused, 3);
    QVERIFY2(refused.err.contains("--allow H82"), refused.all().constData());
    const auto run = cli::run(apply + QStringList{u"--allow"_s, u"H82"_s});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.contains("its own transactions"), run.all().constData());
    QCOMPARE(tempdatabase::rows(path, u"SELECT a FROM t"_s), (QStringList{u"1"_s, u"2"_s}));
}

void TestHostile::ownTransactionsThatFailOnTheCopyChangeNothing()
{
    const QString path = database(u"CREATE TABLE t(a)"_s);
    const QByteArray before = bytesOf(path);
    const auto run = cli::run({u"apply"_s, path, file(u"s.sql"_s, "BEGIN; INSERT INTO t VALUES (1); COMMIT; INSERT INTO nowhere VALUES (2);")});
    VERIFY_EXIT(run, 1);
    QVERIFY2(run.err.contains("nothing was changed") && !run.err.contains("stayed"), run.all().constData());
    QCOMPARE(bytesOf(path), before);
}

void TestHostile::rollbackCannotBeAllowed()
{
    const QString path = database(u"CREATE TABLE t(a)"_s);
    const auto run = cli::run({u"apply"_s, path, file(u"s.sql"_s, "BEGIN; INSERT INTO t VALUES (1); ROLLBACK;"),
                               u"--allow"_s, u"H82"_s});
    VERIFY_EXIT(run, 3);
    QVERIFY2(run.err.contains("ROLLBACK takes back") && !run.err.contains("--allow"), run.all().constData());
}

void TestHostile::whatCannotBeCheckedDoesNotStopTheRest()
{
    const QString path = database(u"CREATE TABLE t(a); CREATE TABLE odd(a);"
                                  "PRAGMA writable_schema = ON;"
                                  "UPDATE sqlite_schema SET sql = 'CREATE TABLE odd(a, b AS (unknown_function(a)))' WHERE name = 'odd';"_s);
    const auto run = cli::run({u"apply"_s, path, file(u"s.sql"_s, "INSERT INTO t VALUES (1);")});
    VERIFY_EXIT(run, 0);
    QCOMPARE(tempdatabase::rows(path, u"SELECT a FROM t"_s).join(u' '), u"1"_s);
}

void TestHostile::refusedFiles_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("words");
    QTest::addRow("one byte") << u"byte"_s << QByteArray("too short");
    QTest::addRow("the last byte is missing") << u"short"_s << QByteArray("cut off");
    QTest::addRow("the -wal of another database") << u"wal"_s << QByteArray("belongs to another database");
    QTest::addRow("a path that is too long") << u"long"_s << QByteArray("longer than SQLite takes");
}

void TestHostile::refusedFiles()
{
    QFETCH(QString, kind);
    QFETCH(QByteArray, words);
    QString path = database(u"CREATE TABLE t(id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (1, 'ours')"_s);
    if (kind == u"byte"_s) {
        path = file(u"byte.db"_s, "S");
    } else if (kind == u"short"_s) {
        QVERIFY(QFile::resize(path, QFileInfo(path).size() - 1));
    } else if (kind == u"wal"_s) {
        const QString other = database(u"PRAGMA journal_mode = WAL; CREATE TABLE t(id INTEGER PRIMARY KEY, a)"_s, u"other.db"_s);
        sqlite3 *handle = nullptr;
        sqlite3_open(other.toUtf8().constData(), &handle);
        sqlite3_exec(handle, "INSERT INTO t VALUES (1, 'theirs')", nullptr, nullptr, nullptr);
        QVERIFY(QFile::copy(other + u"-wal"_s, path + u"-wal"_s));
        sqlite3_close(handle);
    } else {
        QString folder = m_dir->path();
        while (folder.size() < 600)
            folder += u'/' + QString(100, u'x');
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::copy(path, folder + u"/a.db"_s));
        path = folder + u"/a.db"_s;
    }
    const QByteArray before = bytesOf(path);
    const QStringList names = QFileInfo(path).dir().entryList(QDir::Files);
    const QString script = file(u"s.sql"_s, "CREATE TABLE more(a);");
    for (const QStringList &command : {QStringList{u"inspect"_s, path}, QStringList{u"rows"_s, path, u"t"_s},
                                       QStringList{u"apply"_s, path, script}}) {
        const auto run = cli::run(command);
        VERIFY_EXIT(run, 1);
        QVERIFY2(run.err.contains(words) && run.err.count('\n') == 1, run.all().constData());
    }
    QCOMPARE(bytesOf(path), before);
    QCOMPARE(QFileInfo(path).dir().entryList({u"a.db*"_s, u"b*"_s, u"other*"_s}, QDir::Files).size(),
             names.filter(QRegularExpression(u"^(a.db|b|other)"_s)).size());
}

void TestHostile::changesUnderAWalAreInTheFileItself()
{
    const QString path = database(u"PRAGMA journal_mode = WAL; CREATE TABLE t(a)"_s);
    VERIFY_EXIT(cli::run({u"apply"_s, path, file(u"s.sql"_s, "INSERT INTO t VALUES (1);")}), 0);
    const QString copy = m_dir->filePath(u"copy.db"_s);
    QVERIFY(QFile::copy(path, copy)); // as people do, without the -wal
    QCOMPARE(tempdatabase::rows(copy, u"SELECT a FROM t"_s).join(u' '), u"1"_s);
}

void TestHostile::lockedByAWriter()
{
    const QString path = database(u"CREATE TABLE t(a)"_s);
    const auto other = tempdatabase::open(path, core::ConnectionSpec::Mode::Write);
    VERIFY_OK(other);
    VERIFY_OK((*other)->execute(u"BEGIN EXCLUSIVE"_s));
    std::vector<std::future<cli::Run>> runs; // at once, because each waits for the lock for a while
    for (const QStringList &command : {QStringList{u"inspect"_s, path}, QStringList{u"rows"_s, path, u"t"_s}, QStringList{u"history"_s, path}})
        runs.push_back(std::async(std::launch::async, [command] { return cli::run(command); }));
    for (auto &running : runs) {
        const auto run = running.get();
        VERIFY_EXIT(run, 1);
        QCOMPARE(run.out, QByteArray());
        QVERIFY2(run.err.contains("locked by another program") && run.err.count('\n') == 1, run.all().constData());
    }
}

void TestHostile::noPermission_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("readable");
    QTest::addColumn<QByteArray>("words");
    QTest::addRow("a file that may not be read") << u"closed"_s << false << QByteArray("may not be read");
    QTest::addRow("a folder that may not be entered") << u"hidden"_s << false << QByteArray("cannot be reached");
    QTest::addRow("a read-only file") << u"file"_s << true << QByteArray("may not write to a.db");
    QTest::addRow("a read-only folder") << u"folder"_s << true << QByteArray("may not write to the folder");
    QTest::addRow("a read-only folder, WAL") << u"wal folder"_s << true << QByteArray("may not write to the folder");
}

void TestHostile::noPermission()
{
    QFETCH(QString, kind);
    QFETCH(bool, readable);
    QFETCH(QByteArray, words);
    if (cli::run({u"--version"_s}, {}, cli::As::Nobody).code != 0)
        QSKIP("nobody may not run the program where it was built");
    const QString folder = m_dir->filePath(u"folder"_s);
    QVERIFY(QDir().mkpath(folder));
    const QString sql = u"CREATE TABLE t(a); INSERT INTO t VALUES (1)"_s;
    const QString path = database(kind.startsWith(u"wal"_s) ? u"PRAGMA journal_mode = WAL;"_s + sql : sql, u"folder/a.db"_s);
    QVERIFY(unprivileged::give(folder) && unprivileged::give(path));
    const QString script = file(u"s.sql"_s, "INSERT INTO t VALUES (2);");
    const QByteArray before = bytesOf(path);
    const QHash<QString, int> modes{{u"closed"_s, 0}, {u"hidden"_s, 0}, {u"file"_s, 0400}, {u"folder"_s, 0500}, {u"wal folder"_s, 0500}};
    const QString closed = kind == u"closed"_s || kind == u"file"_s ? path : folder;
    QCOMPARE(::chmod(QFile::encodeName(closed).constData(), mode_t(modes.value(kind))), 0);
    for (const QStringList &command : {QStringList{u"inspect"_s, path}, QStringList{u"rows"_s, path, u"t"_s}, QStringList{u"history"_s, path}}) {
        const auto run = cli::run(command, {}, cli::As::Nobody);
        VERIFY_EXIT(run, readable ? 0 : 1);
        QVERIFY2(readable || (run.err.contains(words) && run.err.count('\n') == 1), run.all().constData());
    }
    const auto apply = cli::run({u"apply"_s, path, script}, {}, cli::As::Nobody);
    QCOMPARE(::chmod(QFile::encodeName(closed).constData(), 0700), 0); // so that it can be looked at and removed
    VERIFY_EXIT(apply, 1);
    QVERIFY2(apply.err.contains(words) && apply.err.count('\n') == 1, apply.all().constData());
    QCOMPARE(bytesOf(path), before);
    QCOMPARE(QDir(folder).entryList(QDir::Files), QStringList{u"a.db"_s});
}

void TestHostile::tourOfADatabase()
{
    const QString path = database(u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x')"_s);
    const QByteArray before = bytesOf(path);
    const QString pictures = m_dir->filePath(u"pictures"_s);
    const auto run = cli::run({u"tour"_s, pictures, path, u"--theme"_s, u"dark"_s});
    VERIFY_EXIT(run, 0);
    QVERIFY(!QDir(pictures).entryList({u"*.png"_s}, QDir::Files).isEmpty());
    QCOMPARE(bytesOf(path), before);
}

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
