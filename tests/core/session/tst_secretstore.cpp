// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/keychain.h"

#include "support/verify.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using core::Keychain;
using core::MemorySecretStore;
using core::SecretStore;

namespace {

const QString place = u"postgresql://ann@db.example.com/raincheck-test"_s;
const QString secret = u"hidden \u00e4 '\" %2F"_s;

/// Set for the copy of this program that has a keychain of its own.
constexpr auto withKeychain = "RAINCHECK_TEST_KEYCHAIN";

template <typename R> R answerOf(QFuture<R> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20000) || future.resultCount() == 0)
        return core::Error::invalid(u"No answer came."_s);
    return future.result();
}

std::optional<QString> kept(SecretStore &store)
{
    return answerOf(store.read(place)).value();
}

} // namespace

class TestSecretStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!qEnvironmentVariableIsSet(withKeychain)) // never the keychain of who runs the tests
            qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/raincheck");
    }

    void memoryKeepsAsLongAsItLives()
    {
        MemorySecretStore store;
        QCOMPARE(kept(store), std::nullopt);
        VERIFY_OK(answerOf(store.keep(place, secret)));
        QCOMPARE(kept(store), secret);
        QCOMPARE(answerOf(store.read(place + u'2')).value(), std::nullopt);
        VERIFY_OK(answerOf(store.forget(place)));
        QVERIFY(store.isEmpty());
    }

    void withoutAKeychainItIsSaid()
    {
        if (qEnvironmentVariableIsSet(withKeychain))
            QSKIP("There is a keychain.");
        Keychain keychain;
        QCOMPARE(kept(keychain), std::nullopt);
        const auto answer = answerOf(keychain.keep(place, secret));
        QVERIFY(!answer);
        QVERIFY2(answer.error().message.startsWith(u"The password is not kept: there is no keychain here ("_s),
                 qPrintable(answer.error().message));
        QVERIFY(!answer.error().message.contains(u"hidden"_s) && !answer.error().detail.contains(u"hidden"_s));
        QCOMPARE(kept(keychain), std::nullopt);
        VERIFY_OK(answerOf(keychain.forget(place)));
    }

    void anAnswerMayComeAfterItsStore()
    {
        QFuture<SecretStore::Read> future;
        {
            Keychain keychain;
            future = keychain.read(place);
        }
        VERIFY_OK(answerOf(future));
    }

    /// In the copy of this program that the next test starts.
    void theKeychainKeeps()
    {
        if (!qEnvironmentVariableIsSet(withKeychain))
            QSKIP("By theKeychainKeepsForARealService().");
        VERIFY_OK(answerOf(Keychain().keep(place, secret)));
        QCOMPARE(kept(*std::make_unique<Keychain>()), secret); // another one has it from the service
        VERIFY_OK(answerOf(Keychain().forget(place)));
        QCOMPARE(kept(*std::make_unique<Keychain>()), std::nullopt);
        VERIFY_OK(answerOf(Keychain().forget(place))); // nothing is left to forget
    }

    /// With a bus, a home and a GNOME keyring of its own, where Debian's are installed.
    void theKeychainKeepsForARealService()
    {
        if (qEnvironmentVariableIsSet(withKeychain))
            return;
        for (const QString &program : {u"dbus-run-session"_s, u"gnome-keyring-daemon"_s}) {
            if (QStandardPaths::findExecutable(program).isEmpty())
                QSKIP(qPrintable(program + u" is not installed."_s));
        }
        const QTemporaryDir home;
        QProcess run;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(withKeychain), u"1"_s);
        environment.insert(u"HOME"_s, home.path());
        environment.insert(u"XDG_RUNTIME_DIR"_s, home.path());
        environment.insert(u"XDG_DATA_HOME"_s, home.filePath(u"data"_s));
        environment.insert(u"XDG_CURRENT_DESKTOP"_s, u"GNOME"_s);
        environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
        run.setProcessEnvironment(environment);
        run.setProcessChannelMode(QProcess::MergedChannels);
        run.start(
            u"dbus-run-session"_s,
            {u"--"_s, u"sh"_s, u"-c"_s,
             u"printf x | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec \"$0\" theKeychainKeeps"_s,
             QCoreApplication::applicationFilePath()});
        QVERIFY(run.waitForFinished(60000));
        const QByteArray said = run.readAll();
        QVERIFY2(run.exitCode() == 0, said.constData());
        QVERIFY2(!said.contains("hidden"), said.constData());
    }
};

QTEST_GUILESS_MAIN(TestSecretStore)
#include "tst_secretstore.moc"
