// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QString>

namespace core::postgres {

/// What a location says, by libpq's keywords; nothing that it leaves open. Errors do not repeat the location.
[[nodiscard]] Result<QMap<QString, QString>> keywordsOf(const QString &location);

/// "postgresql:host:port/database/user", with what libpq would fill in; the same for a URL and a list of keywords.
[[nodiscard]] QString identityOf(const QString &location);

/// The same with another database; as a list of keywords.
[[nodiscard]] QString besideOf(const QString &location, const QString &database);

/// "shop on db.example.com:6432", "shop on this machine".
[[nodiscard]] QString shownPlace(const QString &location);

} // namespace core::postgres
