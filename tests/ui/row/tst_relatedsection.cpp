// SPDX-License-Identifier: GPL-3.0-or-later
// What refers to the row on view, in the row panel: children as lines, many-to-many as chips; by keyboard alone.
#include "ui/row/relatedsection.h"

#include "core/base/whendone.h"
#include "support/opensession.h"
#include "support/verify.h"
#include "ui/changes/editstack.h"
#include "ui/row/childlist.h"
#include "ui/row/childrowsmodel.h"
#include "ui/row/fieldrow.h"
#include "ui/row/linkchips.h"
#include "ui/row/relationpicker.h"
#include "ui/row/rowpanel.h"
#include "ui/style/pill.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

namespace {

core::QualifiedName table(const QString &name)
{
    return {{}, name};
}
core::RowKey key(qint64 id)
{
    return {{Value::integer(id)}};
}

QString databaseSql()
{
    return u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
           "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES "
           "users(id),"
           " editor_id INTEGER REFERENCES users(id));"
           "CREATE INDEX posts_user ON posts(user_id); CREATE INDEX posts_editor ON posts(editor_id);"
           "CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts(id), body TEXT NOT NULL,"
           " user_id INTEGER REFERENCES users(id));"
           "CREATE INDEX comments_post ON comments(post_id);"
           "CREATE TABLE drafts (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES posts(id), text TEXT);"
           "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
           "CREATE TABLE post_tags (post_id INTEGER NOT NULL REFERENCES posts(id), tag_id INTEGER NOT NULL REFERENCES "
           "tags(id),"
           " PRIMARY KEY (post_id, tag_id)) WITHOUT ROWID;"
           "CREATE TABLE reviewers (post_id INTEGER NOT NULL REFERENCES posts(id), user_id INTEGER NOT NULL REFERENCES"
           " users(id), verdict TEXT NOT NULL, PRIMARY KEY (post_id, user_id));"
           "CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT, parent_id INTEGER REFERENCES places(id));"
           "CREATE TABLE rooms (building TEXT NOT NULL, number INTEGER NOT NULL, name TEXT, PRIMARY KEY (building, "
           "number));"
           "CREATE TABLE beds (building TEXT NOT NULL, number INTEGER NOT NULL, bed INTEGER NOT NULL, colour TEXT,"
           " PRIMARY KEY (building, number, bed), FOREIGN KEY (building, number) REFERENCES rooms (building, number));"
           "INSERT INTO users VALUES (7,'Ada Byron'), (12,'Grace Hopper');"
           "INSERT INTO posts VALUES (1,'Rain',12,7), (2,'Hail',7,NULL);"
           "INSERT INTO comments VALUES (901,1,'Great piece',7), (887,1,'What about fog?',NULL), (851,2,'Thanks!',12);"
           "INSERT INTO drafts VALUES (5,1,'first');"
           "INSERT INTO tags VALUES (3,'weather'), (4,'climate'), (5,'hail');"
           "INSERT INTO post_tags VALUES (1,3), (1,4);"
           "INSERT INTO reviewers VALUES (1,7,'fine');"
           "INSERT INTO places VALUES (1,'World',NULL), (2,'Europe',1), (3,'Loop',3);"
           "INSERT INTO rooms VALUES ('North',1,'Attic'), ('North',2,'Cellar');"
           "INSERT INTO beds VALUES ('North',1,1,'red'), ('North',1,2,'blue'), ('North',2,1,'grey');"_s;
}

} // namespace

class TestRelatedSection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        QTest::failOnWarning(anyRealWarning());
        open();
    }
    void cleanup()
    {
        m_panel.reset();
        m_edits.reset();
        m_open.reset();
    }

    void oneCardForEachWayThere_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("cards");
        QTest::newRow("children, and junctions by what they lead to")
            << u"posts"_s
            << QStringList{u"comments by post_id"_s, u"drafts by post_id"_s, u"tags via post_tags, chips"_s,
                           u"users via reviewers"_s};
        QTest::newRow("two relations to one table") << u"users"_s
                                                    << QStringList{u"comments by user_id"_s, u"posts by editor_id"_s,
                                                                   u"posts by user_id"_s, u"posts via reviewers"_s};
        QTest::newRow("itself") << u"places"_s << QStringList{u"places by parent_id"_s};
        QTest::newRow("a key of two columns") << u"rooms"_s << QStringList{u"beds by building, number"_s};
        QTest::newRow("nothing") << u"beds"_s << QStringList();
    }
    void oneCardForEachWayThere()
    {
        QFETCH(QString, name);
        QFETCH(QStringList, cards);
        QStringList found;
        const core::SchemaPtr schema = m_open->session->schema();
        for (const RelatedCard::What &what : relatedCards(m_open->session->relations().of(table(name)), *schema))
            found.append(what.relation.to.name + u' ' + what.via + (what.asChips ? u", chips"_s : QString()));
        found.sort();
        QCOMPARE(found, cards);
    }

    void listsWhatIsThere()
    {
        show(u"posts"_s, 1);
        QCOMPARE(lines(u"comments"_s),
                 QStringList({u"#887 | What about fog? | NULL"_s, u"#901 | Great piece | Ada Byron"_s}));
        QCOMPARE(countOf(u"comments"_s), u"2"_s);
        QCOMPARE(lines(u"drafts"_s), QStringList{u"#5 | first"_s});
        QCOMPARE(chips(u"tags"_s), QStringList({u"weather"_s, u"climate"_s}));
        QCOMPARE(lines(u"users"_s), QStringList{u"Ada Byron | fine"_s}); // a junction that says more
        show(u"posts"_s, 2);
        QCOMPARE(lines(u"comments"_s), QStringList{u"#851 | Thanks! | Grace Hopper"_s});
        QCOMPARE(chips(u"tags"_s), QStringList());
        QCOMPARE(countOf(u"tags"_s), u"0"_s);
        show(u"rooms"_s, core::RowKey{{Value::text(u"North"_s), Value::integer(1)}});
        QCOMPARE(lines(u"beds"_s), QStringList({u"#1 | red"_s, u"#2 | blue"_s}));
        show(u"places"_s, 3);
        QCOMPARE(lines(u"places"_s), QStringList{u"#3 | Loop"_s}); // itself
    }

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

    void states_data()
    {
        QTest::addColumn<QString>("card");
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("with");
        QTest::addColumn<bool>("control");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("undoText");
        QTest::addColumn<QString>("error");
        QTest::newRow("delete") << u"comments"_s << 0 << int(Qt::Key_Delete) << true
                                << u"-#887 | What about fog? | NULL"_s << u"Delete comments 887"_s << QString();
        QTest::newRow("detach") << u"comments"_s << 0 << int(Qt::Key_Delete) << false
                                << u"<#887 | What about fog? | NULL"_s << u"Detach comments 887 from posts 1"_s
                                << QString();
        QTest::newRow("one that must refer to a row is not detached")
            << u"drafts"_s << 0 << int(Qt::Key_Delete) << false << u"#5 | first"_s << QString()
            << u"post_id of table drafts must not be empty: choose another row of posts, or delete this one. "
               u"Ctrl+Delete"
               " deletes it."_s;
        QTest::newRow("but deleted") << u"drafts"_s << 0 << int(Qt::Key_Delete) << true << u"-#5 | first"_s
                                     << u"Delete drafts 5"_s << QString();
        QTest::newRow("a junction's row") << u"users"_s << 0 << int(Qt::Key_Delete) << true << u"-Ada Byron | fine"_s
                                          << u"Delete reviewers (1, 7)"_s << QString();
    }
    void states()
    {
        QFETCH(QString, card);
        QFETCH(int, row);
        QFETCH(int, with);
        QFETCH(bool, control);
        QFETCH(QString, line);
        QFETCH(QString, undoText);
        QFETCH(QString, error);
        show(u"posts"_s, 1);
        const QStringList before = lines(card);
        list(card)->setFocus();
        for (int i = 0; i < row; ++i)
            press(Qt::Key_Down);
        press(Qt::Key(with), control ? Qt::ControlModifier : Qt::NoModifier);
        QCOMPARE(lines(card).value(row), line);
        QCOMPARE(m_edits->undoStack().undoText(), undoText);
        QCOMPARE(errorOf(card), error);
        if (!error.isEmpty()) {
            QVERIFY(m_open->session->changes()->isEmpty());
            return;
        }
        QCOMPARE(m_edits->undoStack().count(), 1);
        press(Qt::Key(with), control ? Qt::ControlModifier : Qt::NoModifier); // the same key takes it back
        QCOMPARE(lines(card), before);
        QVERIFY(m_open->session->changes()->isEmpty());
        m_edits->undo();
        QCOMPARE(lines(card).value(row), line);
        m_edits->undo();
        QCOMPARE(lines(card), before);
    }

    void aRowMovedHereIsShownAndGoesBack()
    {
        show(u"posts"_s, 1);
        VERIFY_OK(m_edits->push(core::SetCell{table(u"comments"_s),
                                              key(851),
                                              u"post_id"_s,
                                              Value::integer(2),
                                              Value::integer(1),
                                              -1,
                                              {{u"body"_s, Value::text(u"Thanks!"_s)}}},
                                u"Move"_s));
        QCOMPARE(lines(u"comments"_s).value(2), u">#851 | Thanks! | …"_s);
        QCOMPARE(pillOf(u"coming"_s, u"comments"_s), u"+1"_s);
        list(u"comments"_s)->setFocus();
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        press(Qt::Key_Backspace, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(lines(u"comments"_s).size(), 2);
        QVERIFY(m_open->session->changes()->isEmpty());
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

    void enterShowsTheRowAndBackLeadsBack()
    {
        show(u"posts"_s, 1);
        list(u"comments"_s)->setFocus();
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        QCOMPARE(m_panel->row(), std::optional(RowAddress{table(u"comments"_s), key(901), 0}));
        QTRY_VERIFY(m_panel->isSettled());
        QVERIFY(m_panel->isAncestorOf(QApplication::focusWidget()));
        press(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_panel->row(), std::optional(RowAddress{table(u"posts"_s), key(1), 0}));
        QTRY_COMPARE(QApplication::focusWidget(), list(u"comments"_s));
        QCOMPARE(list(u"comments"_s)->currentRow(), 1); // where it was left
        show(u"places"_s, 1);
        list(u"places"_s)->setFocus();
        press(Qt::Key_F4);
        QCOMPARE(m_panel->row(), std::optional(RowAddress{table(u"places"_s), key(2), 0}));
        QTRY_VERIFY(m_panel->isSettled());
        QCOMPARE(lines(u"places"_s), QStringList());
    }

    void chipsAreDisconnectedAndConnectedAgain()
    {
        show(u"posts"_s, 1);
        chipsOf(u"tags"_s)->focusChip(0);
        press(Qt::Key_Right);
        QCOMPARE(chipsOf(u"tags"_s)->focusedChip(), 1);
        press(Qt::Key_Delete);
        QCOMPARE(chips(u"tags"_s), QStringList({u"weather"_s, u"-climate"_s}));
        QCOMPARE(m_edits->undoStack().undoText(), u"Disconnect climate from posts 1"_s);
        QCOMPARE(pillOf(u"going"_s, u"tags"_s), u"−1"_s);
        const core::RowEdit *edit =
            m_open->session->changes()->find(table(u"post_tags"_s), {{Value::integer(1), Value::integer(4)}});
        QVERIFY(edit && edit->kind == core::RowEdit::Kind::Delete);
        press(Qt::Key_Delete);
        QCOMPARE(chips(u"tags"_s), QStringList({u"weather"_s, u"climate"_s}));
        QVERIFY(m_open->session->changes()->isEmpty());
        press(Qt::Key_Left);
        press(Qt::Key_Return); // shows the row at the other end
        QCOMPARE(m_panel->row(), std::optional(RowAddress{table(u"tags"_s), key(3), 0}));
        press(Qt::Key_Left, Qt::AltModifier);
        QTRY_VERIFY(chipsOf(u"tags"_s) && chipsOf(u"tags"_s)->focusedChip() == 0);
    }

    void aChipIsAdded()
    {
        show(u"posts"_s, 1);
        chipsOf(u"tags"_s)->focusChip(0);
        press(Qt::Key_Insert);
        QTRY_VERIFY(picker() && picker()->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"hail"_s);
        QTRY_COMPARE(firstHit(), u"hail"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(chips(u"tags"_s), QStringList({u"weather"_s, u"climate"_s, u"+hail"_s}));
        QCOMPARE(m_edits->undoStack().count(), 1);
        // what is connected already is not connected twice
        press(Qt::Key_Insert);
        QTRY_COMPARE(lineCount(), 4);
        QTest::keyClicks(QApplication::focusWidget(), u"weather"_s);
        QTRY_COMPARE(firstHit(), u"weather"_s);
        press(Qt::Key_Return);
        QCOMPARE(errorOf(u"tags"_s), u"The two rows are connected already."_s);
        chipsOf(u"tags"_s)->focusChip(2);
        press(Qt::Key_Delete);
        QCOMPARE(chips(u"tags"_s), QStringList({u"weather"_s, u"climate"_s}));
        QVERIFY(m_open->session->changes()->isEmpty());
        QVERIFY(chipsOf(u"tags"_s)->focusedChip() == 1); // the focus is not lost
    }

    void aChoiceIsForTheRowItWasAskedForAlone()
    {
        show(u"posts"_s, 1);
        chipsOf(u"tags"_s)->focusChip(0);
        press(Qt::Key_Insert);
        QTRY_VERIFY(picker() && picker()->isVisible());
        RelationPicker *asked = picker();
        show(u"posts"_s, 2);
        QVERIFY(!picker());
        Q_EMIT asked->chosen({{Value::integer(5)}, 0});
        Q_EMIT asked->createRequested(u"storm"_s);
        QVERIFY(m_open->session->changes()->isEmpty());
        show(u"posts"_s, 1);
        chipsOf(u"tags"_s)->focusChip(0);
        press(Qt::Key_Insert);
        QTRY_VERIFY(picker());
        m_panel->showRows({table(u"posts"_s), 2, {{table(u"posts"_s), key(1), 0}, {table(u"posts"_s), key(2), 0}}});
        QVERIFY(!picker());
    }

    void nothingIsConnectedBeforeItIsKnownWhatIsThere()
    {
        QCOMPARE(tempdatabase::run(m_open->path, u"ALTER TABLE post_tags RENAME TO away"_s), QString());
        show(u"posts"_s, 1);
        QTest::mouseClick(button(u"add"_s, u"tags"_s), Qt::LeftButton);
        QVERIFY(!picker());
        QCOMPARE(errorOf(u"tags"_s),
                 u"The rows of post_tags could not be read, so it is not known what is there already."_s);
    }

    void aConnectionThatMayBeThereAlreadyIsSaidToBe()
    {
        QCOMPARE(tempdatabase::run(m_open->path,
                                   u"WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 150)"
                                   " INSERT INTO tags SELECT i, 'tag ' || i FROM n;"
                                   "INSERT INTO post_tags SELECT 2, id FROM tags WHERE id >= 100"_s),
                 QString());
        show(u"posts"_s, 2);
        QTest::mouseClick(button(u"add"_s, u"tags"_s), Qt::LeftButton);
        QTRY_VERIFY(picker());
        Q_EMIT picker()->chosen({{Value::integer(150)}, 0});
        QCOMPARE(m_open->session->changes()->inserted(table(u"post_tags"_s)).size(), 1);
        QCOMPARE(errorOf(u"tags"_s),
                 u"Staged, but only the first 40 were looked through: the two may be connected already."_s);
    }

    void aNewRowAtTheOtherEndIsOneStep()
    {
        show(u"posts"_s, 1);
        button(u"add"_s, u"tags"_s)->setFocus();
        press(Qt::Key_Space);
        QTRY_VERIFY(picker() && picker()->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"storm"_s);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(chips(u"tags"_s), QStringList({u"weather"_s, u"climate"_s, u"+storm"_s}));
        QCOMPARE(m_open->session->changes()->inserted(table(u"tags"_s)).size(), 1);
        QCOMPARE(m_edits->undoStack().count(), 1);
        QVERIFY(apply().isEmpty());
        QCOMPARE(m_open->rows(u"SELECT name FROM tags JOIN post_tags ON tag_id = id WHERE post_id = 1 ORDER BY id"_s),
                 QStringList({u"'weather'"_s, u"'climate'"_s, u"'storm'"_s}));
        QTRY_COMPARE(chips(u"tags"_s), QStringList({u"weather"_s, u"climate"_s, u"storm"_s}));
    }

    void aJunctionThatSaysMoreIsFilledIn()
    {
        show(u"posts"_s, 1);
        list(u"users"_s)->setFocus();
        press(Qt::Key_Insert);
        QTRY_VERIFY(picker() && picker()->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"grace"_s);
        QTRY_COMPARE(firstHit(), u"Grace Hopper"_s);
        press(Qt::Key_Return);
        QTRY_VERIFY(editor());
        QTest::keyClicks(editor(), u"wet"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(lines(u"users"_s).value(1), u"+Grace Hopper | wet"_s);
        QVERIFY(apply().isEmpty());
        QCOMPARE(m_open->rows(u"SELECT * FROM reviewers ORDER BY user_id"_s),
                 QStringList({u"1|7|'fine'"_s, u"1|12|'wet'"_s}));
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

    void showsMoreOnDemand()
    {
        QCOMPARE(tempdatabase::run(m_open->path,
                                   u"WITH RECURSIVE i(x) AS (SELECT 1000 UNION ALL SELECT x + 1 FROM i WHERE"
                                   " x < 1029) INSERT INTO comments SELECT x, 2, 'c' || x, NULL FROM i"_s),
                 QString());
        show(u"posts"_s, 2);
        QCOMPARE(lines(u"comments"_s).size(), 5);
        QTRY_COMPARE(countOf(u"comments"_s), u"31"_s);
        auto *more = button(u"more"_s, u"comments"_s);
        QVERIFY(more->isVisible());
        more->setFocus();
        press(Qt::Key_Space);
        QTRY_COMPARE(lines(u"comments"_s).size(), 25);
        press(Qt::Key_Space);
        QTRY_COMPARE(lines(u"comments"_s).size(), 31);
        QTRY_VERIFY(!more->isVisible());
    }

    void nothingIsCutOffInANarrowPanel()
    {
        m_panel->resize(316, 900); // as wide as the window makes it
        show(u"posts"_s, 1);
        VERIFY_OK(m_edits->push(core::DeleteRow{table(u"comments"_s), key(901), {}, -1}, u"Delete"_s));
        VERIFY_OK(m_edits->push(
            core::InsertRow{table(u"comments"_s), 5, {{u"post_id"_s, core::NewValue(Value::integer(1))}}, -1},
            u"Add"_s));
        QCOMPARE(pillOf(u"coming"_s, u"comments"_s), u"+1"_s);
        QCOMPARE(pillOf(u"going"_s, u"comments"_s), u"−1"_s);
        auto *area = m_panel->findChild<QScrollArea *>();
        QTRY_COMPARE(area->widget()->width(), area->viewport()->width());
        for (const auto *card : m_panel->findChildren<RelatedCard *>())
            QVERIFY2(card->geometry().right() <= card->parentWidget()->rect().right(), qPrintable(card->objectName()));
    }

    void whatGoesIsCountedBeyondTheLines()
    {
        QCOMPARE(tempdatabase::run(m_open->path,
                                   u"WITH RECURSIVE i(x) AS (SELECT 1000 UNION ALL SELECT x + 1 FROM i WHERE"
                                   " x < 1007) INSERT INTO comments SELECT x, 2, 'c' || x, NULL FROM i"_s),
                 QString());
        core::CompoundEdit going;
        for (qint64 id = 1000; id < 1008; ++id)
            going.ops.append(
                core::DeleteRow{table(u"comments"_s), key(id), {{u"post_id"_s, Value::integer(2)}}});
        VERIFY_OK(m_edits->push(going, u"Delete"_s));
        VERIFY_OK(m_edits->push(core::SetCell{table(u"comments"_s), key(851), u"post_id"_s, Value::integer(2),
                                              Value::null()},
                                u"Detach"_s));
        show(u"posts"_s, 2);
        QCOMPARE(lines(u"comments"_s).size(), 5);
        QCOMPARE(pillOf(u"going"_s, u"comments"_s), u"−9"_s);
        show(u"posts"_s, 1);
        QCOMPARE(pillOf(u"going"_s, u"comments"_s), QString());
    }

    void chipsOfOneNameAreToldApart()
    {
        QCOMPARE(tempdatabase::run(m_open->path,
                                   u"INSERT INTO users VALUES (20,'Ada Byron');"
                                   "CREATE TABLE likes (post_id INTEGER NOT NULL REFERENCES posts(id), user_id INTEGER"
                                   " NOT NULL REFERENCES users(id), PRIMARY KEY (post_id, user_id));"
                                   "INSERT INTO likes VALUES (1,7), (1,12), (1,20);"_s),
                 QString());
        m_open->session->reload();
        QTRY_VERIFY(m_open->session->schema()->table(table(u"likes"_s)));
        show(u"posts"_s, 1);
        QCOMPARE(chips(u"users"_s), QStringList({u"Ada Byron · 7"_s, u"Grace Hopper"_s, u"Ada Byron · 20"_s}));
    }

    void followsWhatOthersWrite()
    {
        show(u"posts"_s, 1);
        QCOMPARE(tempdatabase::run(m_open->path,
                                   u"DELETE FROM comments WHERE id = 901; DELETE FROM post_tags WHERE tag_id = 3"_s),
                 QString());
        m_open->session->checkForChanges();
        QTRY_COMPARE(lines(u"comments"_s), QStringList{u"#887 | What about fog? | NULL"_s});
        QTRY_COMPARE(chips(u"tags"_s), QStringList{u"climate"_s});
    }

    void nothingIsReadForAHiddenPanel()
    {
        m_panel->hide();
        m_panel->showRow(RowAddress{table(u"posts"_s), key(1), 0});
        QTRY_VERIFY(!m_panel->isLoading());
        QTest::qWait(150); // longer than a row must rest
        QCOMPARE(model(u"comments"_s)->rowCount(), 0);
        QVERIFY(m_panel->isSettled());
        m_panel->show();
        QTRY_COMPARE(lines(u"comments"_s).size(), 2);
    }

    void aReadOnlyDatabaseIsForLooking()
    {
        core::Session::Options options;
        options.readOnly = true;
        open(options);
        show(u"posts"_s, 1);
        QCOMPARE(lines(u"comments"_s).size(), 2);
        QCOMPARE(chips(u"tags"_s).size(), 2);
        QVERIFY(!button(u"add"_s, u"comments"_s)->isVisible());
        QVERIFY(!button(u"add"_s, u"tags"_s)->isVisible());
        QVERIFY(!button(u"remove"_s, u"comments"_s));
        QVERIFY(!chipsOf(u"tags"_s)->chip(0)->look().removable);
        list(u"comments"_s)->setFocus();
        press(Qt::Key_F2);
        QVERIFY(!editor());
        press(Qt::Key_Delete, Qt::ControlModifier);
        press(Qt::Key_Insert);
        QVERIFY(m_open->session->changes()->isEmpty());
        press(Qt::Key_Return); // but one can go there
        QCOMPARE(m_panel->row(), std::optional(RowAddress{table(u"comments"_s), key(887), 0}));
    }

    void drawnRelationsCountToo()
    {
        show(u"tags"_s, 3);
        core::ForeignKey drawn;
        drawn.columns = {u"name"_s};
        drawn.target = table(u"tags"_s);
        drawn.targetColumns = {u"name"_s};
        m_open->session->setDrawnRelations({{table(u"places"_s), drawn}});
        QTRY_COMPARE(countOf(u"places"_s), u"0"_s);
        button(u"add"_s, u"places"_s)->setFocus();
        press(Qt::Key_Insert);
        const auto added = m_open->session->changes()->inserted(table(u"places"_s));
        QCOMPARE(added.size(), 1);
        QVERIFY(added.constFirst()->cells.value(u"name"_s).value == core::NewValue(Value::text(u"weather"_s)));
    }

    void theModelKeepsItsPromises()
    {
        show(u"posts"_s, 1);
        ChildRowsModel *rows = model(u"comments"_s);
        const QAbstractItemModelTester tester(rows, QAbstractItemModelTester::FailureReportingMode::QtTest);
        list(u"comments"_s)->setFocus();
        for (int i = 0; i < 2; ++i) {
            press(Qt::Key_Insert);
            QTRY_VERIFY(editor());
            press(Qt::Key_Escape);
            QTRY_VERIFY(!editor());
        }
        m_edits->undo();
        m_edits->undo();
        m_edits->redo();
        show(u"posts"_s, 2);
        show(u"posts"_s, 1);
        QCOMPARE(rows->rowCount(), 3);
    }

private:
    void open(const core::Session::Options &options = {})
    {
        m_panel.reset();
        m_edits.reset();
        m_open = std::make_unique<OpenSession>(databaseSql(), options);
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        m_edits = std::make_unique<EditStack>(*m_open->session);
        m_panel = std::make_unique<RowPanel>(*m_open->session, *m_edits);
        m_panel->resize(420, 1100);
        m_panel->show();
        m_panel->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    }
    void show(const QString &name, const core::RowKey &of)
    {
        m_panel->showRow(RowAddress{table(name), of, 0});
        QTRY_VERIFY(m_panel->isSettled());
    }
    void show(const QString &name, qint64 id) { show(name, key(id)); }
    void press(Qt::Key with, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), with, modifiers);
    }
    /// What went wrong; empty when it went well.
    QString apply()
    {
        m_edits->commitOpenEditors();
        const auto script = m_open->session->editScript();
        if (!script)
            return script.error().message;
        auto future = m_open->session->applyEdits(*script);
        if (!QTest::qWaitFor([&] { return future.isFinished() && m_open->session->changes()->isEmpty(); }, 10'000)) {
            const auto report = core::waitFor(future);
            return report ? u"the edits are still staged"_s : report.error().message;
        }
        return {};
    }
    /// Of the card that leads to that table.
    [[nodiscard]] int cardOf(const QString &to) const
    {
        for (int i = 0; i < 12; ++i) {
            for (const auto *name : m_panel->findChildren<QLabel *>(u"related-name-%1"_s.arg(i))) {
                if (name->isVisibleTo(m_panel.get()) && name->text() == to)
                    return i;
            }
        }
        return -1;
    }
    template <typename T> [[nodiscard]] T *part(const QString &name, const QString &to) const
    {
        QList<T *> found = m_panel->findChildren<T *>(u"related-%1-%2"_s.arg(name).arg(cardOf(to)));
        found.removeIf(
            [&](const T *one) { return !one->parentWidget()->isVisibleTo(m_panel.get()) && name != u"list"; });
        return found.isEmpty() ? nullptr : found.last();
    }
    [[nodiscard]] ChildList *list(const QString &to) const { return part<ChildList>(u"list"_s, to); }
    [[nodiscard]] ChildRowsModel *model(const QString &to) const
    {
        return qobject_cast<ChildRowsModel *>(list(to)->model());
    }
    [[nodiscard]] LinkChips *chipsOf(const QString &to) const { return part<LinkChips>(u"chips"_s, to); }
    [[nodiscard]] QToolButton *button(const QString &name, const QString &to) const
    {
        return part<QToolButton>(name, to);
    }
    [[nodiscard]] QString countOf(const QString &to) const
    {
        const auto *label = part<QLabel>(u"count"_s, to);
        return label ? label->text() : QString();
    }
    [[nodiscard]] QString errorOf(const QString &to) const
    {
        const auto *label = part<QLabel>(u"error"_s, to);
        return label && label->isVisible() ? label->text() : QString();
    }
    [[nodiscard]] QString pillOf(const QString &name, const QString &to) const
    {
        const auto *pill = part<Pill>(name, to);
        return pill && pill->isVisible() ? pill->text() : QString();
    }
    [[nodiscard]] static QString mark(core::RelatedRow::State state)
    {
        static const QHash<int, QString> marks{{int(core::RelatedRow::State::Added), u"+"_s},
                                               {int(core::RelatedRow::State::Removed), u"-"_s},
                                               {int(core::RelatedRow::State::MovedHere), u">"_s},
                                               {int(core::RelatedRow::State::MovedAway), u"<"_s}};
        return marks.value(int(state));
    }
    /// One text a line: its state, the key where it is shown, the cells, an edited one with a star.
    [[nodiscard]] QStringList lines(const QString &to) const
    {
        QStringList out;
        const ChildRowsModel *rows = model(to);
        for (int row = 0; row < rows->rowCount(); ++row) {
            QStringList cells;
            for (int column = rows->hasKey() ? 0 : 1; column < rows->columnCount(); ++column) {
                const QModelIndex index = rows->index(row, column);
                cells.append(index.data().toString()
                             + (index.data(ChildRowsModel::ModifiedRole).toBool() ? u"*"_s : QString()));
            }
            out.append(mark(rows->line(row).related.state) + cells.join(u" | "_s));
        }
        return out;
    }
    [[nodiscard]] QStringList chips(const QString &to) const
    {
        QStringList out;
        const LinkChips *all = chipsOf(to);
        for (int i = 0; all && i < all->count(); ++i)
            out.append(mark(all->chip(i)->look().state) + all->chip(i)->look().label);
        return out;
    }
    [[nodiscard]] static QLineEdit *editor()
    {
        auto *line = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        return line && line->objectName() == u"child-editor"_s ? line : nullptr;
    }
    [[nodiscard]] RelationPicker *picker() const
    {
        for (auto *one : m_panel->findChildren<RelationPicker *>()) {
            if (one->isVisible())
                return one;
        }
        return nullptr;
    }
    [[nodiscard]] QString firstHit() const
    {
        const auto *hits = picker() ? picker()->findChild<QListView *>(u"picker-list"_s) : nullptr;
        return hits ? hits->model()->index(0, 0).data().toString() : QString();
    }
    [[nodiscard]] int lineCount() const
    {
        const auto *hits = picker() ? picker()->findChild<QListView *>(u"picker-list"_s) : nullptr;
        return hits ? hits->model()->rowCount() : 0;
    }
    [[nodiscard]] core::NewValue staged(const QString &name, qint64 id, const QString &column) const
    {
        const core::RowEdit *edit = m_open->session->changes()->find(table(name), key(id));
        return edit && edit->cells.contains(column) ? edit->cells.value(column).value
                                                    : core::NewValue(Value::text(u"(not staged)"_s));
    }

    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<EditStack> m_edits;
    std::unique_ptr<RowPanel> m_panel;
};

QTEST_MAIN(TestRelatedSection)
#include "tst_relatedsection.moc"
