// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/fieldrow.h"

#include "core/rows/columnvalue.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

FieldRow::FieldRow(const Field &field, const core::Dialect &dialect, Stage stage, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_dialect(dialect)
    , m_stage(std::move(stage))
    , m_facts(new PlainLabel(PlainLabel::Role::Small, factsText(field)))
    , m_note(new PlainLabel(PlainLabel::Role::Small))
{
    setObjectName(u"field-"_s + field.column.name);
    auto *all = plainLayout<QVBoxLayout>(this, 0, 3);
    m_head = new QWidget(this);
    m_head->setObjectName(u"field-head"_s);
    m_head->setToolTip(plainToolTip(allFactsText(field)));
    auto *head = plainLayout<QHBoxLayout>(m_head, 0, 6);
    auto *name = new PlainLabel(PlainLabel::Role::Small, field.column.name);
    name->setElided(true);
    head->addWidget(name); // whole, as long as there is room for some facts
    m_facts->setObjectName(u"field-facts"_s);
    m_facts->setElided(true);
    m_facts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    head->addWidget(m_facts, 1);
    all->addWidget(m_head);

    auto *line = new QHBoxLayout;
    line->setSpacing(2);
    m_place = plainLayout<QVBoxLayout>(nullptr);
    line->addLayout(m_place, 1);
    makeEditor(ValueEditor::kindFor(m_field, m_state)); // before the buttons: the focus goes in this order
    makeRelationButtons(line);
    makeMenu();
    line->addWidget(m_more, 0, Qt::AlignTop);
    all->addLayout(line);

    m_note->setObjectName(u"field-note"_s);
    m_note->setWordWrap(true);
    all->addWidget(m_note);
    m_load = new QPushButton(tr("Load the whole value"), this);
    m_load->setObjectName(u"field-load"_s);
    m_load->setAccessibleName(tr("Load the whole value of %1").arg(m_field.column.name));
    connect(m_load, &QPushButton::clicked, this, &FieldRow::wholeRequested);
    all->addWidget(m_load, 0, Qt::AlignLeft);
    refreshEditor();
}

void FieldRow::makeRelationButtons(QBoxLayout *line)
{
    m_pick = new QToolButton(this);
    m_pick->setObjectName(u"field-pick"_s);
    m_pick->setIcon(Theme::current().icon(Icon::Search));
    setLook(m_pick, ButtonLook::Flat);
    m_pick->setVisible(m_field.relation.has_value());
    if (m_field.relation)
        m_pick->setToolTip(plainToolTip(tr("Choose a row of %1 (Alt+Down)").arg(m_field.relation->to.display())));
    m_pick->setAccessibleName(tr("Choose the row that %1 refers to").arg(m_field.column.name));
    connect(m_pick, &QToolButton::clicked, this, &FieldRow::pick);
    line->addWidget(m_pick, 0, Qt::AlignTop);
    m_follow = new QToolButton(this);
    m_follow->setObjectName(u"field-follow"_s);
    m_follow->setIcon(Theme::current().icon(Icon::Link));
    setLook(m_follow, ButtonLook::Flat);
    m_follow->setVisible(m_field.relation.has_value());
    if (m_field.relation)
        m_follow->setToolTip(plainToolTip(tr("Go to the row of %1 (Ctrl: in a new tab)").arg(m_field.relation->to.display())));
    m_follow->setAccessibleName(tr("Follow"));
    connect(m_follow, &QToolButton::clicked, this,
            [this] { Q_EMIT followRequested(QApplication::keyboardModifiers().testFlag(Qt::ControlModifier)); });
    line->addWidget(m_follow, 0, Qt::AlignTop);
}

void FieldRow::makeMenu()
{
    m_more = new QToolButton(this);
    m_more->setObjectName(u"field-more"_s);
    m_more->setIcon(Theme::current().icon(Icon::Dots));
    m_more->setToolTip(tr("NULL, DEFAULT, empty text"));
    m_more->setAccessibleName(tr("Value of %1").arg(m_field.column.name));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setFocusPolicy(Qt::TabFocus);
    setLook(m_more, ButtonLook::Flat);
    auto *menu = new QMenu(m_more);
    const auto add = [&](const QString &name, const QString &text, auto handler) {
        auto *action = new QAction(text, menu);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, handler);
        menu->addAction(action);
        return action;
    };
    // The keys stand in the text only: as shortcuts of actions they would compete with the window's.
    m_setNull = add(u"field-set-null"_s, tr("Set NULL\tCtrl+Alt+N"), [this] { stage(core::Value::null()); });
    m_setDefault = add(u"field-set-default"_s, tr("Set DEFAULT\tCtrl+Alt+D"), [this] { stage(core::UseDefault()); });
    m_setEmpty = add(u"field-set-empty"_s, tr("Set empty text ''\tAlt+Backspace"),
                     [this] { stage(core::Value::text(QString())); });
    menu->addSeparator();
    m_takeBack = add(u"field-take-back"_s, tr("Take the change back"), [this] { stage(std::nullopt); });
    m_editAsText = add(u"field-as-text"_s, tr("Edit as stored"), [this] {
        m_asText = true;
        refreshEditor();
        m_editor->setFocus();
    });
    m_more->setMenu(menu);
}

void FieldRow::makeEditor(ValueEditor::Kind kind)
{
    const bool hadFocus = m_editor && m_editor->input()->hasFocus();
    ValueEditor *old = m_editor;
    m_kind = kind;
    Field field = m_field;
    if (m_asText)
        field.format = {};
    m_editor = ValueEditor::make(kind, field, m_dialect, this);
    m_editor->input()->setObjectName(u"value-"_s + m_field.column.name);
    m_editor->input()->setAccessibleName(m_field.column.name);
    m_editor->input()->installEventFilter(this);
    connect(m_editor, &ValueEditor::finished, this, &FieldRow::commit);
    m_editor->setLabel(m_label);
    m_place->addWidget(m_editor);
    setFocusProxy(m_editor);
    if (old)
        setTabOrder(old->input(), m_editor->input());
    if (hadFocus)
        m_editor->setFocus();
    if (old) {
        old->input()->removeEventFilter(this);
        old->hide();
        old->deleteLater();
    }
}

void FieldRow::setState(const FieldState &state, bool force)
{
    if (!force && !m_staging && (state == m_state || m_editor->typed()))
        return; // what is being typed is handed on soon, and then this is called again
    m_state = state;
    if (force)
        m_asText = false;
    m_error.clear();
    refreshEditor();
}

void FieldRow::setFormat(const core::ColumnFormat &format)
{
    if (m_field.format == format)
        return;
    m_field.format = format;
    m_facts->setText(factsText(m_field));
    m_head->setToolTip(plainToolTip(allFactsText(m_field)));
    if (!m_editor->typed()) {
        makeEditor(ValueEditor::kindFor(m_field, m_state));
        refreshEditor();
    }
}

void FieldRow::setRowReadOnly(const QString &because)
{
    if (m_rowReadOnly == because)
        return;
    m_rowReadOnly = because;
    refreshEditor();
}

QString FieldRow::readOnlyBecause() const
{
    if (!m_rowReadOnly.isEmpty())
        return m_rowReadOnly;
    if (!m_field.readOnlyBecause.isEmpty())
        return m_field.readOnlyBecause;
    if (m_state.cutSize)
        return tr("%1 bytes; only the beginning is read. Load the whole to edit it.")
            .arg(QLocale().toString(*m_state.cutSize));
    const auto *value = std::get_if<core::Value>(&m_state.value);
    return value ? cannotEditBecause(*value) : QString();
}

void FieldRow::refreshEditor()
{
    Field field = m_field;
    if (m_asText)
        field.format = {};
    const ValueEditor::Kind kind = ValueEditor::kindFor(field, m_state);
    if (kind != m_kind || m_asText)
        makeEditor(kind);
    m_editor->show(m_state);
    m_editor->setReadOnly(m_state.locked || !readOnlyBecause().isEmpty());
    const bool fixed = m_state.locked || m_state.cutSize || !m_rowReadOnly.isEmpty() || !m_field.readOnlyBecause.isEmpty();
    m_setNull->setEnabled(!fixed && canSetNull());
    m_setDefault->setEnabled(!fixed && canSetDefault());
    m_setEmpty->setEnabled(!fixed && canSetEmpty());
    m_takeBack->setEnabled(!fixed && m_state.modified);
    m_editAsText->setVisible(m_field.format.kind != core::ColumnFormat::Kind::Plain);
    m_more->setEnabled(!fixed);
    m_load->setVisible(m_state.cutSize.has_value());
    const auto *value = std::get_if<core::Value>(&m_state.value);
    const bool leads = value ? !value->isNull() && !m_state.unset
                             : std::holds_alternative<core::KeyOfInserted>(m_state.value);
    m_follow->setEnabled(leads);
    m_pick->setEnabled(!fixed && m_field.relation);
    refreshNote();
}

void FieldRow::refreshNote()
{
    // A row that cannot be edited says so once, at its head.
    QString note = !m_error.isEmpty() ? m_error : m_rowReadOnly.isEmpty() ? readOnlyBecause() : QString();
    if (note.isEmpty())
        note = misfit();
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    QWidget *input = m_editor->input();
    input->setProperty("state", !m_error.isEmpty() ? u"invalid"_s : m_state.modified ? u"modified"_s : QString());
    input->style()->unpolish(input);
    input->style()->polish(input);
    input->update();
}

QString FieldRow::misfit() const
{
    const auto *value = std::get_if<core::Value>(&m_state.value);
    return value && m_state.modified ? core::misfit(*value, m_field.column, m_field.format, m_dialect) : QString();
}

bool FieldRow::canSetNull() const
{
    const auto *value = std::get_if<core::Value>(&m_state.value);
    return !m_field.required && !(value && value->isNull() && !m_state.unset);
}

bool FieldRow::canSetDefault() const
{
    return m_field.column.defaultExpression.has_value() && std::holds_alternative<core::Value>(m_state.value)
        && !m_state.unset;
}

bool FieldRow::canSetEmpty() const
{
    return !m_field.isNumeric();
}

bool FieldRow::stage(const std::optional<core::NewValue> &value)
{
    m_staging = true;
    const auto staged = m_stage(value);
    m_staging = false;
    m_error = staged ? QString() : staged.error().message;
    if (staged)
        m_editor->show(m_state);
    refreshNote();
    return staged.ok();
}

void FieldRow::setLabel(const QString &label)
{
    m_label = label;
    m_editor->setLabel(label);
}

void FieldRow::showError(const QString &message)
{
    m_error = message;
    refreshNote();
}

void FieldRow::pick()
{
    if (!m_pick->isEnabled())
        return;
    QString text;
    if (const auto typed = m_editor->typed()) {
        text = typed->isNull() ? QString() : typed->display();
        m_editor->show(m_state);
    }
    Q_EMIT pickRequested(text);
}

void FieldRow::commit()
{
    if (const auto typed = m_editor->typed())
        stage(core::NewValue(*typed));
}

bool FieldRow::handleKey(int key, Qt::KeyboardModifiers modifiers, bool perform)
{
    const auto does = [&](QAction *action) {
        if (perform && action->isEnabled())
            action->trigger();
        return true;
    };
    if (modifiers == (Qt::ControlModifier | Qt::AltModifier) && key == Qt::Key_N)
        return does(m_setNull);
    if (modifiers == (Qt::ControlModifier | Qt::AltModifier) && key == Qt::Key_D)
        return does(m_setDefault);
    if (modifiers == Qt::AltModifier && key == Qt::Key_Backspace)
        return does(m_setEmpty);
    if (modifiers == Qt::NoModifier && key == Qt::Key_F4 && m_field.relation) {
        if (perform && m_follow->isEnabled())
            Q_EMIT followRequested(false);
        return true;
    }
    const bool picks = (modifiers == Qt::AltModifier && key == Qt::Key_Down)
        || (modifiers == Qt::NoModifier && key == Qt::Key_F2);
    if (picks && m_field.relation) {
        if (perform)
            pick();
        return true;
    }
    if (modifiers == Qt::ControlModifier && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
        if (perform)
            commit();
        return true;
    }
    if (modifiers == Qt::NoModifier && key == Qt::Key_Escape && m_editor->typed()) {
        if (perform)
            m_editor->show(m_state);
        return true;
    }
    return false;
}

bool FieldRow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_editor->input())
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::FocusOut:
        commit();
        break;
    case QEvent::ShortcutOverride: {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (handleKey(key->key(), key->modifiers(), false)) {
            event->accept();
            return true;
        }
        // With nothing typed, undo is the window's: it takes staged edits back.
        if ((key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) && !m_editor->canUndoTyping()) {
            event->ignore();
            return true;
        }
        break;
    }
    case QEvent::KeyPress: {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (handleKey(key->key(), key->modifiers(), true))
            return true;
        break;
    }
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui

#include "moc_fieldrow.cpp"
