// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/introspect.h"

#include "core/db/database.h"
#include "core/dialect/postgres/catalogreader.h"
#include "core/dialect/postgres/catalogsql.h"

#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A failure that says nothing about the catalogue but about the whole connection.
bool endsPostgresReading(const Error &error)
{
    return error.isCancelled() || error.kind == Error::Kind::ConnectionLost || error.kind == Error::Kind::Busy;
}

/// One transaction in which every query sees the same state and no search_path but public; puts all back at its end.
class PostgresReading {
public:
    explicit PostgresReading(Database &database)
        : m_database(database)
        , m_within(database.inTransaction())
    {
    }
    ~PostgresReading() { end(); }
    PostgresReading(const PostgresReading &) = delete;
    PostgresReading &operator=(const PostgresReading &) = delete;

    Result<Done> begin()
    {
        if (m_within) {
            const auto path = m_database.queryValue(u"SELECT pg_catalog.current_setting('search_path')"_s);
            RC_TRY(path);
            m_path = path->display();
        } else {
            RC_TRY(m_database.execute(u"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"_s));
        }
        m_open = true;
        if (!std::exchange(m_askedWhere, true)) {
            const auto looksIn = rows(u"SELECT unnest(pg_catalog.current_schemas(false))"_s);
            for (const Row &r : looksIn ? *looksIn : std::vector<Row>())
                m_looksIn.append(r[0].display());
        }
        return setPath(u"public"_s);
    }
    /// The search path of the session, by the schemas that there are.
    [[nodiscard]] QStringList looksIn() const { return m_looksIn; }

    /// A query that the server refuses does no harm to those after it.
    Result<std::vector<Row>> rows(const QString &sql)
    {
        if (m_within)
            RC_TRY(m_database.execute(u"SAVEPOINT raincheck_reading"_s));
        auto rows = m_database.query(sql);
        if (!rows && endsPostgresReading(rows.error()))
            return rows;
        if (m_within) {
            RC_TRY(m_database.execute(rows ? u"RELEASE SAVEPOINT raincheck_reading"_s
                                           : u"ROLLBACK TO SAVEPOINT raincheck_reading"_s));
        } else if (!rows) {
            RC_TRY(m_database.execute(u"ROLLBACK"_s));
            m_open = false;
            RC_TRY(begin());
        }
        return rows;
    }

private:
    Result<Done> setPath(const QString &path)
    {
        const auto set =
            m_database.queryValue(u"SELECT pg_catalog.set_config('search_path', :path, true)"_s, {Value::text(path)});
        RC_TRY(set);
        return Done{};
    }

    /// Nothing was changed, so there is nothing to say about a failure; a connection that died says so next time.
    void end()
    {
        if (!m_open)
            return;
        m_open = false;
        if (m_within)
            static_cast<void>(setPath(m_path));
        else
            static_cast<void>(m_database.execute(u"ROLLBACK"_s));
    }

    Database &m_database;
    const bool m_within;
    bool m_open = false;
    QString m_path;
    bool m_askedWhere = false;
    QStringList m_looksIn;
};

PostgresCatalog postgresCatalogOf(const std::vector<Row> &rows)
{
    PostgresCatalog catalog;
    for (const Row &r : rows)
        (r[0].display() == "c"_L1 ? catalog.columns : catalog.functions).insert(r[1].display());
    return catalog;
}

} // namespace

Result<Schema> introspectPostgres(Database &database)
{
    PostgresReading reading(database);
    RC_TRY(reading.begin());
    const auto facts = reading.rows(postgresCatalogSql());
    RC_TRY(facts);
    const PostgresCatalog catalog = postgresCatalogOf(*facts);

    PostgresCatalogReader reader;
    struct Step {
        QString what; ///< empty: indispensable
        QString sql;
        void (PostgresCatalogReader::*take)(const std::vector<Row> &rows);
    };
    using Reader = PostgresCatalogReader;
    const QList<Step> steps{
        {{}, postgresSchemasSql(catalog), &Reader::takeSchemas},
        {{}, postgresRelationsSql(catalog), &Reader::takeRelations},
        {{}, postgresColumnsSql(catalog), &Reader::takeColumns},
        {u"Types"_s, postgresTypesSql(catalog), &Reader::takeTypes},
        {u"Keys and other constraints"_s, postgresConstraintsSql(catalog), &Reader::takeConstraints},
        {u"Indexes"_s, postgresIndexesSql(catalog), &Reader::takeIndexes},
        {u"Triggers"_s, postgresTriggersSql(catalog), &Reader::takeTriggers},
        {u"Policies"_s, postgresPoliciesSql(catalog), &Reader::takePolicies},
        {u"Sequences"_s, postgresSequencesSql(catalog), &Reader::takeSequences},
        {u"Functions"_s, postgresFunctionsSql(catalog), &Reader::takeFunctions},
        {u"Extensions"_s, postgresExtensionsSql(), &Reader::takeExtensions},
        {u"What stands on tables and functions"_s, postgresDependentsSql(catalog), &Reader::takeDependents},
    };
    for (const Step &step : steps) {
        const auto rows = reading.rows(step.sql);
        if (rows)
            (reader.*step.take)(*rows);
        else if (step.what.isEmpty() || endsPostgresReading(rows.error()))
            return rows.error();
        else
            reader.remark(u"%1 could not be read from this server: %2"_s.arg(
                step.what, rows.error().detail.isEmpty() ? rows.error().message : rows.error().detail));
    }
    Schema schema = reader.finish();
    DependentObject path;
    path.kind = DependentObject::Kind::SearchPath;
    for (const QString &name : reading.looksIn())
        path.make.append(name == "public"_L1 ? QString() : name);
    if (!path.make.isEmpty())
        schema.dependents.value.append(path);
    return schema;
}

} // namespace core
