// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace core {

/// Browsing a server as somebody else: what row level security lets that one see. A connection takes the role, and the
/// claims that policies ask for, as settings from its first moment on; who may not take the role is refused.
struct BrowsedRole {
    QString role;
    QString setting =
        QStringLiteral("request.jwt.claims"); ///< that holds the claims; where PostgREST and others put them
    QString claims; ///< JSON as policies read it; empty: none
    friend bool operator==(const BrowsedRole &, const BrowsedRole &) = default;
};

/// The server's location as that role. What is asked of libpq by `options` already stays.
[[nodiscard]] Result<QString> locationAs(const QString &location, const BrowsedRole &role);
/// Whose location it is; none: the user's own.
[[nodiscard]] std::optional<BrowsedRole> roleOf(const QString &location);
/// Where it came from; the same where there is no role.
[[nodiscard]] QString ownLocation(const QString &location);

/// Whether a session there is that of the role, by its facts; not so where a pooler took no settings.
[[nodiscard]] bool isTaken(const BrowsedRole &role, const QStringList &facts);

/// What can be seen to be wrong with it, in one sentence; empty: nothing.
[[nodiscard]] QString problemWith(const BrowsedRole &role);

/// The roles that the user may take, by name. Connects, blocks.
[[nodiscard]] Result<QStringList> rolesToTake(const QString &location);

} // namespace core
