// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/roworder.h"

#include <QSet>

#include <algorithm>
#include <optional>

namespace core {

namespace {

/// Values of some columns of some table.
struct Cells {
    const Table *table = nullptr;
    QStringList columns;
    RowKey values;
    friend bool operator==(const Cells &, const Cells &) = default;
    friend size_t qHash(const Cells &c, size_t seed = 0) { return qHashMulti(seed, c.table, c.columns, c.values); }
};

QStringList realNames(const Table &table, const QStringList &columns)
{
    QStringList names;
    for (const QString &name : columns) {
        const Column *column = table.column(name);
        names.append(column ? column->name : name);
    }
    return names;
}

class Order {
public:
    Order(const Schema &schema, const ChangeSet &changes, const Dialect &dialect, RowEdit::Kind kind)
        : m_schema(schema)
        , m_changes(changes)
        , m_kind(kind)
    {
        for (int i = 0; i < int(changes.rows().size()); ++i) {
            const RowEdit &row = changes.rows().at(i);
            const Table *table = row.kind == kind ? schema.table(row.table) : nullptr;
            if (table)
                m_rowsOf[table].append(i);
            if (table && !m_identityOf.contains(table)) {
                m_identityOf.insert(table, dialect.identityOf(*table));
                m_tables.append(table);
            }
            if (row.kind == kind && !table)
                m_unknown.append(i);
        }
    }

    QList<int> rows()
    {
        if (m_kind == RowEdit::Kind::Update)
            orderByUniqueValues();
        else
            orderByForeignKeys();
        QList<int> base;
        for (const Table *table : sortedTables())
            base.append(m_rowsOf.value(table));
        return m_unknown + sorted(base);
    }

private:
    /// Parents first for new rows, children first for deleted ones; updates keep the order of first touch.
    QList<const Table *> sortedTables()
    {
        QHash<const Table *, QList<const Table *>> parents;
        for (const Table *table : m_tables) {
            for (const ForeignKey &key : table->foreignKeys) {
                const Table *target = m_schema.table(key.target);
                if (target && target != table && m_rowsOf.contains(target))
                    parents[table].append(target);
            }
        }
        if (m_kind == RowEdit::Kind::Update)
            return m_tables;
        QList<const Table *> out = topological(m_tables, parents);
        if (m_kind == RowEdit::Kind::Delete)
            std::reverse(out.begin(), out.end());
        return out;
    }

    QList<int> sorted(const QList<int> &base) const { return m_before.isEmpty() ? base : topological(base, m_before); }

    /// Depth first, but on a stack of its own: a chain of self-references may be as long as the table.
    template <typename T> static QList<T> topological(const QList<T> &nodes, const QHash<T, QList<T>> &before)
    {
        QList<T> out;
        QSet<T> seen;
        struct Frame {
            T node;
            qsizetype next = 0;
        };
        QList<Frame> stack;
        for (const T &start : nodes) {
            if (seen.contains(start))
                continue;
            seen.insert(start);
            stack.append({start, 0});
            while (!stack.isEmpty()) {
                Frame &top = stack.last();
                const auto edges = before.constFind(top.node);
                if (edges == before.cend() || top.next == edges->size()) {
                    out.append(top.node);
                    stack.removeLast();
                    continue;
                }
                const T next = edges->at(top.next++);
                if (!seen.contains(next)) {
                    seen.insert(next);
                    stack.append({next, 0});
                }
            }
        }
        return out;
    }

    /// What is known of the row's column: the staged value of a new row, the stored one of a deleted row.
    std::optional<Value> valueOf(const RowEdit &row, const RowIdentity &identity, const QString &column) const
    {
        if (row.kind == RowEdit::Kind::Insert) {
            const auto cell = row.cells.constFind(column);
            const Value *value = cell == row.cells.cend() ? nullptr : std::get_if<Value>(&cell->value);
            return value ? std::optional(*value) : std::nullopt;
        }
        if (const auto seen = row.seen.constFind(column); seen != row.seen.cend())
            return *seen;
        if (const auto cell = row.cells.constFind(column); cell != row.cells.cend())
            return cell->base;
        const qsizetype part = identity.columns.indexOf(column);
        if (part >= 0 && part < row.key.values.size())
            return row.key.values.at(part);
        return std::nullopt;
    }

    std::optional<Cells> cellsOf(const Table *table, const RowEdit &row, const QStringList &columns) const
    {
        Cells cells{table, columns, {}};
        const RowIdentity identity = m_identityOf.value(table);
        for (const QString &column : columns) {
            const auto value = valueOf(row, identity, column);
            if (!value || value->isNull())
                return std::nullopt;
            cells.values.values.append(*value);
        }
        return cells;
    }

    void orderByForeignKeys()
    {
        for (const Table *table : std::as_const(m_tables)) {
            for (const ForeignKey &key : table->foreignKeys) {
                const Table *target = m_schema.table(key.target);
                if (!target || !m_rowsOf.contains(target))
                    continue;
                const QStringList targetColumns =
                    realNames(*target, key.targetColumns.isEmpty() ? target->primaryKeyColumns() : key.targetColumns);
                QHash<Cells, int> parents;
                for (int i : m_rowsOf.value(target)) {
                    if (const auto cells = cellsOf(target, m_changes.rows().at(i), targetColumns))
                        parents.insert(*cells, i);
                }
                linkChildren(table, realNames(*table, key.columns), target, targetColumns, parents);
            }
        }
    }

    void linkChildren(const Table *table, const QStringList &columns, const Table *target,
                      const QStringList &targetColumns, const QHash<Cells, int> &parents)
    {
        for (int child : m_rowsOf.value(table)) {
            const auto cells = cellsOf(table, m_changes.rows().at(child), columns);
            if (!cells)
                continue;
            const int parent = parents.value({target, targetColumns, cells->values}, -1);
            if (parent < 0 || parent == child)
                continue;
            if (m_kind == RowEdit::Kind::Insert)
                m_before[child].append(parent);
            else
                m_before[parent].append(child);
        }
    }

    static QStringList uniqueColumns(const Table &table)
    {
        QStringList columns;
        const auto take = [&](const QStringList &names) {
            if (names.size() == 1 && !names.constFirst().isEmpty())
                columns += realNames(table, names);
        };
        take(table.primaryKeyColumns());
        for (const UniqueConstraint &unique : table.uniques)
            take(unique.columnNames());
        for (const Index &index : table.indexes) {
            if (index.unique)
                take(index.columnNames());
        }
        columns.removeDuplicates();
        return columns;
    }

    /// 1 → 2 and 2 → 3 in a unique column: the second has to run first.
    void orderByUniqueValues()
    {
        for (const Table *table : std::as_const(m_tables)) {
            for (const QString &column : uniqueColumns(*table)) {
                QHash<Value, int> freedBy;
                for (int i : m_rowsOf.value(table)) {
                    const auto &cells = m_changes.rows().at(i).cells;
                    if (const auto cell = cells.constFind(column); cell != cells.cend())
                        freedBy.insert(cell->base, i);
                }
                for (int i : m_rowsOf.value(table)) {
                    const auto &cells = m_changes.rows().at(i).cells;
                    const auto cell = cells.constFind(column);
                    const Value *value = cell == cells.cend() ? nullptr : std::get_if<Value>(&cell->value);
                    const int first = value && !value->isNull() ? freedBy.value(*value, -1) : -1;
                    if (first >= 0 && first != i)
                        m_before[i].append(first);
                }
            }
        }
    }

    const Schema &m_schema;
    const ChangeSet &m_changes;
    const RowEdit::Kind m_kind;
    QList<const Table *> m_tables; ///< in order of first touch
    QHash<const Table *, QList<int>> m_rowsOf;
    QHash<const Table *, RowIdentity> m_identityOf;
    QList<int> m_unknown;
    QHash<int, QList<int>> m_before; ///< rows that must come before a row
};

} // namespace

QList<int> writeOrder(const Schema &schema, const ChangeSet &changes, const Dialect &dialect, RowEdit::Kind kind)
{
    return Order(schema, changes, dialect, kind).rows();
}

} // namespace core
