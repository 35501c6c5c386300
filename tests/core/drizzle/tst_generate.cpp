// SPDX-License-Identifier: GPL-3.0-or-later
// A project's schema against its last snapshot, in both forms of a folder.
#include "core/drizzle/generate.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A folder of migrations, and the schema that its project declares at any time.
class GeneratedFolder {
public:
    explicit GeneratedFolder(const QString &orm) { m_options.ormVersion = orm; }

    [[nodiscard]] QString path() const { return m_dir.filePath(u"drizzle"_s); }
    [[nodiscard]] GenerateRequest request(const QString &sql) const
    {
        GenerateRequest request;
        request.folder = path();
        const auto declared = schemaOf(sql);
        request.project.schema = declared ? *declared : Schema();
        request.project.facets.uniqueConstraints = m_options.ormVersion.startsWith(u"1."_s);
        request.options = m_options;
        request.now = 1767225600000;
        request.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        return request;
    }
    [[nodiscard]] static Result<GeneratedMigration> generate(const GenerateRequest &request)
    {
        return generateMigration(request, SchemaDb::dialect());
    }
    /// Generated and written.
    [[nodiscard]] Result<SavedMigration> write(const GenerateRequest &request)
    {
        const auto made = generate(request);
        RC_TRY(made);
        return made->prepared ? writeMigration(*made->prepared)
                              : Result<SavedMigration>(Error::invalid(u"There is nothing to do."_s));
    }
    /// All its files, run as a migrator does: one transaction, foreign keys on.
    [[nodiscard]] QString migrate(SchemaDb &db, const SavedMigration &saved) const
    {
        QFile file(saved.path);
        if (!file.open(QIODevice::ReadOnly))
            return file.errorString();
        QString sql = QString::fromUtf8(file.readAll());
        sql.replace(u"--> statement-breakpoint"_s, u""_s);
        return db.runOutside(u"PRAGMA foreign_keys = ON; BEGIN;\n"_s + sql + u"\nCOMMIT;"_s);
    }

private:
    QTemporaryDir m_dir;
    MigrationOptions m_options;
};

QString family(const QString &name)
{
    return u"CREATE TABLE users (id integer PRIMARY KEY, name %1, email text);"
           "CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users(id) ON DELETE CASCADE);"
           "CREATE TABLE likes (post integer REFERENCES posts(id) ON DELETE CASCADE, who text);"_s.arg(name);
}

} // namespace

class TestGenerate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void rounds_data() { forms(); }
    void rounds();
    void childrenSurvive_data() { forms(); }
    void childrenSurvive();
    void renames_data() { forms(); }
    void renames();
    void fills();
    void names_data();
    void names();
    void custom();
    void otherForm();
    void conflict();
    void keysOfOneColumn();
    void theLastSnapshotIsGone_data() { forms(); }
    void theLastSnapshotIsGone();

private:
    static void forms()
    {
        QTest::addColumn<QString>("orm");
        QTest::newRow("classic") << u"0.45.1"_s;
        QTest::newRow("1.0") << u"1.0.0-rc.4"_s;
    }
};

void TestGenerate::rounds()
{
    QFETCH(QString, orm);
    GeneratedFolder folder(orm);
    const QString one = family(u"text"_s);
    const QString two = one
        + u"CREATE INDEX by_who ON likes (lower(who)) WHERE who IS NOT NULL;"
          "CREATE VIEW names AS SELECT name FROM users;"_s;
    SchemaDb db;
    for (const QString &sql : {one, two}) {
        const auto saved = folder.write(folder.request(sql));
        VERIFY_OK(saved);
        QCOMPARE(folder.migrate(db, *saved), QString());
        const auto live = db.schema();
        VERIFY_OK(live);
        QCOMPARE(wordsOf(diff(*live, *schemaOf(sql), {}, SchemaDb::rules())->changes), QStringList());
        const auto again = folder.generate(folder.request(sql));
        VERIFY_OK(again);
        QVERIFY(!again->prepared);
    }
}

/// The table is made anew within a transaction that keeps foreign keys on, which would delete its children's rows.
void TestGenerate::childrenSurvive()
{
    QFETCH(QString, orm);
    GeneratedFolder folder(orm);
    SchemaDb db;
    const auto first = folder.write(folder.request(family(u"text"_s)));
    VERIFY_OK(first);
    QCOMPARE(folder.migrate(db, *first), QString());
    QCOMPARE(db.execute(u"INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', NULL);"
                        "INSERT INTO posts VALUES (10, 1), (11, 2); INSERT INTO likes VALUES (10, 'x'), (11, 'y')"_s),
             QString());
    const auto second = folder.write(folder.request(family(u"text NOT NULL DEFAULT 'x'"_s)));
    VERIFY_OK(second);
    QCOMPARE(second->warnings, QStringList());
    QCOMPARE(folder.migrate(db, *second), QString());
    QCOMPARE(
        db.rows(u"SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM posts), (SELECT count(*) FROM likes)"_s),
        u"2, 2, 2"_s);
    QCOMPARE(db.rows(u"PRAGMA foreign_key_check"_s), QString());
    QCOMPARE(
        wordsOf(diff(*db.schema(), *schemaOf(family(u"text NOT NULL DEFAULT 'x'"_s)), {}, SchemaDb::rules())->changes),
        QStringList());
}

void TestGenerate::renames()
{
    QFETCH(QString, orm);
    GeneratedFolder folder(orm);
    VERIFY_OK(folder.write(folder.request(u"CREATE TABLE users (id integer PRIMARY KEY, name text)"_s)));
    auto request = folder.request(u"CREATE TABLE users (id integer PRIMARY KEY, full_name text)"_s);
    const auto asked = folder.generate(request);
    VERIFY_OK(asked);
    QCOMPARE(asked->undecided().size(), 1);
    QVERIFY(asked->undecided().first().message.contains(u"name of users goes and full_name comes"_s));
    request.renames.columns.append({{{}, u"users"_s}, u"name"_s, u"full_name"_s});
    const auto made = folder.generate(request);
    VERIFY_OK(made);
    QVERIFY(made->undecided().isEmpty());
    QVERIFY(made->prepared);
    const QByteArray sql = made->prepared->files.first().after;
    QVERIFY2(sql.contains("RENAME COLUMN") && !sql.contains("DROP"), sql.constData());
    VERIFY_OK(writeMigration(*made->prepared));
    QVERIFY(
        !folder.generate(folder.request(u"CREATE TABLE users (id integer PRIMARY KEY, full_name text)"_s))->prepared);
}

void TestGenerate::fills()
{
    GeneratedFolder folder(u"0.45.1"_s);
    SchemaDb db;
    const auto first = folder.write(folder.request(u"CREATE TABLE users (id integer PRIMARY KEY, name text)"_s));
    VERIFY_OK(first);
    QCOMPARE(folder.migrate(db, *first), QString());
    QCOMPARE(db.execute(u"INSERT INTO users VALUES (1, 'Ada')"_s), QString());
    auto request = folder.request(u"CREATE TABLE users (id integer PRIMARY KEY, name text, slug text NOT NULL)"_s);
    request.plan.fills.append({{{}, u"users"_s}, u"slug"_s, u"lower(name)"_s});
    const auto second = folder.write(request);
    VERIFY_OK(second);
    QCOMPARE(folder.migrate(db, *second), QString());
    QCOMPARE(db.rows(u"SELECT slug FROM users"_s), u"'ada'"_s);
}

void TestGenerate::names_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("name");
    const QString users = u"CREATE TABLE users (id integer PRIMARY KEY);"_s;
    QTest::newRow("a table") << users << users + u"CREATE TABLE tags (id integer)"_s << u"add_tags"_s;
    QTest::newRow("a column") << users << u"CREATE TABLE users (id integer PRIMARY KEY, email text)"_s
                              << u"users_add_email"_s;
    QTest::newRow("a column goes") << u"CREATE TABLE users (id integer PRIMARY KEY, email text)"_s << users
                                   << u"users_drop_email"_s;
    QTest::newRow("several tables") << users << users + u"CREATE TABLE a (id integer); CREATE TABLE b (id integer)"_s
                                    << u"add_a_and_1_more"_s;
    QTest::newRow("strange names") << users << users + u"CREATE TABLE \"żółć\" (id integer)"_s << u"add"_s;
}

void TestGenerate::names()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, name);
    const auto d = diff(*schemaOf(before), *schemaOf(after), {}, SchemaDb::rules());
    VERIFY_OK(d);
    QCOMPARE(suggestedMigrationName(d->changes), name);
}

void TestGenerate::custom()
{
    GeneratedFolder folder(u"1.0.0"_s);
    VERIFY_OK(folder.write(folder.request(family(u"text"_s))));
    // What schema.ts says meanwhile is for the next one.
    auto request = folder.request(family(u"text NOT NULL"_s));
    request.custom = true;
    const auto saved = folder.write(request);
    VERIFY_OK(saved);
    QVERIFY2(saved->tag.endsWith(u"_custom"_s), qPrintable(saved->tag));
    QVERIFY(!folder.generate(folder.request(family(u"text"_s)))->prepared);
    QVERIFY(folder.generate(folder.request(family(u"text NOT NULL"_s)))->prepared);
}

void TestGenerate::otherForm()
{
    GeneratedFolder folder(u"0.45.1"_s);
    VERIFY_OK(folder.write(folder.request(family(u"text"_s))));
    auto request = folder.request(family(u"text NOT NULL"_s));
    request.options.ormVersion = u"1.0.0"_s;
    const auto made = folder.generate(request);
    QVERIFY(!made);
    QVERIFY2(made.error().message.contains(u"drizzle-kit up"_s), qPrintable(made.error().message));
}

void TestGenerate::conflict()
{
    GeneratedFolder folder(u"0.45.1"_s);
    VERIFY_OK(folder.write(folder.request(u"CREATE TABLE a (x integer)"_s)));
    const auto ours = folder.generate(folder.request(u"CREATE TABLE a (x integer); CREATE TABLE b (x integer)"_s));
    VERIFY_OK(ours);
    VERIFY_OK(writeMigration(*ours->prepared));
    // As another branch has made it from the same state.
    const auto state = readFolderState(folder.path(), {});
    VERIFY_OK(state);
    QByteArray bytes = state->last()->bytes;
    bytes.replace(state->last()->id.toUtf8(), "33333333-3333-4333-8333-333333333333");
    QFile theirs(folder.path() + u"/meta/0002_snapshot.json"_s);
    QVERIFY(theirs.open(QIODevice::WriteOnly) && theirs.write(bytes) == bytes.size());
    theirs.close();
    const auto made = folder.generate(folder.request(u"CREATE TABLE a (x integer)"_s));
    QVERIFY(!made);
    QVERIFY2(made.error().message.contains(u"follow the same snapshot"_s), qPrintable(made.error().message));
}

/// What the newest migration does would be done again.
void TestGenerate::theLastSnapshotIsGone()
{
    QFETCH(const QString, orm);
    GeneratedFolder folder(orm);
    VERIFY_OK(folder.write(folder.request(u"CREATE TABLE a (x integer)"_s)));
    const QString both = u"CREATE TABLE a (x integer); CREATE TABLE b (x integer)"_s;
    const auto fine = folder.generate(folder.request(both));
    VERIFY_OK(fine);
    QVERIFY2(fine->prepared->saved.warnings.isEmpty(), qPrintable(fine->prepared->saved.warnings.join(u'\n')));
    const auto state = readFolderState(folder.path(), {});
    VERIFY_OK(state);
    QVERIFY(QFile::remove(state->last()->path));
    const auto made = folder.generate(folder.request(both));
    VERIFY_OK(made);
    QVERIFY2(made->prepared->saved.warnings.value(0).startsWith(state->lastTag + u" has no snapshot"_s),
             qPrintable(made->prepared->saved.warnings.join(u'\n')));
}

/// drizzle-orm takes a key to be NOT NULL, and drizzle-kit 1.0 does not say so in a snapshot.
void TestGenerate::keysOfOneColumn()
{
    GeneratedFolder folder(u"1.0.0"_s);
    const QString sql = u"CREATE TABLE t (code text PRIMARY KEY NOT NULL, n integer)"_s;
    const auto saved = folder.write(folder.request(sql));
    VERIFY_OK(saved);
    QVERIFY(!folder.generate(folder.request(sql))->prepared);
    SchemaDb db;
    QCOMPARE(folder.migrate(db, *saved), QString());
    const Schema live = *db.schema();
    QVERIFY(!live.table({{}, u"t"_s})->column(u"code"_s)->notNull);
    QCOMPARE(withKeyNullsOf(*schemaOf(sql), live).tables.first().column(u"code"_s)->notNull, false);
    QCOMPARE(withKeyNullsOf(*schemaOf(sql), *schemaOf(sql)).tables.first().column(u"code"_s)->notNull, true);
}

QTEST_GUILESS_MAIN(TestGenerate)
#include "tst_generate.moc"
