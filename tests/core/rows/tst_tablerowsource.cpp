// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/whendone.h"
#include "core/rows/rowpositions.h"
#include "core/rows/tablerowsource.h"
#include "support/rowsfixture.h"
#include "support/verify.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QThread>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// What SQLite itself says, read in one statement on a connection of the test's own.
std::vector<Row> witness(const QString &path, const QString &sql)
{
    auto database = sqlitefile::open(path, ConnectionSpec::Mode::Read);
    if (!database)
        qFatal("%s", qPrintable(database.error().message));
    auto rows = (*database)->query(sql);
    if (!rows)
        qFatal("%s: %s", qPrintable(sql), qPrintable(rows.error().detail + rows.error().message));
    return *rows;
}

QString words(const std::vector<Value> &row)
{
    QStringList cells;
    for (const Value &v : row)
        cells.append(QString::number(int(v.kind())) + u':' + v.display(40));
    return cells.join(u'|');
}

} // namespace

class TestTableRowSource : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_path;
    RowsFixture m_fixture;

private Q_SLOTS:
    void initTestCase()
    {
        m_path = m_dir.filePath(u"rows.db"_s);
        const QString failure = sqlitefile::execute(m_path, u"PRAGMA journal_mode = DELETE; BEGIN;"
            "CREATE TABLE holes(id INTEGER PRIMARY KEY, a, b TEXT COLLATE NOCASE, c REAL);"
            "%1 INSERT INTO holes SELECT i * 3 - 20000 + (i % 7 = 0), "
            "  CASE i % 11 WHEN 0 THEN NULL WHEN 1 THEN 'text' || (i % 100) WHEN 2 THEN x'00ff' || i WHEN 3 THEN i / 3.0 "
            "  WHEN 4 THEN -i ELSE i % 50 END, "
            "  CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN 'ABC' || (i % 13) WHEN 2 THEN 'abc' || (i % 13) ELSE 'x' || i END, "
            "  i * 0.5 FROM n;"
            "DELETE FROM holes WHERE id BETWEEN 1000 AND 5000 OR id % 17 = 0;"
            "CREATE TABLE hidden(rowid TEXT, oid TEXT, v); %2 INSERT INTO hidden SELECT 'r' || i, NULL, i FROM n;"
            "CREATE TABLE words(k TEXT NOT NULL PRIMARY KEY, v) WITHOUT ROWID; %3 INSERT INTO words SELECT 'w' || (i * 7919 % 20011), i FROM n;"
            "CREATE TABLE pairs(a TEXT, b INTEGER, v, PRIMARY KEY(a, b DESC)) WITHOUT ROWID;"
            "%4 INSERT INTO pairs SELECT 'a' || (i % 90), i, i * 2 FROM n;"
            "CREATE TABLE uniq(a TEXT NOT NULL COLLATE NOCASE, b INT NOT NULL, n INT UNIQUE, UNIQUE(a, b));"
            "%5 INSERT INTO uniq SELECT 'U' || (i % 70), i, CASE WHEN i % 3 THEN i END FROM n;"
            "CREATE TABLE indexed(id INTEGER PRIMARY KEY, g INTEGER NOT NULL, t TEXT); CREATE INDEX ix ON indexed(g); CREATE INDEX it ON indexed(t);"
            "%6 INSERT INTO indexed SELECT i, i % 3, CASE WHEN i % 4 THEN 't' || (i % 9) END FROM n;"
            "CREATE VIEW seen AS SELECT id, a FROM holes WHERE id % 2;"
            "CREATE TABLE empty(a); CREATE TABLE few(a INTEGER); INSERT INTO few VALUES(1), (2), (3);"
            "COMMIT;"_s.arg(numbers(12000), numbers(9000), numbers(20000), numbers(9000), numbers(9000), numbers(30000)));
        QCOMPARE(failure, QString());
        QCOMPARE(m_fixture.open(m_path), QString());
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanupTestCase() { m_fixture = {}; }

    void everyRowIsFoundByItsKey_data() { everyRowIsWhereSqliteHasIt_data(); }
    void everyRowIsFoundByItsKey()
    {
        QFETCH(QString, table);
        QFETCH(QString, sort);
        RowQuery query;
        query.table = {{}, table};
        for (const QString &key : sort.split(u',', Qt::SkipEmptyParts))
            query.sort.append({key.startsWith(u'-') ? key.mid(1) : key, key.startsWith(u'-')});
        const auto source = m_fixture.source(query);
        QTRY_VERIFY_WITH_TIMEOUT(source->count().exact && !source->isBusy(), 20000);
        const qint64 rows = source->count().rows;
        for (const qint64 row : {qint64(0), rows / 3, RowPositions::anchorStride - 1, RowPositions::anchorStride, rows - 1}) {
            if (row < 0 || row >= rows || !source->identity().isEditable())
                continue;
            QCOMPARE(qint64(settledRows(*source, row, 1).size()), qint64(1));
            const RowPagePtr page = source->page(row / RowSource::pageRows);
            const auto found = waitFor(source->positionOf(page->keys.at(size_t(row % RowSource::pageRows))));
            VERIFY_OK(found);
            QVERIFY(found->has_value());
            QCOMPARE(**found, row);
        }
        const auto none = waitFor(source->positionOf({{Value::integer(-77777)}}));
        VERIFY_OK(none);
        QVERIFY(!none->has_value());
    }

    void aFilteredRowIsFoundAndAnotherIsNot()
    {
        RowQuery query;
        query.table = {{}, u"indexed"_s};
        query.filter.terms = {{FilterTerm::Join::And, Condition{u"g"_s, FilterOp::Equal, {Value::integer(0)}}}};
        const auto source = m_fixture.source(query);
        QTRY_VERIFY_WITH_TIMEOUT(source->count().exact && !source->isBusy(), 20000);
        const auto found = waitFor(source->positionOf({{Value::integer(29997)}}));
        VERIFY_OK(found);
        QCOMPARE(found->value_or(-1), 9998);
        const auto other = waitFor(source->positionOf({{Value::integer(29998)}}));
        VERIFY_OK(other);
        QVERIFY(!other->has_value());
    }

    void everyRowIsWhereSqliteHasIt_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("sort"); // ours: a, -b
        QTest::addColumn<QString>("sql");
        QTest::newRow("rowids with holes, some negative") << u"holes"_s << QString() << u"SELECT * FROM holes ORDER BY id"_s;
        QTest::newRow("rowids backwards") << u"holes"_s << u"-id"_s << u"SELECT * FROM holes ORDER BY id DESC"_s;
        QTest::newRow("mixed types and NULLs") << u"holes"_s << u"a"_s << u"SELECT * FROM holes ORDER BY a, id"_s;
        QTest::newRow("mixed types and NULLs backwards") << u"holes"_s << u"-a"_s << u"SELECT * FROM holes ORDER BY a DESC, id DESC"_s;
        QTest::newRow("NOCASE") << u"holes"_s << u"b"_s << u"SELECT * FROM holes ORDER BY b, id"_s;
        QTest::newRow("two sort keys") << u"holes"_s << u"-b,a"_s << u"SELECT * FROM holes ORDER BY b DESC, a, id"_s;
        QTest::newRow("columns named rowid and oid") << u"hidden"_s << QString() << u"SELECT * FROM hidden ORDER BY _rowid_"_s;
        QTest::newRow("sorted by a column named rowid") << u"hidden"_s << u"rowid"_s << u"SELECT * FROM hidden ORDER BY rowid, _rowid_"_s;
        QTest::newRow("WITHOUT ROWID") << u"words"_s << QString() << u"SELECT * FROM words ORDER BY k"_s;
        QTest::newRow("WITHOUT ROWID backwards") << u"words"_s << u"-k"_s << u"SELECT * FROM words ORDER BY k DESC"_s;
        QTest::newRow("composite with a DESC key") << u"pairs"_s << QString() << u"SELECT * FROM pairs ORDER BY a, b DESC"_s;
        QTest::newRow("composite, sorted by its first") << u"pairs"_s << u"a"_s << u"SELECT * FROM pairs ORDER BY a, b DESC"_s;
        QTest::newRow("composite, sorted backwards") << u"pairs"_s << u"-a"_s << u"SELECT * FROM pairs ORDER BY a DESC, b"_s;
        QTest::newRow("composite, sorted by its second") << u"pairs"_s << u"b"_s << u"SELECT * FROM pairs ORDER BY b, a"_s;
        QTest::newRow("a unique key over NOT NULL") << u"uniq"_s << QString() << u"SELECT * FROM uniq ORDER BY a, b"_s;
        QTest::newRow("a unique column with NULLs") << u"uniq"_s << u"n"_s << u"SELECT * FROM uniq ORDER BY n, a, b"_s;
        QTest::newRow("an indexed column full of equals") << u"indexed"_s << u"g"_s << u"SELECT * FROM indexed ORDER BY g, id"_s;
        QTest::newRow("the same backwards") << u"indexed"_s << u"-g"_s << u"SELECT * FROM indexed ORDER BY g DESC, id DESC"_s;
        QTest::newRow("an indexed column with NULLs") << u"indexed"_s << u"t"_s << u"SELECT * FROM indexed ORDER BY t, id"_s;
        QTest::newRow("a view") << u"seen"_s << u"id"_s << u"SELECT * FROM seen ORDER BY id"_s;
        QTest::newRow("an empty table") << u"empty"_s << QString() << u"SELECT * FROM empty"_s;
        QTest::newRow("three rows") << u"few"_s << u"-a"_s << u"SELECT * FROM few ORDER BY a DESC"_s;
    }
    void everyRowIsWhereSqliteHasIt()
    {
        QFETCH(QString, table);
        QFETCH(QString, sort);
        QFETCH(QString, sql);
        RowQuery query;
        query.table = {{}, table};
        for (const QString &key : sort.split(u',', Qt::SkipEmptyParts))
            query.sort.append({key.startsWith(u'-') ? key.mid(1) : key, key.startsWith(u'-')});
        const auto source = m_fixture.source(query);
        QSignalSpy failed(source.get(), &RowSource::failed);
        QTRY_VERIFY(!source->isBusy());
        const auto expected = witness(m_path, sql);
        QTRY_COMPARE(source->count(), (RowCount{qint64(expected.size()), true}));
        QRandomGenerator random(42);
        QList<qint64> rows{0, qint64(expected.size()) - 1, 127, 128, RowPositions::anchorStride - 1, RowPositions::anchorStride, RowPositions::anchorStride + 1};
        for (int i = 0; i < 60 && !expected.empty(); ++i)
            rows.append(random.bounded(qint64(expected.size())));
        for (const qint64 row : std::as_const(rows)) {
            if (row < 0 || row >= qint64(expected.size()))
                continue;
            const auto got = settledRows(*source, row, 1);
            QCOMPARE(got.size(), size_t(1));
            QVERIFY2(got.front() == expected[size_t(row)],
                     qPrintable(u"row %1: %2 is not %3"_s.arg(row).arg(words(got.front()), words(expected[size_t(row)]))));
        }
        QCOMPARE(failed.count(), 0);
    }

    void filtersByEveryOperator_data()
    {
        QTest::addColumn<int>("op");
        QTest::addColumn<QString>("column");
        QTest::addColumn<QStringList>("operands");
        QTest::addColumn<QString>("where");
        const auto row = [](FilterOp op, const char *name, const QString &column, const QStringList &operands, const QString &where) {
            QTest::newRow(name) << int(op) << column << operands << where;
        };
        row(FilterOp::Equal, "equal", u"a"_s, {u"7"_s}, u"a = 7"_s);
        row(FilterOp::Equal, "equal by NOCASE", u"b"_s, {u"'abc3'"_s}, u"b = 'ABC3'"_s);
        row(FilterOp::NotEqual, "not equal", u"a"_s, {u"7"_s}, u"a <> 7"_s);
        row(FilterOp::Less, "less", u"a"_s, {u"7"_s}, u"a < 7"_s);
        row(FilterOp::LessOrEqual, "less or equal", u"a"_s, {u"7"_s}, u"a <= 7"_s);
        row(FilterOp::Greater, "greater", u"a"_s, {u"'text5'"_s}, u"a > 'text5'"_s);
        row(FilterOp::GreaterOrEqual, "greater or equal", u"c"_s, {u"5000"_s}, u"c >= 5000"_s);
        row(FilterOp::Contains, "contains", u"b"_s, {u"'bC1'"_s}, u"b LIKE '%bc1%'"_s);
        row(FilterOp::Contains, "contains a percent sign", u"b"_s, {u"'%'"_s}, u"0"_s);
        row(FilterOp::StartsWith, "starts with", u"b"_s, {u"'x11'"_s}, u"b LIKE 'x11%'"_s);
        row(FilterOp::EndsWith, "ends with", u"b"_s, {u"'99'"_s}, u"b LIKE '%99'"_s);
        row(FilterOp::In, "in", u"a"_s, {u"1"_s, u"2"_s, u"'text8'"_s}, u"a IN (1, 2, 'text8')"_s);
        row(FilterOp::In, "in nothing", u"a"_s, {}, u"0"_s);
        row(FilterOp::Between, "between", u"id"_s, {u"-100"_s, u"900"_s}, u"id BETWEEN -100 AND 900"_s);
        row(FilterOp::IsNull, "is null", u"a"_s, {}, u"a IS NULL"_s);
        row(FilterOp::IsNotNull, "is not null", u"a"_s, {}, u"a IS NOT NULL"_s);
    }
    void filtersByEveryOperator()
    {
        QFETCH(int, op);
        QFETCH(QString, column);
        QFETCH(QStringList, operands);
        QFETCH(QString, where);
        Condition condition{column, static_cast<FilterOp>(op), {}};
        for (const QString &o : std::as_const(operands))
            condition.operands.append(o.startsWith(u'\'') ? Value::text(o.mid(1, o.size() - 2)) : Value::integer(o.toLongLong()));
        RowQuery query;
        query.table = {{}, u"holes"_s};
        query.filter.terms = {{FilterTerm::Join::And, condition, true}};
        const auto expected = witness(m_path, u"SELECT * FROM holes WHERE %1 ORDER BY id"_s.arg(where));
        const auto source = m_fixture.source(query);
        QTRY_COMPARE(source->count(), (RowCount{qint64(expected.size()), true}));
        QVERIFY(settledRows(*source, 0, qint64(expected.size())) == expected);
    }

    void termsJoinAsInSql()
    {
        RowQuery query;
        query.table = {{}, u"holes"_s};
        query.sort = {{u"a"_s, true}};
        query.columns = {u"a"_s, u"id"_s};
        const auto equal = [](qint64 v) { return Condition{u"a"_s, FilterOp::Equal, {Value::integer(v)}}; };
        query.filter.terms = {{FilterTerm::Join::And, equal(7), true},
                              {FilterTerm::Join::Or, equal(8), true},
                              {FilterTerm::Join::And, RawCondition{u"id % 2 -- odd ones"_s}, true},
                              {FilterTerm::Join::Or, equal(9), false}};
        const auto expected = witness(m_path, u"SELECT a, id FROM holes WHERE a = 7 OR a = 8 AND id % 2 ORDER BY a DESC, id DESC"_s);
        QVERIFY(!expected.empty());
        const auto source = m_fixture.source(query);
        QTRY_COMPARE(source->count(), (RowCount{qint64(expected.size()), true}));
        QVERIFY(settledRows(*source, 0, qint64(expected.size())) == expected);
    }

    void refusesWhatIsNoExpression_data()
    {
        QTest::addColumn<QString>("sql");
        for (const char *sql : {"", "  -- nothing", "1; DELETE FROM few", "1) OR (1", "(1", "a = :x", "a = 'x", "a = ?"})
            QTest::newRow(sql) << QString::fromLatin1(sql);
    }
    void refusesWhatIsNoExpression()
    {
        QFETCH(QString, sql);
        RowQuery query;
        query.table = {{}, u"few"_s};
        query.filter.terms = {{FilterTerm::Join::And, RawCondition{sql}, true}};
        const auto source = m_fixture.source(query);
        QSignalSpy failed(source.get(), &RowSource::failed);
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(source->count(), (RowCount{0, true}));
        QVERIFY(!source->page(0));
    }

    void anUnknownFunctionFailsInWords()
    {
        RowQuery query;
        query.table = {{}, u"few"_s};
        query.filter.terms = {{FilterTerm::Join::And, RawCondition{u"no_such(a)"_s}, true}};
        const auto source = m_fixture.source(query);
        QSignalSpy failed(source.get(), &RowSource::failed);
        QTRY_VERIFY(failed.count() > 0);
        QTRY_VERIFY(!source->isBusy());
    }

    void aNewQueryDropsTheAnswersToTheOld()
    {
        RowQuery query;
        query.table = {{}, u"holes"_s};
        const auto source = m_fixture.source(query);
        QSignalSpy columns(source.get(), &RowSource::columnsChanged);
        for (int i = 0; i < 30; ++i) { // whatever was under way
            query.sort = {{i % 2 ? u"b"_s : u"a"_s, i % 3 == 0}};
            source->setQuery(query);
            std::ignore = source->page(i);
        }
        QCOMPARE(columns.count(), 0);
        query.sort.clear();
        query.table.name = u"few"_s;
        source->setQuery(query);
        QCOMPARE(columns.count(), 1);
        QTRY_VERIFY(!source->isBusy());
        QTRY_COMPARE(source->count(), (RowCount{3, true}));
        const auto rows = settledRows(*source, 0, 3);
        QVERIFY(rows == witness(m_path, u"SELECT a FROM few ORDER BY rowid"_s));
    }

    void refreshKeepsTheOldPagesUntilTheNew()
    {
        const QString path = m_dir.filePath(u"refresh.db"_s);
        QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE t(a); INSERT INTO t VALUES(1), (2), (3);"_s), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path), QString());
        RowQuery query;
        query.table = {{}, u"t"_s};
        const auto source = fixture.source(query);
        QTRY_VERIFY(!source->isBusy());
        QCOMPARE(settledRows(*source, 0, 3).size(), size_t(3));
        QCOMPARE(sqlitefile::execute(path, u"INSERT INTO t VALUES(4); UPDATE t SET a = 20 WHERE a = 2; DELETE FROM t WHERE a = 1"_s), QString());
        QSignalSpy dropped(source.get(), &RowSource::pagesDropped);
        source->refresh();
        QVERIFY(dropped.count() > 0);
        QVERIFY(source->page(0)); // the old one, at once
        const auto expected = witness(path, u"SELECT a FROM t ORDER BY rowid"_s);
        QTRY_COMPARE(source->count(), (RowCount{3, true}));
        QTRY_VERIFY(settledRows(*source, 0, 3) == expected);
        QCOMPARE(sqlitefile::execute(path, u"INSERT INTO t SELECT value FROM json_each('[5,6,7,8,9]')"_s), QString());
        for (int i = 0; i < 5; ++i)
            source->refresh();
        QTRY_COMPARE(source->count(), (RowCount{8, true}));
        QTRY_VERIFY(settledRows(*source, 0, 8) == witness(path, u"SELECT a FROM t ORDER BY rowid"_s));
    }

    void aDroppedTableKeepsWhatIsOnView()
    {
        const QString path = m_dir.filePath(u"dropped.db"_s);
        QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE t(a); INSERT INTO t VALUES(1)"_s), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path), QString());
        RowQuery query;
        query.table = {{}, u"t"_s};
        const auto source = fixture.source(query);
        QCOMPARE(settledRows(*source, 0, 1).size(), size_t(1));
        QTRY_VERIFY(!source->isBusy());
        QCOMPARE(sqlitefile::execute(path, u"DROP TABLE t"_s), QString());
        QSignalSpy failed(source.get(), &RowSource::failed);
        source->refresh();
        QVERIFY(source->page(0));
        QTRY_VERIFY(failed.count() >= 2); // the page's and the count's
        QVERIFY(source->page(0));
        QTest::qWait(0);
        const auto told = failed.count();
        QVERIFY(source->page(0)); // asked again, it does not fail again and again
        QCoreApplication::processEvents();
        QCOMPARE(failed.count(), told);
    }

    void newestRequestsFirstAndOldOnesForgotten()
    {
        RowQuery query;
        query.table = {{}, u"holes"_s};
        const auto source = m_fixture.source(query);
        QTRY_VERIFY(!source->isBusy());
        const qint64 last = (source->count().rows - 1) / RowSource::pageRows;
        QVERIFY(last > 60);
        QCOMPARE(settledRows(*source, 0, 1).size(), size_t(1));
        // Until the first page's job has ended and this one has begun, requests would be served as they come.
        std::atomic<bool> release = false;
        std::atomic<bool> begun = false;
        auto blocked = m_fixture.reader->submit([&](Database &, JobContext &) {
            begun = true;
            while (!release)
                QThread::msleep(1);
            return Result<Done>(Done{});
        });
        QTRY_VERIFY(begun);
        QCoreApplication::processEvents(); // what the first page's job has told meanwhile is not meant
        QList<qint64> order;
        connect(source.get(), &RowSource::pageReady, this, [&](qint64 page) { order.append(page); });
        for (qint64 p = 10; p < 60; ++p)
            QVERIFY(!source->page(p));
        release = true;
        QTRY_VERIFY(order.size() >= 24);
        QCoreApplication::processEvents();
        QList<qint64> expected;
        for (qint64 p = 59; p > 59 - 24; --p)
            expected.append(p);
        QCOMPARE(order, expected);
    }

    void aSparseTableIsNotTakenForBillionsOfRows()
    {
        const QString path = m_dir.filePath(u"sparse.db"_s);
        QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE t(id INTEGER PRIMARY KEY); "
            "INSERT INTO t VALUES(-9223372036854775808), (9223372036854775807); %1 INSERT INTO t SELECT i * 1000000007 FROM n"_s.arg(numbers(20000))), QString());
        RowsFixture fixture;
        QCOMPARE(fixture.open(path), QString());
        RowQuery query;
        query.table = {{}, u"t"_s};
        const auto source = fixture.source(query);
        qint64 most = 0;
        connect(source.get(), &RowSource::countChanged, this, [&](RowCount c) { most = std::max(most, c.rows); });
        QTRY_COMPARE(source->count(), (RowCount{20002, true}));
        QVERIFY(most < 1'000'000'000);
        QVERIFY(settledRows(*source, 20001, 1).front().front() == Value::integer(std::numeric_limits<qint64>::max()));
    }
};

QTEST_GUILESS_MAIN(TestTableRowSource)
#include "tst_tablerowsource.moc"
