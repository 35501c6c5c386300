// SPDX-License-Identifier: GPL-3.0-or-later
// A post with its parent, its comments and its tags, all new, from an empty row to the database, by keyboard alone.
#include "realwindow.h"
#include "support/quiet.h"
#include "ui/changes/sqlview.h"
#include "ui/row/childlist.h"
#include "ui/row/linkchips.h"
#include "ui/row/relationpicker.h"
#include "ui/row/rowpanel.h"

#include <QLabel>
#include <QListView>
#include <QToolButton>

#include <functional>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestRelatedJourney : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    [[nodiscard]] RowPanel *panel() const { return m_real->window->findChild<RowPanel *>(); }
    /// Presses Tab until it is there.
    [[nodiscard]] bool tabTo(const QString &objectName) const
    {
        for (int presses = 0; presses < 150; ++presses) {
            const QWidget *focus = QApplication::focusWidget();
            if (focus && focus->objectName() == objectName && panel()->isAncestorOf(focus))
                return true;
            m_real->key(Qt::Key_Tab);
        }
        return false;
    }
    [[nodiscard]] QString cardPart(const QString &part, const QString &to) const
    {
        for (int i = 0; i < 8; ++i) {
            for (const auto *name : panel()->findChildren<QLabel *>(u"related-name-%1"_s.arg(i))) {
                if (name->isVisibleTo(panel()) && name->text() == to)
                    return u"related-%1-%2"_s.arg(part).arg(i);
            }
        }
        return {};
    }
    [[nodiscard]] static QLineEdit *editor()
    {
        auto *line = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        return line && line->objectName() == u"child-editor"_s ? line : nullptr;
    }
    [[nodiscard]] QString firstHit() const
    {
        for (auto *list : m_real->window->findChildren<QListView *>(u"picker-list"_s)) {
            if (list->isVisible())
                return list->model()->index(0, 0).data().toString();
        }
        return {};
    }
    [[nodiscard]] int columnOf(const QString &name) const
    {
        const core::RowsModel &model = *m_real->grid().model();
        int column = 0;
        while (column < model.columnCount() && model.columnAt(column).name != name)
            ++column;
        return column;
    }
    [[nodiscard]] LinkChips *tags() const { return panel()->findChild<LinkChips *>(cardPart(u"chips"_s, u"tags"_s)); }
    [[nodiscard]] QString shownScript() const
    {
        auto *view = m_real->window->findChild<SqlView *>(u"pending-sql"_s);
        return view ? view->toPlainText() : QString();
    }
    void newPost()
    {
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_Insert);
        QTRY_COMPARE(m_real->grid().model()->insertedRows(), 1);
        m_real->moveTo(0, 1);
        TRY_SETTLED(*m_real);
        for (int i = 0; i < 5 && !panel()->isAncestorOf(QApplication::focusWidget()); ++i)
            m_real->key(Qt::Key_F6);
        QVERIFY(panel()->isAncestorOf(QApplication::focusWidget()));
        QVERIFY(panel()->row() && panel()->row()->insertId > 0);
    }
    /// One that is there, then one that is not: the second is made on the way.
    void parents()
    {
        QVERIFY(tabTo(u"value-user_id"_s));
        m_real->key(Qt::Key_Down, Qt::AltModifier);
        m_real->type(u"noor"_s);
        QTRY_VERIFY(firstHit().startsWith(u"Noor"_s));
        m_real->key(Qt::Key_Return);
        m_real->key(Qt::Key_Down, Qt::AltModifier);
        m_real->type(u"Zoe Rain"_s);
        m_real->key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(panel()->row()->table.name, u"users"_s);
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), u"value-email"_s);
        m_real->type(u"zoe@example.org"_s);
        m_real->key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(panel()->row()->table.name, u"posts"_s);
    }
    void child(const QString &words)
    {
        m_real->key(Qt::Key_Insert);
        QTRY_VERIFY(editor());
        m_real->type(words);
        m_real->key(Qt::Key_Return);
        QTRY_VERIFY(!editor());
    }
    void tag(const QString &name)
    {
        QVERIFY(tabTo(cardPart(u"add"_s, u"tags"_s)));
        m_real->key(Qt::Key_Space);
        m_real->type(name);
        QTRY_COMPARE(firstHit(), name);
        m_real->key(Qt::Key_Return);
    }

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_real = std::make_unique<RealWindow>();
    }
    void cleanup() { m_real.reset(); }

    void aPostWithAllThatBelongsToIt()
    {
        const QStringList before = m_real->rows(u"SELECT count(*) FROM posts"_s);
        const QStringList names = m_real->rows(u"SELECT name FROM tags ORDER BY length(name) DESC LIMIT 2"_s);
        newPost();
        QVERIFY(tabTo(u"value-title"_s));
        m_real->type(u"Sundogs"_s);
        parents();
        QVERIFY(tabTo(u"value-body"_s));
        m_real->type(u"Two of them."_s);
        QVERIFY(tabTo(cardPart(u"add"_s, u"comments"_s)));
        child(u"First!"_s);
        child(u"Second."_s);
        for (QString name : names)
            tag(name.remove(u'\''));
        QTRY_COMPARE(tags()->count(), 2);

        const core::ChangeSet staged = *m_real->changes();
        QCOMPARE(staged.rows().size(), 6); // post, user, two comments, two tags
        QCOMPARE(staged.count(core::RowEdit::Kind::Insert), 6);
        QTRY_VERIFY2(shownScript().contains(u":new_"_s),
                     qPrintable(shownScript())); // keys that are not there yet, by name

        // all of it can be undone, step by step, and done again
        QUndoStack &stack = m_real->workspace().edits().undoStack();
        const int steps = stack.count();
        for (int i = 0; i < steps; ++i)
            m_real->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_real->changes()->isEmpty());
        for (int i = 0; i < steps; ++i)
            m_real->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(*m_real->changes(), staged);
        QCOMPARE(m_real->rows(u"SELECT count(*) FROM posts"_s), before); // nothing is written while a person thinks

        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY2(m_real->changes()->isEmpty(), qPrintable(shownScript()));
        QCOMPARE(m_real->rows(u"SELECT p.title, p.body, u.name, u.email FROM posts p JOIN users u ON u.id = p.user_id"
                              " WHERE p.title = 'Sundogs'"_s),
                 QStringList{u"'Sundogs'|'Two of them.'|'Zoe Rain'|'zoe@example.org'"_s});
        QCOMPARE(
            m_real->rows(u"SELECT c.body FROM comments c JOIN posts p ON p.id = c.post_id WHERE p.title = 'Sundogs'"
                         " ORDER BY c.id"_s),
            QStringList({u"'First!'"_s, u"'Second.'"_s}));
        QStringList connected =
            m_real->rows(u"SELECT t.name FROM tags t JOIN post_tags j ON j.tag_id = t.id JOIN posts p"
                         " ON p.id = j.post_id WHERE p.title = 'Sundogs' ORDER BY length(t.name) DESC"_s);
        connected.sort();
        QStringList wanted = names;
        wanted.sort();
        QCOMPARE(connected, wanted);
        QCOMPARE(m_real->rows(u"PRAGMA foreign_key_check"_s), QStringList());
        QVERIFY(!stack.canUndo()); // what is stored is history, not a step
    }

    void aStagedParentIsGoneToInItsTable()
    {
        m_real->goTo(u"users"_s);
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_Insert); // stands before the one that is meant
        TRY_SETTLED(*m_real);
        newPost();
        parents();
        const int column = columnOf(u"user_id"_s);
        const qint64 parent = m_real->changes()->inserted({{}, u"users"_s}).constLast()->insertId;
        m_real->grid().setFocus();
        m_real->moveTo(0, column);
        m_real->key(Qt::Key_F4);
        QTRY_COMPARE(m_real->page()->table().name, u"users"_s);
        TRY_SETTLED(*m_real);
        QTRY_COMPARE(m_real->grid().model()->insertIdOf(m_real->grid().currentRow()), std::optional(parent));
        QCOMPARE(m_real->grid().currentRow(), 1);
        m_real->key(Qt::Key_Left, Qt::AltModifier); // and back
        QTRY_COMPARE(m_real->page()->table().name, u"posts"_s);
    }

    void thePickerOpensFromAnOpenCellEditor()
    {
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        m_real->moveTo(0, columnOf(u"user_id"_s));
        m_real->key(Qt::Key_F2);
        QVERIFY(m_real->editor());
        m_real->key(Qt::Key_Down, Qt::AltModifier);
        QTRY_VERIFY(!firstHit().isEmpty());
        QVERIFY(m_real->changes()->isEmpty());
        m_real->type(u"noor"_s);
        QTRY_VERIFY(firstHit().startsWith(u"Noor"_s));
        m_real->key(Qt::Key_Return);
        QCOMPARE(m_real->changes()->rows().size(), 1);
        QVERIFY(m_real->changes()->rows().constFirst().cells.contains(u"user_id"_s));
        // Where there is nothing to choose, the editor stays.
        m_real->grid().setFocus();
        m_real->moveTo(0, columnOf(u"title"_s));
        m_real->key(Qt::Key_F2);
        m_real->key(Qt::Key_Down, Qt::AltModifier);
        QVERIFY(m_real->editor());
        m_real->key(Qt::Key_Escape);
    }

    void theRelatedRowsAreOneKeyAway()
    {
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        m_real->moveTo(1, 1);
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_F4, Qt::ShiftModifier);
        QTRY_VERIFY(panel()->isAncestorOf(QApplication::focusWidget()));
        const QWidget *focus = QApplication::focusWidget();
        QVERIFY2(focus->visibleRegion().boundingRect().height() > 0, qPrintable(focus->objectName())); // it is in sight
        QVERIFY2(qobject_cast<const ChildList *>(focus) || qobject_cast<const LinkChip *>(focus),
                 qPrintable(focus->objectName()));
        // and one that is gone to leads back before the window's own way back
        m_real->key(Qt::Key_Return);
        QVERIFY(panel()->row()->table.name != u"posts"_s);
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(panel()->row()->table.name, u"posts"_s);
        QCOMPARE(m_real->page()->table().name, u"posts"_s);
    }
};

QTEST_MAIN(TestRelatedJourney)
#include "tst_relatedjourney.moc"
