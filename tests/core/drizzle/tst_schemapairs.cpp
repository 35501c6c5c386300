// SPDX-License-Identifier: GPL-3.0-or-later
// The pairs that drizzle-kit's own tests diff (SQLite and Turso), judged by execution: build `from`, put rows in, apply
// our script, compare what is there with `to`, and the rows with what they were.
#include "core/drizzle/snapshot.h"
#include "core/schema/diff.h"

#include "support/schemapairs.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// The rows of everything that is in both, as text.
QString keptRows(SchemaDb &db, const SchemaDiff &d, bool before)
{
    QString out;
    const SchemaIndex target(d.target);
    for (const Table &t : d.before.tables) {
        const Table *to = target.table(d.renames.tableAfter(t.name));
        if (!to || t.internal)
            continue;
        QStringList columns{u"count(*) OVER ()"_s};
        for (const Column &c : t.columns) {
            const Column *after = to->column(d.renames.columnAfter(t.name, c.name));
            if (after && !after->isGenerated() && !c.isGenerated())
                columns.append(SchemaDb::dialect().identifier(before ? c.name : after->name));
        }
        out += t.name.name + u":\n"_s
            + db.rows(u"SELECT "_s + columns.join(u", "_s) + u" FROM "_s
                      + SchemaDb::dialect().qualified(before ? t.name : to->name) + u" ORDER BY rowid"_s);
    }
    return out;
}

} // namespace

class TestSchemaPairs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void pairs_data();
    void pairs();
    void thoseThatCannotBeBuilt();

private:
    void run(const QJsonObject &pair);
    QStringList m_unbuilt;
    int m_count = 0;
};

void TestSchemaPairs::pairs_data()
{
    SKIP_WITHOUT_SHARED("schema-pairs.ndjson.gz");
    QTest::addColumn<QJsonObject>("pair");
    for (const QByteArray &line : schemapairs::lines()) {
        const QJsonObject pair = QJsonDocument::fromJson(line).object();
        if (!pair.isEmpty() && pair.value("dialect"_L1).toString() != "postgresql"_L1)
            QTest::newRow(qPrintable(pair.value("id"_L1).toString())) << pair;
    }
}

void TestSchemaPairs::run(const QJsonObject &pair)
{
    const auto snapshot = [&](QLatin1String side) {
        return readDrizzleSnapshot(QJsonDocument(pair.value(side).toObject()).toJson());
    };
    const auto unbuilt = [&](const QString &why) { m_unbuilt.append(pair.value("id"_L1).toString() + u": "_s + why); };
    const auto from = snapshot("from"_L1);
    const auto to = snapshot("to"_L1);
    if (!from || !to)
        return unbuilt(from ? to.error().message : from.error().message);
    SchemaDb db(schemapairs::creating(from->schema));
    SchemaDb wanted(schemapairs::creating(to->schema));
    if (!db.error().isEmpty() || !wanted.error().isEmpty())
        return unbuilt(db.error().isEmpty() ? wanted.error() : db.error());
    QCOMPARE(db.execute(schemapairs::filling(from->schema)), QString());

    const auto before = db.schema();
    VERIFY_OK(before);
    DiffOptions options;
    options.renames = schemapairs::renamesOf(pair.value("renames"_L1).toArray());
    options.facets = to->facets;
    options.scope = to->within(from->within({}));
    const auto d = diff(*before, to->schema, options, SchemaDb::rules());
    VERIFY_OK(d);
    const auto plan = SchemaDb::dialect().planner()->plan(*d, schemapairs::fillsFor(*d));
    VERIFY_OK(plan);
    const QString rows = keptRows(db, *d, true);
    VERIFY_OK(db.run(plan->script));
    QCOMPARE(keptRows(db, *d, false), rows);

    const auto after = db.schema();
    VERIFY_OK(after);
    const auto reached = wanted.schema();
    VERIFY_OK(reached);
    DiffOptions plain;
    plain.facets = to->facets;
    QCOMPARE(wordsOf(diff(*after, *reached, plain, SchemaDb::rules())->changes), QStringList());
    QCOMPARE(wordsOf(diff(*reached, *after, plain, SchemaDb::rules())->changes), QStringList());
}

void TestSchemaPairs::pairs()
{
    QFETCH(QJsonObject, pair);
    ++m_count;
    run(pair);
}

void TestSchemaPairs::thoseThatCannotBeBuilt()
{
    SKIP_WITHOUT_SHARED("schema-pairs.ndjson.gz");
    QCOMPARE(m_count, 62);
    qInfo("%s", qPrintable(m_unbuilt.join(u'\n')));
    QCOMPARE(
        m_unbuilt.join(u'\n'),
        u"sqlite-tables__add-table-6: The table users1 of the snapshot has no columns, which SQLite does not allow."_s);
}

QTEST_GUILESS_MAIN(TestSchemaPairs)
#include "tst_schemapairs.moc"
