// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace core {

/// "index users_name": a thing as sentences call it; its kind alone where it has no name.
[[nodiscard]] inline QString kindAndName(const QString &kind, const QString &name)
{
    return name.isEmpty() ? kind : QString(kind + u' ' + name);
}

} // namespace core
