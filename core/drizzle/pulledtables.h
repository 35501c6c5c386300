// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/schemawriter.h"
#include "core/drizzle/typescriptnames.h"
#include "core/schema/schemarules.h"

#include <QHash>
#include <QMap>

namespace core {

class PulledSystem;

/// The tables that become TypeScript, under their names there. Borrows the schema.
class PulledTables {
public:
    PulledTables(const Schema &schema, const SchemaTextOptions &options, const PulledSystem &system);

    [[nodiscard]] const Schema &schema() const { return m_index.schema(); }
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
    /// Whether keys lead from there to here, so that TypeScript cannot work out the types in a circle.
    [[nodiscard]] bool leadsBack(const QualifiedName &here, const QualifiedName &there) const;

private:
    void add(const Table &t, const SchemaTextOptions &options, const PulledSystem &system);
    void noteLeftOut();

    SchemaIndex m_index;
    QList<const Table *> m_tables;
    TypescriptNames m_names;
    QHash<const Table *, QString> m_variables;
    QHash<const Table *, QHash<QString, QString>> m_keys; ///< by column
    QMap<QString, QStringList> m_leftOut; ///< tables, by why they are
    QStringList m_withTriggers;
    QStringList m_notes;
};

} // namespace core
