// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/migrationpreview.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

QString blog()
{
    return u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);"
           "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER);"
           "CREATE INDEX posts_user ON posts (user_id);"
           "INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', 'a@x'), (3, NULL, NULL);"
           "INSERT INTO posts VALUES (1, 'One', 1), (2, 'Two', 9), (3, 'Two', 2);"_s;
}

Result<MigrationDraft> draftTo(const QString &sql)
{
    const auto target = schemaOf(sql);
    RC_TRY(target);
    MigrationDraft draft;
    draft.sourceName = u"target.sql"_s;
    draft.target = *target;
    return draft;
}

/// Each line of a script with its mark in front, statements that frame it left out.
QStringList marked(const MigrationPreview &preview)
{
    QStringList out;
    const QList<Statement> &statements = preview.script->statements;
    for (qsizetype i = 0; i < statements.size(); ++i) {
        if (statements.at(i).role != Statement::Role::Body)
            continue;
        const QStringList lines = statements.at(i).sql.split(u'\n');
        for (qsizetype line = 0; line < lines.size(); ++line) {
            const PlanMark mark = preview.marks.at(i).lines.at(line);
            out.append((mark == PlanMark::Added         ? u"+ "_s
                            : mark == PlanMark::Changed ? u"~ "_s
                            : mark == PlanMark::Removed ? u"- "_s
                                                        : u"  "_s)
                       + lines.at(line).trimmed());
        }
    }
    return out;
}

const PreviewHazard *hazardOf(const MigrationPreview &preview, const QString &code)
{
    for (const PreviewHazard &h : preview.hazards) {
        if (h.hazard.finding.code == code)
            return &h;
    }
    return nullptr;
}

const HazardFix *fixOf(const PreviewHazard &hazard, HazardFix::Kind kind)
{
    for (const HazardFix &fix : hazard.fixes) {
        if (fix.kind == kind)
            return &fix;
    }
    return nullptr;
}

} // namespace

/// What a person sees of a draft, and what becomes of it when they answer.
class TestMigrationPreview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void linesOfARebuildAreComparedWithTheOldTable()
    {
        const auto preview =
            look(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, age INT);"
                 "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER);"
                 "CREATE INDEX posts_user ON posts (user_id);"_s);
        VERIFY_OK(preview);
        const QStringList lines = marked(*preview);
        QVERIFY2(lines.contains(u"  CREATE TABLE `__new_users` ("_s), qPrintable(lines.join(u'\n')));
        QVERIFY(lines.contains(u"  `id` INTEGER PRIMARY KEY,"_s));
        QVERIFY(lines.contains(u"~ `name` TEXT NOT NULL,"_s));
        QVERIFY(lines.contains(u"  `email` TEXT,"_s));
        QVERIFY(lines.contains(u"+ `age` INT"_s));
        QVERIFY(lines.contains(u"  )"_s));
        QCOMPARE(lines.filter(QRegularExpression(u"^[+~-]"_s)).size(), 2); // copying and replacing are no change
    }

    /// The helper's name within a CHECK that stays is no change.
    void aCheckThatNamesItsTableIsTheSame()
    {
        const auto now = schemaOf(u"CREATE TABLE t (a TEXT, CONSTRAINT c CHECK (\"t\".\"a\" <> ''))"_s);
        VERIFY_OK(now);
        const auto draft = draftTo(u"CREATE TABLE t (a TEXT NOT NULL, CONSTRAINT c CHECK (\"t\".\"a\" <> ''))"_s);
        VERIFY_OK(draft);
        const auto preview = previewOf(*now, *draft, {}, SchemaDb::dialect());
        VERIFY_OK(preview);
        QCOMPARE(marked(*preview).filter(QRegularExpression(u"^[+~-]"_s)), QStringList{u"~ `a` TEXT NOT NULL,"_s});
    }

    /// drizzle-kit writes DEFAULT before NOT NULL, people the other way round: that is no change.
    void theOrderOfClausesIsNoChange()
    {
        const auto now = schemaOf(u"CREATE TABLE b (id INTEGER PRIMARY KEY);"
                                  "CREATE TABLE t (a TEXT, n INTEGER NOT NULL DEFAULT 0,"
                                  " b integer REFERENCES b(id) ON UPDATE CASCADE ON DELETE CASCADE)"_s);
        VERIFY_OK(now);
        const auto draft = draftTo(u"CREATE TABLE b (id INTEGER PRIMARY KEY);"
                                   "CREATE TABLE t (a TEXT NOT NULL, n integer DEFAULT 0 NOT NULL,"
                                   " b integer REFERENCES b(id) ON DELETE CASCADE ON UPDATE CASCADE)"_s);
        VERIFY_OK(draft);
        const auto preview = previewOf(*now, *draft, {}, SchemaDb::dialect());
        VERIFY_OK(preview);
        QCOMPARE(marked(*preview).filter(QRegularExpression(u"^[+~-]"_s)), QStringList{u"~ `a` TEXT NOT NULL,"_s});
    }

    void whatIsDoneInPlaceIsMarkedAsAWhole()
    {
        const auto preview = look(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INT);"
                                  "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER);"
                                  "CREATE TABLE tags (id INTEGER);"_s);
        VERIFY_OK(preview);
        const QStringList lines = marked(*preview);
        QVERIFY2(lines.contains(u"- DROP INDEX `posts_user`"_s), qPrintable(lines.join(u'\n')));
        QVERIFY(lines.contains(u"+ ALTER TABLE `users` ADD COLUMN `age` INT"_s));
        QVERIFY(lines.contains(u"+ CREATE TABLE `tags` ("_s));
    }

    void theScriptIsThePlansOwn()
    {
        const auto preview = look(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INT);"_s);
        VERIFY_OK(preview);
        QCOMPARE(preview->script.get(), &preview->migration->plan.script);
        QCOMPARE(preview->inverse.get(), &preview->migration->inverse.script);
    }

    void aFillStaysToBeChanged()
    {
        const QString to =
            u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);"
            "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER, slug TEXT NOT NULL);"
            "CREATE UNIQUE INDEX posts_slug ON posts (slug);"
            "CREATE INDEX posts_user ON posts (user_id);"_s;
        const auto empty = look(to);
        VERIFY_OK(empty);
        const PreviewHazard *open = hazardOf(*empty, u"H20"_s);
        QVERIFY(open);
        QCOMPARE(open->answer, PreviewHazard::Answer::Open);
        QVERIFY(fixOf(*open, HazardFix::Kind::Fill));
        QVERIFY(!hazardOf(*empty, u"H22"_s)); // nobody knows yet what the column will hold

        PreviewChoices choices;
        choices.fills.append({{{}, u"posts"_s}, u"slug"_s, u"lower(title)"_s});
        const auto filled = look(to, choices);
        VERIFY_OK(filled);
        const PreviewHazard *answered = hazardOf(*filled, u"H20"_s);
        QVERIFY(answered);
        QCOMPARE(answered->answer, PreviewHazard::Answer::Filled);
        QCOMPARE(answered->words, u"lower(title)"_s);
        QCOMPARE(answered->key(), open->key());
        QVERIFY(std::none_of(filled->migration->hazards.cbegin(), filled->migration->hazards.cend(),
                             [](const Hazard &h) { return h.finding.code == u"H20"; }));
        // The expression gives the same for two rows, which can be asked now.
        const PreviewHazard *duplicates = hazardOf(*filled, u"H22"_s);
        QVERIFY(duplicates && duplicates->hazard.probe);
        SchemaDb db(blog());
        const auto count = db.database().queryValue(duplicates->hazard.probe->count.sql);
        VERIFY_OK(count);
        QCOMPARE(count->toInteger(), 2);
        // It stands out in the statement that copies.
        QStringList spans;
        for (qsizetype i = 0; i < filled->marks.size(); ++i) {
            for (const MarkedStatement::Span &span : filled->marks.at(i).filled)
                spans.append(filled->script->statements.at(i).sql.sliced(span.offset, span.length));
        }
        QCOMPARE(spans, QStringList{u"lower(title)"_s});
        choices.fills.first().expression = u" "_s; // taken away again
        const auto again = look(to, choices);
        VERIFY_OK(again);
        QCOMPARE(hazardOf(*again, u"H20"_s)->answer, PreviewHazard::Answer::Open);
    }

    void renamesAreAskedForAndAnswered()
    {
        const QString to = u"CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT);"
                           "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER);"
                           "CREATE INDEX posts_user ON posts (user_id);"_s;
        const auto asked = look(to);
        VERIFY_OK(asked);
        QCOMPARE(asked->questions.size(), 1);
        QCOMPARE(asked->questions.first().from, u"name"_s);
        QCOMPARE(asked->questions.first().to, u"full_name"_s);

        PreviewChoices same;
        same.same = asked->questions;
        const auto renamed = look(to, same);
        VERIFY_OK(renamed);
        QVERIFY(renamed->questions.isEmpty());
        QCOMPARE(wordsOf(renamed->migration->diff.changes),
                 QStringList{u"Rename the column name of users to full_name"_s});
        QVERIFY2(marked(*renamed).contains(u"~ ALTER TABLE `users` RENAME COLUMN `name` TO `full_name`"_s),
                 qPrintable(marked(*renamed).join(u'\n')));

        PreviewChoices apart;
        apart.apart = asked->questions;
        const auto two = look(to, apart);
        VERIFY_OK(two);
        QVERIFY(two->questions.isEmpty());
        QCOMPARE(two->migration->diff.changes.size(), 2);
        QVERIFY(std::none_of(two->migration->hazards.cbegin(), two->migration->hazards.cend(),
                             [](const Hazard &h) { return h.finding.code == u"H04"; }));
        QVERIFY(hazardOf(*two, u"H02"_s)); // its values are lost, and somebody has to say yes to that
    }

    /// "email goes, slug comes": who says how slug is filled has said that they are two.
    void aColumnThatIsFilledIsNoQuestion()
    {
        const QString to = u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, emails TEXT);"
                           "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER);"
                           "CREATE INDEX posts_user ON posts (user_id);"_s;
        const auto asked = look(to);
        VERIFY_OK(asked);
        QCOMPARE(asked->questions.size(), 1);
        PreviewChoices choices;
        choices.fills.append({{{}, u"users"_s}, u"emails"_s, u"lower(name)"_s});
        const auto filled = look(to, choices);
        VERIFY_OK(filled);
        QVERIFY(filled->questions.isEmpty());
        for (const Hazard &h : filled->migration->hazards)
            QVERIFY2(h.finding.code != u"H04"_s, qPrintable(h.finding.message));
        QVERIFY(hazardOf(*filled, u"H02"_s)); // that its values go is still told
    }

    void anAnswerToWhatIsNotAskedAnyMoreIsLeftAside()
    {
        PreviewChoices choices;
        choices.same.append({{{}, u"users"_s}, u"gone"_s, u"name"_s, 1});
        choices.same.append({{}, u"nowhere"_s, u"posts"_s, 1});
        choices.repairs.insert(u"H22 of another plan"_s, Statement{u"DELETE FROM users"_s, {}, {}, {}, {}, {}, {}, {}});
        const auto preview =
            look(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INT);"_s, choices);
        VERIFY_OK(preview);
        QVERIFY(preview->draft.options.renames.isEmpty());
        QVERIFY(preview->draft.plan.repairs.isEmpty());
    }

    void everyFixEndsWithoutTheRows_data()
    {
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("rows");
        const QString posts = u"CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER);"
                              "CREATE INDEX posts_user ON posts (user_id);"_s;
        const QString unique = posts + u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE);"_s;
        const QString key =
            u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);"
            "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER REFERENCES users(id));"
            "CREATE INDEX posts_user ON posts (user_id);"_s;
        const QString check =
            posts + u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, CHECK (name <> 'Bob'));"_s;
        using Kind = HazardFix::Kind;
        const auto row = [](const char *name, const QString &to, const QString &code, Kind kind, const QString &rows) {
            QTest::newRow(name) << to << code << int(kind) << rows;
        };
        row("keep the first", unique, u"H22"_s, Kind::KeepFirst, u"1, 'a@x'\n3, NULL"_s);
        row("renumber", unique, u"H22"_s, Kind::Renumber, u"1, 'a@x'\n2, 'a@x-2'\n3, NULL"_s);
        row("delete all that share", unique, u"H22"_s, Kind::Delete, u"3, NULL"_s);
        row("let go", key, u"H24"_s, Kind::SetNull, u"1, 1\n2, NULL\n3, 2"_s);
        row("lead elsewhere", key, u"H24"_s, Kind::Set, u"1, 1\n2, 1\n3, 2"_s);
        row("delete orphans", key, u"H24"_s, Kind::Delete, u"1, 1\n3, 2"_s);
        row("set what fails a check", check, u"H25"_s, Kind::Set, u"1, 'Ada'\n2, '1'\n3, NULL"_s);
    }
    void everyFixEndsWithoutTheRows()
    {
        QFETCH(QString, to);
        QFETCH(QString, code);
        QFETCH(int, kind);
        QFETCH(QString, rows);
        const auto asked = look(to);
        VERIFY_OK(asked);
        const PreviewHazard *hazard = hazardOf(*asked, code);
        QVERIFY(hazard);
        const HazardFix *fix = fixOf(*hazard, HazardFix::Kind(kind));
        QVERIFY(fix);
        PreviewChoices choices;
        choices.repairs.insert(
            hazard->key(), fix->repair ? *fix->repair : repairWith(*fix, hazard->hazard, u"1"_s, SchemaDb::dialect()));
        const auto fixed = look(to, choices);
        VERIFY_OK(fixed);
        QCOMPARE(hazardOf(*fixed, code)->answer, PreviewHazard::Answer::Repaired);
        for (const Hazard &h : fixed->migration->hazards)
            QVERIFY2(!h.finding.certain, qPrintable(h.finding.message));
        SchemaDb db(blog());
        VERIFY_OK(db.run(*fixed->script));
        const bool users = code != u"H24";
        QCOMPARE(db.rows(code == u"H25"_s ? u"SELECT id, name FROM users ORDER BY id"_s
                             : users      ? u"SELECT id, email FROM users ORDER BY id"_s
                                          : u"SELECT id, user_id FROM posts ORDER BY id"_s),
                 rows);
        const auto schema = db.schema();
        VERIFY_OK(schema);
        const auto left = diff(*schema, fixed->draft.target, {}, SchemaDb::rules());
        VERIFY_OK(left);
        QCOMPARE(wordsOf(left->changes), QStringList());
    }

    void whatRunsIsWhatIsShown_data()
    {
        QTest::addColumn<QString>("to");
        QTest::addColumn<PreviewChoices>("choices");
        const QString users = u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);"_s;
        const QString posts = u"CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER);"_s;
        const QString byUser = u"CREATE INDEX posts_user ON posts (user_id);"_s;
        QTest::newRow("in place") << QString(users + posts
                                             + u"CREATE INDEX titles ON posts (title);"
                                               "CREATE TABLE tags (id INTEGER)"_s)
                                  << PreviewChoices();
        PreviewChoices filled;
        filled.fills.append({{{}, u"users"_s}, u"name"_s, u"'it''s; ' || id /* ? :a $b @c */"_s});
        QTest::newRow("made anew, with a fill")
            << QString(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'x', email TEXT);"_s
                       + posts + byUser + u"CREATE VIEW v AS SELECT name FROM users"_s)
            << filled;
        PreviewChoices renamed;
        renamed.same.append({{{}, u"users"_s}, u"email"_s, u"e-mail `of`"_s, 1});
        QTest::newRow("renamed") << QString(
            u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, \"e-mail `of`\" TEXT);"_s + posts + byUser)
                                 << renamed;
        PreviewChoices repaired;
        repaired.repairs.insert(QString(), {}); // of the hazard that there is; see below
        QTest::newRow("put right first") << QString(
            users + u"CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT UNIQUE, user_id INTEGER);"_s + byUser)
                                         << repaired;
        QTest::newRow("dropped") << users << PreviewChoices();
    }
    /// Word for word what the database was given, in this order, with nothing in between and nothing bound: asked of
    /// its driver. Only what a check compares with is asked once more before BEGIN, in the check's own words.
    void whatRunsIsWhatIsShown()
    {
        QFETCH(QString, to);
        QFETCH(PreviewChoices, choices);
        if (choices.repairs.contains(QString())) {
            choices.repairs.clear();
            const auto asked = look(to);
            VERIFY_OK(asked);
            const PreviewHazard *hazard = hazardOf(*asked, u"H22"_s);
            QVERIFY(hazard && fixOf(*hazard, HazardFix::Kind::KeepFirst));
            choices.repairs.insert(hazard->key(), *fixOf(*hazard, HazardFix::Kind::KeepFirst)->repair);
        }
        const auto preview = look(to, choices);
        VERIFY_OK(preview);
        QStringList shown;
        for (const Statement &s : preview->script->statements) {
            if (s.role == Statement::Role::Begin) {
                for (const Statement &check : preview->script->statements) {
                    if (std::holds_alternative<ReturnsNothingNew>(check.expect))
                        shown += rendered(check, SchemaDb::dialect());
                }
            }
            shown += rendered(s, SchemaDb::dialect()); // what the window shows of it
        }
        SchemaDb db(blog());
        QStringList ran;
        bool bound = false;
        db.database().setTrace([&](const QString &sql, const QList<Value> &values) {
            ran += sql;
            bound = bound || !values.isEmpty();
        });
        VERIFY_OK(db.run(*preview->script));
        db.database().setTrace({});
        QCOMPARE(ran, shown);
        QVERIFY(!bound && ran.size() > 3);
    }

private:
    static Result<MigrationPreview> look(const QString &to, const PreviewChoices &choices = {})
    {
        const auto now = schemaOf(blog());
        RC_TRY(now);
        const auto draft = draftTo(to);
        RC_TRY(draft);
        return previewOf(*now, *draft, choices, SchemaDb::dialect());
    }
};

QTEST_GUILESS_MAIN(TestMigrationPreview)
#include "tst_migrationpreview.moc"
