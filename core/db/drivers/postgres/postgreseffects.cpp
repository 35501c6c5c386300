// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgreseffects.h"

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

QString PgEffects::lookSql()
{
    return u"SELECT n.nspname, r.relname, sum(c.i)::int8, sum(c.u)::int8, sum(c.d)::int8 "
           "FROM (SELECT coalesce(CASE WHEN relispartition THEN pg_catalog.pg_partition_root(oid) END, oid) AS root, "
           "pg_catalog.pg_stat_get_xact_tuples_inserted(oid) AS i, "
           "pg_catalog.pg_stat_get_xact_tuples_updated(oid) AS u, "
           "pg_catalog.pg_stat_get_xact_tuples_deleted(oid) AS d "
           "FROM pg_catalog.pg_class WHERE relkind = 'r' AND relpersistence <> 't' AND oid >= 16384) AS c "
           "JOIN pg_catalog.pg_class AS r ON r.oid = c.root "
           "JOIN pg_catalog.pg_namespace AS n ON n.oid = r.relnamespace "
           "WHERE c.i > 0 OR c.u > 0 OR c.d > 0 GROUP BY 1, 2"_s;
}

QString PgEffects::transactionSql(bool tells)
{
    return tells ? u"SELECT pg_catalog.txid_current_if_assigned(), pg_catalog.pg_stat_force_next_flush()"_s
                 : u"SELECT pg_catalog.txid_current_if_assigned()"_s;
}

PgEffects::Counts PgEffects::countsOf(const std::vector<Row> &rows)
{
    Counts counts;
    for (const Row &row : rows) {
        const QString schema = row.at(0).display();
        TableEffect effect;
        effect.table = schema == "public"_L1 ? row.at(1).display() : schema + u'.' + row.at(1).display();
        effect.inserted = row.at(2).toInteger();
        effect.updated = row.at(3).toInteger();
        effect.deleted = row.at(4).toInteger();
        counts.insert(effect.table, effect);
    }
    return counts;
}

void PgEffects::start(const std::optional<Counts> &now)
{
    m_counting = true;
    m_rows = 0;
    if (!m_fresh)
        m_before = now;
}

QList<TableEffect> PgEffects::take(const std::optional<Counts> &now)
{
    m_counting = false;
    m_fresh = now.has_value();
    QList<TableEffect> effects;
    if (now && m_before) {
        for (TableEffect effect : *now) {
            const TableEffect before = m_before->value(effect.table);
            effect.inserted -= before.inserted;
            effect.updated -= before.updated;
            effect.deleted -= before.deleted;
            if (effect.inserted > 0 || effect.updated > 0 || effect.deleted > 0)
                effects += effect;
            m_rows += effect.inserted + effect.updated + effect.deleted;
        }
    }
    m_before = now;
    return effects;
}

} // namespace core::postgres
