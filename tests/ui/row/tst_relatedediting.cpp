// SPDX-License-Identifier: GPL-3.0-or-later
// The children of the row on view, edited in its panel: set, added, attached; by keyboard alone.
#include "support/relatedfixture.h"
#include "support/verify.h"

#include <QContextMenuEvent>
#include <QMenu>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

class TestRelatedEditing : public QObject, protected RelatedFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        QTest::failOnWarning(anyRealWarning());
        open();
    }
    void cleanup() { close(); }

    void aChildIsEditedInPlace()
    {
        show(u"posts"_s, 1);
        list(u"comments"_s)->setFocus();
        press(Qt::Key_Down);
        press(Qt::Key_F2);
        QTRY_VERIFY(editor());
        QCOMPARE(editor()->text(), u"Great piece"_s);
        QTest::keyClicks(editor(), u"Good piece"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(staged(u"comments"_s, 901, u"body"_s), core::NewValue(Value::text(u"Good piece"_s)));
        const core::RowEdit *edit = m_open->session->changes()->find(table(u"comments"_s), key(901));
        QVERIFY(edit->context.value(u"user_id"_s) == Value::integer(7)); // what was seen goes with it
        QCOMPARE(lines(u"comments"_s).value(1), u"#901 | Good piece* | Ada Byron"_s);
        QTRY_COMPARE(QApplication::focusWidget(), list(u"comments"_s));
        QCOMPARE(m_edits->undoStack().count(), 1);
        m_edits->undo();
        QCOMPARE(lines(u"comments"_s).value(1), u"#901 | Great piece | Ada Byron"_s);
        // typing starts an edit, Esc takes it back
        QTest::keyClicks(list(u"comments"_s), u"x"_s);
        QTRY_VERIFY(editor());
        press(Qt::Key_Escape);
        QVERIFY(m_open->session->changes()->isEmpty());
    }

    void whatIsBeingTypedIsNotLost()
    {
        show(u"posts"_s, 1);
        list(u"comments"_s)->setFocus();
        press(Qt::Key_F2);
        QTRY_VERIFY(editor());
        QTest::keyClicks(editor(), u"Fog?"_s);
        m_edits->commitOpenEditors(); // as Apply does
        QCOMPARE(staged(u"comments"_s, 887, u"body"_s), core::NewValue(Value::text(u"Fog?"_s)));
        press(Qt::Key_F2);
        QTRY_VERIFY(editor());
        QTest::keyClicks(editor(), u"Mist?"_s);
        m_panel->showRow(RowAddress{table(u"posts"_s), key(2), 0}); // as the grid's cursor does
        QCOMPARE(staged(u"comments"_s, 887, u"body"_s), core::NewValue(Value::text(u"Mist?"_s)));
    }

    void addsAChild()
    {
        show(u"posts"_s, 1);
        list(u"comments"_s)->setFocus();
        press(Qt::Key_Insert);
        QTRY_VERIFY(editor()); // it can be typed into at once
        QTest::keyClicks(editor(), u"Wet"_s);
        press(Qt::Key_Return);
        QTRY_VERIFY(!editor());
        const auto added = m_open->session->changes()->inserted(table(u"comments"_s));
        QCOMPARE(added.size(), 1);
        QVERIFY(added.constFirst()->cells.value(u"post_id"_s).value == core::NewValue(Value::integer(1)));
        QVERIFY(added.constFirst()->cells.value(u"body"_s).value == core::NewValue(Value::text(u"Wet"_s)));
        QCOMPARE(lines(u"comments"_s).value(2), u"+new | Wet | user_id"_s);
        QCOMPARE(pillOf(u"coming"_s, u"comments"_s), u"+1"_s);
        QCOMPARE(m_edits->undoStack().count(), 2);
        m_edits->undo();
        QCOMPARE(m_edits->undoStack().undoText(), u"Add a row of comments to posts 1"_s);
        m_edits->undo();
        QCOMPARE(lines(u"comments"_s).size(), 2);
    }

    void aForeignKeyOfALineIsPicked()
    {
        show(u"posts"_s, 1);
        list(u"comments"_s)->setFocus();
        press(Qt::Key_Right);
        press(Qt::Key_Right);
        press(Qt::Key_F2);
        QTRY_VERIFY(picker() && picker()->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"grace"_s);
        QTRY_COMPARE(firstHit(), u"Grace Hopper"_s);
        press(Qt::Key_Return);
        QCOMPARE(staged(u"comments"_s, 887, u"user_id"_s), core::NewValue(Value::integer(12)));
        QTRY_COMPARE(lines(u"comments"_s).value(0), u"#887 | What about fog? | Grace Hopper*"_s);
        QCOMPARE(QApplication::focusWidget(), list(u"comments"_s));
    }

    void aNewParentGetsChildrenBeforeItIsThere()
    {
        VERIFY_OK(m_edits->push(core::InsertRow{table(u"posts"_s),
                                                1,
                                                {{u"title"_s, core::NewValue(Value::text(u"Fog"_s))},
                                                 {u"user_id"_s, core::NewValue(Value::integer(7))}},
                                                -1},
                                u"Insert"_s));
        m_panel->showRow(RowAddress{table(u"posts"_s), {}, 1});
        QTRY_VERIFY(m_panel->isSettled());
        QCOMPARE(countOf(u"comments"_s), u"0"_s);
        QVERIFY(!button(u"open"_s, u"comments"_s)->isEnabled());
        for (const QString &words : {u"one"_s, u"two"_s}) {
            button(u"add"_s, u"comments"_s)->setFocus();
            press(Qt::Key_Insert);
            QTRY_VERIFY(editor());
            QTest::keyClicks(editor(), words);
            press(Qt::Key_Return);
            QTRY_VERIFY(!editor());
        }
        QCOMPARE(lines(u"comments"_s), QStringList({u"+new | one | user_id"_s, u"+new | two | user_id"_s}));
        button(u"add"_s, u"tags"_s)->setFocus();
        press(Qt::Key_Space);
        QTest::keyClicks(QApplication::focusWidget(), u"hail"_s);
        QTRY_COMPARE(firstHit(), u"hail"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(chips(u"tags"_s), QStringList{u"+hail"_s});
        QVERIFY(apply().isEmpty());
        QCOMPARE(m_open->rows(u"SELECT p.title, c.body FROM comments c JOIN posts p ON p.id = c.post_id WHERE p.id > 2"
                              " ORDER BY c.id"_s),
                 QStringList({u"'Fog'|'one'"_s, u"'Fog'|'two'"_s}));
        QCOMPARE(m_open->rows(u"SELECT tag_id FROM post_tags WHERE post_id > 2"_s), QStringList{u"5"_s});
    }

    void keysOfSeveralColumnsAreFilledIn()
    {
        show(u"rooms"_s, core::RowKey{{Value::text(u"North"_s), Value::integer(1)}});
        list(u"beds"_s)->setFocus();
        press(Qt::Key_N, Qt::ControlModifier);
        const auto added = m_open->session->changes()->inserted(table(u"beds"_s));
        QCOMPARE(added.size(), 1);
        QVERIFY(added.constFirst()->cells.value(u"building"_s).value == core::NewValue(Value::text(u"North"_s)));
        QVERIFY(added.constFirst()->cells.value(u"number"_s).value == core::NewValue(Value::integer(1)));
    }

    void aRowThatGoesGetsNoChildren()
    {
        show(u"posts"_s, 1);
        VERIFY_OK(m_edits->push(core::DeleteRow{table(u"posts"_s), key(1), {}, -1}, u"Delete"_s));
        QVERIFY(!button(u"add"_s, u"comments"_s)->isEnabled());
        list(u"comments"_s)->setFocus();
        press(Qt::Key_Insert);
        QCOMPARE(errorOf(u"comments"_s), u"This row is staged for deletion; restore it first."_s);
        QCOMPARE(m_open->session->changes()->rows().size(), 1);
    }

    void keysSetNullDefaultAndEmptyText_data()
    {
        QTest::addColumn<QString>("card");
        QTest::addColumn<int>("column");
        QTest::addColumn<int>("with");
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("error");
        const int both = int(Qt::ControlModifier | Qt::AltModifier);
        QTest::newRow("NULL") << u"notes"_s << 1 << int(Qt::Key_N) << both << u"#1 | NULL* | 7"_s << QString();
        QTest::newRow("empty text") << u"notes"_s << 1 << int(Qt::Key_Backspace) << int(Qt::AltModifier)
                                    << u"#1 | empty text* | 7"_s << QString();
        QTest::newRow("DEFAULT") << u"notes"_s << 2 << int(Qt::Key_D) << both << u"#1 | words | DEFAULT  3*"_s
                                 << QString();
        QTest::newRow("no default") << u"notes"_s << 1 << int(Qt::Key_D) << both << u"#1 | words | 7"_s
                                    << u"text has no default."_s;
        QTest::newRow("text in a number") << u"notes"_s << 2 << int(Qt::Key_Backspace) << int(Qt::AltModifier)
                                          << u"#1 | words | 7"_s << u"stars holds numbers, no text."_s;
        QTest::newRow("NOT NULL") << u"comments"_s << 1 << int(Qt::Key_N) << both << u"#887 | What about fog? | NULL"_s
                                  << u"body must have a value: the column is NOT NULL."_s;
        QTest::newRow("NULL again") << u"comments"_s << 2 << int(Qt::Key_N) << both
                                    << u"#887 | What about fog? | NULL"_s << QString();
    }
    void keysSetNullDefaultAndEmptyText()
    {
        QFETCH(QString, card);
        QFETCH(int, column);
        QFETCH(int, with);
        QFETCH(int, modifiers);
        QFETCH(QString, line);
        QFETCH(QString, error);
        QCOMPARE(write(u"CREATE TABLE notes (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts(id), text TEXT,"
                       " stars INTEGER DEFAULT 3); INSERT INTO notes VALUES (1, 1, 'words', 7)"_s),
                 QString());
        m_open->session->reload();
        QTRY_VERIFY(m_open->session->schema()->table(table(u"notes"_s)));
        show(u"posts"_s, 1);
        const QString before = lines(card).value(0);
        list(card)->setFocus();
        for (int i = 0; i < column; ++i)
            press(Qt::Key_Right);
        press(Qt::Key(with), Qt::KeyboardModifiers(modifiers));
        QCOMPARE(lines(card).value(0), line);
        QCOMPARE(errorOf(card), error);
        QCOMPARE(m_edits->undoStack().count(), line == before ? 0 : 1);
        if (line == before)
            return;
        m_edits->undo();
        QCOMPARE(lines(card).value(0), before);
        if (with == Qt::Key_Backspace)
            return;
        // The same while the cell is being typed into: what was typed is given up for it.
        press(Qt::Key_F2);
        QTRY_VERIFY(editor());
        QTest::keyClicks(editor(), u"5"_s);
        press(Qt::Key(with), Qt::KeyboardModifiers(modifiers));
        QTRY_COMPARE(lines(card).value(0), line);
        QTRY_VERIFY(!editor());
        QCOMPARE(m_edits->undoStack().count(), 1);
        if (with == Qt::Key_D) { // a default can be typed over
            press(Qt::Key_F2);
            QTRY_VERIFY(editor());
            QTest::keyClicks(editor(), u"9"_s);
            press(Qt::Key_Return);
            QTRY_COMPARE(lines(card).value(0), u"#1 | words | 9*"_s);
        }
    }

    void aForeignKeyOfALineIsEmptied()
    {
        show(u"posts"_s, 1);
        list(u"comments"_s)->setFocus();
        press(Qt::Key_Down);
        press(Qt::Key_Right);
        press(Qt::Key_Right);
        press(Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(staged(u"comments"_s, 901, u"user_id"_s), core::NewValue(Value::null()));
        QCOMPARE(lines(u"comments"_s).value(1), u"#901 | Great piece | NULL*"_s);
    }

    void theMenuOfALineHasWhatTheKeysDo()
    {
        show(u"posts"_s, 1);
        list(u"comments"_s)->setFocus();
        press(Qt::Key_Down);
        press(Qt::Key_Right);
        press(Qt::Key_Right);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
        QApplication::sendEvent(list(u"comments"_s), &event);
        auto *menu = list(u"comments"_s)->findChild<QMenu *>(u"child-menu"_s);
        QVERIFY(menu);
        QStringList texts;
        for (const QAction *action : menu->actions()) {
            if (!action->isSeparator())
                texts.append(action->text().section(u'\t', 0, 0));
        }
        QCOMPARE(texts,
                 QStringList({u"Show the row"_s, u"Edit"_s, u"Set NULL"_s, u"Set DEFAULT"_s, u"Set empty text ''"_s,
                              u"Detach"_s, u"Delete, or take back"_s}));
        menu->actions().at(3)->trigger();
        menu->close();
        QCOMPARE(staged(u"comments"_s, 901, u"user_id"_s), core::NewValue(Value::null()));
    }

    /// Keys meant for one column never go into another one.
    void whatCannotBeEditedInItsLineIsRefused()
    {
        QVERIFY(write(u"CREATE TABLE notes (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts(id), name TEXT NOT"
                      " NULL, kind TEXT); INSERT INTO notes VALUES (1, 1, printf('%.*c', 40000, 'n'), 'long'),"
                      " (2, 1, 'two' || char(10) || 'lines', 'short'), (3, 1, 'name', 'plain')"_s)
                    .isEmpty());
        m_open->session->reload();
        QTRY_VERIFY(m_open->session->schema()->table(table(u"notes"_s)));
        show(u"posts"_s, 1);
        QTRY_COMPARE(model(u"notes"_s) ? model(u"notes"_s)->rowCount() : 0, 3);
        QCOMPARE(model(u"notes"_s)->field(1)->column.name, u"name"_s);
        QCOMPARE(model(u"notes"_s)->field(2)->column.name, u"kind"_s);
        list(u"notes"_s)->setFocus();
        const auto tryKeys = [this](int row, int column, const QString &says) {
            for (const bool typing : {false, true}) {
                list(u"notes"_s)->setCurrentIndex(model(u"notes"_s)->index(row, column));
                if (typing && column == 0)
                    continue; // a key that is shown is no place to type into, whatever the cells are
                typing ? QTest::keyClicks(list(u"notes"_s), u"x"_s) : press(Qt::Key_F2);
                QVERIFY(!editor());
                QVERIFY2(errorOf(u"notes"_s).contains(says), qPrintable(errorOf(u"notes"_s)));
                QCOMPARE(list(u"notes"_s)->currentIndex(), model(u"notes"_s)->index(row, column));
            }
        };
        tryKeys(0, 1, u"not read whole"_s);
        tryKeys(0, 0, u"not read whole"_s); // of the whole row its first cell is meant
        tryKeys(1, 1, u"cannot be edited in one line"_s);
        QVERIFY(m_open->session->changes()->isEmpty());
        list(u"notes"_s)->setCurrentIndex(model(u"notes"_s)->index(0, 2));
        press(Qt::Key_F2);
        QTRY_VERIFY(editor());
        QCOMPARE(editor()->text(), u"long"_s);
    }

    void anExistingChildIsAttached()
    {
        show(u"posts"_s, 1);
        list(u"comments"_s)->setFocus();
        press(Qt::Key_Insert, Qt::ShiftModifier);
        QTRY_VERIFY(picker() && picker()->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"thanks"_s);
        QTRY_COMPARE(firstHit(), u"Thanks!"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(staged(u"comments"_s, 851, u"post_id"_s), core::NewValue(Value::integer(1)));
        QCOMPARE(m_edits->undoStack().undoText(), u"Attach comments 851 to posts 1"_s);
        const core::RowEdit *edit = m_open->session->changes()->find(table(u"comments"_s), key(851));
        QCOMPARE(edit->cells.value(u"post_id"_s).base, Value::integer(2));
        QCOMPARE(edit->context.value(u"body"_s), Value::text(u"Thanks!"_s)); // what was seen goes with it
        QTRY_COMPARE(lines(u"comments"_s).value(2), u">#851 | Thanks! | Grace Hopper"_s);
        QTRY_COMPARE(list(u"comments"_s)->currentRow(), 2);
        QCOMPARE(pillOf(u"coming"_s, u"comments"_s), u"+1"_s);
        QVERIFY(apply().isEmpty());
        QCOMPARE(m_open->rows(u"SELECT post_id FROM comments WHERE id = 851"_s), QStringList{u"1"_s});
    }

    void whatIsThereAlreadyIsNotAttachedAgain()
    {
        show(u"posts"_s, 1);
        button(u"attach"_s, u"comments"_s)->setFocus();
        press(Qt::Key_Space);
        QTRY_VERIFY(picker() && picker()->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"great"_s);
        QTRY_COMPARE(firstHit(), u"Great piece"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(errorOf(u"comments"_s), u"comments 901 refers to this row already."_s);
        QVERIFY(m_open->session->changes()->isEmpty());
    }

    void aStagedChildIsAttachedToAStagedParent()
    {
        VERIFY_OK(m_edits->push(
            core::InsertRow{table(u"posts"_s), 1, {{u"title"_s, core::NewValue(Value::text(u"Fog"_s))}}, -1},
            u"Insert"_s));
        VERIFY_OK(m_edits->push(
            core::InsertRow{table(u"comments"_s), 2, {{u"body"_s, core::NewValue(Value::text(u"Wet"_s))}}, -1},
            u"Insert"_s));
        m_panel->showRow(RowAddress{table(u"posts"_s), {}, 1});
        QTRY_VERIFY(m_panel->isSettled());
        button(u"attach"_s, u"comments"_s)->setFocus();
        press(Qt::Key_Space);
        QTRY_VERIFY(picker() && picker()->isVisible());
        QTRY_COMPARE(firstHit(), u"Wet"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(lines(u"comments"_s), QStringList{u"+new | Wet | user_id"_s});
        const core::RowEdit *child = m_open->session->changes()->findInserted(table(u"comments"_s), 2);
        QCOMPARE(child->cells.value(u"post_id"_s).value,
                 core::NewValue(core::KeyOfInserted{table(u"posts"_s), 1, u"id"_s}));
    }
};

QTEST_MAIN(TestRelatedEditing)
#include "tst_relatedediting.moc"
