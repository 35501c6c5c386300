// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/arrayeditor.h"

#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QHBoxLayout>
#include <QListView>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int mostLines = 8; ///< on view at once

} // namespace

ArrayEditor::ArrayEditor(const Field &field, const core::Dialect &dialect, QWidget *parent)
    : ValueEditor(parent)
    , m_field(field)
    , m_dialect(dialect)
    , m_model(new ArrayModel(this))
    , m_list(new QListView(this))
    , m_nothing(new PlainLabel(PlainLabel::Role::Small))
{
    auto *all = plainLayout<QVBoxLayout>(this, 0, 2);
    m_list->setModel(m_model);
    m_list->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed
                            | QAbstractItemView::AnyKeyPressed);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    all->addWidget(m_list);
    setFocusProxy(m_list);
    auto *line = plainLayout<QHBoxLayout>(nullptr, 0, 2);
    m_nothing->setObjectName(u"array-nothing"_s);
    line->addWidget(m_nothing, 1);
    m_add = addButton(line, u"array-add"_s, Icon::Plus, tr("Add an element (Insert)"), &ArrayEditor::addElement);
    m_null = addButton(line, u"array-null"_s, Icon::Minus, tr("Make the element NULL (Alt+N)"), &ArrayEditor::makeNull);
    m_remove =
        addButton(line, u"array-remove"_s, Icon::Trash, tr("Remove the element (Delete)"), &ArrayEditor::removeElement);
    all->addLayout(line);
    connect(m_model, &ArrayModel::elementsChanged, this, &ArrayEditor::take);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ArrayEditor::refresh);
    connect(m_list->itemDelegate(), &QAbstractItemDelegate::closeEditor, this,
            [this](QWidget *, QAbstractItemDelegate::EndEditHint hint) {
                editorClosed(hint != QAbstractItemDelegate::RevertModelCache);
            });
    refresh();
}

QToolButton *ArrayEditor::addButton(QHBoxLayout *line, const QString &name, Icon icon, const QString &toolTip,
                                    void (ArrayEditor::*does)())
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(Theme::current().icon(icon));
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    setLook(button, ButtonLook::Flat);
    setTight(button);
    connect(button, &QToolButton::clicked, this, does);
    line->addWidget(button);
    return button;
}

int ArrayEditor::current() const
{
    return m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1;
}

void ArrayEditor::show(const FieldState &state)
{
    const auto *value = std::get_if<core::Value>(&state.value);
    const bool nothing = state.unset || !value || value->isNull() || state.mixed > 0;
    const auto elements = nothing ? std::nullopt : core::arrayElements(value->display());
    const int row = current();
    m_shown = elements.value_or(core::ArrayElements());
    m_placeholder = nothing ? placeholderText(m_field, state) : tr("no elements");
    m_changed = false;
    m_fresh = -1;
    m_model->setElements(m_shown);
    if (row >= 0 && !m_list->currentIndex().isValid() && !m_shown.isEmpty())
        m_list->setCurrentIndex(m_model->index(std::min(row, static_cast<int>(m_shown.size()) - 1)));
    refresh();
}

std::optional<core::Value> ArrayEditor::typed() const
{
    if (!m_changed)
        return std::nullopt;
    return m_dialect.valueFromText(core::arrayText(m_model->elements()), m_field.column.valueType());
}

void ArrayEditor::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_model->setReadOnly(readOnly);
    refresh();
}

QWidget *ArrayEditor::input() const
{
    return m_list;
}

bool ArrayEditor::handleKey(int key, Qt::KeyboardModifiers modifiers, bool perform)
{
    const auto does = [&](bool can, auto what) {
        if (can && perform && !m_readOnly)
            what();
        return can;
    };
    const bool any = current() >= 0;
    if (modifiers == Qt::NoModifier && key == Qt::Key_Insert)
        return does(true, [this] { addElement(); });
    if (modifiers == Qt::NoModifier && key == Qt::Key_Delete)
        return does(any, [this] { removeElement(); });
    if (modifiers == Qt::NoModifier && (key == Qt::Key_Return || key == Qt::Key_Enter))
        return does(any, [this] { m_list->edit(m_list->currentIndex()); });
    if (modifiers == Qt::AltModifier && key == Qt::Key_N)
        return does(any, [this] { makeNull(); });
    if (modifiers == Qt::AltModifier && key == Qt::Key_Up)
        return does(any, [this] { moveBy(-1); });
    if (modifiers == Qt::AltModifier && key == Qt::Key_Down)
        return does(any, [this] { moveBy(1); });
    return false;
}

/// After the current one; taken when something has been typed.
void ArrayEditor::addElement()
{
    if (m_readOnly)
        return;
    const int row = current() + 1 > 0 && current() >= 0 ? current() + 1 : m_model->rowCount();
    m_model->insert(row, QString());
    m_fresh = row;
    refresh();
    m_list->setCurrentIndex(m_model->index(row));
    m_list->edit(m_model->index(row));
}

void ArrayEditor::editorClosed(bool given)
{
    const int fresh = std::exchange(m_fresh, -1);
    if (fresh < 0 || fresh >= m_model->rowCount())
        return;
    if (given) {
        take(); // also where the line stayed empty: that is empty text
        return;
    }
    m_model->remove(fresh);
    refresh();
}

void ArrayEditor::removeElement()
{
    if (current() < 0 || m_readOnly)
        return;
    m_model->remove(current());
    take();
}

void ArrayEditor::makeNull()
{
    if (current() >= 0 && !m_readOnly)
        m_model->setNull(current());
}

void ArrayEditor::moveBy(int way)
{
    const int to = current() + way;
    if (current() >= 0 && to >= 0 && to < m_model->rowCount() && !m_readOnly)
        m_model->move(current(), to);
}

void ArrayEditor::take()
{
    if (m_fresh >= 0)
        return; // once, when its line is closed
    m_changed = true;
    refresh();
    Q_EMIT edited();
    Q_EMIT finished();
}

void ArrayEditor::refresh()
{
    const int rows = m_model->rowCount();
    const int lines = std::clamp(rows, 1, mostLines);
    m_list->setFixedHeight(lines * Theme::controlHeight + 2 * m_list->frameWidth() + 2);
    m_nothing->setText(rows == 0 ? m_placeholder : rows == 1 ? tr("1 element") : tr("%1 elements").arg(rows));
    m_add->setEnabled(!m_readOnly);
    m_null->setEnabled(!m_readOnly && current() >= 0 && m_model->elements().value(current()).has_value());
    m_remove->setEnabled(!m_readOnly && current() >= 0);
}

} // namespace ui

#include "moc_arrayeditor.cpp"
