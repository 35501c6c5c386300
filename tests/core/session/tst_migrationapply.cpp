// SPDX-License-Identifier: GPL-3.0-or-later
// A migration applied to a real file, through a session: what is refused, what is verified, what is recorded; and the
// way back, with the values that went.
#include "core/session/migrationapply.h"

#include "migrationwork.h"
#include "support/verify.h"

#include <QSignalSpy>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using migrationwork::draftTo;
using migrationwork::Work;

namespace {

const QString users = u"CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age TEXT, name TEXT);"_s;
const QString posts =
    u"CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT, author REFERENCES users ON DELETE CASCADE,"
    " title TEXT);"_s;
const QString shop = users + posts
    + u"INSERT INTO users VALUES (1, 'ada@x', '36', 'Ada'), (2, NULL, '007', 'Bob'), (3, 'c@x', x'00ff', NULL);"
      "INSERT INTO posts VALUES (1, 1, 'one'), (2, 2, 'two'), (7, 1, 'seven'); DELETE FROM posts WHERE id = 7;"_s;

QString manyUsers(int rows)
{
    return shop
        + u"WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n LIMIT %1)"
          " INSERT INTO users SELECT i, 'u' || i, i, 'name ' || i FROM n"_s.arg(rows);
}

} // namespace

class TestMigrationApply : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void appliesWhatWasShown();
    void refusesWhatWasNotAllowed();
    void refusesAnotherPlansDryRun();
    void refusesASchemaThatChangedMeanwhile();
    void nothingIsKeptWhenTheResultIsWrong_data();
    void nothingIsKeptWhenTheResultIsWrong();
    void whatWasRehearsedIsNotReadForAges();
    void whatAFixSetsOffHasToBeAllowed();
    void cancelKeepsNothing();
    void saysHowFarItIs();
    void comesBackWithValues_data();
    void comesBackWithValues();
    void comesBackOfFixes();
    void triggersDoNotHearOfWhatComesBack();
    void whatWasEditedSinceStays();
    void noWayBackSaysWhy();
    void nothingIsSavedForNothing();
};

void TestMigrationApply::appliesWhatWasShown()
{
    Work w(shop);
    auto draft = draftTo(users + posts
                         + u"CREATE INDEX by_title ON posts (title); CREATE TABLE tags (id INTEGER PRIMARY KEY)"_s);
    const auto plan = w.work->plan(draft);
    VERIFY_OK(plan);
    const auto rehearsal = waitFor(w.work->dryRun(*plan));
    VERIFY_OK(rehearsal);
    QVERIFY(rehearsal->succeeded());
    QSignalSpy published(w.open.session.get(), &Session::schemaChanged);
    const auto report =
        w.waitAndPublish(w.work->apply(*plan, {true, {}, std::make_shared<const MigrationDryRun>(*rehearsal)}));
    VERIFY_OK(report);
    QCOMPARE(report->script.get(), &(*plan)->plan.script); // the very object
    QVERIFY(report->backup && QFile::exists(report->backup->path));
    QVERIFY(published.size() >= 1);
    QVERIFY(w.open.session->schema()->table({{}, u"tags"_s}));
    const auto records = w.history();
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.first().state, u"applied"_s);
    QVERIFY(records.first().hasWayBack);
    QCOMPARE(records.first().backupPath, report->backup->path);
    // The same again is nothing to do.
    const auto nothing = w.work->plan(draft);
    QVERIFY(nothing && (*nothing)->plan.script.isEmpty());
    QVERIFY(!waitFor(w.work->apply(*nothing, {})));
}

void TestMigrationApply::refusesWhatWasNotAllowed()
{
    Work w(shop);
    const QStringList before = w.everything();
    const auto plan = w.work->plan(draftTo(users));
    VERIFY_OK(plan);
    const auto refused = w.apply(*plan, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Refused);
    QCOMPARE(refused.error().code, u"H01"_s);
    QCOMPARE(w.everything(), before);
    QVERIFY(w.history().isEmpty());
    VERIFY_OK(w.apply(*plan, {u"H01"_s}));
    QCOMPARE(w.open.rows(u"SELECT name FROM sqlite_schema WHERE name = 'posts'"_s), QStringList());
}

void TestMigrationApply::refusesAnotherPlansDryRun()
{
    Work w(shop);
    const auto one = w.work->plan(draftTo(users + posts + u"CREATE TABLE one (x)"_s));
    const auto two = w.work->plan(draftTo(users + posts + u"CREATE TABLE two (x)"_s));
    const auto rehearsal = waitFor(w.work->dryRun(*one));
    VERIFY_OK(rehearsal);
    const auto refused = waitFor(w.work->apply(*two, {true, {}, std::make_shared<const MigrationDryRun>(*rehearsal)}));
    QVERIFY(!refused);
    QVERIFY(w.history().isEmpty());
}

void TestMigrationApply::refusesASchemaThatChangedMeanwhile()
{
    Work w(shop);
    const auto plan = w.work->plan(draftTo(users + posts + u"CREATE TABLE one (x)"_s));
    VERIFY_OK(plan);
    QCOMPARE(tempdatabase::run(w.open.path, u"CREATE INDEX theirs ON users (name)"_s), QString());
    const auto refused = w.apply(*plan, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Conflict);
    QVERIFY2(refused.error().message.contains(u"has changed since"_s), qPrintable(refused.error().message));
    QCOMPARE(w.open.rows(u"SELECT name FROM sqlite_schema WHERE name = 'one'"_s), QStringList());
}

/// The plan is spoiled by hand, as if the planner had a defect: the file must stay what it was.
void TestMigrationApply::nothingIsKeptWhenTheResultIsWrong_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::newRow("another default") << u"'new'"_s << u"'other'"_s;
    QTest::newRow("a row is lost") << u"FROM `users`"_s << u"FROM `users` WHERE `id` <> 3"_s;
    QTest::newRow("a value is another") << u"`age`, `name` FROM `users`"_s << u"`age`, upper(`name`) FROM `users`"_s;
    QTest::newRow("rows swap what they hold")
        << u"`age`, `name` FROM `users`"_s
        << u"`age`, CASE `id` WHEN 1 THEN 'Bob' WHEN 2 THEN 'Ada' ELSE `name` END FROM `users`"_s;
    QTest::newRow("an index is lost") << u"CREATE INDEX `by_name` ON `users` (`name`)"_s << u"SELECT 1"_s;
}

void TestMigrationApply::nothingIsKeptWhenTheResultIsWrong()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    Work w(shop + u"CREATE INDEX by_name ON users (name)"_s);
    const QStringList before = w.everything();
    const auto plan = w.work->plan(draftTo(QString(users).replace(u"name TEXT"_s, u"name TEXT DEFAULT 'new'"_s) + posts
                                           + u"CREATE INDEX by_name ON users (name)"_s));
    VERIFY_OK(plan);
    auto spoiled = std::make_shared<SchemaMigration>(**plan);
    bool found = false;
    for (Statement &s : spoiled->plan.script.statements) {
        found = found || s.sql.contains(from);
        s.sql.replace(from, to);
    }
    QVERIFY(found);
    const auto refused = w.apply(spoiled, {});
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"Nothing was kept"_s), qPrintable(refused.error().message));
    QCOMPARE(w.everything(), before);
    QCOMPARE(w.history().first().state, u"failed"_s);
    QVERIFY(!w.history().first().hasWayBack || !waitFor(w.work->wayBack(w.history().first().id)));
    VERIFY_OK(w.apply(*plan, {})); // and unspoiled it goes through
}

void TestMigrationApply::whatWasRehearsedIsNotReadForAges()
{
    for (const bool rehearsed : {false, true})
        QVERIFY(mustCompareColumns(2'000'000, rehearsed)); // some 200,000 rows
    QVERIFY(mustCompareColumns(1'000'000'000, false)); // nobody has compared them yet
    QVERIFY(!mustCompareColumns(10'000'000, true)); // a million rows: Apply is to take no longer than the statements do
}

/// A trigger hears of the fix and writes to another table, whose columns were to stay.
void TestMigrationApply::whatAFixSetsOffHasToBeAllowed()
{
    const QString heard =
        u"CREATE TRIGGER heard AFTER UPDATE ON users BEGIN UPDATE posts SET title = 'told' WHERE author = new.id; END;"_s;
    Work w(shop + heard);
    const QStringList before = w.everything();
    MigrationDraft draft =
        draftTo(users + QString(posts).replace(u"title TEXT"_s, u"title TEXT DEFAULT 'new'"_s) + heard);
    Statement fix;
    fix.sql = u"UPDATE users SET name = upper(name) WHERE id = 1"_s;
    fix.purpose = u"Write it large"_s;
    draft.plan.repairs = {fix};
    const auto plan = w.work->plan(draft);
    VERIFY_OK(plan);
    const auto refused = w.apply(*plan, {});
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"In posts, columns that stay"_s), qPrintable(refused.error().message));
    QCOMPARE(w.everything(), before);
    VERIFY_OK(w.apply(*plan, {u"H05"_s}));
    QCOMPARE(w.open.rows(u"SELECT title FROM posts ORDER BY id"_s), (QStringList{u"'told'"_s, u"'two'"_s}));
}

void TestMigrationApply::cancelKeepsNothing()
{
    // How far it is, is told some times a second: a fast machine is through with few rows before that.
    for (int rows = 300'000; rows <= 20'000'000; rows *= 4) {
        Work w(manyUsers(rows));
        const QStringList before = w.everything();
        const auto plan =
            w.work->plan(draftTo(QString(users).replace(u"name TEXT"_s, u"name TEXT DEFAULT 'new'"_s) + posts));
        VERIFY_OK(plan);
        auto future = w.work->apply(*plan, {false, {}, {}});
        QVERIFY(QTest::qWaitFor([&] { return future.isFinished() || future.progressText().startsWith(u"users: "_s); },
                                60'000));
        future.cancel();
        const auto cancelled = waitFor(future);
        QTRY_VERIFY(!w.open.session->isApplying());
        if (w.history().first().state == u"applied"_s)
            continue;
        QVERIFY(!cancelled && cancelled.error().isCancelled());
        QCOMPARE(w.everything(), before);
        QCOMPARE(w.history().first().state, u"failed"_s);
        return;
    }
    QFAIL("It was always done before it said how far it is.");
}

void TestMigrationApply::saysHowFarItIs()
{
    QStringList texts;
    for (int rows = 300'000; rows <= 20'000'000; rows *= 4) { // as above
        Work w(manyUsers(rows));
        const auto plan =
            w.work->plan(draftTo(QString(users).replace(u"name TEXT"_s, u"name TEXT DEFAULT 'new'"_s) + posts));
        VERIFY_OK(plan);
        texts.clear();
        QFutureWatcher<Result<ApplyReport>> watcher;
        QObject::connect(&watcher, &QFutureWatcherBase::progressTextChanged, &watcher,
                         [&texts](const QString &text) { texts += text; });
        watcher.setFuture(w.work->apply(*plan, {true, {}, {}}));
        QVERIFY(QTest::qWaitFor([&] { return watcher.isFinished(); }, 120'000));
        VERIFY_OK(watcher.result());
        QTRY_VERIFY(!w.open.session->isApplying());
        const QString all = QLocale(QLocale::English, QLocale::UnitedStates).toString(rows + 3);
        if (!texts.filter(QRegularExpression(u"^users: [\\d,]+ of %1 rows$"_s.arg(all))).isEmpty())
            return;
    }
    QFAIL(qPrintable(texts.join(u'\n')));
}

void TestMigrationApply::comesBackWithValues_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QList<QStringList>>("fills");
    const QList<QStringList> none;
    QTest::newRow("a table is dropped") << users << none;
    QTest::newRow("a column is dropped") << QString(users).remove(u", email TEXT"_s) + posts << none;
    QTest::newRow("a column is converted") << QString(users).replace(u"age TEXT"_s, u"age INTEGER"_s) + posts << none;
    QTest::newRow("NULLs are filled") << QString(users).replace(u"name TEXT"_s, u"name TEXT NOT NULL"_s) + posts
                                      << QList<QStringList>{{u"users"_s, u"name"_s, u"'nobody ' || id"_s}};
    QTest::newRow("a column is computed from now on")
        << QString(users).replace(u"email TEXT"_s, u"email TEXT AS (lower(name) || '@x')"_s) + posts << none;
    QTest::newRow("all at once")
        << u"CREATE TABLE users (id INTEGER PRIMARY KEY, age REAL NOT NULL, born INTEGER AS (2026 - age))"_s
        << QList<QStringList>{{u"users"_s, u"age"_s, u"0"_s}};
}

void TestMigrationApply::comesBackWithValues()
{
    QFETCH(QString, target);
    QFETCH(QList<QStringList>, fills);
    Work w(shop);
    const QStringList before = w.everything();
    MigrationDraft draft = draftTo(target);
    for (const QStringList &fill : std::as_const(fills))
        draft.plan.fills.append({{{}, fill.at(0)}, fill.at(1), fill.at(2)});
    const auto plan = w.work->plan(draft);
    VERIFY_OK(plan);
    QVERIFY(!w.work->wayBackPlan(**plan).saved.isEmpty());
    QCOMPARE(w.work->wayBackPlan(**plan).cannotUndo, QStringList());
    VERIFY_OK(w.work->inverse(**plan));
    const QStringList allowed{u"H01"_s, u"H02"_s, u"H11"_s, u"H12"_s, u"H16"_s};
    VERIFY_OK(w.apply(*plan, allowed, false));
    QVERIFY(w.everything() != before);
    const HistoryRecord record = w.history().first();
    QVERIFY(record.hasWayBack);
    const auto back = waitFor(w.work->wayBack(record.id));
    VERIFY_OK(back);
    QVERIFY(QFile::exists(back->savedFile));
    QVERIFY(!(QFile::permissions(back->savedFile) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther)));
    const auto rehearsal = waitFor(w.work->dryRun(back->migration));
    VERIFY_OK(rehearsal);
    QVERIFY2(rehearsal->succeeded(), qPrintable(rehearsal->run.error.message));
    VERIFY_OK(w.apply(back->migration, {u"H01"_s, u"H02"_s, u"H11"_s, u"H16"_s, u"H13"_s}));
    // The words of a definition may be written otherwise, in the same order; rows are the same to the byte.
    const QStringList now = w.everything();
    QCOMPARE(now.mid(2), before.mid(2));
    const auto schema = schemaOf(shop);
    DiffOptions exact;
    exact.columnOrder = true;
    const auto rest = diff(*w.open.session->schema(), *schema, exact, SchemaDb::rules());
    QVERIFY(rest && rest->isEmpty());
}

void TestMigrationApply::comesBackOfFixes()
{
    Work w(shop);
    QCOMPARE(tempdatabase::run(w.open.path, u"INSERT INTO posts VALUES (3, 99, 'lost'), (4, 98, 'two')"_s), QString());
    const QStringList before = w.everything();
    MigrationDraft draft = draftTo(
        users
        + u"CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT, author REFERENCES users ON DELETE CASCADE,"
          " title TEXT UNIQUE CHECK (title <> 'one'))"_s);
    const auto first = w.work->plan(draft);
    VERIFY_OK(first);
    const ProbeSql &probes = *w.open.session->dialect().probeSql();
    for (const Hazard &hazard : (*first)->hazards) {
        if (hazard.finding.code == u"H25")
            draft.plan.repairs += probes.setColumn(*hazard.probe, u"title"_s, u"'ONE'"_s);
    }
    IndexedColumn title;
    title.column = u"title"_s;
    draft.plan.repairs +=
        *probes.keepFirstOfDuplicates(*w.open.session->schema()->table({{}, u"posts"_s}), {title}, {});
    const auto plan = w.work->plan(draft);
    VERIFY_OK(plan);
    VERIFY_OK(w.apply(*plan, {}));
    QCOMPARE(w.open.rows(u"SELECT id, title FROM posts ORDER BY id"_s),
             (QStringList{u"1|'ONE'"_s, u"2|'two'"_s, u"3|'lost'"_s}));
    const auto back = waitFor(w.work->wayBack(w.history().first().id));
    VERIFY_OK(back);
    // It brings the broken reference back, too: that is what was there.
    const auto report = w.apply(back->migration, {});
    VERIFY_OK(report);
    QCOMPARE(w.everything().mid(2), before.mid(2));
}

void TestMigrationApply::triggersDoNotHearOfWhatComesBack()
{
    const QString log = u"CREATE TABLE log (what TEXT);"
                        "CREATE TRIGGER heard AFTER INSERT ON posts BEGIN INSERT INTO log VALUES (new.title); END;"_s;
    Work w(shop + log + u"INSERT INTO posts VALUES (4, 1, 'two')"_s);
    QCOMPARE(w.open.rows(u"SELECT what FROM log"_s), QStringList{u"'two'"_s});
    const QStringList before = w.everything();
    MigrationDraft draft = draftTo(users + posts + log + u"CREATE UNIQUE INDEX one ON posts (title)"_s);
    IndexedColumn title;
    title.column = u"title"_s;
    draft.plan.repairs = {*w.open.session->dialect().probeSql()->keepFirstOfDuplicates(
        *w.open.session->schema()->table({{}, u"posts"_s}), {title}, {})};
    const auto plan = w.work->plan(draft);
    VERIFY_OK(plan);
    QVERIFY((*plan)->plan.rebuilt.isEmpty()); // the trigger stays where it is
    VERIFY_OK(w.apply(*plan, {}));
    QCOMPARE(w.open.rows(u"SELECT count(*) FROM posts"_s), QStringList{u"2"_s});
    const auto back = waitFor(w.work->wayBack(w.history().first().id));
    VERIFY_OK(back);
    VERIFY_OK(w.apply(back->migration, {}));
    QCOMPARE(w.everything().filter(u"'two'"_s), before.filter(u"'two'"_s));
    QCOMPARE(w.open.rows(u"SELECT what FROM log"_s), QStringList{u"'two'"_s});
    QCOMPARE(w.open.rows(u"SELECT name FROM sqlite_schema WHERE type = 'trigger'"_s), QStringList{u"'heard'"_s});
}

void TestMigrationApply::whatWasEditedSinceStays()
{
    Work w(shop);
    const auto plan = w.work->plan(draftTo(QString(users).replace(u"age TEXT"_s, u"age INTEGER"_s) + posts));
    VERIFY_OK(plan);
    VERIFY_OK(w.apply(*plan, {u"H11"_s}));
    QCOMPARE(tempdatabase::run(w.open.path,
                               u"UPDATE users SET age = 8 WHERE id = 2; INSERT INTO users (id, age) VALUES (9, 5)"_s),
             QString());
    const auto back = waitFor(w.work->wayBack(w.history().first().id));
    VERIFY_OK(back);
    VERIFY_OK(w.apply(back->migration, {u"H11"_s}));
    QCOMPARE(w.open.rows(u"SELECT id, age FROM users ORDER BY id"_s),
             (QStringList{u"1|'36'"_s, u"2|'8'"_s, u"3|x:00ff"_s, u"9|'5'"_s}));
}

void TestMigrationApply::noWayBackSaysWhy()
{
    Work w(shop);
    const auto plan = w.work->plan(draftTo(QString(users).remove(u", email TEXT"_s) + posts));
    VERIFY_OK(plan);
    VERIFY_OK(w.apply(*plan, {u"H02"_s}));
    const qint64 id = w.history().first().id;
    const auto back = waitFor(w.work->wayBack(id));
    VERIFY_OK(back);
    QVERIFY(QFile::rename(back->savedFile, back->savedFile + u".away"_s));
    const auto gone = waitFor(w.work->wayBack(id));
    QVERIFY(!gone && gone.error().message.contains(back->savedFile));
    QVERIFY(QFile::rename(back->savedFile + u".away"_s, back->savedFile));
    QCOMPARE(tempdatabase::run(w.open.path, u"CREATE TABLE theirs (x)"_s), QString());
    const auto changed = waitFor(w.work->wayBack(id));
    QVERIFY(!changed && changed.error().message.contains(u"changed since"_s));
    const auto unknown = waitFor(w.work->wayBack(id + 100));
    QVERIFY(!unknown);
    // A table without a key: numbers of rows that a VACUUM may change.
    Work bare(u"CREATE TABLE bare (a TEXT, b TEXT); INSERT INTO bare VALUES ('x', '1'), ('y', '2'), ('z', '3');"
              "DELETE FROM bare WHERE a = 'x'"_s);
    const auto drop = bare.work->plan(draftTo(u"CREATE TABLE bare (a TEXT)"_s));
    VERIFY_OK(drop);
    VERIFY_OK(bare.apply(*drop, {u"H02"_s}));
    const qint64 bareId = bare.history().first().id;
    VERIFY_OK(waitFor(bare.work->wayBack(bareId)));
    QCOMPARE(tempdatabase::run(bare.open.path, u"VACUUM"_s), QString());
    const auto vacuumed = waitFor(bare.work->wayBack(bareId));
    QVERIFY(!vacuumed && vacuumed.error().message.contains(u"VACUUM"_s));
}

void TestMigrationApply::nothingIsSavedForNothing()
{
    Work w(shop);
    const auto plan = w.work->plan(draftTo(users + posts + u"CREATE TABLE one (x)"_s));
    VERIFY_OK(plan);
    VERIFY_OK(w.apply(*plan, {}, false));
    QVERIFY(QDir(w.open.dir.filePath(u"state/backups"_s)).entryList({u"*.saved"_s}, QDir::Files).isEmpty());
    const auto back = waitFor(w.work->wayBack(w.history().first().id));
    VERIFY_OK(back);
    QVERIFY(back->savedFile.isEmpty());
    VERIFY_OK(w.apply(back->migration, {u"H01"_s}));
    QVERIFY(!w.open.session->schema()->table({{}, u"one"_s}));
}

QTEST_GUILESS_MAIN(TestMigrationApply)
#include "tst_migrationapply.moc"
