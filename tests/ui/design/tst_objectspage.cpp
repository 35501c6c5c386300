// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/objectspage.h"

#include "support/opensession.h"
#include "support/verify.h"
#include "ui/changes/sqlview.h"
#include "ui/design/objectsmodel.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestObjectsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init() { QTest::failOnWarning(anyRealWarning()); }

    void model()
    {
        ObjectsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        core::ListedObject rating;
        rating.name = {{}, u"rating"_s};
        rating.word = u"enum"_s;
        rating.about = u"G, PG"_s;
        rating.usedBy = {u"film.rating"_s, u"show.rating"_s};
        core::ListedObject touch;
        touch.name = {{}, u"touch"_s};
        touch.word = u"trigger"_s;
        touch.table = {{}, u"film"_s};
        model.setObjects({rating, touch});
        QCOMPARE(model.index(0, ObjectsModel::UsedColumn).data().toString(), u"2 columns"_s);
        QCOMPARE(model.index(1, ObjectsModel::UsedColumn).data().toString(), u"film"_s);
        QCOMPARE(model.index(0, ObjectsModel::AboutColumn).data().toString(), u"G, PG"_s);
        model.setObjects({});
        QCOMPARE(model.rowCount(), 0);
    }

    void filterChooseAndOpen()
    {
        OpenSession open(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE log (what TEXT);"
                         "CREATE TRIGGER a_note AFTER UPDATE ON users BEGIN INSERT INTO log VALUES ('a'); END;"
                         "CREATE TRIGGER b_gone AFTER DELETE ON log BEGIN INSERT INTO log VALUES ('b'); END;"_s);
        QVERIFY2(open.session, qPrintable(open.error));
        ObjectsPage page(*open.session);
        page.resize(900, 600);
        page.show();
        QApplication::setActiveWindow(&page);
        auto *table = page.findChild<QTableView *>(u"objects-table"_s);
        auto *filter = page.findChild<QLineEdit *>(u"objects-filter"_s);
        const auto *sql = page.findChild<SqlView *>(u"objects-sql"_s);
        QCOMPARE(table->model()->rowCount(), 2);
        QVERIFY2(sql->wholeText().contains(u"a_note"_s), qPrintable(sql->wholeText()));
        QVERIFY(page.context().hasList);
        QVERIFY(page.perform(u"filter.show"_s));
        QVERIFY(filter->hasFocus());
        QTest::keyClicks(filter, u"DELETE on"_s);
        QCOMPARE(table->model()->rowCount(), 1);
        QVERIFY2(sql->wholeText().contains(u"b_gone"_s), qPrintable(sql->wholeText()));
        QCOMPARE(page.statusFacts(), QStringList{u"1 of 2 objects"_s});
        QTest::keyClick(filter, Qt::Key_Down);
        QVERIFY(table->hasFocus());
        const QSignalSpy opened(&page, &Page::openRequested);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<Destination>().table.name, u"log"_s);
        filter->setText(u"nothing like it"_s);
        QVERIFY(page.findChild<QLabel *>(u"objects-about"_s)->text().startsWith(u"Nothing"_s));
        QCOMPARE(sql->wholeText(), QString());
    }

    void nothingToList()
    {
        OpenSession open(u"CREATE TABLE users (id INTEGER PRIMARY KEY)"_s);
        QVERIFY2(open.session, qPrintable(open.error));
        ObjectsPage page(*open.session);
        page.show();
        QVERIFY(page.findChild<QLabel *>(u"objects-empty"_s)->isVisible());
        QVERIFY(!page.context().hasList);
    }
};

QTEST_MAIN(TestObjectsPage)
#include "tst_objectspage.moc"
