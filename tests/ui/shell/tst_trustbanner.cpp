// SPDX-License-Identifier: GPL-3.0-or-later
#include "realwindow.h"
#include "support/halfwritten.h"
#include "ui/shell/trustbanner.h"
#include "ui/style/plainlabel.h"

#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

/// A file that nobody trusts yet, in the real window.
class TestTrustBanner : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    /// A copy of the sample of which nobody has said anything.
    [[nodiscard]] QString strange() const
    {
        const QString path = m_real->statePath() + u"/strange.db"_s;
        return QFile::exists(path) || QFile::copy(m_real->path, path) ? path : QString();
    }
    [[nodiscard]] QWidget *banner() const { return m_real->window->findChild<TrustBanner *>(); }
    [[nodiscard]] bool isOpen(const QString &path) const
    {
        return !m_real->window->isOpening() && m_real->session().location() == path;
    }

private Q_SLOTS:
    void init() { m_real = std::make_unique<RealWindow>(); }
    void cleanup() { m_real.reset(); }

    void aTrustedFileHasNone()
    {
        TRY_SETTLED(*m_real);
        QVERIFY(!banner()->isVisible());
    }

    void aStrangeFileIsLookedAtUntilItIsTrusted_data()
    {
        QTest::addColumn<bool>("byKeys");
        QTest::addRow("a click") << false;
        QTest::addRow("keys") << true;
    }
    void aStrangeFileIsLookedAtUntilItIsTrusted()
    {
        QFETCH(const bool, byKeys);
        const QString path = strange();
        m_real->window->openTarget(path, u"tags"_s);
        QTRY_VERIFY(isOpen(path));
        TRY_SETTLED(*m_real);
        QVERIFY(banner()->isVisible());
        const QString text = banner()->findChild<PlainLabel *>(u"trustText"_s)->text();
        QVERIFY2(text.startsWith(u"Opened for looking only"_s) && text.contains(u"triggers"_s), qPrintable(text));
        m_real->moveTo(0, 1);
        m_real->key(Qt::Key_F2);
        QVERIFY(!m_real->editor());

        if (byKeys) {
            m_real->key(Qt::Key_K, Qt::ControlModifier);
            m_real->type(u"trust this"_s);
            m_real->key(Qt::Key_Return);
        } else {
            QTest::mouseClick(banner()->findChild<QToolButton *>(u"trustButton"_s), Qt::LeftButton);
        }
        QTRY_VERIFY(!banner()->isVisible());
        QTRY_VERIFY(isOpen(path) && m_real->session().isTrusted());
        TRY_SETTLED(*m_real);
        QCOMPARE(m_real->page()->title(), u"tags"_s); // as it was left
        m_real->moveTo(0, 1);
        m_real->key(Qt::Key_F2);
        QVERIFY(m_real->editor());
        m_real->key(Qt::Key_Escape);

        m_real->window->perform(u"file.close"_s);
        m_real->window->openTarget(path);
        QTRY_VERIFY(m_real->window->workspace() && isOpen(path));
        QVERIFY(m_real->session().isTrusted());
        QVERIFY(!banner()->isVisible());
    }

    void whereLookingTakesTrustItIsAsked()
    {
        const QString hot = strange();
        QVERIFY(leaveHalfWritten(hot, "UPDATE posts SET title = 'half'"));

        m_real->window->openTarget(hot);
        QTRY_COMPARE(m_real->prompts->asked.size(), 1);
        QVERIFY(m_real->prompts->asked.first().text.contains(u"middle of a change"_s));
        QVERIFY(!m_real->window->isOpening()); // it was a no
        QCOMPARE(m_real->session().location(), m_real->path);
        QVERIFY(QFile::exists(hot + u"-journal"_s));

        m_real->prompts->yes = true;
        m_real->window->openTarget(hot);
        QTRY_VERIFY(isOpen(hot));
        QVERIFY(m_real->session().isTrusted());
        QCOMPARE(m_real->rows(u"SELECT 1"_s), QStringList{u"1"_s});
        QVERIFY(!QFile::exists(hot + u"-journal"_s));
    }
};

QTEST_MAIN(TestTrustBanner)
#include "tst_trustbanner.moc"
