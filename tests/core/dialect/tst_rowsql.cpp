// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/dialect.h"
#include "support/sqlitefile.h"
#include "support/verify.h"

#include <QRegularExpression>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 limit = 4096;
constexpr auto asStored = RowSql::Cells::AsStored;

QList<SortKey> sortOf(const QString &text)
{
    QList<SortKey> sort;
    for (const QString &key : text.split(u',', Qt::SkipEmptyParts))
        sort.append({key.startsWith(u'-') ? key.mid(1) : key, key.startsWith(u'-')});
    return sort;
}

/// Three rows each in tables of as many columns as SQLite allows, and a view of one.
QString wideTables()
{
    QStringList names;
    for (int c = 0; c < 2000; ++c)
        names.append(u"c%1"_s.arg(c));
    QStringList rows;
    for (int r = 1; r <= 3; ++r)
        rows.append(u"(%1, 'last%1')"_s.arg(r));
    QString sql;
    for (const auto &[table, key, end] : {std::tuple{u"wide"_s, QString(), QString()}, std::tuple{u"widekey"_s, u" INTEGER PRIMARY KEY"_s, QString()},
                                          std::tuple{u"wideless"_s, u" PRIMARY KEY"_s, u" WITHOUT ROWID"_s}})
        sql += u"CREATE TABLE %1(c0%2, %3)%4; INSERT INTO %1(c0, c1999) VALUES %5;"_s.arg(table, key, names.mid(1).join(u", "_s), end, rows.join(u", "_s));
    return sql + u"CREATE VIEW wideview AS SELECT * FROM wide;"_s;
}

} // namespace

class TestRowSql : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Database> m_database;
    const Dialect *m_dialect = dialectByName(u"sqlite"_s);
    Schema m_schema;

    [[nodiscard]] std::shared_ptr<const RowSql> rowSql(const QString &table, const QString &sort, const Filter &filter = {})
    {
        auto sql = m_dialect->rowSql(m_schema, {{{}, table}, filter, sortOf(sort), {}});
        return sql ? *sql : nullptr;
    }
    [[nodiscard]] std::vector<Row> rows(const BoundSql &sql)
    {
        auto result = m_database->query(sql.sql, sql.values);
        if (!result)
            qFatal("%s: %s", qPrintable(sql.sql), qPrintable(result.error().message + result.error().detail));
        return *result;
    }
    [[nodiscard]] std::vector<Row> rows(const RowSql::PageSql &page) { return rows(page.cells); }
    [[nodiscard]] QString plan(const RowSql::PageSql &page) { return plan(page.cells); }
    [[nodiscard]] QString plan(const BoundSql &sql)
    {
        QStringList steps;
        for (const Row &row : rows(BoundSql{u"EXPLAIN QUERY PLAN "_s + sql.sql, sql.values}))
            steps.append(row[3].display());
        return steps.join(u"; "_s);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString path = m_dir.filePath(u"rowsql.db"_s);
        const QString failure = sqlitefile::execute(path, u"BEGIN;"
            "CREATE TABLE plain(id INTEGER PRIMARY KEY, g INTEGER NOT NULL, n INTEGER, t TEXT NOT NULL COLLATE NOCASE);"
            "CREATE INDEX plain_g ON plain(g); CREATE INDEX plain_n ON plain(n); CREATE INDEX plain_gt ON plain(g DESC, t DESC);"
            "CREATE INDEX plain_t ON plain(t COLLATE BINARY); CREATE INDEX plain_part ON plain(t) WHERE g > 1;"
            "INSERT INTO plain SELECT value, value % 4, nullif(value % 3, 0), CASE value % 2 WHEN 0 THEN 'A' ELSE 'a' END || value % 5"
            " FROM json_each('[-5,-4,-3,-1,0,1,2,3,5,8,13,21,34,55,89,144,233,9223372036854775807,-9223372036854775808]');"
            "CREATE TABLE pairs(a TEXT, b INTEGER, v, PRIMARY KEY(a, b DESC)) WITHOUT ROWID;"
            "INSERT INTO pairs SELECT 'k' || (value % 3), value, NULL FROM json_each('[1,2,3,4,5,6,7,8,9]');"
            "CREATE TABLE `o``dd %1 \"%2` (`a``b` TEXT, `%3` BLOB, `select` INT); INSERT INTO `o``dd %1 \"%2` VALUES ('x', x'01', 3);"
            "CREATE TABLE exact(k TEXT COLLATE NOCASE NOT NULL, v); CREATE UNIQUE INDEX exact_k ON exact(k COLLATE BINARY);"
            "INSERT INTO exact VALUES('a', 1), ('A', 2), ('a ', 3);"
            "CREATE TABLE nullable(k TEXT PRIMARY KEY, v); INSERT INTO nullable VALUES(NULL, 1), (NULL, 2);"
            "CREATE TABLE hiding(rowid, _rowid_, oid); INSERT INTO hiding VALUES(1, 2, 3);"
            "CREATE VIEW v AS SELECT t, g FROM plain;"
            "CREATE TABLE big(id INTEGER PRIMARY KEY, blob, after); INSERT INTO big VALUES(1, zeroblob(209715200), 'here');"
            "CREATE TABLE strict(i INTEGER, r REAL, a ANY) STRICT; INSERT INTO strict VALUES(1, 2, 'x');"
            + wideTables() + u"COMMIT"_s);
        QCOMPARE(failure, QString());
        auto opened = sqlitefile::open(path, ConnectionSpec::Mode::Read);
        VERIFY_OK(opened);
        m_database = std::move(*opened);
        auto schema = m_dialect->introspect(*m_database);
        VERIFY_OK(schema);
        m_schema = *schema;
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void anIndexServesTheOrder_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("sort");
        QTest::addColumn<bool>("indexed");
        const auto row = [](const char *name, const QString &table, const QString &sort, bool indexed) {
            QTest::newRow(name) << table << sort << indexed;
        };
        row("the rowid", u"plain"_s, QString(), true);
        row("the rowid backwards", u"plain"_s, u"-id"_s, true);
        row("an index", u"plain"_s, u"g"_s, true);
        row("an index backwards", u"plain"_s, u"-g"_s, true);
        row("an index with NULLs", u"plain"_s, u"n"_s, false);
        row("an index in another collation", u"plain"_s, u"t"_s, false);
        row("two columns DESC, the rowid not", u"plain"_s, u"-g,-t"_s, false);
        row("the key after a column", u"plain"_s, u"g,id"_s, true);
        row("the key after a column, crosswise", u"plain"_s, u"g,-id"_s, false);
        row("a key with a DESC column", u"pairs"_s, QString(), true);
        row("the same, sorted by its first", u"pairs"_s, u"a"_s, true);
        row("the same backwards", u"pairs"_s, u"-a"_s, true);
        row("the same, otherwise", u"pairs"_s, u"a,b"_s, false);
        row("no key at all", u"hiding"_s, QString(), false);
        row("a view", u"v"_s, QString(), false);
    }
    void anIndexServesTheOrder()
    {
        QFETCH(QString, table);
        QFETCH(QString, sort);
        QFETCH(bool, indexed);
        const auto sql = rowSql(table, sort);
        QVERIFY(sql);
        QCOMPARE(sql->orderIsIndexed(), indexed);
        if (!indexed)
            return;
        const Row first = rows(sql->nextAnchor({}, 0)).at(0);
        QCOMPARE(qsizetype(first.size()), sql->orderColumns().size());
        for (const BoundSql &text : {sql->nextAnchor(first, 5), sql->pageFrom(first, 2, 3, asStored).cells, sql->countFrom(first)}) {
            const QString steps = plan(text);
            QVERIFY2(steps.startsWith(u"SEARCH"_s), qPrintable(steps + u" | "_s + text.sql));
            QVERIFY2(!steps.contains(u"TEMP B-TREE"_s), qPrintable(steps));
        }
        const QString steps = plan(sql->pageByOffset(0, 10, asStored));
        QVERIFY2(!steps.contains(u"TEMP B-TREE"_s), qPrintable(steps));
    }

    void anchorsFindEveryRow_data() { anIndexServesTheOrder_data(); }
    void anchorsFindEveryRow()
    {
        QFETCH(QString, table);
        QFETCH(QString, sort);
        QFETCH(bool, indexed);
        if (!indexed)
            return;
        const auto sql = rowSql(table, sort);
        const auto all = rows(sql->pageByOffset(0, 1000, asStored));
        QCOMPARE(rows(sql->count()).at(0).at(0), Value::integer(qint64(all.size())));
        for (size_t at = 0; at < all.size(); ++at) {
            const Row anchor = rows(sql->nextAnchor({}, qint64(at))).at(0);
            QCOMPARE(rows(sql->countFrom(anchor)).at(0).at(0), Value::integer(qint64(all.size() - at)));
            const auto page = rows(sql->pageFrom(anchor, 0, 1000, asStored));
            QVERIFY(std::equal(page.begin(), page.end(), all.begin() + qint64(at), all.end()));
            if (at + 2 < all.size())
                QVERIFY(rows(sql->pageFrom(anchor, 2, 1, asStored)).at(0) == all[at + 2]);
        }
        QVERIFY(rows(sql->nextAnchor({}, qint64(all.size()))).empty());
    }

    void rangesCoverTheTableOnce_data()
    {
        QTest::addColumn<QString>("table");
        for (const char *table : {"plain", "pairs", "exact", "nullable"})
            QTest::newRow(table) << QString::fromLatin1(table);
    }
    void rangesCoverTheTableOnce()
    {
        QFETCH(QString, table);
        const auto sql = rowSql(table, u""_s);
        const auto all = rows(sql->keysBetween({}, {}));
        std::vector<Row> joined;
        Row from;
        while (true) {
            const auto to = rows(sql->nextKey(from, 2));
            const auto range = rows(sql->keysBetween(from, to.empty() ? Row() : to.front()));
            joined.insert(joined.end(), range.begin(), range.end());
            if (to.empty())
                break;
            from = to.front();
        }
        QVERIFY(!all.empty());
        QVERIFY(joined == all);
        QCOMPARE(rows(sql->pageByKeys(QList<Row>(all.begin(), all.end()), asStored)).size(), all.size());
        const QString steps = plan(sql->pageByKeys(QList<Row>(all.begin(), all.end()), asStored));
        QVERIFY2(!steps.contains(u"SCAN"_s), qPrintable(steps));
    }

    void rowsEqualInTheColumnsCollationAreStillApart()
    {
        const auto sql = rowSql(u"exact"_s, {});
        QVERIFY(sql->orderIsIndexed());
        const auto all = rows(sql->pageByOffset(0, 10, asStored));
        QCOMPARE(all.size(), size_t(3));
        for (size_t i = 0; i < all.size(); ++i) {
            const auto page = rows(sql->pageFrom({all[i][0]}, 0, 10, asStored));
            QVERIFY(std::equal(page.begin(), page.end(), all.begin() + qint64(i), all.end()));
        }
        // Sorted by the column itself, as it compares, two rows are equal: the key parts them.
        QCOMPARE(rowSql(u"exact"_s, u"k"_s)->orderColumns(), (QStringList{u"k"_s, u"k"_s}));
        QCOMPARE(rows(rowSql(u"exact"_s, u"-k"_s)->keysBetween({}, {})).size(), size_t(3));
    }

    void aKeyThatCanBeNullIsNoIdentity()
    {
        QCOMPARE(rowSql(u"nullable"_s, {})->identity().columns, (QStringList{u"rowid"_s}));
        QCOMPARE(rowSql(u"hiding"_s, {})->identity().kind, RowIdentity::Kind::None);
        QVERIFY(rowSql(u"hiding"_s, {})->orderColumns().isEmpty());
        QCOMPARE(rows(rowSql(u"hiding"_s, {})->pageByOffset(0, 5, asStored)).at(0).at(1), Value::integer(2));
    }

    void theSpanFollowsTheOrder()
    {
        const auto least = Value::integer(std::numeric_limits<qint64>::min());
        const auto most = Value::integer(std::numeric_limits<qint64>::max());
        QVERIFY(rows(rowSql(u"plain"_s, {})->keySpan()).at(0) == (Row{least, most}));
        QVERIFY(rows(rowSql(u"plain"_s, u"-id"_s)->keySpan()).at(0) == (Row{most, least}));
        QVERIFY(rowSql(u"plain"_s, u"g"_s)->keySpan().sql.isEmpty());
        QVERIFY(rowSql(u"pairs"_s, {})->keySpan().sql.isEmpty());
        QVERIFY(!plan(rowSql(u"plain"_s, {})->keySpan()).contains(u"; SCAN plain; SCAN"_s));
    }

    void aLargeBlobIsNeverRead()
    {
        const auto sql = rowSql(u"big"_s, {});
        const auto read = [this](const BoundSql &text) {
            auto statement = m_database->prepare(text.sql);
            for (int i = 0; i < text.values.size(); ++i)
                (*statement)->bind(i, text.values.at(i)).ok() ? void() : qFatal("no bind");
            auto there = (*statement)->step();
            std::vector<CellStart> cells;
            for (int c = 0; there && *there && c < (*statement)->columnCount(); ++c)
                cells.push_back((*statement)->columnStart(c, limit));
            return cells;
        };
        const RowSql::PageSql aside = sql->pageByOffset(0, 1, RowSql::Cells::LargeBlobsAside);
        std::ignore = read(aside.cells); // warm the caches
        sqlite3_memory_highwater(1);
        const sqlite3_int64 before = sqlite3_memory_used();
        const auto cells = read(aside.cells);
        const auto sizes = rows(aside.sizes).at(0);
        const sqlite3_int64 peak = sqlite3_memory_highwater(0);
        QCOMPARE(cells.size(), size_t(3)); // id, which is the key, blob, after
        QCOMPARE(cells[0].value, Value::integer(1));
        QCOMPARE(cells[1].value, Value::blob({}));
        QVERIFY(sizes == (Row{Value(), Value::integer(209715200), Value()}));
        QCOMPARE(cells[2].value, Value::text(u"here"_s));
        QVERIFY2(peak - before < 1'000'000, qPrintable(QString::number(peak - before)));
        // The control: reading it is seen.
        std::ignore = read(sql->pageByOffset(0, 1, asStored).cells);
        QVERIFY(sqlite3_memory_highwater(0) - before > 200'000'000);
    }

    void keysAreShownColumnsOrComeAfterThem()
    {
        QCOMPARE(rowSql(u"plain"_s, {})->keyPlaces(), (QList<int>{0}));
        QCOMPARE(rowSql(u"pairs"_s, {})->keyPlaces(), (QList<int>{0, 1}));
        QCOMPARE(rowSql(u"nullable"_s, {})->keyPlaces(), (QList<int>{2}));
        QCOMPARE(rowSql(u"v"_s, {})->keyPlaces(), QList<int>());
        const auto some = m_dialect->rowSql(m_schema, {{{}, u"pairs"_s}, {}, {}, {u"v"_s, u"b"_s}});
        VERIFY_OK(some);
        QCOMPARE((*some)->keyPlaces(), (QList<int>{2, 1}));
        QVERIFY(rows((*some)->pageByOffset(0, 1, asStored)).at(0) == (Row{Value(), Value::integer(9), Value::text(u"k0"_s)}));
    }

    void asManyColumnsAsATableMayHave_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<bool>("apart");
        QTest::newRow("no key of its own") << u"wide"_s << true;
        QTest::newRow("a key among them") << u"widekey"_s << false;
        QTest::newRow("no rowid") << u"wideless"_s << false;
        QTest::newRow("a view") << u"wideview"_s << false;
    }
    void asManyColumnsAsATableMayHave()
    {
        QFETCH(QString, table);
        QFETCH(bool, apart);
        const auto sql = rowSql(table, {});
        QVERIFY(sql);
        for (const auto cells : {asStored, RowSql::Cells::LargeBlobsAside}) {
            const RowSql::PageSql page = sql->pageByOffset(0, 10, cells);
            QCOMPARE(!page.keys.sql.isEmpty(), apart);
            const auto found = rows(page);
            QCOMPARE(found.size(), size_t(3));
            QCOMPARE(found[2].size(), size_t(2000));
            QCOMPARE(found[2][1999], Value::text(u"last3"_s));
            if (apart)
                QVERIFY(rows(page.keys) == (std::vector<Row>{{Value::integer(1)}, {Value::integer(2)}, {Value::integer(3)}}));
        }
        if (!apart)
            return;
        const RowSql::PageSql page = sql->pageByKeys({{Value::integer(3)}, {Value::integer(1)}}, asStored);
        QCOMPARE(rows(page).at(1).at(1999), Value::text(u"last3"_s));
        QVERIFY(rows(page.keys) == (std::vector<Row>{{Value::integer(1)}, {Value::integer(3)}}));
    }

    void oddNamesAreQuoted()
    {
        Filter filter;
        filter.terms = {{FilterTerm::Join::And, Condition{u"a`b"_s, FilterOp::Equal, {Value::text(u"x"_s)}}, true},
                        {FilterTerm::Join::And, Condition{u"%3"_s, FilterOp::IsNotNull, {}}, true}};
        const auto sql = rowSql(u"o`dd %1 \"%2"_s, u"select,-%3"_s, filter);
        QVERIFY(sql);
        const Row row = rows(sql->pageByOffset(0, 5, asStored)).at(0);
        QCOMPARE(row[0], Value::text(u"x"_s));
        QCOMPARE(row[1], Value::blob("\x01"));
        QCOMPARE(row[2], Value::integer(3));
        QCOMPARE(rows(sql->keysBetween({}, {})).size(), size_t(1));
    }

    void rowByKeyIsThatRowExactly()
    {
        const Table &table = *m_schema.table({{}, u"exact"_s});
        const RowIdentity identity = m_dialect->identityOf(table);
        QCOMPARE(identity.columns, (QStringList{u"k"_s}));
        for (const auto &[key, value] : {std::pair{u"a"_s, 1}, std::pair{u"A"_s, 2}, std::pair{u"a "_s, 3}}) {
            const auto found = rows(m_dialect->rowByKey(table, identity, {{Value::text(key)}}));
            QCOMPARE(found.size(), size_t(1));
            QCOMPARE(found[0][1], Value::integer(value));
        }
        QVERIFY(rows(m_dialect->rowByKey(table, identity, {{Value::blob("a")}})).empty());
        const Table &big = *m_schema.table({{}, u"pairs"_s});
        const auto pair = rows(m_dialect->rowByKey(big, m_dialect->identityOf(big), {{Value::text(u"k1"_s), Value::integer(4)}}));
        QCOMPARE(pair.size(), size_t(1));
        QCOMPARE(pair[0][1], Value::integer(4));
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("sort");
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("says");
        QTest::newRow("an unknown table") << u"no"_s << QString() << QString() << QString() << u"no table or view called no"_s;
        QTest::newRow("an unknown column") << u"plain"_s << QString() << u"x"_s << QString() << u"no column called x"_s;
        QTest::newRow("an unknown sort") << u"plain"_s << u"x"_s << QString() << QString() << u"no column called x"_s;
        QTest::newRow("an unknown filter") << u"plain"_s << QString() << QString() << u"x"_s << u"no column called x"_s;
    }
    void refuses()
    {
        QFETCH(QString, table);
        QFETCH(QString, sort);
        QFETCH(QString, column);
        QFETCH(QString, filter);
        QFETCH(QString, says);
        RowQuery query{{{}, table}, {}, sortOf(sort), {}};
        if (!column.isEmpty())
            query.columns = {column};
        if (!filter.isEmpty())
            query.filter.terms = {{FilterTerm::Join::And, Condition{filter, FilterOp::IsNull, {}}, true}};
        const auto sql = m_dialect->rowSql(m_schema, query);
        QVERIFY(!sql);
        QVERIFY2(sql.error().message.contains(says), qPrintable(sql.error().message));
    }

    void numbersOfStrictTablesAreReadPlainly()
    {
        const Row row = rows(rowSql(u"strict"_s, {})->pageByOffset(0, 1, asStored)).at(0);
        QVERIFY(row == (Row{Value::integer(1), Value::real(2), Value::text(u"x"_s), Value::integer(1)}));
        const QString aside = rowSql(u"strict"_s, {})->pageByOffset(0, 1, RowSql::Cells::LargeBlobsAside).cells.sql;
        QCOMPARE(aside.count(u"CASE"_s), 1); // of the column that may hold anything
    }
};

QTEST_GUILESS_MAIN(TestRowSql)
#include "tst_rowsql.moc"
