// SPDX-License-Identifier: GPL-3.0-or-later
// Promise P6: staged edits outlive the process that staged them, come back on the same file only, and nothing is
// applied by itself.
#include "core/session/stagedstore.h"

#include "core/session/editcodec.h"
#include "core/session/session.h"
#include "core/session/wholeedits.h"
#include "support/opensession.h"
#include "support/verify.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>

#include <csignal>
#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QualifiedName users{{}, u"users"_s};

const QString twentyUsers
    = u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
      " FROM n LIMIT 20) INSERT INTO users SELECT i, 'user ' || i FROM n"_s;

RowKey keyOf(qint64 id)
{
    return {{Value::integer(id)}};
}

template <typename T> Result<T> ended(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000))
        return Error::invalid(u"still not finished"_s);
    return future.resultCount() > 0 ? future.result() : Result<T>(Error::cancelled());
}

/// Lets another process stage twenty edits, and kills it.
bool stageAndDie(const OpenSession &o)
{
    QProcess victim;
    victim.start(QCoreApplication::applicationDirPath() + u"/stagingvictim"_s,
                 {o.path, o.dir.filePath(u"state"_s)});
    QByteArray said;
    while (!said.contains('S') && victim.waitForReadyRead(20'000))
        said += victim.readAllStandardOutput();
    victim.kill();
    victim.waitForFinished(20'000);
    return said.contains('S') && victim.exitStatus() == QProcess::CrashExit;
}

} // namespace

class TestStagedStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyEditReadsBack_data()
    {
        QTest::addColumn<EditOp>("op");
        const auto infinity = std::numeric_limits<double>::infinity();
        const QMap<QString, NewValue> cells{{u"a"_s, Value()},
                                            {u"b"_s, UseDefault{}},
                                            {u"c"_s, KeyOfInserted{users, 3, u"id"_s}},
                                            {u"d"_s, Value::real(-0.0)},
                                            {u"e"_s, Value::real(infinity)},
                                            {u"f"_s, Value::textBytes(QByteArray("a\0b\xff", 4))},
                                            {u"g"_s, Value::blob(QByteArray("\0\1", 2))},
                                            {u"h"_s, Value::typed("1.50", u"numeric"_s)},
                                            {u"i"_s, Value::integer(std::numeric_limits<qint64>::min())}};
        const QMap<QString, Value> seen{{u"a"_s, Value()}, {u"b"_s, Value::text(u"caf\u00e9"_s)}};
        const SetCell set{users, keyOf(1), u"name"_s, Value::real(0.1), NewValue(UseDefault{}), 4};
        QTest::newRow("set") << EditOp(set);
        QTest::newRow("take back") << EditOp(SetCell{users, keyOf(1), u"n"_s, Value(), std::nullopt, -1});
        QTest::newRow("set, with what was seen")
            << EditOp(SetCell{users, keyOf(1), u"name"_s, Value(), NewValue(Value::integer(1)), -1, seen});
        QTest::newRow("new row") << EditOp(InsertRow{{u"s"_s, u"t"_s}, 7, cells, 2});
        QTest::newRow("cell of a new row") << EditOp(SetInsertedCell{users, 7, u"x"_s, std::nullopt});
        QTest::newRow("take a new row back") << EditOp(RemoveInsertedRow{users, 7});
        QTest::newRow("delete") << EditOp(DeleteRow{users, {{Value::text(u"k"_s), Value::blob("x")}}, seen, 1});
        QTest::newRow("restore") << EditOp(RestoreRow{users, keyOf(9)});
        QTest::newRow("several") << EditOp(CompoundEdit{u"Paste"_s, {set, RestoreRow{users, keyOf(9)}, CompoundEdit{}}});
    }

    void everyEditReadsBack()
    {
        QFETCH(EditOp, op);
        const QByteArray bytes = encoded(op);
        const auto read = decoded(bytes);
        QVERIFY(read);
        QVERIFY(*read == op);
        for (qsizetype length = 0; length < bytes.size(); ++length)
            QVERIFY(!decoded(bytes.first(length)));
        QVERIFY(!decoded(bytes + '\0'));
    }

    /// Bytes that a Raincheck before this one kept: a SetCell that ends with its position.
    void editsOfTheFirstFormatAreRead()
    {
        const SetCell set{users, keyOf(1), u"name"_s, Value::text(u"a"_s), NewValue(Value::text(u"b"_s)), 4};
        QByteArray bytes = encoded(EditOp(set));
        QCOMPARE(bytes.first(2), QByteArray("\0\2", 2));
        QCOMPARE(bytes.last(4), QByteArray("\0\0\0\0", 4)); // nothing seen
        bytes[1] = 1;
        bytes.chop(4);
        const auto read = decoded(bytes);
        QVERIFY(read);
        QVERIFY(*read == EditOp(set));
        bytes[1] = 3;
        QVERIFY(!decoded(bytes));
    }

    void survivesAKill()
    {
        OpenSession o(twentyUsers);
        o.session.reset();
        QVERIFY(stageAndDie(o));
        QCOMPARE(QFileInfo(o.dir.filePath(u"state/staged.db"_s)).permissions() & 0x0077, QFile::Permissions());
        QCOMPARE(tempdatabase::run(o.path, u"UPDATE users SET name = 'theirs' WHERE id = 3;"
                                           "DELETE FROM users WHERE id = 4"_s), QString());
        o.open();
        QVERIFY2(o.session, qPrintable(o.error));
        QCOMPARE(o.session->recoveredEdits(), (RecoveredEdits{20, 0, {}}));
        QCOMPARE(o.session->changes()->rows().size(), 20);
        const RowEdit *first = o.session->changes()->find(users, keyOf(1));
        QVERIFY(first);
        QVERIFY(first->cells.value(u"name"_s).value == NewValue(Value::textBytes("\xff new 1")));
        const auto conflicts = ended(o.session->findConflicts());
        VERIFY_OK(conflicts);
        QCOMPARE(conflicts->size(), 2);
        QVERIFY(!conflicts->at(0).vanished && conflicts->at(1).vanished);
        // Nothing was applied, and nobody else gets them while this session lives.
        QCOMPARE(o.rows(u"SELECT count(*) FROM users WHERE name LIKE 'user %'"_s), QStringList{u"18"_s});
        Session::Options options;
        options.stateFolder = o.dir.filePath(u"state"_s);
        const auto second = Session::open(o.path, options);
        VERIFY_OK(second);
        QVERIFY((*second)->changes()->isEmpty());
    }

    /// Dead, but its parent has not asked after it: it is in /proc still.
    void aProcessNobodyBuriesIsDead()
    {
        OpenSession o(twentyUsers);
        o.session.reset();
        QProcess parent;
        parent.start(u"sh"_s, {u"-c"_s, u"\"$0\" \"$1\" \"$2\" & echo \"pid $!\"; exec sleep 60"_s,
                               QCoreApplication::applicationDirPath() + u"/stagingvictim"_s, o.path,
                               o.dir.filePath(u"state"_s)});
        QByteArray said;
        while (!said.contains('S') && parent.waitForReadyRead(20'000))
            said += parent.readAllStandardOutput();
        const auto pid = static_cast<pid_t>(said.mid(said.indexOf("pid ") + 4).split('\n').first().toInt());
        QVERIFY2(pid > 0, said.constData());
        QCOMPARE(::kill(pid, SIGKILL), 0);
        const auto isZombie = [pid] {
            QFile stat(u"/proc/%1/stat"_s.arg(pid));
            return stat.open(QFile::ReadOnly) && stat.readAll().contains(") Z ");
        };
        QTRY_VERIFY(isZombie());
        o.open();
        const bool stillOne = isZombie();
        parent.kill();
        parent.waitForFinished(20'000);
        QVERIFY2(o.session, qPrintable(o.error));
        QVERIFY(stillOne);
        QCOMPARE(o.session->recoveredEdits().edits, 20);
    }

    void whatSeveralDeadOnesStagedComesBackTogether()
    {
        OpenSession o(twentyUsers);
        o.session.reset();
        const QString path = QFileInfo(o.path).canonicalFilePath();
        const auto stageAs = [&](const QList<EditOp> &ops, bool applying) {
            const auto store = StagedStore::open(o.dir.filePath(u"state"_s), path, fileIdentity(path));
            VERIFY_OK(store);
            for (const EditOp &op : ops)
                VERIFY_OK(ended((*store)->append(op)));
            VERIFY_OK((*store)->setApplying(applying));
            VERIFY_OK((*store)->release());
        };
        const auto name = [](const QString &text) { return NewValue(Value::text(text)); };
        stageAs({InsertRow{users, 1, {{u"name"_s, name(u"first"_s)}}, -1},
                 SetCell{users, keyOf(2), u"name"_s, Value::text(u"user 2"_s), name(u"mine"_s), -1}}, false);
        stageAs({CompoundEdit{u"Paste"_s, {InsertRow{users, 1, {}, -1}, InsertRow{users, 2, {}, -1}}},
                 SetInsertedCell{users, 1, u"name"_s, name(u"second"_s)}, RemoveInsertedRow{users, 2},
                 SetCell{users, keyOf(3), u"id"_s, Value::integer(3), NewValue(KeyOfInserted{users, 1, u"id"_s}), -1}},
                false);
        stageAs({DeleteRow{users, keyOf(4), {}, -1}}, true); // it died while it applied: not mixed with the others
        for (int opening = 0; opening < 2; ++opening) {
            o.open();
            QVERIFY2(o.session, qPrintable(o.error));
            QCOMPARE(o.session->recoveredEdits(), (RecoveredEdits{4, 0, {}}));
            const auto changes = o.session->changes();
            const QList<const RowEdit *> inserted = changes->inserted(users);
            QCOMPARE(inserted.size(), 2);
            QVERIFY(inserted.at(0)->cells.value(u"name"_s).value == name(u"first"_s));
            QVERIFY(inserted.at(1)->cells.value(u"name"_s).value == name(u"second"_s));
            const NewValue key = KeyOfInserted{users, inserted.at(1)->insertId, u"id"_s};
            QVERIFY(changes->find(users, keyOf(3))->cells.value(u"id"_s).value == key);
            o.session.reset();
        }
        o.open();
        VERIFY_OK(o.session->stage(SetCell{users, keyOf(5), u"name"_s, Value::text(u"user 5"_s), name(u"x"_s), -1}));
        o.session.reset(); // closed by a person who was asked
        o.open();
        QCOMPARE(o.session->recoveredEdits().edits, 1);
        QVERIFY(o.session->changes()->find(users, keyOf(4)));
    }

    void comesBackUntilSomebodyDecides()
    {
        OpenSession o(twentyUsers);
        o.session.reset();
        QVERIFY(stageAndDie(o));
        o.open(); // and is closed again without a word
        QVERIFY2(o.session, qPrintable(o.error));
        QCOMPARE(o.session->recoveredEdits().edits, 20);
        o.session.reset();
        o.open();
        QCOMPARE(o.session->recoveredEdits().edits, 20);
        const auto script = o.session->editScript();
        VERIFY_OK(script);
        VERIFY_OK(ended(o.session->applyEdits(*script)));
        QVERIFY(o.session->changes()->isEmpty());
        o.session.reset();
        o.open();
        QVERIFY(o.session->recoveredEdits().isEmpty());
        QCOMPARE(o.rows(u"SELECT count(*) FROM users WHERE name LIKE 'user %'"_s), QStringList{u"1"_s});
    }

    void notOnAnotherFile()
    {
        OpenSession o(twentyUsers);
        o.session.reset();
        QVERIFY(stageAndDie(o));
        // The same name, another file: what was staged was not staged on this one.
        QVERIFY(QFile::copy(o.path, o.path + u".copy"_s));
        QVERIFY(QFile::rename(o.path, o.path + u".old"_s));
        QVERIFY(QFile::rename(o.path + u".copy"_s, o.path));
        o.open();
        QVERIFY2(o.session, qPrintable(o.error));
        QVERIFY(o.session->recoveredEdits().isEmpty());
        QVERIFY(o.session->changes()->isEmpty());
    }

    /// It was promised, whatever became of the file meanwhile: its rows tell what still fits.
    void keptOnPurposeForAFileThatWasReplaced()
    {
        OpenSession o(twentyUsers);
        VERIFY_OK(o.session->stage(DeleteRow{users, keyOf(1), {}, -1}));
        VERIFY_OK(ended(o.session->writeStaged()));
        QVERIFY(QFile::copy(o.path, o.path + u".copy"_s));
        QVERIFY(QFile::rename(o.path, o.path + u".old"_s));
        QVERIFY(QFile::rename(o.path + u".copy"_s, o.path));
        o.session->setKeepsStaged(true);
        o.session.reset();
        o.open();
        QVERIFY2(o.session, qPrintable(o.error));
        QCOMPARE(o.session->recoveredEdits().edits, 1);
        QCOMPARE(o.session->changes()->rows().size(), 1);
        o.session.reset(); // without a word: they are this file's now
        o.open();
        QCOMPARE(o.session->recoveredEdits().edits, 1);
    }

    void readersTakeNothing()
    {
        OpenSession o(twentyUsers);
        o.session.reset();
        QVERIFY(stageAndDie(o));
        Session::Options options;
        options.readOnly = true;
        o.open(options);
        QVERIFY2(o.session, qPrintable(o.error));
        QVERIFY(o.session->changes()->isEmpty());
        o.session.reset();
        o.open();
        QCOMPARE(o.session->recoveredEdits().edits, 20);
    }

    void deathWhileApplyingIsLookedInto_data()
    {
        QTest::addColumn<QString>("sql"); ///< what the database saw of it
        QTest::addColumn<QList<EditOp>>("ops");
        QTest::addColumn<int>("applying");
        QTest::addColumn<int>("staged");
        using Applying = RecoveredEdits::Applying;
        const auto set = [](qint64 id, const QString &column, const Value &base, const Value &mine) -> EditOp {
            return SetCell{users, keyOf(id), column, base, NewValue(mine), -1};
        };
        const EditOp name2 = set(2, u"name"_s, Value::text(u"user 2"_s), Value::text(u"mine"_s));
        const EditOp key3 = set(3, u"id"_s, Value::integer(3), Value::integer(300));
        const EditOp gone = DeleteRow{users, keyOf(1), {{u"name"_s, Value::text(u"user 1"_s)}}, -1};
        const EditOp keyed = InsertRow{users, 0, {{u"id"_s, Value::text(u"77"_s)}, {u"name"_s, Value::text(u"n"_s)}}, -1};
        const EditOp unkeyed = InsertRow{users, 0, {{u"name"_s, Value::text(u"n"_s)}}, -1};
        const QList<EditOp> all{name2, key3, gone, keyed, unkeyed};
        const QString done = u"UPDATE users SET name = 'mine' WHERE id = 2; UPDATE users SET id = 300 WHERE id = 3;"
                             "DELETE FROM users WHERE id = 1; INSERT INTO users (id, name) VALUES (77, 'n');"_s;
        const auto row = [](const char *what, const QString &sql, const QList<EditOp> &ops, Applying applying, int staged) {
            QTest::addRow("%s", what) << sql << ops << static_cast<int>(applying) << staged;
        };
        row("none in", {}, all, Applying::CameToNothing, 5);
        row("all in", done, all, Applying::AllIn, 0);
        row("all in, one changed since", done + u"UPDATE users SET name = 'theirs' WHERE id = 2"_s, all, Applying::InPart, 5);
        row("all in, one put back since", done + u"UPDATE users SET name = 'user 2' WHERE id = 2"_s, all, Applying::InPart, 5);
        row("none in, one changed since", u"UPDATE users SET name = 'theirs' WHERE id = 2"_s, all, Applying::CameToNothing, 5);
        row("a new row that has no name yet", {}, {unkeyed}, Applying::Unknown, 1);
        row("only a delete, done", u"DELETE FROM users WHERE id = 1"_s, {gone}, Applying::AllIn, 0);
        row("the table is gone", u"DROP TABLE users"_s, {name2}, Applying::Unknown, 1);
    }
    void deathWhileApplyingIsLookedInto()
    {
        QFETCH(const QString, sql);
        QFETCH(const QList<EditOp>, ops);
        QFETCH(const int, applying);
        QFETCH(const int, staged);
        OpenSession o(twentyUsers);
        o.session.reset();
        const QString state = o.dir.filePath(u"state"_s);
        const QString path = QFileInfo(o.path).canonicalFilePath();
        {
            const auto store = StagedStore::open(state, path, fileIdentity(path));
            VERIFY_OK(store);
            for (const EditOp &op : ops)
                VERIFY_OK(ended((*store)->append(op)));
            VERIFY_OK((*store)->setApplying(true));
            VERIFY_OK((*store)->release()); // as if the process had died here
        }
        QCOMPARE(tempdatabase::run(o.path, sql), QString());
        o.open();
        QVERIFY2(o.session, qPrintable(o.error));
        const RecoveredEdits expected{static_cast<int>(ops.size()), 0, static_cast<RecoveredEdits::Applying>(applying)};
        QCOMPARE(static_cast<int>(o.session->recoveredEdits().applying), applying);
        QCOMPARE(o.session->recoveredEdits(), expected);
        QCOMPARE(o.session->changes()->rows().size(), staged);
        // Looked into once; what was settled stays settled.
        o.session.reset();
        o.open();
        QCOMPARE(o.session->changes()->rows().size(), staged);
        const bool settled = expected.applying == RecoveredEdits::Applying::CameToNothing
            || expected.applying == RecoveredEdits::Applying::AllIn;
        QCOMPARE(o.session->recoveredEdits().applying,
                 settled ? RecoveredEdits::Applying::No : expected.applying);
    }

    void whatIsKeptReadsBackAsWhatIsStaged()
    {
        OpenSession o(twentyUsers);
        // The numbers of new rows go on after everything was taken back.
        const auto inverse = o.session->stage(InsertRow{users, 0, {}, -1});
        VERIFY_OK(inverse);
        VERIFY_OK(o.session->stage(*inverse));
        VERIFY_OK(o.session->stage(CompoundEdit{u"Paste"_s, {InsertRow{users, 0, {}, -1}, InsertRow{users, 0, {}, -1}}}));
        const QList<const RowEdit *> inserted = o.session->changes()->inserted(users);
        QCOMPARE(inserted.size(), 2);
        VERIFY_OK(o.session->stage(
            SetInsertedCell{users, inserted.at(1)->insertId, u"name"_s, NewValue(Value::text(u"new"_s))}));
        const QString path = o.dir.filePath(u"state/staged.db"_s);
        QTRY_COMPARE(tempdatabase::rows(path, u"SELECT count(*) FROM edits"_s), QStringList{u"2"_s});
        ChangeSet replayed;
        for (const QString &row : tempdatabase::rows(path, u"SELECT op FROM edits ORDER BY seq"_s)) {
            const auto op = decoded(QByteArray::fromHex(row.mid(2).toLatin1()));
            QVERIFY(op);
            VERIFY_OK(replayed.apply(*op));
        }
        QVERIFY(replayed == *o.session->changes());
    }

    void wholeEditsMakeTheSameChanges()
    {
        ChangeSet changes;
        const auto name = [](const QString &text) { return NewValue(Value::text(text)); };
        const QMap<QString, Value> seen{{u"name"_s, Value::text(u"user"_s)}};
        const NewValue reference = KeyOfInserted{users, 2, u"id"_s};
        const QList<EditOp> ops{InsertRow{users, 1, {{u"name"_s, name(u"first"_s)}}, -1},
                                SetCell{users, keyOf(3), u"name"_s, Value(), name(u"x"_s), -1, seen},
                                DeleteRow{users, keyOf(4), seen, -1},
                                InsertRow{users, 2, {}, -1},
                                SetCell{users, keyOf(5), u"id"_s, Value::integer(5), reference, 1, seen},
                                SetInsertedCell{users, 1, u"id"_s, reference},
                                DeleteRow{users, keyOf(5), seen, -1}};
        for (const EditOp &op : ops)
            VERIFY_OK(changes.apply(op));
        QCOMPARE(changes.rows().size(), 5);
        ChangeSet again;
        for (const EditOp &op : wholeEdits(changes))
            VERIFY_OK(again.apply(op));
        QVERIFY(again == changes);
    }

    void anEditThatCouldNotBeWrittenIsMadeUpFor()
    {
        OpenSession o(twentyUsers);
        const QString store = o.dir.filePath(u"state/staged.db"_s);
        const auto kept = [&store] { return tempdatabase::rows(store, u"SELECT count(*) FROM edits"_s).value(0); };
        int failures = 0;
        connect(o.session.get(), &Session::failed, this, [&failures] { ++failures; });
        VERIFY_OK(o.session->stage(InsertRow{users, 1, {}, -1}));
        QTRY_COMPARE(kept(), u"1"_s);
        QCOMPARE(tempdatabase::run(store, u"CREATE TRIGGER full BEFORE INSERT ON edits BEGIN"
                                          " SELECT RAISE(ABORT, 'full'); END"_s), QString());
        VERIFY_OK(o.session->stage(InsertRow{users, 2, {}, -1}));
        QTRY_COMPARE(failures, 1);
        QVERIFY(!ended(o.session->writeStaged()));
        QCOMPARE(kept(), u"1"_s);
        QCOMPARE(tempdatabase::run(store, u"DROP TRIGGER full"_s), QString());
        // It refers to the row that was not written.
        VERIFY_OK(o.session->stage(SetInsertedCell{users, 2, u"name"_s, NewValue(Value::text(u"new"_s))}));
        QTRY_COMPARE(kept(), u"3"_s);
        const ChangeSet before = *o.session->changes();
        o.session->setKeepsStaged(true);
        o.session.reset();
        o.open();
        QCOMPARE(o.session->recoveredEdits(), (RecoveredEdits{2, 0, {}}));
        QVERIFY(*o.session->changes() == before);
    }

    void withoutAStoreNothingIsSaidToBeKept()
    {
        OpenSession o(twentyUsers);
        const QString store = o.dir.filePath(u"state/staged.db"_s);
        QVERIFY(QDir().mkpath(store)); // cannot be opened
        VERIFY_OK(o.session->stage(DeleteRow{users, keyOf(1), {}, -1}));
        QVERIFY(!ended(o.session->writeStaged()));
        QVERIFY(QDir().rmdir(store));
        VERIFY_OK(ended(o.session->writeStaged()));
        o.session->setKeepsStaged(true);
        o.session.reset();
        o.open();
        QCOMPARE(o.session->recoveredEdits().edits, 1);
    }

    void whatWasKeptOnPurposeDoesNotExpire_data()
    {
        QTest::addColumn<QString>("process");
        QTest::addColumn<int>("edits");
        QTest::newRow("kept") << QString() << 1;
        QTest::newRow("left by a process that died") << u"boot:1:1"_s << 0;
    }
    void whatWasKeptOnPurposeDoesNotExpire()
    {
        QFETCH(const QString, process);
        QFETCH(const int, edits);
        OpenSession o(twentyUsers);
        VERIFY_OK(o.session->stage(DeleteRow{users, keyOf(1), {}, -1}));
        o.session->setKeepsStaged(true);
        o.session.reset();
        QCOMPARE(tempdatabase::run(o.dir.filePath(u"state/staged.db"_s),
                                   u"UPDATE sessions SET touched_at = 1, process = '%1'"_s.arg(process)), QString());
        o.open();
        QCOMPARE(o.session->recoveredEdits().edits, edits);
    }

    void everyEditTouches()
    {
        OpenSession o(twentyUsers);
        const QString store = o.dir.filePath(u"state/staged.db"_s);
        const auto untouched = [&store] {
            return tempdatabase::rows(store, u"SELECT count(*) FROM sessions WHERE touched_at = 1"_s).value(0);
        };
        VERIFY_OK(o.session->stage(DeleteRow{users, keyOf(1), {}, -1}));
        QTRY_COMPARE(tempdatabase::rows(store, u"SELECT count(*) FROM edits"_s), QStringList{u"1"_s});
        QCOMPARE(tempdatabase::run(store, u"UPDATE sessions SET touched_at = 1"_s), QString());
        QCOMPARE(untouched(), u"1"_s);
        VERIFY_OK(o.session->stage(DeleteRow{users, keyOf(2), {}, -1}));
        QTRY_COMPARE(untouched(), u"0"_s);
        QTRY_COMPARE(tempdatabase::rows(store, u"SELECT count(*) FROM edits"_s), QStringList{u"2"_s});
        QCOMPARE(tempdatabase::run(store, u"UPDATE sessions SET touched_at = 1"_s), QString());
        o.session->setKeepsStaged(true);
        o.session.reset();
        QCOMPARE(untouched(), u"0"_s);
    }

    void editsTakenBackLeaveNothing()
    {
        OpenSession o(twentyUsers);
        const auto inverse = o.session->stage(DeleteRow{users, keyOf(1), {}, -1});
        VERIFY_OK(inverse);
        VERIFY_OK(o.session->stage(*inverse));
        o.session.reset();
        QCOMPARE(tempdatabase::rows(o.dir.filePath(u"state/staged.db"_s), u"SELECT count(*) FROM edits"_s),
                 QStringList{u"0"_s});
    }
};

QTEST_GUILESS_MAIN(TestStagedStore)
#include "tst_stagedstore.moc"
