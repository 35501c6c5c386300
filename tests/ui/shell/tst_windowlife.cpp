// SPDX-License-Identifier: GPL-3.0-or-later
#include "realwindow.h"
#include "ui/grid/gridheader.h"
#include "ui/grid/queryjson.h"
#include "ui/shell/openingreport.h"
#include "ui/shell/sidebar.h"

#include <QLabel>
#include <QMouseEvent>
#include <QSplitter>
#include <QToolButton>

#include <limits>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

/// What the window keeps, notices and reaches: the next start, other programs, the keyboard, another theme.
class TestWindowLife : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    [[nodiscard]] QString layoutFile() const { return m_real->statePath() + u"/layout.ini"_s; }
    [[nodiscard]] static QImage picture(QWidget *widget) { return widget->grab().toImage(); }

private Q_SLOTS:
    void init() { m_real = std::make_unique<RealWindow>(); }
    void cleanup() { m_real.reset(); }

    void aQueryIsKeptWithoutLoss()
    {
        using Term = core::FilterTerm;
        core::Filter filter;
        const QList<Value> values{Value::null(), Value::integer(std::numeric_limits<qint64>::max()),
                                  Value::real(-std::numeric_limits<double>::infinity()), Value::real(0.1),
                                  Value::textBytes("a\0\xff'"_ba), Value::blob("\0\1"_ba),
                                  Value::typed("1.50", u"numeric"_s)};
        filter.terms.append({Term::Join::And, core::Condition{u"a \"b"_s, core::FilterOp::In, values}, true});
        filter.terms.append({Term::Join::Or, core::RawCondition{u"x > 1 OR y"_s}, false});
        for (int op = 0; op <= static_cast<int>(core::FilterOp::IsNotNull); ++op) {
            const auto filterOp = static_cast<core::FilterOp>(op);
            const int count = core::operandCount(filterOp);
            filter.terms.append({Term::Join::And, core::Condition{u"c"_s, filterOp, values.mid(1, qMax(count, 0))}, true});
        }
        QCOMPARE(filterFromJson(toJson(filter)), filter);
        QCOMPARE(filterFromJson({QJsonObject{{u"column"_s, u"c"_s}, {u"op"_s, u"?"_s}}, 7}), core::Filter());
        const QList<core::SortKey> sort{{u"a"_s, true}, {u"b"_s, false}};
        QCOMPARE(sortFromJson(toJson(sort)), sort);
    }

    void itOpensNoLargerThanTheScreen()
    {
        MainWindow &window = *m_real->window;
        window.resize(5000, 4000);
        window.showOnScreen();
        const QSize room = window.screen()->availableSize();
        QVERIFY2(window.width() <= room.width() && window.height() < room.height(),
                 qPrintable(u"%1 × %2"_s.arg(window.width()).arg(window.height())));
        window.resize(780, 600);
        window.showOnScreen();
        QCOMPARE(window.size(), QSize(780, 600));
    }

    void stagedEditsAreKeptForNextTimeIfThatIsSaid_data()
    {
        QTest::addColumn<Leaving>("leaving");
        QTest::addColumn<int>("next");
        QTest::newRow("kept") << Leaving::Keep << 1;
        QTest::newRow("thrown away") << Leaving::Discard << 0;
    }
    void stagedEditsAreKeptForNextTimeIfThatIsSaid()
    {
        QFETCH(Leaving, leaving);
        QFETCH(int, next);
        m_real->moveTo(0, 1);
        m_real->startEdit(u"kept"_s);
        m_real->key(Qt::Key_Return);
        QCOMPARE(m_real->window->workspace()->session().changes()->rows().size(), 1);
        QVERIFY(!m_real->window->close());
        QVERIFY(m_real->window->isVisible()); // the answer was to stay
        m_real->prompts->yes = true;
        m_real->prompts->leaving = leaving;
        m_real->window->close();
        QTRY_VERIFY(!m_real->window->isVisible());
        m_real->open();
        QCOMPARE(m_real->window->workspace()->session().changes()->rows().size(), next);
        // Kept once is kept, also when nobody touched it since.
        m_real->prompts->yes = true;
        m_real->prompts->leaving = leaving;
        m_real->window->close();
        QTRY_VERIFY(!m_real->window->isVisible());
        m_real->open();
        QCOMPARE(m_real->window->workspace()->session().changes()->rows().size(), next);
        // What came back is thrown away like anything else.
        m_real->prompts->yes = true;
        m_real->prompts->leaving = Leaving::Discard;
        m_real->window->close();
        QTRY_VERIFY(!m_real->window->isVisible());
        m_real->open();
        QVERIFY(m_real->window->workspace()->session().changes()->isEmpty());
    }

    void whatIsKeptIsThereWhenTheSameFileIsOpenedAgain()
    {
        m_real->moveTo(0, 1);
        m_real->startEdit(u"kept"_s);
        m_real->key(Qt::Key_Return);
        const Workspace *before = m_real->window->workspace();
        const auto changes = m_real->window->workspace()->session().changes();
        QCOMPARE(changes->rows().size(), 1);
        m_real->prompts->yes = true;
        m_real->prompts->leaving = Leaving::Keep;
        m_real->window->openTarget(m_real->path, {}, core::Trust::Once);
        QTRY_VERIFY(m_real->window->workspace() && m_real->window->workspace() != before);
        QVERIFY(*m_real->window->workspace()->session().changes() == *changes);
    }

    void whatCannotBeKeptStaysOpen()
    {
        const QString store = m_real->statePath() + u"/staged.db"_s;
        QVERIFY(QDir().mkpath(store)); // cannot be opened
        m_real->moveTo(0, 1);
        m_real->startEdit(u"kept"_s);
        m_real->key(Qt::Key_Return);
        auto *messages = m_real->window->findChild<MessageBar *>();
        QVERIFY(messages);
        messages->dismiss(); // edits not kept for after a crash
        m_real->prompts->yes = true;
        m_real->prompts->leaving = Leaving::Keep;
        QVERIFY(!m_real->window->close());
        QTRY_VERIFY(messages->isVisible());
        QVERIFY(m_real->window->isVisible());
        QCOMPARE(m_real->window->workspace()->session().changes()->rows().size(), 1);
        QVERIFY(QDir().rmdir(store));
        m_real->window->close();
        QTRY_VERIFY(!m_real->window->isVisible());
        m_real->open();
        QCOMPARE(m_real->window->workspace()->session().changes()->rows().size(), 1);
    }

    void editsThatCameBackAreSpokenOf()
    {
        QCOMPARE(recoveredText({}), QString());
        QCOMPARE(recoveredText({3, 0, {}}),
                 u"Edits of 3 rows that were not applied when the program ended are staged again."_s);
        QVERIFY(recoveredText({1, 2, {}}).contains(u"2 made no sense"_s));
        using Applying = core::RecoveredEdits::Applying;
        QVERIFY(recoveredText({1, 0, Applying::Unknown}).contains(u"in the database already"_s));
        QVERIFY(recoveredText({1, 0, Applying::CameToNothing}).contains(u"none of them is in the database"_s));
        QVERIFY(recoveredText({1, 0, Applying::InPart}).contains(u"look at each"_s));
        QCOMPARE(recoveredText({2, 0, Applying::AllIn}),
                 u"The program ended while edits of 2 rows were applied: they are in the database, and nothing is staged."_s);
    }

    void aDamagedFileIsSaidSo()
    {
        m_real->window.reset();
        QFile file(m_real->path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() - 4096));
        QCOMPARE(file.write(QByteArray(4096, '\7')), 4096);
        file.close();
        m_real->open(u"tags"_s);
        auto *bar = m_real->window->findChild<MessageBar *>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isError() && bar->text().contains(u"is damaged"_s), 15'000);
        QVERIFY(!bar->details().isEmpty());
    }

    void tablesComeBackAsTheyWereSetUp()
    {
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        m_real->page()->setSort({{u"views"_s, true}});
        core::Filter filter;
        filter.terms.append({core::FilterTerm::Join::And,
                             core::Condition{u"views"_s, core::FilterOp::Greater, {Value::integer(100)}}, true});
        m_real->page()->setFilter(filter);
        ColumnLayout layout = m_real->page()->columnLayout();
        std::swap(layout.entries[1], layout.entries[2]);
        layout.entries[1].width = 77;
        layout.entries[4].hidden = true;
        m_real->page()->setColumnLayout(layout);
        Q_EMIT m_real->page()->layoutChanged(); // as the header does for a person
        const QJsonObject saved = m_real->page()->savedLayout();
        m_real->goTo(u"users"_s);
        m_real->window->close();

        m_real->open();
        QCOMPARE(m_real->page()->table().name, u"users"_s);
        m_real->window->perform(u"tab.1"_s);
        if (m_real->page()->table().name != u"posts"_s)
            m_real->window->perform(u"tab.2"_s);
        QCOMPARE(m_real->page()->table().name, u"posts"_s);
        TRY_SETTLED(*m_real);
        QCOMPARE(m_real->page()->savedLayout(), saved);
        QCOMPARE(m_real->page()->query().filter, filter);
        QCOMPARE(m_real->page()->columnLayout().entries.at(1).width, 77);
        QVERIFY(m_real->page()->columnLayout().entries.at(4).hidden);
    }

    void theLayoutIsSavedWhileTheWindowIsOpen()
    {
        // Read from a copy of the file: as the next start would after a kill, whatever this process still has in memory.
        const auto saved = [this](const QString &key) {
            const QTemporaryDir other;
            QFile::copy(layoutFile(), other.filePath(u"layout.ini"_s));
            return LayoutStore(other.path()).databaseValue(m_real->session().location(), key);
        };
        m_real->goTo(u"posts"_s);
        m_real->goTo(u"users"_s);
        QTRY_COMPARE(saved(u"currentTab"_s).toString(), u"table\n\nusers"_s);
        const QStringList tabs = saved(u"tabs"_s).toStringList();
        QVERIFY(tabs.contains(u"table\n\nposts"_s));
        QVERIFY(saved(u"rowPanel"_s).toBool());
        m_real->window->perform(u"panel.row"_s);
        QTRY_VERIFY(!saved(u"rowPanel"_s).toBool());
        auto *across = m_real->workspace().findChild<QSplitter *>(u"acrossSplitter"_s);
        QWidget *handle = across->handle(1);
        const QPoint at = handle->rect().center();
        const QPointF there = at + QPoint(40, 0);
        const int width = m_real->workspace().sidebar().width();
        QTest::mousePress(handle, Qt::LeftButton, {}, at);
        QMouseEvent drag(QEvent::MouseMove, there, handle->mapToGlobal(there), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(handle, &drag);
        QTest::mouseRelease(handle, Qt::LeftButton, {}, at);
        QVERIFY(m_real->workspace().sidebar().width() > width);
        QTRY_COMPARE(saved(u"across"_s).toByteArray(), across->saveState());
    }

    void aLayoutThatDidNotChangeIsNotSavedAgain()
    {
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        m_real->window->close();
        m_real->open();
        TRY_SETTLED(*m_real);
        m_real->window->close(); // what is saved now is what comes back
        m_real->open();
        TRY_SETTLED(*m_real);
        QVERIFY(QFile::remove(layoutFile()));
        m_real->window->close();
        m_real->window.reset(); // writes what there is to write
        QVERIFY(!QFile::exists(layoutFile()));
    }

    void aHiddenColumnStaysHidden()
    {
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        GridHeader *header = m_real->grid().header();
        header->setSectionHidden(2, true); // as its menu does
        m_real->window->close();
        m_real->open(u"posts"_s);
        TRY_SETTLED(*m_real);
        QVERIFY(m_real->page()->columnLayout().entries.at(2).hidden);
        m_real->grid().header()->setSectionHidden(2, false);
        m_real->open(u"posts"_s);
        QVERIFY(!m_real->page()->columnLayout().entries.at(2).hidden);
    }

    void aRowNumberThatIsNoneIsAskedForAgain()
    {
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_G, Qt::ControlModifier);
        m_real->type(u"abc"_s);
        m_real->key(Qt::Key_Return);
        auto *input = m_real->page()->findChild<QLineEdit *>(u"go-to-row"_s);
        QVERIFY(input->isVisible() && input->hasFocus());
        auto *reason = m_real->page()->findChild<QLabel *>(u"go-to-row-reason"_s);
        QVERIFY(reason->isVisible());
        QVERIFY2(reason->text().contains(u"“abc” is no row number"_s), qPrintable(reason->text()));
        m_real->type(u"40"_s);
        QVERIFY(!reason->isVisible());
        m_real->key(Qt::Key_Return);
        QVERIFY(!input->isVisible());
        QCOMPARE(m_real->grid().currentRow(), 39);
        QVERIFY(m_real->grid().hasFocus());
        QVERIFY(m_real->changes()->isEmpty());
        m_real->key(Qt::Key_G, Qt::ControlModifier);
        m_real->key(Qt::Key_Escape);
        QVERIFY(!input->isVisible());
        QVERIFY(m_real->grid().hasFocus());
    }

    void otherProgramsAreNoticed()
    {
        m_real->goTo(u"tags"_s);
        TRY_SETTLED(*m_real);
        QCOMPARE(tempdatabase::run(m_real->path, u"UPDATE tags SET name = 'elsewhere' WHERE id = 1"_s), QString());
        QTRY_COMPARE(m_real->text(0, 1), u"elsewhere"_s);
        QTRY_VERIFY(m_real->window->messages().text().contains(u"Another program"_s));
        QVERIFY(!m_real->window->messages().isError());
    }

    void ourOwnWritesAreNotNews()
    {
        m_real->goTo(u"tags"_s);
        TRY_SETTLED(*m_real);
        m_real->moveTo(0, 1);
        m_real->startEdit(u"ours"_s);
        m_real->key(Qt::Key_Return);
        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_real->changes()->isEmpty());
        TRY_SETTLED(*m_real);
        m_real->session().checkForChanges();
        QTRY_COMPARE(m_real->text(0, 1), u"ours"_s);
        QVERIFY2(!m_real->window->messages().text().contains(u"Another program"_s),
                 qPrintable(m_real->window->messages().text()));
    }

    void f6GoesRound()
    {
        m_real->goTo(u"tags"_s);
        TRY_SETTLED(*m_real);
        m_real->moveTo(0, 1);
        m_real->startEdit(u"x"_s);
        m_real->key(Qt::Key_Return);
        TRY_SETTLED(*m_real);
        const auto in = [this](const char *name) {
            const QList<QWidget *> found = m_real->window->findChildren<QWidget *>(QLatin1String(name));
            return std::any_of(found.cbegin(), found.cend(),
                               [](QWidget *w) { return w->isVisible() && w->isAncestorOf(QApplication::focusWidget()); });
        };
        const QList<const char *> round{"table-page", "pending-panel", "row-panel", "sidebar", "table-page"};
        QTRY_VERIFY(m_real->window->findChild<QWidget *>(u"pending-panel"_s)->isVisible());
        for (const char *pane : round) {
            QVERIFY2(in(pane), qPrintable(QLatin1String(pane) + u" has not the focus, but "_s
                                          + QApplication::focusWidget()->objectName()));
            m_real->key(Qt::Key_F6);
        }
        QVERIFY(in("pending-panel"));
        m_real->key(Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(in("table-page"));
    }

    void everythingIsRetinted()
    {
        m_real->goTo(u"tags"_s);
        TRY_SETTLED(*m_real);
        for (const QString &name : {u"filter-button"_s, u"columns-button"_s, u"add-row-button"_s}) {
            auto *button = m_real->page()->findChild<QToolButton *>(name);
            QVERIFY(button);
            const QImage dark = picture(button);
            m_real->window->setTheme(ThemeKind::Light);
            const QImage light = picture(button);
            QVERIFY(light != dark);
            m_real->window->setTheme(ThemeKind::Dark);
            QCOMPARE(picture(button), dark);
        }
        m_real->window->setTheme(ThemeKind::Light);
        const QImage switched = picture(m_real->page());
        m_real->open(u"tags"_s);
        TRY_SETTLED(*m_real);
        auto *fresh = m_real->page()->findChild<QToolButton *>(u"filter-button"_s);
        const QRect place(fresh->mapTo(m_real->page(), QPoint()), fresh->size());
        QCOMPARE(switched.copy(place), picture(m_real->page()).copy(place));
    }
};

QTEST_MAIN(TestWindowLife)
#include "tst_windowlife.moc"
