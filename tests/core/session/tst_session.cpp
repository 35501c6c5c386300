// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/session.h"

#include "usersandposts.h"
#include "support/verify.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using namespace usersandposts;

class TestSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void opens()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        QCOMPARE(o->name(), u"app.db"_s);
        QCOMPARE(o->location(), QFileInfo(o.path).canonicalFilePath());
        QVERIFY(!o->isReadOnly());
        QCOMPARE(o->schema()->tables.size(), 2);
        QCOMPARE(o->relations().referencing(users).size(), 1);
        QCOMPARE(o->facts(), (QStringList{u"foreign keys on"_s, u"journal: delete"_s}));
        QVERIFY(!o->migrations());
        QVERIFY(o->changes()->isEmpty());
        QCOMPARE(QDir(o.dir.path()).entryList(QDir::Files), QStringList{u"app.db"_s}); // nothing beside it
        const auto row = ended(o->readRow(users, keyOf(2)));
        VERIFY_OK(row);
        QCOMPARE(row->at(1), Value::text(u"Grace"_s));
        QVERIFY(!ended(o->readRow(users, keyOf(99))).ok());
        const auto count = ended(o->countRows({{}, u"posts"_s}));
        VERIFY_OK(count);
        QCOMPARE(*count, 3);
    }

    void aFolderOrConfigLeadsToTheDatabase()
    {
        Opened o;
        QFile config(o.dir.filePath(u"drizzle.config.json"_s));
        QVERIFY(config.open(QFile::WriteOnly));
        config.write(R"({"dialect": "sqlite", "out": "./nowhere", "dbCredentials": {"url": "app.db"}})");
        config.close();
        for (const QString &target : {o.dir.path(), config.fileName()}) {
            const auto session = Session::open(target, o.options());
            VERIFY_OK(session);
            QCOMPARE((*session)->name(), u"app.db"_s);
            QVERIFY((*session)->migrationsProblem().contains(u"nowhere"_s));
        }
        Session::Options asking = o.options();
        asking.migrationsFolder = o.dir.filePath(u"nowhere"_s);
        const auto asked = Session::open(o.path, asking);
        QVERIFY(!asked.ok());
    }

    void badTargets_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("nothing named") << QString() << QByteArray();
        QTest::newRow("missing") << u"missing.db"_s << QByteArray();
        QTest::newRow("no database") << u"text.db"_s << QByteArray("hello ").repeated(1000);
        QTest::newRow("config of another system")
            << u"drizzle.config.json"_s << QByteArray(R"({"dialect": "postgresql", "dbCredentials": {"url": "x"}})");
        QTest::newRow("config without a database")
            << u"drizzle.config.json"_s << QByteArray(R"({"dialect": "sqlite"})");
        QTest::newRow("config of a missing database")
            << u"drizzle.config.json"_s << QByteArray(R"({"dialect": "sqlite", "dbCredentials": {"url": "x.db"}})");
        QTest::newRow("config in code") << u"drizzle.config.ts"_s << QByteArray("export default {}");
    }
    void badTargets()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        const QTemporaryDir dir;
        const QString path = name.isEmpty() ? QString() : dir.filePath(name);
        if (!content.isEmpty()) {
            QFile file(path);
            QVERIFY(file.open(QFile::WriteOnly));
            file.write(content);
        }
        Session::Options options;
        options.stateFolder = dir.filePath(u"state"_s);
        const auto session = Session::open(path, options);
        QVERIFY(!session.ok());
        QVERIFY(session.error().message.endsWith(u'.'));
        QVERIFY(!session.error().message.contains(u'\n'));
    }

    void editsAreAppliedAsShown()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        QSignalSpy changed(o.session->get(), &Session::changesChanged);
        QSignalSpy data(o.session->get(), &Session::dataChanged);
        QSignalSpy outside(o.session->get(), &Session::changedOutside);
        VERIFY_OK(o->stage(rename(1, u"Ada"_s, u"Ada L."_s)));
        VERIFY_OK(o->stage(DeleteRow{users, keyOf(2), {}, -1}));
        QCOMPARE(changed.count(), 2);
        const auto script = o->editScript();
        VERIFY_OK(script);
        QCOMPARE(*o->editScript(), *script); // the very object
        const auto report = ended(o->applyEdits(*script));
        VERIFY_OK(report);
        QCOMPARE(report->script, *script);
        QTRY_COMPARE(data.count(), 1);
        QCOMPARE(changed.count(), 3);
        QVERIFY(o->changes()->isEmpty());
        QCOMPARE(o.column(u"SELECT name FROM users ORDER BY id"_s), (QStringList{u"Ada L."_s, u"Edsger"_s}));
        const QList<TableEffect> effects{{u"posts"_s, 0, 0, 1}, {u"users"_s, 0, 1, 1}}; // the cascade included
        QCOMPARE(report->outcome.effects, effects);
        const auto history = ended(o->history());
        VERIFY_OK(history);
        QCOMPARE(history->size(), 1);
        QCOMPARE(history->constFirst().state, u"applied"_s);
        QCOMPARE(history->constFirst().sql, rendered(**script, o->dialect()));
        QCOMPARE(history->constFirst().effects, effects);
        QCOMPARE(*ended(o->historyCount()), 1);
        o->checkForChanges(); // our own write is nobody else's
        const auto count = ended(o->countRows(users));
        VERIFY_OK(count);
        QTest::qWait(0);
        QCOMPARE(outside.count(), 0);
    }

    void anotherScriptIsNotRun()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        VERIFY_OK(o->stage(rename(1, u"Ada"_s, u"Ada L."_s)));
        const auto shown = o->editScript();
        VERIFY_OK(shown);
        VERIFY_OK(o->stage(rename(2, u"Grace"_s, u"G."_s)));
        const auto report = ended(o->applyEdits(*shown));
        QVERIFY(!report.ok());
        QCOMPARE(o.column(u"SELECT name FROM users WHERE id = 1"_s), QStringList{u"Ada"_s});
        QCOMPARE(o->changes()->rows().size(), 2);
    }

    void aFailureKeepsEveryEdit()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        VERIFY_OK(o->stage(rename(1, u"Ada"_s, u"Ada L."_s)));
        VERIFY_OK(o->stage(rename(2, u"Grace"_s, u"Edsger"_s))); // not unique
        const auto before = o->changes();
        const auto script = o->editScript();
        VERIFY_OK(script);
        const auto report = ended(o->applyEdits(*script));
        QVERIFY(!report.ok());
        QCOMPARE(report.error().kind, Error::Kind::Constraint);
        const auto index = report.error().statementIndex;
        QVERIFY(index >= 0 && index < (*script)->statements.size());
        QCOMPARE((*script)->statements.at(index).source, StatementSource(FromEdit{users, 1}));
        QTRY_VERIFY(!o->isApplying());
        QCOMPARE(*o->changes(), *before);
        QCOMPARE(o.column(u"SELECT name FROM users ORDER BY id"_s), (QStringList{u"Ada"_s, u"Grace"_s, u"Edsger"_s}));
        const HistoryRecord record = ended(o->history())->constFirst();
        QCOMPARE(record.state, u"failed"_s);
        QCOMPARE(record.error, u"users 2, column name: "_s + report.error().message); // as the pending panel says it
    }

    void conflictsShowBaseTheirsAndMine()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        VERIFY_OK(o->stage(rename(1, u"Ada"_s, u"Ada L."_s)));
        VERIFY_OK(o->stage(rename(2, u"Grace"_s, u"G."_s)));
        VERIFY_OK(o->stage(rename(3, u"Edsger"_s, u"E."_s)));
        QVERIFY(o.outside(u"UPDATE users SET name = 'ada' WHERE id = 1; UPDATE users SET bio = 'new' WHERE id = 3;"
                          "DELETE FROM users WHERE id = 2"_s));
        const auto report = ended(o->applyEdits(*o->editScript()));
        QVERIFY(!report.ok());
        QCOMPARE(report.error().kind, Error::Kind::Conflict);
        const auto conflicts = ended(o->findConflicts());
        VERIFY_OK(conflicts);
        QCOMPARE(conflicts->size(), 2); // another column of row 3 is no conflict
        const Conflict first{users,
                             keyOf(1),
                             false,
                             {{u"name"_s, Value::text(u"Ada"_s)}},
                             {{u"name"_s, Value::text(u"ada"_s)}},
                             {{u"name"_s, Value::text(u"Ada L."_s)}}};
        QCOMPARE(conflicts->at(0), first);
        QVERIFY(conflicts->at(1).vanished);
        QCOMPARE(conflicts->at(1).key, keyOf(2));
        QCOMPARE(o->changes()->rows().size(), 3);
        QCOMPARE(o.column(u"SELECT name FROM users WHERE id = 3"_s), QStringList{u"Edsger"_s});
    }

    void whatOthersWriteIsNoticed()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        QSignalSpy outside(o.session->get(), &Session::changedOutside);
        QSignalSpy schema(o.session->get(), &Session::schemaChanged);
        o->checkForChanges();
        VERIFY_OK(ended(o->countRows(users)));
        QVERIFY(o.outside(u"UPDATE users SET bio = 'b'"_s));
        QTRY_VERIFY((o->checkForChanges(), outside.count() == 1));
        QCOMPARE(schema.count(), 0);
        QVERIFY(o.outside(u"ALTER TABLE users ADD COLUMN age INT"_s));
        QTRY_VERIFY((o->checkForChanges(), schema.count() == 1));
        QCOMPARE(outside.count(), 2);
        QVERIFY(o->schema()->table(users)->column(u"age"_s));
    }

    void aReplacedFileIsNotWrittenTo()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        VERIFY_OK(o->stage(rename(1, u"Ada"_s, u"Ada L."_s)));
        const QString other = scratch::makeDatabase(
            o.dir, u"other.db"_s,
            u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'Ada')"_s);
        QCOMPARE(::rename(QFile::encodeName(other).constData(), QFile::encodeName(o.path).constData()), 0);
        QSignalSpy failed(o.session->get(), &Session::failed);
        o->checkForChanges();
        o->checkForChanges();
        QCOMPARE(failed.count(), 1);
        const auto report = ended(o->applyEdits(*o->editScript()));
        QVERIFY(!report.ok());
        QVERIFY(report.error().message.contains(u"replaced"_s));
        QCOMPARE(o.column(u"SELECT name FROM users"_s), QStringList{u"Ada"_s});
    }

    void readOnlyStagesNothing()
    {
        Opened o;
        o.open(true);
        VERIFY_OK(o.session);
        QVERIFY(o->isReadOnly());
        QVERIFY(!o->readOnlyBecause().isEmpty());
        QVERIFY(!o->stage(rename(1, u"Ada"_s, u"x"_s)).ok());
        const auto script = std::make_shared<const Script>(o->dialect().inTransaction(
            u"t"_s, {Statement{u"DELETE FROM users"_s, {}, Statement::Role::Body, {}, {}, {}, {}, {}}},
            Dialect::ForeignKeys::Enforced));
        QVERIFY(!ended(o->applyScript(script, false, std::nullopt)).ok());
        QCOMPARE(o.column(u"SELECT count(*) FROM users"_s), QStringList{u"3"_s});
    }

    /// The id of a deleted row is used again, and the edited cell of the new row looks just as the old one's did.
    void aRowThatTookAnothersKeyIsNotWritten()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        SetCell op{{{}, u"posts"_s}, keyOf(3), u"author"_s, Value::integer(2), NewValue(Value::integer(1)), -1};
        op.seen = {{u"id"_s, Value::integer(3)}, {u"author"_s, op.base}, {u"title"_s, Value::text(u"z"_s)}};
        VERIFY_OK(o->stage(op));
        const auto script = o->editScript();
        VERIFY_OK(script);
        QVERIFY(o.outside(u"DELETE FROM posts WHERE id = 3; INSERT INTO posts VALUES (3, 2, 'another')"_s));
        const auto stopped = ended(o->applyEdits(*script));
        QVERIFY(!stopped.ok());
        QCOMPARE(stopped.error().kind, Error::Kind::Conflict);
        QCOMPARE(o.column(u"SELECT author FROM posts WHERE id = 3"_s), QStringList{u"2"_s});
        QCOMPARE(o->changes()->rows().size(), 1);
        const auto conflicts = ended(o->findConflicts());
        VERIFY_OK(conflicts);
        QCOMPARE(conflicts->size(), 1);
        QCOMPARE(conflicts->first().base.keys(), (QStringList{u"author"_s, u"title"_s}));
        QVERIFY(conflicts->first().theirs.value(u"title"_s) == Value::text(u"another"_s));
    }

    void rowsFollowTheSchema()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        RowQuery query;
        query.table = users;
        const auto source = o->makeRowSource(query);
        const RowPagePtr page = source->waitForPage(0, 10'000);
        QVERIFY(page);
        QCOMPARE(page->rowCount, 3);
        QCOMPARE(page->cell(1, 1), Value::text(u"Grace"_s));
        QCOMPARE(page->keys.at(1), keyOf(2));
        QVERIFY(o.outside(u"ALTER TABLE users ADD COLUMN age INT"_s));
        o->reload();
        QTRY_COMPARE(source->columns().size(), 4);
    }

    void closingStopsWhatRuns()
    {
        Opened o;
        o.open();
        VERIFY_OK(o.session);
        const auto script = std::make_shared<const Script>(o->dialect().inTransaction(
            u"Long"_s,
            {Statement{
                u"INSERT INTO users (name) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"_s,
                {},
                Statement::Role::Body,
                {},
                {},
                {},
                {},
                {}}},
            Dialect::ForeignKeys::Enforced));
        const auto future = o->applyScript(script, false, std::nullopt);
        o.session = Error::invalid(u"closed"_s);
        QVERIFY(future.isFinished());
        QCOMPARE(o.column(u"SELECT count(*) FROM users"_s), QStringList{u"3"_s});
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
