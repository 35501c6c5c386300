// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/windowservices.h"

#include "ui/shell/layoutstore.h"

#include <QCoreApplication>
#include <QThread>

using namespace Qt::Literals::StringLiterals;

namespace ui {

WindowServices realServices(const QString &stateFolder, const core::Session::Options &options,
                            std::function<core::Result<QString>()> sample)
{
    WindowServices services;
    services.pages = realPages();
    services.prompts = std::make_unique<DialogPrompts>();
    services.stateFolder = stateFolder;
    services.sample = std::move(sample);
    services.open = [options](const QString &target, core::Trust trust) -> core::Result<std::unique_ptr<core::Session>> {
        core::Session::Options wanted = options;
        wanted.trust = trust;
        auto session = core::Session::open(target, wanted);
        if (session)
            session.value()->moveToThread(QCoreApplication::instance()->thread());
        return session;
    };
    return services;
}

ThemeKind preferredTheme(const QString &stateFolder)
{
    const QString saved = LayoutStore(stateFolder).value(u"theme"_s).toString();
    if (saved == u"dark")
        return ThemeKind::Dark;
    if (saved == u"light")
        return ThemeKind::Light;
    return Theme::systemKind();
}

} // namespace ui
