// SPDX-License-Identifier: GPL-3.0-or-later
// Snapshots for PostgreSQL, in both forms: read, written as drizzle-kit writes them, and read again.
#include "core/drizzle/postgressnapshot.h"
#include "core/drizzle/snapshotform.h"
#include "core/schema/diff.h"

#include "support/schemapairs.h"
#include "support/verify.h"

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

using SnapshotLayout = MigrationsFolder::Layout;

QByteArray snapshotFixture(const QString &name)
{
    QFile file(QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle/snapshots/") + name);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

SnapshotAbout aboutLike(const DrizzleSnapshot &read, const QJsonObject &root)
{
    SnapshotAbout about;
    about.dialect = u"postgresql"_s;
    about.id = root.value("id"_L1).toString();
    about.previousIds = root.contains("prevIds"_L1) ? QStringList{root.value("prevIds"_L1)[0].toString()}
                                                    : QStringList{root.value("prevId"_L1).toString()};
    about.existingViews = read.existingViews;
    about.extras = read.extras;
    about.typesAsWritten = true;
    return about;
}

/// Without what nobody compares: the columns of views, and what those are made with that are only declared.
QJsonObject comparable(QJsonObject root)
{
    root.remove(u"_meta"_s);
    QJsonObject views = root.value("views"_L1).toObject();
    for (auto it = views.begin(); it != views.end(); ++it) {
        QJsonObject view = it.value().toObject();
        view.insert(u"columns"_s, QJsonObject());
        const bool isExisting = view.value("isExisting"_L1).toBool();
        if (isExisting || view.value("with"_L1).toObject().isEmpty())
            view.remove(u"with"_s);
        for (const QString &key : {u"tablespace"_s, u"using"_s, u"withNoData"_s}) {
            if (isExisting)
                view.remove(key);
        }
        it.value() = view;
    }
    root.insert(u"views"_s, views);
    return root;
}

/// The entities of the 1.0 form, in no order.
QStringList entities(const QJsonObject &root)
{
    QStringList out;
    for (const QJsonValue &v : root.value("ddl"_L1).toArray())
        out.append(QString::fromUtf8(QJsonDocument(v.toObject()).toJson(QJsonDocument::Compact)));
    out.sort();
    return out;
}

/// The places at which two texts of JSON differ, for messages of failing tests.
QString firstDifference(const QJsonObject &a, const QJsonObject &b)
{
    const QList<QByteArray> left = QJsonDocument(a).toJson().split('\n');
    const QList<QByteArray> right = QJsonDocument(b).toJson().split('\n');
    for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i) {
        if (left.value(i) != right.value(i))
            return QString::fromUtf8(left.mid(std::max<qsizetype>(i - 3, 0), 8).join('\n') + "\n<> "
                                     + right.mid(std::max<qsizetype>(i - 3, 0), 8).join('\n'));
    }
    return {};
}

} // namespace

class TestPgSnapshot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void classic();
    void folders();
    void bothSayTheSame();
    void pairs_data();
    void pairs();
    void refused_data();
    void refused();
    void fromADatabase();
    void keyNames();
};

void TestPgSnapshot::classic()
{
    const QByteArray json = snapshotFixture(u"postgres7.json"_s);
    const auto read = readDrizzleSnapshot(json);
    VERIFY_OK(read);
    const QJsonObject root = QJsonDocument::fromJson(json).object();
    QCOMPARE(read->system, u"postgres"_s);
    QCOMPARE(read->existingViews, (QList<QualifiedName>{{{}, u"ex"_s}}));
    QCOMPARE(read->extras.roles.size(), 1);
    QCOMPARE(read->extras.concurrentIndexes, QSet<QString>{u"public.conc"_s});
    QCOMPARE(read->extras.textDefaults, QSet<QString>{u"public.users.big"_s});
    const Table *users = read->schema.table({{}, u"users"_s});
    QVERIFY(users);
    QCOMPARE(users->columns.at(0).name, u"id"_s); // in the order of the file, not of the alphabet
    QCOMPARE(users->columns.at(1).name, u"email"_s);
    const Table *posts = read->schema.table({u"shop"_s, u"posts"_s});
    QVERIFY(posts && posts->column(u"c"_s));
    QCOMPARE(posts->column(u"c"_s)->declaredType, u"shop.color"_s);
    const QByteArray written = snapshotText(read->schema, aboutLike(*read, root), SnapshotLayout::Classic);
    const QJsonObject now = QJsonDocument::fromJson(written).object();
    QVERIFY2(comparable(now) == comparable(root), qPrintable(firstDifference(comparable(now), comparable(root))));
    const auto again = readDrizzleSnapshot(written);
    VERIFY_OK(again);
    QCOMPARE(describe(again->schema), describe(read->schema));
    QVERIFY(again->schema == read->schema);
}

void TestPgSnapshot::folders()
{
    const QByteArray json = snapshotFixture(u"postgres8.json"_s);
    const auto read = readDrizzleSnapshot(json);
    VERIFY_OK(read);
    const QJsonObject root = QJsonDocument::fromJson(json).object();
    const QByteArray written = snapshotText(read->schema, aboutLike(*read, root), SnapshotLayout::Folders);
    const QJsonObject now = QJsonDocument::fromJson(written).object();
    QCOMPARE(entities(now).join(u'\n'), entities(root).join(u'\n'));
    for (const QString &key : {u"version"_s, u"dialect"_s, u"id"_s, u"prevIds"_s, u"renames"_s})
        QCOMPARE(now.value(key), root.value(key));
    const auto again = readDrizzleSnapshot(written);
    VERIFY_OK(again);
    QVERIFY(*again == *read);
}

/// One schema.ts, as both kits have it.
void TestPgSnapshot::bothSayTheSame()
{
    const auto classic = readDrizzleSnapshot(snapshotFixture(u"postgres7.json"_s));
    const auto folders = readDrizzleSnapshot(snapshotFixture(u"postgres8.json"_s));
    VERIFY_OK(classic);
    VERIFY_OK(folders);
    // Names that drizzle 1.0 chooses otherwise, and a quote that 0.31 does not double.
    const auto alike = [](Schema schema) {
        for (Table &t : schema.tables) {
            for (ForeignKey &k : t.foreignKeys)
                k.name.clear();
            for (UniqueConstraint &u : t.uniques)
                u.name.clear();
            if (t.primaryKey)
                t.primaryKey->name.clear();
            for (Column &c : t.columns) {
                if (c.name == "j"_L1)
                    c.defaultExpression.reset();
            }
        }
        return schema;
    };
    DiffOptions options;
    options.facets = classic->facets;
    const auto d = diff(alike(classic->schema), alike(folders->schema), options, *rulesOfSnapshot(*classic));
    VERIFY_OK(d);
    QStringList words;
    for (const Change &c : d->changes)
        words.append(wordsOf(c));
    QCOMPARE(words.join(u'\n'), QString());
}

void TestPgSnapshot::pairs_data()
{
    SKIP_WITHOUT_SHARED("schema-pairs.ndjson.gz");
    QTest::addColumn<QByteArray>("line");
    for (const QByteArray &line : schemapairs::lines()) {
        const QJsonObject o = QJsonDocument::fromJson(line).object();
        if (o.value("dialect"_L1).toString() == "postgresql"_L1)
            QTest::newRow(qPrintable(o.value("id"_L1).toString())) << line;
    }
}

void TestPgSnapshot::pairs()
{
    QFETCH(QByteArray, line);
    if (QByteArray(QTest::currentDataTag()) == "pg-columns__add-multiple-constraints-2")
        return; // a table with three primary keys, which no database has
    const QJsonObject pair = QJsonDocument::fromJson(line).object();
    for (const QLatin1String side : {"from"_L1, "to"_L1}) {
        const QJsonObject root = pair.value(side).toObject();
        const auto read = readDrizzleSnapshot(QJsonDocument(root).toJson());
        VERIFY_OK(read);
        for (const SnapshotLayout layout : {SnapshotLayout::Classic, SnapshotLayout::Folders}) {
            const QByteArray written = snapshotText(read->schema, aboutLike(*read, root), layout);
            const auto again = readDrizzleSnapshot(written);
            VERIFY_OK(again);
            Schema expected = read->schema;
            if (layout == SnapshotLayout::Folders) { // which names every key, and lets none be NULL
                for (Table &t : expected.tables) {
                    if (t.primaryKey && t.primaryKey->name.isEmpty())
                        t.primaryKey->name = postgresKeyName(t);
                    for (Column &c : t.columns) {
                        c.notNull = c.notNull || t.primaryKeyColumns().contains(c.name);
                        c.declaredType.replace(u"timestamp ("_s, u"timestamp("_s);
                        static const QRegularExpression sizes(u"\\[\\d+\\]"_s);
                        c.declaredType.replace(sizes, u"[]"_s);
                    }
                }
            }
            QCOMPARE(describe(again->schema).split(u'\n'), describe(expected).split(u'\n'));
            QVERIFY(again->schema == expected);
            // A hash index has no order, whatever drizzle-kit says; a policy of a table that is there is its own.
            const bool isOdd = QByteArray(QTest::currentDataTag()) == "indexes_pg__index-1-simple-index"
                || !root.value("policies"_L1).toObject().isEmpty();
            if (layout != SnapshotLayout::Classic || isOdd)
                continue;
            const QJsonObject now = QJsonDocument::fromJson(written).object();
            QVERIFY2(comparable(now) == comparable(root),
                     qPrintable(firstDifference(comparable(now), comparable(root))));
        }
    }
}

void TestPgSnapshot::refused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("words");
    QTest::newRow("another system")
        << QByteArray(R"({"version": "5", "dialect": "mysql"})")
        << u"The snapshot is for “mysql”, but only those of SQLite and PostgreSQL can be read."_s;
    QTest::newRow("an older version") << QByteArray(R"({"version": "6", "dialect": "postgresql", "tables": {}})")
                                      << u"The snapshot has version 6, but only versions 7 and 8 (drizzle 1.0) of "
                                         "PostgreSQL can be read: bring an older one there with “drizzle-kit up”."_s;
    QTest::newRow("a newer version") << QByteArray(R"({"version": "9", "dialect": "postgres", "ddl": []})")
                                     << u"The snapshot has version 9, but only versions 7 and 8 (drizzle 1.0) of "
                                        "PostgreSQL can be read: bring an older one there with “drizzle-kit up”."_s;
    QTest::newRow("half of it")
        << QByteArray(R"({"version": "8", "dialect": "postgres", "ddl": [
               {"entityType": "columns", "schema": "shop", "table": "gone", "name": "a", "type": "text"}]})")
        << u"The snapshot speaks of a table shop.gone that it does not have: restore it from version control."_s;
}

void TestPgSnapshot::refused()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, words);
    const auto read = readDrizzleSnapshot(json);
    QVERIFY(!read);
    QCOMPARE(read.error().message, words);
}

/// What introspection gives is written as drizzle spells it.
void TestPgSnapshot::fromADatabase()
{
    Table t;
    t.name = {{}, u"t"_s};
    const QList<std::pair<QString, QString>> types{
        {u"character varying(20)"_s, u"varchar(20)"_s},
        {u"character(3)"_s, u"char(3)"_s},
        {u"numeric(10,2)"_s, u"numeric(10, 2)"_s},
        {u"timestamp without time zone"_s, u"timestamp"_s},
        {u"timestamp(3) with time zone"_s, u"timestamp (3) with time zone"_s},
        {u"time(2) without time zone"_s, u"time(2)"_s},
        {u"character varying(5)[]"_s, u"varchar(5)[]"_s},
        {u"integer"_s, u"serial"_s},
    };
    for (const auto &[server, drizzle] : types) {
        Column c;
        c.name = u"c%1"_s.arg(t.columns.size());
        c.declaredType = server;
        t.columns.append(c);
    }
    t.columns.last().defaultExpression = u"nextval('t_c7_seq'::regclass)"_s;
    Schema schema;
    schema.tables = {t};
    Sequence own;
    own.name = {{}, u"t_c7_seq"_s};
    own.ownerTable = t.name;
    own.ownerColumn = u"c7"_s;
    schema.sequences = {own};
    SnapshotAbout about;
    about.dialect = u"postgresql"_s;
    const auto read = readDrizzleSnapshot(snapshotText(schema, about, SnapshotLayout::Classic));
    VERIFY_OK(read);
    QVERIFY(read->schema.sequences.isEmpty());
    const Table *now = read->schema.table(t.name);
    QVERIFY(now);
    for (int i = 0; i < types.size(); ++i)
        QCOMPARE(now->columns.at(i).declaredType, types.at(i).second);
    QVERIFY(!now->columns.last().defaultExpression);
}

void TestPgSnapshot::keyNames()
{
    Table t;
    t.name = {{}, u"users"_s};
    QCOMPARE(postgresKeyName(t), u"users_pkey"_s);
    t.name.name = u"ü"_s.repeated(40);
    QCOMPARE(postgresKeyName(t), u"ü"_s.repeated(29) + u"_pkey"_s); // 63 bytes
    t.name.name = u"x"_s + u"ü"_s.repeated(40);
    QCOMPARE(postgresKeyName(t), u"x"_s + u"ü"_s.repeated(28) + u"_pkey"_s); // no half characters
}

QTEST_GUILESS_MAIN(TestPgSnapshot)
#include "tst_pgsnapshot.moc"
