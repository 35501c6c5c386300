// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/windowservices.h"

#include "core/session/serverrole.h"
#include "core/session/servertrial.h"
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
    const auto opening = [options](bool readOnly) {
        return [options, readOnly](const QString &target,
                                   core::Trust trust) -> core::Result<std::unique_ptr<core::Session>> {
            core::Session::Options wanted = options;
            wanted.trust = trust;
            wanted.readOnly = wanted.readOnly || readOnly;
            auto session = core::Session::open(target, wanted);
            if (session)
                session.value()->moveToThread(QCoreApplication::instance()->thread());
            return session;
        };
    };
    services.open = opening(false);
    services.openReadOnly = opening(true);
    services.tryServer = core::tryServer;
    services.rolesToTake = core::rolesToTake;
    services.secrets = std::make_shared<core::MemorySecretStore>();
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
