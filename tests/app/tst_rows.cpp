// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli.h"
#include "core/session/preferences.h"
#include "core/session/sample.h"
#include "core/session/statefolder.h"
#include "support/sqlitefile.h"
#include "support/verify.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

class TestRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_OK(core::makeSample(m_dir.filePath(u"blog.db"_s))); }
    void csv();
    void filters_data();
    void filters();
    void sortsAndPages();
    void namesInsteadOfIds();
    void namesAsTheWindowRemembersThem();
    void wrongLabels_data();
    void wrongLabels();
    void readsAllRowsInPieces();
    void cellsAreWhole();
    void asManyColumnsAsATableMayHave();
    void tableIsOneLineARow();
    void wrong_data();
    void wrong();

private:
    [[nodiscard]] cli::Run rows(const QString &table, const QStringList &options) const
    {
        return cli::run(QStringList{u"rows"_s, m_dir.filePath(u"blog.db"_s), table} + options);
    }
    QTemporaryDir m_dir;
};

void TestRows::csv()
{
    const auto run = rows(u"modules"_s, {u"--columns"_s, u"id,title,opens_at"_s, u"--limit"_s, u"2"_s, u"--format"_s, u"csv"_s});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.startsWith("id,title,opens_at\r\n1,Looking up,1784"), run.all().constData());
    QCOMPARE(run.out.count('\n'), 3);
}

void TestRows::filters_data()
{
    QTest::addColumn<QStringList>("where");
    QTest::addColumn<QString>("table");
    QTest::addColumn<int>("count");
    QTest::addRow("equal") << QStringList{u"id = 3"_s} << u"modules"_s << 1;
    QTest::addRow("number range") << QStringList{u"id between 3 and 5"_s} << u"modules"_s << 3;
    QTest::addRow("two of them: both") << QStringList{u"id >= 3"_s, u"level = novice"_s} << u"modules"_s << 2;
    QTest::addRow("in") << QStringList{u"id in 1, 2, 99"_s} << u"modules"_s << 2;
    QTest::addRow("null") << QStringList{u"opens_at is null"_s} << u"modules"_s << 1;
    QTest::addRow("contains") << QStringList{u"title contains chart"_s} << u"modules"_s << 1;
    QTest::addRow("a column of the parent") << QStringList{u"user.role = admin"_s} << u"posts"_s << 188;
    QTest::addRow("the parent's name") << QStringList{u"user contains ada"_s} << u"posts"_s << 188;
    QTest::addRow("no children") << QStringList{u"comments: none"_s} << u"posts"_s << 256;
    QTest::addRow("through a junction") << QStringList{u"tags: any name = rain"_s} << u"posts"_s << 184;
    QTest::addRow("nothing") << QStringList{u"id = -1"_s} << u"modules"_s << 0;
    QTest::addRow("a view") << QStringList{u"name = Ada Byron"_s} << u"active_users"_s << 1;
}

void TestRows::filters()
{
    QFETCH(QStringList, where);
    QFETCH(QString, table);
    QFETCH(int, count);
    QStringList options{u"--json"_s};
    for (const QString &condition : where)
        options += {u"--where"_s, condition};
    const auto run = rows(table, options);
    VERIFY_EXIT(run, 0);
    QCOMPARE(QJsonDocument::fromJson(run.out).array().size(), count);
}

void TestRows::sortsAndPages()
{
    const auto run = rows(u"modules"_s, {u"--json"_s, u"--sort"_s, u"level:desc"_s, u"--sort"_s, u"id"_s, u"--offset"_s, u"1"_s,
                                         u"--limit"_s, u"2"_s, u"--columns"_s, u"id"_s});
    VERIFY_EXIT(run, 0);
    const QJsonArray array = QJsonDocument::fromJson(run.out).array();
    QCOMPARE(array, (QJsonArray{QJsonObject{{u"id"_s, 6}}, QJsonObject{{u"id"_s, 7}}}));
}

void TestRows::namesInsteadOfIds()
{
    const QStringList few{u"--json"_s, u"--columns"_s, u"id,user_id"_s, u"--limit"_s, u"3"_s};
    const auto named = rows(u"posts"_s, few + QStringList{u"--sort"_s, u"user:desc"_s, u"--labels"_s});
    VERIFY_EXIT(named, 0);
    const auto plain = rows(u"posts"_s, few + QStringList{u"--sort"_s, u"user:desc"_s});
    const QJsonArray names = QJsonDocument::fromJson(named.out).array();
    const QJsonArray keys = QJsonDocument::fromJson(plain.out).array();
    QCOMPARE(names.size(), 3);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(names.at(i)[u"id"_s], keys.at(i)[u"id"_s]);
        const QString text = names.at(i)[u"user_id"_s].toString();
        QVERIFY2(text.endsWith(u" · "_s + QString::number(keys.at(i)[u"user_id"_s].toInt())), qPrintable(text));
    }
    // By their names, and not by their numbers.
    const auto users = rows(u"users"_s, {u"--json"_s, u"--columns"_s, u"id,name"_s});
    QList<std::pair<QByteArray, int>> byName;
    for (const QJsonValue &user : QJsonDocument::fromJson(users.out).array()) {
        QByteArray name = user[u"name"_s].toString().toUtf8();
        for (char &c : name) // as SQLite's NOCASE
            c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
        byName.append({name, user[u"id"_s].toInt()});
    }
    std::sort(byName.begin(), byName.end());
    const auto all = rows(u"posts"_s, {u"--json"_s, u"--columns"_s, u"user_id"_s, u"--sort"_s, u"user"_s});
    QList<int> order;
    for (const QJsonValue &post : QJsonDocument::fromJson(all.out).array()) {
        if (const int id = post[u"user_id"_s].toInt(); order.isEmpty() || order.last() != id)
            order.append(id);
    }
    QVERIFY(order.size() > 10);
    QList<int> wanted;
    for (const auto &[name, id] : std::as_const(byName)) {
        if (order.contains(id))
            wanted.append(id);
    }
    order.removeAll(0); // NULL comes first
    QCOMPARE(order, wanted);
}

void TestRows::namesAsTheWindowRemembersThem()
{
    const QString path = m_dir.filePath(u"names.db"_s);
    QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT, role TEXT);"
                                       "INSERT INTO users VALUES(1, 'Ada', 'admin'), (2, 'Bob', 'guest');"
                                       "CREATE TABLE posts(id INTEGER PRIMARY KEY, by INT REFERENCES users, editor INT);"
                                       "INSERT INTO posts VALUES(1, 1, 2), (2, 2, 1);"_s), QString());
    const auto names = [&](const QStringList &options) {
        const auto run = cli::run(QStringList{u"rows"_s, path, u"posts"_s, u"--format=csv"_s} + options);
        return QString::fromUtf8(run.code == 0 ? run.out : run.all()).remove(u'\r').split(u'\n', Qt::SkipEmptyParts).mid(1);
    };
    const QStringList labels{u"--labels"_s};
    QCOMPARE(names(labels), QStringList({u"1,Ada · 1,2"_s, u"2,Bob · 2,1"_s})); // guessed
    const auto folder = core::stateFolder();
    VERIFY_OK(folder);
    core::Preferences chosen;
    chosen.labels.insert({{}, u"users"_s}, core::LabelRule{{u"role"_s}});
    core::ForeignKey key;
    key.columns = {u"editor"_s};
    key.target = {{}, u"users"_s};
    key.targetColumns = {u"id"_s};
    chosen.drawn.append({{{}, u"posts"_s}, key});
    const core::PreferencesStore store(*folder, path);
    VERIFY_OK(store.write(chosen));
    QCOMPARE(names(labels), QStringList({u"1,admin · 1,guest · 2"_s, u"2,guest · 2,admin · 1"_s}));
    QCOMPARE(names({}), QStringList({u"1,1,2"_s, u"2,2,1"_s}));
    QCOMPARE(names(labels + QStringList{u"--where"_s, u"by = guest"_s}).size(), 0); // the column is a number
    QCOMPARE(names(labels + QStringList{u"--sort"_s, u"editor:desc"_s}).first(), u"1,admin · 1,guest · 2"_s);
    // For one call; a label says that names are wanted.
    QCOMPARE(names({u"--label"_s, u"users=name,role"_s}),
             QStringList({u"1,Ada admin · 1,Bob guest · 2"_s, u"2,Bob guest · 2,Ada admin · 1"_s}));
    QCOMPARE(names({u"--label"_s, u"users="_s}), QStringList({u"1,1,2"_s, u"2,2,1"_s}));
    QCOMPARE(names(labels), QStringList({u"1,admin · 1,guest · 2"_s, u"2,guest · 2,admin · 1"_s}));
    // What cannot be read is said, and the rows are there all the same.
    QFile kept(store.path());
    QVERIFY(kept.open(QFile::WriteOnly));
    kept.write("{");
    kept.close();
    const auto run = cli::run({u"rows"_s, path, u"posts"_s, u"--labels"_s});
    VERIFY_EXIT(run, 0);
    QVERIFY2(run.out.contains("Ada · 1") && run.err.contains("guessed"), run.all().constData());
    QVERIFY(kept.remove());
}

void TestRows::wrongLabels_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("no table") << u"name"_s << QByteArray("TABLE=COLUMN");
    QTest::newRow("unknown table") << u"nobody=name"_s << QByteArray("no table nobody");
    QTest::newRow("unknown column") << u"users=name,nothing"_s << QByteArray("users has no column nothing");
}

void TestRows::wrongLabels()
{
    QFETCH(const QString, label);
    QFETCH(const QByteArray, says);
    const auto run = rows(u"posts"_s, {u"--label"_s, label});
    VERIFY_EXIT(run, 2);
    QVERIFY2(run.err.contains(says) && run.out.isEmpty(), run.all().constData());
}

void TestRows::readsAllRowsInPieces()
{
    const auto json = rows(u"comments"_s, {u"--json"_s, u"--columns"_s, u"id"_s});
    VERIFY_EXIT(json, 0);
    const QJsonArray array = QJsonDocument::fromJson(json.out).array();
    QCOMPARE(array.size(), 4800);
    QCOMPARE(array.last()[u"id"_s].toInt(), 4800);
    const auto csv = rows(u"comments"_s, {u"--format=csv"_s, u"--columns"_s, u"id"_s});
    QCOMPARE(csv.out.count('\n'), 4801);
    const auto table = rows(u"comments"_s, {u"--columns"_s, u"id"_s});
    QCOMPARE(table.out.count('\n'), 101); // a table is for eyes: 100 unless said
}

void TestRows::cellsAreWhole()
{
    // The grid cuts cells at some thousand bytes; the command line never does.
    const auto run = rows(u"attachments"_s, {u"--json"_s, u"--columns"_s, u"bytes"_s, u"--where"_s, u"media_type = image/png"_s});
    VERIFY_EXIT(run, 0);
    const QJsonArray pictures = QJsonDocument::fromJson(run.out).array();
    QVERIFY(!pictures.isEmpty());
    for (const QJsonValue &picture : pictures) {
        const QString hex = picture[u"bytes"_s].toString();
        QVERIFY(hex.isEmpty() || (hex.startsWith(u"89504e47"_s) && hex.endsWith(u"49454e44ae426082"_s)));
    }
}

void TestRows::asManyColumnsAsATableMayHave()
{
    QStringList names;
    for (int c = 0; c < 2000; ++c)
        names += u"c%1"_s.arg(c);
    const QString path = m_dir.filePath(u"wide.db"_s);
    QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE wide(%1); INSERT INTO wide(c0, c1999) VALUES(1, 'last')"_s.arg(names.join(u", "_s))), QString());
    const auto run = cli::run({u"rows"_s, path, u"wide"_s, u"--json"_s});
    VERIFY_EXIT(run, 0);
    const QJsonObject row = QJsonDocument::fromJson(run.out).array().first().toObject();
    QCOMPARE(row.size(), 2000);
    QCOMPARE(row[u"c1999"_s].toString(), u"last"_s);
}

void TestRows::tableIsOneLineARow()
{
    const auto run = rows(u"posts"_s, {u"--limit"_s, u"7"_s});
    VERIFY_EXIT(run, 0);
    QCOMPARE(run.out.count('\n'), 8); // bodies hold line ends
    QVERIFY(run.out.contains("NULL"));
}

void TestRows::wrong_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("code");
    QTest::addRow("no such table") << u"nothing"_s << QStringList() << 1;
    QTest::addRow("no such column") << u"posts"_s << QStringList{u"--columns"_s, u"nothing"_s} << 1;
    QTest::addRow("no such sort column") << u"posts"_s << QStringList{u"--sort"_s, u"nothing"_s} << 1;
    QTest::addRow("no such column in a condition") << u"posts"_s << QStringList{u"--where"_s, u"nothing = 1"_s} << 2;
    QTest::addRow("no condition") << u"posts"_s << QStringList{u"--where"_s, u"id"_s} << 2;
    QTest::addRow("limit in words") << u"posts"_s << QStringList{u"--limit"_s, u"few"_s} << 2;
    QTest::addRow("negative offset") << u"posts"_s << QStringList{u"--offset"_s, u"-3"_s} << 2;
    QTest::addRow("unknown format") << u"posts"_s << QStringList{u"--format"_s, u"yaml"_s} << 2;
}

void TestRows::wrong()
{
    QFETCH(QString, table);
    QFETCH(QStringList, options);
    QFETCH(int, code);
    const auto run = rows(table, options);
    VERIFY_EXIT(run, code);
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(run.err.count('\n'), 1);
}

QTEST_GUILESS_MAIN(TestRows)
#include "tst_rows.moc"
