// SPDX-License-Identifier: GPL-3.0-or-later
// Rows in the order of what their foreign keys lead to is called, against an order made here.
#include "core/rows/labelrule.h"
#include "core/rows/tablerowsource.h"
#include "core/session/sample.h"
#include "support/rowsfixture.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTemporaryDir>

#include <algorithm>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

std::vector<Row> read(const QString &path, const QString &sql)
{
    auto database = sqlitefile::open(path, ConnectionSpec::Mode::Read);
    if (!database)
        qFatal("%s", qPrintable(database.error().message));
    auto rows = (*database)->query(sql);
    if (!rows)
        qFatal("%s: %s", qPrintable(sql), qPrintable(rows.error().detail + rows.error().message));
    return *rows;
}

QStringList quoted(const QStringList &names)
{
    QStringList list;
    for (const QString &name : names)
        list.append(dialectByName(u"sqlite"_s)->identifier(name));
    return list;
}

QByteArray lowered(const QString &label)
{
    QByteArray bytes = label.toUtf8();
    for (char &c : bytes)
        c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    return bytes;
}

/// Labels by key, as C++ joins them.
QHash<QList<Value>, QString> labelsOf(const QString &path, const RelatedLabel &label)
{
    QHash<QList<Value>, QString> labels;
    const auto rows = read(path, u"SELECT %1 FROM %2"_s.arg(quoted(label.relation.toColumns + label.columns).join(u", "_s),
                                                           quoted({label.relation.to.name}).first()));
    for (const Row &row : rows) {
        const auto border = row.begin() + label.relation.toColumns.size();
        const QList<Value> values(border, row.end());
        // An empty text alone is a name, if a short one; several of them make none.
        const bool named = values.size() == 1 ? !values.first().isNull() : !labelText(values).trimmed().isEmpty();
        if (named)
            labels.insert(QList<Value>(row.begin(), border), u""_s + labelText(values).left(120));
    }
    return labels;
}

/// Keys of rows in the order wanted: by label, else by the foreign key, else by their own key.
QList<RowKey> expected(const QString &path, const QString &table, const QStringList &identity, const SortKey &sort)
{
    const QStringList own = sort.label->relation.fromColumns;
    const QString direction = sort.descending ? u" DESC"_s : QString();
    const auto rows = read(path, u"SELECT %1 FROM %2 ORDER BY %3"_s.arg(
        quoted(identity + own).join(u", "_s), quoted({table}).first(),
        quoted(own + identity).join(direction + u", "_s) + direction));
    const auto labels = labelsOf(path, *sort.label);
    struct Entry {
        RowKey key;
        bool named = false;
        QByteArray label;
    };
    QList<Entry> entries;
    for (const Row &row : rows) {
        const auto border = row.begin() + identity.size();
        const QList<Value> leadsTo(border, row.end());
        entries.append({RowKey{QList<Value>(row.begin(), border)}, labels.contains(leadsTo), lowered(labels.value(leadsTo))});
    }
    std::stable_sort(entries.begin(), entries.end(), [&](const Entry &a, const Entry &b) {
        const Entry &left = sort.descending ? b : a;
        const Entry &right = sort.descending ? a : b;
        return left.named != right.named ? right.named : left.label < right.label;
    });
    QList<RowKey> keys;
    for (const Entry &entry : std::as_const(entries))
        keys.append(entry.key);
    return keys;
}

std::optional<RowKey> keyAt(RowSource &source, qint64 row)
{
    const qint64 index = row / RowSource::pageRows;
    RowPagePtr page;
    const auto there = [&] {
        page = source.page(index);
        return page && !page->approximate && row - page->firstRow < page->rowCount;
    };
    if (!QTest::qWaitFor(there, 10000))
        return std::nullopt;
    return page->keys.at(size_t(row - page->firstRow));
}

} // namespace

class TestLabelSort : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QHash<QString, RowsFixture> m_open;
    QHash<QString, QString> m_paths;

    /// A row of test data for every foreign key with a label, both ways.
    void addAll(const QString &name)
    {
        const RowsFixture &fixture = m_open[name];
        const RelationGraph graph(*fixture.schema);
        const LabelRules rules = guessLabels(*fixture.schema, *fixture.dialect);
        for (const Table &table : fixture.schema->tables) {
            if (table.internal || table.shadow)
                continue;
            for (const Relation &relation : graph.of(table.name)) {
                if (relation.kind != Relation::Kind::One || !rules.contains(relation.to))
                    continue;
                for (const bool descending : {false, true})
                    QTest::addRow("%s: %s by %s%s", qPrintable(name), qPrintable(table.name.name), qPrintable(relation.name),
                                  descending ? ", backwards" : "")
                        << name << table.name.name << relation.name << descending;
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString own = m_dir.filePath(u"own.db"_s);
        QCOMPARE(sqlitefile::execute(own, u"BEGIN;"
            "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT, email TEXT);"
            "INSERT INTO users VALUES(1,'Zoë','z@x'),(2,'ada','a@x'),(3,'Ada','b@x'),(4,NULL,'n@x'),(5,'','e@x'),(6,'Ada','c@x'),(7,'Bob','q@x');"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT REFERENCES users, title TEXT);"
            "%1 INSERT INTO posts SELECT i, CASE i % 11 WHEN 0 THEN NULL WHEN 1 THEN 900 + i % 3 ELSE i % 7 + 1 END, 't' || i FROM n;"
            "CREATE TABLE rooms(house TEXT, number INT, title TEXT, PRIMARY KEY(house, number)) WITHOUT ROWID;"
            "INSERT INTO rooms VALUES('a', 1, 'kitchen'), ('a', 2, 'Hall'), ('b', 1, 'kitchen'), ('b', 2, NULL);"
            "CREATE TABLE lamps(house TEXT, number INT, place INT, colour, PRIMARY KEY(house, number, place), "
            "  FOREIGN KEY(house, number) REFERENCES rooms) WITHOUT ROWID;"
            "%2 INSERT INTO lamps SELECT substr('abc', i % 3 + 1, 1), i % 4, i, i FROM n;"
            "CREATE TABLE r1(id INTEGER PRIMARY KEY, name TEXT, boss INT REFERENCES r1(id));"
            "INSERT INTO r1 VALUES(1,'Zed',NULL),(2,'Amy',1),(3,'Bo',2),(4,'Cy',2),(5,'Di',1),(6,'El',77);"
            "COMMIT"_s.arg(numbers(20000), numbers(300))), QString());
        m_paths.insert(u"own"_s, own);
        VERIFY_OK(makeSample(m_dir.filePath(u"sample.db"_s)));
        m_paths.insert(u"sample"_s, m_dir.filePath(u"sample.db"_s));
        for (const QString &file : {u"chinook"_s, u"northwind"_s}) {
            if (const QString path = testdata::shared(file + u".sqlite"_s); !path.isEmpty())
                m_paths.insert(file, path);
        }
        for (auto path = m_paths.cbegin(); path != m_paths.cend(); ++path)
            QCOMPARE(m_open[path.key()].open(*path), QString());
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanupTestCase() { m_open.clear(); }

    void asInOurOwnOrder_data()
    {
        QTest::addColumn<QString>("database");
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("relation");
        QTest::addColumn<bool>("descending");
        for (const QString &name : m_paths.keys())
            addAll(name);
    }
    void asInOurOwnOrder()
    {
        QFETCH(QString, database);
        QFETCH(QString, table);
        QFETCH(QString, relation);
        QFETCH(bool, descending);
        const RowsFixture &fixture = m_open[database];
        const RelationGraph graph(*fixture.schema);
        const Relation *found = graph.byName({{}, table}, relation);
        QVERIFY(found);
        const LabelRule rule = guessLabels(*fixture.schema, *fixture.dialect).value(found->to);
        RowQuery query;
        query.table = {{}, table};
        query.sort = {{found->fromColumns.first(), descending, RelatedLabel{*found, rule.columns}}};
        const auto source = fixture.source(query);
        QTRY_VERIFY_WITH_TIMEOUT(source->count().exact && !source->isBusy(), 20000);
        const QList<RowKey> wanted = expected(m_paths.value(database), table, source->identity().columns, query.sort.first());
        QCOMPARE(source->count().rows, wanted.size());
        // The beginning, the middle, and far down: any row by its number, without those before it.
        QSet<qint64> rows;
        for (qint64 i = 0; i < 150; ++i)
            rows += {i, wanted.size() / 2 + i, wanted.size() - 1 - i};
        for (const qint64 row : std::as_const(rows)) {
            if (row < 0 || row >= wanted.size())
                continue;
            const auto key = keyAt(*source, row);
            QVERIFY2(key, qPrintable(u"row %1 never came"_s.arg(row)));
            QVERIFY2(*key == wanted.at(row), qPrintable(u"row %1"_s.arg(row)));
        }
    }

    void aRowIsFoundInIt()
    {
        const RowsFixture &fixture = m_open[u"own"_s];
        const RelationGraph graph(*fixture.schema);
        const Relation *user = graph.byName({{}, u"posts"_s}, u"user"_s);
        QVERIFY(user);
        RowQuery query;
        query.table = {{}, u"posts"_s};
        query.sort = {{u"user_id"_s, false, RelatedLabel{*user, {u"name"_s}}}};
        query.filter.terms = {{FilterTerm::Join::And, Condition{u"id"_s, FilterOp::Greater, {Value::integer(100)}}}};
        const auto source = fixture.source(query);
        QTRY_VERIFY_WITH_TIMEOUT(source->count().exact && !source->isBusy(), 20000);
        const auto key = keyAt(*source, 15000);
        QVERIFY(key);
        auto position = source->positionOf(*key);
        QTRY_VERIFY(position.isFinished());
        VERIFY_OK(position.result());
        QCOMPARE(position.result()->value_or(-1), 15000);
    }

    void whatIsNotThereIsSaid_data()
    {
        QTest::addColumn<RelatedLabel>("label");
        QTest::addColumn<QString>("said");
        const Relation user = *RelationGraph(*m_open[u"own"_s].schema).byName({{}, u"posts"_s}, u"user"_s);
        Relation gone = user;
        gone.to.name = u"nobody"_s;
        Relation many = user;
        many.kind = Relation::Kind::Many;
        QTest::newRow("a label's column") << RelatedLabel{user, {u"nick"_s}} << u"nick"_s;
        QTest::newRow("a table") << RelatedLabel{gone, {u"name"_s}} << u"nobody"_s;
        QTest::newRow("more than one row") << RelatedLabel{many, {u"name"_s}} << u"more than one"_s;
    }
    void whatIsNotThereIsSaid()
    {
        QFETCH(RelatedLabel, label);
        QFETCH(QString, said);
        RowQuery query;
        query.table = {{}, u"posts"_s};
        query.sort = {{u"user_id"_s, false, label}};
        const auto sql = dialectByName(u"sqlite"_s)->rowSql(*m_open[u"own"_s].schema, query);
        QVERIFY(!sql);
        QVERIFY2(sql.error().message.contains(said), qPrintable(sql.error().message));
    }
};

QTEST_GUILESS_MAIN(TestLabelSort)
#include "tst_labelsort.moc"
