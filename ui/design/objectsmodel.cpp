// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/objectsmodel.h"

#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

void ObjectsModel::setObjects(const QList<core::ListedObject> &objects)
{
    if (objects == m_objects)
        return;
    beginResetModel();
    m_objects = objects;
    endResetModel();
}

const core::ListedObject *ObjectsModel::object(int row) const
{
    return row >= 0 && row < m_objects.size() ? &m_objects.at(row) : nullptr;
}

int ObjectsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_objects.size());
}

int ObjectsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ObjectsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const core::ListedObject &object = m_objects.at(index.row());
    if (role == Qt::ForegroundRole && index.column() == KindColumn)
        return Theme::current().color(Tone::TextMuted);
    if (role == Qt::ToolTipRole && index.column() == AboutColumn && !object.about.isEmpty())
        return plainToolTip(object.about);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case KindColumn:
        return object.word;
    case NameColumn:
        return visibleName(object.display());
    case AboutColumn:
        return visibleText(object.about, 200); // a schema says nothing of itself
    case UsedColumn:
        if (object.usedBy.size() > 1)
            return tr("%1 columns").arg(object.usedBy.size());
        return object.usedBy.isEmpty() ? object.table.display() : object.usedBy.first();
    default:
        return {};
    }
}

QVariant ObjectsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    const QStringList names{tr("kind"), tr("name"), tr("what it says"), tr("used by")};
    return role == Qt::DisplayRole ? names.value(section) : QVariant();
}

} // namespace ui

#include "moc_objectsmodel.cpp"
