// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgresdatabase.h"

#include "core/base/log.h"
#include "core/db/drivers/postgres/postgresaddress.h"

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <limits>

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

namespace {

struct PgCatalogue {
    QLatin1StringView table;
    QLatin1StringView of; ///< the number by which the system's own are left out; empty: all count
    QLatin1StringView relation; ///< those of temporary tables are nobody else's
    QLatin1StringView schema;
};

constexpr std::array pgCatalogues{
    PgCatalogue{"pg_class"_L1, "oid"_L1, "oid"_L1, ""_L1},
    PgCatalogue{"pg_attribute"_L1, "attrelid"_L1, "attrelid"_L1, ""_L1},
    PgCatalogue{"pg_attrdef"_L1, "adrelid"_L1, "adrelid"_L1, ""_L1},
    PgCatalogue{"pg_constraint"_L1, "oid"_L1, "conrelid"_L1, ""_L1},
    PgCatalogue{"pg_index"_L1, "indexrelid"_L1, "indrelid"_L1, ""_L1},
    PgCatalogue{"pg_trigger"_L1, "tgrelid"_L1, "tgrelid"_L1, ""_L1},
    PgCatalogue{"pg_type"_L1, "oid"_L1, ""_L1, "typnamespace"_L1},
    PgCatalogue{"pg_enum"_L1, "enumtypid"_L1, ""_L1, ""_L1},
    PgCatalogue{"pg_namespace"_L1, ""_L1, ""_L1, "oid"_L1},
    PgCatalogue{"pg_sequence"_L1, ""_L1, "seqrelid"_L1, ""_L1},
    PgCatalogue{"pg_policy"_L1, ""_L1, "polrelid"_L1, ""_L1},
    PgCatalogue{"pg_rewrite"_L1, "ev_class"_L1, "ev_class"_L1, ""_L1},
    PgCatalogue{"pg_description"_L1, "objoid"_L1, "objoid"_L1, ""_L1},
    PgCatalogue{"pg_proc"_L1, "oid"_L1, ""_L1, "pronamespace"_L1},
    PgCatalogue{"pg_inherits"_L1, ""_L1, "inhrelid"_L1, ""_L1},
    PgCatalogue{"pg_extension"_L1, ""_L1, ""_L1, ""_L1},
};

QString pgSchemaSumSql(const std::function<bool(const QString &)> &canBeRead)
{
    QStringList parts;
    for (const PgCatalogue &catalogue : pgCatalogues) {
        if (!canBeRead(u"pg_catalog."_s + QString(catalogue.table)))
            continue;
        QStringList which;
        if (!catalogue.of.isEmpty())
            which += u"%1 >= 16384"_s.arg(QString(catalogue.of));
        if (!catalogue.relation.isEmpty())
            which += u"%1 NOT IN (SELECT oid FROM pg_catalog.pg_class WHERE relpersistence = 't')"_s.arg(
                QString(catalogue.relation));
        if (!catalogue.schema.isEmpty())
            which += u"%1 NOT IN (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname ~ '^pg_(toast_)?temp_')"_s.arg(
                QString(catalogue.schema));
        parts += u"SELECT count(*) AS n, coalesce(sum(xmin::text::int8), 0) AS x FROM pg_catalog.%1%2"_s.arg(
            QString(catalogue.table), which.isEmpty() ? QString() : QString(u" WHERE "_s + which.join(u" AND "_s)));
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

constexpr int pgFirstToTell = 150000; ///< the first version that can be asked to tell what was counted
constexpr qint64 pgOwnCountsLate = 3000; ///< milliseconds, where it cannot be asked

qint64 pgNow()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::atomic<qint64> pgOwnWrite = std::numeric_limits<qint64>::min() / 2; ///< when one of our connections wrote last

} // namespace

Result<Database::Versions> PostgresDatabase::versions()
{
    const auto snapshot = ask(u"SELECT pg_catalog.txid_current_snapshot()::text"_s);
    if (!snapshot && (snapshot.error().kind != Error::Kind::Sql || inTransaction()))
        return snapshot.error();
    if (!snapshot) // what only speaks its language may have no such thing: then nobody is told of changes
        return Versions{};
    const QByteArray text = snapshot->empty() ? QByteArray() : snapshot->front().at(0).bytes();
    // Whoever changes the schema changes the snapshot, but for ourselves while our transaction is open.
    const bool inside = inTransaction();
    const bool isSame = !inside && m_versions && m_seen == text;
    if (isSame && !m_writes.isToCome())
        return *m_versions;
    const auto schema = isSame ? Result<qint64>(m_versions->schema) : schemaVersion();
    RC_TRY(schema);
    if (inside)
        return Versions{pgHash(text), *schema};
    const auto data = dataVersion(text);
    RC_TRY(data);
    m_seen = text;
    m_versions = Versions{*data, *schema};
    return *m_versions;
}

/// Where the server does not tell, any transaction that ended may have changed rows.
Result<qint64> PostgresDatabase::dataVersion(const QByteArray &snapshot)
{
    if (!m_tellsWrites) {
        const auto told = ask(PgWrites::isToldSql());
        m_tellsWrites = told && !told->empty() && told->front().at(0).display() == "true"_L1;
    }
    bool kept = false;
    if (*m_tellsWrites && m_versions && m_seen != snapshot) {
        const auto asked = ask(PgWrites::keptSql(), {m_seen});
        if (!asked && asked.error().kind != Error::Kind::Sql)
            return asked.error();
        m_tellsWrites = bool(asked);
        kept = asked && !asked->empty() && asked->front().at(0).display() == "true"_L1;
    }
    const auto rows = *m_tellsWrites ? ask(PgWrites::rowsSql()) : Result<std::vector<Row>>(std::vector<Row>());
    if (!rows && rows.error().kind != Error::Kind::Sql)
        return rows.error();
    if (!rows || rows->empty()) {
        m_tellsWrites = false;
        return pgHash(snapshot);
    }
    const bool tellsLate = m_pooled || PQserverVersion(m_handle.get()) < pgFirstToTell;
    m_writes.look(rows->front().at(0).toInteger(), kept, tellsLate && pgNow() - pgOwnWrite < pgOwnCountsLate);
    return m_writes.number();
}

void PostgresDatabase::noteOwnWrite()
{
    pgOwnWrite = pgNow();
}

/// So that what we did ourselves is counted before anybody looks who else has written.
void PostgresDatabase::tellCounts()
{
    if (!m_tellsCounts || !m_countsToTell || isLost() || PQtransactionStatus(m_handle.get()) != PQTRANS_IDLE)
        return;
    m_countsToTell = false;
    if (const auto told = ask(u"SELECT pg_catalog.pg_stat_force_next_flush()"_s); !told)
        qCInfo(lcDb) << "our own rows may be counted late:" << told.error().message;
}

Result<QString> PostgresDatabase::lastingIdentity()
{
    const auto answer = ask(u"SELECT (SELECT system_identifier FROM pg_catalog.pg_control_system())::text || '/' || "
                            "oid::text FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()"_s);
    if (!answer && answer.error().kind != Error::Kind::Sql)
        return answer.error();
    // What only speaks its language may have no such thing, or not for this role: then the address alone tells.
    if (!answer || answer->empty() || answer->front().empty())
        return QString();
    return QString::fromUtf8(answer->front().front().bytes());
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
    const QString now = u"SET CONSTRAINTS ALL IMMEDIATE"_s;
    if (!inTransaction())
        return execute(now);
    RC_TRY(execute(u"SAVEPOINT raincheck_check"_s));
    const auto checked = execute(now);
    if (checked)
        return execute(u"RELEASE SAVEPOINT raincheck_check"_s);
    // A server that knows no such statement has nothing deferred.
    if (checked.error().code != u"42601"_s && checked.error().code != u"0A000"_s)
        return checked.error();
    return execute(u"ROLLBACK TO SAVEPOINT raincheck_check"_s);
}

Result<Done> PostgresDatabase::copyTo(const QString &, const CopyProgress &)
{
    return Error::invalid(u"%1 is on a server and cannot be copied into a file from here: use pg_dump."_s.arg(
        shownPlace(m_spec.location)));
}

} // namespace core::postgres
