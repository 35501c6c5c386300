// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/childrowsmodel.h"

#include "core/rows/shownvalue.h"
#include "ui/row/valueeditor.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using State = core::RelatedRow::State;

/// What the editor starts with: in the format's own notation where it has one.
QString editText(const FieldState &state, const Field &field)
{
    const auto *value = std::get_if<core::Value>(&state.value);
    if (!value || state.unset)
        return {};
    return core::formatted(*value, field.format).value_or(value->display());
}

bool isSameRow(const core::RelatedList::Line &a, const core::RelatedList::Line &b)
{
    return a.related.row == b.related.row;
}

} // namespace

QString toText(core::RelatedRow::State state)
{
    switch (state) {
    case State::Stored:
        return {};
    case State::Added:
        return QCoreApplication::translate("ui::ChildRowsModel", "new, to be added");
    case State::Removed:
        return QCoreApplication::translate("ui::ChildRowsModel", "to be deleted");
    case State::MovedHere:
        return QCoreApplication::translate("ui::ChildRowsModel", "to be moved here");
    case State::MovedAway:
        return QCoreApplication::translate("ui::ChildRowsModel", "to leave this row");
    }
    return {};
}

ChildRowsModel::ChildRowsModel(const core::Dialect &dialect, LabelOf labelOf, Stage stage, QObject *parent)
    : QAbstractTableModel(parent)
    , m_dialect(dialect)
    , m_labelOf(std::move(labelOf))
    , m_stage(std::move(stage))
{
}

void ChildRowsModel::setColumns(const QStringList &keyColumns, const QList<Field> &fields)
{
    beginResetModel();
    m_keyColumns = keyColumns;
    m_fields = fields;
    m_lines.clear();
    endResetModel();
}

void ChildRowsModel::setEditable(bool editable)
{
    if (m_editable == editable)
        return;
    m_editable = editable;
    refreshLabels();
}

void ChildRowsModel::refreshLabels()
{
    if (!m_lines.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_lines.size()) - 1, columnCount() - 1));
}

void ChildRowsModel::setLines(const QList<Line> &lines)
{
    if (lines == m_lines)
        return;
    if (updateInPlace(lines))
        return;
    beginResetModel();
    m_lines = lines;
    endResetModel();
}

/// Rows that are gone go, new ones come, the others stay where views have them; false: they stand in another order.
bool ChildRowsModel::updateInPlace(const QList<Line> &lines)
{
    const auto within = [](const QList<Line> &all, const Line &line) {
        return std::any_of(all.cbegin(), all.cend(), [&](const Line &one) { return isSameRow(one, line); });
    };
    QList<Line> staying;
    std::copy_if(m_lines.cbegin(), m_lines.cend(), std::back_inserter(staying),
                 [&](const Line &line) { return within(lines, line); });
    QList<Line> known;
    std::copy_if(lines.cbegin(), lines.cend(), std::back_inserter(known),
                 [&](const Line &line) { return within(staying, line); });
    if (!std::equal(staying.cbegin(), staying.cend(), known.cbegin(), known.cend(), isSameRow))
        return false;
    for (int row = int(m_lines.size()) - 1; row >= 0; --row) {
        if (within(lines, m_lines.at(row)))
            continue;
        beginRemoveRows({}, row, row);
        m_lines.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < int(lines.size()); ++row) {
        if (row < int(m_lines.size()) && isSameRow(m_lines.at(row), lines.at(row))) {
            m_lines[row] = lines.at(row);
            continue;
        }
        beginInsertRows({}, row, row);
        m_lines.insert(row, lines.at(row));
        endInsertRows();
    }
    refreshLabels();
    return true;
}

int ChildRowsModel::rowOf(const core::RowRef &row) const
{
    const auto found =
        std::find_if(m_lines.cbegin(), m_lines.cend(), [&](const Line &line) { return line.related.row == row; });
    return found == m_lines.cend() ? -1 : int(found - m_lines.cbegin());
}

const Field *ChildRowsModel::field(int column) const
{
    return column >= 1 && column <= int(m_fields.size()) ? &m_fields.at(column - 1) : nullptr;
}

int ChildRowsModel::editableColumn(int row, int from) const
{
    for (int column = from; column < columnCount(); ++column) {
        if (flags(index(row, column)) & Qt::ItemIsEditable)
            return column;
    }
    return -1;
}

QString ChildRowsModel::cannotSetBecause(const QModelIndex &index, const core::NewValue &value) const
{
    const Field *shown = field(index.column());
    if (!shown)
        return tr("This is the row's key; open the row to edit it.");
    if (!shown->readOnlyBecause.isEmpty())
        return shown->readOnlyBecause;
    const FieldState state = stateOf(m_lines.at(index.row()), *shown);
    if (state.cutSize || state.unknown)
        return tr("%1 is not read whole here; open the row to edit it.").arg(shown->column.name);
    if (std::holds_alternative<core::UseDefault>(value))
        return shown->column.defaultExpression ? QString() : tr("%1 has no default.").arg(shown->column.name);
    const auto *given = std::get_if<core::Value>(&value);
    if (given && given->isNull() && shown->required)
        return tr("%1 must have a value: the column is NOT NULL.").arg(shown->column.name);
    if (given && !given->isNull() && shown->isNumeric())
        return tr("%1 holds numbers, no text.").arg(shown->column.name);
    return {};
}

bool ChildRowsModel::isAlready(const QModelIndex &index, const core::NewValue &value) const
{
    const Field *shown = field(index.column());
    const FieldState state = shown ? stateOf(m_lines.at(index.row()), *shown) : FieldState();
    if (std::holds_alternative<core::UseDefault>(value) && state.unset)
        return true;
    return !state.unset && state.value == value;
}

int ChildRowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int ChildRowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_fields.size()) + 1;
}

FieldState ChildRowsModel::stateOf(const Line &line, const Field &field) const
{
    const QString &name = field.column.name;
    FieldState state;
    state.stored = line.stored.value(name);
    state.value = line.shown.value(name, core::Value());
    state.unset = line.related.row.isNew() && !line.shown.contains(name);
    state.unknown = !line.related.row.isNew() && !line.shown.contains(name);
    state.modified = line.shown.contains(name) && state.value != core::NewValue(state.stored);
    if (const auto size = line.cutSizes.constFind(name); size != line.cutSizes.cend() && !state.modified)
        state.cutSize = *size;
    return state;
}

bool ChildRowsModel::isEditable(const Line &line, const Field &field) const
{
    const bool stays = line.related.isThere();
    if (!m_editable || !stays || !field.readOnlyBecause.isEmpty() || field.relation)
        return false;
    const FieldState state = stateOf(line, field);
    if (state.cutSize || state.unknown)
        return false;
    if (std::holds_alternative<core::UseDefault>(state.value))
        return true;
    const auto *value = std::get_if<core::Value>(&state.value);
    if (!value || !cannotEditBecause(*value).isEmpty())
        return false;
    const QString text = value->display(); // a line has no room for several
    return !text.contains(u'\n') && !text.contains(u'\r');
}

QString ChildRowsModel::keyText(const Line &line) const
{
    if (line.related.row.isNew())
        return tr("new");
    QStringList parts;
    for (const QString &column : m_keyColumns)
        parts.append(visibleText(line.stored.value(column).display(), 60));
    const QString text = parts.join(u", "_s);
    return parts.size() == 1 && line.stored.value(m_keyColumns.constFirst()).isNumber() ? QString(u'#' + text) : text;
}

QString ChildRowsModel::shownText(const Line &line, const Field &field) const
{
    const FieldState state = stateOf(line, field);
    if (field.relation) {
        if (const QString label = m_labelOf(*field.relation, line.shown); !label.isEmpty())
            return visibleText(label);
    }
    const auto *value = std::get_if<core::Value>(&state.value);
    if (!value || value->isNull() || state.unset || state.unknown)
        return {};
    return visibleText(core::shownValue(*value, &field.format, state.cutSize));
}

/// A new row's empty cells say what belongs there.
QString ChildRowsModel::standIn(const Line &line, const Field &field) const
{
    const FieldState state = stateOf(line, field);
    if (state.unset && !field.column.defaultExpression && !field.generatedKey)
        return field.required ? tr("%1, required").arg(field.column.name) : field.column.name;
    return placeholderText(field, state);
}

QString ChildRowsModel::toolTip(const Line &line, int column) const
{
    const Field *shown = field(column);
    QStringList parts;
    if (!shown) {
        parts.append(tr("Key %1").arg(keyText(line)));
    } else {
        const QString text = shownText(line, *shown);
        parts.append(shown->column.name + u": "_s + (text.isEmpty() ? standIn(line, *shown) : text));
        const core::NewValue held = line.shown.value(shown->column.name, core::Value());
        const auto *key = std::get_if<core::Value>(&held);
        if (shown->relation && key && !key->isNull())
            parts.append(tr("→ %1 %2").arg(shown->relation->to.display(), visibleText(key->display(), 60)));
    }
    if (const QString state = toText(line.related.state); !state.isEmpty())
        parts.append(state);
    return plainToolTip(parts.join(u'\n'));
}

QVariant ChildRowsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !checkIndex(index))
        return {};
    const Line &line = m_lines.at(index.row());
    const Field *shown = field(index.column());
    switch (role) {
    case Qt::DisplayRole: {
        const QString text = shown ? shownText(line, *shown) : keyText(line);
        return shown && text.isEmpty() ? standIn(line, *shown) : text;
    }
    case FaintRole:
        return shown && shownText(line, *shown).isEmpty();
    case Qt::EditRole:
        return shown ? editText(stateOf(line, *shown), *shown) : QString();
    case StateRole:
        return int(line.related.state);
    case ModifiedRole:
        return shown && line.related.state != State::Added && stateOf(line, *shown).modified;
    case KeyRole:
        return !shown;
    case Qt::ToolTipRole:
        return toolTip(line, index.column());
    case Qt::AccessibleTextRole: {
        const QString text = data(index, Qt::DisplayRole).toString();
        const QString state = toText(line.related.state);
        return state.isEmpty() ? text : QString(text + u", "_s + state);
    }
    default:
        return {};
    }
}

Qt::ItemFlags ChildRowsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || !checkIndex(index))
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    const Field *shown = field(index.column());
    if (shown && isEditable(m_lines.at(index.row()), *shown))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool ChildRowsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    const Line line = m_lines.at(index.row()); // staging changes the lines
    const Field shown = *field(index.column());
    const QString text = value.toString();
    const bool isText = !shown.isNumeric() && shown.format.kind == core::ColumnFormat::Kind::Plain;
    if (text.isEmpty() && !isText) // where a number or a time has to be, nothing means NULL
        return !shown.required && m_stage(line, shown.column.name, core::Value::null());
    return m_stage(line, shown.column.name,
                   valueFromInput(text, shown, m_dialect, line.stored.value(shown.column.name)));
}

} // namespace ui

#include "moc_childrowsmodel.cpp"
