// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/rowpanel.h"

#include "support/sessionfixture.h"
#include "support/verify.h"
#include "ui/changes/notice.h"
#include "ui/row/fieldrow.h"
#include "ui/style/pill.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
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

core::RowKey key(qint64 id)
{
    return {{Value::integer(id)}};
}

QString databaseSql()
{
    return u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
           "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL,"
           " user_id INTEGER REFERENCES users(id) ON DELETE CASCADE,"
           " category TEXT CHECK (category IN ('essay','guide','note')), published boolean NOT NULL DEFAULT 0,"
           " views INTEGER DEFAULT 0, created_at INTEGER, excerpt TEXT, meta TEXT, data BLOB, body TEXT,"
           " twice INTEGER GENERATED ALWAYS AS (views * 2) VIRTUAL);"
           "CREATE TABLE tags (id INTEGER PRIMARY KEY);"
           "CREATE TABLE post_tags (post_id INTEGER REFERENCES posts(id), tag_id INTEGER REFERENCES tags(id),"
           " PRIMARY KEY (post_id, tag_id));"
           "CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts(id));"
           "INSERT INTO users VALUES (7,'Ada'), (12,'Grace');"
           "INSERT INTO posts (id, title, user_id, category, published, views, created_at, excerpt, data, body) VALUES"
           " (1207,'Forecasting',12,'guide',1,9007199254740993,1793382300,NULL,x'89504E470D0A','one' || char(13,10) || "
           "'two'),"
           " (77,'',7,'note',0,1,NULL,'',NULL,NULL)"_s;
}

} // namespace

class TestRowPanel : public SessionFixture {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        openSession(databaseSql());
        m_panel = std::make_unique<RowPanel>(*m_open->session, *m_edits);
        m_panel->resize(320, 1000);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }
    void cleanup()
    {
        m_panel.reset();
        closeSession();
    }

    void saysThatThereIsNoRow()
    {
        QVERIFY(m_panel->findChild<QLabel *>(u"row-empty"_s)->isVisible());
        show(posts, 1207);
        QVERIFY(!m_panel->findChild<QLabel *>(u"row-empty"_s)->isVisible());
        m_panel->showRow(std::nullopt);
        QVERIFY(m_panel->findChild<QLabel *>(u"row-empty"_s)->isVisible());
    }

    void aDrawnRelationIsThereAtOnce()
    {
        show(posts, 1207);
        QVERIFY(!m_panel->field(u"views"_s)->field().relation);
        core::DrawnForeignKey drawn{posts, {}};
        drawn.key.columns = {u"views"_s};
        drawn.key.target = {{}, u"users"_s};
        drawn.key.targetColumns = {u"id"_s};
        m_open->session->setDrawnRelations({drawn});
        QVERIFY(m_panel->field(u"views"_s)->field().relation);
        m_open->session->setDrawnRelations({});
        QVERIFY(!m_panel->field(u"views"_s)->field().relation);
    }

    void facts_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("facts");
        QTest::newRow("required") << u"title"_s << u"text · required"_s;
        QTest::newRow("foreign key") << u"user_id"_s << u"→ users.id · cascade"_s;
        QTest::newRow("values") << u"category"_s << u"essay | guide | note"_s;
        QTest::newRow("default") << u"views"_s << u"integer · default 0"_s;
        QTest::newRow("time") << u"created_at"_s << u"integer · unix s UTC"_s;
        QTest::newRow("generated") << u"twice"_s << u"integer · generated"_s;
    }
    void facts()
    {
        QFETCH(QString, column);
        QFETCH(QString, facts);
        show(posts, 1207);
        QCOMPARE(field(u"title").findChild<QLabel *>(u"field-facts"_s)->text(), u"text · required"_s);
        QCOMPARE(m_panel->field(column)->findChild<QLabel *>(u"field-facts"_s)->text(), facts);
    }

    void showsEveryKindOfValue()
    {
        show(posts, 1207);
        QCOMPARE(m_panel->findChild<QLabel *>(u"row-title"_s)->text(), u"posts / 1207"_s);
        QCOMPARE(input<QLineEdit>(u"title")->text(), u"Forecasting"_s);
        QCOMPARE(input<QLineEdit>(u"views")->text(), u"9007199254740993"_s);
        QCOMPARE(input<QComboBox>(u"category")->currentText(), u"guide"_s);
        QCOMPARE(input<QCheckBox>(u"published")->checkState(), Qt::Checked);
        QCOMPARE(input<QLineEdit>(u"created_at")->text(), u"2026-10-30 17:45:00"_s);
        QCOMPARE(field(u"created_at").findChild<QLabel *>(u"raw-value"_s)->text(), u"1793382300"_s);
        QCOMPARE(input<QLineEdit>(u"data")->text(), u"6 bytes  89 50 4e 47 0d 0a"_s);
        QVERIFY(input<QLineEdit>(u"data")->isReadOnly());
        QVERIFY(!field(u"data").readOnlyBecause().isEmpty());
        QVERIFY(input<QLineEdit>(u"twice")->isReadOnly());
        QVERIFY(field(u"twice").readOnlyBecause().contains(u"views * 2"_s));
    }

    void factsSayWhatMattersFirst()
    {
        show(posts, 1207);
        QCOMPARE(field(u"published").findChild<QLabel *>(u"field-facts"_s)->text(), u"boolean · default 0"_s);
        const QString tip = field(u"published").findChild<QWidget *>(u"field-head"_s)->toolTip();
        QVERIFY2(tip.contains(u"boolean\nrequired\ndefault 0"_s), qPrintable(tip));
    }

    void onlyPlaceholdersAreItalic()
    {
        show(posts, 1207);
        show(posts, 77);
        show(posts, 1207);
        for (const QStringView column : {u"title", u"created_at", u"views", u"excerpt"})
            QVERIFY2(!input<QLineEdit>(column)->font().italic(), qPrintable(column.toString()));
        QTRY_VERIFY(field(u"created_at").findChild<QLabel *>(u"raw-value"_s)->isVisible());
        Theme::apply(*qApp, ThemeKind::Light);
        QVERIFY(!input<QLineEdit>(u"created_at")->font().italic());
        // the input is drawn upright with a value and slanted without, in both themes
        QVERIFY(input<QLineEdit>(u"excerpt")->grab().toImage() != input<QLineEdit>(u"created_at")->grab().toImage());
        Theme::apply(*qApp, ThemeKind::Dark);
    }

    void largeCellsAreReadWhenAskedFor()
    {
        QCOMPARE(tempdatabase::run(m_open->path,
                                   u"UPDATE posts SET data = zeroblob(3000000),"
                                   " body = printf('%.*c', 400000, 'x') WHERE id = 77"_s),
                 QString());
        show(posts, 77);
        QVERIFY2(input<QLineEdit>(u"data")->text().startsWith(u"3,000,000 bytes"_s),
                 qPrintable(input<QLineEdit>(u"data")->text()));
        auto *body = input<QPlainTextEdit>(u"body");
        QVERIFY(body->isReadOnly());
        QCOMPARE(body->toPlainText().size(), RowPanel::cellLimit);
        QTest::keyClick(body, Qt::Key_N, Qt::ControlModifier | Qt::AltModifier); // its old value is not known
        QVERIFY(m_open->session->changes()->isEmpty());
        QVERIFY(!field(u"title").findChild<QPushButton *>(u"field-load"_s)->isVisible());
        auto *load = field(u"body").findChild<QPushButton *>(u"field-load"_s);
        QVERIFY(load->isVisible());
        load->setFocus();
        QTest::keyClick(load, Qt::Key_Space);
        QTRY_VERIFY(!m_panel->isLoading());
        QVERIFY(!load->isVisible());
        body = input<QPlainTextEdit>(u"body");
        QCOMPARE(body->toPlainText().size(), 400'000);
        QVERIFY(!body->isReadOnly());
        show(posts, 1207);
        show(posts, 77); // another visit starts anew
        QVERIFY(load->isVisible());
    }

    void saysWhetherItIsJson_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("word");
        QTest::newRow("object") << u"{\"a\":[1,2]}"_s << u"valid JSON"_s;
        QTest::newRow("scalar") << u"12"_s << u"valid JSON"_s;
        QTest::newRow("cut") << u"{\"a\":\n"_s << u"not JSON: line 2"_s;
        QTest::newRow("word") << u"hello"_s << u"not JSON: line 1"_s;
    }
    void saysWhetherItIsJson()
    {
        QFETCH(QString, typed);
        QFETCH(QString, word);
        show(posts, 1207);
        core::ColumnFormat json;
        json.kind = core::ColumnFormat::Kind::Json;
        m_panel->setFormats(posts, {{u"meta"_s, json}});
        auto *meta = input<QPlainTextEdit>(u"meta");
        QVERIFY(meta);
        meta->setFocus();
        meta->insertPlainText(typed);
        auto *said = field(u"meta").findChild<QLabel *>(u"json-validity"_s);
        QTRY_VERIFY(said->isVisible());
        QVERIFY2(said->text().startsWith(word), qPrintable(said->text()));
        m_panel->commit(); // what is not JSON is text, and kept
        QVERIFY(staged(1207, u"meta") == core::NewValue(Value::text(typed)));
    }

    void menusAreReachedByKeyboard()
    {
        show(posts, 1207);
        auto *title = input<QLineEdit>(u"title");
        title->setFocus();
        QTest::keyClick(title, Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), field(u"title").findChild<QToolButton *>(u"field-more"_s));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), input<QLineEdit>(u"user_id"));
    }

    void nullEmptyAndDefaultAreThreeThings()
    {
        show(posts, 1207);
        QCOMPARE(input<QLineEdit>(u"excerpt")->placeholderText(), u"NULL"_s);
        show(posts, 77);
        QCOMPARE(input<QLineEdit>(u"excerpt")->placeholderText(), u"empty text"_s);
        QCOMPARE(input<QLineEdit>(u"title")->placeholderText(), u"empty text"_s);
        VERIFY_OK(m_edits->push(core::InsertRow{posts, 5, {}, -1}, u"Insert"_s));
        m_panel->showRow(RowAddress{posts, {}, 5});
        QCOMPARE(input<QLineEdit>(u"views")->placeholderText(), u"DEFAULT  0"_s);
        QCOMPARE(input<QLineEdit>(u"excerpt")->placeholderText(), u"NULL"_s);
        QCOMPARE(input<QLineEdit>(u"id")->placeholderText(), u"made by the database"_s);
        QCOMPARE(m_panel->findChild<Pill *>(u"row-pill"_s)->text(), u"new"_s);
    }

    void typingIsHandedOnWhenTheFieldIsLeft()
    {
        show(posts, 1207);
        auto *title = input<QLineEdit>(u"title");
        title->setFocus();
        title->selectAll();
        QTest::keyClicks(title, u"Forecasting, explained"_s);
        QVERIFY(m_open->session->changes()->isEmpty());
        QTest::keyClick(title, Qt::Key_Tab);
        QCOMPARE(staged(1207, u"title"), core::NewValue(Value::text(u"Forecasting, explained"_s)));
        QCOMPARE(m_open->session->changes()->find(posts, key(1207))->cells.value(u"title"_s).base,
                 Value::text(u"Forecasting"_s));
        const auto seen = m_open->session->changes()->find(posts, key(1207))->context;
        QVERIFY(seen.value(u"title"_s) == Value::text(u"Forecasting"_s)); // a key alone may mean another row by now
        QVERIFY(seen.value(u"id"_s) == Value::integer(1207));
        QCOMPARE(title->property("state").toString(), u"modified"_s);
        QCOMPARE(m_panel->findChild<Pill *>(u"row-pill"_s)->text(), u"edited"_s);
        QCOMPARE(m_edits->undoStack().undoText(), u"Set title of posts 1207"_s);
        // typed back: the change is gone
        title->setFocus();
        title->selectAll();
        QTest::keyClicks(title, u"Forecasting"_s);
        QTest::keyClick(title, Qt::Key_Return);
        QVERIFY(m_open->session->changes()->isEmpty());
        QVERIFY(!m_panel->findChild<Pill *>(u"row-pill"_s)->isVisible());
    }

    void numbersLoseNothing()
    {
        show(posts, 1207);
        auto *views = input<QLineEdit>(u"views");
        views->setFocus();
        views->selectAll();
        QTest::keyClicks(views, u"1780480268876910593"_s);
        QTest::keyClick(views, Qt::Key_Return);
        QCOMPARE(staged(1207, u"views"), core::NewValue(Value::integer(1780480268876910593)));
    }

    void lookingAtAFieldChangesNothing()
    {
        show(posts, 1207);
        for (const core::Column &column : m_open->session->schema()->table(posts)->columns) {
            m_panel->focusField(column.name);
            m_panel->commit();
        }
        m_panel->showRow(std::nullopt);
        QVERIFY(m_open->session->changes()->isEmpty());
    }

    void escTakesBackWhatWasTyped()
    {
        show(posts, 1207);
        auto *title = input<QLineEdit>(u"title");
        title->setFocus();
        QTest::keyClicks(title, u"x"_s);
        QTest::keyClick(title, Qt::Key_Escape);
        QCOMPARE(title->text(), u"Forecasting"_s);
        m_panel->commit();
        QVERIFY(m_open->session->changes()->isEmpty());
    }

    /// A lock or a lost connection passes; nobody should have to leave the row and come back.
    void aRowThatCouldNotBeReadIsTriedAgain_data()
    {
        QTest::addColumn<bool>("button");
        QTest::newRow("its button") << true;
        QTest::newRow("a refresh") << false;
    }
    void aRowThatCouldNotBeReadIsTriedAgain()
    {
        QFETCH(bool, button);
        QCOMPARE(tempdatabase::run(m_open->path, u"ALTER TABLE posts RENAME TO away"_s), QString());
        m_panel->showRow(RowAddress{posts, key(1207), 0});
        auto *notice = m_panel->findChild<Notice *>(u"row-notice"_s);
        auto *again = m_panel->findChild<QToolButton *>(u"row-again"_s);
        QTRY_VERIFY(notice->isVisible() && notice->isError());
        QVERIFY(again->isVisible());
        QCOMPARE(input<QLineEdit>(u"title")->text(), QString());
        QCOMPARE(tempdatabase::run(m_open->path, u"ALTER TABLE away RENAME TO posts"_s), QString());
        if (button)
            QTest::mouseClick(again, Qt::LeftButton);
        else
            m_open->session->reload(); // as F5 does
        QTRY_COMPARE(input<QLineEdit>(u"title")->text(), u"Forecasting"_s);
        QVERIFY(!notice->isVisible());
    }

    /// Laid out whole, a line of millions stops the window.
    void whatIsStagedIsCutLikeWhatIsStored()
    {
        show(posts, 1207);
        const QString large(qsizetype(RowPanel::cellLimit) * 2, u'x');
        VERIFY_OK(m_edits->push(core::SetCell{posts, key(1207), u"excerpt"_s, Value(), Value::text(large), -1},
                                u"Set excerpt"_s));
        const auto shown = [&] { return input<QPlainTextEdit>(u"excerpt")->toPlainText().size(); };
        QTRY_COMPARE(shown(), qsizetype(RowPanel::cellLimit));
        QVERIFY(input<QPlainTextEdit>(u"excerpt")->isReadOnly());
        m_panel->commit();
        QCOMPARE(staged(1207, u"excerpt"), core::NewValue(Value::text(large)));
        field(u"excerpt").findChild<QPushButton *>(u"field-load"_s)->click();
        QTRY_COMPARE(shown(), large.size());
        QVERIFY(!input<QPlainTextEdit>(u"excerpt")->isReadOnly());
    }

    void anotherRowDoesNotSwallowWhatWasTyped()
    {
        show(posts, 1207);
        auto *title = input<QLineEdit>(u"title");
        title->setFocus();
        QTest::keyClicks(title, u"!"_s);
        show(posts, 77);
        QVERIFY(m_open->session->changes()->find(posts, key(1207)));
        QVERIFY(!m_open->session->changes()->find(posts, key(77)));
        QCOMPARE(input<QLineEdit>(u"title")->text(), QString());
    }

    void keysSetNullDefaultAndEmpty()
    {
        show(posts, 1207);
        QTest::keyClick(input<QLineEdit>(u"views"), Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(staged(1207, u"views"), core::NewValue(Value::null()));
        QCOMPARE(input<QLineEdit>(u"views")->placeholderText(), u"NULL"_s);
        QTest::keyClick(input<QLineEdit>(u"views"), Qt::Key_D, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(staged(1207, u"views"), core::NewValue(core::UseDefault()));
        QCOMPARE(input<QLineEdit>(u"views")->placeholderText(), u"DEFAULT  0"_s);
        QTest::keyClick(input<QLineEdit>(u"excerpt"), Qt::Key_Backspace, Qt::AltModifier);
        QCOMPARE(staged(1207, u"excerpt"), core::NewValue(Value::text(QString())));
        // required: no NULL
        QTest::keyClick(input<QLineEdit>(u"title"), Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(!m_open->session->changes()->find(posts, key(1207))->cells.contains(u"title"_s));
        field(u"views").findChild<QAction *>(u"field-take-back"_s)->trigger();
        QVERIFY(!m_open->session->changes()->find(posts, key(1207))->cells.contains(u"views"_s));
        QCOMPARE(input<QLineEdit>(u"views")->text(), u"9007199254740993"_s);
    }

    void choices()
    {
        show(posts, 1207);
        QTest::mouseClick(input<QCheckBox>(u"published"), Qt::LeftButton, {}, QPoint(6, 10));
        QCOMPARE(staged(1207, u"published"), core::NewValue(Value::integer(0)));
        auto *category = input<QComboBox>(u"category");
        category->setFocus();
        QTest::keyClick(category, Qt::Key_Down);
        QCOMPARE(staged(1207, u"category"), core::NewValue(Value::text(u"note"_s)));
    }

    void textKeepsItsLineBreaks()
    {
        show(posts, 1207);
        auto *body = input<QPlainTextEdit>(u"body");
        QVERIFY(body);
        body->setFocus();
        body->moveCursor(QTextCursor::End);
        QTest::keyClicks(body, u"!"_s);
        QTest::keyClick(body, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(staged(1207, u"body"), core::NewValue(Value::text(u"one\r\ntwo!"_s)));
    }

    void followsTheForeignKey()
    {
        show(posts, 1207);
        QSignalSpy opened(m_panel.get(), &RowPanel::openRequested);
        QTest::mouseClick(field(u"user_id").findChild<QToolButton *>(u"field-follow"_s), Qt::LeftButton);
        QCOMPARE(opened.size(), 1);
        const auto destination = opened.first().first().value<Destination>();
        QCOMPARE(destination.table, users);
        QCOMPARE(destination.key, std::optional(key(12)));
    }

    void opensWhatIsRelated()
    {
        show(posts, 1207);
        QSignalSpy opened(m_panel.get(), &RowPanel::openRequested);
        QStringList tables;
        for (auto *open : m_panel->findChildren<QToolButton *>(QRegularExpression(u"^related-open-"_s))) {
            QTest::mouseClick(open, Qt::LeftButton);
            const auto destination = opened.last().first().value<Destination>();
            tables.append(destination.table.name);
            QCOMPARE(destination.filter.terms.size(), 1);
            QCOMPARE(std::get<core::Condition>(destination.filter.terms.first().condition),
                     (core::Condition{u"post_id"_s, core::FilterOp::Equal, {Value::integer(1207)}}));
        }
        tables.removeDuplicates();
        tables.sort();
        QCOMPARE(tables, QStringList({u"comments"_s, u"post_tags"_s}));
    }

    void followsTheChangeSet()
    {
        show(posts, 1207);
        VERIFY_OK(m_edits->push(
            core::SetCell{posts, key(1207), u"views"_s, Value::integer(9007199254740993), Value::integer(5), -1},
            u"Set"_s));
        QCOMPARE(input<QLineEdit>(u"views")->text(), u"5"_s);
        m_edits->undo();
        QCOMPARE(input<QLineEdit>(u"views")->text(), u"9007199254740993"_s);
        VERIFY_OK(m_edits->push(core::DeleteRow{posts, key(1207), {}, -1}, u"Delete"_s));
        QCOMPARE(m_panel->findChild<Pill *>(u"row-pill"_s)->text(), u"deleted"_s);
        QVERIFY(input<QLineEdit>(u"views")->isReadOnly());
    }

    void editsANewRow()
    {
        VERIFY_OK(m_edits->push(core::InsertRow{posts, 5, {}, -1}, u"Insert"_s));
        m_panel->showRow(RowAddress{posts, {}, 5});
        auto *title = input<QLineEdit>(u"title");
        title->setFocus();
        QTest::keyClicks(title, u"Petrichor"_s);
        QTest::keyClick(title, Qt::Key_Return);
        QCOMPARE(m_open->session->changes()->findInserted(posts, 5)->cells.value(u"title"_s).value,
                 core::NewValue(Value::text(u"Petrichor"_s)));
    }

    void aReadOnlyDatabaseSaysWhy()
    {
        m_panel.reset();
        m_edits.reset();
        m_open->session.reset();
        core::Session::Options options;
        options.readOnly = true;
        m_open->open(options);
        m_edits = std::make_unique<EditStack>(*m_open->session);
        m_panel = std::make_unique<RowPanel>(*m_open->session, *m_edits);
        m_panel->show();
        show(posts, 1207);
        QVERIFY(m_panel->findChild<QLabel *>(u"row-reason"_s)->isVisible());
        QVERIFY(input<QLineEdit>(u"title")->isReadOnly());
    }

    void saysWhatDoesNotSuitTheColumn()
    {
        show(posts, 1207);
        auto *views = input<QLineEdit>(u"views");
        views->setFocus();
        views->selectAll();
        QTest::keyClicks(views, u"maybe"_s);
        QTest::keyClick(views, Qt::Key_Return);
        auto *note = field(u"views").findChild<QLabel *>(u"field-note"_s);
        QTRY_COMPARE(note->text(), u"“maybe” is no number"_s);
        QVERIFY(note->isVisible());
        m_edits->undo();
        QTRY_VERIFY(!note->isVisible());
    }

    void whatAnotherProgramWroteMeanwhileIsNotWhatWasTypedOver()
    {
        m_panel->showRow(RowAddress{posts, key(1207), 0});
        QTRY_VERIFY(m_panel->isSettled());
        auto *line = qobject_cast<QLineEdit *>(m_panel->field(u"title"_s)->editor().input());
        QVERIFY(line);
        line->setFocus();
        QTest::keyClicks(line, u"!"_s);
        QCOMPARE(tempdatabase::run(m_open->path, u"UPDATE posts SET title = 'Theirs', body = 'new' WHERE id = 1207"_s),
                 QString());
        Q_EMIT m_open->session->changedOutside();
        QTRY_VERIFY(m_panel->isSettled());
        QTest::keyClick(line, Qt::Key_Return);
        const core::RowEdit *edit = m_open->session->changes()->find(posts, key(1207));
        QVERIFY(edit);
        QCOMPARE(edit->cells.value(u"title"_s).base, Value::text(u"Forecasting"_s));
        QCOMPARE(edit->context.value(u"title"_s), Value::text(u"Forecasting"_s));
        QCOMPARE(edit->context.value(u"body"_s), Value::text(u"new"_s)); // this was on view
    }

    void whatIsTypedInANewRowOutlivesAnotherProgramsWrite()
    {
        VERIFY_OK(m_edits->push(core::InsertRow{posts, 5, {}, -1}, u"Insert"_s));
        m_panel->showRow(RowAddress{posts, {}, 5});
        auto *line = input<QLineEdit>(u"title");
        line->setFocus();
        QTest::keyClicks(line, u"Petrichor"_s);
        Q_EMIT m_open->session->changedOutside();
        QTRY_VERIFY(m_panel->isSettled());
        QCOMPARE(input<QLineEdit>(u"title"), line);
        QCOMPARE(line->text(), u"Petrichor"_s);
        QTest::keyClick(line, Qt::Key_Return);
        const core::RowEdit *edit = m_open->session->changes()->findInserted(posts, 5);
        QVERIFY(edit);
        QCOMPARE(edit->cells.value(u"title"_s).value, core::NewValue(Value::text(u"Petrichor"_s)));
    }

private:
    void show(const core::QualifiedName &table, qint64 id)
    {
        m_panel->showRow(RowAddress{table, key(id), 0});
        QTRY_VERIFY(!m_panel->isLoading());
    }
    FieldRow &field(QStringView column) { return *m_panel->field(column.toString()); }
    template <typename T> T *input(QStringView column) { return qobject_cast<T *>(field(column).editor().input()); }
    core::NewValue staged(qint64 id, QStringView column)
    {
        const core::RowEdit *row = m_open->session->changes()->find(posts, key(id));
        return row ? row->cells.value(column.toString()).value : core::NewValue(Value::text(u"nothing staged"_s));
    }

    std::unique_ptr<RowPanel> m_panel;
};

QTEST_MAIN(TestRowPanel)
#include "tst_rowpanel.moc"
