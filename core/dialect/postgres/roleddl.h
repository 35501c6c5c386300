// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"

#include <QString>

namespace core {

/// A role of a server, as far as a project says what it may do. A plain value.
struct PostgresRole {
    QString name;
    bool superuser = false;
    bool createDb = false;
    bool createRole = false;
    bool inherit = true;
    bool canLogin = false;
    bool replication = false;
    bool bypassRls = false;
    friend bool operator==(const PostgresRole &, const PostgresRole &) = default;
};

// Without a final semicolon. Pure.
[[nodiscard]] QString postgresCreateRole(const PostgresRole &role);
[[nodiscard]] QString postgresAlterRole(const PostgresRole &role);
[[nodiscard]] QString postgresDropRole(const QString &name);
[[nodiscard]] QString postgresDropPolicy(const QString &name, const QualifiedName &table);

} // namespace core
