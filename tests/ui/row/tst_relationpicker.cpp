// SPDX-License-Identifier: GPL-3.0-or-later
// The relation picker in the row panel, by keyboard alone.
#include "ui/row/relationpicker.h"

#include "support/sessionfixture.h"
#include "support/verify.h"
#include "ui/row/fieldrow.h"
#include "ui/row/rowpanel.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

namespace {

const core::QualifiedName users{{}, u"users"_s};
const core::QualifiedName posts{{}, u"posts"_s};
const core::QualifiedName rooms{{}, u"rooms"_s};
const core::QualifiedName bookings{{}, u"bookings"_s};

core::RowKey key(qint64 id)
{
    return {{Value::integer(id)}};
}

QString databaseSql()
{
    return u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
           "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, user_id INTEGER REFERENCES users(id),"
           " editor_id INTEGER NOT NULL REFERENCES users(id));"
           "CREATE TABLE rooms (building TEXT NOT NULL, number INTEGER NOT NULL, name TEXT,"
           " PRIMARY KEY (building, number));"
           "CREATE TABLE bookings (id INTEGER PRIMARY KEY, who TEXT, building TEXT NOT NULL, number INTEGER NOT NULL,"
           " FOREIGN KEY (building, number) REFERENCES rooms (building, number));"
           "INSERT INTO users VALUES (7,'Ada Byron'), (12,'Grace Hopper'), (13,'Barbara Liskov');"
           "INSERT INTO posts VALUES (1,'Rain',12,7), (2,'Hail',NULL,7), (3,'Snow',99,7);"
           "INSERT INTO rooms VALUES ('North',1,'Attic'), ('North',2,'Cellar'), ('South',1,'Library');"
           "INSERT INTO bookings VALUES (1,'Ada','North',1);"_s;
}

} // namespace

class TestRelationPicker : public SessionFixture {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        openSession(databaseSql());
        start();
    }
    void cleanup()
    {
        m_panel.reset();
        closeSession();
    }

    void theLabelStandsBesideTheKey_data()
    {
        QTest::addColumn<qint64>("post");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("label");
        QTest::newRow("a row") << qint64(1) << u"12"_s << u"Grace Hopper"_s;
        QTest::newRow("NULL") << qint64(2) << QString() << QString();
        QTest::newRow("orphan") << qint64(3) << u"99"_s << u"no such row"_s;
    }
    void theLabelStandsBesideTheKey()
    {
        QFETCH(qint64, post);
        QFETCH(QString, shown);
        QFETCH(QString, label);
        show(posts, post);
        QTRY_VERIFY(m_panel->isSettled());
        QCOMPARE(input(u"user_id")->text(), shown);
        QTRY_COMPARE(labelOf(u"user_id"), label);
        QCOMPARE(labelOf(u"editor_id"), u"Ada Byron"_s);
        QCOMPARE(labelOf(u"title"), QString());
    }

    void picksAParent()
    {
        show(posts, 1);
        openAt(u"user_id");
        QVERIFY(picker()->isAncestorOf(QApplication::focusWidget()));
        search(u"lisk"_s);
        QTRY_COMPARE(lineTexts().value(0), u"Barbara Liskov"_s);
        QCOMPARE(list()->model()->index(0, 0).data(RelationHits::KeyRole).toString(), u"13"_s);
        press(Qt::Key_Return);
        QVERIFY(!picker()->isVisible());
        QCOMPARE(QApplication::focusWidget(), input(u"user_id"));
        QCOMPARE(staged(posts, 1, u"user_id"_s), core::NewValue(Value::integer(13)));
        const core::RowEdit *edit = m_open->session->changes()->find(posts, key(1));
        QVERIFY(edit->cells.value(u"user_id"_s).base == Value::integer(12));
        QVERIFY(edit->context.value(u"title"_s) == Value::text(u"Rain"_s)); // what was seen goes with it
        QCOMPARE(input(u"user_id")->text(), u"13"_s);
        QTRY_COMPARE(labelOf(u"user_id"), u"Barbara Liskov"_s);
        QCOMPARE(m_edits->undoStack().count(), 1);
        m_edits->undo();
        QVERIFY(m_open->session->changes()->isEmpty());
        QCOMPARE(input(u"user_id")->text(), u"12"_s);
        QTRY_COMPARE(labelOf(u"user_id"), u"Grace Hopper"_s);
    }

    void whatIsReferredToComesFirst()
    {
        show(posts, 1);
        openAt(u"editor_id", Qt::Key_F2, Qt::NoModifier);
        QTRY_COMPARE(lineTexts(), QStringList({u"Ada Byron"_s, u"Grace Hopper"_s, u"Barbara Liskov"_s,
                                              u"Create a new row of users"_s})); // and no NULL: it is required
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        press(Qt::Key_Up);
        press(Qt::Key_Return);
        QCOMPARE(staged(posts, 1, u"editor_id"_s), core::NewValue(Value::integer(12)));
    }

    void nullIsChosenWhereItMayBe()
    {
        show(posts, 1);
        openAt(u"user_id");
        QTRY_COMPARE(lineTexts().size(), 5);
        QCOMPARE(lineTexts().constFirst(), u"NULL"_s);
        QCOMPARE(list()->currentIndex().row(), 1); // Enter alone never empties
        press(Qt::Key_Up);
        press(Qt::Key_Return);
        QCOMPARE(staged(posts, 1, u"user_id"_s), core::NewValue(Value::null()));
    }

    void picksAKeyOfTwoColumns()
    {
        show(bookings, 1);
        QTRY_COMPARE(labelOf(u"building"), u"Attic"_s);
        openAt(u"number");
        search(u"libr"_s);
        QTRY_COMPARE(lineTexts().value(0), u"Library"_s);
        press(Qt::Key_Return);
        QCOMPARE(staged(bookings, 1, u"building"_s), core::NewValue(Value::text(u"South"_s)));
        QTRY_COMPARE(labelOf(u"building"), u"Library"_s);
        QCOMPARE(labelOf(u"number"), u"Library"_s);
        m_edits->undo(); // both columns are one step
        QVERIFY(m_open->session->changes()->isEmpty());
        QCOMPARE(input(u"building")->text(), u"North"_s);
    }

    void escLeavesAllAsItWas()
    {
        show(posts, 1);
        openAt(u"user_id");
        search(u"ada"_s);
        QTRY_COMPARE(lineTexts().value(0), u"Ada Byron"_s);
        press(Qt::Key_Down);
        press(Qt::Key_Escape);
        QVERIFY(!picker()->isVisible());
        QCOMPARE(QApplication::focusWidget(), input(u"user_id"));
        m_panel->commit();
        QVERIFY(m_open->session->changes()->isEmpty());
        QCOMPARE(m_edits->undoStack().count(), 0);
        QCOMPARE(input(u"user_id")->text(), u"12"_s);
        openAt(u"user_id"); // and what was typed there is forgotten
        QCOMPARE(searchLine()->text(), QString());
    }

    void whatWasTypedIsSearchedFor()
    {
        show(posts, 1);
        auto *line = input(u"user_id");
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, u"grace"_s);
        QTest::keyClick(line, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(searchLine()->text(), u"grace"_s);
        QTRY_COMPARE(lineTexts().value(0), u"Grace Hopper"_s);
        press(Qt::Key_Escape);
        QVERIFY(m_open->session->changes()->isEmpty()); // it was no value
        QCOMPARE(line->text(), u"12"_s);
    }

    void createsANewRow()
    {
        show(posts, 1);
        openAt(u"user_id");
        search(u"Linus"_s);
        QTRY_COMPARE(state(), u"No row of users fits."_s);
        QCOMPARE(lineTexts(), QStringList{u"Create \"Linus\" as a new row of users"_s});
        press(Qt::Key_Up);
        press(Qt::Key_Return);
        const auto inserted = m_open->session->changes()->inserted(users);
        QCOMPARE(inserted.size(), 1);
        QVERIFY(inserted.constFirst()->cells.value(u"name"_s).value == core::NewValue(Value::text(u"Linus"_s)));
        const qint64 id = inserted.constFirst()->insertId;
        QCOMPARE(staged(posts, 1, u"user_id"_s), core::NewValue(core::KeyOfInserted{users, id, u"id"_s}));
        QCOMPARE(m_edits->undoStack().count(), 1);
        // it is on view to be filled in, and leads back
        QCOMPARE(m_panel->row(), std::optional(RowAddress{users, {}, id}));
        QCOMPARE(input(u"name")->text(), u"Linus"_s);
        auto *back = m_panel->findChild<QToolButton *>(u"row-back"_s);
        QVERIFY(back->isVisible());
        QCOMPARE(back->text(), u"Back to posts / 1"_s);
        back->setFocus();
        QTest::keyClick(back, Qt::Key_Space);
        QCOMPARE(m_panel->row(), std::optional(RowAddress{posts, key(1), 0}));
        QVERIFY(!back->isVisible());
        QTRY_VERIFY(m_panel->isSettled());
        QCOMPARE(labelOf(u"user_id"), u"Linus"_s);
        m_edits->undo();
        QVERIFY(m_open->session->changes()->isEmpty());
        QCOMPARE(input(u"user_id")->text(), u"12"_s);
    }

    void aNewRowThatIsTakenBackLeadsBack()
    {
        show(posts, 1);
        openAt(u"user_id");
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_panel->row()->table, users);
        QTRY_COMPARE(QApplication::focusWidget(), input(u"name")); // nothing was typed: it wants a name
        m_edits->undo();
        QCOMPARE(m_panel->row(), std::optional(RowAddress{posts, key(1), 0}));
        QVERIFY(m_open->session->changes()->isEmpty());
    }

    void aStagedRowCanBeChosen()
    {
        VERIFY_OK(m_edits->push(core::InsertRow{users, 4, {{u"name"_s, core::NewValue(Value::text(u"Linus"_s))}}, -1}, u"Insert"_s));
        show(posts, 1);
        openAt(u"editor_id");
        search(u"linus"_s);
        QTRY_COMPARE(lineTexts().value(0), u"Linus"_s);
        QCOMPARE(list()->model()->index(0, 0).data(RelationHits::MarkRole).toString(), u"new"_s);
        press(Qt::Key_Return);
        QCOMPARE(staged(posts, 1, u"editor_id"_s), core::NewValue(core::KeyOfInserted{users, 4, u"id"_s}));
        QCOMPARE(input(u"editor_id")->placeholderText(), u"new users row 4"_s);
        QCOMPARE(labelOf(u"editor_id"), u"Linus"_s);
    }

    void picksForANewRow()
    {
        VERIFY_OK(m_edits->push(core::InsertRow{posts, 4, {}, -1}, u"Insert"_s));
        m_panel->showRow(RowAddress{posts, {}, 4});
        openAt(u"editor_id");
        search(u"ada"_s);
        QTRY_COMPARE(lineTexts().value(0), u"Ada Byron"_s);
        press(Qt::Key_Return);
        QVERIFY(m_open->session->changes()->findInserted(posts, 4)->cells.value(u"editor_id"_s).value
                == core::NewValue(Value::integer(7)));
    }

    void saysThatThereAreMore()
    {
        QCOMPARE(tempdatabase::run(m_open->path, u"WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE"
                                                 " i < 200) INSERT INTO users SELECT i, 'User ' || i FROM n"_s),
                 QString());
        show(posts, 1);
        openAt(u"editor_id");
        QTRY_COMPARE(state(), u"more… type to narrow it down"_s);
        search(u"user 17"_s);
        QTRY_COMPARE(lineTexts().size(), 11);
        QTRY_COMPARE(state(), QString());
    }

    void saysWhatFailed()
    {
        show(posts, 1);
        QTRY_VERIFY(m_panel->isSettled());
        QCOMPARE(tempdatabase::run(m_open->path, u"ALTER TABLE users RENAME TO people"_s), QString());
        openAt(u"editor_id");
        QTRY_VERIFY2(state().contains(u"users"_s), qPrintable(state()));
        QVERIFY(!lineTexts().contains(u"Ada Byron"_s));
        press(Qt::Key_Escape);
        QVERIFY(m_open->session->changes()->isEmpty());
    }

    void onlyForeignKeysOfWritableRowsCanBePicked()
    {
        show(posts, 1);
        QVERIFY(!m_panel->field(u"title"_s)->findChild<QToolButton *>(u"field-pick"_s)->isVisible());
        m_panel->pick(u"title"_s);
        QVERIFY(!picker());
        VERIFY_OK(m_edits->push(core::DeleteRow{posts, key(1), {}, -1}, u"Delete"_s));
        QVERIFY(!m_panel->field(u"user_id"_s)->findChild<QToolButton *>(u"field-pick"_s)->isEnabled());
        m_panel->pick(u"user_id"_s);
        QVERIFY(!picker());
    }

    void waitsUntilTheRowIsRead()
    {
        m_panel->showRow(RowAddress{posts, key(1), 0});
        QVERIFY(m_panel->isLoading());
        m_panel->pick(u"user_id"_s);
        QTRY_VERIFY(picker() && picker()->isVisible());
    }

private:
    void start()
    {
        m_edits = std::make_unique<EditStack>(*m_open->session);
        m_panel = std::make_unique<RowPanel>(*m_open->session, *m_edits);
        m_panel->resize(420, 700);
        m_panel->show();
        m_panel->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    }
    void show(const core::QualifiedName &table, qint64 id)
    {
        m_panel->showRow(RowAddress{table, key(id), 0});
        QTRY_VERIFY(!m_panel->isLoading());
    }
    void openAt(QStringView column, Qt::Key with = Qt::Key_Down, Qt::KeyboardModifiers modifiers = Qt::AltModifier)
    {
        input(column)->setFocus();
        QTest::keyClick(input(column), with, modifiers);
        QVERIFY(picker());
        QVERIFY(picker()->isVisible());
    }
    void search(const QString &text) { QTest::keyClicks(searchLine(), text); }
    void press(Qt::Key with, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), with, modifiers);
    }
    [[nodiscard]] RelationPicker *picker() const { return m_panel->findChild<RelationPicker *>(); }
    [[nodiscard]] QLineEdit *searchLine() const { return picker()->findChild<QLineEdit *>(u"picker-text"_s); }
    [[nodiscard]] QListView *list() const { return picker()->findChild<QListView *>(u"picker-list"_s); }
    [[nodiscard]] QString state() const
    {
        const auto *label = picker()->findChild<QLabel *>(u"picker-state"_s);
        return label->isVisible() ? label->text() : QString();
    }
    [[nodiscard]] QStringList lineTexts() const
    {
        QStringList texts;
        for (int row = 0; row < list()->model()->rowCount(); ++row)
            texts.append(list()->model()->index(row, 0).data().toString());
        return texts;
    }
    [[nodiscard]] QLineEdit *input(QStringView column) const
    {
        return m_panel->field(column.toString())->findChild<QLineEdit *>(u"value-"_s + column.toString());
    }
    [[nodiscard]] QString labelOf(QStringView column) const
    {
        const auto *label = input(column)->findChild<QLabel *>(u"field-label"_s);
        return label->isVisible() ? label->text() : QString();
    }
    [[nodiscard]] core::NewValue staged(const core::QualifiedName &table, qint64 id, const QString &column) const
    {
        const core::RowEdit *edit = m_open->session->changes()->find(table, key(id));
        return edit && edit->cells.contains(column) ? edit->cells.value(column).value
                                                    : core::NewValue(Value::text(u"(not staged)"_s));
    }

    std::unique_ptr<RowPanel> m_panel;
};

QTEST_MAIN(TestRelationPicker)
#include "tst_relationpicker.moc"
