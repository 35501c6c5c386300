// SPDX-License-Identifier: GPL-3.0-or-later
// What may happen in a file before somebody trusts it, and what is remembered of that.
#include "core/session/session.h"
#include "core/session/stagedstore.h"

#include "support/files.h"
#include "support/halfwritten.h"
#include "support/opensession.h"
#include "support/verify.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using files::contents;
using files::write;

namespace {

const QString notes = u"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO notes VALUES (1, 'one'), "
                      "(2, 'two'); CREATE TABLE log (what TEXT);"
                      "CREATE TRIGGER logged AFTER UPDATE ON notes BEGIN INSERT INTO log VALUES (new.text); END"_s;

Session::Options with(Trust trust)
{
    Session::Options options;
    options.trust = trust;
    return options;
}

template <typename T> Result<T> ended(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000))
        return Error::invalid(u"still not finished"_s);
    return future.resultCount() > 0 ? future.result() : Result<T>(Error::cancelled());
}

std::shared_ptr<const Script> aScript(const Session &session)
{
    Statement statement;
    statement.sql = u"UPDATE notes SET text = 'three' WHERE id = 1"_s;
    return std::make_shared<const Script>(
        session.dialect().inTransaction(u"Update"_s, {statement}, Dialect::ForeignKeys::Enforced));
}

const SetCell edit{{{}, u"notes"_s}, {{Value::integer(1)}}, u"text"_s, Value::text(u"one"_s),
                   NewValue(Value::text(u"mine"_s)), -1};

} // namespace

class TestTrust : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aFileNobodyTrustsIsLookedAt()
    {
        OpenSession o(notes, with(Trust::IfKnown));
        QVERIFY2(o.session, qPrintable(o.error));
        QVERIFY(!o.session->isTrusted());
        QVERIFY(o.session->isReadOnly());
        QVERIFY(o.session->readOnlyBecause().contains(u"not trusted"_s));
        QVERIFY(o.session->schema()->table({{}, u"notes"_s}));
        const auto row = ended(o.session->readRow({{}, u"notes"_s}, {{Value::integer(2)}}));
        VERIFY_OK(row);

        QVERIFY(!o.session->stage(edit));
        const auto script = aScript(*o.session);
        QVERIFY(!ended(o.session->applyScript(script, false, std::nullopt)));
        QVERIFY(!ended(o.session->dryRun(script)));
        QCOMPARE(o.rows(u"SELECT text FROM notes WHERE id = 1"_s), QStringList{u"'one'"_s});
        QCOMPARE(QDir(o.dir.path()).entryList(QDir::Files), QStringList{u"test.db"_s}); // nothing beside it
        QVERIFY(!QFile::exists(o.dir.filePath(u"state/trust.db"_s)));
    }

    void beingNamedOnceIsNotKept()
    {
        OpenSession o(notes);
        QVERIFY2(o.session, qPrintable(o.error));
        QVERIFY(o.session->isTrusted());
        VERIFY_OK(o.session->stage(edit));
        o.session.reset();
        o.open(with(Trust::IfKnown));
        QVERIFY(o.session && !o.session->isTrusted());
    }

    void trustIsRememberedForThatFile()
    {
        OpenSession o(notes, with(Trust::FromNowOn));
        QVERIFY2(o.session, qPrintable(o.error));
        QVERIFY(o.session->isTrusted() && !o.session->isReadOnly());
        const QString state = o.dir.filePath(u"state"_s);
        QTRY_VERIFY(isTrustedFile(state, o.session->location()).ok() && *isTrustedFile(state, o.session->location()));
        QCOMPARE(QFileInfo(state + u"/trust.db"_s).permissions() & 0x0077, QFile::Permissions());
        o.session.reset();
        o.open(with(Trust::IfKnown));
        QVERIFY2(o.session, qPrintable(o.error));
        QVERIFY(o.session->isTrusted());
        VERIFY_OK(o.session->stage(edit));
        o.session.reset();

        // Another file of that name is another file, wherever the file system puts it.
        const QByteArray bytes = contents(o.path);
        QVERIFY(QFile::remove(o.path) && write(o.path, bytes));
        o.open(with(Trust::IfKnown));
        QVERIFY2(o.session, qPrintable(o.error));
        QVERIFY(!o.session->isTrusted());
    }

    void readOnlyStaysReadOnlyWhenTrusted()
    {
        Session::Options options = with(Trust::FromNowOn);
        options.readOnly = true;
        const OpenSession o(notes, options);
        QVERIFY2(o.session, qPrintable(o.error));
        QVERIFY(o.session->isTrusted() && o.session->isReadOnly());
    }

    void anUnfinishedChangeNeedsTrust()
    {
        OpenSession o(notes);
        o.session.reset();
        QVERIFY(leaveHalfWritten(o.path, "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n LIMIT 9000) "
                                         "INSERT INTO notes SELECT i, 'half' FROM n"));
        const QByteArray database = contents(o.path);
        const QByteArray journal = contents(o.path + u"-journal"_s);
        Session::Options options = with(Trust::IfKnown);
        options.stateFolder = o.dir.filePath(u"state"_s);
        const auto looked = Session::open(o.path, options);
        QVERIFY(!looked);
        QVERIFY(isForWantOfTrust(looked.error()));
        QVERIFY2(looked.error().message.contains(u"middle of a change"_s), qPrintable(looked.error().message));
        QCOMPARE(contents(o.path), database);
        QCOMPARE(contents(o.path + u"-journal"_s), journal);

        options.trust = Trust::FromNowOn;
        const auto trusted = Session::open(o.path, options);
        VERIFY_OK(trusted);
        QCOMPARE(o.rows(u"SELECT count(*) FROM notes"_s), QStringList{u"2"_s});
    }

    void editsOfACrashWaitForTrust()
    {
        OpenSession o(notes);
        QVERIFY2(o.session, qPrintable(o.error));
        const QString state = o.dir.filePath(u"state"_s);
        {
            const auto store = StagedStore::open(state, o.session->location(), fileIdentity(o.session->location()));
            VERIFY_OK(store);
            VERIFY_OK(ended((*store)->append(edit)));
            VERIFY_OK((*store)->release());
        }
        o.session.reset();
        o.open(with(Trust::IfKnown));
        QVERIFY2(o.session, qPrintable(o.error));
        QVERIFY(o.session->changes()->isEmpty());
        o.session.reset();
        o.open(with(Trust::Once));
        QCOMPARE(o.session->recoveredEdits().edits, 1);
    }
};

QTEST_GUILESS_MAIN(TestTrust)
#include "tst_trust.moc"
