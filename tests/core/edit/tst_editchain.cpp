// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/scriptrunner.h"
#include "core/edit/conflict.h"
#include "core/edit/dmlwriter.h"

#include "support/scratchdb.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QRandomGenerator>
#include <QRegularExpression>

#include <algorithm>
#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

class Patient final : public JobContext {
public:
    [[nodiscard]] bool isCancelled() const override { return false; }
    void setProgress(int, int) override { }
};

/// Tables without affinity, so that what is written is what is read, told apart in each way there is.
constexpr auto ownSchema = "CREATE TABLE alias (id INTEGER PRIMARY KEY, a, b, c);"
                           "CREATE TABLE composite (k COLLATE NOCASE, n INT, a, b, PRIMARY KEY (k, n)) WITHOUT ROWID;"
                           "CREATE TABLE nokey (a, b, rowid);"
                           "CREATE TABLE uniq (a, u BLOB NOT NULL UNIQUE, b);";

QList<Value> oddValues()
{
    constexpr auto infinity = std::numeric_limits<double>::infinity();
    return {Value(),
            Value::integer(std::numeric_limits<qint64>::min()),
            Value::integer(1),
            Value::real(1.0),
            Value::real(0.0),
            Value::real(-0.0),
            Value::real(infinity),
            Value::text(u"1"_s),
            Value::text(u"x"_s),
            Value::text(u"X"_s),
            Value::text(QString()),
            Value::textBytes(QByteArray("\xff\0y", 3)),
            Value::blob("x"),
            Value::blob(QByteArray(""))};
}

bool fillOwn(Database &database)
{
    const QList<Value> values = oddValues();
    const auto value = [&values](qsizetype i) { return values.at(i % values.size()); };
    for (qsizetype i = 0; i < 40; ++i) {
        const Value id = Value::integer(i * 3);
        const bool done =
            database.run(u"INSERT INTO alias VALUES (?, ?, ?, ?)"_s, {id, value(i), value(i + 3), value(i * 7)})
            && database.run(u"INSERT INTO composite VALUES (?, ?, ?, ?)"_s,
                            {Value::text(i % 2 ? u"Key"_s : u"other"_s), id, value(i), value(i * 5)})
            && database.run(u"INSERT INTO nokey VALUES (?, ?, ?)"_s, {value(i), value(i / 2), value(1)})
            && database.run(u"INSERT INTO uniq VALUES (?, ?, ?)"_s,
                            {value(i), Value::blob("u" + QByteArray::number(int(i))), value(i * 11)});
        if (!done)
            return false;
    }
    return true;
}

/// A row as exact text, so that rows can be sorted and compared.
QString exactText(const QList<Value> &row)
{
    QStringList cells;
    for (const Value &value : row)
        cells.append(scratch::sqlite().literal(value));
    return cells.join(u" | "_s);
}

/// One table, what is in it, and what the edits say should be in it.
class Model {
public:
    Model(Database &database, const Table &table, quint32 seed)
        : m_database(database)
        , m_table(table)
        , m_identity(scratch::sqlite().identityOf(table))
        , m_random(seed)
    {
        for (const Column &column : table.columns)
            m_columns.append(scratch::sqlite().identifier(column.name));
        m_rows = read();
        for (const auto &row : std::as_const(m_rows))
            m_expected.append(row.second);
        m_gone.resize(m_rows.size());
    }

    bool isHandy() const { return !m_rows.isEmpty() && m_rows.size() < 5000; }

    Result<Done> edit(ChangeSet &changes)
    {
        const qsizetype r = m_random.bounded(int(m_rows.size()));
        const RowKey key = m_rows.at(r).first;
        const int kind = m_random.bounded(10);
        if (kind == 2 && m_own)
            return insert(changes);
        if (kind == 0 && !m_gone.at(r) && m_deletable) {
            RC_TRY(changes.apply(DeleteRow{m_table.name, key, seen(r), -1}));
            m_gone[r] = true;
        } else if (kind == 1 && m_gone.at(r)) {
            RC_TRY(changes.apply(RestoreRow{m_table.name, key}));
            m_gone[r] = false;
        } else if (!m_gone.at(r)) {
            const auto c = freeColumn();
            if (c < 0)
                return Done{};
            const Value value = m_own && m_random.bounded(3) ? odd() : someValueOf(c);
            const Column &column = m_table.columns.at(c);
            if (value.isNull() && m_table.isRequired(column))
                return Done{};
            RC_TRY(changes.apply(SetCell{m_table.name, key, column.name, m_rows.at(r).second.at(c), value, -1,
                                         m_random.bounded(2) ? seen(r) : QMap<QString, Value>()}));
            m_expected[r][c] = value;
        }
        return Done{};
    }

    /// Edits of our own tables may be anything; other people's tables get values they hold already.
    void setOwn(bool own) { m_own = own; }
    void setDeletable(bool deletable) { m_deletable = deletable; }

    QStringList expected() const
    {
        QStringList rows = m_inserted;
        for (qsizetype r = 0; r < m_expected.size(); ++r) {
            if (!m_gone.at(r))
                rows.append(exactText(m_expected.at(r)));
        }
        rows.sort();
        return rows;
    }
    QStringList actual() const
    {
        QStringList rows;
        for (const auto &row : read())
            rows.append(exactText(row.second));
        rows.sort();
        return rows;
    }

private:
    QList<std::pair<RowKey, QList<Value>>> read() const
    {
        QStringList names;
        for (const QString &name : m_identity.columns)
            names.append(scratch::sqlite().identifier(name));
        const auto rows =
            m_database.query(u"SELECT "_s + (names + m_columns).join(u", "_s) + u" FROM "_s
                             + scratch::sqlite().qualified(m_table.name) + u" ORDER BY "_s + names.join(u", "_s));
        QList<std::pair<RowKey, QList<Value>>> out;
        if (!rows)
            return out;
        for (const Row &row : *rows) {
            const auto split = row.begin() + m_identity.columns.size();
            out.append({RowKey{QList<Value>(row.begin(), split)}, QList<Value>(split, row.end())});
        }
        return out;
    }

    Result<Done> insert(ChangeSet &changes)
    {
        InsertRow op{m_table.name, 0, {}, -1};
        QList<Value> row;
        for (const Column &column : m_table.columns) {
            const bool key = m_identity.kind != RowIdentity::Kind::RowId && m_identity.columns.contains(column.name);
            const Value value = key ? Value::integer(1'000 + m_inserted.size()) : odd();
            row.append(value);
            if (!value.isNull())
                op.cells.insert(column.name, value);
        }
        m_inserted.append(exactText(row));
        const auto done = changes.apply(op);
        return done ? Result<Done>(Done{}) : Result<Done>(done.error());
    }

    QMap<QString, Value> seen(qsizetype r) const
    {
        QMap<QString, Value> values;
        for (qsizetype c = 0; c < m_table.columns.size(); ++c)
            values.insert(m_table.columns.at(c).name, m_rows.at(r).second.at(c));
        return values;
    }

    /// A column that no key, reference or rule speaks of; −1 when there is none.
    qsizetype freeColumn()
    {
        QStringList bound = m_identity.columns + m_table.primaryKeyColumns();
        for (const UniqueConstraint &unique : m_table.uniques)
            bound += unique.columnNames();
        for (const Index &index : m_table.indexes)
            bound += index.unique ? index.columnNames() : QStringList();
        for (const ForeignKey &key : m_table.foreignKeys)
            bound += key.columns;
        QList<qsizetype> free;
        for (qsizetype c = 0; c < m_table.columns.size(); ++c) {
            const Column &column = m_table.columns.at(c);
            if (!column.isGenerated() && !bound.contains(column.name, Qt::CaseInsensitive))
                free.append(c);
        }
        return free.isEmpty() ? -1 : free.at(m_random.bounded(int(free.size())));
    }

    Value someValueOf(qsizetype column) { return m_rows.at(m_random.bounded(int(m_rows.size()))).second.at(column); }
    Value odd()
    {
        const QList<Value> values = oddValues();
        return values.at(m_random.bounded(int(values.size())));
    }

    Database &m_database;
    const Table &m_table;
    const RowIdentity m_identity;
    QRandomGenerator m_random;
    QStringList m_columns;
    QList<std::pair<RowKey, QList<Value>>> m_rows;
    QList<QList<Value>> m_expected;
    QList<bool> m_gone;
    QStringList m_inserted; ///< as exact text
    bool m_own = false;
    bool m_deletable = false;
};

QString traced(const QString &sql, const QList<Value> &bound)
{
    return sql + u" <- "_s + exactText(bound);
}

QStringList shown(const Script &script)
{
    QStringList out;
    for (const Statement &statement : script.statements) {
        QList<Value> values;
        for (const Parameter &parameter : statement.parameters)
            values.append(std::get<Value>(parameter.value));
        out.append(traced(statement.sql, values));
    }
    return out;
}

bool isReferenced(const Schema &schema, const Table &table)
{
    return std::any_of(schema.tables.cbegin(), schema.tables.cend(), [&](const Table &other) {
        return std::any_of(other.foreignKeys.cbegin(), other.foreignKeys.cend(),
                           [&](const ForeignKey &key) { return schema.table(key.target) == &table; });
    });
}

} // namespace

class TestEditChain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void whatIsStagedIsWhatIsStored_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<quint32>("seed");
        const auto given = qEnvironmentVariable("RAINCHECK_SEED");
        for (const QString &source : {QString(), u"chinook.sqlite"_s, u"northwind.sqlite"_s, u"sakila.sqlite"_s}) {
            for (quint32 i = 1; i <= (given.isEmpty() ? 12U : 1U); ++i) {
                const quint32 seed = given.isEmpty() ? i * 104'729U : given.toUInt();
                QTest::addRow("%s seed %u", source.isEmpty() ? "own" : qPrintable(source), seed) << source << seed;
            }
        }
    }
    void whatIsStagedIsWhatIsStored()
    {
        QFETCH(QString, source);
        QFETCH(quint32, seed);
        const QTemporaryDir dir;
        if (!source.isEmpty() && testdata::shared(source).isEmpty())
            QSKIP("../shared/data is not here");
        const QString path = source.isEmpty() ? scratch::makeDatabase(dir, u"own.db"_s, QString::fromLatin1(ownSchema))
                                              : testdata::sharedCopy(source, dir);
        auto opened = scratch::open(path);
        VERIFY_OK(opened);
        Database &database = **opened;
        VERIFY_OK(database.execute(u"PRAGMA synchronous = OFF"_s));
        if (source.isEmpty())
            QVERIFY(fillOwn(database));
        const auto schema = scratch::sqlite().introspect(database);
        VERIFY_OK(schema);

        ChangeSet changes;
        std::vector<std::unique_ptr<Model>> models;
        for (const Table &table : schema->tables) {
            // Triggers write what no ChangeSet said.
            if (table.internal || table.shadow || table.kind != Table::Kind::Ordinary || !table.triggers.isEmpty()
                || !scratch::sqlite().identityOf(table).isEditable())
                continue;
            auto model = std::make_unique<Model>(database, table, seed);
            if (!model->isHandy())
                continue;
            model->setOwn(source.isEmpty());
            model->setDeletable(!isReferenced(*schema, table));
            for (int i = 0; i < 25; ++i)
                VERIFY_OK(model->edit(changes));
            models.push_back(std::move(model));
        }
        QVERIFY(!models.empty());
        QVERIFY(!changes.isEmpty());
        const auto script = editScript(*schema, changes, scratch::sqlite());
        VERIFY_OK(script);
        Patient context;
        const auto none = findConflicts(database, *schema, changes, scratch::sqlite(), context);
        VERIFY_OK(none);
        QVERIFY(none->isEmpty());
        QStringList ran;
        database.setTrace([&ran](const QString &sql, const QList<Value> &bound) { ran.append(traced(sql, bound)); });
        VERIFY_OK(runScript(database, *script, context));
        database.setTrace({});
        QCOMPARE(ran, shown(*script)); // what was shown is what ran: text, types and bytes
        for (const auto &model : models)
            QCOMPARE(model->actual(), model->expected());
        // Every edited row is another one now.
        const auto conflicts = findConflicts(database, *schema, changes, scratch::sqlite(), context);
        VERIFY_OK(conflicts);
        QCOMPARE(conflicts->size(), changes.rows().size() - changes.count(RowEdit::Kind::Insert));
    }

    /// An edit of the parent changes the child's row first: that is no conflict.
    void aCascadeIsNoConflict()
    {
        const QTemporaryDir dir;
        auto opened = scratch::open(scratch::makeDatabase(
            dir, u"t.db"_s,
            u"CREATE TABLE p (code TEXT PRIMARY KEY NOT NULL); CREATE TABLE c (p REFERENCES p ON UPDATE CASCADE, v);"
            "INSERT INTO p VALUES ('a'); INSERT INTO c VALUES ('a', 1)"_s));
        VERIFY_OK(opened);
        const auto read = scratch::sqlite().introspect(**opened);
        VERIFY_OK(read);
        const Value a = Value::text(u"a"_s);
        ChangeSet changes;
        VERIFY_OK(changes.apply(SetCell{{{}, u"p"_s}, {{a}}, u"code"_s, a, NewValue(Value::text(u"b"_s)), -1,
                                        {{u"code"_s, a}}}));
        VERIFY_OK(changes.apply(SetCell{{{}, u"c"_s}, {{Value::integer(1)}}, u"v"_s, Value::integer(1),
                                        NewValue(Value::integer(2)), -1,
                                        {{u"p"_s, a}, {u"v"_s, Value::integer(1)}}}));
        const auto script = editScript(*read, changes, scratch::sqlite());
        VERIFY_OK(script);
        Patient context;
        VERIFY_OK(runScript(**opened, *script, context, {}, [&](Database &inside) {
            return confirmContexts(inside, *read, changes, scratch::sqlite(), context);
        }));
        const auto row = (*opened)->query(u"SELECT p, v FROM c"_s);
        VERIFY_OK(row);
        QVERIFY(row->front() == (Row{Value::text(u"b"_s), Value::integer(2)}));
    }

    void aKeyThatMeansAnotherRow_data()
    {
        QTest::addColumn<QString>("schema");
        QTest::addColumn<QString>("outside"); // what another program does between looking and applying
        QTest::addColumn<qint64>("key");
        QTest::addColumn<bool>("sameRow");
        const QString keyless = u"CREATE TABLE t (id INT, status);"_s;
        const QString keyed = u"CREATE TABLE t (id INTEGER PRIMARY KEY, status, name DEFAULT 'old');"_s;
        const QString three = u"INSERT INTO t (id, status) VALUES (1, 'open'), (2, 'open'), (3, 'open')"_s;
        const QString gap = u";DELETE FROM t WHERE id = 1"_s;
        QTest::newRow("nobody, without a key") << keyless + three + gap << u"SELECT 1"_s << qint64(2) << true;
        QTest::newRow("nobody, with a key") << keyed + three + gap << u"SELECT 1"_s << qint64(2) << true;
        QTest::newRow("VACUUM, without a key") << keyless + three + gap << u"VACUUM"_s << qint64(2) << false;
        QTest::newRow("VACUUM, with a key") << keyed + three + gap << u"VACUUM"_s << qint64(2) << true;
        QTest::newRow("rowid used again") << keyless + three
                                          << u"DELETE FROM t WHERE id = 3; INSERT INTO t VALUES (4, 'open')"_s
                                          << qint64(3) << false;
        QTest::newRow("id used again") << keyed + three
                                       << u"DELETE FROM t WHERE id = 3; INSERT INTO t VALUES (NULL, 'open', 'new')"_s
                                       << qint64(3) << false;
        QTest::newRow("other cell of the row") << keyed + three << u"UPDATE t SET name = 'new' WHERE id = 3"_s
                                               << qint64(3) << false;
    }

    void aKeyThatMeansAnotherRow()
    {
        QFETCH(QString, schema);
        QFETCH(QString, outside);
        QFETCH(qint64, key);
        QFETCH(bool, sameRow);
        const QTemporaryDir dir;
        const QString path = scratch::makeDatabase(dir, u"t.db"_s, schema);
        auto opened = scratch::open(path);
        VERIFY_OK(opened);
        Database &database = **opened;
        const auto read = scratch::sqlite().introspect(database);
        VERIFY_OK(read);
        const Table &table = read->tables.constFirst();
        QMap<QString, Value> seen;
        const auto rows = database.query(u"SELECT * FROM t WHERE rowid = ?"_s, {Value::integer(key)});
        VERIFY_OK(rows);
        for (qsizetype c = 0; c < table.columns.size(); ++c)
            seen.insert(table.columns.at(c).name, rows->front().at(size_t(c)));
        ChangeSet changes;
        VERIFY_OK(changes.apply(SetCell{table.name, {{Value::integer(key)}}, u"status"_s, Value::text(u"open"_s),
                                        NewValue(Value::text(u"done"_s)), -1, seen}));
        const auto script = editScript(*read, changes, scratch::sqlite());
        VERIFY_OK(script);
        {
            auto other = scratch::open(path);
            VERIFY_OK(other);
            VERIFY_OK((*other)->execute(outside));
        }
        Patient context;
        const auto conflicts = findConflicts(database, *read, changes, scratch::sqlite(), context);
        VERIFY_OK(conflicts);
        QCOMPARE(conflicts->isEmpty(), sameRow);
        const auto ran = runScript(database, *script, context, {}, [&](Database &inside) {
            return confirmContexts(inside, *read, changes, scratch::sqlite(), context);
        });
        QCOMPARE(ran.ok(), sameRow);
        if (!sameRow)
            QCOMPARE(ran.error().kind, Error::Kind::Conflict);
        const auto done = database.queryValue(u"SELECT count(*) FROM t WHERE status = 'done'"_s);
        VERIFY_OK(done);
        QCOMPARE(done->toInteger(), sameRow ? 1 : 0);
    }
};

QTEST_GUILESS_MAIN(TestEditChain)
#include "tst_editchain.moc"
