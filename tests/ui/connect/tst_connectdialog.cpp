// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/notice.h"
#include "ui/connect/connectdialog.h"
#include "ui/connect/passworddialog.h"
#include "ui/connect/serverfields.h"
#include "ui/style/theme.h"

#include "support/quiet.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

core::ServerDefaults plainDefaults()
{
    return {[](const char *) { return QString(); }, u"/nowhere"_s, u"login"_s};
}

core::Error refusal(const QString &words, const QString &code = u"08001"_s)
{
    core::Error error = core::Error::io(words);
    error.code = code;
    return error;
}

} // namespace

class TestConnectDialog : public QObject {
    Q_OBJECT

    std::unique_ptr<QWidget> m_window;
    QPointer<ConnectDialog> m_dialog;
    std::unique_ptr<QSignalSpy> m_tests;
    std::unique_ptr<QSignalSpy> m_connects;
    std::unique_ptr<QSignalSpy> m_stops;

    [[nodiscard]] QLineEdit *line(const char *name) const
    {
        return m_dialog->findChild<QLineEdit *>(QLatin1StringView(name));
    }
    [[nodiscard]] QPushButton *button(const char *name) const
    {
        return m_dialog->findChild<QPushButton *>(QLatin1StringView(name));
    }
    [[nodiscard]] Notice *notice() const { return m_dialog->findChild<Notice *>(u"notice"_s); }
    [[nodiscard]] QString hint(const char *name) const
    {
        return m_dialog->findChild<QLabel *>(u"server-%1-hint"_s.arg(QLatin1StringView(name)))->text();
    }
    void typeUrl(const QString &url) const
    {
        line("server-url")->setFocus();
        QTest::keyClicks(line("server-url"), url);
    }

private Q_SLOTS:
    void initTestCase()
    {
        Theme::apply(*qApp, ThemeKind::Dark);
        qRegisterMetaType<ServerForm>();
    }
    void init()
    {
        failOnUnexpectedWarnings();
        m_window = std::make_unique<QWidget>();
        m_window->resize(900, 600);
        m_window->show();
        m_dialog = new ConnectDialog(plainDefaults(), m_window.get());
        m_tests = std::make_unique<QSignalSpy>(m_dialog, &ConnectDialog::testRequested);
        m_connects = std::make_unique<QSignalSpy>(m_dialog, &ConnectDialog::connectRequested);
        m_stops = std::make_unique<QSignalSpy>(m_dialog, &ConnectDialog::stopRequested);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog));
    }
    void cleanup()
    {
        m_connects.reset();
        m_tests.reset();
        m_stops.reset();
        m_window.reset();
    }

    void enterConnects()
    {
        typeUrl(u"postgresql://ann@h/shop"_s);
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QCOMPARE(m_connects->size(), 1);
        QCOMPARE(m_connects->first().first().value<ServerForm>().address.url(), u"postgresql://ann@h/shop"_s);
        QVERIFY(m_dialog->isWaiting());
        QCOMPARE(notice()->text(), u"Connecting to h/shop …"_s);
        m_dialog->accept(); // nothing is asked twice
        QCOMPARE(m_connects->size(), 1);
        m_dialog->finish();
        QTRY_VERIFY(!m_dialog);
    }

    void testingAnswersInOneLine()
    {
        typeUrl(u"postgresql://h/shop"_s);
        QTest::keyClick(m_dialog, Qt::Key_T, Qt::AltModifier);
        QCOMPARE(m_tests->size(), 1);
        QVERIFY(!button("connect-accept")->isEnabled());
        m_dialog->showAnswer({u"PostgreSQL 15.5"_s, u"TLSv1.3"_s});
        QCOMPARE(notice()->text(), u"It answers: PostgreSQL 15.5 · TLSv1.3"_s);
        QVERIFY(button("connect-accept")->isEnabled());
        QTest::keyClicks(line("server-user"), u"x"_s);
        QVERIFY(notice()->isEmpty()); // it was about another address
        QVERIFY(m_connects->isEmpty());
    }

    void escapeStopsAndThenCloses()
    {
        typeUrl(u"postgresql://h/shop"_s);
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QCOMPARE(button("connect-cancel")->text(), u"Stop"_s);
        QTest::keyClick(m_dialog, Qt::Key_Escape);
        QCOMPARE(m_stops->size(), 1);
        QVERIFY(m_dialog && !m_dialog->isWaiting());
        QTest::keyClick(m_dialog, Qt::Key_Escape);
        QTRY_VERIFY(!m_dialog);
    }

    void whatIsWrongWithoutAskingIsNotAsked()
    {
        typeUrl(u"postgresql://h/shop"_s);
        line("server-port")->setFocus();
        QTest::keyClicks(line("server-port"), u"http"_s);
        QTest::keyClick(line("server-port"), Qt::Key_Return);
        QVERIFY(m_connects->isEmpty());
        QVERIFY(hint("address").contains(u"65535"_s));
    }

    void errorsAreAtTheirField_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("hintOf");
        const auto row = [](const char *name, const QString &words, const char *field, const char *hint,
                            const QString &code = u"08001"_s) {
            QTest::newRow(name) << words << code << QString::fromLatin1(field) << QString::fromLatin1(hint);
        };
        row("password", u"The server of shop refused the password for “ann”."_s, "password", "password", u"28P01"_s);
        row("host", u"could not translate host name \"h\" to address: Name or service not known"_s, "server-host",
            "address");
        row("port", u"connection to server at \"h\", port 1 failed: Connection refused"_s, "server-port", "address");
        row("database", u"FATAL: database \"shop\" does not exist"_s, "server-database", "address");
        row("user", u"FATAL: role \"ann\" does not exist"_s, "server-user", "address");
        row("no TLS", u"server does not support SSL, but SSL was required"_s, "server-encryption", "encryption");
        row("certificate", u"root certificate file \"/root.crt\" does not exist"_s, "server-certificate", "encryption");
    }
    void errorsAreAtTheirField()
    {
        QFETCH(QString, words);
        QFETCH(QString, code);
        QFETCH(QString, field);
        QFETCH(QString, hintOf);
        typeUrl(u"postgresql://ann@h/shop?sslmode=verify-full"_s);
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        m_dialog->showFailure(refusal(words, code));
        QCOMPARE(hint(hintOf.toLatin1().constData()), words);
        QCOMPARE(QApplication::focusWidget()->objectName(), field);
        QCOMPARE(QApplication::focusWidget()->property("state").toString(), u"invalid"_s);
        QVERIFY(!m_dialog->isWaiting());
        QTest::keyClick(m_dialog, Qt::Key_Return); // once more, as it stands
        QCOMPARE(m_connects->size(), 2);
    }

    void otherErrorsAreBelow()
    {
        typeUrl(u"postgresql://h/shop"_s);
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        m_dialog->showFailure(refusal(u"FATAL: sorry, too many clients already"_s));
        QVERIFY(notice()->isError());
        QVERIFY(notice()->text().contains(u"too many clients"_s));
    }

    void itFitsASmallWindow()
    {
        m_dialog->resize(m_dialog->minimumSizeHint());
        QVERIFY2(m_dialog->minimumSizeHint().height() <= 560,
                 qPrintable(QString::number(m_dialog->minimumSizeHint().height())));
        QVERIFY2(m_dialog->minimumSizeHint().width() <= 860,
                 qPrintable(QString::number(m_dialog->minimumSizeHint().width())));
        QVERIFY(button("connect-accept")->isVisible());
    }

    void everyFieldHasANameAndAPlaceInTheTabOrder()
    {
        QStringList reached;
        line("server-url")->setFocus();
        for (int i = 0; i < 30; ++i) {
            QWidget *focus = QApplication::focusWidget();
            const QString name = focus->objectName();
            if (reached.contains(name))
                break;
            reached.append(name);
            QTest::keyClick(focus, Qt::Key_Tab);
        }
        QCOMPARE(reached,
                 QStringList({u"server-url"_s, u"server-host"_s, u"server-port"_s, u"server-database"_s,
                              u"server-user"_s, u"password"_s, u"password-show"_s, u"server-keep"_s,
                              u"server-encryption"_s, u"server-more"_s, u"server-name"_s, u"server-mark"_s,
                              u"server-read-only"_s, u"connect-test"_s, u"connect-cancel"_s, u"connect-accept"_s}));
    }

    void aPasswordIsAskedForInADialogOfItsOwn()
    {
        m_dialog->reject();
        QTRY_VERIFY(!m_dialog);
        QPointer<PasswordDialog> asked = new PasswordDialog(u"Shop"_s, u"It wants one."_s, true, m_window.get());
        asked->open();
        QVERIFY(QTest::qWaitForWindowActive(asked));
        QCOMPARE(asked->findChild<QLabel *>(u"password-why"_s)->text(), u"It wants one."_s);
        QVERIFY(asked->keep());
        auto *typed = asked->findChild<QLineEdit *>(u"password"_s);
        QTest::keyClicks(typed, u"hidden"_s);
        QString password;
        connect(asked, &QDialog::accepted, this, [&] { password = asked->password(); });
        QTest::keyClick(typed, Qt::Key_Return);
        QCOMPARE(password, u"hidden"_s);
        QTRY_VERIFY(!asked);
    }
};

QTEST_MAIN(TestConnectDialog)
#include "tst_connectdialog.moc"
