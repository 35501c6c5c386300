// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresscratch.h"

#include "core/dialect/postgres/names.h"

#include <QStringList>

namespace core {

using namespace Qt::Literals::StringLiterals;

// Everything by pg_catalog: what the server answers is run, and a function of somebody else's that fits better would
// run with this role's rights.
QString PostgresScratchSql::prefix() const
{
    return u"raincheck_scratch_"_s;
}

QString PostgresScratchSql::question() const
{
    return u"SELECT (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity WHERE datname = "
           u"pg_catalog.current_database() "
           "AND pid <> pg_catalog.pg_backend_pid() AND backend_type = 'client backend'), "
           "(SELECT CAST(rolcreatedb OR rolsuper AS integer) FROM pg_catalog.pg_roles WHERE rolname = current_user)"_s;
}

QString PostgresScratchSql::where() const
{
    return u"SELECT CAST(pg_catalog.current_database() AS text)"_s;
}

QStringList PostgresScratchSql::prepare(const QString &name) const
{
    return {u"SET default_transaction_read_only TO off"_s, u"SET application_name TO "_s + postgresString(name)};
}

QString PostgresScratchSql::createLike(const QString &name) const
{
    // The database's own name is known to the server only: see createEmpty().
    return u"SELECT pg_catalog.format('CREATE DATABASE %I TEMPLATE %I', "_s + postgresString(name)
        + u", pg_catalog.current_database())"_s;
}

QString PostgresScratchSql::createEmpty(const QString &name) const
{
    return u"SELECT pg_catalog.format('CREATE DATABASE %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', "_s
        + postgresString(name)
        + u", pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype) FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()"_s;
}

QString PostgresScratchSql::drop(const QString &name) const
{
    return u"DROP DATABASE IF EXISTS "_s + postgresIdentifier(name) + u" WITH (FORCE)"_s;
}

QString PostgresScratchSql::leftBehind() const
{
    return u"SELECT datname FROM pg_catalog.pg_database AS d WHERE pg_catalog.starts_with(datname, "_s
        + postgresString(prefix())
        + u") AND pg_catalog.pg_get_userbyid(datdba) = current_user AND NOT EXISTS (SELECT FROM "
          u"pg_catalog.pg_stat_activity AS a "
          "WHERE a.datid = d.oid OR a.application_name = d.datname) ORDER BY datname"_s;
}

} // namespace core
