// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of schema.ts (kit/corpus.mjs): our migration file leads where drizzle-kit's leads. Ours is run as a migrator
// does it, within a transaction that keeps foreign keys on.
#include "support/kitproject.h"
#include "support/verify.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

QString joined(const QJsonValue &statements)
{
    QString sql;
    for (const QJsonValue &s : statements.toArray())
        sql += s.toString() + u"\n;"_s;
    return sql;
}

} // namespace

class TestSchemaCorpus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void leadsToTheSame_data();
    void leadsToTheSame();

private:
    QList<QJsonObject> m_pairs;
};

void TestSchemaCorpus::initTestCase()
{
    if (const QString why = KitProject::missing(u"kit"_s); !why.isEmpty())
        QSKIP(qPrintable(why));
    QProcess process;
    process.setWorkingDirectory(QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle/kit"));
    process.start(findNode().value(), {u"corpus.mjs"_s});
    QVERIFY(process.waitForFinished(120'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        const QJsonObject pair = QJsonDocument::fromJson(line).object();
        if (!pair.isEmpty())
            m_pairs.append(pair);
    }
    QVERIFY(m_pairs.size() >= 60);
}

void TestSchemaCorpus::leadsToTheSame_data()
{
    QTest::addColumn<QJsonObject>("pair");
    for (const QJsonObject &pair : std::as_const(m_pairs))
        QTest::newRow(qPrintable(pair.value("id"_L1).toString())) << pair;
}

void TestSchemaCorpus::leadsToTheSame()
{
    QFETCH(QJsonObject, pair);
    const QByteArray from = QJsonDocument(pair.value("from"_L1).toObject()).toJson();
    const auto to = readDrizzleSnapshot(QJsonDocument(pair.value("to"_L1).toObject()).toJson());
    VERIFY_OK(to);
    const QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkpath(u"meta"_s));
    QFile journal(dir.filePath(u"meta/_journal.json"_s));
    QVERIFY(journal.open(QFile::WriteOnly)
            && journal.write(
                   R"({"version":"7","dialect":"sqlite","entries":[{"idx":0,"version":"6","when":1,"tag":"0000_x"}]})")
                > 0);
    journal.close();
    QFile snapshot(dir.filePath(u"meta/0000_snapshot.json"_s));
    QVERIFY(snapshot.open(QFile::WriteOnly) && snapshot.write(from) == from.size());
    snapshot.close();
    GenerateRequest request;
    request.folder = dir.path();
    request.project = *to;
    request.now = 1000;
    request.id = u"22222222-2222-4222-8222-222222222222"_s;
    const auto made = generateMigration(request, SchemaDb::dialect());
    VERIFY_OK(made);
    QCOMPARE(made->prepared.has_value(), !pair.value("statements"_L1).toArray().isEmpty());

    SchemaDb theirs(joined(pair.value("create"_L1)));
    SchemaDb ours(joined(pair.value("create"_L1)));
    QCOMPARE(theirs.error(), QString());
    QCOMPARE(theirs.runOutside(joined(pair.value("statements"_L1))), QString());
    if (made->prepared) {
        QString sql = QString::fromUtf8(made->prepared->files.first().after);
        sql.remove(u"--> statement-breakpoint"_s);
        QCOMPARE(ours.runOutside(u"PRAGMA foreign_keys = ON; BEGIN;\n"_s + sql + u"\nCOMMIT;"_s), QString());
    }
    const auto a = theirs.schema();
    const auto b = ours.schema();
    VERIFY_OK(a);
    VERIFY_OK(b);
    QCOMPARE(wordsOf(diff(*a, *b, {}, SchemaDb::rules())->changes), QStringList());
    QCOMPARE(wordsOf(diff(*b, *a, {}, SchemaDb::rules())->changes), QStringList());
    // And the snapshot that goes with it is theirs.
    if (made->prepared) {
        const auto written = readDrizzleSnapshot(made->prepared->files.at(1).after);
        VERIFY_OK(written);
        QCOMPARE(describe(written->schema), describe(to->schema));
    }
}

QTEST_GUILESS_MAIN(TestSchemaCorpus)
#include "tst_schemacorpus.moc"
