// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/environment.h"
#include "core/session/serveraddress.h"

namespace ui {

/// What a person says of a server: how to reach it, and what is remembered of it.
struct ServerForm {
    core::ServerAddress address; ///< with the password, when one was typed
    bool keepPassword = false; ///< in the keychain
    QString name; ///< as the person calls it; empty: as the place
    core::Environment mark = core::Environment::Unmarked;
    bool readOnly = false;
    friend bool operator==(const ServerForm &, const ServerForm &) = default;
};

} // namespace ui
