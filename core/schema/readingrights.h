// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace core {

/// Why a table or view that is there cannot be read, where it is not broken (see Table::brokenBecause): the role has no
/// right to.
[[nodiscard]] inline QString mayNotRead()
{
    return QStringLiteral("This role may not read it.");
}
[[nodiscard]] inline bool isForWantOfRights(const QString &brokenBecause)
{
    return brokenBecause == mayNotRead();
}

} // namespace core
