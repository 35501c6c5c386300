// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/projectchooser.h"

#include "support/quiet.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

const QString whyNot = u"It is for PostgreSQL."_s;

QList<core::TargetChoice> choices()
{
    return {{u"/p/pg.config.ts"_s, u"pg.config.ts"_s, u"postgresql"_s, {}, u"pg.ts"_s, whyNot},
            {u"/p/drizzle.config.ts"_s, u"drizzle.config.ts"_s, u"sqlite"_s, u"a.db"_s, u"./s.ts"_s, {}},
            {u"/p/wrangler.toml#DB"_s, u"wrangler.toml"_s, u"D1"_s, u"shop (DB)"_s, {}, {}}};
}

} // namespace

class TestProjectChooser : public QObject {
    Q_OBJECT

    ProjectChooser *m_chooser = nullptr;
    QTreeWidget *m_list = nullptr;
    QPushButton *m_open = nullptr;

    void show(const QList<core::TargetChoice> &of)
    {
        m_chooser = new ProjectChooser(u"/p"_s, of);
        m_list = m_chooser->findChild<QTreeWidget *>(u"project-list"_s);
        m_open = m_chooser->findChild<QPushButton *>(u"project-accept"_s);
        m_chooser->show();
        QVERIFY(QTest::qWaitForWindowActive(m_chooser));
    }
    [[nodiscard]] QString problem() const { return m_chooser->findChild<PlainLabel *>(u"project-problem"_s)->text(); }

private Q_SLOTS:
    void init()
    {
        failOnUnexpectedWarnings();
        Theme::apply(*qApp, ThemeKind::Dark);
        show(choices());
    }
    void cleanup() { delete m_chooser; }

    void saysWhatEachIs()
    {
        QCOMPARE(m_list->topLevelItemCount(), 3);
        const auto line = [this](int row) {
            QStringList cells;
            for (int column = 0; column < m_list->columnCount(); ++column)
                cells.append(m_list->topLevelItem(row)->text(column));
            return cells.join(u" | "_s);
        };
        QCOMPARE(line(0), u"pg.config.ts | PostgreSQL |  | pg.ts"_s);
        QCOMPARE(line(1), u"drizzle.config.ts | SQLite | a.db | ./s.ts"_s);
        QCOMPARE(line(2), u"wrangler.toml | D1 | shop (DB) | "_s);
    }

    void byKeyboard()
    {
        QSignalSpy accepted(m_chooser, &QDialog::accepted);
        QCOMPARE(QApplication::focusWidget(), m_list);
        QCOMPARE(m_list->currentItem(), m_list->topLevelItem(1)); // the first that can be opened
        QTest::keyClick(m_list, Qt::Key_Down);
        QCOMPARE(m_chooser->chosen(), u"/p/wrangler.toml#DB"_s);
        QTest::keyClick(m_list, Qt::Key_Return);
        QCOMPARE(accepted.count(), 1);
    }

    void whatCannotBeOpenedSaysWhy()
    {
        QSignalSpy accepted(m_chooser, &QDialog::accepted);
        QVERIFY(problem().isEmpty());
        QTest::keyClick(m_list, Qt::Key_Up);
        QCOMPARE(problem(), whyNot);
        QVERIFY(!m_open->isEnabled());
        QVERIFY(m_chooser->chosen().isEmpty());
        QTest::keyClick(m_list, Qt::Key_Return);
        QCOMPARE(accepted.count(), 0);
        QTest::keyClick(m_list, Qt::Key_Down);
        QVERIFY(problem().isEmpty() && m_open->isEnabled());
    }

    void escapeLeaves()
    {
        QSignalSpy rejected(m_chooser, &QDialog::rejected);
        QPointer<ProjectChooser> alive = m_chooser;
        QTest::keyClick(m_list, Qt::Key_Escape);
        QCOMPARE(rejected.count(), 1);
    }

    void aDoubleClickOpens()
    {
        QSignalSpy accepted(m_chooser, &QDialog::accepted);
        const QPoint at = m_list->visualItemRect(m_list->topLevelItem(2)).center();
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(m_list->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(accepted.count(), 1);
        QCOMPARE(m_chooser->chosen(), u"/p/wrangler.toml#DB"_s);
    }

    void noneCanBeOpened()
    {
        delete m_chooser;
        show({choices().first()});
        QCOMPARE(m_list->currentItem(), m_list->topLevelItem(0));
        QCOMPARE(problem(), whyNot);
        QVERIFY(!m_open->isEnabled());
    }
};

QTEST_MAIN(TestProjectChooser)
#include "tst_projectchooser.moc"
