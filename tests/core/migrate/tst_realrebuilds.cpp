// SPDX-License-Identifier: GPL-3.0-or-later
// Real databases with every table made anew at once: rows, row numbers, triggers, views and indexes are all there after
// it.
#include "core/migrate/schemamigration.h"

#include "support/schemadb.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestRealRebuilds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void everyTable_data();
    void everyTable();

private:
    static Result<QMap<QString, QString>> digests(Database &database, const Schema &schema);
    static Result<QStringList> objects(Database &database);
    QTemporaryDir m_dir;
};

void TestRealRebuilds::everyTable_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("chinook") << u"chinook.sqlite"_s;
    QTest::newRow("northwind") << u"northwind.sqlite"_s;
    QTest::newRow("sakila") << u"sakila.sqlite"_s;
    QTest::newRow("sakila with broken views") << u"sakila_broken_views.sqlite"_s;
}

/// Of each table its rows in order, with their numbers, values and storage classes.
Result<QMap<QString, QString>> TestRealRebuilds::digests(Database &database, const Schema &schema)
{
    QMap<QString, QString> out;
    for (const Table &t : schema.tables) {
        if (t.internal || t.shadow)
            continue;
        const QString what = t.withoutRowId ? u"*"_s : u"rowid, *"_s;
        const auto rows = database.query(u"SELECT "_s + what + u" FROM "_s + SchemaDb::dialect().qualified(t.name));
        RC_TRY(rows);
        QCryptographicHash hash(QCryptographicHash::Sha256);
        for (const Row &row : *rows) {
            for (const Value &value : row)
                hash.addData(QByteArray(SchemaDb::dialect().literal(value).toUtf8() + ','));
        }
        out.insert(t.name.name, QString::number(rows->size()) + u' ' + QString::fromLatin1(hash.result().toHex()));
    }
    return out;
}

Result<QStringList> TestRealRebuilds::objects(Database &database)
{
    const auto rows = database.query(u"SELECT type, name, tbl_name FROM sqlite_schema ORDER BY 1, 2"_s);
    RC_TRY(rows);
    QStringList out;
    for (const Row &row : *rows)
        out.append(row[0].display() + u' ' + row[1].display() + u" of "_s + row[2].display());
    return out;
}

void TestRealRebuilds::everyTable()
{
    QFETCH(QString, file);
    if (testdata::shared(file).isEmpty())
        QSKIP(qPrintable(u"../shared/data/%1 is not here"_s.arg(file)));
    auto database = sqlitefile::open(testdata::sharedCopy(file, m_dir), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    const auto from = SchemaDb::dialect().introspect(**database);
    VERIFY_OK(from);
    Schema to = *from;
    int ordinary = 0;
    for (Table &t : to.tables) {
        if (t.kind == Table::Kind::Ordinary && !t.internal && !t.shadow) {
            t.checks.append({u"made anew"_s, u"1 = 1"_s, {}});
            ++ordinary;
        }
    }
    const auto rows = digests(**database, *from);
    VERIFY_OK(rows);
    const auto before = objects(**database);
    VERIFY_OK(before);

    const auto m = planMigration(*from, to, {}, {}, SchemaDb::dialect());
    VERIFY_OK(m);
    QCOMPARE(m->plan.rebuilt.size(), ordinary);
    TestJob job;
    for (const Script *script : {&m->plan.script, &m->inverse.script}) {
        VERIFY_OK(runScript(**database, *script, job));
        const auto now = digests(**database, *from);
        VERIFY_OK(now);
        QCOMPARE(*now, *rows);
        const auto after = objects(**database);
        VERIFY_OK(after);
        QCOMPARE(*after, *before);
        const auto schema = SchemaDb::dialect().introspect(**database);
        VERIFY_OK(schema);
        const Schema &wanted = script == &m->plan.script ? to : *from;
        QCOMPARE(wordsOf(diff(*schema, wanted, {}, SchemaDb::rules())->changes), QStringList());
        const auto damage = (*database)->damage();
        VERIFY_OK(damage);
        QCOMPARE(*damage, QStringList());
    }
}

QTEST_GUILESS_MAIN(TestRealRebuilds)
#include "tst_realrebuilds.moc"
