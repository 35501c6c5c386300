// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows the list at the left has, in order, and which are folded away.
#include "ui/shell/sidebarmodel.h"

#include <QLocale>
#include <QMap>

#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace ui {

SidebarModel::Row SidebarModel::tableRow(const core::Table &table)
{
    Row row{Kind::Table, table.name, table.name.display(), table.brokenBecause};
    const core::TableFacts &facts = table.facts;
    if (table.kind == core::Table::Kind::Foreign) {
        row.icon = Icon::Link;
        row.sort = u"foreign"_s;
        row.about = u"A foreign table of the server %1"_s.arg(facts.foreignServer);
    } else if (facts.isPartitioned()) {
        row.icon = Icon::Columns;
        row.sort = u"partitioned"_s;
        row.about = u"Partitioned by %1"_s.arg(facts.partitionKey);
    } else if (facts.isPartition()) {
        row.sort = u"partition"_s;
        row.about = u"A partition of %1, %2"_s.arg(facts.partitionOf.display(), facts.partitionBound);
    } else if (!facts.inherits.isEmpty()) {
        row.sort = u"heir"_s;
        row.about = u"Inherits from %1"_s.arg(facts.inherits.constFirst().display());
    } else if (facts.unlogged) {
        row.about = u"Unlogged: empty after a crash of the server"_s;
    }
    return row;
}

SidebarModel::Row SidebarModel::viewRow(const core::View &view)
{
    Row row{Kind::View, view.name, view.name.display(), view.brokenBecause};
    row.icon = view.materialized ? Icon::Database : Icon::View;
    row.sort = !view.materialized ? u"view"_s : view.populated ? u"materialized"_s : u"not filled"_s;
    if (view.materialized)
        row.about = view.populated ? u"A materialized view: as it was when it was refreshed last"_s
                                   : u"A materialized view that nobody has refreshed yet: reading it fails"_s;
    return row;
}

QString SidebarModel::about(const Row &row) const
{
    const qsizetype below = row.kind == Kind::Table ? m_families.childrenOf(row.name).size() : 0;
    if (below == 0)
        return row.about;
    const QString count = QLocale(QLocale::English).toString(below);
    if (row.icon == Icon::Columns)
        return u"%1, %2"_s.arg(row.about, below == 1 ? u"1 partition"_s : u"%1 partitions"_s.arg(count));
    const QString heirs = below == 1 ? u"1 table inherits from it"_s : u"%1 tables inherit from it"_s.arg(count);
    return row.about.isEmpty() ? heirs : row.about + u"\n"_s + heirs;
}

/// The row, and below it those of its family that are wanted, as far as it is unfolded.
void SidebarModel::addFamily(QList<Row> &rows, Row row, const RowsByName &wanted) const
{
    QList<Row> below;
    for (const core::QualifiedName &name : m_families.childrenOf(row.name)) {
        if (const auto child = wanted.constFind(name); child != wanted.cend())
            below.append(*child);
    }
    const bool unfolded = !m_filter.isEmpty() || m_unfolded.contains(row.name);
    if (!below.isEmpty())
        row.fold = unfolded ? Fold::Unfolded : Fold::Folded;
    rows.append(row);
    if (!unfolded)
        return;
    for (Row &child : below) {
        child.depth = row.depth + 1;
        child.text = child.name.schema == row.name.schema ? child.name.name : child.name.display();
        addFamily(rows, child, wanted);
    }
}

/// Where there is one schema, nobody wants to read its name. Else the default one comes first, and within a section its
/// name is not repeated.
QList<SidebarModel::Row> SidebarModel::withSchemas(const QList<Row> &tables, const QList<Row> &views) const
{
    RowsByName wanted;
    for (const Row &row : tables)
        wanted.insert(row.name, row);
    QMap<QString, std::pair<QList<Row>, QList<Row>>> bySchema;
    for (const Row &row : tables) {
        if (row.isNew || !wanted.contains(m_families.parentOf(row.name)))
            bySchema[row.name.schema].first.append(row);
    }
    for (const Row &row : views)
        bySchema[row.name.schema].second.append(row);
    bool several = bySchema.size() > 1;
    std::optional<QString> first;
    for (const core::Table &t : m_schema->tables) { // a filter leaves the sections as they are
        if (t.internal || t.shadow || !m_families.parentOf(t.name).isEmpty())
            continue;
        several = several || (first && *first != t.name.schema);
        first = t.name.schema;
    }
    QList<Row> rows;
    for (const auto &[ofTables, ofViews] : std::as_const(bySchema)) {
        const QString schema = (ofTables.isEmpty() ? ofViews : ofTables).first().name.schema;
        if (several) {
            rows += Row{Kind::Section, {}, schema.isEmpty() ? u"public"_s : schema, {}};
            for (Row row : ofTables + ofViews) {
                row.text = row.isNew ? row.text : row.name.name;
                addFamily(rows, row, wanted);
            }
            continue;
        }
        if (!ofTables.isEmpty())
            rows += Row{Kind::Section, {}, u"Tables"_s, {}};
        for (const Row &row : ofTables)
            addFamily(rows, row, wanted);
        if (!ofViews.isEmpty())
            rows += Row{Kind::Section, {}, u"Views"_s, {}};
        rows += ofViews;
    }
    return rows;
}

QList<SidebarModel::Row> SidebarModel::built() const
{
    if (!m_schema)
        return {};
    const auto wanted = [this](const core::QualifiedName &name) {
        return m_filter.isEmpty() || name.display().contains(m_filter, Qt::CaseInsensitive);
    };
    QList<Row> tables;
    for (const core::Table &t : m_schema->tables) {
        if (!t.shadow && !t.internal && wanted(t.name))
            tables.append(tableRow(t));
    }
    QList<Row> views;
    for (const core::View &v : m_schema->views) {
        if (!v.internal && wanted(v.name))
            views.append(viewRow(v));
    }
    for (const DesignedName &d : std::as_const(m_designed)) {
        if (d.isNew && wanted({{}, d.nameNow}))
            (d.isView ? views : tables)
                .append({d.isView ? Kind::View : Kind::Table,
                         d.place,
                         d.nameNow,
                         {},
                         true,
                         d.isView ? Icon::View : Icon::Table});
    }
    QList<Row> rows = withSchemas(tables, views);
    if (!m_filter.isEmpty())
        return rows; // the project's pages have no table's name
    rows += Row{Kind::Section, {}, u"Project"_s, {}};
    rows += Row{Kind::Migrations, {}, u"Migrations"_s, {}};
    rows += Row{Kind::History, {}, u"History"_s, {}};
    if (m_objects > 0)
        rows += Row{Kind::Objects, {}, u"Types and functions"_s, {}};
    return rows;
}

void SidebarModel::setFolded(int row, bool folded)
{
    const Row before = m_rows.at(row);
    if (!m_filter.isEmpty() || before.fold != (folded ? Fold::Unfolded : Fold::Folded))
        return;
    if (folded)
        m_unfolded.remove(before.name);
    else
        m_unfolded.insert(before.name);
    const QList<Row> rows = built(); // differs in what stands right below this row
    const auto more = static_cast<int>(rows.size() - m_rows.size());
    if (more > 0)
        beginInsertRows({}, row + 1, row + more);
    else
        beginRemoveRows({}, row + 1, row - more);
    m_rows = rows;
    if (more > 0)
        endInsertRows();
    else
        endRemoveRows();
    Q_EMIT dataChanged(index(row), index(row));
}

void SidebarModel::reveal(const core::QualifiedName &table)
{
    const QList<core::QualifiedName> above = m_families.ancestorsOf(table);
    for (auto name = above.crbegin(); name != above.crend(); ++name) {
        if (const int row = exactRowOf({Place::Kind::Table, {*name, {}, {}, {}}}); row >= 0)
            setFolded(row, false);
    }
}

int SidebarModel::parentRow(int row) const
{
    const int depth = m_rows.at(row).depth;
    int above = row - 1;
    while (depth > 0 && above >= 0 && m_rows.at(above).depth >= depth)
        --above;
    return depth > 0 ? above : -1;
}

} // namespace ui
