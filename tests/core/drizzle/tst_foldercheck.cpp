// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/foldercheck.h"

#include "core/drizzle/folderchanges.h"

#include "core/drizzle/generate.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A folder with three migrations in a row, as generate writes them; then something happens to it.
class ThreeMigrations {
public:
    explicit ThreeMigrations(const QString &orm)
    {
        QString sql;
        for (int i = 1; i <= 3; ++i) {
            sql += u"CREATE TABLE t%1 (id integer);"_s.arg(i);
            GenerateRequest request;
            request.folder = m_dir.path();
            request.project.schema = *schemaOf(sql);
            request.options.ormVersion = orm;
            request.name = u"m%1"_s.arg(i);
            request.now = 1767225600000 + i * 1000;
            request.id = id(i);
            const auto made = generateMigration(request, SchemaDb::dialect());
            if (!made || !made->prepared || !writeMigration(*made->prepared))
                qFatal("the fixture cannot be written");
            m_tags.append(made->prepared->saved.tag);
        }
    }

    static QString id(int n) { return u"%1%1%1%1%1%1%1%1-1111-4111-8111-111111111111"_s.arg(n); }
    [[nodiscard]] QString path(const QString &file) const { return m_dir.filePath(file); }
    [[nodiscard]] QString tag(int n) const { return m_tags.at(n - 1); }
    void replace(const QString &file, const QByteArray &text, const QByteArray &by) const
    {
        QFile f(path(file));
        if (!f.open(QIODevice::ReadWrite))
            qFatal("%s", qPrintable(f.errorString()));
        QByteArray bytes = f.readAll();
        bytes.replace(text, by);
        f.resize(0);
        f.seek(0);
        f.write(bytes);
    }
    [[nodiscard]] QStringList found() const
    {
        const auto folder = readMigrationsFolder(m_dir.path());
        const auto state = readFolderState(m_dir.path(), {});
        if (!folder || !state)
            return {u"cannot be read"_s};
        QStringList out;
        for (const FolderProblem &p : checkFolder(*folder, *state))
            out.append((p.isError ? u"error "_s : u"note "_s) + toText(p.kind));
        return out;
    }

private:
    QTemporaryDir m_dir;
    QStringList m_tags;
};

using Harm = void (*)(const ThreeMigrations &);

} // namespace
Q_DECLARE_METATYPE(Harm)

class TestFolderCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void classic_data();
    void classic();
    void folders_data();
    void folders();
    void branches();
    void saidOnce();
    void withADatabase();
};

void TestFolderCheck::classic_data()
{
    QTest::addColumn<Harm>("harm");
    QTest::addColumn<QStringList>("found");
    const auto row = [](const char *name, Harm harm, const QStringList &found) {
        QTest::newRow(name) << harm << found;
    };
    row("nothing", [](const ThreeMigrations &) {}, {});
    row("a file is gone", [](const ThreeMigrations &m) { QFile::remove(m.path(m.tag(2) + u".sql"_s)); },
        {u"error missing-file"_s});
    row("a file that nobody names",
        [](const ThreeMigrations &m) { QFile::copy(m.path(m.tag(1) + u".sql"_s), m.path(u"0009_x.sql"_s)); },
        {u"note unlisted-file"_s});
    row("an older snapshot is gone",
        [](const ThreeMigrations &m) { QFile::remove(m.path(u"meta/0001_snapshot.json"_s)); },
        {u"note missing-snapshot"_s});
    row("two older snapshots are gone",
        [](const ThreeMigrations &m) {
            QFile::remove(m.path(u"meta/0000_snapshot.json"_s));
            QFile::remove(m.path(u"meta/0001_snapshot.json"_s));
        },
        {u"note missing-snapshot"_s});
    row("the last snapshot is gone",
        [](const ThreeMigrations &m) { QFile::remove(m.path(u"meta/0002_snapshot.json"_s)); },
        {u"error missing-snapshot"_s});
    row("a snapshot is no JSON", [](const ThreeMigrations &m) { m.replace(u"meta/0001_snapshot.json"_s, "{", "["); },
        {u"error bad-snapshot"_s, u"note unchained"_s});
    row("two branches",
        [](const ThreeMigrations &m) {
            m.replace(u"meta/0002_snapshot.json"_s, ThreeMigrations::id(2).toUtf8(), ThreeMigrations::id(1).toUtf8());
        },
        {u"error conflict"_s});
    row("an entry that leads elsewhere",
        [](const ThreeMigrations &m) {
            m.replace(u"meta/_journal.json"_s, (u'"' + m.tag(1) + u'"').toUtf8(), "\"../../evil\"");
        },
        {u"error missing-file"_s, u"note unlisted-file"_s});
    row("dated before the one before",
        [](const ThreeMigrations &m) { m.replace(u"meta/_journal.json"_s, "1767225603000", "1767225600500"); },
        {u"error journal"_s});
}

void TestFolderCheck::classic()
{
    QFETCH(Harm, harm);
    QFETCH(QStringList, found);
    const ThreeMigrations migrations(u"0.45.1"_s);
    harm(migrations);
    QCOMPARE(migrations.found(), found);
}

void TestFolderCheck::folders_data()
{
    QTest::addColumn<Harm>("harm");
    QTest::addColumn<QStringList>("found");
    const auto row = [](const char *name, Harm harm, const QStringList &found) {
        QTest::newRow(name) << harm << found;
    };
    row("nothing", [](const ThreeMigrations &) {}, {});
    row("a file is gone", [](const ThreeMigrations &m) { QFile::remove(m.path(m.tag(2) + u"/migration.sql"_s)); },
        {u"error missing-file"_s});
    row("the last snapshot is gone",
        [](const ThreeMigrations &m) { QFile::remove(m.path(m.tag(3) + u"/snapshot.json"_s)); },
        {u"error missing-snapshot"_s});
    row("branches that touch different tables",
        [](const ThreeMigrations &m) {
            // the third follows the first, and has no second table
            m.replace(m.tag(3) + u"/snapshot.json"_s, ThreeMigrations::id(2).toUtf8(), ThreeMigrations::id(1).toUtf8());
            m.replace(m.tag(3) + u"/snapshot.json"_s, "\"t2\"", "\"t4\"");
        },
        {});
    row("branches of a snapshot that is gone",
        [](const ThreeMigrations &m) {
            m.replace(m.tag(3) + u"/snapshot.json"_s, ThreeMigrations::id(2).toUtf8(), ThreeMigrations::id(1).toUtf8());
            QFile::remove(m.path(m.tag(1) + u"/snapshot.json"_s));
        },
        {u"note missing-snapshot"_s, u"note unchained"_s, u"note unchained"_s, u"note unchained"_s});
    row("branches that touch the same table",
        [](const ThreeMigrations &m) {
            m.replace(m.tag(3) + u"/snapshot.json"_s, ThreeMigrations::id(2).toUtf8(), ThreeMigrations::id(1).toUtf8());
        },
        {u"error conflict"_s});
}

void TestFolderCheck::folders()
{
    QFETCH(Harm, harm);
    QFETCH(QStringList, found);
    const ThreeMigrations migrations(u"1.0.0"_s);
    harm(migrations);
    QCOMPARE(migrations.found(), found);
}

/// After two branches both are named as what was before.
void TestFolderCheck::branches()
{
    const ThreeMigrations migrations(u"1.0.0"_s);
    migrations.replace(migrations.tag(3) + u"/snapshot.json"_s, ThreeMigrations::id(2).toUtf8(),
                       ThreeMigrations::id(1).toUtf8());
    const auto state = readFolderState(migrations.path({}), {});
    VERIFY_OK(state);
    QCOMPARE(state->leaves().size(), 2);
    QCOMPARE(state->leaves().first().id, ThreeMigrations::id(2));
}

/// Three branches from one snapshot are one finding, and what to do about it is said in one place.
void TestFolderCheck::saidOnce()
{
    const ThreeMigrations migrations(u"1.0.0"_s);
    const QByteArray root = "00000000-0000-0000-0000-000000000000";
    migrations.replace(migrations.tag(2) + u"/snapshot.json"_s, ThreeMigrations::id(1).toUtf8(), root);
    migrations.replace(migrations.tag(3) + u"/snapshot.json"_s, ThreeMigrations::id(2).toUtf8(), root);
    const auto folder = readMigrationsFolder(migrations.path({}));
    const auto state = readFolderState(migrations.path({}), {});
    VERIFY_OK(folder);
    VERIFY_OK(state);
    const QList<FolderProblem> problems = checkFolder(*folder, *state);
    QCOMPARE(problems.size(), 1);
    QCOMPARE(problems.first().kind, FolderProblem::Kind::Conflict);
    QCOMPARE(problems.first().files.size(), 3);
    QVERIFY2(!problems.first().message.contains(u"generate"_s), qPrintable(problems.first().message));
    QVERIFY(remedyFor(problems.first().kind).contains(u"generate it again"_s));
}

/// What the database says of the folder: a lost entry is no file that nobody names, and what is wrong comes first.
void TestFolderCheck::withADatabase()
{
    const ThreeMigrations migrations(u"0.45.1"_s);
    const auto whole = readMigrationsFolder(migrations.path({}));
    VERIFY_OK(whole);
    MigrationJournal journal;
    journal.tableExists = true;
    for (const MigrationFile &file : whole->migrations)
        journal.rows.append({file.hash, file.when, {}});
    journal.rows.append({"of a branch that is gone", whole->migrations.last().when + 1, {}});
    const auto without = journalWithout(*whole, migrations.tag(2));
    VERIFY_OK(without);
    VERIFY_OK(writeFileChanges(*without));
    const auto folder = readMigrationsFolder(migrations.path({}));
    const auto state = readFolderState(migrations.path({}), {});
    VERIFY_OK(folder);
    VERIFY_OK(state);
    const QList<MigrationState> states = migrationStates(*folder, journal);
    const QList<MigrationFile> lost = lostFiles(*folder, journal, states);
    QCOMPARE(lost.size(), 1);
    QCOMPARE(lost.first().tag, migrations.tag(2));
    QCOMPARE(lost.first().when, whole->migrations.at(1).when);
    QStringList found;
    for (const FolderProblem &p : checkFolder(*folder, *state, states, lost))
        found.append((p.isError ? u"error "_s : u"note "_s) + toText(p.kind));
    QCOMPARE(found, (QStringList{u"error lost-entry"_s, u"note orphan"_s}));
    const auto back = journalWithEntries(*folder, lost);
    VERIFY_OK(back);
    QCOMPARE(back->first().after, without->first().before.value()); // as drizzle-kit had written it
}

QTEST_GUILESS_MAIN(TestFolderCheck)
#include "tst_foldercheck.moc"
