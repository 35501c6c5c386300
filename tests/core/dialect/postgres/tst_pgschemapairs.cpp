// SPDX-License-Identifier: GPL-3.0-or-later
// The pairs that drizzle-kit's own tests diff, on a real server with rows in: each ends at `to`, and rows are kept.
#include "support/pgpairrows.h"
#include "support/postgresschema.h"
#include "support/postgressnapshot.h"
#include "support/schemapairs.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

QString pgPairWords(const SchemaDiff &d)
{
    QStringList out;
    for (const Change &c : d.changes)
        out.append(wordsOf(c));
    return out.join(u"; "_s);
}

} // namespace

class TestPgSchemaPairs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void fromEachToEach_data();
    void fromEachToEach();
    void cleanupTestCase();

private:
    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_db;
    std::unique_ptr<PostgresDb> m_wanted;
    int m_ran = 0;
    QStringList m_unbuilt;
};

void TestPgSchemaPairs::initTestCase()
{
    SKIP_WITHOUT_SHARED("schema-pairs.ndjson.gz");
    START_POSTGRES(m_cluster);
    m_db = std::make_unique<PostgresDb>(m_cluster.newDatabase(u"CREATE ROLE admin; CREATE ROLE manager"_s));
    m_wanted = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    QVERIFY2(m_db->error().isEmpty() && m_wanted->error().isEmpty(), qPrintable(m_cluster.problem()));
}

void TestPgSchemaPairs::fromEachToEach_data()
{
    QTest::addColumn<QByteArray>("line");
    const QList<QByteArray> lines = schemapairs::lines();
    for (const QByteArray &line : lines) {
        const QJsonObject o = QJsonDocument::fromJson(line).object();
        if (o.value("dialect"_L1).toString() == "postgresql"_L1)
            QTest::newRow(qPrintable(o.value("id"_L1).toString())) << line;
    }
}

void TestPgSchemaPairs::fromEachToEach()
{
    QFETCH(QByteArray, line);
    const QJsonObject pair = QJsonDocument::fromJson(line).object();
    const Schema from = postgressnapshot::schema(pair.value("from"_L1).toObject());
    const Schema to = postgressnapshot::schema(pair.value("to"_L1).toObject());
    for (PostgresDb *db : {m_db.get(), m_wanted.get()})
        QCOMPARE(db->anew({}), QString());
    QString unbuilt = m_db->create(from);
    if (unbuilt.isEmpty())
        unbuilt = m_wanted->create(to);
    if (!unbuilt.isEmpty()) {
        m_unbuilt.append(QString::fromLatin1(QTest::currentDataTag()) + u": "_s + unbuilt.section(u'\n', 0, 0));
        return; // what no server builds (vector without its extension, an index WHERE select 1, …)
    }
    const auto before = m_db->schema();
    const auto after = m_wanted->schema();
    QVERIFY(before && after);
    DiffOptions options;
    options.renames = postgressnapshot::renamesOf(pair.value("renames"_L1).toArray());
    const auto d = diff(*before, *after, options, PostgresDb::rules());
    QVERIFY2(d, qPrintable(d.ok() ? QString() : d.error().message));

    // As many rows as the change lets be: it may need none (NOT NULL without a default, another type altogether).
    QString wrong = m_db->execute(pgpairrows::filling(from, to, 3));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    PlanOptions plan;
    plan.fills = pgpairrows::fillsFor(*d);
    const auto planned = PostgresDb::dialect().planner()->plan(*d, plan);
    QVERIFY2(planned, qPrintable(planned.ok() ? QString() : planned.error().message));
    QHash<QString, QString> rows;
    for (const Table &t : before->tables)
        rows.insert(d->renames.tableAfter(t.name).display(),
                    m_db->value(u"SELECT count(*) FROM "_s + postgresQualified(t.name)));
    wrong = m_db->run(planned->script);
    QVERIFY2(wrong.isEmpty(), qPrintable(pgPairWords(*d) + u'\n' + wrong));
    const auto now = m_db->schema();
    QVERIFY(now);
    const auto rest = diff(*now, *after, {}, PostgresDb::rules());
    QVERIFY(rest);
    QVERIFY2(rest->isEmpty(), qPrintable(pgPairWords(*d) + u"\nstill: "_s + pgPairWords(*rest)));
    for (const Table &t : now->tables) {
        const QString count = rows.value(t.name.display());
        if (!count.isEmpty())
            QCOMPARE(m_db->value(u"SELECT count(*) FROM "_s + postgresQualified(t.name)), count);
    }
    ++m_ran;
}

void TestPgSchemaPairs::cleanupTestCase()
{
    if (m_ran > 0)
        qInfo("%d pairs ran, %d cannot be built:\n%s", m_ran, static_cast<int>(m_unbuilt.size()),
              qPrintable(m_unbuilt.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestPgSchemaPairs)
#include "tst_pgschemapairs.moc"
