// SPDX-License-Identifier: GPL-3.0-or-later
// What refers to the row on view, in the row panel: which cards there are, and what they show of what is stored and staged.
#include "support/relatedfixture.h"
#include "support/verify.h"

#include <QAbstractItemModelTester>
#include <QLayout>
#include <QScrollArea>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

class TestRelatedSection : public QObject, protected RelatedFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        QTest::failOnWarning(anyRealWarning());
        open();
    }
    void cleanup() { close(); }

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
        const auto *name = part<QLabel>(u"name"_s, u"comments"_s);
        QTRY_VERIFY(name->width() >= name->sizeHint().width()); // whole, before what tells it apart from others
        // Where it gets narrower still, a word goes before the name does.
        QWidget *comments = list(u"comments"_s)->parentWidget();
        const QToolButton *add = button(u"add"_s, u"comments"_s);
        for (int width = comments->width(); width > 200 && !add->text().isEmpty(); --width)
            comments->resize(width, comments->height());
        QCOMPARE(add->text(), QString());
        name->parentWidget()->layout()->activate();
        QVERIFY(name->width() >= name->sizeHint().width());
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
        QVERIFY(!button(u"attach"_s, u"comments"_s)->isVisible());
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
};

QTEST_MAIN(TestRelatedSection)
#include "tst_relatedsection.moc"
