// SPDX-License-Identifier: GPL-3.0-or-later
// What drizzle-kit's snapshots say word by word, 0.31 and 1.0: after ours it finds nothing to do, after its own we do
// not, and the snapshots are alike. What we write is then what the database is. Skipped, with the reason, without
// Node.js and npm, on a server also without PostgreSQL.
#include "core/drizzle/generate.h"
#include "core/drizzle/snapshotform.h"

#include "support/kitproject.h"
#include "support/postgresschema.h"
#include "support/sqlitefile.h"
#include "support/verify.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

QString roundsSchema(const QString &system)
{
    QFile file(QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle/kitrounds/%1.ts").arg(system));
    return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void setUp(const KitProject &project, const QString &system, const QString &url = u"postgresql://localhost/none"_s)
{
    if (system == "postgres"_L1)
        project.writePostgresConfig(url);
    project.write(u"schema.ts"_s, roundsSchema(system));
}

/// Without what is another one each time, and in one order.
QString comparable(QJsonObject snapshot)
{
    for (const QString &key : {u"id"_s, u"prevId"_s, u"prevIds"_s})
        snapshot.remove(key);
    QStringList entities;
    for (const QJsonValue &v : snapshot.value("ddl"_L1).toArray())
        entities.append(QString::fromUtf8(QJsonDocument(v.toObject()).toJson(QJsonDocument::Compact)));
    entities.sort();
    snapshot.remove(u"ddl"_s);
    return entities.join(u'\n') + QString::fromUtf8(QJsonDocument(snapshot).toJson());
}

QString lastSnapshot(const KitProject &project)
{
    const auto state = readFolderState(project.path(u"drizzle"_s), {});
    return state && state->last() ? comparable(QJsonDocument::fromJson(state->last()->bytes).object()) : QString();
}

/// The first line that only one of them has.
QString firstDifference(const QString &theirs, const QString &ours)
{
    const QStringList a = theirs.split(u'\n');
    const QStringList b = ours.split(u'\n');
    for (qsizetype i = 0; i < std::max(a.size(), b.size()); ++i) {
        if (a.value(i) != b.value(i))
            return u"theirs: %1\nours:   %2"_s.arg(a.mid(i, 4).join(u'\n'), b.mid(i, 4).join(u'\n'));
    }
    return {};
}

} // namespace

class TestKitTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void theirsAfterOurs_data() { systems(); }
    void theirsAfterOurs();
    void oursAfterTheirs_data() { systems(); }
    void oursAfterTheirs();
    void theServerTakesOurs_data() { KitProject::kits(); }
    void theServerTakesOurs();
    void sqliteTakesOurs_data() { KitProject::kits(); }
    void sqliteTakesOurs();

private:
    static void systems()
    {
        QTest::addColumn<QString>("kit");
        QTest::addColumn<QString>("system");
        for (const QString &kit : {u"kit"_s, u"kit1"_s}) {
            for (const QString &system : {u"postgres"_s, u"sqlite"_s})
                QTest::newRow(qPrintable(kit + u' ' + system)) << kit << system;
        }
    }
};

void TestKitTexts::theirsAfterOurs()
{
    QFETCH(QString, kit);
    QFETCH(QString, system);
    if (const QString why = KitProject::missing(kit); !why.isEmpty())
        QSKIP(qPrintable(why));
    const KitProject project(kit);
    setUp(project, system);
    QCOMPARE(project.generateAndWrite(), QString());
    const QString ours = lastSnapshot(project);
    const QString said = project.kit({u"generate"_s});
    QVERIFY2(said.contains(u"No schema changes"_s), qPrintable(said + lastMigration(project)));
    QCOMPARE(project.generateAndWrite(), u"nothing to do"_s);
    const KitProject other(kit);
    setUp(other, system);
    const QString made = other.kit({u"generate"_s});
    QVERIFY2(migrationsIn(other) == 1, qPrintable(made));
    const QString theirs = lastSnapshot(other);
    QVERIFY2(theirs == ours, qPrintable(firstDifference(theirs, ours)));
}

void TestKitTexts::oursAfterTheirs()
{
    QFETCH(QString, kit);
    QFETCH(QString, system);
    if (const QString why = KitProject::missing(kit); !why.isEmpty())
        QSKIP(qPrintable(why));
    const KitProject project(kit);
    setUp(project, system);
    const QString said = project.kit({u"generate"_s});
    QVERIFY2(migrationsIn(project) == 1, qPrintable(said));
    QVERIFY2(project.generateAndWrite() == u"nothing to do"_s, qPrintable(lastMigration(project)));
}

void TestKitTexts::theServerTakesOurs()
{
    QFETCH(QString, kit);
    if (const QString why = KitProject::missing(kit); !why.isEmpty())
        QSKIP(qPrintable(why));
    PostgresCluster cluster;
    START_POSTGRES(cluster);
    PostgresDb db(
        cluster.newDatabase(u"CREATE VIEW v3 AS SELECT 1 AS id; CREATE MATERIALIZED VIEW m2 AS SELECT 1 AS id"_s));
    QCOMPARE(db.error(), QString());
    const KitProject project(kit);
    setUp(project, u"postgres"_s);
    QCOMPARE(project.generateAndWrite(), QString());
    const QString wrong = db.execute(lastMigration(project).replace(u"--> statement-breakpoint"_s, QString()));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong + lastMigration(project)));
    const auto live = db.schema();
    VERIFY_OK(live);
    const auto declared = project.declared();
    VERIFY_OK(declared);
    DiffOptions options;
    options.facets = declared->facets;
    options.scope = declared->scope();
    const auto rest = diff(*live, declared->schema, options, PostgresDb::rules());
    VERIFY_OK(rest);
    QCOMPARE(wordsOf(rest->changes).join(u'\n'), QString());
}

void TestKitTexts::sqliteTakesOurs()
{
    QFETCH(QString, kit);
    if (const QString why = KitProject::missing(kit); !why.isEmpty())
        QSKIP(qPrintable(why));
    const KitProject project(kit);
    setUp(project, u"sqlite"_s);
    QCOMPARE(project.generateAndWrite(), QString());
    const QString database = project.path(u"made.db"_s);
    const QString said = project.migrate(database);
    QVERIFY2(said.isEmpty(), qPrintable(said + lastMigration(project)));
    auto opened = sqlitefile::open(database, ConnectionSpec::Mode::Read);
    VERIFY_OK(opened);
    const auto live = SchemaDb::dialect().introspect(**opened);
    VERIFY_OK(live);
    const auto declared = project.declared();
    VERIFY_OK(declared);
    DiffOptions options;
    options.facets = declared->facets;
    options.scope = declared->scope();
    const auto rest = diff(*live, withKeyNullsOf(declared->schema, *live), options, SchemaDb::rules());
    VERIFY_OK(rest);
    QCOMPARE(wordsOf(rest->changes).join(u'\n'), QString());
}

QTEST_GUILESS_MAIN(TestKitTexts)
#include "tst_kittexts.moc"
