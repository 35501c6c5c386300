// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/serveraddress.h"

#include "support/verify.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using core::ServerAddress;
using core::ServerDefaults;

class TestServerDefaults : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    QMap<QByteArray, QString> m_environment;

    [[nodiscard]] ServerDefaults defaults() const
    {
        return {[set = m_environment](const char *name) { return set.value(name); }, m_home->path(), u"login"_s};
    }
    void writePasswords(const QByteArray &text,
                        QFile::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner) const
    {
        QFile file(m_home->filePath(u".pgpass"_s));
        QVERIFY(file.open(QFile::WriteOnly) && file.write(text) == text.size() && file.setPermissions(permissions));
    }
    [[nodiscard]] static ServerAddress address(const QString &url) { return core::parseServerAddress(url).value(); }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_environment.clear();
    }

    void areLibpqs()
    {
        QCOMPARE(defaults().port(), u"5432"_s);
        QCOMPARE(defaults().user(), u"login"_s);
        QCOMPARE(defaults().database({}), u"login"_s);
        QCOMPARE(defaults().database(address(u"postgresql://ann@h"_s)), u"ann"_s);
        QCOMPARE(defaults().sslMode(), u"prefer"_s);
        QVERIFY(defaults().host().contains(u"socket"_s));
        m_environment = {{"PGHOST", u"db"_s},
                         {"PGPORT", u"6000"_s},
                         {"PGUSER", u"bo"_s},
                         {"PGDATABASE", u"shop"_s},
                         {"PGSSLMODE", u"require"_s}};
        QCOMPARE(defaults().host(), u"db"_s);
        QCOMPARE(defaults().port(), u"6000"_s);
        QCOMPARE(defaults().user(), u"bo"_s);
        QCOMPARE(defaults().database({}), u"shop"_s);
        QCOMPARE(defaults().sslMode(), u"require"_s);
    }

    void sayWhereThePasswordComesFrom_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("found");
        const auto row = [](const char *name, const QByteArray &file, const char *url, bool found) {
            QTest::newRow(name) << file << QString::fromLatin1(url) << found;
        };
        row("its line", "h:5432:shop:ann:hidden\n", "postgresql://ann@h/shop", true);
        row("another host", "g:5432:shop:ann:hidden\n", "postgresql://ann@h/shop", false);
        row("another port", "h:5433:shop:ann:hidden\n", "postgresql://ann@h/shop", false);
        row("another user", "h:5432:shop:bo:hidden\n", "postgresql://ann@h/shop", false);
        row("all stars", "*:*:*:*:hidden\n", "postgresql://ann@h/shop", true);
        row("the second line", "# live\ng:*:*:*:hidden\nh:*:*:*:hidden", "postgresql://ann@h/shop", true);
        row("a comment", "#h:*:*:*:hidden\n", "postgresql://ann@h/shop", false);
        row("IPv6 with backslashes", "\\:\\:1:*:*:*:hidden\n", "postgresql://ann@[::1]/shop", true);
        row("the socket", "localhost:*:shop:login:hidden\n", "postgresql:///shop", true);
        row("what is left open", "localhost:5432:login:login:hidden\n", "postgresql://", true);
        row("no password", "h:5432:shop\n", "postgresql://ann@h/shop", false);
    }
    void sayWhereThePasswordComesFrom()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, url);
        QFETCH(bool, found);
        writePasswords(file);
        const QString said = defaults().passwordSource(address(url));
        QCOMPARE(said,
                 found ? u"Left empty, it comes from ~/.pgpass."_s
                       : u"Left empty, it is asked for where the server wants one."_s);
    }

    void nameThePasswordFileThatIsMeant()
    {
        QFile other(m_home->filePath(u"other"_s));
        QVERIFY(other.open(QFile::WriteOnly) && other.write("*:*:*:*:hidden") > 0
                && other.setPermissions(QFile::ReadOwner));
        other.close();
        m_environment.insert("PGPASSFILE", other.fileName());
        QCOMPARE(defaults().passwordSource({}), u"Left empty, it comes from ~/other."_s);
    }

    void sayThatAnOpenFileIsNotUsed()
    {
        writePasswords("*:*:*:*:hidden", QFile::ReadOwner | QFile::ReadOther);
        QVERIFY(defaults().passwordSource({}).contains(u"chmod 600"_s));
    }

    void letPgpasswordComeFirst()
    {
        writePasswords("*:*:*:*:hidden");
        m_environment.insert("PGPASSWORD", u"hidden"_s);
        const QString said = defaults().passwordSource({});
        QVERIFY(said.contains(u"PGPASSWORD"_s) && !said.contains(u"hidden"_s));
    }
};

QTEST_GUILESS_MAIN(TestServerDefaults)
#include "tst_serverdefaults.moc"
