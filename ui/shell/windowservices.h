// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/secretstore.h"
#include "core/session/session.h"
#include "ui/shell/pagefactory.h"
#include "ui/shell/prompts.h"
#include "ui/style/theme.h"

#include <functional>
#include <memory>

namespace ui {

/// What a window needs from outside; tests put in their own.
struct WindowServices {
    PageFactory pages;
    std::unique_ptr<Prompts> prompts;
    QString stateFolder; ///< where the layout is kept; empty: nowhere
    /// Opens a target. Called on a worker thread; the session it gives must live on the application's thread.
    std::function<core::Result<std::unique_ptr<core::Session>>(const QString &target, core::Trust trust)> open;
    /// As open(), for reading only. Empty: nothing is opened so.
    std::function<core::Result<std::unique_ptr<core::Session>>(const QString &target, core::Trust trust)> openReadOnly;
    /// See core::tryServer(). Called on a worker thread.
    std::function<core::Result<QStringList>(const QString &location)> tryServer;
    std::function<core::Result<QStringList>(const QString &location)>
        rolesToTake; ///< see core::rolesToTake(); likewise
    std::shared_ptr<core::SecretStore> secrets; ///< where passwords are kept; null: nowhere
    /// Gives the path of the sample, making it when it is not there. Called on a worker thread. Empty: no sample.
    std::function<core::Result<QString>()> sample;
};

/// The real pages, dialogs and Session::open; how far to trust is said at each opening. Passwords are kept as long as the
/// services live: who has a keychain puts it in.
[[nodiscard]] WindowServices realServices(const QString &stateFolder, const core::Session::Options &options,
                                          std::function<core::Result<QString>()> sample);

/// The theme that was chosen last, else the desktop's.
[[nodiscard]] ThemeKind preferredTheme(const QString &stateFolder);

} // namespace ui
