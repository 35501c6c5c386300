// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include "core/session/keychain.h"
#include "core/session/sample.h"
#include "core/session/servertarget.h"
#include "core/session/statefolder.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/paintreport.h"
#include "ui/shell/tour.h"
#include "ui/shell/windowservices.h"
#include "ui/shell/workspace.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QFileInfo>
#include <QJsonArray>

#include <cstdio>
#include <cstdlib>
#include <optional>

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Result;

namespace {

bool hasDisplay()
{
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
        || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

void nameWindow()
{
    nameApplication();
    QGuiApplication::setApplicationDisplayName(u"Raincheck"_s);
    QGuiApplication::setDesktopFileName(u"raincheck"_s);
}

Result<QString> userSample()
{
    const auto folder = core::stateFolder();
    if (!folder)
        return folder.error();
    return core::openSample(*folder);
}

Result<ui::TourOptions> tourOptions(const Invocation &invocation)
{
    static const QMap<QString, ui::ThemeKind> themes{{u"dark"_s, ui::ThemeKind::Dark}, {u"light"_s, ui::ThemeKind::Light}};
    ui::TourOptions options;
    options.folder = QFileInfo(invocation.place(0)).absoluteFilePath();
    options.sample = userSample;
    options.note = [](const QString &text) { complain(u"Note: "_s + text); };
    if (!invocation.has(u"theme"_s))
        return options;
    const QString name = invocation.value(u"theme"_s);
    if (!themes.contains(name))
        return core::Error::invalid(u"--theme is dark or light, not %1."_s.arg(name));
    options.themes = {themes.value(name)};
    return options;
}

Result<std::unique_ptr<core::Session>> openForTour(const QString &target)
{
    if (!target.isEmpty())
        return core::Session::open(target, {});
    const auto sample = userSample();
    if (!sample)
        return sample.error();
    return core::Session::open(*sample, {});
}

QtMessageHandler usualHandler = nullptr;

/// Qt has one way to say that it cannot begin: it ends the program, with advice about installing it again.
[[noreturn]] void sayNoDisplay()
{
    const char *const name = qEnvironmentVariableIsSet("QT_QPA_PLATFORM") ? "QT_QPA_PLATFORM"
        : qEnvironmentVariableIsSet("WAYLAND_DISPLAY")                    ? "WAYLAND_DISPLAY"
                                                                          : "DISPLAY";
    complain(u"The display cannot be reached (%1 is “%2”), so there is no window; see raincheck --help for what works "
             "without one."_s.arg(QLatin1StringView(name), qEnvironmentVariable(name)));
    std::_Exit(Failed);
}

/// While the application object comes to be: a display that cannot be reached is ours to say, everything else as usual.
void sayWhatPlatformLacks(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (type == QtFatalMsg)
        sayNoDisplay();
    const bool aboutDisplay = QLatin1StringView(context.category) == "qt.qpa.xcb"_L1 || text.startsWith("Failed to create wl_display"_L1)
        || text.startsWith("Could not load the Qt platform plugin"_L1);
    if (!aboutDisplay)
        usualHandler(type, context, text);
}

/// What the offscreen platform says about itself is no news to who draws pictures with it.
void sayOnlyNews(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (text != "This plugin does not support propagateSizeHints()"_L1)
        usualHandler(type, context, text);
}

bool printPictures(const QStringList &files, const QString &folder, bool json)
{
    if (json)
        return print(QJsonObject{{u"folder"_s, folder}, {u"pictures"_s, QJsonArray::fromStringList(files)}});
    return print(files.join(u'\n') + u'\n');
}

} // namespace

void nameApplication()
{
    QCoreApplication::setApplicationName(u"raincheck"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(RAINCHECK_VERSION));
}

int openWindow(int &argc, char **argv, const Invocation &invocation)
{
    if (!hasDisplay()) {
        const QString named = invocation.place(0);
        if (!named.isEmpty() && !QFileInfo::exists(named) && !core::isMeantAsServer(named)) { // a command that was mistyped, most of the time
            complain(u"There is no file and no command %1; see raincheck --help."_s.arg(named));
            return Failed;
        }
        complain(u"There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set); see raincheck --help "
                 "for what works without one."_s);
        return Failed;
    }
    nameWindow();
    usualHandler = qInstallMessageHandler(sayWhatPlatformLacks);
    QApplication application(argc, argv);
    qInstallMessageHandler(usualHandler);
    const auto folder = core::stateFolder();
    if (!folder)
        return failed(folder.error());
    ui::Theme::apply(application, ui::preferredTheme(*folder));
    const QString state = *folder;
    core::Session::Options options;
    options.readOnly = invocation.has(u"read-only"_s);
    ui::WindowServices services = ui::realServices(state, options, [state] { return core::openSample(state); });
    services.secrets = std::make_shared<core::Keychain>();
    ui::MainWindow window(std::move(services));
    QString target = invocation.value(u"config"_s, invocation.place(0));
    if (invocation.has(u"sample"_s)) {
        const auto sample = core::openSample(state);
        if (!sample)
            return failed(sample.error());
        target = *sample;
    }
    std::optional<ui::PaintReport> report;
    if (qEnvironmentVariableIsSet("RAINCHECK_REPORT_PAINT"))
        report.emplace(application, [] { std::fputs("painted\n", stderr); });
    window.showOnScreen();
    if (!target.isEmpty()) // else the start page
        window.openTarget(target, invocation.value(u"table"_s), core::Trust::FromNowOn); // naming it is trusting it
    return QApplication::exec();
}

int drawTour(int &argc, char **argv, const Invocation &invocation)
{
    const auto options = tourOptions(invocation);
    if (!options) {
        complain(options.error().message);
        return WrongUsage;
    }
    if (!hasDisplay())
        qputenv("QT_QPA_PLATFORM", "offscreen");
    usualHandler = qInstallMessageHandler(sayOnlyNews);
    nameWindow();
    QApplication application(argc, argv);
    auto session = openForTour(invocation.place(1));
    if (!session)
        return failed(session.error());
    std::optional<Result<QStringList>> result;
    ui::runTour(application, std::move(*session), *options, [&result](const Result<QStringList> &pictures) {
        result = pictures;
        QApplication::quit();
    });
    if (!result)
        QApplication::exec();
    if (!result || !*result)
        return failed(result ? result->error() : core::Error::cancelled());
    return printPictures(**result, options->folder, invocation.json()) ? Succeeded : Failed;
}

} // namespace app
