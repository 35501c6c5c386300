// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sidebarmodel.h"

#include "core/dialect/listedobjects.h"
#include "ui/style/plainlabel.h"

#include <QLocale>
#include <QMap>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void SidebarModel::setSchema(const core::SchemaPtr &schema)
{
    beginResetModel();
    m_schema = schema;
    m_objects = schema ? core::listedObjects(*schema).size() : 0;
    build();
    endResetModel();
}

void SidebarModel::setFilter(const QString &text)
{
    if (text == m_filter)
        return;
    beginResetModel();
    m_filter = text;
    build();
    endResetModel();
}

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

/// Where there is one schema, nobody wants to read its name. Else the default one comes first, and within a section its
/// name is not repeated.
void SidebarModel::addSchemas(const QList<Row> &tables, const QList<Row> &views)
{
    QMap<QString, std::pair<QList<Row>, QList<Row>>> bySchema;
    for (const Row &row : tables)
        bySchema[row.name.schema].first.append(row);
    for (const Row &row : views)
        bySchema[row.name.schema].second.append(row);
    bool several = bySchema.size() > 1;
    for (const core::Table &t : m_schema->tables) // a filter leaves the sections as they are
        several = several || (!t.internal && !t.shadow && t.name.schema != m_schema->tables.first().name.schema);
    for (const auto &[ofTables, ofViews] : std::as_const(bySchema)) {
        const QString schema = (ofTables.isEmpty() ? ofViews : ofTables).first().name.schema;
        if (several) {
            m_rows += Row{Kind::Section, {}, schema.isEmpty() ? u"public"_s : schema, {}};
            for (Row row : ofTables + ofViews) {
                row.text = row.isNew ? row.text : row.name.name;
                m_rows += row;
            }
            continue;
        }
        if (!ofTables.isEmpty())
            m_rows += Row{Kind::Section, {}, u"Tables"_s, {}};
        m_rows += ofTables;
        if (!ofViews.isEmpty())
            m_rows += Row{Kind::Section, {}, u"Views"_s, {}};
        m_rows += ofViews;
    }
}

void SidebarModel::build()
{
    m_rows.clear();
    if (!m_schema)
        return;
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
    addSchemas(tables, views);
    if (!m_filter.isEmpty())
        return; // the project's pages have no table's name
    m_rows += Row{Kind::Section, {}, u"Project"_s, {}};
    m_rows += Row{Kind::Migrations, {}, u"Migrations"_s, {}};
    m_rows += Row{Kind::History, {}, u"History"_s, {}};
    if (m_objects > 0)
        m_rows += Row{Kind::Objects, {}, u"Types and functions"_s, {}};
}

void SidebarModel::changed(const core::QualifiedName &table)
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).name == table && m_rows.at(i).kind == Kind::Table)
            Q_EMIT dataChanged(index(i), index(i));
    }
}

void SidebarModel::changed(Kind kind)
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).kind == kind)
            Q_EMIT dataChanged(index(i), index(i));
    }
}

void SidebarModel::setCount(const core::QualifiedName &table, qint64 rows)
{
    m_counts[table] = {rows, true};
    changed(table);
}

void SidebarModel::setCountUnknown(const core::QualifiedName &table)
{
    m_counts[table] = {std::nullopt, true};
    changed(table);
}

void SidebarModel::forgetCounts()
{
    for (Count &count : m_counts)
        count.fresh = false;
}

void SidebarModel::setStaged(const QHash<core::QualifiedName, int> &edits)
{
    const auto before = std::exchange(m_staged, edits);
    for (auto it = before.cbegin(); it != before.cend(); ++it)
        changed(it.key());
    for (auto it = edits.cbegin(); it != edits.cend(); ++it)
        changed(it.key());
}

void SidebarModel::setDesign(const QList<DesignedName> &designed)
{
    if (designed == m_designed)
        return;
    beginResetModel();
    m_designed = designed;
    build();
    endResetModel();
}

const DesignedName *SidebarModel::designed(const Row &row) const
{
    if (row.kind != Kind::Table && row.kind != Kind::View)
        return nullptr;
    for (const DesignedName &d : m_designed) {
        if (d.place == row.name && d.isNew == row.isNew)
            return &d;
    }
    return nullptr;
}

void SidebarModel::setMigrations(const QString &pill, PillKind kind, const QString &note)
{
    m_migrationsPill = pill;
    m_migrationsPillKind = kind;
    m_migrationsNote = note;
    changed(Kind::Migrations);
}

void SidebarModel::setHistoryNote(const QString &note)
{
    m_historyNote = note;
    changed(Kind::History);
}

std::optional<Place> SidebarModel::firstTable() const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).kind == Kind::Table || m_rows.at(i).kind == Kind::View)
            return placeAt(i);
    }
    return std::nullopt;
}

std::optional<Place> SidebarModel::placeAt(int row) const
{
    if (row < 0 || row >= m_rows.size())
        return std::nullopt;
    switch (m_rows.at(row).kind) {
    case Kind::Section:
        return std::nullopt;
    case Kind::Table:
    case Kind::View:
        return Place{m_rows.at(row).isNew ? Place::Kind::Design : Place::Kind::Table,
                     {m_rows.at(row).name, {}, {}, {}}};
    case Kind::Migrations:
        return Place{Place::Kind::Migrations, {}};
    case Kind::History:
        return Place{Place::Kind::History, {}};
    case Kind::Objects:
        return Place{Place::Kind::Objects, {}};
    }
    return std::nullopt;
}

int SidebarModel::rowOf(const Place &place) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        const auto there = placeAt(i);
        if (!there)
            continue;
        const bool designs = place.kind == Place::Kind::Design && there->kind == Place::Kind::Table
            && there->destination.table == place.destination.table;
        if (designs || there->samePage(place))
            return i;
    }
    return -1;
}

bool SidebarModel::wantsCount(int row) const
{
    if (row < 0 || row >= m_rows.size() || m_rows.at(row).kind != Kind::Table
        || !m_rows.at(row).brokenBecause.isEmpty())
        return false;
    if (m_rows.at(row).isNew || m_rows.at(row).icon == Icon::Link) // counting a foreign one is another server's work
        return false;
    return !m_counts.value(m_rows.at(row).name).fresh;
}

QString SidebarModel::note(const Row &row) const
{
    switch (row.kind) {
    case Kind::Section:
        return {};
    case Kind::Table: {
        if (!row.brokenBecause.isEmpty())
            return u"broken"_s;
        const auto it = m_counts.constFind(row.name);
        if (it == m_counts.cend())
            return row.sort;
        return it->rows ? QLocale(QLocale::English).toString(*it->rows) : u"?"_s;
    }
    case Kind::View:
        return !row.brokenBecause.isEmpty() ? u"broken"_s : row.sort.isEmpty() ? u"view"_s : row.sort;
    case Kind::Migrations:
        return m_migrationsNote;
    case Kind::History:
        return m_historyNote;
    case Kind::Objects:
        return QLocale(QLocale::English).toString(m_objects);
    }
    return {};
}

int SidebarModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SidebarModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    const int staged = row.kind == Kind::Table ? m_staged.value(row.name) : 0;
    switch (role) {
    case Qt::DisplayRole:
        return row.text;
    case Qt::ToolTipRole:
        if (const DesignedName *design = designed(row); design && design->nameNow != row.text && !design->dropped)
            return plainToolTip(u"%1 becomes %2"_s.arg(row.text, design->nameNow));
        if (!row.brokenBecause.isEmpty())
            return plainToolTip(row.text + u": "_s + row.brokenBecause);
        return row.about.isEmpty() ? QVariant() : plainToolTip(u"%1\n%2"_s.arg(row.name.display(), row.about));
    case KindRole:
        return static_cast<int>(row.kind);
    case NoteRole:
        return note(row);
    case PillRole:
        if (row.kind == Kind::Migrations)
            return m_migrationsPill;
        if (const DesignedName *design = designed(row); design && staged == 0)
            return design->dropped ? u"dropped"_s : design->isNew ? u"new"_s : u"designed"_s;
        return staged > 0 ? u"%1 staged"_s.arg(QLocale(QLocale::English).toString(staged)) : QString();
    case PillKindRole:
        if (const DesignedName *design = designed(row); design && staged == 0)
            return static_cast<int>(design->dropped     ? PillKind::Red
                                        : design->isNew ? PillKind::Green
                                                        : PillKind::Amber);
        return static_cast<int>(row.kind == Kind::Migrations ? m_migrationsPillKind : PillKind::Amber);
    case IconRole:
        return static_cast<int>(row.icon);
    case BrokenRole:
        return !row.brokenBecause.isEmpty();
    default:
        return {};
    }
}

Qt::ItemFlags SidebarModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (m_rows.at(index.row()).kind == Kind::Section)
        return Qt::ItemNeverHasChildren;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

} // namespace ui

#include "moc_sidebarmodel.cpp"
