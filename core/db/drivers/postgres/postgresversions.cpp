// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgresdatabase.h"

#include "core/db/drivers/postgres/postgresaddress.h"

#include <array>
#include <functional>

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

namespace {

struct PgCatalogue {
    QLatin1StringView table;
    QLatin1StringView of; ///< the number by which the system's own are left out; empty: all count
};

constexpr std::array pgCatalogues{
    PgCatalogue{"pg_class"_L1, "oid"_L1},
    PgCatalogue{"pg_attribute"_L1, "attrelid"_L1},
    PgCatalogue{"pg_attrdef"_L1, "adrelid"_L1},
    PgCatalogue{"pg_constraint"_L1, "oid"_L1},
    PgCatalogue{"pg_index"_L1, "indexrelid"_L1},
    PgCatalogue{"pg_trigger"_L1, "tgrelid"_L1},
    PgCatalogue{"pg_type"_L1, "oid"_L1},
    PgCatalogue{"pg_enum"_L1, "enumtypid"_L1},
    PgCatalogue{"pg_namespace"_L1, ""_L1},
    PgCatalogue{"pg_sequence"_L1, ""_L1},
    PgCatalogue{"pg_policy"_L1, ""_L1},
    PgCatalogue{"pg_rewrite"_L1, "ev_class"_L1},
    PgCatalogue{"pg_description"_L1, "objoid"_L1},
    PgCatalogue{"pg_proc"_L1, "oid"_L1},
    PgCatalogue{"pg_inherits"_L1, ""_L1},
    PgCatalogue{"pg_extension"_L1, ""_L1},
};

QString pgSchemaSumSql(const std::function<bool(const QString &)> &canBeRead)
{
    QStringList parts;
    for (const PgCatalogue &catalogue : pgCatalogues) {
        if (!canBeRead(u"pg_catalog."_s + QString(catalogue.table)))
            continue;
        const QString which = catalogue.of.isEmpty() ? QString() : u" WHERE %1 >= 16384"_s.arg(QString(catalogue.of));
        parts += u"SELECT count(*) AS n, coalesce(sum(xmin::text::int8), 0) AS x FROM pg_catalog.%1%2"_s.arg(
            QString(catalogue.table), which);
    }
    return u"SELECT sum(n)::int8, sum(x)::int8 FROM ("_s + parts.join(u" UNION ALL "_s) + u") AS c"_s;
}

/// The same in every run of the program.
qint64 pgHash(const QByteArray &text)
{
    quint64 hash = 0xcbf29ce484222325ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return static_cast<qint64>(hash >> 1);
}

} // namespace

Result<Database::Versions> PostgresDatabase::versions()
{
    const auto snapshot = ask(u"SELECT pg_catalog.txid_current_snapshot()::text"_s);
    if (!snapshot && (snapshot.error().kind != Error::Kind::Sql || inTransaction()))
        return snapshot.error();
    if (!snapshot) // what only speaks its language may have no such thing: then nobody is told of changes
        return Versions{};
    const qint64 data = pgHash(snapshot->empty() ? QByteArray() : snapshot->front().at(0).bytes());
    // Whoever changes the schema changes the snapshot, but for ourselves while our transaction is open.
    const bool inside = inTransaction();
    if (!inside && m_versions && m_versions->data == data)
        return *m_versions;
    const auto schema = schemaVersion();
    RC_TRY(schema);
    const Versions now{data, *schema};
    if (!inside)
        m_versions = now;
    return now;
}

Result<qint64> PostgresDatabase::schemaVersion()
{
    if (m_schemaSumSql.isEmpty())
        m_schemaSumSql = pgSchemaSumSql([](const QString &) { return true; });
    auto sums = ask(m_schemaSumSql);
    if (!sums && sums.error().kind == Error::Kind::Sql && !inTransaction()) {
        // Some are not there, or not for this role: the others tell most of it.
        m_schemaSumSql = pgSchemaSumSql(
            [this](const QString &table) { return bool(ask(u"SELECT 1 FROM "_s + table + u" LIMIT 0"_s)); });
        sums = ask(m_schemaSumSql);
        if (!sums && sums.error().kind == Error::Kind::Sql)
            return 0;
    }
    RC_TRY(sums);
    return pgHash(sums->front().at(0).display().toLatin1() + ' ' + sums->front().at(1).display().toLatin1());
}

Result<qint64> PostgresDatabase::sizeInBytes()
{
    const auto size = queryValue(u"SELECT pg_catalog.pg_database_size(pg_catalog.current_database())"_s);
    RC_TRY(size);
    return size->kind() == Value::Kind::Integer ? size->toInteger() : 0;
}

Result<std::optional<bool>> PostgresDatabase::wasCommitted(const QString &transaction)
{
    const auto status = ask(u"SELECT pg_catalog.txid_status($1::int8)"_s, {transaction.toLatin1()});
    RC_TRY(status);
    const QString said = status->empty() ? QString() : status->front().at(0).display();
    if (said == "committed"_L1)
        return std::optional(true);
    if (said == "aborted"_L1)
        return std::optional(false);
    return std::optional<bool>(); // under way still, or too long ago
}

/// Deferred constraints and their triggers.
Result<Done> PostgresDatabase::checkAsAtCommit()
{
    return execute(u"SET CONSTRAINTS ALL IMMEDIATE"_s);
}

Result<Done> PostgresDatabase::copyTo(const QString &, const CopyProgress &)
{
    return Error::invalid(u"%1 is on a server and cannot be copied into a file from here: use pg_dump."_s.arg(
        shownPlace(m_spec.location)));
}

} // namespace core::postgres
