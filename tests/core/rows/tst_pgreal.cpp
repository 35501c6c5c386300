// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/relationsql.h"
#include "core/schema/relationgraph.h"
#include "support/pgdatabase.h"
#include "support/testdata.h"

#include <QRandomGenerator>
#include <QSignalSpy>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QStringList realDumps{u"pagila_pg.sql.gz"_s, u"chinook_pg.sql.gz"_s, u"northwind_pg.sql.gz"_s};

QString keyWords(const RelationSql::Key &key)
{
    QStringList words;
    for (const Value &value : key)
        words.append(value.display());
    return words.join(u'/');
}

} // namespace

/// Real databases: everything in them is read, followed and edited, and comes back as it was.
class TestPgReal : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;
    std::map<QString, std::unique_ptr<PgDatabase>> m_databases;

    void dumps()
    {
        QTest::addColumn<QString>("dump");
        for (const QString &dump : realDumps)
            QTest::newRow(qPrintable(dump.section(u'_', 0, 0))) << dump;
    }
    /// nullptr: the dump is not here.
    PgDatabase *open(const QString &dump)
    {
        auto &database = m_databases[dump];
        const QString path = testdata::shared(dump);
        if (!database && !path.isEmpty())
            database = std::make_unique<PgDatabase>(m_cluster.newDatabaseFrom(path), m_cluster);
        return database.get();
    }
    [[nodiscard]] static QString literals(const PgDatabase &database, const QString &alias, const QStringList &columns,
                                          const RelationSql::Key &key)
    {
        QStringList equal;
        for (qsizetype i = 0; i < columns.size(); ++i)
            equal.append(alias + u'.' + database.dialect.identifier(columns.at(i)) + u" = "_s
                         + database.dialect.literal(key.at(i)));
        return equal.join(u" AND "_s);
    }
    /// How many rows the relation leads to, in the plainest words.
    [[nodiscard]] static qint64 neighbours(const PgDatabase &database, const Relation &relation,
                                           const RelationSql::Key &key)
    {
        const Dialect &d = database.dialect;
        QString sql = u"SELECT count(*) FROM "_s + d.qualified(relation.to) + u" t"_s;
        if (relation.kind == Relation::Kind::ManyToMany) {
            QStringList equal;
            for (qsizetype i = 0; i < relation.toColumns.size(); ++i)
                equal.append(u"t."_s + d.identifier(relation.toColumns.at(i)) + u" = j."_s
                             + d.identifier(relation.junctionToColumns.at(i)));
            sql += u" JOIN "_s + d.qualified(relation.junction) + u" j ON "_s + equal.join(u" AND "_s) + u" WHERE "_s
                + literals(database, u"j"_s, relation.junctionFromColumns, key);
        } else {
            sql += u" WHERE "_s + literals(database, u"t"_s, relation.toColumns, key);
        }
        return database.rows(sql).front().front().toInteger();
    }

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void cleanupTestCase() { m_databases.clear(); }

    void everyTableAndViewIsRead_data() { dumps(); }
    void everyTableAndViewIsRead()
    {
        QFETCH(QString, dump);
        PgDatabase *database = open(dump);
        if (!database)
            QSKIP("The dump is not in ../shared/data");
        QCOMPARE(database->problem, QString());
        RowsFixture fixture;
        QCOMPARE(database->open(fixture), QString());
        QList<QualifiedName> names;
        for (const Table &table : database->schema.tables)
            names.append(table.name);
        for (const View &view : database->schema.views) {
            if (view.populated)
                names.append(view.name);
        }
        QVERIFY(names.size() >= 11);
        for (const QualifiedName &name : std::as_const(names)) {
            RowQuery query;
            query.table = name;
            const auto source = fixture.source(query);
            QSignalSpy failed(source.get(), &RowSource::failed);
            const qint64 rows = database->rows(u"SELECT count(*) FROM "_s + database->dialect.qualified(name))
                                    .front()
                                    .front()
                                    .toInteger();
            QTRY_VERIFY_WITH_TIMEOUT(!source->isBusy(), 30000);
            QTRY_COMPARE(source->count(), (RowCount{rows, true}));
            if (!source->identity().isEditable()) { // a view may take its time for each page
                if (rows > 0)
                    QTRY_VERIFY_WITH_TIMEOUT(source->page(0), 60000);
                continue;
            }
            for (const qint64 row : {qint64(0), rows / 2, rows - 1}) {
                if (row >= 0 && row < rows)
                    QVERIFY2(settledRows(*source, row, 1).size() == 1, qPrintable(name.display()));
            }
            QVERIFY2(failed.isEmpty(), qPrintable(name.display()));
        }
    }

    void everyRelationLeadsWhereAJoinLeads_data() { dumps(); }
    void everyRelationLeadsWhereAJoinLeads()
    {
        QFETCH(QString, dump);
        PgDatabase *database = open(dump);
        if (!database)
            QSKIP("The dump is not in ../shared/data");
        const RelationSql &sql = database->dialect.relationSql();
        const RelationGraph graph(database->schema);
        const auto ask = [&](const BoundSql &bound) {
            auto rows = database->database->query(bound.sql, bound.values);
            if (!rows)
                qFatal("%s: %s", qPrintable(bound.sql), qPrintable(rows.error().message));
            return *rows;
        };
        int relations = 0;
        for (const Table &table : database->schema.tables) {
            for (const Relation &relation : graph.of(table.name)) {
                QStringList columns;
                QStringList required;
                for (const QString &c : relation.fromColumns) {
                    columns.append(database->dialect.identifier(c));
                    required.append(columns.last() + u" IS NOT NULL"_s);
                }
                QList<RelationSql::Key> keys;
                for (const Row &row : database->rows(u"SELECT DISTINCT %1 FROM %2 WHERE %3 ORDER BY %1 LIMIT 12"_s.arg(
                         columns.join(u", "_s), database->dialect.qualified(table.name), required.join(u" AND "_s))))
                    keys.append(QList<Value>(row.begin(), row.end()));
                if (keys.isEmpty())
                    continue;
                keys.append(keys.constFirst()); // two may be the same
                ++relations;
                constexpr qint64 most = 5;
                QMap<qint64, qint64> counted;
                for (const Row &row : ask(sql.counts(database->schema, relation, keys, most)))
                    counted.insert(row[0].toInteger(), row[1].toInteger());
                QMap<qint64, qint64> found;
                const Table &to = *database->schema.table(relation.to);
                const QStringList label{to.columns.constFirst().name};
                for (const Row &row :
                     ask(sql.neighbours(database->schema, relation, relation.toColumns, label, keys, most))) {
                    QCOMPARE(row.size(), size_t(relation.toColumns.size() + 2));
                    ++found[row[0].toInteger()];
                }
                QMap<qint64, qint64> related;
                for (const Row &row :
                     ask(sql.related(database->schema, relation, {to.columns.constLast().name}, keys, 100000)))
                    ++related[row[0].toInteger()];
                for (qsizetype k = 0; k < keys.size(); ++k) {
                    const qint64 expected = neighbours(*database, relation, keys.at(k));
                    const QString words = relation.from.display() + u'.' + relation.name + u' ' + keyWords(keys.at(k));
                    QVERIFY2(counted.value(k) == std::min(expected, most), qPrintable(words));
                    QVERIFY2(found.value(k) == std::min(expected, most), qPrintable(words));
                    QVERIFY2(related.value(k) == expected, qPrintable(words));
                }
                if (relation.kind == Relation::Kind::One) {
                    const auto labelled =
                        ask(sql.labels(database->schema, {{relation.to, relation.toColumns, label, keys}}));
                    QCOMPARE(labelled.size(), size_t(keys.size()));
                    const auto fits = ask(sql.overlap(database->schema, relation, 100));
                    QCOMPARE(fits.front()[0], fits.front()[1]);
                }
            }
        }
        QVERIFY2(relations >= 15, qPrintable(QString::number(relations)));
    }

    void rowsAreFoundByWhatTheyAreCalled()
    {
        PgDatabase *database = open(realDumps.first());
        if (!database)
            QSKIP("The dump is not in ../shared/data");
        using How = RelationSql::Search::How;
        const RelationSql &sql = database->dialect.relationSql();
        const auto found = [&](How how, const QString &text) {
            const BoundSql bound =
                sql.search(database->schema, {{{}, u"film"_s}, {u"film_id"_s}, {u"title"_s}, how, text, 50});
            QStringList ids;
            const auto rows = database->database->query(bound.sql, bound.values);
            for (const Row &row : *rows)
                ids.append(row.front().display());
            ids.sort();
            return ids;
        };
        const auto expected = [&](const QString &where) {
            QStringList ids = database->column(u"SELECT film_id FROM film WHERE "_s + where);
            ids.sort();
            return ids;
        };
        QCOMPARE(found(How::KeyIs, u"17"_s), QStringList{u"17"_s});
        QCOMPARE(found(How::KeyIs, u"99999999999"_s), QStringList());
        QCOMPARE(found(How::KeyIs, u"no number"_s), QStringList());
        QCOMPARE(found(How::LabelStarts, u"aca"_s), expected(u"title LIKE 'ACA%'"_s));
        QCOMPARE(found(How::LabelContains, u"dino"_s), expected(u"title LIKE '%DINO%'"_s));
        QCOMPARE(found(How::LabelContains, u"100%_"_s), QStringList());
        QCOMPARE(found(How::Everything, {}).size(), 50);
    }

    /// Some row of every table takes another row's value in each column that may, and then its own again.
    void everyTableIsEditedAndComesBack_data() { dumps(); }
    void everyTableIsEditedAndComesBack()
    {
        QFETCH(QString, dump);
        PgDatabase *database = open(dump);
        if (!database)
            QSKIP("The dump is not in ../shared/data");
        const Dialect &dialect = database->dialect;
        QRandomGenerator random(7);
        int edits = 0;
        for (const Table &table : database->schema.tables) {
            const RowIdentity identity = dialect.identityOf(table);
            const QString from = dialect.qualified(table.name);
            QStringList kept; // triggers write the others
            for (const Column &c : table.columns) {
                if (c.name != u"last_update"_s && c.name != u"fulltext"_s)
                    kept.append(dialect.identifier(c.name));
            }
            const QString all = u"SELECT row(%1)::text FROM %2 ORDER BY 1"_s.arg(kept.join(u", "_s), from);
            const QStringList before = database->column(all);
            if (before.isEmpty() || !identity.isEditable() || table.facts.isPartitioned())
                continue;
            QStringList columns;
            for (const QString &name : identity.columns)
                columns.append(dialect.identifier(name));
            for (const Column &c : table.columns)
                columns.append(dialect.identifier(c.name));
            const auto rows = database->rows(u"SELECT %1 FROM %2 ORDER BY 1"_s.arg(columns.join(u", "_s), from));
            const auto width = identity.columns.size();
            const Row &row = rows[random.bounded(quint32(rows.size()))];
            const RowKey key{QList<Value>(row.begin(), row.begin() + width)};
            QMap<QString, Value> seen;
            for (qsizetype c = 0; c < table.columns.size(); ++c)
                seen.insert(table.columns.at(c).name, row[size_t(width + c)]);
            const auto isBound = [&](const QString &name) {
                const auto has = [&](const QStringList &names) { return names.contains(name); };
                return has(identity.columns) || has(table.primaryKeyColumns())
                    || std::any_of(table.foreignKeys.cbegin(), table.foreignKeys.cend(),
                                   [&](const ForeignKey &f) { return has(f.columns); })
                    || std::any_of(table.uniques.cbegin(), table.uniques.cend(),
                                   [&](const UniqueConstraint &u) { return has(u.columnNames()); })
                    || std::any_of(table.indexes.cbegin(), table.indexes.cend(),
                                   [&](const Index &i) { return i.unique && has(i.columnNames()); });
            };
            QMap<QString, Value> others;
            for (qsizetype c = 0; c < table.columns.size(); ++c) {
                const Column &column = table.columns.at(c);
                if (column.isGenerated() || isBound(column.name) || !kept.contains(dialect.identifier(column.name)))
                    continue;
                const auto other = std::find_if(rows.begin(), rows.end(), [&](const Row &r) {
                    return r[size_t(width + c)] != row[size_t(width + c)];
                });
                if (other != rows.end())
                    others.insert(column.name, (*other)[size_t(width + c)]);
            }
            if (others.isEmpty() || identity.kind == RowIdentity::Kind::RowId)
                continue;
            for (const bool back : {false, true}) {
                for (auto other = others.cbegin(); other != others.cend(); ++other) {
                    const Value own = seen.value(other.key());
                    VERIFY_OK(database->changes.apply(
                        SetCell{table.name, key, other.key(), back ? *other : own, NewValue(back ? own : *other), -1}));
                }
                const auto applied = database->apply();
                VERIFY_OK(applied);
                if (!back)
                    QVERIFY2(database->column(all) != before, qPrintable(table.name.display()));
                ++edits;
            }
            QVERIFY2(database->column(all) == before, qPrintable(table.name.display()));
        }
        QVERIFY(edits >= 10);
    }
};

QTEST_GUILESS_MAIN(TestPgReal)
#include "tst_pgreal.moc"
