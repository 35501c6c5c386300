// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/schemawriter.h"
#include "core/drizzle/typescriptnames.h"

#include <QHash>

namespace core {

/// The tables that become TypeScript, under their names there. Borrows the schema.
class PulledTables {
public:
    PulledTables(const Schema &schema, const SchemaTextOptions &options);

    [[nodiscard]] const Schema &schema() const { return m_schema; }
    [[nodiscard]] const QList<const Table *> &tables() const { return m_tables; }
    [[nodiscard]] TypescriptNames &names() { return m_names; }
    [[nodiscard]] const QStringList &notes() const { return m_notes; }

    [[nodiscard]] QString variable(const QualifiedName &table) const; ///< empty: it is not among them
    [[nodiscard]] QString key(const QualifiedName &table, const QString &column) const;
    /// "users.id", "table.id", "users[\"a b\"]".
    [[nodiscard]] QString place(const QString &as, const QualifiedName &table, const QString &column) const;
    [[nodiscard]] QString place(const QualifiedName &table, const QString &column) const;

    /// Whether it leads to a table that is written, too.
    [[nodiscard]] bool isWritten(const ForeignKey &key) const { return !variable(key.target).isEmpty(); }
    /// Whether the column itself can say it: one column, and another table.
    [[nodiscard]] bool isInline(const Table &table, const ForeignKey &key) const;
    /// Whether keys lead from there to here, so that TypeScript cannot work out the types in a circle.
    [[nodiscard]] bool leadsBack(const QualifiedName &here, const QualifiedName &there) const;

private:
    const Schema &m_schema;
    QList<const Table *> m_tables;
    TypescriptNames m_names;
    QHash<QString, QString> m_variables; ///< by folded table
    QHash<QString, QHash<QString, QString>> m_keys; ///< by folded table and column
    QStringList m_notes;
};

} // namespace core
