// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/roworder.h"

#include "core/edit/rowgraph.h"
#include "core/edit/rowvalues.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Kind = RowEdge::Kind;

/// Each of the tables after those that its foreign keys lead to, also by way of tables of which no row is staged, else
/// in the order given; circles are left as they are.
QList<const Table *> parentsFirst(const Schema &schema, const QList<const Table *> &tables)
{
    QList<const Table *> all = tables;
    QHash<const Table *, int> numbers;
    for (const Table &table : schema.tables) {
        if (!tables.contains(&table))
            all.append(&table);
    }
    RowGraph graph;
    QList<int> nodes;
    for (int i = 0; i < int(all.size()); ++i) {
        nodes.append(i);
        numbers.insert(all.at(i), i);
    }
    for (const int i : std::as_const(nodes)) {
        for (const ForeignKey &key : all.at(i)->foreignKeys) {
            const int target = numbers.value(schema.table(key.target), i);
            if (target != i)
                graph.add(i, {target, Kind::Parent, {}, false, false});
        }
    }
    QList<const Table *> out;
    for (const int i : graph.sorted(nodes, [](const QList<RowGraph::Link> &) {})) {
        if (i < tables.size())
            out.append(tables.at(i));
    }
    return out;
}

using Parts = QList<std::optional<Value>>;

/// The rows with these values. Where some of them are not known, those that agree in the others: rather too many than
/// one too few, for all they do is to run in an order.
QList<int> meant(const QHash<QList<Value>, int> &rows, const Parts &parts)
{
    QList<int> found;
    const auto isNull = [](const std::optional<Value> &part) { return part && part->isNull(); };
    const auto known = std::count_if(parts.cbegin(), parts.cend(), [](const auto &part) { return part.has_value(); });
    if (rows.isEmpty() || known == 0 || std::any_of(parts.cbegin(), parts.cend(), isNull))
        return found;
    if (known == parts.size()) {
        QList<Value> values;
        for (const auto &part : parts)
            values.append(*part);
        if (const auto row = rows.constFind(values); row != rows.cend())
            found.append(*row);
        return found;
    }
    for (auto row = rows.cbegin(); row != rows.cend(); ++row) {
        bool agrees = true;
        for (qsizetype i = 0; i < parts.size(); ++i)
            agrees = agrees && (!parts.at(i) || *parts.at(i) == row.key().at(i));
        if (agrees)
            found.append(*row);
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// A foreign key between tables of which rows are staged.
struct Link {
    const Table *table = nullptr;
    const Table *target = nullptr;
    QStringList columns;
    QStringList targetColumns;
    const ForeignKey *key = nullptr;
};

/// Nodes of the graph: a row's number stands for its statement, that number plus the count of rows for its other half.
class Order {
public:
    Order(const Schema &schema, const ChangeSet &changes, const Dialect &dialect)
        : m_schema(schema)
        , m_changes(changes)
        , m_count(int(changes.rows().size()))
    {
        for (int i = 0; i < m_count; ++i) {
            const Table *table = schema.table(row(i).table);
            if (!table) {
                m_unknown.append(i);
                continue;
            }
            if (!m_identityOf.contains(table)) {
                m_identityOf.emplace(table, dialect.identityOf(*table));
                m_tables.append(table);
            }
            m_rowsOf[table].append(i);
            m_tableOf.insert(i, table);
        }
    }

    Result<WriteOrder> order()
    {
        linkReferences();
        linkForeignKeys();
        linkUniqueValues();
        const QList<int> inserts = rowsOf(RowEdit::Kind::Insert);
        const QList<int> updates = rowsOf(RowEdit::Kind::Update);
        const QList<int> deletes = rowsOf(RowEdit::Kind::Delete);
        std::optional<Error> impossible;
        for (;;) {
            QList<int> halves = m_half.keys();
            std::sort(halves.begin(), halves.end());
            for (int &half : halves)
                half += m_count;
            bool circles = false;
            const QList<int> nodes =
                m_graph.sorted(m_unknown + inserts + updates + halves + deletes, [&](const QList<RowGraph::Link> &circle) {
                    circles = true;
                    if (!impossible && !untie(circle))
                        impossible = refusal(circle);
                });
            if (impossible)
                return *impossible;
            if (!circles)
                return written(nodes);
        }
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
        for (const Table *table : tablesFor(kind)) {
            for (const int i : m_rowsOf.at(table)) {
                if (row(i).kind == kind)
                    rows.append(i);
            }
        }
        return rows;
    }

    /// Parents first for new rows, children first for deleted ones; updates keep the order of first touch.
    QList<const Table *> tablesFor(RowEdit::Kind kind) const
    {
        if (kind == RowEdit::Kind::Update)
            return m_tables;
        QList<const Table *> out = parentsFirst(m_schema, m_tables);
        if (kind == RowEdit::Kind::Delete)
            std::reverse(out.begin(), out.end());
        return out;
    }

    /// A row whose generated key is asked for comes before the row that asks.
    void linkReferences()
    {
        QHash<qint64, int> inserted;
        for (int i = 0; i < m_count; ++i) {
            if (row(i).kind == RowEdit::Kind::Insert)
                inserted.insert(row(i).insertId, i);
        }
        for (int i = 0; i < m_count; ++i) {
            QMap<int, QStringList> asks;
            for (auto cell = row(i).cells.cbegin(); cell != row(i).cells.cend(); ++cell) {
                const auto *key = std::get_if<KeyOfInserted>(&cell->value);
                if (!key || !inserted.contains(key->insertId) || row(i).kind == RowEdit::Kind::Delete)
                    continue;
                const int parent = inserted.value(key->insertId);
                asks[parent].append(cell.key());
                m_asked[parent].insert(key->column);
            }
            for (auto ask = asks.cbegin(); ask != asks.cend(); ++ask)
                m_graph.add(i, {ask.key(), Kind::Reference, *ask, isDeferred(i, *ask), false});
        }
    }

    /// Whether every foreign key that these columns are part of is checked at the end.
    [[nodiscard]] bool isDeferred(int child, const QStringList &columns) const
    {
        const Table *table = m_tableOf.value(child);
        return table && std::all_of(table->foreignKeys.cbegin(), table->foreignKeys.cend(), [&](const ForeignKey &key) {
            const QStringList own = realNames(*table, key.columns);
            return key.isDeferred()
                || std::none_of(columns.cbegin(), columns.cend(), [&](const QString &c) { return own.contains(c); });
        });
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
                linkChildren({table, target, realNames(*table, key.columns), targetColumns, &key});
            }
        }
    }

    /// A parent is there before a row refers to it; it goes, or changes its key, after the last row that did.
    void linkChildren(const Link &link)
    {
        QHash<QList<Value>, int> coming;
        QHash<QList<Value>, int> going;
        for (const int i : m_rowsOf.at(link.target)) {
            const RowValues parent = values(link.target, i);
            if (!parent.touches(link.targetColumns))
                continue;
            const auto before = parent.before(link.targetColumns);
            const auto after = parent.after(link.targetColumns);
            if (after && after != before)
                coming.insert(after->values, i);
            if (before && after != before)
                going.insert(before->values, i);
        }
        const QStringList &identity = m_identityOf.at(link.table).columns;
        const bool namesIt = std::any_of(link.columns.cbegin(), link.columns.cend(),
                                         [&](const QString &c) { return identity.contains(c); });
        for (const int child : m_rowsOf.at(link.table)) {
            const RowValues own = values(link.table, child);
            const bool touched = own.touches(link.columns);
            for (const int first : touched ? meant(coming, own.partsAfter(link.columns)) : QList<int>()) {
                if (first == child)
                    continue;
                for (const QString &column : link.targetColumns)
                    m_asked[first].insert(column);
                m_graph.add(child, {first, Kind::Parent, link.columns, link.key->isDeferred(), false});
            }
            // A row whose key says to whom it belongs is not found any more once the database has changed that.
            for (const int later : touched || namesIt ? meant(going, own.partsBefore(link.columns)) : QList<int>()) {
                if (later == child)
                    continue;
                const ForeignKeyAction action = row(later).kind == RowEdit::Kind::Delete ? link.key->deleteAction()
                                                                                         : link.key->updateAction();
                m_graph.add(later, {child, Kind::Leaving, link.columns, link.key->isDeferred(),
                                    action == ForeignKeyAction::NoAction});
            }
        }
    }

    /// 1 → 2 and 2 → 3 in a unique column: the second has to run first. 1 → 2 and 2 → 1 cannot run at all.
    void linkUniqueValues()
    {
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
                    if (first >= 0 && first != i)
                        m_graph.add(i, {first, Kind::Unique, columns, false, false});
                }
            }
        }
    }

    // Circles. The ways out, the least disturbing first.
    bool untie(const QList<RowGraph::Link> &circle)
    {
        // Untied with an earlier circle of the same pass.
        if (!std::all_of(circle.cbegin(), circle.cend(), [&](const auto &link) { return m_graph.holds(link); }))
            return true;
        using Way = bool (Order::*)(const RowGraph::Link &);
        constexpr std::array<Way, 6> ways{&Order::leaveToDeferral, &Order::fillLater,   &Order::checkLater,
                                          &Order::bindDirectly,    &Order::vacateFirst, &Order::leaveLater};
        for (const Way way : ways) {
            for (const RowGraph::Link &link : circle) {
                if ((this->*way)(link))
                    return true;
            }
        }
        return false;
    }

    void drop(const RowGraph::Link &link) { m_graph.remove(link.node, link.edge.before, link.edge.kind); }

    bool leaveToDeferral(const RowGraph::Link &link)
    {
        const bool parent = link.edge.kind == Kind::Parent && link.edge.deferred;
        if (parent)
            drop(link);
        return parent;
    }

    /// The reference is set by a second statement.
    bool fillLater(const RowGraph::Link &link)
    {
        const bool reference = link.edge.kind == Kind::Reference;
        const int i = link.node;
        if (i >= m_count || (!reference && (link.edge.kind != Kind::Parent || row(i).kind != RowEdit::Kind::Insert)))
            return false;
        const QStringList columns = reference ? link.edge.columns : emptiable(i, link.edge.columns);
        if (columns.isEmpty() || emptiable(i, columns).size() != columns.size())
            return false;
        const int half = halve(i, columns);
        drop(link);
        m_graph.add(half, {link.edge.before, link.edge.kind, columns, link.edge.deferred, false});
        return true;
    }

    /// Those of the columns that can wait: NULL is allowed until then, and nobody asks for what is in them.
    [[nodiscard]] QStringList emptiable(int i, const QStringList &columns) const
    {
        QStringList out;
        const Table *table = m_tableOf.value(i);
        const RowIdentity &identity = m_identityOf.at(table);
        const bool update = row(i).kind == RowEdit::Kind::Update;
        const auto editsKey = [&] {
            return std::any_of(identity.columns.cbegin(), identity.columns.cend(),
                               [&](const QString &c) { return row(i).cells.contains(c); });
        };
        if (!identity.isEditable() || (update && editsKey()))
            return out;
        for (const QString &name : columns) {
            const Column *column = table->column(name);
            const bool free = column && !column->isGenerated() && !m_asked.value(i).contains(name)
                && (update || (!table->isRequired(*column) && !table->primaryKeyColumns().contains(column->name)));
            if (free && (row(i).cells.contains(name) || row(i).kind == RowEdit::Kind::Delete))
                out.append(name);
        }
        return out;
    }

    int halve(int i, const QStringList &columns)
    {
        const int half = m_count + i;
        const bool isNew = !m_half.contains(i);
        for (const QString &column : columns) {
            if (!m_half[i].contains(column))
                m_half[i].append(column);
        }
        const bool goes = row(i).kind == RowEdit::Kind::Delete;
        if (isNew && goes) {
            m_graph.add(i, {half, Kind::Half, {}, false, false});
        } else if (isNew) {
            m_graph.followAlso(i, half, columns);
            m_graph.add(half, {i, Kind::Half, {}, false, false});
        }
        return half;
    }

    bool checkLater(const RowGraph::Link &link)
    {
        if (link.edge.kind != Kind::Parent)
            return false;
        putOff(link);
        return true;
    }

    void putOff(const RowGraph::Link &link)
    {
        if (!link.edge.deferred) {
            for (const int node : {link.node, link.edge.before}) {
                const QualifiedName table = row(node % m_count).table;
                if (!m_checkLater.contains(table))
                    m_checkLater.append(table);
            }
        }
        drop(link);
    }

    /// The key is typed in, not generated: it is known before the row is there.
    bool bindDirectly(const RowGraph::Link &link)
    {
        if (link.edge.kind != Kind::Reference)
            return false;
        const RowEdit &parent = row(link.edge.before % m_count);
        for (const CellEdit &cell : row(link.node % m_count).cells) {
            const auto *key = std::get_if<KeyOfInserted>(&cell.value);
            if (!key || key->insertId != parent.insertId)
                continue;
            const auto given = parent.cells.constFind(key->column);
            const auto *value = given == parent.cells.cend() ? nullptr : std::get_if<Value>(&given->value);
            if (!value || value->isNull())
                return false;
        }
        putOff(link);
        return true;
    }

    /// Two rows that refer to each other go: one lets go first.
    bool vacateFirst(const RowGraph::Link &link)
    {
        const int child = link.edge.before;
        if (link.edge.kind != Kind::Leaving || child >= m_count || row(child).kind != RowEdit::Kind::Delete)
            return false;
        QStringList columns = emptiable(child, link.edge.columns);
        columns.removeIf([&](const QString &c) { return !values(m_tableOf.value(child), child).before({c}); });
        if (columns.isEmpty())
            return false;
        const int half = halve(child, columns);
        drop(link);
        m_graph.add(link.node, {half, Kind::Leaving, columns, link.edge.deferred, link.edge.droppable});
        return true;
    }

    bool leaveLater(const RowGraph::Link &link)
    {
        if (link.edge.kind != Kind::Leaving || !link.edge.droppable)
            return false;
        putOff(link);
        return true;
    }

    [[nodiscard]] Error refusal(const QList<RowGraph::Link> &circle) const
    {
        const auto unique = std::find_if(circle.cbegin(), circle.cend(), [](const RowGraph::Link &link) {
            return link.edge.kind == Kind::Unique;
        });
        if (unique != circle.cend()) {
            return Error::invalid(
                u"Rows of table %1 exchange their values of %2, which must be unique at every moment: give one of them "
                "another value first, apply, and then the value it is to have."_s.arg(
                    row(unique->node % m_count).table.display(), unique->edge.columns.join(u", "_s)));
        }
        QStringList tables;
        QStringList columns;
        for (const RowGraph::Link &link : circle) {
            tables.append(row(link.node % m_count).table.display());
            columns += link.edge.columns;
        }
        tables.removeDuplicates();
        columns.removeDuplicates();
        const QString which = tables.join(u" and "_s);
        if (circle.constFirst().edge.kind == Kind::Leaving) {
            return Error::invalid(u"Rows of %1 go with each other (%2): stage only one of them for deletion, the "
                                  "database takes the other along."_s.arg(which, columns.join(u", "_s)));
        }
        return Error::invalid(u"New rows of %1 need each other's keys before they are there (%2): type one of the keys "
                              "in, or let one of these columns be empty."_s.arg(which, columns.join(u", "_s)));
    }

    [[nodiscard]] WriteOrder written(const QList<int> &nodes) const
    {
        WriteOrder out;
        out.checkLater = m_checkLater;
        std::sort(out.checkLater.begin(), out.checkLater.end());
        for (const int node : nodes) {
            const int i = node % m_count;
            const QStringList columns = m_half.value(i);
            const bool goes = row(i).kind == RowEdit::Kind::Delete;
            if (node >= m_count)
                out.steps.append({i, goes ? WriteStep::Part::Vacated : WriteStep::Part::Later, columns});
            else if (row(i).kind != RowEdit::Kind::Update || row(i).cells.size() > columns.size())
                out.steps.append({i, WriteStep::Part::Whole, columns});
        }
        return out;
    }

    const Schema &m_schema;
    const ChangeSet &m_changes;
    const int m_count;
    QList<const Table *> m_tables; ///< in order of first touch
    std::unordered_map<const Table *, QList<int>> m_rowsOf;
    std::unordered_map<const Table *, RowIdentity> m_identityOf; ///< RowValues refer into it
    QHash<int, const Table *> m_tableOf;
    QList<int> m_unknown;
    QHash<int, QSet<QString>> m_asked; ///< columns of a new row whose values flow into others
    RowGraph m_graph;
    QHash<int, QStringList> m_half; ///< columns that a second statement writes, by row
    QList<QualifiedName> m_checkLater;
};

} // namespace

Result<WriteOrder> writeOrder(const Schema &schema, const ChangeSet &changes, const Dialect &dialect)
{
    return Order(schema, changes, dialect).order();
}

} // namespace core
