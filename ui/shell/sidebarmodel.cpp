// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sidebarmodel.h"

#include "core/dialect/listedobjects.h"
#include "core/schema/readingrights.h"
#include "ui/style/plainlabel.h"

#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void SidebarModel::setSchema(const core::SchemaPtr &schema)
{
    beginResetModel();
    m_schema = schema;
    m_families = schema ? TableFamilies(*schema) : TableFamilies();
    m_objects = schema ? core::listedObjects(*schema).size() : 0;
    m_rows = built();
    endResetModel();
}

void SidebarModel::setFilter(const QString &text)
{
    if (text == m_filter)
        return;
    beginResetModel();
    m_filter = text;
    m_rows = built();
    endResetModel();
}

/// Edits of what is folded away are seen at what it is folded below.
int SidebarModel::stagedBelow(const core::QualifiedName &table) const
{
    int edits = 0;
    for (const core::QualifiedName &child : m_families.childrenOf(table))
        edits += m_staged.value(child) + stagedBelow(child);
    return edits;
}

void SidebarModel::changed(const core::QualifiedName &table)
{
    const QList<core::QualifiedName> above = m_families.ancestorsOf(table);
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).kind == Kind::Table && (m_rows.at(i).name == table || above.contains(m_rows.at(i).name)))
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
    m_rows = built();
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
    int row = exactRowOf(place);
    const QList<core::QualifiedName> above =
        row < 0 ? m_families.ancestorsOf(place.destination.table) : QList<core::QualifiedName>();
    for (auto name = above.cbegin(); row < 0 && name != above.cend(); ++name)
        row = exactRowOf({Place::Kind::Table, {*name, {}, {}, {}}});
    return row;
}

int SidebarModel::exactRowOf(const Place &place) const
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

SidebarModel::Reading SidebarModel::readingOf(const Row &row)
{
    return row.brokenBecause.isEmpty()               ? Reading::Fine
        : core::isForWantOfRights(row.brokenBecause) ? Reading::NoRight
                                                     : Reading::Broken;
}

QString SidebarModel::note(const Row &row) const
{
    const QString unreadable = readingOf(row) == Reading::NoRight ? u"no right"_s : u"broken"_s;
    switch (row.kind) {
    case Kind::Section:
        return {};
    case Kind::Table: {
        if (!row.brokenBecause.isEmpty())
            return unreadable;
        const auto it = m_counts.constFind(row.name);
        if (it == m_counts.cend())
            return row.depth > 0 && row.icon == Icon::Table ? QString() : row.sort; // what it stands below says it
        return it->rows ? QLocale(QLocale::English).toString(*it->rows) : u"?"_s;
    }
    case Kind::View:
        return !row.brokenBecause.isEmpty() ? unreadable : row.sort.isEmpty() ? u"view"_s : row.sort;
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
    const int below = row.fold == Fold::Folded ? stagedBelow(row.name) : 0;
    const int staged = row.kind == Kind::Table ? m_staged.value(row.name) + below : 0;
    switch (role) {
    case Qt::DisplayRole:
        return row.text;
    case Qt::ToolTipRole:
        if (const DesignedName *design = designed(row); design && design->nameNow != row.text && !design->dropped)
            return plainToolTip(u"%1 becomes %2"_s.arg(row.text, design->nameNow));
        if (!row.brokenBecause.isEmpty())
            return plainToolTip(row.text + u": "_s + row.brokenBecause);
        return about(row).isEmpty() ? QVariant() : plainToolTip(u"%1\n%2"_s.arg(row.name.display(), about(row)));
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
    case DepthRole:
        return row.depth;
    case FoldRole:
        return static_cast<int>(row.fold);
    case ReadingRole:
        return static_cast<int>(readingOf(row));
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
