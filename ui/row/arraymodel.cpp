// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/arraymodel.h"

#include "ui/style/theme.h"

#include <algorithm>

namespace ui {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A line cannot hold it without loss.
bool hasControls(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) {
        return c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
    });
}

QString onOneLine(QString text)
{
    for (QChar &c : text) {
        if (c == u'\n')
            c = QChar(0x23CE); // ⏎
        else if (hasControls(c))
            c = u' ';
    }
    return text;
}

} // namespace

void ArrayModel::setElements(const core::ArrayElements &elements)
{
    if (m_elements == elements)
        return;
    beginResetModel();
    m_elements = elements;
    endResetModel();
}

void ArrayModel::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
}

void ArrayModel::insert(int row, const std::optional<QString> &element)
{
    beginInsertRows({}, row, row);
    m_elements.insert(row, element);
    endInsertRows();
}

void ArrayModel::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_elements.removeAt(row);
    endRemoveRows();
}

void ArrayModel::move(int row, int to)
{
    if (!beginMoveRows({}, row, row, {}, to > row ? to + 1 : to))
        return;
    m_elements.move(row, to);
    endMoveRows();
    Q_EMIT elementsChanged();
}

void ArrayModel::setNull(int row)
{
    if (!m_elements.at(row))
        return;
    m_elements[row] = std::nullopt;
    Q_EMIT dataChanged(index(row), index(row));
    Q_EMIT elementsChanged();
}

int ArrayModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_elements.size());
}

QVariant ArrayModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_elements.size())
        return {};
    const std::optional<QString> &element = m_elements.at(index.row());
    const bool isWord = !element || element->isEmpty();
    switch (role) {
    case Qt::EditRole:
        return element.value_or(QString());
    case Qt::DisplayRole:
        return !element ? u"NULL"_s : element->isEmpty() ? tr("empty text") : onOneLine(*element);
    case Qt::AccessibleTextRole:
        return tr("Element %1: %2").arg(index.row() + 1).arg(element.value_or(u"NULL"_s));
    case Qt::ForegroundRole:
        return isWord ? QVariant(Theme::current().color(Tone::TextFaint)) : QVariant();
    case Qt::FontRole: {
        QFont font = Theme::current().monospace();
        font.setItalic(isWord);
        return font;
    }
    case Qt::ToolTipRole:
        return element && hasControls(*element)
            ? QVariant(tr("Has line breaks: edit the array as it is stored (Ctrl+Alt+E)."))
            : QVariant();
    default:
        return {};
    }
}

Qt::ItemFlags ArrayModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    if (index.isValid() && !m_readOnly && !hasControls(m_elements.at(index.row()).value_or(QString())))
        flags |= Qt::ItemIsEditable;
    return index.isValid() ? flags : Qt::NoItemFlags;
}

bool ArrayModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole || m_readOnly)
        return false;
    // Opening a NULL and leaving it as it is makes no empty text of it.
    std::optional<QString> &element = m_elements[index.row()];
    const QString text = value.toString();
    if (element.value_or(QString()) == text)
        return true;
    element = text;
    Q_EMIT dataChanged(index, index);
    Q_EMIT elementsChanged();
    return true;
}

} // namespace ui

#include "moc_arraymodel.cpp"
