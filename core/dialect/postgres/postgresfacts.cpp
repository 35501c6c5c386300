// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresfacts.h"

#include "core/db/database.h"

#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString pgFact(Database &database, const QString &sql)
{
    const auto value = database.queryValue(sql);
    return value ? value->display() : QString();
}

/// "PostgreSQL 15.18 (Debian 15.18-1) on x86_64…" → "PostgreSQL 15.18"; others name themselves first, too:
/// "CockroachDB CCL v23.1.11 (…".
QString pgVersion(const QString &whole)
{
    const QStringList words = whole.split(u' ');
    qsizetype count = 1;
    while (count < words.size() && count < 4 && !words.at(count - 1).contains(QRegularExpression(u"[0-9]\\."_s)))
        ++count;
    const QString version = words.mid(0, count).join(u' ');
    return version.endsWith(u',') ? version.chopped(1) : version;
}

/// What is set for this database or person. The session's own setting tells nothing: whoever reads asks for it.
QString pgReadOnlyByDefaultSql()
{
    return u"SELECT EXISTS (SELECT FROM pg_catalog.pg_db_role_setting AS s "
           "LEFT JOIN pg_catalog.pg_database AS d ON d.oid = s.setdatabase "
           "LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = s.setrole "
           "WHERE 'default_transaction_read_only=on' = ANY (s.setconfig) "
           "AND (s.setdatabase = 0 OR d.datname = pg_catalog.current_database()) "
           "AND (s.setrole = 0 OR r.rolname = session_user))::text"_s;
}

} // namespace

Result<QStringList> postgresFacts(Database &database)
{
    const auto version = database.queryValue(u"SELECT version()"_s);
    RC_TRY(version);
    QStringList facts{pgVersion(version->display())};
    if (pgFact(database, u"SELECT pg_catalog.pg_is_in_recovery()::text"_s) == "true"_L1)
        facts += u"a standby, read-only"_s;
    else if (pgFact(database, pgReadOnlyByDefaultSql()) == "true"_L1)
        facts += u"read-only by default"_s;
    const QString role =
        pgFact(database, u"SELECT CASE WHEN current_user = session_user THEN '' ELSE current_user::text END"_s);
    if (!role.isEmpty())
        facts += u"as %1"_s.arg(role);
    if (pgFact(database, u"SHOW is_superuser"_s) == "on"_L1)
        facts += u"superuser"_s;
    const QString zone = pgFact(database, u"SHOW TimeZone"_s);
    if (!zone.isEmpty())
        facts += u"time zone %1"_s.arg(zone);
    // Where it cannot be asked, nothing is said.
    const auto tls = database.query(
        u"SELECT CASE WHEN ssl THEN version END FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()"_s);
    if (tls && !tls->empty())
        facts += tls->front().front().isNull() ? u"not encrypted"_s : tls->front().front().display();
    if (!database.query(u"SELECT pg_catalog.txid_current_snapshot()::text"_s))
        facts += u"what others change is not noticed here"_s;
    if (!database.query(u"SELECT pg_catalog.pg_stat_get_xact_tuples_inserted(1259::oid)"_s))
        facts += u"rows changed by triggers and cascades are not counted here"_s;
    return facts;
}

} // namespace core
