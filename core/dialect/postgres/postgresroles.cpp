// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresroles.h"

#include "core/db/database.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

Result<QStringList> postgresRoles(Database &database)
{
    const auto rows = database.query(
        u"SELECT rolname FROM pg_catalog.pg_roles WHERE pg_catalog.pg_has_role(session_user, oid, 'MEMBER') "
        "AND rolname <> session_user AND rolname !~ '^pg_' ORDER BY rolname"_s);
    RC_TRY(rows);
    QStringList roles;
    for (const Row &row : *rows)
        roles.append(row.front().display());
    return roles;
}

} // namespace core
