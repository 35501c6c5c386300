// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sample.h"

#include "app/cli.h"
#include "support/verify.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

/// The program with its window, offscreen, from the command line.
class TestWindow : public QObject {
    Q_OBJECT

    QTemporaryDir m_state;
    QString m_sample;

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("RAINCHECK_STATE_DIR", m_state.path().toUtf8());
        qputenv("QT_QPA_PLATFORM", "offscreen");
        const auto sample = core::openSample(m_state.path());
        VERIFY_OK(sample);
        m_sample = *sample;
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        QTest::addRow("no such command") << QStringList{u"a"_s, u"b"_s} << QByteArray("There is no command a");
        QTest::addRow("table of nothing") << QStringList{u"--table"_s, u"a"_s} << QByteArray("--table needs");
        QTest::addRow("table without a name") << QStringList{u"a"_s, u"--table"_s} << QByteArray("--table needs a value");
        QTest::addRow("both") << QStringList{u"--sample"_s, u"a"_s} << QByteArray("not both");
        QTest::addRow("no such option") << QStringList{u"a"_s, u"--json"_s} << QByteArray("raincheck has no option --json");
    }
    void wrongUsage()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, says);
        const cli::Run run = cli::run(arguments);
        VERIFY_EXIT(run, 2);
        QVERIFY2(run.err.contains(says), run.err.constData());
    }

    void whatIsNeitherFileNorCommandIsSaidSo()
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name : {u"QT_QPA_PLATFORM"_s, u"WAYLAND_DISPLAY"_s, u"DISPLAY"_s})
            environment.remove(name);
        process.setProcessEnvironment(environment);
        process.start(qEnvironmentVariable("RAINCHECK_BIN"), {u"inspct"_s});
        QVERIFY(process.waitForFinished(20000));
        QCOMPARE(process.exitCode(), 1);
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(said.startsWith("raincheck: There is no file and no command inspct"), said.constData());
        QCOMPARE(said.count('\n'), 1);
    }

    void aDisplayThatIsNotThereIsSaidSo()
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(u"QT_QPA_PLATFORM"_s);
        environment.remove(u"WAYLAND_DISPLAY"_s);
        environment.insert(u"DISPLAY"_s, u":4711"_s);
        process.setProcessEnvironment(environment);
        process.start(qEnvironmentVariable("RAINCHECK_BIN"), {m_sample});
        QVERIFY(process.waitForFinished(20000));
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 1, said.constData());
        QCOMPARE(said.count('\n'), 1);
        QVERIFY2(said.startsWith("raincheck: ") && said.contains(":4711") && !said.contains("einstall"), said.constData());
    }

    void reportsTheFirstPaint_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addRow("the first table") << QStringList{m_sample};
        QTest::addRow("a table by name") << QStringList{m_sample, u"--table"_s, u"POSTS"_s};
        QTest::addRow("a view") << QStringList{m_sample, u"--table=active_users"_s};
    }
    void reportsTheFirstPaint()
    {
        QFETCH(const QStringList, arguments);
        qputenv("RAINCHECK_REPORT_PAINT", "1");
        QProcess process;
        process.setReadChannel(QProcess::StandardError);
        process.start(qEnvironmentVariable("RAINCHECK_BIN"), arguments);
        QByteArray said;
        while (!said.contains("painted\n") && process.waitForReadyRead(20000))
            said += process.readAllStandardError();
        process.kill();
        process.waitForFinished();
        QVERIFY2(said.contains("painted\n"), said.constData());
    }
};

QTEST_GUILESS_MAIN(TestWindow)
#include "tst_window.moc"
