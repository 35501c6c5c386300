// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/dialect.h"
#include "core/rows/labelrule.h"
#include "core/sql/ddlparser.h"
#include "support/sqlitefile.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestLabelRule : public QObject {
    Q_OBJECT

    const Dialect *m_dialect = dialectByName(u"sqlite"_s);

private Q_SLOTS:
    void guesses_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const QString &sql, const QStringList &expected) {
            QTest::newRow(name) << sql << expected;
        };
        row("name", u"CREATE TABLE t(id INTEGER PRIMARY KEY, city TEXT, name TEXT)"_s, {u"name"_s});
        row("title before email", u"CREATE TABLE t(email TEXT UNIQUE, title TEXT)"_s, {u"title"_s});
        row("email", u"CREATE TABLE t(id INT, email TEXT, bio TEXT)"_s, {u"email"_s});
        row("two names", u"CREATE TABLE t(last_name TEXT, first_name TEXT, email TEXT UNIQUE)"_s,
            {u"first_name"_s, u"last_name"_s});
        row("what a person does is no name", u"CREATE TABLE t(last_name TEXT, first_name TEXT, title TEXT)"_s,
            {u"first_name"_s, u"last_name"_s});
        row("called like its table", u"CREATE TABLE countries(id INT, country TEXT, note TEXT)"_s, {u"country"_s});
        row("table and name", u"CREATE TABLE Categories(CategoryID INT, CategoryName TEXT, Description TEXT)"_s,
            {u"CategoryName"_s});
        row("a unique text", u"CREATE TABLE t(id INTEGER PRIMARY KEY, sku TEXT UNIQUE, note TEXT)"_s, {u"sku"_s});
        row("a natural key", u"CREATE TABLE t(iso TEXT PRIMARY KEY, n INT)"_s, {u"iso"_s});
        row("no text", u"CREATE TABLE t(a INT, name INT)"_s, {});
        row("a text that says nothing", u"CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)"_s, {});
        row("a foreign key is no name", u"CREATE TABLE t(name TEXT REFERENCES u(name), email TEXT)"_s, {u"email"_s});
        row("nor is one of a list", u"CREATE TABLE t(name TEXT CHECK (name IN ('a', 'b')), title TEXT)"_s, {u"title"_s});
    }
    void guesses()
    {
        QFETCH(QString, sql);
        const auto parsed = parseDdl(sql, m_dialect->lexRules());
        VERIFY_OK(parsed);
        QTEST(guessLabel(std::get<CreateTable>(*parsed).table, *m_dialect).columns, "expected");
    }

    void realDatabases_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("table");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *file, const char *table, const QStringList &expected) {
            QTest::addRow("%s %s", file, table) << QString::fromLatin1(file) << QString::fromLatin1(table) << expected;
        };
        row("chinook.sqlite", "Artist", {u"Name"_s});
        row("chinook.sqlite", "Customer", {u"FirstName"_s, u"LastName"_s});
        row("chinook.sqlite", "Employee", {u"FirstName"_s, u"LastName"_s});
        row("northwind.sqlite", "Employees", {u"FirstName"_s, u"LastName"_s});
        row("chinook.sqlite", "Album", {u"Title"_s});
        row("chinook.sqlite", "PlaylistTrack", {});
        row("northwind.sqlite", "Customers", {u"CompanyName"_s});
        row("northwind.sqlite", "Order Details", {});
        row("northwind.sqlite", "Products", {u"ProductName"_s});
        row("sakila.sqlite", "film", {u"title"_s});
        row("sakila.sqlite", "actor", {u"first_name"_s, u"last_name"_s});
        row("sakila.sqlite", "city", {u"city"_s});
        row("sakila.sqlite", "inventory", {});
    }
    void realDatabases()
    {
        QFETCH(QString, file);
        QFETCH(QString, table);
        const QString path = testdata::shared(file);
        if (path.isEmpty())
            QSKIP("../shared/data is not here");
        auto database = sqlitefile::open(path, ConnectionSpec::Mode::Read);
        VERIFY_OK(database);
        const auto schema = m_dialect->introspect(**database);
        VERIFY_OK(schema);
        const Table *found = schema->table({{}, table});
        QVERIFY(found);
        QTEST(guessLabel(*found, *m_dialect).columns, "expected");
    }

    void texts()
    {
        QCOMPARE(labelText({Value::text(u"Ada"_s), Value::null(), Value::text(u"Byron"_s)}), u"Ada Byron"_s);
        QVERIFY(labelText({Value::null()}).isNull());
        QCOMPARE(labelWithKey(u"Ada"_s, u"7"_s), u"Ada · 7"_s);
        QCOMPARE(labelWithKey({}, u"7"_s), u"7"_s);
        QCOMPARE(labelWithKey(u"wet"_s, u"wet"_s), u"wet"_s);
    }
};

QTEST_GUILESS_MAIN(TestLabelRule)
#include "tst_labelrule.moc"
