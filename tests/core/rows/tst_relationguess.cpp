// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/relationguess.h"

#include "support/rowsfixture.h"

#include <QRegularExpression>
#include <QTemporaryDir>

using namespace core;
using namespace Qt::Literals::StringLiterals;

/// Which relations names suggest, and what can be said against one.
class TestRelationGuess : public QObject {
    Q_OBJECT

    int m_number = 0;
    QTemporaryDir m_dir;
    RowsFixture m_fixture;

    [[nodiscard]] QString open(const QString &sql)
    {
        const QString path = m_dir.filePath(u"%1.db"_s.arg(++m_number));
        const QString failure = sqlitefile::execute(path, sql);
        return failure.isEmpty() ? m_fixture.open(path) : failure;
    }
    [[nodiscard]] static DrawnForeignKey key(const QString &table, const QStringList &columns, const QString &target,
                                             const QStringList &targetColumns)
    {
        DrawnForeignKey drawn;
        drawn.table = {{}, table};
        drawn.key.columns = columns;
        drawn.key.target = {{}, target};
        drawn.key.targetColumns = targetColumns;
        return drawn;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void names_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QStringList>("guesses");
        const QString users = u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);"_s;
        QTest::newRow("table_id") << users + u"CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT)"_s
                                  << QStringList{u"posts.user_id → users.id"_s};
        QTest::newRow("tableId") << users + u"CREATE TABLE posts(id INTEGER PRIMARY KEY, userId INT)"_s
                                 << QStringList{u"posts.userId → users.id"_s};
        QTest::newRow("a part played") << users + u"CREATE TABLE posts(id INTEGER PRIMARY KEY, approving_user_id INT)"_s
                                       << QStringList{u"posts.approving_user_id → users.id"_s};
        QTest::newRow("the nearer table") << users + u"CREATE TABLE power_users(id INTEGER PRIMARY KEY);"
                                             "CREATE TABLE posts(id INTEGER PRIMARY KEY, power_user_id INT)"_s
                                          << QStringList{u"posts.power_user_id → power_users.id"_s};
        QTest::newRow("ies") << u"CREATE TABLE categories(id TEXT PRIMARY KEY); CREATE TABLE posts(id INTEGER PRIMARY KEY, category_id TEXT)"_s
                             << QStringList{u"posts.category_id → categories.id"_s};
        QTest::newRow("a foreign key is there") << users + u"CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT REFERENCES users)"_s
                                                << QStringList();
        QTest::newRow("another type") << users + u"CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id TEXT)"_s << QStringList();
        QTest::newRow("a word that ends so") << u"CREATE TABLE pa(id INTEGER PRIMARY KEY); CREATE TABLE val(id INTEGER PRIMARY KEY);"
                                                "CREATE TABLE posts(id INTEGER PRIMARY KEY, paid INT, valid INT)"_s
                                             << QStringList();
        QTest::newRow("no such table") << u"CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT)"_s << QStringList();
        QTest::newRow("a key of two columns") << u"CREATE TABLE rooms(a INT, b INT, PRIMARY KEY(a, b));"
                                                 "CREATE TABLE lamps(id INTEGER PRIMARY KEY, room_id INT)"_s
                                              << QStringList();
        QTest::newRow("its own key") << u"CREATE TABLE users(user_id INTEGER PRIMARY KEY)"_s << QStringList();
    }
    void names()
    {
        QFETCH(QString, sql);
        QFETCH(QStringList, guesses);
        QCOMPARE(open(sql), QString());
        QStringList found;
        const auto list = guessRelations(*m_fixture.schema, *m_fixture.dialect, {});
        for (const DrawnForeignKey &guess : list)
            found.append(toText(guess));
        QCOMPARE(found, guesses);
        QVERIFY(guessRelations(*m_fixture.schema, *m_fixture.dialect, list).isEmpty()); // once drawn it is no suggestion
    }

    void whatStandsAgainstIt_data()
    {
        QTest::addColumn<DrawnForeignKey>("drawn");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("nothing") << key(u"posts"_s, {u"writer"_s}, u"users"_s, {u"id"_s}) << QStringList();
        QTest::newRow("the database has it")
            << key(u"posts"_s, {u"editor"_s}, u"users"_s, {u"id"_s}) << QStringList{u"has this foreign key already"_s};
        QTest::newRow("it is drawn") << key(u"posts"_s, {u"reader"_s}, u"users"_s, {u"id"_s}) << QStringList{u"drawn already"_s};
        QTest::newRow("types, and no key") << key(u"posts"_s, {u"writer"_s}, u"users"_s, {u"name"_s})
                                           << QStringList{u"types differ"_s, u"is no key"_s};
        QTest::newRow("a unique column will do") << key(u"posts"_s, {u"title"_s}, u"users"_s, {u"email"_s}) << QStringList();
        QTest::newRow("no such column") << key(u"posts"_s, {u"nobody"_s}, u"users"_s, {u"id"_s}) << QStringList{u"no column nobody"_s};
        QTest::newRow("no such table") << key(u"posts"_s, {u"writer"_s}, u"ghosts"_s, {u"id"_s}) << QStringList{u"no table ghosts"_s};
    }
    void whatStandsAgainstIt()
    {
        QFETCH(DrawnForeignKey, drawn);
        QFETCH(QStringList, words);
        QCOMPARE(open(u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE);"
                      "CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, writer INT, reader INT, editor INT REFERENCES users)"_s),
                 QString());
        const QList<Objection> said = objections(drawn, *m_fixture.schema, *m_fixture.dialect,
                                            {key(u"posts"_s, {u"reader"_s}, u"users"_s, {u"id"_s})});
        QCOMPARE(said.size(), words.size());
        for (qsizetype i = 0; i < words.size(); ++i)
            QVERIFY2(said.at(i).text.contains(words.at(i)), qPrintable(said.at(i).text));
        for (const Objection &one : said)
            QCOMPARE(one.forbids, !one.text.contains(u"differ"_s) && !one.text.contains(u"is no key"_s));
    }
};

QTEST_GUILESS_MAIN(TestRelationGuess)
#include "tst_relationguess.moc"
