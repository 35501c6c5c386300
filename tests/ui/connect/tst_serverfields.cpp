// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/passwordfield.h"
#include "ui/connect/serverfields.h"
#include "ui/style/theme.h"

#include "support/quiet.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using Field = ServerFields::Field;

class TestServerFields : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    QMap<QByteArray, QString> m_environment;
    std::unique_ptr<ServerFields> m_fields;

    void show()
    {
        m_fields = std::make_unique<ServerFields>(core::ServerDefaults(
            [set = m_environment](const char *name) { return set.value(name); }, m_home->path(), u"login"_s));
        m_fields->show();
        QVERIFY(QTest::qWaitForWindowActive(m_fields.get()));
    }
    [[nodiscard]] QLineEdit *line(const char *name) const
    {
        return m_fields->findChild<QLineEdit *>(QLatin1StringView(name));
    }
    [[nodiscard]] QString hint(const char *name) const
    {
        const auto *label = m_fields->findChild<QLabel *>(u"server-%1-hint"_s.arg(QLatin1StringView(name)));
        return label->isHidden() ? QString() : label->text();
    }
    void paste(const char *name, const QString &text) const
    {
        QApplication::clipboard()->setText(text);
        line(name)->setFocus();
        line(name)->selectAll();
        QTest::keyClick(line(name), Qt::Key_V, Qt::ControlModifier);
    }

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_home = std::make_unique<QTemporaryDir>();
        m_environment.clear();
        show();
    }
    void cleanup() { m_fields.reset(); }

    void aPastedUrlFillsThemIn()
    {
        paste("server-url", u"postgres://ann:hidden@db.example.com:6432/shop?sslmode=require"_s);
        QCOMPARE(line("server-host")->text(), u"db.example.com"_s);
        QCOMPARE(line("server-port")->text(), u"6432"_s);
        QCOMPARE(line("server-database")->text(), u"shop"_s);
        QCOMPARE(line("server-user")->text(), u"ann"_s);
        QCOMPARE(m_fields->findChild<QComboBox *>(u"server-encryption"_s)->currentText(), u"require"_s);
        // The password stands in its own field alone, hidden.
        QCOMPARE(line("server-url")->text(), u"postgresql://ann@db.example.com:6432/shop?sslmode=require"_s);
        QCOMPARE(line("password")->text(), u"hidden"_s);
        QCOMPARE(line("password")->echoMode(), QLineEdit::Password);
        QCOMPARE(m_fields->form().address.password, u"hidden"_s);
    }

    void aTypedUrlFillsThemInAsItGoes()
    {
        line("server-url")->setFocus();
        QTest::keyClicks(line("server-url"), u"postgresql://ann:hidden@h/shop"_s);
        QCOMPARE(line("server-host")->text(), u"h"_s);
        QCOMPARE(line("server-database")->text(), u"shop"_s);
        QTest::keyClick(line("server-url"), Qt::Key_Tab);
        QCOMPARE(line("server-url")->text(), u"postgresql://ann@h/shop"_s);
        QCOMPARE(m_fields->form().address.password, u"hidden"_s);
    }

    void theUrlFollowsTheFields()
    {
        QTest::keyClicks(line("server-host"), u"h"_s);
        QTest::keyClicks(line("server-database"), u"my db"_s);
        QTest::keyClicks(line("password"), u"hidden"_s);
        QCOMPARE(line("server-url")->text(), u"postgresql://h/my%20db"_s);
    }

    void optionsWithoutAFieldStay()
    {
        paste("server-url", u"postgresql://h/d?connect_timeout=3&target_session_attrs=read-write"_s);
        line("server-host")->setFocus();
        QTest::keyClick(line("server-host"), 'x');
        QCOMPARE(m_fields->form().address.url(),
                 u"postgresql://hx/d?connect_timeout=3&target_session_attrs=read-write"_s);
    }

    void whatIsLeftOutIsSaid()
    {
        paste("server-url", u"postgresql://h/d?pgbouncer=true"_s);
        QCOMPARE(hint("url"), u"Left out, since PostgreSQL does not know it: pgbouncer"_s);
    }

    void nonsenseIsSaidAtTheUrl()
    {
        paste("server-url", u"mysql://h/d"_s);
        QVERIFY2(hint("url").contains(u"neither"_s), qPrintable(hint("url")));
        QCOMPARE(line("server-url")->property("state").toString(), u"invalid"_s);
        paste("server-url", u"postgresql://h/d"_s);
        QCOMPARE(hint("url"), QString());
        QCOMPARE(line("server-url")->property("state").toString(), QString());
    }

    void emptyFieldsShowWhatHoldsThen()
    {
        QCOMPARE(line("server-port")->placeholderText(), u"5432"_s);
        QCOMPARE(line("server-user")->placeholderText(), u"login"_s);
        QCOMPARE(line("server-database")->placeholderText(), u"login"_s);
        QTest::keyClicks(line("server-user"), u"ann"_s);
        QCOMPARE(line("server-database")->placeholderText(), u"ann"_s);
        m_environment = {{"PGHOST", u"db"_s}, {"PGPORT", u"6000"_s}};
        show();
        QCOMPARE(line("server-host")->placeholderText(), u"db"_s);
        QCOMPARE(line("server-port")->placeholderText(), u"6000"_s);
    }

    void theEmptyPasswordSaysWhereItComesFrom()
    {
        QCOMPARE(hint("password"), u"Left empty, it is asked for where the server wants one."_s);
        m_fields->setKept(true);
        QCOMPARE(hint("password"), u"Left empty, it comes from the keychain."_s);
        QTest::keyClicks(line("password"), u"x"_s);
        QCOMPARE(hint("password"), QString());
        m_environment = {{"PGPASSWORD", u"hidden"_s}};
        show();
        QCOMPARE(hint("password"), u"Left empty, it comes from PGPASSWORD."_s);
    }

    void thePasswordIsShownOnRequest()
    {
        auto *button = m_fields->findChild<QPushButton *>(u"password-show"_s);
        QTest::keyClicks(line("password"), u"hidden"_s);
        line("password")->selectAll();
        QApplication::clipboard()->clear();
        QTest::keyClick(line("password"), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QString()); // what is hidden is not copied
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(line("password")->echoMode(), QLineEdit::Normal);
        QCOMPARE(button->text(), u"Hide"_s);
    }

    void everyModeOfEncryptionSaysWhatItMeans()
    {
        auto *modes = m_fields->findChild<QComboBox *>(u"server-encryption"_s);
        modes->setFocus();
        QStringList meanings;
        for (int i = 0; i < modes->count(); ++i) {
            modes->setCurrentIndex(i);
            QVERIFY(!hint("encryption").isEmpty());
            meanings.append(hint("encryption"));
            QCOMPARE(line("server-certificate")->isVisible(), modes->currentText().startsWith(u"verify"_s));
        }
        QCOMPARE(meanings.removeDuplicates(), 1); // what holds unasked is one of them
        QCOMPARE(m_fields->form().address.option(u"sslmode"_s), u"verify-full"_s);
    }

    void problemsAreAtTheirField_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("hintOf");
        QTest::newRow("port") << u"host=h port=1"_s << u"server-port"_s << u"address"_s;
        QTest::newRow("certificate") << u"postgresql://h/d?sslmode=verify-full&sslrootcert=/nowhere/ca.pem"_s
                                     << u"server-certificate"_s << u"encryption"_s;
        QTest::newRow("socket") << u"postgresql:///d?host=/tmp"_s << u"server-socket"_s << u"more"_s;
    }
    void problemsAreAtTheirField()
    {
        QFETCH(QString, url);
        QFETCH(QString, field);
        QFETCH(QString, hintOf);
        paste("server-url", url);
        if (field == u"server-port")
            QTest::keyClicks(line("server-port"), u"x"_s);
        if (field == u"server-socket") {
            line("server-socket")->setFocus();
            QTest::keyClick(line("server-socket"), Qt::Key_Home);
            QTest::keyClick(line("server-socket"), Qt::Key_Delete);
        }
        QVERIFY(!m_fields->check());
        QVERIFY(!hint(hintOf.toLatin1().constData()).isEmpty());
        QCOMPARE(QApplication::focusWidget()->objectName(), field);
    }

    void aSocketFolderStandsForTheHost()
    {
        paste("server-url", u"postgresql:///shop?host=/run/postgresql"_s);
        QVERIFY(line("server-socket")->isVisible());
        QCOMPARE(line("server-socket")->text(), u"/run/postgresql"_s);
        QVERIFY(!line("server-host")->isEnabled());
        QVERIFY(m_fields->check());
    }

    void aFormComesBackAsItWas()
    {
        ServerForm form;
        form.address =
            core::parseServerAddress(u"postgresql://ann@h:1/d?service=live&sslmode=require&connect_timeout=2"_s)
                .value();
        form.keepPassword = true;
        form.name = u"Shop"_s;
        form.mark = core::Environment::Production;
        form.readOnly = true;
        m_fields->setForm(form);
        QCOMPARE(m_fields->form(), form);
        QVERIFY(hint("mark").contains(u"typed"_s));
        QVERIFY(line("server-service")->isVisible());
    }
};

QTEST_MAIN(TestServerFields)
#include "tst_serverfields.moc"
