// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgreswrites.h"

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 pgCountersLate = 20000; ///< milliseconds; an idle session tells its counts after ten seconds

} // namespace

QString PgWrites::isToldSql()
{
    return u"SELECT (pg_catalog.current_setting('track_counts') = 'on' AND NOT pg_catalog.pg_is_in_recovery())::text"_s;
}

QString PgWrites::rowsSql()
{
    return u"SELECT coalesce(sum(pg_catalog.pg_stat_get_tuples_inserted(oid) + "
           "pg_catalog.pg_stat_get_tuples_updated(oid) + pg_catalog.pg_stat_get_tuples_deleted(oid)), 0)::int8 "
           "FROM pg_catalog.pg_class WHERE relkind IN ('r', 'm') AND relpersistence <> 't' AND oid >= 16384"_s;
}

/// A busy server has more of them than can be asked for: the newest tell enough.
QString PgWrites::keptSql()
{
    return u"SELECT EXISTS (SELECT FROM (SELECT pg_catalog.txid_snapshot_xip(s.was) AS id UNION ALL "
           "SELECT pg_catalog.generate_series(greatest(pg_catalog.txid_snapshot_xmax(s.was), "
           "pg_catalog.txid_snapshot_xmax(s.now) - 5000), pg_catalog.txid_snapshot_xmax(s.now) - 1)) AS t "
           "WHERE pg_catalog.txid_status(t.id) = 'committed')::text "
           "FROM (SELECT $1::pg_catalog.txid_snapshot AS was, pg_catalog.txid_current_snapshot() AS now) AS s"_s;
}

bool PgWrites::isToCome() const
{
    return m_sinceKept.isValid() && m_sinceKept.elapsed() < pgCountersLate;
}

void PgWrites::look(qint64 rows, bool kept, bool ours)
{
    if (kept)
        m_sinceKept.start();
    // Fewer than before: the counters began anew, or a table is gone, which the schema tells.
    if (m_rows && rows > *m_rows && isToCome() && !ours)
        ++m_number;
    m_rows = rows;
}

} // namespace core::postgres
