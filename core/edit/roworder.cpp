// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/roworder.h"

#include "core/edit/rowvalues.h"

#include <QSet>

#include <algorithm>
#include <unordered_map>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Each node after those that must come before it, else in the order given. Depth first, but on a stack of its own: a
/// chain of self-references may be as long as the table. Where it runs in a circle, `onCircle` gets the node met twice.
template <typename T, typename OnCircle>
QList<T> topological(const QList<T> &nodes, const QHash<T, QList<T>> &before, OnCircle onCircle)
{
    enum class State { Open, Done };
    QHash<T, State> states;
    QList<T> out;
    struct Frame {
        T node;
        qsizetype next = 0;
    };
    QList<Frame> stack;
    for (const T &start : nodes) {
        if (states.contains(start))
            continue;
        states.insert(start, State::Open);
        stack.append({start, 0});
        while (!stack.isEmpty()) {
            Frame &top = stack.last();
            const auto edges = before.constFind(top.node);
            if (edges == before.cend() || top.next == edges->size()) {
                out.append(top.node);
                states.insert(top.node, State::Done);
                stack.removeLast();
                continue;
            }
            const T next = edges->at(top.next++);
            const auto known = states.constFind(next);
            if (known == states.cend()) {
                states.insert(next, State::Open);
                stack.append({next, 0});
            } else if (*known == State::Open) {
                onCircle(next);
            }
        }
    }
    return out;
}

class Order {
public:
    Order(const Schema &schema, const ChangeSet &changes, const Dialect &dialect)
        : m_schema(schema)
        , m_changes(changes)
    {
        for (int i = 0; i < int(changes.rows().size()); ++i) {
            const RowEdit &row = changes.rows().at(i);
            const Table *table = schema.table(row.table);
            if (!table) {
                m_unknown.append(i);
                continue;
            }
            if (!m_identityOf.contains(table)) {
                m_identityOf.emplace(table, dialect.identityOf(*table));
                m_tables.append(table);
            }
            m_rowsOf[table].append(i);
        }
    }

    Result<QList<int>> rows()
    {
        QList<int> base = m_unknown;
        for (const RowEdit::Kind kind : {RowEdit::Kind::Insert, RowEdit::Kind::Update, RowEdit::Kind::Delete})
            base += rowsOf(kind);
        linkReferences();
        linkForeignKeys();
        if (const auto possible = linkUniqueValues(base); !possible)
            return possible.error();
        return topological(base, m_before, [](int) {});
    }

private:
    [[nodiscard]] const RowEdit &row(int i) const { return m_changes.rows().at(i); }
    [[nodiscard]] RowValues values(const Table *table, int i) const
    {
        return RowValues(*table, m_identityOf.at(table), row(i));
    }

    QList<int> rowsOf(RowEdit::Kind kind) const
    {
        QList<int> rows;
        for (const Table *table : sortedTables(kind)) {
            for (const int i : m_rowsOf.at(table)) {
                if (row(i).kind == kind)
                    rows.append(i);
            }
        }
        return rows;
    }

    /// Parents first for new rows, children first for deleted ones; updates keep the order of first touch.
    QList<const Table *> sortedTables(RowEdit::Kind kind) const
    {
        if (kind == RowEdit::Kind::Update)
            return m_tables;
        QHash<const Table *, QList<const Table *>> parents;
        for (const Table *table : m_tables)
            parents.insert(table, stagedAbove(table));
        QList<const Table *> out = topological(m_tables, parents, [](const Table *) {});
        if (kind == RowEdit::Kind::Delete)
            std::reverse(out.begin(), out.end());
        return out;
    }

    /// The tables with staged rows that foreign keys lead to, also by way of tables without: a cascade goes through
    /// those, and a row that is to be deleted must not be gone before its turn.
    QList<const Table *> stagedAbove(const Table *table) const
    {
        QList<const Table *> found;
        QSet<const Table *> seen{table};
        QList<const Table *> open{table};
        while (!open.isEmpty()) {
            for (const ForeignKey &key : open.takeFirst()->foreignKeys) {
                const Table *target = m_schema.table(key.target);
                if (!target || seen.contains(target))
                    continue;
                seen.insert(target);
                (m_rowsOf.contains(target) ? found : open).append(target);
            }
        }
        return found;
    }

    /// A row whose generated key is asked for comes before the row that asks.
    void linkReferences()
    {
        QHash<qint64, int> inserted;
        for (int i = 0; i < int(m_changes.rows().size()); ++i) {
            if (row(i).kind == RowEdit::Kind::Insert)
                inserted.insert(row(i).insertId, i);
        }
        for (int i = 0; i < int(m_changes.rows().size()); ++i) {
            for (const CellEdit &cell : row(i).cells) {
                const auto *key = std::get_if<KeyOfInserted>(&cell.value);
                if (key && inserted.contains(key->insertId))
                    m_before[i].append(inserted.value(key->insertId));
            }
        }
    }

    void linkForeignKeys()
    {
        for (const Table *table : std::as_const(m_tables)) {
            for (const ForeignKey &key : table->foreignKeys) {
                const Table *target = m_schema.table(key.target);
                if (!target || !m_rowsOf.contains(target))
                    continue;
                const QStringList targetColumns =
                    realNames(*target, key.targetColumns.isEmpty() ? target->primaryKeyColumns() : key.targetColumns);
                linkChildren(table, realNames(*table, key.columns), target, targetColumns);
            }
        }
    }

    /// A parent is there before a row refers to it, and goes after the last row that did.
    void linkChildren(const Table *table, const QStringList &columns, const Table *target,
                      const QStringList &targetColumns)
    {
        QHash<QList<Value>, int> coming;
        QHash<QList<Value>, int> going;
        for (const int i : m_rowsOf.at(target)) {
            const RowValues parent = values(target, i);
            if (!parent.touches(targetColumns))
                continue;
            if (const auto cells = parent.after(targetColumns))
                coming.insert(cells->values, i);
            if (const auto cells = parent.before(targetColumns); cells && row(i).kind == RowEdit::Kind::Delete)
                going.insert(cells->values, i);
        }
        for (const int child : m_rowsOf.at(table)) {
            const RowValues own = values(table, child);
            if (!own.touches(columns))
                continue;
            const auto after = own.after(columns);
            const int first = after ? coming.value(after->values, -1) : -1;
            if (first >= 0 && first != child)
                m_before[child].append(first);
            const auto before = own.before(columns);
            const int later = before ? going.value(before->values, -1) : -1;
            if (later >= 0 && later != child)
                m_before[later].append(child);
        }
    }

    /// 1 → 2 and 2 → 3 in a unique column: the second has to run first. 1 → 2 and 2 → 1 cannot run at all.
    Result<Done> linkUniqueValues(const QList<int> &base)
    {
        QHash<int, QList<int>> takes;
        QHash<int, QStringList> columnsOf;
        for (const Table *table : std::as_const(m_tables)) {
            for (const QStringList &columns : uniqueColumnSets(*table)) {
                QHash<QList<Value>, int> freedBy;
                for (const int i : m_rowsOf.at(table)) {
                    const RowValues own = values(table, i);
                    const auto before = own.touches(columns) ? own.before(columns) : std::nullopt;
                    if (before)
                        freedBy.insert(before->values, i);
                }
                for (const int i : m_rowsOf.at(table)) {
                    const RowValues own = values(table, i);
                    const auto after = own.touches(columns) ? own.after(columns) : std::nullopt;
                    const int first = after ? freedBy.value(after->values, -1) : -1;
                    if (first < 0 || first == i)
                        continue;
                    takes[i].append(first);
                    m_before[i].append(first);
                    columnsOf.insert(i, columns);
                }
            }
        }
        int met = -1;
        (void)topological(base, takes, [&met](int i) { met = i; });
        if (met < 0)
            return Done{};
        return Error::invalid(
            u"Rows of table %1 exchange their values of %2, which must be unique at every moment: give one of them "
            "another value first, apply, and then the value it is to have."_s.arg(row(met).table.display(),
                                                                                 columnsOf.value(met).join(u", "_s)));
    }

    const Schema &m_schema;
    const ChangeSet &m_changes;
    QList<const Table *> m_tables; ///< in order of first touch
    std::unordered_map<const Table *, QList<int>> m_rowsOf;
    std::unordered_map<const Table *, RowIdentity> m_identityOf; ///< RowValues refer into it
    QList<int> m_unknown;
    QHash<int, QList<int>> m_before; ///< rows that must come before a row
};

} // namespace

Result<QList<int>> writeOrder(const Schema &schema, const ChangeSet &changes, const Dialect &dialect)
{
    return Order(schema, changes, dialect).rows();
}

} // namespace core
