// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/edit/rowgraph.h"
#include "core/edit/rowvalues.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"

#include <QSet>

#include <unordered_map>

namespace core {

/// What the staged rows need of each other, as their values tell. Rows are named by their index into ChangeSet::rows().
/// Refers to schema and change set, which must outlive it. Pure.
class RowLinks {
public:
    RowLinks(const Schema &schema, const ChangeSet &changes, const Dialect &dialect);

    /// The rows of that kind in an order that is right as far as whole tables go; staging order within.
    [[nodiscard]] QList<int> rowsOf(RowEdit::Kind kind) const;
    [[nodiscard]] const QList<int> &unknown() const { return m_unknown; } ///< rows of tables that are not there
    [[nodiscard]] const RowGraph &graph() const { return m_graph; }

    [[nodiscard]] int count() const { return int(m_changes.rows().size()); }
    [[nodiscard]] const RowEdit &row(int i) const { return m_changes.rows().at(i); }
    [[nodiscard]] const Table *table(int i) const { return m_tableOf.value(i); } ///< nullptr if unknown
    [[nodiscard]] const RowIdentity &identity(int i) const { return m_identityOf.at(m_tableOf.value(i)); }
    [[nodiscard]] RowValues values(int i) const { return RowValues(*table(i), identity(i), row(i)); }
    /// Columns of the row that others refer to.
    [[nodiscard]] QSet<QString> asked(int i) const { return m_asked.value(i); }

private:
    struct Link;

    [[nodiscard]] QList<const Table *> tablesFor(RowEdit::Kind kind) const;
    [[nodiscard]] bool isDeferred(int child, const QStringList &columns) const;
    void linkReferences();
    void linkForeignKeys();
    void linkChildren(const Link &link);
    void linkUniqueValues();

    const Schema &m_schema;
    const ChangeSet &m_changes;
    QList<const Table *> m_tables; ///< in order of first touch
    std::unordered_map<const Table *, QList<int>> m_rowsOf;
    std::unordered_map<const Table *, RowIdentity> m_identityOf; ///< RowValues refer into it
    QHash<int, const Table *> m_tableOf;
    QList<int> m_unknown;
    QHash<int, QSet<QString>> m_asked;
    RowGraph m_graph;
};

} // namespace core
