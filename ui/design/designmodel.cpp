// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/designmodel.h"

#include "ui/design/designdesk.h"
#include "ui/style/plainlabel.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

DesignModel::DesignModel(DesignDesk &desk, QObject *parent)
    : QAbstractTableModel(parent)
    , m_desk(desk)
{
    connect(&desk, &DesignDesk::changed, this, &DesignModel::refresh);
}

void DesignModel::setTable(const core::QualifiedName &table)
{
    m_table = table;
    refresh();
}

const core::Table *DesignModel::now() const
{
    return m_desk.design().target().table(m_table);
}

const core::Table *DesignModel::before() const
{
    const core::SchemaDesign &design = m_desk.design();
    return design.state().origin(m_table) ? design.before().table(m_table) : nullptr;
}

void DesignModel::refresh()
{
    const QList<DesignRow> next = isThere() ? makeRows() : QList<DesignRow>();
    qsizetype head = 0;
    const qsizetype shorter = qMin(next.size(), m_rows.size());
    while (head < shorter && next.at(head).id == m_rows.at(head).id)
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && next.at(next.size() - 1 - tail).id == m_rows.at(m_rows.size() - 1 - tail).id)
        ++tail;
    // What is in one's place stays a row: another name, say, and its editor may be open.
    const qsizetype replaced = qMin(m_rows.size(), next.size()) - head - tail;
    const int gone = static_cast<int>(m_rows.size() - head - tail - replaced);
    const int come = static_cast<int>(next.size() - head - tail - replaced);
    const int from = static_cast<int>(head + replaced);
    if (gone > 0) {
        beginRemoveRows({}, from, from + gone - 1);
        m_rows.remove(from, gone);
        endRemoveRows();
    }
    if (come > 0) {
        beginInsertRows({}, from, from + come - 1);
        for (int i = 0; i < come; ++i)
            m_rows.insert(from + i, next.at(from + i));
        endInsertRows();
    }
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i) == next.at(i))
            continue;
        m_rows[i] = next.at(i);
        Q_EMIT dataChanged(index(i, 0), index(i, columnCount() - 1));
    }
}

DesignCell DesignModel::textCell(const QString &text, bool changed, const QString &hint)
{
    DesignCell cell;
    cell.text = text;
    cell.changed = changed;
    cell.hint = hint;
    return cell;
}

DesignCell DesignModel::checkCell(bool checked, bool changed, bool editable)
{
    DesignCell cell;
    cell.checked = checked;
    cell.changed = changed;
    cell.editable = editable;
    return cell;
}

QStringList DesignModel::choices(int, int) const
{
    return {};
}

core::Result<core::Done> DesignModel::move(int, int)
{
    return core::Error::invalid(tr("These have no order."));
}

core::Result<core::Done> DesignModel::check(int, int, bool)
{
    return core::Error::invalid(tr("This cannot be changed here."));
}

int DesignModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DesignModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(titles().size());
}

QVariant DesignModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DesignRow &row = m_rows.at(index.row());
    const DesignCell &cell = row.cells.at(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return cell.checked ? QVariant() : QVariant(cell.text);
    case Qt::CheckStateRole:
        return cell.checked ? QVariant(*cell.checked ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::ToolTipRole: {
        const QString &problem = cell.problem.isEmpty() && index.column() == 0 ? row.problem : cell.problem;
        return problem.isEmpty() ? QVariant() : plainToolTip(problem);
    }
    case Qt::AccessibleTextRole: {
        const QString title = titles().at(index.column());
        if (cell.checked)
            return *cell.checked ? tr("%1: yes").arg(title) : tr("%1: no").arg(title);
        return u"%1: %2"_s.arg(title, cell.text);
    }
    case StateRole:
        return static_cast<int>(row.state);
    case ChangedRole:
        return cell.changed;
    case ProblemRole:
        return cell.problem.isEmpty() && index.column() == 0 ? row.problem : cell.problem;
    case NoteRole:
        return cell.isNote;
    case HintRole:
        return cell.hint;
    default:
        return {};
    }
}

QVariant DesignModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= titles().size())
        return {};
    return titles().at(section);
}

Qt::ItemFlags DesignModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const DesignRow &row = m_rows.at(index.row());
    const DesignCell &cell = row.cells.at(index.column());
    const Qt::ItemFlags base = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if ((row.state == DesignRow::State::Dropped) != cell.ofDropped || !cell.editable)
        return base;
    return base | (cell.checked ? Qt::ItemIsUserCheckable : Qt::ItemIsEditable);
}

bool DesignModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)
        || !(flags(index) & (Qt::ItemIsEditable | Qt::ItemIsUserCheckable)))
        return false;
    const DesignCell &cell = m_rows.at(index.row()).cells.at(index.column());
    core::Result<core::Done> done = core::Done{};
    if (role == Qt::CheckStateRole && cell.checked) {
        done = check(index.row(), index.column(), value.value<Qt::CheckState>() == Qt::Checked);
    } else if (role == Qt::EditRole && !cell.checked) {
        if (value.toString() == cell.text)
            return true;
        done = set(index.row(), index.column(), value.toString());
    } else {
        return false;
    }
    if (!done)
        Q_EMIT refused(done.error());
    return done.ok();
}

} // namespace ui

#include "moc_designmodel.cpp"
