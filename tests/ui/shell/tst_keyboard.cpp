// SPDX-License-Identifier: GPL-3.0-or-later
#include "realwindow.h"
#include "support/quiet.h"
#include "ui/actions/actionregistry.h"
#include "ui/grid/rowexpansions.h"
#include "ui/shell/sidebar.h"

#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

/// In which part of the window the focus is; empty: nowhere.
QString paneOfFocus()
{
    static const QStringList panes{u"sidebar"_s, u"filter-bar"_s, u"table-page"_s, u"pending-panel"_s, u"row-panel"_s,
                                   u"migrations-page"_s, u"trustBanner"_s, u"topBar"_s};
    for (const QWidget *w = QApplication::focusWidget(); w; w = w->parentWidget()) {
        if (panes.contains(w->objectName()))
            return w->objectName();
    }
    return {};
}

QString focusName()
{
    const QWidget *focus = QApplication::focusWidget();
    return focus ? QString::fromLatin1(focus->metaObject()->className()) + u' ' + focus->objectName() : u"nothing"_s;
}

} // namespace

/// The window without a mouse: everything is reached, nothing holds or loses the focus, the product's keys work.
class TestKeyboard : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    void stageOne() const
    {
        m_real->moveTo(0, 1);
        m_real->startEdit(u"x"_s);
        m_real->key(Qt::Key_Return);
        const auto *pending = m_real->window->findChild<QWidget *>(u"pending-panel"_s);
        QTRY_VERIFY(pending->isVisible() && pending->height() > 100); // it comes a moment later, and then has its room
    }
    /// From where the focus is, by Tab alone, until it is there again; at most 200 steps.
    [[nodiscard]] QStringList walk(Qt::KeyboardModifiers modifiers) const
    {
        const QWidget *start = QApplication::focusWidget();
        QStringList panes{paneOfFocus()};
        QList<const QWidget *> seen{start};
        for (int step = 0; step < 200; ++step) {
            if (qobject_cast<GridView *>(QApplication::focusWidget())) // there Tab goes from cell to cell
                m_real->key(modifiers ? Qt::Key_Home : Qt::Key_End, Qt::ControlModifier);
            m_real->key(modifiers ? Qt::Key_Backtab : Qt::Key_Tab, modifiers);
            const QWidget *now = QApplication::focusWidget();
            if (now == start)
                return panes;
            if (!now || !now->isVisible() || !now->isEnabled() || seen.contains(now))
                return panes << u"stuck at "_s + focusName();
            seen.append(now);
            if (panes.last() != paneOfFocus())
                panes.append(paneOfFocus());
        }
        return panes << u"never back"_s;
    }

private Q_SLOTS:
    void init()
    {
        failOnUnexpectedWarnings();
        Theme::apply(*qApp, ThemeKind::Dark);
        m_real = std::make_unique<RealWindow>();
        m_real->goTo(u"tags"_s);
        TRY_SETTLED(*m_real);
    }
    void cleanup() { m_real.reset(); }

    void tabGoesRound_data()
    {
        QTest::addColumn<bool>("back");
        QTest::addRow("Tab") << false;
        QTest::addRow("Shift+Tab") << true;
    }
    void tabGoesRound()
    {
        QFETCH(const bool, back);
        stageOne();
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(paneOfFocus(), u"filter-bar"_s);
        m_real->workspace().sidebar().focusList();
        QCOMPARE(paneOfFocus(), u"sidebar"_s);
        const QStringList panes = walk(back ? Qt::ShiftModifier : Qt::NoModifier);
        for (const QString &pane : {u"sidebar"_s, u"filter-bar"_s, u"table-page"_s, u"pending-panel"_s, u"row-panel"_s})
            QVERIFY2(panes.contains(pane), qPrintable(panes.join(u", "_s)));
        QVERIFY2(!panes.last().startsWith(u"stuck"_s) && !panes.last().startsWith(u"never"_s), qPrintable(panes.join(u", "_s)));
        // In the order in which they are seen, filter above grid, panels after it.
        const qsizetype filter = panes.indexOf(u"filter-bar"_s);
        const qsizetype pending = panes.indexOf(u"pending-panel"_s);
        const qsizetype row = panes.indexOf(u"row-panel"_s);
        QVERIFY2(back ? row < pending && pending < filter : filter < pending && pending < row,
                 qPrintable(panes.join(u", "_s)));
    }

    void closingWhatHasTheFocusHandsItOn()
    {
        stageOne();
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(paneOfFocus(), u"pending-panel"_s);
        m_real->key(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier); // away with it
        QVERIFY2(paneOfFocus() == u"table-page"_s, qPrintable(focusName()));

        m_real->key(Qt::Key_F6);
        QCOMPARE(paneOfFocus(), u"row-panel"_s);
        m_real->key(Qt::Key_R, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY2(paneOfFocus() == u"table-page"_s, qPrintable(focusName()));

        m_real->key(Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(paneOfFocus(), u"filter-bar"_s);
        m_real->key(Qt::Key_Escape);
        QVERIFY2(qobject_cast<GridView *>(QApplication::focusWidget()), qPrintable(focusName()));
        m_real->key(Qt::Key_G, Qt::ControlModifier);
        m_real->key(Qt::Key_Escape);
        QVERIFY2(qobject_cast<GridView *>(QApplication::focusWidget()), qPrintable(focusName()));
        m_real->key(Qt::Key_K, Qt::ControlModifier);
        m_real->key(Qt::Key_Escape);
        QVERIFY2(qobject_cast<GridView *>(QApplication::focusWidget()), qPrintable(focusName()));
    }

    void aButtonThatIsSwitchedOffHandsTheFocusOn()
    {
        stageOne();
        auto *discard = m_real->window->findChild<QWidget *>(u"pending-discard"_s);
        discard->setFocus(Qt::TabFocusReason);
        QVERIFY(discard->hasFocus());
        discard->setEnabled(false);
        QCOMPARE(paneOfFocus(), u"table-page"_s);
    }

    void closingTabsHandsTheFocusOn()
    {
        m_real->goTo(u"users"_s);
        TRY_SETTLED(*m_real);
        QVERIFY(m_real->workspace().pages().count() >= 2);
        while (m_real->workspace().pages().count() > 1) {
            m_real->key(Qt::Key_W, Qt::ControlModifier);
            QVERIFY2(qobject_cast<GridView *>(QApplication::focusWidget()), qPrintable(focusName()));
        }
        m_real->key(Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(m_real->workspace().pages().count(), 0);
        QVERIFY2(paneOfFocus() == u"sidebar"_s, qPrintable(focusName()));
        m_real->key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_real->workspace().pages().count(), 1);
        QVERIFY2(qobject_cast<GridView *>(QApplication::focusWidget()), qPrintable(focusName()));
    }

    void undoingTheLastEditInThePanelHandsTheFocusOn()
    {
        stageOne();
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(paneOfFocus(), u"pending-panel"_s);
        m_real->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_real->changes()->isEmpty());
        QVERIFY2(paneOfFocus() == u"table-page"_s || paneOfFocus() == u"pending-panel"_s, qPrintable(focusName()));
        QVERIFY(QApplication::focusWidget()->isVisible());
    }

    void aNewTabBesideTheOther()
    {
        const int before = m_real->workspace().pages().count();
        m_real->key(Qt::Key_T, Qt::ControlModifier);
        m_real->type(u"tags"_s);
        m_real->key(Qt::Key_Return);
        QCOMPARE(m_real->workspace().pages().count(), before + 1);
        QCOMPARE(m_real->page()->table().name, u"tags"_s);
        m_real->goTo(u"tags"_s); // and the next one by name is no new one
        QCOMPARE(m_real->workspace().pages().count(), before + 1);
    }

    void altLeftWalksThroughTablesFiltersAndPlaces()
    {
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        m_real->moveTo(3, 1);
        m_real->grid().setTopRow(2);
        const qint64 row = m_real->grid().currentRow();
        m_real->key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier); // by this cell
        TRY_SETTLED(*m_real);
        QVERIFY(!m_real->page()->query().filter.isEmpty());
        QTRY_COMPARE(m_real->grid().currentRow(), 0);
        m_real->goTo(u"users"_s);
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_Left, Qt::AltModifier);
        TRY_SETTLED(*m_real);
        QCOMPARE(m_real->page()->table().name, u"posts"_s);
        QVERIFY(!m_real->page()->query().filter.isEmpty());
        m_real->key(Qt::Key_Left, Qt::AltModifier);
        QTRY_VERIFY(m_real->page()->query().filter.isEmpty());
        QTRY_COMPARE(m_real->grid().currentRow(), row);
        QTRY_COMPARE(m_real->grid().topRow(), 2);
        m_real->key(Qt::Key_Right, Qt::AltModifier);
        QTRY_VERIFY(!m_real->page()->query().filter.isEmpty());
        m_real->key(Qt::Key_Right, Qt::AltModifier);
        QTRY_COMPARE(m_real->page()->table().name, u"users"_s);
    }

    void relatedRowsBelowARowByKeysAlone()
    {
        m_real->goTo(u"users"_s);
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_Home, Qt::ControlModifier);
        const QList<ColumnHead> &heads = m_real->grid().header()->heads();
        while (heads.at(m_real->grid().currentColumn()).name != u"posts"_s)
            m_real->key(Qt::Key_Right);
        m_real->key(Qt::Key_Return, Qt::ControlModifier);
        TRY_SETTLED(*m_real);
        const TablePage *posts = m_real->page()->expansions()->at(0);
        QVERIFY(posts && posts->grid()->hasFocus());
        // The window's keys go to the inner rows: a new one there refers to the user above.
        m_real->key(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(m_real->changes()->inserted({{}, u"posts"_s}).size(), 1);
        QVERIFY(m_real->changes()->inserted({{}, u"posts"_s}).first()->cells.contains(u"user_id"_s));
        m_real->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_real->changes()->isEmpty());
        m_real->key(Qt::Key_Escape);
        QVERIFY(m_real->grid().hasFocus());
        m_real->key(Qt::Key_Escape);
        QVERIFY(!m_real->page()->expansions()->at(0));
    }

    void theProductsKeysDoWhatTheySay_data()
    {
        QTest::addColumn<QString>("id");
        for (const QString &id :
             {u"edits.apply"_s, u"edits.preview"_s, u"edits.undo"_s, u"edits.discard"_s, u"view.refresh"_s, u"filter.show"_s,
              u"row.goto"_s, u"palette"_s, u"quickOpen"_s, u"tab.new"_s, u"tab.close"_s, u"tab.1"_s, u"task.stop"_s,
              u"row.referencing"_s, u"copy.withHeaders"_s, u"copy.insert"_s, u"row.duplicate"_s, u"nav.back"_s,
              u"pane.next"_s, u"pane.previous"_s, u"sidebar.filter"_s, u"view.raw"_s, u"filter.byCell"_s, u"select.all"_s})
            QTest::newRow(qPrintable(id)) << id;
    }
    void theProductsKeysDoWhatTheySay()
    {
        QFETCH(const QString, id);
        m_real->goTo(u"users"_s);
        m_real->goTo(u"tags"_s);
        TRY_SETTLED(*m_real);
        stageOne();
        TRY_SETTLED(*m_real);
        m_real->moveTo(0, 1);
        for (const QKeySequence &keys : actionSpec(id)->shortcuts) {
            m_real->page()->grid()->setFocus();
            m_real->moveTo(0, 1);
            QSignalSpy done(&m_real->window->actions(), &ActionRegistry::triggered);
            m_real->key(keys[0].key(), keys[0].keyboardModifiers());
            if (QApplication::activePopupWidget())
                QApplication::activePopupWidget()->close();
            QCOMPARE(done.size(), 1);
            QCOMPARE(done.first().first().toString(), id);
            m_real->key(Qt::Key_Escape);
            if (!m_real->page())
                break;
        }
    }
};

QTEST_MAIN(TestKeyboard)
#include "tst_keyboard.moc"
