// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rowfixture.h"
#include "support/verify.h"
#include "ui/row/fieldcolumns.h"
#include "ui/row/severalrows.h"
#include "ui/style/pill.h"

#include <QAction>
#include <QCheckBox>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTimer>
#include <QToolButton>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::NewValue;
using core::Value;

namespace {

const core::QualifiedName posts{{}, u"posts"_s};
constexpr Qt::KeyboardModifiers controlAlt = Qt::ControlModifier | Qt::AltModifier;

QString databaseSql()
{
    return u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);"
           "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, slug TEXT UNIQUE, views INTEGER DEFAULT 0,"
           " excerpt TEXT, published boolean, user_id INTEGER REFERENCES users(id), body TEXT,"
           " twice INTEGER GENERATED ALWAYS AS (views * 2));"
           "INSERT INTO users VALUES (1,'Ada'), (2,'Grace');"
           "INSERT INTO posts (id, title, slug, views, excerpt, published, user_id, body) VALUES"
           " (1,'Rain','a',7,NULL,1,1,'x'), (2,'Rain','b',8,'',1,2,'x'), (3,'Rain','c',7,'e',0,2,'x');"
           "CREATE TABLE pairs (a INT, b INT, c TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;"
           "INSERT INTO pairs VALUES (1,1,'x'), (1,2,'x');"_s;
}

} // namespace

class TestSeveralRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        QTest::failOnWarning(anyRealWarning());
        m = std::make_unique<RowFixture>(databaseSql());
        QVERIFY(QTest::qWaitForWindowExposed(m->panel.get()));
    }
    void cleanup() { m.reset(); }

    void commonValuesAreShownAndOthersMarked()
    {
        show({1, 2, 3});
        QCOMPARE(m->panel->findChild<QLabel *>(u"row-title"_s)->text(), u"3 rows of posts"_s);
        QVERIFY(!m->panel->row());
        QCOMPARE(m->line(u"title")->text(), u"Rain"_s);
        QCOMPARE(m->line(u"views")->text(), QString());
        QCOMPARE(m->line(u"views")->placeholderText(), u"≠ mixed, 2 values"_s);
        QCOMPARE(m->line(u"excerpt")->placeholderText(), u"≠ mixed, 3 values"_s); // NULL, '' and a text
        auto *published = m->input<QCheckBox>(u"published");
        QCOMPARE(published->checkState(), Qt::PartiallyChecked);
        QCOMPARE(published->text(), u"≠ mixed, 2 values"_s);
        // and it looks like no NULL
        m->show(posts, 1);
        QTRY_VERIFY(!m->panel->isLoading());
        QCOMPARE(m->line(u"excerpt")->placeholderText(), u"NULL"_s);
    }

    void looksUnlikeNull()
    {
        show({1, 2});
        m->line(u"excerpt")->setPlaceholderText(u"same"_s);
        const QImage mixed = m->line(u"excerpt")->grab().toImage();
        m->show(posts, 1);
        QTRY_VERIFY(!m->panel->isLoading());
        m->line(u"excerpt")->setPlaceholderText(u"same"_s);
        QVERIFY(m->line(u"excerpt")->grab().toImage() != mixed);
    }

    void lookingChangesNothing()
    {
        show({1, 2, 3});
        for (const core::Column &column : m->open.session->schema()->table(posts)->columns) {
            m->panel->focusField(column.name);
            m->panel->commit();
        }
        m->panel->showRow(std::nullopt);
        QVERIFY(m->changes()->isEmpty());
    }

    void oneStepSetsAll()
    {
        show({1, 2, 3});
        m->type(u"views", u"9"_s);
        QVERIFY(m->changes()->isEmpty());
        QTest::keyClick(m->line(u"views"), Qt::Key_Return);
        QCOMPARE(m->changes()->count(posts), 3);
        QCOMPARE(m->edits->undoStack().undoText(), u"Set views of 3 rows of posts"_s);
        for (const auto &[id, base] : {std::pair(1, 7), {2, 8}, {3, 7}}) {
            const core::RowEdit *row = m->changes()->find(posts, RowFixture::key(id));
            QVERIFY(row);
            QCOMPARE(row->cells.value(u"views"_s), (core::CellEdit{Value::integer(base), Value::integer(9)}));
            QCOMPARE(row->context.value(u"title"_s), Value::text(u"Rain"_s));
            QVERIFY(!row->context.contains(u"twice"_s));
        }
        QCOMPARE(m->line(u"views")->text(), u"9"_s);
        QCOMPARE(m->panel->findChild<Pill *>(u"row-pill"_s)->text(), u"edited"_s);
        m->edits->undo();
        QVERIFY(m->changes()->isEmpty());
        QCOMPARE(m->line(u"views")->placeholderText(), u"≠ mixed, 2 values"_s);
    }

    void aValueThatSomeHaveAlreadyEditsTheOthers()
    {
        show({1, 2, 3});
        m->type(u"views", u"7"_s);
        QTest::keyClick(m->line(u"views"), Qt::Key_Return);
        QCOMPARE(m->changes()->count(posts), 1);
        QCOMPARE(m->staged(posts, 2, u"views"), std::optional(NewValue(Value::integer(7))));
    }

    void theMenuWorksForAll()
    {
        show({1, 2, 3});
        QTest::keyClick(m->line(u"views"), Qt::Key_N, controlAlt);
        QCOMPARE(m->staged(posts, 1, u"views"), std::optional(NewValue(Value::null())));
        QCOMPARE(m->staged(posts, 3, u"views"), std::optional(NewValue(Value::null())));
        QCOMPARE(m->line(u"views")->placeholderText(), u"NULL"_s);
        QTest::keyClick(m->line(u"views"), Qt::Key_D, controlAlt);
        QCOMPARE(m->staged(posts, 2, u"views"), std::optional(NewValue(core::UseDefault())));
        QTest::keyClick(m->line(u"excerpt"), Qt::Key_Backspace, Qt::AltModifier);
        QCOMPARE(m->staged(posts, 1, u"excerpt"), std::optional(NewValue(Value::text(QString()))));
        QCOMPARE(m->staged(posts, 2, u"excerpt"), std::nullopt); // was empty
        QTest::keyClick(m->line(u"title"), Qt::Key_N, controlAlt); // required
        QVERIFY(!m->staged(posts, 1, u"title"));
        m->part<QAction>(u"views", u"field-take-back"_s)->trigger();
        QVERIFY(!m->staged(posts, 1, u"views") && !m->staged(posts, 2, u"views"));
    }

    void choicesWorkForAll()
    {
        show({1, 2, 3});
        QTest::mouseClick(m->input<QCheckBox>(u"published"), Qt::LeftButton, {}, QPoint(6, 10));
        QCOMPARE(m->staged(posts, 3, u"published"), std::optional(NewValue(Value::integer(1))));
        QVERIFY(!m->staged(posts, 1, u"published"));
    }

    void whatMustDifferIsLocked()
    {
        show({1, 2, 3});
        QVERIFY(m->line(u"id")->isReadOnly());
        QCOMPARE(m->note(u"id"), u"A key: it has to differ from row to row."_s);
        QVERIFY(m->line(u"slug")->isReadOnly());
        QCOMPARE(m->note(u"slug"), u"Unique: no two rows may have the same value."_s);
        QVERIFY(m->line(u"twice")->isReadOnly());
        QTest::keyClick(m->line(u"slug"), Qt::Key_N, controlAlt);
        QVERIFY(m->changes()->isEmpty());
    }

    void longValuesAreLocked()
    {
        QCOMPARE(tempdatabase::run(m->open.path, u"UPDATE posts SET body = printf('%.*c', 20000, 'x') WHERE id = 2"_s),
                 QString());
        show({1, 2});
        QCOMPARE(m->field(u"body").readOnlyBecause(), u"Some of these values are long; edit them row by row."_s);
        m->type(u"views", u"1"_s);
        QTest::keyClick(m->line(u"views"), Qt::Key_Return);
        QVERIFY(
            !m->changes()->find(posts, RowFixture::key(2))->context.contains(u"body"_s)); // only its beginning is known
    }

    void followsTheChangeSet()
    {
        VERIFY_OK(m->edits->push(
            core::SetCell{posts, RowFixture::key(2), u"views"_s, Value::integer(8), Value::integer(7)}, u"Set"_s));
        show({1, 2, 3});
        QCOMPARE(m->line(u"views")->text(), u"7"_s);
        VERIFY_OK(m->edits->push(core::DeleteRow{posts, RowFixture::key(3), {}, -1}, u"Delete"_s));
        QVERIFY(m->line(u"views")->isReadOnly());
        QCOMPARE(m->panel->findChild<Pill *>(u"row-pill"_s)->text(), u"1 deleted"_s);
        m->edits->undo();
        QVERIFY(!m->line(u"views")->isReadOnly());
        QCOMPARE(m->panel->findChild<Pill *>(u"row-pill"_s)->text(), u"edited"_s);
    }

    void newRowsAreAmongThem()
    {
        VERIFY_OK(m->edits->push(core::InsertRow{posts, 5, {{u"title"_s, Value::text(u"Rain"_s)}}, -1}, u"Insert"_s));
        RowSelection rows{posts, 2, {{posts, {}, 5}, {posts, RowFixture::key(1), 0}}};
        m->panel->showRows(rows);
        QTRY_VERIFY(m->panel->isSettled());
        QCOMPARE(m->line(u"title")->text(), u"Rain"_s);
        QCOMPARE(m->line(u"views")->placeholderText(), u"≠ mixed, 2 values"_s);
        m->type(u"views", u"3"_s);
        QTest::keyClick(m->line(u"views"), Qt::Key_Return);
        QCOMPARE(m->changes()->findInserted(posts, 5)->cells.value(u"views"_s).value, NewValue(Value::integer(3)));
        QCOMPARE(m->staged(posts, 1, u"views"), std::optional(NewValue(Value::integer(3))));
        m->edits->undo();
        QVERIFY(!m->changes()->findInserted(posts, 5)->cells.contains(u"views"_s));
    }

    void tooManyAreSaidAndNotOffered()
    {
        m->panel->showRows({posts, RowSelection::most + 1, {}});
        QVERIFY(m->panel->isSettled());
        QCOMPARE(m->panel->findChild<QLabel *>(u"row-title"_s)->text(), u"501 rows of posts"_s);
        auto *reason = m->panel->findChild<QLabel *>(u"row-reason"_s);
        QVERIFY(reason->isVisible());
        QVERIFY2(reason->text().startsWith(u"Up to 500 rows"_s), qPrintable(reason->text()));
        QVERIFY(!m->panel->findChild<QScrollArea *>()->isVisible());
        show({1, 2});
        QVERIFY(m->panel->findChild<QScrollArea *>()->isVisible());
    }

    void whatWasTypedGoesToTheRowsItWasTypedFor()
    {
        show({1, 2});
        m->type(u"views", u"5"_s);
        m->show(posts, 3);
        QTRY_VERIFY(!m->panel->isLoading());
        QVERIFY(m->staged(posts, 1, u"views") && m->staged(posts, 2, u"views"));
        QVERIFY(!m->staged(posts, 3, u"views"));
        QCOMPARE(m->line(u"views")->text(), u"7"_s);
        m->type(u"views", u"6"_s);
        show({1, 2});
        QCOMPARE(m->staged(posts, 3, u"views"), std::optional(NewValue(Value::integer(6))));
        QCOMPARE(m->line(u"views")->text(), u"5"_s);
    }

    void whatAnotherProgramWroteMeanwhileIsNotWhatWasTypedOver()
    {
        show({1, 2, 3});
        m->type(u"views", u"9"_s);
        QCOMPARE(tempdatabase::run(m->open.path, u"UPDATE posts SET views = 70, body = 'y' WHERE id = 1"_s), QString());
        Q_EMIT m->open.session->changedOutside();
        QTRY_VERIFY(m->panel->isSettled());
        QCOMPARE(m->line(u"views")->text(), u"9"_s);
        QTest::keyClick(m->line(u"views"), Qt::Key_Return);
        const core::RowEdit *row = m->changes()->find(posts, RowFixture::key(1));
        QVERIFY(row);
        QCOMPARE(row->cells.value(u"views"_s), (core::CellEdit{Value::integer(7), Value::integer(9)}));
        QCOMPARE(row->context.value(u"views"_s), Value::integer(7));
        QCOMPARE(row->context.value(u"body"_s), Value::text(u"y"_s)); // this was on view
        // what is typed next is typed over what is shown now
        m->edits->undo();
        m->type(u"views", u"8"_s);
        QTest::keyClick(m->line(u"views"), Qt::Key_Return);
        row = m->changes()->find(posts, RowFixture::key(1));
        QVERIFY(row);
        QCOMPARE(row->cells.value(u"views"_s), (core::CellEdit{Value::integer(70), Value::integer(8)}));
    }

    void anAnswerUnderWayIsOldOnceItIsReadAnew()
    {
        SeveralRows rows(*m->open.session, *m->edits);
        QSignalSpy changed(&rows, &SeveralRows::changed);
        auto *timer = rows.findChild<QTimer *>();
        QVERIFY(timer);
        int readings = 0;
        connect(timer, &QTimer::timeout, &rows, [&] {
            if (++readings == 1)
                rows.read(); // the first reading has been started just now
        });
        rows.show({posts, 2, {{posts, RowFixture::key(1), 0}, {posts, RowFixture::key(2), 0}}});
        QTRY_COMPARE(readings, 2);
        QTRY_VERIFY(!rows.isLoading());
        QCOMPARE(changed.size(), 1);
    }

    void aRowIsChosenForAll()
    {
        show({1, 2, 3});
        m->line(u"user_id")->setFocus();
        QTest::keyClick(m->line(u"user_id"), Qt::Key_Down, Qt::AltModifier);
        auto *picker = m->panel->findChild<QWidget *>(u"relation-picker"_s);
        QVERIFY(picker && picker->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"Grace"_s);
        QTRY_VERIFY(m->panel->isSettled());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(m->staged(posts, 1, u"user_id"), std::optional(NewValue(Value::integer(2))));
        QCOMPARE(m->changes()->count(posts), 1);
        QCOMPARE(m->edits->undoStack().count(), 1);
    }

    void fieldsStandInTwoColumnsWhereThereIsRoom()
    {
        show({1, 2});
        auto *columns = m->panel->findChild<FieldColumns *>();
        QCOMPARE(columns->columnCount(), 1);
        m->panel->resize(900, 700);
        QTRY_COMPARE(columns->columnCount(), 2);
        QTRY_VERIFY(m->field(u"twice").x() == 0 && m->field(u"twice").mapTo(columns, QPoint()).x() > 400);
        m->panel->resize(320, 700);
        QTRY_COMPARE(columns->columnCount(), 1);
    }

    void theHeadAsksForNeighbours()
    {
        show({1, 2});
        QSignalSpy asked(m->panel.get(), &RowPanel::actionRequested);
        for (const auto &name : {u"row-next"_s, u"row-previous"_s, u"row-fullWidth"_s})
            QTest::mouseClick(m->panel->findChild<QToolButton *>(name), Qt::LeftButton);
        QCOMPARE(asked.size(), 3);
        QCOMPARE(asked.at(0).first().toString(), u"row.next"_s);
    }

private:
    void show(const QList<qint64> &ids)
    {
        m->showSeveral(posts, ids);
        QTRY_VERIFY(m->panel->isSettled());
    }

    std::unique_ptr<RowFixture> m;
};

QTEST_MAIN(TestSeveralRows)
#include "tst_severalrows.moc"
