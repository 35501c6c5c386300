// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgresdriver.h"

#include "core/db/drivers/postgres/postgresaddress.h"
#include "core/db/drivers/postgres/postgresdatabase.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

QString PostgresDriver::name() const
{
    return u"postgres"_s;
}

Result<std::unique_ptr<Database>> PostgresDriver::open(const ConnectionSpec &spec) const
{
    auto database = postgres::PostgresDatabase::open(spec);
    RC_TRY(database);
    return std::unique_ptr<Database>(std::move(*database));
}

QString PostgresDriver::identity(const QString &location) const
{
    return postgres::identityOf(location);
}

QString PostgresDriver::beside(const QString &location, const QString &database) const
{
    return postgres::besideOf(location, database);
}

QString PostgresDriver::shown(const QString &location) const
{
    return postgres::shownPlace(location);
}

} // namespace core
