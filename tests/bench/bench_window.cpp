// SPDX-License-Identifier: GPL-3.0-or-later
// bench_window [--rows N] [--pairs N]: the window on a large table (1,000,000 rows unless said), each figure beside its
// goal; exit code 1 when one is over it by more than 15 %. With RAINCHECK_BENCH_CACHE set the database is kept there.
// Without QT_QPA_PLATFORM a display of its own is started (Xvfb), or, where there is none, everything is offscreen.
#include "bench/benchdata.h"
#include "bench/scrolling.h"
#include "bench/startup.h"

#include <QApplication>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>

#include <cstdio>
#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace {

/// The number after `name` among the arguments.
qint64 number(int argc, char **argv, const QByteArray &name, qint64 otherwise)
{
    for (int i = 1; i + 1 < argc; ++i) {
        if (name == argv[i])
            return QByteArray(argv[i + 1]).toLongLong();
    }
    return otherwise;
}

/// A display that nobody sees, for as long as this lives; before any application object.
class ScreenNobodySees {
public:
    ScreenNobodySees()
    {
        if (qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
            return;
        const QString xvfb = QStandardPaths::findExecutable(u"Xvfb"_s);
        if (!xvfb.isEmpty()) {
            m_server.start(xvfb, {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1600x1000x24"_s, u"-nolisten"_s, u"tcp"_s});
            m_server.waitForReadyRead(10'000);
            const QByteArray name = m_server.readAllStandardOutput().trimmed();
            if (!name.isEmpty()) {
                qputenv("DISPLAY", QByteArray(':' + name));
                qputenv("QT_QPA_PLATFORM", "xcb");
                return;
            }
        }
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    ~ScreenNobodySees()
    {
        m_server.terminate();
        m_server.waitForFinished();
    }
    ScreenNobodySees(const ScreenNobodySees &) = delete;
    ScreenNobodySees &operator=(const ScreenNobodySees &) = delete;

private:
    QProcess m_server;
};

/// Into the page cache, which other work may have pushed it out of.
void warm(const QString &path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return;
    QByteArray buffer(1 << 20, Qt::Uninitialized);
    while (file.read(buffer.data(), buffer.size()) > 0) {
    }
}

} // namespace

int main(int argc, char **argv)
{
    const ScreenNobodySees screen;
    QApplication application(argc, argv);
    BenchData data;
    const auto database = data.database(number(argc, argv, "--rows", 1'000'000));
    if (!database) {
        std::fprintf(stderr, "%s\n", qPrintable(database.error().message));
        return 2;
    }
    warm(*database);
    std::printf("%s, %.2f GB, platform %s\n\n", qPrintable(*database), static_cast<double>(QFile(*database).size()) / 1e9,
                qPrintable(QGuiApplication::platformName()));
    const QString folder = QCoreApplication::applicationDirPath();
    Figures figures;
    StartUp(folder + u"/raincheck"_s, folder + u"/bench_floor"_s, *database)
        .run(figures, static_cast<int>(number(argc, argv, "--pairs", 9)));
    benchScrolling(figures, *database);
    return figures.hasFailed() ? 1 : 0;
}
