// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/historypage.h"

#include "core/base/whendone.h"
#include "support/opensession.h"
#include "support/verify.h"
#include "ui/changes/sqlview.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

namespace {

const core::QualifiedName users{{}, u"users"_s};

QString rowText(const QAbstractItemModel &model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells.append(model.index(row, column).data().toString());
    return cells.join(u'|');
}

} // namespace

class TestHistoryPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init() { QTest::failOnWarning(anyRealWarning()); }

    void model()
    {
        HistoryModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        core::HistoryRecord applied;
        applied.id = 2;
        applied.title = u"Apply 3 edits"_s;
        applied.state = u"applied"_s;
        applied.startedAt = QDateTime(QDate(2026, 11, 2), QTime(9, 1, 5), Qt::UTC);
        applied.microseconds = 3200;
        applied.effects = {{u"posts"_s, 1, 2, 3}, {u"log"_s, 4, 0, 0}};
        core::HistoryRecord failed = applied;
        failed.id = 1;
        failed.state = u"failed"_s;
        model.setRecords({applied, failed});
        QCOMPARE(rowText(model, 0), u"2026-11-02 09:01:05|Apply 3 edits|applied|3.2 ms|10"_s);
        QCOMPARE(rowText(model, 1), u"2026-11-02 09:01:05|Apply 3 edits|failed|3.2 ms|"_s);
        QCOMPARE(model.rowOf(1), 1);
        QCOMPARE(model.rowOf(9), -1);
        model.setRecords({});
        QCOMPARE(model.rowCount(), 0);
    }

    void keysGoToTheTable()
    {
        OpenSession open(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1,'Ada')"_s);
        QVERIFY2(open.session, qPrintable(open.error));
        for (int i = 0; i < 2; ++i) {
            VERIFY_OK(open.session->stage(core::SetCell{users, {{Value::integer(1)}}, u"name"_s,
                                                        Value::text(i == 0 ? u"Ada"_s : u"0"_s),
                                                        Value::text(QString::number(i)), -1}));
            const auto script = open.session->editScript();
            VERIFY_OK(script);
            const auto applying = open.session->applyEdits(*script);
            QTRY_VERIFY(applying.isFinished() && open.session->changes()->isEmpty());
        }
        HistoryPage page(*open.session);
        page.show();
        QApplication::setActiveWindow(&page);
        auto *table = page.findChild<QTableView *>(u"history-table"_s);
        QTRY_COMPARE(table->model()->rowCount(), 2);
        page.setFocus(Qt::OtherFocusReason);
        QVERIFY(table->hasFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QCOMPARE(table->currentIndex().row(), 1);
    }

    void manyTablesLeaveRoomForTheSql()
    {
        QString sql;
        for (int i = 0; i < 60; ++i) {
            sql += u"CREATE TABLE t%1 (a); CREATE TRIGGER g%1 AFTER UPDATE ON users BEGIN INSERT INTO t%1 VALUES (1); END;"_s.arg(i);
        }
        OpenSession open(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1,'Ada');"_s + sql);
        QVERIFY2(open.session, qPrintable(open.error));
        VERIFY_OK(open.session->stage(core::SetCell{users, {{Value::integer(1)}}, u"name"_s, Value::text(u"Ada"_s),
                                                    Value::text(u"Ada B."_s), -1}));
        const auto script = open.session->editScript();
        VERIFY_OK(script);
        const auto applying = open.session->applyEdits(*script);
        QTRY_VERIFY(applying.isFinished() && open.session->changes()->isEmpty());
        HistoryPage page(*open.session);
        page.resize(900, 600);
        page.show();
        const auto *about = page.findChild<QLabel *>(u"history-about"_s);
        QTRY_VERIFY2(about->text().contains(u"and rows of 54 tables more"_s), qPrintable(about->text()));
        QVERIFY(page.height() == 600 && page.findChild<SqlView *>(u"history-sql"_s)->height() > 60);
    }

    void showsWhatRan()
    {
        OpenSession open(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1,'Ada')"_s);
        QVERIFY2(open.session, qPrintable(open.error));
        HistoryPage page(*open.session);
        page.resize(900, 600);
        page.show();
        auto *about = page.findChild<QLabel *>(u"history-about"_s);
        auto *empty = page.findChild<QLabel *>(u"history-empty"_s);
        QTRY_VERIFY(empty->isVisible() && empty->text().startsWith(u"Nothing has run"_s));

        VERIFY_OK(open.session->stage(core::SetCell{users, {{Value::integer(1)}}, u"name"_s, Value::text(u"Ada"_s),
                                                    Value::text(u"Ada B."_s), -1}));
        const auto script = open.session->editScript();
        VERIFY_OK(script);
        const auto applying = open.session->applyEdits(*script);
        auto *table = page.findChild<QTableView *>(u"history-table"_s);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QCOMPARE(table->model()->index(0, HistoryModel::StateColumn).data().toString(), u"applied"_s);
        QCOMPARE(table->model()->index(0, HistoryModel::RowsColumn).data().toString(), u"1"_s);
        const QString sql = page.findChild<SqlView *>(u"history-sql"_s)->toPlainText();
        for (const core::Statement &statement : (*script)->statements)
            QVERIFY2(sql.contains(core::rendered(statement, open.session->dialect())), qPrintable(sql));
        QVERIFY2(about->text().endsWith(u"\nusers: 1 updated"_s), qPrintable(about->text()));
        QVERIFY(!empty->isVisible());
        page.findChild<QPushButton *>(u"history-copy"_s)->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"UPDATE"_s));
    }
};

QTEST_MAIN(TestHistoryPage)
#include "tst_historypage.moc"
