// SPDX-License-Identifier: GPL-3.0-or-later
#include "realwindow.h"
#include "support/quiet.h"

using namespace Qt::Literals::StringLiterals;
using namespace ui;

/// What is typed into an open editor is never lost, whatever is done next.
class TestOpenEditor : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    [[nodiscard]] QString stored() const { return m_real->rows(u"SELECT name FROM tags WHERE id = 1"_s).value(0); }
    [[nodiscard]] int staged() const { return static_cast<int>(m_real->changes()->rows().size()); }

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_real = std::make_unique<RealWindow>();
        m_real->goTo(u"tags"_s);
        TRY_SETTLED(*m_real);
        QCOMPARE(m_real->text(0, 0), u"1"_s);
        m_real->moveTo(0, 1);
        m_real->startEdit(u"Drizzle!"_s);
        QVERIFY(m_real->editor());
        QCOMPARE(m_real->editor()->text(), u"Drizzle!"_s);
        QCOMPARE(staged(), 0);
    }
    void cleanup() { m_real.reset(); }

    /// What is being typed is staged by the first one, where it can be read; only the next one writes it.
    void ctrlSStagesItAndTheNextStoresIt()
    {
        const QString before = stored();
        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(staged(), 1);
        QVERIFY(!m_real->session().isApplying());
        QVERIFY2(m_real->window->messages().text().contains(u"look at the script"_s),
                 qPrintable(m_real->window->messages().text()));
        TRY_SETTLED(*m_real);
        QCOMPARE(staged(), 1);
        QCOMPARE(stored(), before);
        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(stored(), u"'Drizzle!'"_s);
        QTRY_COMPARE(staged(), 0);
        QTRY_COMPARE(m_real->text(0, 1), u"Drizzle!"_s);
    }

    void aPreviewShowsIt()
    {
        m_real->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(staged(), 1);
        const auto script = m_real->session().editScript();
        QVERIFY(script);
        const auto typed = [&](const core::Statement &s) {
            return core::rendered(s, m_real->session().dialect()).contains(u"Drizzle!"_s);
        };
        QCOMPARE(std::count_if((*script)->statements.cbegin(), (*script)->statements.cend(), typed), 1);
        QVERIFY(stored() != u"'Drizzle!'"_s);
    }

    void closingTheTabStagesIt()
    {
        m_real->key(Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(staged(), 1);
        QVERIFY(!m_real->page() || m_real->page()->table().name != u"tags"_s);
        m_real->key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        TRY_SETTLED(*m_real);
        QTRY_COMPARE(m_real->text(0, 1), u"Drizzle!"_s);
    }

    void ctrlZTakesBackTheTypingFirst()
    {
        m_real->key(Qt::Key_Return);
        QCOMPARE(staged(), 1);
        m_real->moveTo(1, 1);
        m_real->startEdit(u"Other"_s);
        m_real->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_real->editor());
        QVERIFY(m_real->editor()->text() != u"Other"_s);
        QCOMPARE(staged(), 1); // the edit before is as it was
        m_real->key(Qt::Key_Escape);
        m_real->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(staged(), 0);
        m_real->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(staged(), 1);
    }

    void anUndoFromElsewhereTakesBackWhatWasTyped()
    {
        m_real->key(Qt::Key_K, Qt::ControlModifier); // the palette takes the focus: the edit is staged
        QCOMPARE(staged(), 1);
        m_real->type(u"undo"_s);
        m_real->key(Qt::Key_Return);
        QTRY_COMPARE(staged(), 0);
        QVERIFY(m_real->workspace().edits().undoStack().canRedo());
    }

    void discardingFromTheButtonTakesItAlong()
    {
        m_real->workspace().edits().discardAll();
        QCOMPARE(staged(), 0);
        QVERIFY(!m_real->editor() || !m_real->editor()->isVisible());
        m_real->workspace().edits().undo();
        QCOMPARE(staged(), 1);
    }

    void quittingAsksAboutIt()
    {
        QVERIFY(!m_real->window->close());
        QCOMPARE(staged(), 1);
        QCOMPARE(m_real->prompts->asked.size(), 1);
        QVERIFY(m_real->prompts->asked.first().text.contains(u"1 row in 1 table"_s));
    }

    void openingAnotherAsksAboutIt()
    {
        m_real->window->openTarget(m_real->path);
        QCOMPARE(staged(), 1);
        QCOMPARE(m_real->prompts->asked.size(), 1);
        QVERIFY(!m_real->window->isOpening());
    }

    void theThemeKeepsIt()
    {
        m_real->window->perform(u"theme.toggle"_s);
        QCOMPARE(staged(), 1);
        m_real->window->perform(u"theme.toggle"_s);
    }

    void refreshKeepsIt()
    {
        m_real->key(Qt::Key_F5);
        QCOMPARE(staged(), 1);
        TRY_SETTLED(*m_real);
        QTRY_COMPARE(m_real->text(0, 1), u"Drizzle!"_s);
    }

    /// The editor stays, and nothing that would lose it happens.
    void whatCannotBeStagedStays()
    {
        m_real->key(Qt::Key_Escape);
        const int published = m_real->session().schema()->table({{}, u"posts"_s})->columnIndex(u"published"_s);
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        m_real->moveTo(0, published);
        m_real->startEdit(u"perhaps"_s);
        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(staged(), 0);
        QVERIFY(m_real->editor());
        const int tabs = m_real->workspace().pages().count();
        m_real->key(Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(m_real->workspace().pages().count(), tabs);
        QVERIFY(!m_real->window->close());
        QVERIFY(m_real->editor());
        QCOMPARE(m_real->editor()->text(), u"perhaps"_s);
    }
};

QTEST_MAIN(TestOpenEditor)
#include "tst_openeditor.moc"
