// SPDX-License-Identifier: GPL-3.0-or-later
// The next migration of a project for PostgreSQL, in both forms of a folder: the SQL, the snapshot, the journal.
#include "core/drizzle/foldercheck.h"
#include "core/drizzle/generate.h"
#include "core/drizzle/snapshotform.h"
#include "core/migrate/unasked.h"

#include "support/verify.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const Dialect &postgresDialect()
{
    return *dialectByName(u"postgres"_s);
}

Column pgColumn(const QString &name, const QString &type, bool notNull = false)
{
    Column c;
    c.name = name;
    c.declaredType = type;
    c.notNull = notNull;
    return c;
}

Table pgTable(const QString &name, const QList<Column> &columns)
{
    Table t;
    t.name.name = name;
    t.plainKeys = true;
    t.columns = columns;
    t.primaryKey = PrimaryKey();
    t.primaryKey->columns = {IndexedColumn{columns.first().name, {}, {}}};
    return t;
}

/// users (id, name), as a project declares it.
DrizzleSnapshot pgProject()
{
    DrizzleSnapshot project = emptySnapshot(u"postgresql"_s);
    project.schema.tables = {
        pgTable(u"users"_s, {pgColumn(u"id"_s, u"integer"_s, true), pgColumn(u"name"_s, u"varchar(20)"_s)})};
    return project;
}

EnumType mood(const QStringList &values)
{
    EnumType e;
    e.name.name = u"mood"_s;
    e.values = values;
    return e;
}

/// A folder that grows by one migration after the other.
class PgFolder {
public:
    explicit PgFolder(const QString &orm) { m_request.options.ormVersion = orm; }

    GenerateRequest &request() { return m_request; }
    [[nodiscard]] QString path(const QString &file = {}) const
    {
        return file.isEmpty() ? m_dir.filePath(u"drizzle"_s) : m_dir.filePath(u"drizzle/"_s + file);
    }
    Result<GeneratedMigration> generate(const DrizzleSnapshot &project)
    {
        m_request.folder = path();
        m_request.project = project;
        m_request.now = 1767225600000 + ++m_count * 1000;
        m_request.id = u"0000000%1-1111-4111-8111-111111111111"_s.arg(m_count);
        auto made = generateMigration(m_request, postgresDialect());
        if (made && made->prepared) {
            const auto written = writeMigration(*made->prepared);
            if (!written)
                return written.error();
        }
        return made;
    }
    /// The SQL of what generate() wrote; else why there is none.
    QString sqlOf(const DrizzleSnapshot &project)
    {
        const auto made = generate(project);
        if (!made)
            return u"error: "_s + made.error().message;
        return made->prepared ? QString::fromUtf8(made->prepared->files.first().after) : u"nothing to do"_s;
    }
    [[nodiscard]] QJsonObject json(const QString &file) const
    {
        QFile f(path(file));
        return f.open(QFile::ReadOnly) ? QJsonDocument::fromJson(f.readAll()).object() : QJsonObject();
    }
    [[nodiscard]] QStringList problems() const
    {
        const auto folder = readMigrationsFolder(path());
        const auto state = readFolderState(path(), {});
        QStringList out;
        for (const FolderProblem &p : folder &&state ? checkFolder(*folder, *state) : QList<FolderProblem>())
            out.append(p.message);
        return folder && state ? out : QStringList{u"cannot be read"_s};
    }

private:
    QTemporaryDir m_dir;
    GenerateRequest m_request;
    int m_count = 0;
};

} // namespace

class TestPgGenerate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void classic();
    void folders();
    void renamesAndFills();
    void customAndPrefixes();
    void dropsAKey();
    void rolesAndPoliciesElsewhere();
    void lateValues();
    void anotherSystem();
    void branches();
    void runsInOneTransaction();
    void serialGoesOnCounting();
    void nothingIsAskedOfWiderTypes();
    void rowsAreThoseThatThereMayBe();
};

void TestPgGenerate::classic()
{
    PgFolder folder(u"0.45.1"_s);
    const auto made = folder.generate(pgProject());
    VERIFY_OK(made);
    QVERIFY(made->prepared);
    QCOMPARE(made->prepared->saved.tag, u"0000_add_users"_s);
    const QString sql = QString::fromUtf8(made->prepared->files.first().after);
    QVERIFY2(sql.contains(u"CREATE TABLE \"public\".\"users\""_s), qPrintable(sql));
    QVERIFY2(!sql.contains(u"search_path"_s) && !sql.contains(u"BEGIN"_s), qPrintable(sql));
    const QJsonObject journal = folder.json(u"meta/_journal.json"_s);
    QCOMPARE(journal.value("dialect"_L1).toString(), u"postgresql"_s);
    QCOMPARE(journal.value("version"_L1).toString(), u"7"_s);
    QCOMPARE(journal.value("entries"_L1)[0]["version"_L1].toString(), u"7"_s);
    const QJsonObject snapshot = folder.json(u"meta/0000_snapshot.json"_s);
    QCOMPARE(snapshot.value("version"_L1).toString(), u"7"_s);
    QCOMPARE(snapshot.value("dialect"_L1).toString(), u"postgresql"_s);
    const QJsonObject users = snapshot.value("tables"_L1)["public.users"_L1].toObject();
    QCOMPARE(users.value("columns"_L1)["id"_L1]["primaryKey"_L1].toBool(), true);
    QCOMPARE(users.value("columns"_L1)["name"_L1]["type"_L1].toString(), u"varchar(20)"_s);
    QCOMPARE(folder.sqlOf(pgProject()), u"nothing to do"_s);

    DrizzleSnapshot second = pgProject();
    second.schema.enums = {mood({u"sad"_s, u"o'k"_s})};
    second.schema.tables[0].columns.append(pgColumn(u"mood"_s, u"mood"_s));
    const QString changes = folder.sqlOf(second);
    QVERIFY2(changes.contains(u"CREATE TYPE \"public\".\"mood\" AS ENUM"_s) && changes.contains(u"'o''k'"_s)
                 && changes.contains(u"--> statement-breakpoint\n"_s),
             qPrintable(changes));
    QCOMPARE(folder.json(u"meta/0001_snapshot.json"_s)
                 .value("tables"_L1)["public.users"_L1]["columns"_L1]["mood"_L1]["typeSchema"_L1]
                 .toString(),
             u"public"_s);
    QCOMPARE(folder.json(u"meta/0001_snapshot.json"_s).value("prevId"_L1), snapshot.value("id"_L1));
    QCOMPARE(folder.problems(), QStringList());
}

void TestPgGenerate::folders()
{
    PgFolder folder(u"1.0.0-rc.4"_s);
    const auto made = folder.generate(pgProject());
    VERIFY_OK(made);
    QVERIFY(made->prepared);
    QCOMPARE(made->prepared->saved.tag, u"20260101000001_add_users"_s);
    const QJsonObject snapshot = folder.json(made->prepared->saved.tag + u"/snapshot.json"_s);
    QCOMPARE(snapshot.value("version"_L1).toString(), u"8"_s);
    QCOMPARE(snapshot.value("dialect"_L1).toString(), u"postgres"_s);
    QCOMPARE(snapshot.value("prevIds"_L1).toArray().size(), 1);
    QCOMPARE(folder.sqlOf(pgProject()), u"nothing to do"_s);
    DrizzleSnapshot second = pgProject();
    second.schema.tables[0].columns.append(pgColumn(u"at"_s, u"timestamp (3)"_s));
    const auto more = folder.generate(second);
    VERIFY_OK(more);
    QVERIFY(more->prepared);
    const QJsonObject next = folder.json(more->prepared->saved.tag + u"/snapshot.json"_s);
    QCOMPARE(next.value("prevIds"_L1)[0], snapshot.value("id"_L1));
    QStringList types;
    for (const QJsonValue &v : next.value("ddl"_L1).toArray()) {
        if (v["entityType"_L1].toString() == "columns"_L1)
            types.append(v["type"_L1].toString());
    }
    QVERIFY2(types.contains(u"timestamp(3)"_s), qPrintable(types.join(u", "_s)));
    QCOMPARE(folder.problems(), QStringList());
}

void TestPgGenerate::renamesAndFills()
{
    PgFolder folder(u"1.0.0-rc.4"_s);
    VERIFY_OK(folder.generate(pgProject()));
    DrizzleSnapshot second = pgProject();
    second.schema.tables[0].name.name = u"people"_s;
    second.schema.tables[0].columns[1].name = u"called"_s;
    second.schema.tables[0].columns.append(pgColumn(u"level"_s, u"integer"_s, true));
    folder.request().renames.tables = {TableRename{{{}, u"users"_s}, {{}, u"people"_s}}};
    folder.request().renames.columns = {ColumnRename{{{}, u"users"_s}, u"name"_s, u"called"_s}};
    folder.request().plan.fills = {Fill{{{}, u"people"_s}, u"level"_s, u"length(called)"_s}};
    const auto made = folder.generate(second);
    VERIFY_OK(made);
    QVERIFY(made->prepared && made->undecided().isEmpty());
    const QString sql = QString::fromUtf8(made->prepared->files.first().after);
    QVERIFY2(sql.contains(u"RENAME TO \"people\""_s) && sql.contains(u"RENAME COLUMN \"name\" TO \"called\""_s)
                 && sql.contains(u"length(called)"_s),
             qPrintable(sql));
    const QJsonArray renames =
        folder.json(made->prepared->saved.tag + u"/snapshot.json"_s).value("renames"_L1).toArray();
    QCOMPARE(renames.at(0).toString(), u"public.users->public.people"_s);
    QCOMPARE(renames.at(1).toString(), u"public.people.name->public.people.called"_s);
}

void TestPgGenerate::customAndPrefixes()
{
    PgFolder folder(u"0.45.1"_s);
    folder.request().options.prefix = MigrationOptions::Prefix::Timestamp;
    const auto first = folder.generate(pgProject());
    VERIFY_OK(first);
    QCOMPARE(first->prepared->saved.tag, u"20260101000001_add_users"_s);
    folder.request().custom = true;
    folder.request().name = u"by hand"_s;
    const auto second = folder.generate(pgProject());
    VERIFY_OK(second);
    QVERIFY(second->prepared);
    QCOMPARE(second->prepared->saved.tag, u"20260101000002_by_hand"_s);
    QVERIFY(second->prepared->files.first().after.startsWith("-- Custom SQL migration file"));
    const QJsonObject before = folder.json(u"meta/20260101000001_snapshot.json"_s);
    const QJsonObject after = folder.json(u"meta/20260101000002_snapshot.json"_s);
    QCOMPARE(after.value("tables"_L1), before.value("tables"_L1));
    QCOMPARE(after.value("prevId"_L1), before.value("id"_L1));
    QVERIFY(after.value("id"_L1) != before.value("id"_L1));
    folder.request().custom = false;
    QCOMPARE(folder.sqlOf(pgProject()), u"nothing to do"_s);
}

/// The classic form knows no name of a key; the server has one all the same.
void TestPgGenerate::dropsAKey()
{
    PgFolder folder(u"0.45.1"_s);
    VERIFY_OK(folder.generate(pgProject()));
    DrizzleSnapshot second = pgProject();
    second.schema.tables[0].primaryKey.reset();
    const QString sql = folder.sqlOf(second);
    QVERIFY2(sql.contains(u"DROP CONSTRAINT \"users_pkey\""_s), qPrintable(sql));
}

void TestPgGenerate::rolesAndPoliciesElsewhere()
{
    PgFolder folder(u"0.45.1"_s);
    VERIFY_OK(folder.generate(pgProject()));
    DrizzleSnapshot second = pgProject();
    second.extras.roles = {QJsonObject{{u"name"_s, u"editor"_s}, {u"createDb"_s, true}, {u"inherit"_s, false}}};
    second.extras.policies = {QJsonObject{{u"name"_s, u"own"_s},
                                          {u"as"_s, u"PERMISSIVE"_s},
                                          {u"for"_s, u"SELECT"_s},
                                          {u"to"_s, QJsonArray{u"editor"_s}},
                                          {u"using"_s, u"true"_s},
                                          {u"schema"_s, u"auth"_s},
                                          {u"on"_s, u"\"auth\".\"users\""_s}}};
    const QString sql = folder.sqlOf(second);
    const qsizetype role = sql.indexOf(u"CREATE ROLE \"editor\" WITH CREATEDB NOINHERIT;"_s);
    const qsizetype policy = sql.indexOf(u"CREATE POLICY \"own\" ON \"auth\".\"users\""_s);
    QVERIFY2(role >= 0 && policy > role, qPrintable(sql));
    QCOMPARE(folder.sqlOf(second), u"nothing to do"_s);
    DrizzleSnapshot third = second;
    third.extras.roles[0].insert(u"createDb"_s, false);
    QCOMPARE(folder.sqlOf(third), u"ALTER ROLE \"editor\" WITH NOCREATEDB NOCREATEROLE NOINHERIT NOLOGIN;"_s);
    const QString gone = folder.sqlOf(pgProject());
    QVERIFY2(gone.startsWith(u"DROP POLICY \"own\" ON \"auth\".\"users\";"_s)
                 && gone.endsWith(u"DROP ROLE \"editor\";"_s),
             qPrintable(gone));
}

/// A value that one migration adds and the next one uses: both at once would fail.
void TestPgGenerate::lateValues()
{
    PgFolder folder(u"0.45.1"_s);
    DrizzleSnapshot project = pgProject();
    project.schema.enums = {mood({u"sad"_s})};
    project.schema.tables[0].columns.append(pgColumn(u"mood"_s, u"mood"_s));
    VERIFY_OK(folder.generate(project));
    project.schema.enums = {mood({u"sad"_s, u"glad"_s})};
    const auto adds = folder.generate(project);
    VERIFY_OK(adds);
    QCOMPARE(adds->prepared->saved.warnings, QStringList());
    project.schema.tables[0].columns[2].defaultExpression = u"'glad'"_s;
    const auto uses = folder.generate(project);
    VERIFY_OK(uses);
    QCOMPARE(uses->prepared->saved.warnings.size(), 1);
    QVERIFY(uses->prepared->saved.warnings.first().contains(u"0001_snapshot.json"_s));
    // Within one migration the type is made anew, which may be used at once.
    project.schema.enums = {mood({u"sad"_s, u"glad"_s, u"mad"_s})};
    project.schema.tables[0].columns[2].defaultExpression = u"'mad'"_s;
    const QString sql = folder.sqlOf(project);
    QVERIFY2(!sql.contains(u"ADD VALUE"_s) && sql.contains(u"CREATE TYPE"_s), qPrintable(sql));
}

void TestPgGenerate::anotherSystem()
{
    PgFolder folder(u"0.45.1"_s);
    VERIFY_OK(folder.generate(pgProject()));
    const auto made = folder.generate(emptySnapshot(u"sqlite"_s));
    QVERIFY(!made);
    QVERIFY2(made.error().message.contains(u"migrations for another system (PostgreSQL)"_s),
             qPrintable(made.error().message));
}

/// Two branches of the 1.0 form that both change an enum are in each other's way; of two tables they are not.
void TestPgGenerate::branches()
{
    for (const bool same : {true, false}) {
        PgFolder folder(u"1.0.0-rc.4"_s);
        DrizzleSnapshot project = pgProject();
        project.schema.enums = {mood({u"sad"_s})};
        const auto first = folder.generate(project);
        VERIFY_OK(first);
        DrizzleSnapshot one = project;
        one.schema.enums = {mood({u"sad"_s, u"glad"_s})};
        VERIFY_OK(folder.generate(one));
        DrizzleSnapshot other = project;
        if (same)
            other.schema.enums = {mood({u"sad"_s, u"mad"_s})};
        else
            other.schema.tables.append(pgTable(u"zoo"_s, {pgColumn(u"id"_s, u"integer"_s, true)}));
        const auto last = folder.generate(other);
        VERIFY_OK(last);
        const QString file = folder.path(last->prepared->saved.tag + u"/snapshot.json"_s);
        SnapshotAbout about;
        about.dialect = u"postgresql"_s;
        about.id = folder.request().id;
        about.previousIds = {u"00000001-1111-4111-8111-111111111111"_s};
        QFile f(file);
        QVERIFY(f.open(QFile::WriteOnly));
        f.write(snapshotText(other.schema, about, MigrationsFolder::Layout::Folders));
        f.close();
        QCOMPARE(folder.problems().size(), same ? 1 : 0);
        if (same)
            QVERIFY2(folder.problems().first().contains(u"mood"_s), qPrintable(folder.problems().first()));
    }
}

/// Nothing that only runs outside a transaction, which the ORM's migrator makes around a file.
void TestPgGenerate::runsInOneTransaction()
{
    PgFolder folder(u"0.45.1"_s);
    VERIFY_OK(folder.generate(pgProject()));
    DrizzleSnapshot second = pgProject();
    Index index;
    index.name = u"by_name"_s;
    index.columns = {IndexedColumn{u"name"_s, {}, {}}};
    second.schema.tables[0].indexes = {index};
    second.extras.concurrentIndexes = {u"public.by_name"_s};
    const QString sql = folder.sqlOf(second);
    QVERIFY2(sql.startsWith(u"CREATE INDEX \"by_name\""_s), qPrintable(sql));
    QCOMPARE(folder.json(u"meta/0001_snapshot.json"_s)
                 .value("tables"_L1)["public.users"_L1]["indexes"_L1]["by_name"_L1]["concurrently"_L1]
                 .toBool(),
             true);
}

/// A snapshot knows the column only, and not how its sequence is called by now.
void TestPgGenerate::serialGoesOnCounting()
{
    PgFolder folder(u"0.45.1"_s);
    DrizzleSnapshot project = pgProject();
    project.schema.tables[0].columns[0].declaredType = u"serial"_s;
    VERIFY_OK(folder.generate(project));
    project.schema.tables[0].columns[0].declaredType = u"bigserial"_s;
    const auto made = folder.generate(project);
    VERIFY_OK(made);
    QVERIFY(made->prepared);
    const QString sql = QString::fromUtf8(made->prepared->files.first().after);
    QVERIFY2(sql.contains(u"ALTER COLUMN \"id\" TYPE bigint"_s), qPrintable(sql));
    QVERIFY2(sql.contains(u"pg_get_serial_sequence('\"public\".\"users\"', 'id')"_s)
                 && sql.contains(u"'ALTER SEQUENCE ' || counter || ' AS bigint'"_s),
             qPrintable(sql));
    QStringList codes;
    for (const Hazard &h : made->migration.hazards)
        codes.append(h.finding.code);
    QVERIFY2(!codes.contains(u"H08"_s), qPrintable(codes.join(u' ')));
}

void TestPgGenerate::nothingIsAskedOfWiderTypes()
{
    const QList<std::tuple<QString, QString, bool>> types{{u"integer"_s, u"bigint"_s, false},
                                                          {u"bigint"_s, u"integer"_s, true},
                                                          {u"smallint"_s, u"numeric(5,0)"_s, false},
                                                          {u"integer"_s, u"numeric(5,0)"_s, true},
                                                          {u"numeric(5,2)"_s, u"numeric(7,2)"_s, false},
                                                          {u"numeric(5,2)"_s, u"numeric(6,4)"_s, true},
                                                          {u"varchar(5)"_s, u"varchar(9)"_s, false},
                                                          {u"varchar(5)"_s, u"text"_s, false},
                                                          {u"text"_s, u"varchar(9)"_s, true}};
    for (const auto &[from, to, asks] : types) {
        PgFolder folder(u"0.45.1"_s);
        DrizzleSnapshot project = pgProject();
        project.schema.tables[0].columns[1].declaredType = from;
        VERIFY_OK(folder.generate(project));
        project.schema.tables[0].columns[1].declaredType = to;
        const auto made = folder.generate(project);
        VERIFY_OK(made);
        const bool told = std::any_of(made->migration.hazards.cbegin(), made->migration.hazards.cend(),
                                      [](const Hazard &h) { return h.finding.code == u"H08"_s; });
        QVERIFY2(told == asks, qPrintable(from + u" → "_s + to));
    }
}

void TestPgGenerate::rowsAreThoseThatThereMayBe()
{
    PgFolder folder(u"0.45.1"_s);
    DrizzleSnapshot project = pgProject();
    VERIFY_OK(folder.generate(project));
    Table &users = project.schema.tables[0];
    users.columns[1].notNull = true;
    UniqueConstraint unique;
    unique.name = u"users_name_unique"_s;
    unique.columns = {IndexedColumn{u"name"_s, {}, {}}};
    users.uniques = {unique};
    users.checks = {CheckConstraint{u"named"_s, u"name <> ''"_s, {}}};
    const auto made = folder.generate(project);
    VERIFY_OK(made);
    QStringList said;
    for (const Hazard &h : made->migration.hazards) {
        const Finding f = findingWithoutData(h);
        QVERIFY(!f.certain);
        said.append(f.code + u' ' + f.message);
    }
    QVERIFY2(said.contains(u"H21 Where there are such rows: name of users may no longer be NULL, but is."_s)
                 && said.contains(u"H22 Where there are such rows: UNIQUE (name) on users: rows share a key that must "
                                  "be unique."_s)
                 && said.contains(u"H25 Where there are such rows: rows of users do not pass CHECK (name <> '')."_s),
             qPrintable(said.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestPgGenerate)
#include "tst_pggenerate.moc"
