// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/editstack.h"

#include "core/session/stagedstore.h"
#include "support/opensession.h"
#include "support/verify.h"

#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

namespace {

const core::QualifiedName users{{}, u"users"_s};

core::RowKey key(qint64 id)
{
    return {{Value::integer(id)}};
}

core::SetCell setName(qint64 id, const QString &name)
{
    return {users, key(id), u"name"_s, Value::text(u"old"_s), Value::text(name), -1};
}

} // namespace

class TestEditStack : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(anyRealWarning());
        m_open = std::make_unique<OpenSession>(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, city TEXT)"_s);
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        m_edits = std::make_unique<EditStack>(*m_open->session);
    }
    void cleanup()
    {
        m_edits.reset();
        m_open.reset();
    }

    void followingEditsOfOneCellAreOneStep()
    {
        VERIFY_OK(m_edits->push(setName(1, u"a"_s), u"Set name of users 1"_s));
        VERIFY_OK(m_edits->push(setName(1, u"ab"_s), u"Set name of users 1"_s));
        VERIFY_OK(m_edits->push(setName(1, u"abc"_s), u"Set name of users 1"_s));
        QCOMPARE(stack().count(), 1);
        QCOMPARE(stack().undoText(), u"Set name of users 1"_s);
        m_edits->undo();
        QVERIFY(changes().isEmpty());
        m_edits->redo();
        QCOMPARE(changes().rows().first().cells.value(u"name"_s).value, core::NewValue(Value::text(u"abc"_s)));
    }

    void editsOfOtherCellsAreStepsOfTheirOwn()
    {
        core::SetCell city = setName(1, u"x"_s);
        city.column = u"city"_s;
        VERIFY_OK(m_edits->push(setName(1, u"a"_s), u"1"_s));
        VERIFY_OK(m_edits->push(setName(2, u"b"_s), u"2"_s));
        VERIFY_OK(m_edits->push(city, u"3"_s));
        QCOMPARE(stack().count(), 3);
        const core::ChangeSet all = changes();
        for (int i = 0; i < 3; ++i)
            m_edits->undo();
        QVERIFY(changes().isEmpty());
        for (int i = 0; i < 3; ++i)
            m_edits->redo();
        QVERIFY(changes() == all);
    }

    void typedBackAndMadeAgainKeepsTheOrder()
    {
        VERIFY_OK(m_edits->push(setName(1, u"a"_s), u"1"_s));
        VERIFY_OK(m_edits->push(setName(2, u"b"_s), u"2"_s));
        VERIFY_OK(m_edits->push(setName(1, u"old"_s), u"1"_s)); // typed back: row 1 is out
        VERIFY_OK(m_edits->push(setName(1, u"c"_s), u"1"_s));   // and comes back as the last; one step with it
        const core::ChangeSet last = changes();
        QCOMPARE(stack().count(), 3);
        m_edits->undo();
        QCOMPARE(changes().rows().first().key, key(1));
        m_edits->redo();
        QVERIFY(changes() == last);
    }

    void anInsertedRowComesBackUnderItsNumber()
    {
        VERIFY_OK(m_edits->push(core::InsertRow{users, 0, {}, -1}, u"Insert"_s));
        const qint64 id = changes().rows().first().insertId;
        VERIFY_OK(m_edits->push(core::SetInsertedCell{users, id, u"name"_s, Value::text(u"Ada"_s)}, u"Set"_s));
        const core::ChangeSet both = changes();
        m_edits->undo();
        m_edits->undo();
        QVERIFY(changes().isEmpty());
        m_edits->redo();
        m_edits->redo();
        QVERIFY(changes() == both);
    }

    void recoveredEditsCanBeDiscarded()
    {
        m_edits.reset();
        QCOMPARE(m_open->rows(u"SELECT count(*) FROM users"_s), QStringList{u"0"_s});
        const QString where = m_open->session->location();
        m_open->session.reset();
        {
            const auto store = core::StagedStore::open(m_open->dir.filePath(u"state"_s), where, core::fileIdentity(where));
            VERIFY_OK(store);
            const QList<core::EditOp> ops{setName(1, u"a"_s), core::InsertRow{users, 0, {}, -1},
                                          core::DeleteRow{users, key(2), {}, -1}};
            for (const core::EditOp &op : ops)
                VERIFY_OK((*store)->append(op).result());
            VERIFY_OK((*store)->release()); // as if the process had died here
        }
        m_open->open();
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        QCOMPARE(m_open->session->recoveredEdits().edits, 3);
        m_edits = std::make_unique<EditStack>(*m_open->session);
        m_edits->discardAll();
        QVERIFY(changes().isEmpty());
        m_edits->undo();
        QCOMPARE(changes().rows().size(), 3);
        m_edits->redo();
        QVERIFY(changes().isEmpty());
        m_edits.reset();
        m_open->session.reset();
        m_open->open();
        QVERIFY(m_open->session->recoveredEdits().isEmpty()); // discarded is discarded
        m_edits = std::make_unique<EditStack>(*m_open->session);
    }

    void discardAllIsOneStep()
    {
        VERIFY_OK(m_edits->push(setName(1, u"a"_s), u"1"_s));
        VERIFY_OK(m_edits->push(core::DeleteRow{users, key(1), {}, -1}, u"2"_s)); // with an edit under it
        VERIFY_OK(m_edits->push(core::InsertRow{users, 0, {{u"name"_s, Value::text(u"n"_s)}}, -1}, u"3"_s));
        VERIFY_OK(m_edits->push(setName(5, u"e"_s), u"4"_s));
        const core::ChangeSet all = changes();
        const QSignalSpy asked(m_edits.get(), &EditStack::commitRequested);
        m_edits->discardAll();
        QCOMPARE(asked.size(), 1); // what is being typed belongs to "all"
        QVERIFY(changes().isEmpty());
        m_edits->undo();
        QVERIFY(changes() == all);
    }

    void whatChangesNothingIsNoStep()
    {
        VERIFY_OK(m_edits->push(setName(1, u"old"_s), u"the same"_s));
        QCOMPARE(stack().count(), 0);
    }

    void anEditThatIsRefusedChangesNothing()
    {
        VERIFY_OK(m_edits->push(core::DeleteRow{users, key(1), {}, -1}, u"Delete"_s));
        QVERIFY(!m_edits->push(setName(1, u"a"_s), u"Set"_s));
        QCOMPARE(stack().count(), 1);
    }

    void changesMadeElsewhereClearIt()
    {
        VERIFY_OK(m_edits->push(setName(1, u"a"_s), u"1"_s));
        QCOMPARE(stack().count(), 1);
        VERIFY_OK(m_open->session->stage(setName(2, u"b"_s)));
        QCOMPARE(stack().count(), 0);
        QCOMPARE(changes().rows().size(), 2);
    }

private:
    [[nodiscard]] QUndoStack &stack() { return m_edits->undoStack(); }
    [[nodiscard]] const core::ChangeSet &changes() { return *m_open->session->changes(); }

    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<EditStack> m_edits;
};

QTEST_MAIN(TestEditStack)
#include "tst_editstack.moc"
