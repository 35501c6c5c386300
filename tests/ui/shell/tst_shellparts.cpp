// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actionregistry.h"
#include "ui/shell/layoutstore.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/panelslot.h"
#include "ui/shell/prompts.h"
#include "ui/shell/startpage.h"
#include "ui/shell/topbar.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"

#include "support/quiet.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSplitter>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestShellParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    void anErrorStaysUntilItIsClosed()
    {
        MessageBar bar;
        bar.setGoodNewsMilliseconds(1);
        core::Error error = core::Error::invalid(u"It went <b>wrong</b>."_s);
        error.detail = u"disk I/O error"_s;
        error.code = u"10"_s;
        error.statement = u"COMMIT"_s;
        bar.showError(error);
        QVERIFY(bar.isVisible());
        QVERIFY(bar.isError());
        QCOMPARE(bar.text(), u"It went <b>wrong</b>."_s);
        auto *details = bar.findChild<QWidget *>(u"messageDetails"_s);
        QVERIFY(!details->isVisibleTo(&bar)); // on request
        QTest::mouseClick(bar.findChild<QToolButton *>(u"messageDetailsButton"_s), Qt::LeftButton);
        QVERIFY(details->isVisibleTo(&bar));
        QCOMPARE(bar.details(), u"disk I/O error\n\nCode: 10\n\nCOMMIT"_s);
        QTest::mouseClick(bar.findChild<QToolButton *>(u"messageCopyButton"_s), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"COMMIT"_s));
        bar.showMessage(u"All is well."_s); // does not cover it
        QCOMPARE(bar.text(), u"It went <b>wrong</b>."_s);
        QTest::mouseClick(bar.findChild<QToolButton *>(u"messageCloseButton"_s), Qt::LeftButton);
        QVERIFY(!bar.isVisible());
    }

    void goodNewsGoesAwayByItself()
    {
        MessageBar bar;
        bar.setGoodNewsMilliseconds(1);
        bar.showMessage(u"3 rows applied."_s);
        QVERIFY(bar.isVisible());
        QVERIFY(!bar.isError());
        QTRY_VERIFY(!bar.isVisible());
    }

    void aRefusalIsNoGoodNews()
    {
        MessageBar bar;
        bar.setGoodNewsMilliseconds(1);
        bar.showNote(u"This row is to be deleted. Restore it first."_s);
        QVERIFY(!bar.isError());
        QVERIFY(!bar.isGood());
        QTRY_VERIFY(!bar.isVisible());
    }

    void aLockThatIsGoneIsNoError()
    {
        MessageBar bar;
        bar.showError(core::Error::invalid(u"Wrong."_s));
        bar.lockIsGone();
        QVERIFY(bar.isVisible()); // another error
        core::Error locked = core::Error::invalid(u"The database is locked."_s);
        locked.kind = core::Error::Kind::Busy;
        bar.showError(locked);
        bar.lockIsGone();
        QVERIFY(!bar.isVisible());
        bar.showError(locked);
        bar.showMessage(u"3 rows applied."_s);
        QCOMPARE(bar.text(), u"3 rows applied."_s);
    }

    void nothingMovesWhenAMessageComes()
    {
        QWidget window;
        QVBoxLayout rows(&window);
        auto *content = new QWidget;
        rows.addWidget(content);
        auto *bar = new MessageBar(&window);
        bar->layOver(content);
        window.resize(1000, 700);
        window.show();
        const QRect before = content->geometry();
        bar->showError(core::Error::invalid(u"It went wrong. "_s.repeated(30)));
        QTRY_COMPARE(content->geometry(), before);
        QVERIFY(before.contains(bar->geometry()));
        QVERIFY(bar->geometry().bottom() > before.center().y());
        QVERIFY(bar->height() > 40); // all of it can be read
        window.resize(600, 400);
        QTRY_VERIFY(content->geometry().contains(bar->geometry()));
    }

    void aCancelIsNoError()
    {
        MessageBar bar;
        bar.showError(core::Error::cancelled());
        QVERIFY(!bar.isVisible());
    }

    void theLayoutIsRemembered()
    {
        const QTemporaryDir dir;
        const QString here = dir.filePath(u"a.db"_s);
        QFile file(here);
        QVERIFY(file.open(QIODevice::WriteOnly));
        {
            LayoutStore store(dir.path());
            store.setValue(u"theme"_s, u"light"_s);
            store.setDatabaseValue(here, u"tabs"_s, QStringList{u"x"_s, u"y"_s});
            store.addRecent(dir.filePath(u"gone.db"_s));
            store.addRecent(here);
            for (int i = 0; i < 30; ++i)
                store.addRecentlyChosen(u"action:%1"_s.arg(i));
        }
        LayoutStore store(dir.path());
        QCOMPARE(store.value(u"theme"_s).toString(), u"light"_s);
        QCOMPARE(store.databaseValue(here, u"tabs"_s).toStringList(), (QStringList{u"x"_s, u"y"_s}));
        QVERIFY(!store.databaseValue(here + u"2"_s, u"tabs"_s).isValid());
        QCOMPARE(store.recent(), QStringList{here}); // the one that is gone is left out
        QCOMPARE(store.recentlyChosen().size(), LayoutStore::recentAtMost);
        QCOMPARE(store.recentlyChosen().first(), u"action:29"_s);
        store.removeRecent(here);
        QCOMPARE(store.recent(), QStringList{});
        LayoutStore nowhere({});
        nowhere.setValue(u"theme"_s, u"dark"_s);
        QVERIFY(!nowhere.value(u"theme"_s).isValid());
    }

    void whatIsKeptAlreadyIsNotWrittenAgain()
    {
        QTemporaryDir dir;
        const QString file = dir.filePath(u"layout.ini"_s);
        const QList<std::pair<QString, QVariant>> values{{u"yes"_s, true},
                                                         {u"text"_s, u"a"_s},
                                                         {u"bytes"_s, QByteArray("\0\xff", 2)},
                                                         {u"several"_s, QStringList{u"a"_s, u"b"_s}},
                                                         {u"one"_s, QStringList{u"a"_s}},
                                                         {u"none"_s, QStringList()}};
        const auto set = [&](LayoutStore &store) {
            for (const auto &[key, value] : values)
                store.setValue(key, value);
        };
        {
            LayoutStore store(dir.path());
            set(store);
        }
        QVERIFY(QFile::exists(file));
        {
            LayoutStore store(dir.path());
            QVERIFY(QFile::remove(file)); // whoever writes makes it anew
            set(store);
            store.setValue(u"one"_s, QStringList{u"a"_s});
        }
        QVERIFY(!QFile::exists(file));
        {
            LayoutStore store(dir.path());
            store.setValue(u"none"_s, QStringList()); // not kept: there is no file
        }
        QVERIFY(QFile::exists(file));
        {
            LayoutStore store(dir.path());
            store.setValue(u"none"_s, QStringList{u"a"_s});
        }
        QCOMPARE(LayoutStore(dir.path()).value(u"none"_s).toStringList(), QStringList{u"a"_s});
    }

    void confirmAnswersOnce_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<bool>("answer");
        QTest::newRow("accept") << u"Discard && go"_s << true;
        QTest::newRow("cancel") << u"Cancel"_s << false;
    }
    void confirmAnswersOnce()
    {
        QFETCH(QString, button);
        QFETCH(bool, answer);
        QWidget window;
        window.show();
        DialogPrompts prompts;
        QList<bool> answers;
        prompts.confirm(&window, {u"Sure?"_s, u"<i>3 rows</i>"_s, u"Discard & go"_s, true},
                        [&](bool yes) { answers.append(yes); });
        auto *box = window.findChild<QMessageBox *>();
        QVERIFY(box);
        QCOMPARE(box->textFormat(), Qt::PlainText);
        const auto buttons = box->findChildren<QPushButton *>();
        for (QPushButton *b : buttons) {
            if (QString(b->text()).remove(QRegularExpression(u"^&(?!&)"_s)) == button)
                b->click();
        }
        QTRY_COMPARE(answers, QList<bool>{answer});
    }

    void aSlotTakesRoomOnlyWhenItsPanelIsSeen()
    {
        QWidget window;
        auto *panel = new QWidget;
        PanelSlot place(panel, &window);
        window.show();
        QVERIFY(place.isVisible());
        panel->hide();
        QVERIFY(!place.isVisible());
        panel->show();
        QVERIFY(place.isVisible());
        place.setAllowed(false);
        QVERIFY(!place.isVisible());
        panel->hide();
        panel->show();
        QVERIFY(!place.isVisible());
        place.setAllowed(true);
        QVERIFY(place.isVisible());
    }

    void aPanelThatWantsLessGetsLessAndItsHeightBack()
    {
        QSplitter splitter(Qt::Vertical);
        splitter.resize(300, 600);
        splitter.addWidget(new QWidget);
        auto *panel = new QWidget;
        auto *place = new PanelSlot(panel);
        splitter.addWidget(place);
        splitter.show();
        splitter.setSizes({350, 250});
        const int before = place->height();
        panel->setMaximumHeight(80);
        QTRY_VERIFY(place->height() <= 80);
        QTRY_VERIFY(splitter.widget(0)->height() >= 500); // and the other one has the rest
        panel->setMaximumHeight(QWIDGETSIZE_MAX);
        QTRY_COMPARE(place->height(), before);
        panel->hide();
        panel->setMaximumHeight(60);
        QTRY_VERIFY(place->isHidden());
        panel->show();
        QTRY_VERIFY(place->isVisible() && place->height() <= 60);
    }

    void wordsHaveTheColourOfTheBarTheyAreIn()
    {
        Theme::apply(*qApp, ThemeKind::Dark);
        MessageBar bar;
        bar.show(); // it has its colours before it is told what it is
        auto *words = bar.findChild<QLabel *>(u"messageText"_s);
        bar.showError(core::Error::invalid(u"It went wrong."_s));
        QCOMPARE(words->palette().color(QPalette::WindowText), Theme::current().color(Tone::PillRedText));
        bar.dismiss();
        bar.showMessage(u"All is well."_s);
        QCOMPARE(words->palette().color(QPalette::WindowText), Theme::current().color(Tone::PillGreenText));
    }

    void theStartPageOffersRecentOnes()
    {
        QWidget window;
        ActionRegistry actions(&window);
        StartPage page(actions, &window);
        QSignalSpy chosen(&page, &StartPage::recentChosen);
        page.setRecent({recentFile(u"/tmp/one.db"_s), recentFile(u"/tmp/R&D.db"_s)});
        const auto buttons = page.findChildren<QToolButton *>(u"recent"_s);
        QCOMPARE(buttons.size(), 2);
        buttons.at(1)->click();
        QCOMPARE(chosen.first().first().toString(), u"/tmp/R&D.db"_s);
        window.resize(1000, 700);
        page.resize(1000, 700);
        window.show();
        QVERIFY(!page.grab().isNull());
    }

    void theTopBarFitsAnyWidth_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {480, 700, 1000, 1440, 2560})
            QTest::addRow("%d", width) << width;
    }
    void theTopBarFitsAnyWidth()
    {
        QFETCH(int, width);
        QWidget window;
        ActionRegistry actions(&window);
        TopBar bar(actions, &window);
        bar.setConnection(u"a-rather-long-name-of-a-database.sqlite · sqlite · local"_s, false);
        bar.setMode(u"Safe mode: preview"_s, u"why"_s);
        bar.resize(width, 44);
        window.resize(width, 44);
        window.show();
        auto *field = bar.findChild<QToolButton *>(u"paletteButton"_s);
        const QRect area = field->geometry();
        QVERIFY(area.left() >= 0);
        QVERIFY(area.width() > 0);
        auto *theme = bar.findChild<QToolButton *>(u"themeButton"_s);
        QVERIFY(theme->mapTo(&bar, theme->rect().topRight()).x() < width);
        QVERIFY(area.right() < bar.findChild<PlainLabel *>(u"modeText"_s)->mapTo(&bar, QPoint()).x());
        auto *pill = bar.findChild<Pill *>(u"connectionPill"_s);
        QVERIFY(pill->mapTo(&bar, QPoint()).x() < area.left());
    }
};

QTEST_MAIN(TestShellParts)
#include "tst_shellparts.moc"
