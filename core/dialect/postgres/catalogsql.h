// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>

/// The catalogue queries of introspection, each for what this server's catalogue has. They expect `search_path` to be
/// public alone, so that the server writes every name of another schema out. Lists come as JSON. Pure.
namespace core {

/// What this server's pg_catalog has.
struct PostgresCatalog {
    QSet<QString> columns; ///< "pg_index.indnullsnotdistinct"
    QSet<QString> functions; ///< "pg_get_partkeydef"

    /// The column, or what stands in for it.
    [[nodiscard]] QString column(const QString &table, const QString &alias, const QString &name,
                                 const QString &otherwise) const;
    /// The call, or what stands in for it where there is no such function.
    [[nodiscard]] QString call(const QString &function, const QString &arguments,
                               const QString &otherwise = QStringLiteral("NULL")) const;
    [[nodiscard]] bool has(const QString &table, const QString &name) const
    {
        return columns.contains(table + QLatin1Char('.') + name);
    }
};

[[nodiscard]] QString postgresCatalogSql(); ///< kind ('c' or 'f'), name
[[nodiscard]] QString postgresSchemasSql(const PostgresCatalog &catalog);
[[nodiscard]] QString postgresRelationsSql(const PostgresCatalog &catalog);
[[nodiscard]] QString postgresColumnsSql(const PostgresCatalog &catalog);
[[nodiscard]] QString postgresConstraintsSql(const PostgresCatalog &catalog);
[[nodiscard]] QString postgresIndexesSql(const PostgresCatalog &catalog);
[[nodiscard]] QString postgresTriggersSql(const PostgresCatalog &catalog);
[[nodiscard]] QString postgresPoliciesSql(const PostgresCatalog &catalog);
[[nodiscard]] QString postgresTypesSql(const PostgresCatalog &catalog);
[[nodiscard]] QString postgresSequencesSql(const PostgresCatalog &catalog);
[[nodiscard]] QString postgresFunctionsSql(const PostgresCatalog &catalog);
[[nodiscard]] QString postgresExtensionsSql();
/// Kind, schema and name of the relation it belongs to, what it stands on, what it is: see takeDependents().
[[nodiscard]] QString postgresDependentsSql(const PostgresCatalog &catalog);

/// Schemas that are a person's: not the system's, not those of temporary tables.
[[nodiscard]] QString postgresOwnSchema(const QString &alias);
[[nodiscard]] QString postgresCommentSql(const QString &catalogTable, const QString &oid);

} // namespace core
