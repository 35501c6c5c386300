// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace core {

Q_DECLARE_LOGGING_CATEGORY(lcDb)      ///< connections and statements
Q_DECLARE_LOGGING_CATEGORY(lcRows)    ///< row sources
Q_DECLARE_LOGGING_CATEGORY(lcSession) ///< sessions, state folder, history

} // namespace core
