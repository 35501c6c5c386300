// SPDX-License-Identifier: GPL-3.0-or-later
// Many-to-many in the row panel: rows connected and disconnected, as chips and as lines; by keyboard alone.
#include "support/relatedfixture.h"
#include "support/verify.h"

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

class TestRelatedLinks : public QObject, protected RelatedFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        QTest::failOnWarning(anyRealWarning());
        open();
    }
    void cleanup() { close(); }

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

    void aLinkBeyondThoseReadIsNotMadeTwice_data()
    {
        QTest::addColumn<QString>("card");
        QTest::addColumn<QString>("junction");
        QTest::newRow("chips") << u"tags"_s << u"post_tags"_s;
        QTest::newRow("lines") << u"users"_s << u"reviewers"_s;
    }
    void aLinkBeyondThoseReadIsNotMadeTwice()
    {
        QFETCH(QString, card);
        QFETCH(QString, junction);
        QCOMPARE(write(u"WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 151)"
                       " INSERT INTO tags SELECT i, 'tag ' || i FROM n;"
                       "INSERT INTO users SELECT id, name FROM tags WHERE id >= 100;"
                       "INSERT INTO post_tags SELECT 2, id FROM tags WHERE id BETWEEN 100 AND 150;"
                       "INSERT INTO reviewers SELECT 2, id, 'ok' FROM tags WHERE id BETWEEN 100 AND 150"_s),
                 QString());
        show(u"posts"_s, 2);
        const auto choose = [&](qint64 id) {
            QTest::mouseClick(button(u"add"_s, card), Qt::LeftButton);
            QTRY_VERIFY(picker());
            Q_EMIT picker()->chosen({{Value::integer(id)}, 0});
            QTRY_VERIFY(m_panel->isSettled());
            if (picker())
                picker()->closePicker();
        };
        choose(150);
        QCOMPARE(errorOf(card), u"The two rows are connected already."_s);
        QVERIFY(m_open->session->changes()->isEmpty());
        choose(151);
        QCOMPARE(errorOf(card), QString());
        QCOMPARE(m_open->session->changes()->inserted(table(junction)).size(), 1);
    }

    void aLinkStagedToGoBeyondThoseReadComesBack()
    {
        QCOMPARE(write(u"WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 150)"
                       " INSERT INTO tags SELECT i, 'tag ' || i FROM n;"
                       "INSERT INTO post_tags SELECT 2, id FROM tags WHERE id >= 100"_s),
                 QString());
        VERIFY_OK(m_edits->push(
            core::DeleteRow{table(u"post_tags"_s), {{Value::integer(2), Value::integer(150)}}, {}, -1}, u"Delete"_s));
        show(u"posts"_s, 2);
        QTest::mouseClick(button(u"add"_s, u"tags"_s), Qt::LeftButton);
        QTRY_VERIFY(picker());
        Q_EMIT picker()->chosen({{Value::integer(150)}, 0});
        QTRY_VERIFY(m_open->session->changes()->isEmpty());
        QCOMPARE(errorOf(u"tags"_s), QString());
    }

    void anAnswerAboutARowThatIsNotOnViewAnyMoreIsDropped()
    {
        QCOMPARE(write(u"WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 151)"
                       " INSERT INTO tags SELECT i, 'tag ' || i FROM n;"
                       "INSERT INTO post_tags SELECT 2, id FROM tags WHERE id BETWEEN 100 AND 150"_s),
                 QString());
        show(u"posts"_s, 2);
        QTest::mouseClick(button(u"add"_s, u"tags"_s), Qt::LeftButton);
        QTRY_VERIFY(picker());
        Q_EMIT picker()->chosen({{Value::integer(151)}, 0});
        show(u"posts"_s, 1);
        QVERIFY(m_open->session->changes()->isEmpty());
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
};

QTEST_MAIN(TestRelatedLinks)
#include "tst_relatedlinks.moc"
