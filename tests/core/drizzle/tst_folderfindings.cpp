// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/folderfindings.h"

#include "support/schemadb.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Kind = MigrationState::Kind;

namespace {

/// With ' for ".
QByteArray snapshot(const QByteArray &type)
{
    QByteArray json =
        "{'version': '6', 'dialect': 'sqlite', 'id': '1', 'prevId': '0', 'tables': {'users': {'name': 'users', "
        "'columns': {"
        "'id': {'name': 'id', 'type': 'integer', 'primaryKey': true, 'notNull': true, 'autoincrement': false},"
        "'name': {'name': 'name', 'type': '"
        + type
        + "', 'primaryKey': false, 'notNull': true, 'autoincrement': false}},"
          "'indexes': {'users_name': {'name': 'users_name', 'columns': ['name'], 'isUnique': false}}, 'foreignKeys': "
          "{},"
          "'compositePrimaryKeys': {}, 'uniqueConstraints': {}, 'checkConstraints': {}}}, 'views': {}, 'enums': {}}";
    return json.replace('\'', '"');
}

} // namespace

/// H51 and H52: what speaks against a migration before its statements do.
class TestFolderFindings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void ofTheFolder_data();
    void ofTheFolder();
    void drift_data();
    void drift();
    void whatTheKitLeavesOutIsNoDrift();
    void sortedKeysAreNoDrift();
    void strictKeysAreNoDrift();
    void snapshotOfTheNewestApplied();

private:
    static MigrationsFolder folder(const QString &path = {})
    {
        MigrationsFolder f;
        f.path = path;
        for (const QString &tag : {u"0000_first"_s, u"0001_second"_s, u"0002_third"_s}) {
            MigrationFile file;
            file.tag = tag;
            f.migrations.append(file);
        }
        return f;
    }
    static QList<MigrationState> states(const QList<Kind> &kinds)
    {
        QList<MigrationState> out;
        for (const Kind kind : kinds) {
            MigrationState s;
            s.kind = kind;
            s.migration = static_cast<int>(out.size());
            s.tag = folder().migrations.at(s.migration).tag;
            out.append(s);
        }
        return out;
    }
};

void TestFolderFindings::ofTheFolder_data()
{
    QTest::addColumn<QList<Kind>>("kinds");
    QTest::addColumn<int>("migration");
    QTest::addColumn<QStringList>("messages");
    const auto row = [](const char *name, const QList<Kind> &kinds, int migration, const QStringList &messages) {
        QTest::newRow(name) << kinds << migration << messages;
    };
    row("in order", {Kind::Applied, Kind::Applied, Kind::Pending}, 2, {});
    row("several to come", {Kind::Applied, Kind::Pending, Kind::Pending}, 1, {});
    row("edited", {Kind::Edited, Kind::Applied, Kind::Pending}, 2,
        {u"0000_first was edited after it was applied: the database has what it said before."_s});
    row("put before an applied one, and applied now", {Kind::Applied, Kind::Skipped, Kind::Applied}, 1,
        {u"0001_second was put before migrations that are applied already: they were made without it."_s});
    row("one that was passed over", {Kind::Skipped, Kind::Applied, Kind::Pending}, 2,
        {u"0000_first comes before 0002_third, but was not applied, and drizzle's migrator never will."_s});
    row("one that was passed over, but comes later", {Kind::Pending, Kind::Skipped, Kind::Applied}, 0, {});
}

void TestFolderFindings::ofTheFolder()
{
    QFETCH(QList<Kind>, kinds);
    QFETCH(int, migration);
    QFETCH(QStringList, messages);
    QStringList got;
    for (const Finding &f : folderFindings(folder(), states(kinds), migration)) {
        QCOMPARE(f.code, u"H52"_s);
        QCOMPARE(f.severity, Finding::Severity::Stop);
        got.append(f.message);
    }
    QCOMPARE(got, messages);
}

void TestFolderFindings::drift_data()
{
    QTest::addColumn<QString>("live");
    QTest::addColumn<QString>("differences"); // empty: none
    const QString users = u"CREATE TABLE users(id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);"_s;
    const QString index = u"CREATE INDEX users_name ON users(name);"_s;
    const auto row = [](const char *name, const QString &live, const QString &differences) {
        QTest::newRow(name) << live << differences;
    };
    row("as it was left", users + index, {});
    row("spelled otherwise", u"create table \"users\" (`id` integer primary key, [name] text not null);"_s + index, {});
    row("with tables, views, indexes and triggers of its own",
        users + index
            + u"CREATE TABLE mine(x); CREATE VIEW v AS SELECT 1; CREATE INDEX i ON users(name, id);"
              "CREATE TRIGGER g AFTER INSERT ON users BEGIN SELECT 1; END"_s,
        {});
    row("without an index", users, u"Create the index users_name on users"_s);
    row("with a column more", u"CREATE TABLE users(id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, n);"_s + index,
        u"Drop the column n of users"_s);
    row("without the table", u"CREATE TABLE x(y)"_s, u"Create the table users"_s);
}

void TestFolderFindings::drift()
{
    QFETCH(QString, live);
    QFETCH(QString, differences);
    const auto schema = schemaOf(live);
    QVERIFY(schema.ok());
    const auto made = readDrizzleSnapshot(snapshot("text"));
    QVERIFY(made.ok());
    const QList<Finding> found = driftFindings({u"0000_first"_s, *made}, *schema, SchemaDb::dialect());
    if (differences.isEmpty()) {
        QCOMPARE(found, QList<Finding>());
        return;
    }
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().code, u"H51"_s);
    QCOMPARE(found.first().severity, Finding::Severity::Stop);
    QVERIFY2(found.first().message.contains(u"0000_first"_s) && found.first().message.contains(differences),
             qPrintable(found.first().message));
}

/// drizzle-kit's ALTER TABLE … ADD … REFERENCES has no ON DELETE, whatever schema.ts says.
void TestFolderFindings::whatTheKitLeavesOutIsNoDrift()
{
    const QString users = u"CREATE TABLE users(id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);"_s;
    const auto made = schemaOf(users + u"CREATE TABLE p(a INTEGER REFERENCES users(id) ON DELETE CASCADE);"_s);
    QVERIFY(made.ok());
    DrizzleSnapshot snapshot;
    snapshot.schema = *made;
    const auto found = [&](const QString &p) {
        const auto live = schemaOf(users + p);
        QStringList out;
        for (const Finding &f : driftFindings({u"0000_first"_s, snapshot}, *live, SchemaDb::dialect()))
            out.append((f.severity == Finding::Severity::Warn ? u"warn "_s : u"stop "_s) + f.message);
        return out;
    };
    QCOMPARE(
        found(u"CREATE TABLE p(a INTEGER REFERENCES users(id))"_s),
        QStringList{u"warn What the snapshot of 0000_first says of ON DELETE or ON UPDATE is not in the database: the "
                    "foreign key (a) of p. drizzle-kit leaves that out where it adds a column."_s});
    QCOMPARE(found(u"CREATE TABLE p(a INTEGER REFERENCES users(id), b)"_s).size(), 2);
    const QStringList other = found(u"CREATE TABLE p(a INTEGER REFERENCES users(id) ON DELETE SET NULL)"_s);
    QVERIFY2(other.size() == 1 && other.first().startsWith(u"stop "_s), qPrintable(other.join(u'\n')));
}

/// Old versions of drizzle-kit sorted the columns of a key.
void TestFolderFindings::sortedKeysAreNoDrift()
{
    const auto made =
        schemaOf(u"CREATE TABLE p(b INT NOT NULL, a INT NOT NULL, c INT NOT NULL, PRIMARY KEY(b, c, a));"_s);
    QVERIFY(made.ok());
    DrizzleSnapshot snapshot;
    snapshot.schema = *made;
    const auto found = [&](const QString &key) {
        const auto live =
            schemaOf(u"CREATE TABLE p(b INT NOT NULL, a INT NOT NULL, c INT NOT NULL, PRIMARY KEY(%1))"_s.arg(key));
        return driftFindings({u"0000_first"_s, snapshot}, *live, SchemaDb::dialect());
    };
    QCOMPARE(found(u"b, c, a"_s), QList<Finding>());
    const QList<Finding> sorted = found(u"a, b, c"_s);
    QCOMPARE(sorted.size(), 1);
    QCOMPARE(sorted.first().severity, Finding::Severity::Warn);
    QCOMPARE(found(u"c, b, a"_s).value(0).severity, Finding::Severity::Stop);
    QCOMPARE(found(u"a, b"_s).value(0).severity, Finding::Severity::Stop);
}

/// drizzle-kit 1.0 says no NOT NULL of a key, older ones did.
void TestFolderFindings::strictKeysAreNoDrift()
{
    const auto made = schemaOf(u"CREATE TABLE p(id TEXT PRIMARY KEY, n TEXT);"_s);
    QVERIFY(made.ok());
    DrizzleSnapshot snapshot;
    snapshot.schema = *made;
    const auto found = [&](const QString &live) {
        return driftFindings({u"1_a"_s, snapshot}, *schemaOf(live), SchemaDb::dialect());
    };
    QCOMPARE(found(u"CREATE TABLE p(id TEXT PRIMARY KEY NOT NULL, n TEXT)"_s), QList<Finding>());
    QCOMPARE(found(u"CREATE TABLE p(id TEXT PRIMARY KEY NOT NULL, n TEXT NOT NULL)"_s).size(), 1);
}

void TestFolderFindings::snapshotOfTheNewestApplied()
{
    const QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkdir(u"meta"_s));
    const auto write = [&](const QString &name, const QByteArray &bytes) {
        QFile file(dir.filePath(u"meta/"_s + name));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(bytes);
    };
    write(u"0000_snapshot.json"_s, snapshot("text"));
    write(u"0001_snapshot.json"_s, snapshot("blob"));
    const auto typeAt = [&](const QList<Kind> &kinds) {
        const auto reached = reachedSnapshot(folder(dir.path()), states(kinds));
        return reached ? reached->tag + u' ' + reached->snapshot.schema.tables.first().columns.at(1).declaredType
                       : u"none"_s;
    };
    QCOMPARE(typeAt({Kind::Applied, Kind::Pending, Kind::Pending}), u"0000_first text"_s);
    QCOMPARE(typeAt({Kind::Applied, Kind::Edited, Kind::Pending}), u"0001_second blob"_s);
    QCOMPARE(typeAt({Kind::Pending, Kind::Pending, Kind::Pending}), u"none"_s);
    QCOMPARE(typeAt({Kind::Applied, Kind::Applied, Kind::Applied}), u"none"_s); // its file is not there
    write(u"0002_snapshot.json"_s, "{\"version\": \"7\", \"dialect\": \"sqlite\"}");
    QCOMPARE(typeAt({Kind::Applied, Kind::Applied, Kind::Applied}), u"none"_s); // cannot be read
}

QTEST_GUILESS_MAIN(TestFolderFindings)
#include "tst_folderfindings.moc"
