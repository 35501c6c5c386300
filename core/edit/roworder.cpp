// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/roworder.h"

#include "core/edit/rowlinks.h"

#include <algorithm>
#include <array>
#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using EdgeKind = RowEdge::Kind;

/// Nodes of the graph: a row's number stands for its statement, that number plus the count of rows for its other half.
class RowSorting {
public:
    RowSorting(const Schema &schema, const ChangeSet &changes, const Dialect &dialect)
        : m_links(schema, changes, dialect)
        , m_count(m_links.count())
        , m_graph(m_links.graph())
    {
    }

    Result<WriteOrder> order()
    {
        const QList<int> inserts = m_links.rowsOf(RowEdit::Kind::Insert);
        const QList<int> updates = m_links.rowsOf(RowEdit::Kind::Update);
        const QList<int> deletes = m_links.rowsOf(RowEdit::Kind::Delete);
        std::optional<Error> impossible;
        for (;;) {
            QList<int> halves = m_half.keys();
            std::sort(halves.begin(), halves.end());
            for (int &half : halves)
                half += m_count;
            bool circles = false;
            const QList<int> nodes = m_graph.sorted(m_links.unknown() + inserts + updates + halves + deletes,
                                                    [&](const QList<RowGraph::Link> &circle) {
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
    [[nodiscard]] const RowEdit &row(int i) const { return m_links.row(i); }

    // Circles. The ways out, the least disturbing first.
    bool untie(const QList<RowGraph::Link> &circle)
    {
        // Untied with an earlier circle of the same pass.
        if (!std::all_of(circle.cbegin(), circle.cend(), [&](const auto &link) { return m_graph.holds(link); }))
            return true;
        using Way = bool (RowSorting::*)(const RowGraph::Link &);
        constexpr std::array<Way, 6> ways{&RowSorting::leaveToDeferral, &RowSorting::fillLater,
                                          &RowSorting::checkLater,      &RowSorting::bindDirectly,
                                          &RowSorting::vacateFirst,     &RowSorting::leaveLater};
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
        const bool parent = link.edge.kind == EdgeKind::Parent && link.edge.deferred;
        if (parent)
            drop(link);
        return parent;
    }

    /// The reference is set by a second statement.
    bool fillLater(const RowGraph::Link &link)
    {
        const bool reference = link.edge.kind == EdgeKind::Reference;
        const int i = link.node;
        if (i >= m_count
            || (!reference && (link.edge.kind != EdgeKind::Parent || row(i).kind != RowEdit::Kind::Insert)))
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
        const Table *table = m_links.table(i);
        const RowIdentity &identity = m_links.identity(i);
        const bool update = row(i).kind == RowEdit::Kind::Update;
        const auto editsKey = [&] {
            return std::any_of(identity.columns.cbegin(), identity.columns.cend(),
                               [&](const QString &c) { return row(i).cells.contains(c); });
        };
        if (!identity.isEditable() || (update && editsKey()))
            return out;
        for (const QString &name : columns) {
            const Column *column = table->column(name);
            const bool free = column && !column->isGenerated() && !m_links.asked(i).contains(name)
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
            m_graph.add(i, {half, EdgeKind::Half, {}, false, false});
        } else if (isNew) {
            m_graph.followAlso(i, half, columns);
            m_graph.add(half, {i, EdgeKind::Half, {}, false, false});
        }
        return half;
    }

    bool checkLater(const RowGraph::Link &link)
    {
        if (link.edge.kind != EdgeKind::Parent)
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
        if (link.edge.kind != EdgeKind::Reference)
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
        if (link.edge.kind != EdgeKind::Leaving || child >= m_count || row(child).kind != RowEdit::Kind::Delete)
            return false;
        QStringList columns = emptiable(child, link.edge.columns);
        columns.removeIf([&](const QString &c) { return !m_links.values(child).before({c}); });
        if (columns.isEmpty())
            return false;
        const int half = halve(child, columns);
        drop(link);
        m_graph.add(link.node, {half, EdgeKind::Leaving, columns, link.edge.deferred, link.edge.droppable});
        return true;
    }

    bool leaveLater(const RowGraph::Link &link)
    {
        if (link.edge.kind != EdgeKind::Leaving || !link.edge.droppable)
            return false;
        putOff(link);
        return true;
    }

    [[nodiscard]] Error refusal(const QList<RowGraph::Link> &circle) const
    {
        const auto unique = std::find_if(circle.cbegin(), circle.cend(),
                                         [](const RowGraph::Link &link) { return link.edge.kind == EdgeKind::Unique; });
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
        if (circle.constFirst().edge.kind == EdgeKind::Leaving) {
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

    const RowLinks m_links;
    const int m_count;
    RowGraph m_graph;
    QHash<int, QStringList> m_half; ///< columns that a second statement writes, by row
    QList<QualifiedName> m_checkLater;
};

} // namespace

RowEdit partOf(RowEdit row, const WriteStep &step)
{
    if (step.columns.isEmpty())
        return row;
    using Part = WriteStep::Part;
    if (step.part == Part::Vacated) {
        const QMap<QString, CellEdit> cells = std::exchange(row.cells, {});
        for (const QString &column : step.columns)
            row.cells.insert(column, {row.seen.value(column, cells.value(column).base), Value()});
        return row;
    }
    for (const QString &column : step.columns) {
        if (row.kind == RowEdit::Kind::Insert)
            row.cells[column].value = Value();
        else if (row.kind == RowEdit::Kind::Delete)
            row.seen[column] = Value();
        else if (step.part == Part::Whole)
            row.cells.remove(column);
    }
    if (step.part == Part::Later)
        row.cells.removeIf([&](auto cell) { return !step.columns.contains(cell.key()); });
    return row;
}

Result<WriteOrder> writeOrder(const Schema &schema, const ChangeSet &changes, const Dialect &dialect)
{
    return RowSorting(schema, changes, dialect).order();
}

} // namespace core
