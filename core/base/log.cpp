// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

namespace core {

Q_LOGGING_CATEGORY(lcDb, "raincheck.db", QtWarningMsg)
Q_LOGGING_CATEGORY(lcRows, "raincheck.rows", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSession, "raincheck.session", QtWarningMsg)

} // namespace core
