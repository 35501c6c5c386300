// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/dmlwriter.h"

#include "dmlfixture.h"
#include "support/verify.h"

#include <QFile>
#include <QRegularExpression>

#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using namespace dmlfixture;

namespace {

constexpr auto infinity = std::numeric_limits<double>::infinity();

QList<Value> everyKind()
{
    return {Value(),
            Value::integer(std::numeric_limits<qint64>::min()),
            Value::integer(std::numeric_limits<qint64>::max()),
            Value::integer(9'007'199'254'740'993),
            Value::real(0.1),
            Value::real(-0.0),
            Value::real(infinity),
            Value::real(-infinity),
            Value::real(5e-324),
            Value::text(QString()),
            Value::text(u"12"_s),
            Value::text(u"caf\u00e9 \U0001F327\r\n\t"_s),
            Value::textBytes(QByteArray("nul\0in text", 11)),
            Value::textBytes("\xff\xfe broken \xed\xa0\x80"),
            Value::textBytes("\xef\xbb\xbf with a BOM"),
            Value::blob(QByteArray("")),
            Value::blob(QByteArray("\0\1\2\xff", 4))};
}

qint64 memoryPeak()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QFile::ReadOnly))
        return -1;
    const QByteArray all = status.readAll();
    const qsizetype at = all.indexOf("VmHWM:");
    return at < 0 ? -1 : all.mid(at + 6).simplified().split(' ').value(0).toLongLong() * 1024;
}

} // namespace

class TestDmlWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void oneCell()
    {
        Fixture f(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, age INT);"
                  "INSERT INTO users VALUES (42, 'Ada', 36)"_s);
        READY(f);
        VERIFY_OK(f.changes.apply(set(u"users"_s, 42, u"name"_s, Value::text(u"Ada"_s), text(u"Ada L."_s))));
        const auto script = f.script();
        VERIFY_OK(script);
        QCOMPARE(bodies(*script),
                 QStringList{u"UPDATE `users` SET `name` = 'Ada L.'\n WHERE `id` = 42 AND "
                             "typeof(`name`) = 'text' AND CAST(`name` AS BLOB) IS CAST('Ada' AS BLOB)"_s});
        QCOMPARE(script->title, u"Apply 1 edit in 1 table"_s);
        const Statement &update = script->statements.at(3);
        QCOMPARE(update.purpose, u"Set name of the row of users where id = 42"_s);
        QCOMPARE(update.expect, Expectation(TouchesRows{1}));
        QCOMPARE(update.source, StatementSource(FromEdit{named(u"users"_s), 0}));
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT name || age FROM users"_s), QStringList{u"Ada L.36"_s});
        QVERIFY(!f.apply().ok()); // the old value is not there any more
    }

    void updatesAreStampedWhereAPersonWantsIt_data()
    {
        QTest::addColumn<TimeNotation>("notation");
        QTest::addColumn<QString>("shape"); // in SQL
        using Kind = TimeNotation::Kind;
        QTest::newRow("seconds") << TimeNotation{Kind::UnixSeconds, false, u' ', false, {}}
                                 << u"typeof(at) = 'integer' AND abs(at - strftime('%s', 'now')) < 60"_s;
        QTest::newRow("milliseconds") << TimeNotation{Kind::UnixMilliseconds, false, u' ', false, {}}
                                      << u"typeof(at) = 'integer' AND abs(at / 1000 - strftime('%s', 'now')) < 60"_s;
        QTest::newRow("text") << TimeNotation{Kind::Text, false, u' ', false, {}}
                              << u"at LIKE '____-__-__ __:__:__' AND abs(strftime('%s', at) - strftime('%s', 'now')) < 60"_s;
        QTest::newRow("ISO") << TimeNotation{Kind::Text, false, u'T', true, u"Z"_s}
                             << u"at LIKE '____-__-__T__:__:__.___Z' AND abs(strftime('%s', at) - strftime('%s', 'now')) < 60"_s;
        QTest::newRow("a day") << TimeNotation{Kind::Text, true, u' ', false, {}} << u"at = date('now')"_s;
    }
    void updatesAreStampedWhereAPersonWantsIt()
    {
        QFETCH(TimeNotation, notation);
        QFETCH(QString, shape);
        Fixture f(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE, at);"
                  "CREATE TABLE others (id INTEGER PRIMARY KEY, name TEXT, at);"
                  "INSERT INTO users VALUES (1, 'Ada', NULL), (2, 'Bob', NULL), (3, 'Cleo', 7), (4, 'Dan', NULL);"
                  "INSERT INTO others VALUES (1, 'x', NULL)"_s);
        READY(f);
        f.stamps.insert(named(u"users"_s), {u"at"_s, notation});
        // Two that change places (one is vacated first), one where the person sets it, one that goes, one that comes.
        VERIFY_OK(f.changes.apply(set(u"users"_s, 1, u"name"_s, Value::text(u"Ada"_s), text(u"Bob"_s))));
        VERIFY_OK(f.changes.apply(set(u"users"_s, 2, u"name"_s, Value::text(u"Bob"_s), text(u"Bea"_s))));
        VERIFY_OK(f.changes.apply(set(u"users"_s, 3, u"at"_s, Value::integer(7), number(8))));
        VERIFY_OK(f.changes.apply(DeleteRow{named(u"users"_s), keyOf(4), {}, -1}));
        VERIFY_OK(f.changes.apply(InsertRow{named(u"users"_s), 0, {{u"name"_s, text(u"Eve"_s)}}, -1}));
        VERIFY_OK(f.changes.apply(set(u"others"_s, 1, u"name"_s, Value::text(u"x"_s), text(u"y"_s))));
        const auto script = f.script();
        VERIFY_OK(script);
        int stamped = 0;
        for (const Statement &s : script->statements) {
            stamped += s.purpose.endsWith(u"; stamp at with the time it runs"_s) ? 1 : 0;
            QVERIFY(s.sql.count(u"`at` ="_s) <= 1);
        }
        QCOMPARE(stamped, 2);
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT name FROM users WHERE id < 3 AND %1 ORDER BY id"_s.arg(shape)),
                 (QStringList{u"Bob"_s, u"Bea"_s}));
        QCOMPARE(f.column(u"SELECT at FROM users WHERE id = 3"_s), QStringList{u"8"_s});
        QCOMPARE(f.column(u"SELECT count(*) FROM users WHERE name = 'Eve' AND at IS NULL"_s), QStringList{u"1"_s});
        QCOMPARE(f.column(u"SELECT count(*) FROM others WHERE at IS NULL"_s), QStringList{u"1"_s});
    }

    void aStampThatIsGoneIsLeftOut()
    {
        Fixture f(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'Ada')"_s);
        READY(f);
        f.stamps.insert(named(u"users"_s), {u"at"_s, {}});
        VERIFY_OK(f.changes.apply(set(u"users"_s, 1, u"name"_s, Value::text(u"Ada"_s), text(u"Bob"_s))));
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT name FROM users"_s), QStringList{u"Bob"_s});
    }

    void anEditLeavesEveryOtherByteAsItWas()
    {
        QString sql = u"CREATE TABLE t (id INTEGER PRIMARY KEY"_s;
        const QList<Value> values = everyKind();
        for (qsizetype i = 0; i < values.size(); ++i)
            sql += u", c%1"_s.arg(i);
        Fixture f(sql + u")"_s);
        READY(f);
        QList<Value> row{Value::integer(7)};
        row += values;
        VERIFY_OK((*f.database)->run(u"INSERT INTO t VALUES (?"_s + u", ?"_s.repeated(values.size()) + u")"_s, row));
        for (qsizetype column = 0; column < values.size(); ++column) {
            for (const Value &value : values) {
                const Value base = row.at(column + 1);
                f.changes = ChangeSet();
                VERIFY_OK(f.changes.apply(set(u"t"_s, 7, u"c%1"_s.arg(column), base, value)));
                if (!f.changes.isEmpty())
                    VERIFY_OK(f.apply());
                row[column + 1] = value;
                const auto now = f.rows(u"SELECT * FROM t"_s);
                QCOMPARE(now.size(), size_t(1));
                QCOMPARE(QList<Value>(now[0].begin(), now[0].end()), row);
            }
        }
    }

    void aBigBlobBesideIsNeitherInTheScriptNorChanged()
    {
        constexpr qint64 size = 200'000'000;
        Fixture f(u"CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, data BLOB);"
                  "INSERT INTO t VALUES (1, 'old', zeroblob(%1))"_s.arg(size));
        READY(f);
        VERIFY_OK(f.changes.apply(set(u"t"_s, 1, u"note"_s, Value::text(u"old"_s), text(u"new"_s))));
        const auto script = f.script();
        VERIFY_OK(script);
        QVERIFY(!bodies(*script).constFirst().contains(u"data"_s));
        VERIFY_OK(scratch::run(**f.database, *script));
        QCOMPARE(f.column(u"SELECT note || typeof(data) || length(data) FROM t"_s),
                 QStringList{u"newblob%1"_s.arg(size)});
        // SQLite itself reads the record while it rewrites it; nothing of ours does so a second time.
        QVERIFY2(memoryPeak() < 3 * size, qPrintable(QString::number(memoryPeak())));
    }

    void aTextKeyIsFoundByItsIndex()
    {
        Fixture f(u"CREATE TABLE t (k TEXT PRIMARY KEY COLLATE NOCASE NOT NULL, v);"
                  "INSERT INTO t VALUES ('Key', 1)"_s);
        READY(f);
        VERIFY_OK(f.changes.apply(
            SetCell{named(u"t"_s), {{Value::text(u"Key"_s)}}, u"v"_s, Value::integer(1), number(2), -1}));
        const QString sql = bodies(*f.script()).constFirst();
        QVERIFY(f.rows(u"EXPLAIN QUERY PLAN "_s + sql).front().back().display().startsWith(u"SEARCH"_s));
        VERIFY_OK(f.apply());
        f.changes = ChangeSet();
        VERIFY_OK(f.changes.apply(
            SetCell{named(u"t"_s), {{Value::text(u"KEY"_s)}}, u"v"_s, Value::integer(2), number(3), -1}));
        QVERIFY(!f.apply().ok()); // another key, whatever the collation says
    }

    void keysMayBeEdited()
    {
        Fixture f(u"CREATE TABLE t (a INT NOT NULL, b TEXT NOT NULL, v, PRIMARY KEY (a, b)) WITHOUT ROWID;"
                  "INSERT INTO t VALUES (1, 'x', 'v')"_s);
        READY(f);
        const RowKey key{{Value::integer(1), Value::text(u"x"_s)}};
        VERIFY_OK(f.changes.apply(SetCell{named(u"t"_s), key, u"b"_s, Value::text(u"x"_s), text(u"y"_s), -1}));
        VERIFY_OK(f.changes.apply(SetCell{named(u"t"_s), key, u"a"_s, Value::integer(1), number(2), -1}));
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT a || b || v FROM t"_s), QStringList{u"2yv"_s});
    }

    void aTableWithoutKeyGoesByItsRowid()
    {
        Fixture f(u"CREATE TABLE t (rowid TEXT, v); INSERT INTO t VALUES ('same', 1), ('same', 1)"_s);
        READY(f);
        VERIFY_OK(f.changes.apply(set(u"t"_s, 2, u"v"_s, Value::integer(1), number(9))));
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT v FROM t ORDER BY _rowid_"_s), (QStringList{u"1"_s, u"9"_s}));
    }

    void oddNames()
    {
        Fixture f(u"CREATE TABLE \"a`b\nselect\" (id INTEGER PRIMARY KEY, \"it's\" , \":p\", \"it_s\", \"\U0001F327\");"
                  "INSERT INTO \"a`b\nselect\" VALUES (1, 1, 1, 1, 1)"_s);
        READY(f);
        for (const QString &column : {u"it's"_s, u":p"_s, u"it_s"_s, u"\U0001F327"_s})
            VERIFY_OK(f.changes.apply(set(u"a`b\nselect"_s, 1, column, Value::integer(1), number(2))));
        VERIFY_OK(f.changes.apply(
            InsertRow{named(u"a`b\nselect"_s), 0, {{u"it's"_s, number(5)}, {u"it_s"_s, number(6)}}, -1}));
        VERIFY_OK(f.apply());
        QCOMPARE(
            f.column(u"SELECT sum(\"it's\") || sum(\":p\") || sum(it_s) || sum(\"\U0001F327\") FROM \"a`b\nselect\""_s),
            QStringList{u"7282"_s});
    }

    void columnsStandAsInTheTable()
    {
        Fixture f(u"CREATE TABLE t (z, id INTEGER PRIMARY KEY, m, a); INSERT INTO t VALUES (1, 1, 1, 1)"_s);
        READY(f);
        VERIFY_OK(f.changes.apply(
            InsertRow{named(u"t"_s), 0, {{u"a"_s, number(1)}, {u"id"_s, number(2)}, {u"z"_s, number(3)}}, -1}));
        VERIFY_OK(f.changes.apply(set(u"t"_s, 1, u"a"_s, Value::integer(1), number(4))));
        VERIFY_OK(f.changes.apply(set(u"t"_s, 1, u"m"_s, Value::integer(1), number(5))));
        const QStringList written = bodies(*f.script());
        QCOMPARE(written.size(), 2);
        QCOMPARE(written.at(0), u"INSERT INTO `t` (`z`, `id`, `a`) VALUES (3, 2, 1)"_s);
        QVERIFY2(written.at(1).startsWith(u"UPDATE `t` SET `m` = 5, `a` = 4\n"_s), qPrintable(written.at(1)));
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT z || '-' || id || '-' || a FROM t ORDER BY id"_s),
                 (QStringList{u"1-1-4"_s, u"3-2-1"_s}));
    }

    void insertsAndDefaults()
    {
        Fixture f(u"CREATE TABLE t (id INTEGER PRIMARY KEY, a DEFAULT 'x', b DEFAULT (1 + 1))"_s);
        READY(f);
        VERIFY_OK(f.changes.apply(InsertRow{named(u"t"_s), 0, {}, -1}));
        VERIFY_OK(f.changes.apply(InsertRow{named(u"t"_s), 0, {{u"a"_s, Value()}, {u"b"_s, UseDefault{}}}, -1}));
        QCOMPARE(bodies(*f.script()),
                 (QStringList{u"INSERT INTO `t` DEFAULT VALUES"_s, u"INSERT INTO `t` (`a`) VALUES (NULL)"_s}));
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT coalesce(a, 'null') || b FROM t"_s), (QStringList{u"x2"_s, u"null2"_s}));
        f.changes = ChangeSet();
        VERIFY_OK(f.changes.apply(set(u"t"_s, 2, u"a"_s, Value(), UseDefault{})));
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT a || b FROM t"_s), (QStringList{u"x2"_s, u"x2"_s}));
    }

    void deletesNameWhatWasSeen()
    {
        Fixture f(
            u"CREATE TABLE t (id INTEGER PRIMARY KEY, a, b); INSERT INTO t VALUES (1, 'x', 'y'), (2, 'x', 'y')"_s);
        READY(f);
        VERIFY_OK(f.changes.apply(DeleteRow{named(u"t"_s), keyOf(1), {{u"a"_s, Value::text(u"x"_s)}}, -1}));
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT id FROM t"_s), QStringList{u"2"_s});
        f.changes = ChangeSet();
        VERIFY_OK(f.changes.apply(DeleteRow{named(u"t"_s), keyOf(2), {{u"a"_s, Value::text(u"X"_s)}}, -1}));
        const auto result = f.apply();
        QVERIFY(!result.ok());
        QCOMPARE(result.error().kind, Error::Kind::Conflict);
        QCOMPARE(f.column(u"SELECT id FROM t"_s), QStringList{u"2"_s});
    }

    void asManyColumnsAsATableMayHave()
    {
        QStringList names;
        for (int c = 1; c < 2000; ++c)
            names.append(u"c%1"_s.arg(c));
        Fixture f(u"CREATE TABLE wide (id INTEGER PRIMARY KEY, "_s + names.join(u", "_s)
                  + u"); INSERT INTO wide (id) VALUES (1), (2), (3)"_s);
        READY(f);
        DeleteRow gone{named(u"wide"_s), keyOf(2), {}, -1};
        const QStringList edited = names.last(600); // more than a chain of conditions may have
        for (const QString &name : edited)
            VERIFY_OK(f.changes.apply(set(u"wide"_s, 1, name, Value(), text(name))));
        for (const QString &name : std::as_const(names))
            gone.seen.insert(name, Value());
        VERIFY_OK(f.changes.apply(gone));
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT c1999 FROM wide ORDER BY id"_s), (QStringList{u"c1999"_s, QString()}));
        // And with old values that are not NULL, one of which has changed meanwhile.
        f.changes = {};
        for (const QString &name : edited)
            VERIFY_OK(f.changes.apply(set(u"wide"_s, 1, name, Value::text(name), number(1))));
        VERIFY_OK((*f.database)->execute(u"UPDATE wide SET c1500 = 'other' WHERE id = 1"_s));
        const auto applied = f.apply();
        QVERIFY(!applied.ok());
        QCOMPARE(applied.error().kind, Error::Kind::Conflict);
    }

    void nothingStagedIsAnEmptyScript()
    {
        Fixture f(u"CREATE TABLE t (a)"_s);
        READY(f);
        VERIFY_OK(f.script());
        QVERIFY(f.script()->isEmpty());
    }

    void summaries()
    {
        ChangeSet changes;
        QCOMPARE(summary(changes), u"no edits"_s);
        VERIFY_OK(changes.apply(InsertRow{named(u"t"_s), 0, {}, -1}));
        VERIFY_OK(changes.apply(InsertRow{named(u"t"_s), 0, {}, -1}));
        VERIFY_OK(changes.apply(set(u"u"_s, 1, u"a"_s, Value(), number(1))));
        QCOMPARE(summary(changes), u"2 inserts, 1 update in 2 tables"_s);
        VERIFY_OK(changes.apply(DeleteRow{named(u"u"_s), keyOf(1), {}, -1}));
        QCOMPARE(summary(changes), u"2 inserts, 1 delete in 2 tables"_s);
    }
};

QTEST_GUILESS_MAIN(TestDmlWriter)
#include "tst_dmlwriter.moc"
