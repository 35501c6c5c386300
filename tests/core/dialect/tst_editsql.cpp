// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/editsql.h"

#include "support/scratchdb.h"
#include "support/verify.h"

#include <QRegularExpression>

#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto infinity = std::numeric_limits<double>::infinity();

/// Values that some comparison of SQLite takes for each other.
QList<Value> lookAlikes()
{
    return {Value(),
            Value::integer(0),
            Value::integer(1),
            Value::integer(-1),
            Value::integer(9'007'199'254'740'993),
            Value::integer(std::numeric_limits<qint64>::max()),
            Value::integer(std::numeric_limits<qint64>::min()),
            Value::real(0.0),
            Value::real(-0.0),
            Value::real(1.0),
            Value::real(9'007'199'254'740'992.0),
            Value::real(9'223'372'036'854'775'807.0),
            Value::real(0.1),
            Value::real(0.1 + 1e-17 * 2),
            Value::real(5e-324),
            Value::real(infinity),
            Value::real(-infinity),
            Value::text(QString()),
            Value::text(u"1"_s),
            Value::text(u"1.0"_s),
            Value::text(u"ABC"_s),
            Value::text(u"abc"_s),
            Value::text(u"abc "_s),
            Value::text(u"\u00e9"_s),
            Value::text(u"e\u0301"_s),
            Value::textBytes(QByteArray("abc\0", 4)),
            Value::textBytes(QByteArray("abc\0d", 5)),
            Value::blob(QByteArray("")),
            Value::blob("1"),
            Value::blob("abc"),
            Value::blob(QByteArray("abc\0", 4))};
}

/// Text that is no UTF-8: stored as it is, but only where the database's encoding is UTF-8.
QList<Value> brokenTexts()
{
    return {Value::textBytes("\xff\xfe"), Value::textBytes("\xff\xfd"), Value::textBytes("\xef\xbf\xbd"),
            Value::textBytes("\xed\xa0\x80"), Value::textBytes("\xef\xbb\xbfx")};
}

} // namespace

class TestEditSql : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void exactlyIsEqualityOfWhatIsStored_data()
    {
        QTest::addColumn<QString>("declaration");
        QTest::addColumn<QString>("encoding");
        for (const char *encoding : {"UTF-8", "UTF-16le"}) {
            for (const char *declaration :
                 {"", "TEXT COLLATE NOCASE", "TEXT COLLATE RTRIM", "NUMERIC", "INTEGER", "REAL", "BLOB"}) {
                QTest::addRow("'%s' in %s", declaration, encoding)
                    << QString::fromLatin1(declaration) << QString::fromLatin1(encoding);
            }
        }
    }
    void exactlyIsEqualityOfWhatIsStored()
    {
        QFETCH(QString, declaration);
        QFETCH(QString, encoding);
        const QTemporaryDir dir;
        const QString path = scratch::makeDatabase(
            dir, u"t.db"_s,
            u"PRAGMA encoding = '%1'; CREATE TABLE t (id INTEGER PRIMARY KEY, `odd``name` %2)"_s.arg(encoding,
                                                                                                     declaration));
        auto database = scratch::open(path);
        VERIFY_OK(database);
        QList<Value> values = lookAlikes();
        if (encoding == u"UTF-8"_s)
            values += brokenTexts();
        VERIFY_OK((*database)->execute(u"BEGIN"_s));
        for (const Value &value : std::as_const(values))
            VERIFY_OK((*database)->run(u"INSERT INTO t (`odd``name`) VALUES (?)"_s, {value}));
        const auto stored = (*database)->query(u"SELECT `odd``name` FROM t ORDER BY id"_s);
        VERIFY_OK(stored);
        for (const Row &row : *stored) { // what affinity made of it may be new
            if (!values.contains(row.front()))
                values.append(row.front());
        }
        for (const Value &asked : std::as_const(values)) {
            Statement statement;
            statement.sql =
                u"SELECT count(*) FROM t WHERE "_s + sqliteExactly(u"odd`name"_s, asked, u"p"_s, statement.parameters);
            qint64 expected = 0;
            for (const Row &row : *stored)
                expected += row.front() == asked ? 1 : 0;
            const QString shown = rendered(statement, scratch::sqlite());
            const auto found =
                (*database)->queryValue(statement.sql, asked.isNull() ? QList<Value>() : QList<Value>{asked});
            VERIFY_OK(found);
            QVERIFY2(*found == Value::integer(expected), qPrintable(shown));
            // What the preview shows finds the same rows as what runs.
            const auto foundAsShown = (*database)->queryValue(shown);
            VERIFY_OK(foundAsShown);
            QVERIFY2(*foundAsShown == Value::integer(expected), qPrintable(shown));
        }
    }

    void transactionWithForeignKeys()
    {
        Statement body;
        body.sql = u"DELETE FROM t"_s;
        const Script script = sqliteInTransaction(u"Title"_s, {body}, Dialect::ForeignKeys::Enforced);
        QCOMPARE(script.title, u"Title"_s);
        QCOMPARE(texts(script),
                 (QStringList{u"PRAGMA foreign_keys = ON"_s, u"PRAGMA foreign_keys"_s, u"BEGIN IMMEDIATE"_s,
                              u"DELETE FROM t"_s, u"COMMIT"_s}));
        QCOMPARE(script.statements.at(1).expect, Expectation(ReadsBack{Value::integer(1)}));
    }

    void transactionWithoutForeignKeys()
    {
        const Script script = sqliteInTransaction(u"Title"_s, {Statement()}, Dialect::ForeignKeys::Off);
        QCOMPARE(texts(script),
                 (QStringList{u"PRAGMA foreign_keys = OFF"_s, u"PRAGMA foreign_keys"_s, u"BEGIN IMMEDIATE"_s, u""_s,
                              u"PRAGMA foreign_key_check"_s, u"COMMIT"_s, u"PRAGMA foreign_keys = ON"_s}));
        QCOMPARE(script.statements.at(1).expect, Expectation(ReadsBack{Value::integer(0)}));
        QCOMPARE(script.statements.at(4).expect, Expectation(ReturnsNothingNew{}));
        using Role = Statement::Role;
        QList<Role> roles;
        for (const Statement &statement : script.statements) {
            roles.append(statement.role);
            QVERIFY(statement.role == Role::Body || !statement.purpose.isEmpty());
        }
        QCOMPARE(roles,
                 (QList{Role::Setup, Role::Setup, Role::Begin, Role::Body, Role::Check, Role::Commit, Role::Cleanup}));
    }

    void defaults_data()
    {
        QTest::addColumn<QString>("expression");
        for (const char *expression : {"1", "-1.5", "'it''s'", "abc", "\"x y\"", "`x y`", "TRUE", "false", "NULL",
                                       "(1 + 2)", "x'00ff'", "+7", "(lower('AB'))"})
            QTest::newRow(expression) << QString::fromLatin1(expression);
    }
    /// An UPDATE to the default stores what an INSERT would have.
    void defaults()
    {
        QFETCH(QString, expression);
        const QTemporaryDir dir;
        auto database = scratch::open(scratch::makeDatabase(
            dir, u"t.db"_s,
            u"CREATE TABLE t (abc DEFAULT 'other', c DEFAULT %1); INSERT INTO t DEFAULT VALUES; INSERT INTO t VALUES (5, 6)"_s
                .arg(expression)));
        VERIFY_OK(database);
        const auto schema = scratch::sqlite().introspect(**database);
        VERIFY_OK(schema);
        const Column &column = *schema->table({{}, u"t"_s})->column(u"c"_s);
        VERIFY_OK(
            (*database)->run(u"UPDATE t SET c = "_s + scratch::sqlite().defaultSql(column) + u" WHERE abc = 5"_s));
        const auto rows = (*database)->query(u"SELECT c FROM t"_s);
        VERIFY_OK(rows);
        QCOMPARE(rows->at(1).front(), rows->at(0).front());
    }

private:
    static QStringList texts(const Script &script)
    {
        QStringList out;
        for (const Statement &statement : script.statements)
            out.append(statement.sql);
        return out;
    }
};

QTEST_GUILESS_MAIN(TestEditSql)
#include "tst_editsql.moc"
