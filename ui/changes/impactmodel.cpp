// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/impactmodel.h"

#include "ui/changes/impacttexts.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

void ImpactModel::setImpact(std::shared_ptr<const core::Impact> impact)
{
    beginResetModel();
    m_impact = std::move(impact);
    endResetModel();
}

int ImpactModel::nodeAt(const QModelIndex &index) const
{
    return m_impact && index.isValid() ? int(index.internalId()) : -1;
}

QModelIndex ImpactModel::indexOf(int node) const
{
    if (!m_impact || node < 0 || node >= m_impact->nodes.size())
        return {};
    const int above = m_impact->nodes.at(node).parent;
    const QList<int> &siblings = above < 0 ? m_impact->roots : m_impact->nodes.at(above).children;
    return createIndex(int(siblings.indexOf(node)), TableColumn, quintptr(node));
}

QString ImpactModel::nameOf(const core::Impact &impact, int node)
{
    QStringList parts;
    for (int at = node; at >= 0; at = impact.nodes.at(at).parent) {
        const core::ImpactNode &n = impact.nodes.at(at);
        const QString way = n.relation ? n.relation->toColumns.join(u'\t') : QString();
        parts.prepend(u"%1\n%2\n%3\n%4"_s.arg(n.table.schema, n.table.name, way).arg(int(n.event)));
    }
    return parts.join(u"\n\n"_s);
}

int ImpactModel::nodeNamed(const core::Impact &impact, const QString &name)
{
    for (int node = 0; node < impact.nodes.size(); ++node) {
        if (nameOf(impact, node) == name)
            return node;
    }
    return -1;
}

const QList<int> &ImpactModel::childrenOf(const QModelIndex &parent) const
{
    static const QList<int> none;
    if (!m_impact || parent.column() > TableColumn)
        return none;
    return parent.isValid() ? m_impact->nodes.at(nodeAt(parent)).children : m_impact->roots;
}

QModelIndex ImpactModel::index(int row, int column, const QModelIndex &parent) const
{
    const QList<int> &children = childrenOf(parent);
    if (row < 0 || row >= children.size() || column < 0 || column >= ColumnCount)
        return {};
    return createIndex(row, column, quintptr(children.at(row)));
}

QModelIndex ImpactModel::parent(const QModelIndex &child) const
{
    const int node = nodeAt(child);
    return node < 0 ? QModelIndex() : indexOf(m_impact->nodes.at(node).parent);
}

int ImpactModel::rowCount(const QModelIndex &parent) const
{
    return int(childrenOf(parent).size());
}

int ImpactModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant ImpactModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const core::ImpactNode &node = m_impact->nodes.at(nodeAt(index));
    const bool blocked = node.blocked != core::ImpactNode::Blocked::No;
    if (role == BlockedRole)
        return blocked;
    if (role == Qt::ToolTipRole)
        return plainToolTip(nodeSentence(*m_impact, nodeAt(index)));
    switch (index.column()) {
    case TableColumn:
        if (role == Qt::DisplayRole)
            return visibleText(node.table.display(), 80);
        if (role == DimRole)
            return wayText(node);
        if (role == Qt::AccessibleTextRole)
            return u"%1 %2"_s.arg(node.table.display(), wayText(node)).trimmed();
        break;
    case ActionColumn:
        if (role == Qt::DisplayRole)
            return actionText(node);
        if (role == PillKindRole)
            return int(actionPill(node));
        break;
    case CountColumn:
        if (role == Qt::DisplayRole)
            return countsText(node, m_impact->complete);
        if (role == DimRole)
            return notesText(node);
        if (role == Qt::AccessibleTextRole)
            return u"%1 %2"_s.arg(countsText(node, m_impact->complete), notesText(node)).trimmed();
        break;
    default:
        break;
    }
    return {};
}

} // namespace ui

#include "moc_impactmodel.cpp"
