// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <algorithm>

namespace core {

/// nullptr: there is none of that name.
template <typename T> const T *pgPartNamed(const QList<T> &list, const QString &name)
{
    const auto at = std::find_if(list.cbegin(), list.cend(), [&](const T &t) { return t.name == name; });
    return at == list.cend() ? nullptr : &*at;
}

/// In words: what stepped aside comes back.
inline QString backAgain(const QString &what, const QString &name)
{
    return QStringLiteral("%1 %2 is back, as it was").arg(what, name);
}

} // namespace core
