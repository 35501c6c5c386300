// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/rowlinks.h"

#include <algorithm>

namespace core {

namespace {

using EdgeKind = RowEdge::Kind;

/// Each of the tables after those that its foreign keys lead to, also by way of tables of which no row is staged, else
/// in the order given; circles are left as they are. For deletes the order is read backwards.
QList<const Table *> parentsFirst(const Schema &schema, const QList<const Table *> &tables, bool forDelete)
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
                graph.add(i, {target, EdgeKind::Parent, {}, false, false});
        }
    }
    // A row that goes with one parent holds another one back no longer: the first has to go before the second.
    for (const Table *table : forDelete ? all : QList<const Table *>()) {
        for (const ForeignKey &takesAlong : table->foreignKeys) {
            for (const ForeignKey &holds : table->foreignKeys) {
                const int gone = numbers.value(schema.table(takesAlong.target), -1);
                const int held = numbers.value(schema.table(holds.target), -1);
                if (gone >= 0 && held >= 0 && gone != held && takesAlong.deleteAction() == ForeignKeyAction::Cascade
                    && holds.deleteAction() != ForeignKeyAction::Cascade)
                    graph.add(gone, {held, EdgeKind::Parent, {}, false, false});
            }
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

} // namespace

/// A foreign key between tables of which rows are staged.
struct RowLinks::Link {
    const Table *table = nullptr;
    const Table *target = nullptr;
    QStringList columns;
    QStringList targetColumns;
    const ForeignKey *key = nullptr;
};

RowLinks::RowLinks(const Schema &schema, const ChangeSet &changes, const Dialect &dialect)
    : m_schema(schema)
    , m_changes(changes)
{
    for (int i = 0; i < count(); ++i) {
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
    linkReferences();
    linkForeignKeys();
    linkUniqueValues();
}

QList<int> RowLinks::rowsOf(RowEdit::Kind kind) const
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
QList<const Table *> RowLinks::tablesFor(RowEdit::Kind kind) const
{
    if (kind == RowEdit::Kind::Update)
        return m_tables;
    QList<const Table *> out = parentsFirst(m_schema, m_tables, kind == RowEdit::Kind::Delete);
    if (kind == RowEdit::Kind::Delete)
        std::reverse(out.begin(), out.end());
    return out;
}

/// A row whose generated key is asked for comes before the row that asks.
void RowLinks::linkReferences()
{
    QHash<qint64, int> inserted;
    for (int i = 0; i < count(); ++i) {
        if (row(i).kind == RowEdit::Kind::Insert)
            inserted.insert(row(i).insertId, i);
    }
    for (int i = 0; i < count(); ++i) {
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
            m_graph.add(i, {ask.key(), EdgeKind::Reference, *ask, isDeferred(i, *ask), false});
    }
}

/// Whether every foreign key that these columns are part of is checked at the end.
bool RowLinks::isDeferred(int child, const QStringList &columns) const
{
    const Table *table = m_tableOf.value(child);
    return table && std::all_of(table->foreignKeys.cbegin(), table->foreignKeys.cend(), [&](const ForeignKey &key) {
               const QStringList own = realNames(*table, key.columns);
               return key.isDeferred()
                   || std::none_of(columns.cbegin(), columns.cend(), [&](const QString &c) { return own.contains(c); });
           });
}

void RowLinks::linkForeignKeys()
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
void RowLinks::linkChildren(const Link &link)
{
    QHash<QList<Value>, int> coming;
    QHash<QList<Value>, int> going;
    for (const int i : m_rowsOf.at(link.target)) {
        const RowValues parent = values(i);
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
    const bool namesIt =
        std::any_of(link.columns.cbegin(), link.columns.cend(), [&](const QString &c) { return identity.contains(c); });
    for (const int child : m_rowsOf.at(link.table)) {
        const RowValues own = values(child);
        const bool touched = own.touches(link.columns);
        for (const int first : touched ? meant(coming, own.partsAfter(link.columns)) : QList<int>()) {
            if (first == child)
                continue;
            for (const QString &column : link.targetColumns)
                m_asked[first].insert(column);
            m_graph.add(child, {first, EdgeKind::Parent, link.columns, link.key->isDeferred(), false});
        }
        // A row whose key says to whom it belongs is not found any more once the database has changed that.
        for (const int later : touched || namesIt ? meant(going, own.partsBefore(link.columns)) : QList<int>()) {
            if (later == child)
                continue;
            const ForeignKeyAction action =
                row(later).kind == RowEdit::Kind::Delete ? link.key->deleteAction() : link.key->updateAction();
            m_graph.add(
                later,
                {child, EdgeKind::Leaving, link.columns, link.key->isDeferred(), action == ForeignKeyAction::NoAction});
        }
    }
}

/// 1 → 2 and 2 → 3 in a unique column: the second has to run first. 1 → 2 and 2 → 1 cannot run at all.
void RowLinks::linkUniqueValues()
{
    for (const Table *table : std::as_const(m_tables)) {
        for (const QStringList &columns : uniqueColumnSets(*table)) {
            QHash<QList<Value>, int> freedBy;
            for (const int i : m_rowsOf.at(table)) {
                const RowValues own = values(i);
                const auto before = own.touches(columns) ? own.before(columns) : std::nullopt;
                if (before)
                    freedBy.insert(before->values, i);
            }
            for (const int i : m_rowsOf.at(table)) {
                const RowValues own = values(i);
                const auto after = own.touches(columns) ? own.after(columns) : std::nullopt;
                const int first = after ? freedBy.value(after->values, -1) : -1;
                if (first >= 0 && first != i)
                    m_graph.add(i, {first, EdgeKind::Unique, columns, false, false});
            }
        }
    }
}

} // namespace core
