// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/schema/schema.h"

#include <QHash>
#include <QSet>

namespace core {

/// Makes a schema of what the catalogue queries (catalogsql.h) return; each is given once, in the order of the
/// functions here. Reads nothing by itself.
class PostgresCatalogReader {
public:
    void takeSchemas(const std::vector<Row> &rows);
    void takeRelations(const std::vector<Row> &rows);
    void takeColumns(const std::vector<Row> &rows);
    void takeTypes(const std::vector<Row> &rows);
    void takeConstraints(const std::vector<Row> &rows);
    void takeIndexes(const std::vector<Row> &rows);
    void takeTriggers(const std::vector<Row> &rows);
    void takePolicies(const std::vector<Row> &rows);
    void takeSequences(const std::vector<Row> &rows);
    void takeFunctions(const std::vector<Row> &rows);
    void takeExtensions(const std::vector<Row> &rows);
    void takeDependents(const std::vector<Row> &rows);
    void remark(const QString &sentence) { m_schema.remarks.append(sentence); }
    [[nodiscard]] Schema finish(); ///< everything by name; the reader is empty afterwards

private:
    void takeRelation(const Row &row);
    void takeForeignKey(const Row &row, Table &table);
    void takeKey(const Row &row, Table &table);
    void takeDomainCheck(const Row &row);
    void takeColumnSettings(const Row &row);
    void takeAccess(DependentObject::Kind kind, const QualifiedName &name, const QStringList &make);
    [[nodiscard]] IndexedColumn indexedColumn(const Row &row, const QString &table, bool ordered) const;
    [[nodiscard]] Table *table(const QString &oid);
    [[nodiscard]] View *view(const QString &oid);
    [[nodiscard]] QStringList columnNames(const QString &oid, const QString &numbers) const;
    [[nodiscard]] bool isHidden(const QString &realSchema) const { return m_closed.contains(realSchema); }
    void markJournals();
    void markHeirs();

    Schema m_schema;
    QSet<QString> m_closed; ///< schemas this role may not look into, by their real names
    // By oid.
    QHash<QString, qsizetype> m_tables;
    QHash<QString, qsizetype> m_views;
    QHash<QString, qsizetype> m_domains;
    QHash<QString, QualifiedName> m_names; ///< of all relations, hidden ones included
    QHash<QString, QList<UserType::Attribute>> m_attributes; ///< of row types
    QHash<QString, QHash<int, QString>> m_columns; ///< names by number
    QHash<QString, QHash<int, QString>> m_collations; ///< of columns, as oids, by number
};

} // namespace core
