// SPDX-License-Identifier: GPL-3.0-or-later
// A change of the schema in the real window, by keyboard: designed, answered, applied, taken back; and what of it is
// there again at the next start.
#include "realwindow.h"
#include "ui/changes/historypage.h"
#include "ui/changes/sqlview.h"
#include "ui/design/designdesk.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/schemapreview.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

using namespace Qt::Literals::StringLiterals;

class TestSchemaJourney : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    [[nodiscard]] ui::MigrationsPage *migrations() const
    {
        return qobject_cast<ui::MigrationsPage *>(m_real->workspace().pages().currentPage());
    }
    [[nodiscard]] ui::SchemaPreview &preview() const { return migrations()->preview(); }
    [[nodiscard]] bool planned() const
    {
        return migrations() && preview().isSettled() && preview().desk().plan() && preview().gate().hasScript;
    }
    [[nodiscard]] ui::DesignDesk &desk() const { return ui::DesignDesk::of(m_real->session()); }
    [[nodiscard]] QString said() const
    {
        QStringList all;
        for (const QLabel *label : m_real->window->findChildren<QLabel *>()) {
            if (label->isVisible())
                all.append(label->text());
        }
        return all.join(u'\n');
    }
    [[nodiscard]] QAction *action(const QString &id) const { return m_real->window->findChild<QAction *>(id); }
    /// A column that must have a value, and nobody has said which.
    void designNickname() const
    {
        m_real->goTo(u"users"_s);
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_F9);
        m_real->key(Qt::Key_Insert);
        m_real->type(u"nickname"_s);
        m_real->key(Qt::Key_Return);
        m_real->key(Qt::Key_Right);
        m_real->key(Qt::Key_Right);
        m_real->key(Qt::Key_Space);
        QVERIFY(desk().design().target().table({{}, u"users"_s})->column(u"nickname"_s));
    }

private Q_SLOTS:
    void init()
    {
        m_real = std::make_unique<RealWindow>();
        TRY_SETTLED(*m_real);
    }
    void cleanup() { m_real.reset(); }

    void designedAppliedAndTakenBack()
    {
        const QString columns = u"SELECT group_concat(name || type || \"notnull\") FROM pragma_table_info('users')"_s;
        const QStringList before = m_real->rows(columns);
        const QStringList people = m_real->rows(u"SELECT id, name, email FROM users ORDER BY id"_s);
        designNickname();
        m_real->window->perform(u"design.preview"_s);
        QTRY_VERIFY(planned());
        RealWindow::turn();
        QVERIFY(!action(u"migrations.apply"_s)->isEnabled());
        QVERIFY2(action(u"migrations.apply"_s)->toolTip().contains(u"H20"_s),
                 qPrintable(action(u"migrations.apply"_s)->toolTip()));
        m_real->key(Qt::Key_F7); // to what is to be answered
        QCOMPARE(QApplication::focusWidget()->objectName(), u"hazard-expression"_s);
        m_real->type(u"lower(name)"_s);
        QTRY_VERIFY(planned() && preview().sqlView().wholeText().contains(u"(lower(name))"_s));
        RealWindow::turn();
        QVERIFY(action(u"migrations.apply"_s)->isEnabled());
        QVERIFY(!action(u"migrations.answer"_s)->isEnabled()); // nothing is left to be
        m_real->prompts->yes = true;
        m_real->key(Qt::Key_F8, Qt::ControlModifier); // a dry run, the question, and it runs
        QTRY_COMPARE(m_real->prompts->askedToApply, QStringList{u"the design"_s});
        QTRY_COMPARE(m_real->rows(u"SELECT count(*) FROM users WHERE nickname = lower(name)"_s),
                     m_real->rows(u"SELECT count(*) FROM users"_s));
        QTRY_VERIFY(desk().design().isEmpty() && !m_real->session().isApplying());
        TRY_SETTLED(*m_real);

        m_real->window->perform(u"history.open"_s);
        auto *history = qobject_cast<ui::HistoryPage *>(m_real->workspace().pages().currentPage());
        QVERIFY(history);
        QTRY_VERIFY(history->isSettled() && history->context().history.takeBack.isEmpty());
        RealWindow::turn();
        QVERIFY(history->findChild<QPushButton *>(u"history-take-back"_s)->isEnabled());
        m_real->window->perform(u"history.takeBack"_s);
        QTRY_VERIFY(planned());
        QVERIFY2(preview().sqlView().wholeText().contains(u"DROP COLUMN `nickname`"_s)
                     || preview().sqlView().wholeText().contains(u"__new_users"_s),
                 qPrintable(preview().sqlView().wholeText()));
        RealWindow::turn();
        for (QCheckBox *allow : preview().findChildren<QCheckBox *>()) {
            if (allow->isVisible() && !allow->isChecked()) // the values that go, say
                QTest::keyClick(allow, Qt::Key_Space);
        }
        RealWindow::turn();
        QVERIFY2(preview().context().apply.isEmpty(), qPrintable(preview().context().apply));
        m_real->window->perform(u"migrations.apply"_s);
        QTRY_COMPARE(m_real->rows(columns), before);
        QCOMPARE(m_real->rows(u"SELECT id, name, email FROM users ORDER BY id"_s), people);
        QTRY_VERIFY(!m_real->session().isApplying());
        TRY_SETTLED(*m_real);
        QTRY_VERIFY2(said().contains(u"It was taken back."_s), qPrintable(said()));
    }

    void whatHasNoWayBackSaysSo()
    {
        m_real->goTo(u"users"_s);
        TRY_SETTLED(*m_real);
        m_real->moveTo(0, 1);
        m_real->startEdit(u"Someone"_s);
        m_real->key(Qt::Key_Return);
        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_real->changes()->isEmpty() && !m_real->session().isApplying());
        m_real->window->perform(u"history.open"_s);
        auto *history = qobject_cast<ui::HistoryPage *>(m_real->workspace().pages().currentPage());
        QTRY_VERIFY(history && history->isSettled());
        RealWindow::turn();
        const auto *button = history->findChild<QPushButton *>(u"history-take-back"_s);
        QVERIFY(!button->isEnabled());
        QVERIFY2(button->toolTip().contains(u"did not change the schema"_s), qPrintable(button->toolTip()));
        QVERIFY(!action(u"history.takeBack"_s)->isEnabled());
        QVERIFY(action(u"history.takeBack"_s)->toolTip().contains(u"did not change the schema"_s));
    }

    void aDesignIsThereAtTheNextStart()
    {
        designNickname();
        m_real->window->perform(u"design.newTable"_s);
        m_real->type(u"reviews"_s);
        m_real->key(Qt::Key_Return);
        const core::Schema designed = desk().design().target();
        const auto strokes = desk().design().strokes();
        QVERIFY(designed.table({{}, u"reviews"_s}));
        m_real->open();
        QTRY_VERIFY(m_real->workspace().isSettled());
        QCOMPARE(desk().design().target(), designed);
        QCOMPARE(desk().design().strokes(), strokes); // undone step by step, as before
        QVERIFY(desk().design().canUndo());
        QTRY_VERIFY2(said().contains(u"of a design are kept from last time"_s), qPrintable(said()));
        desk().clear();
        m_real->open();
        QVERIFY(desk().design().isEmpty());
    }

    void whatItIsComparedWithIsThereAtTheNextStart()
    {
        const QString other = m_real->statePath() + u"/other.sql"_s;
        QFile file(other);
        QVERIFY(file.open(QFile::WriteOnly) && file.write("CREATE TABLE a (b)") > 0);
        file.close();
        m_real->prompts->path = other;
        m_real->window->perform(u"migrations.compareFile"_s);
        QTRY_VERIFY(planned());
        m_real->open();
        m_real->window->perform(u"migrations.open"_s);
        const ui::MigrationSource *kept = ui::MigrationSources::of(m_real->session()).find(u"file:"_s + other);
        QVERIFY(kept);
        QVERIFY(!kept->isReading() && !kept->draft()); // nobody has looked at it yet
        migrations()->selectSource(kept->id());
        QTRY_VERIFY(planned());
        RealWindow::turn();
        QVERIFY(action(u"migrations.removeSource"_s)->isEnabled());
        m_real->window->perform(u"migrations.removeSource"_s);
        QVERIFY(!ui::MigrationSources::of(m_real->session()).find(u"file:"_s + other));
        m_real->open();
        QVERIFY(!ui::MigrationSources::of(m_real->session()).find(u"file:"_s + other));
    }

    void answersAreSavedWithTheMigration()
    {
        designNickname();
        m_real->window->perform(u"design.preview"_s);
        QTRY_VERIFY(planned());
        preview().desk().fill({{}, u"users"_s}, u"nickname"_s, u"lower(name)"_s);
        QTRY_VERIFY(planned() && preview().context().apply.isEmpty());
        const auto pending = m_real->session().migrations()->folder.migrations.size();
        m_real->window->perform(u"migrations.save"_s);
        QTRY_VERIFY(QApplication::focusWidget()
                    && QApplication::focusWidget()->objectName() == u"save-migration-name"_s);
        m_real->type(u"nicknames"_s);
        m_real->key(Qt::Key_Return);
        QTRY_COMPARE(m_real->session().migrations()->folder.migrations.size(), pending + 1);
        const core::MigrationFile &file = m_real->session().migrations()->folder.migrations.last();
        QVERIFY2(file.text().contains(u"lower(name)"_s), qPrintable(file.text()));
        QTRY_VERIFY2(said().remove(QChar(0x200b)).contains(file.path), qPrintable(said())); // where it was written
    }
};

QTEST_MAIN(TestSchemaJourney)
#include "tst_schemajourney.moc"
