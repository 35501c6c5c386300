// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/fieldrow.h"

#include "core/rows/columnvalue.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QLineEdit>
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
    setTight(m_pick);
    line->addWidget(m_pick, 0, Qt::AlignTop);
    m_follow = new QToolButton(this);
    m_follow->setObjectName(u"field-follow"_s);
    m_follow->setIcon(Theme::current().icon(Icon::Link));
    setLook(m_follow, ButtonLook::Flat);
    m_follow->setVisible(m_field.relation.has_value());
    if (m_field.relation)
        m_follow->setToolTip(
            plainToolTip(tr("Go to the row of %1 (Ctrl: in a new tab)").arg(m_field.relation->to.display())));
    m_follow->setAccessibleName(tr("Follow"));
    connect(m_follow, &QToolButton::clicked, this,
            [this] { Q_EMIT followRequested(QApplication::keyboardModifiers().testFlag(Qt::ControlModifier)); });
    setTight(m_follow);
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
    setTight(m_more);
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
    m_editAsText = add(u"field-as-text"_s, tr("Edit as stored\tCtrl+Alt+E"), [this] { editAsText(!m_asText); });
    m_editAsText->setCheckable(true);
    m_more->setMenu(menu);
}

Field FieldRow::editedField() const
{
    Field field = m_field;
    field.asText = m_asText;
    if (m_asText)
        field.format = {};
    return field;
}

void FieldRow::editAsText(bool asText)
{
    commit();
    m_asText = asText;
    refreshEditor();
    m_editor->setFocus();
}

void FieldRow::makeEditor(ValueEditor::Kind kind)
{
    const bool hadFocus = m_editor && m_editor->input()->hasFocus();
    ValueEditor *old = m_editor;
    m_kind = kind;
    m_madeAsText = m_asText;
    m_editor = ValueEditor::make(kind, editedField(), m_dialect, this);
    m_editor->input()->setObjectName(u"value-"_s + m_field.column.name);
    m_editor->input()->setAccessibleName(m_field.column.name);
    m_editor->input()->installEventFilter(this);
    connect(m_editor, &ValueEditor::finished, this, &FieldRow::commit);
    connect(m_editor, &ValueEditor::edited, this, [this] {
        m_error.clear(); // it was about what was typed before
        if (m_editor->isQuickToJudge())
            refreshNote();
    });
    connect(m_editor, &ValueEditor::loadRequested, this, &FieldRow::loadRequested);
    connect(m_editor, &ValueEditor::saveRequested, this, &FieldRow::saveRequested);
    m_editor->setLabel(m_label);
    m_place->addWidget(m_editor);
    setFocusProxy(m_editor);
    if (old)
        setTabOrder(old->input(), m_editor->input());
    QWidget *last = m_editor->input();
    for (QWidget *part : m_editor->findChildren<QWidget *>()) { // its buttons stand right after it, whenever it was made
        if (part == last || !(part->focusPolicy() & Qt::TabFocus) || part->window() != window())
            continue;
        setTabOrder(last, part);
        last = part;
    }
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
    if (!m_state.lockedBecause.isEmpty())
        return m_state.lockedBecause;
    if (m_state.cutSize)
        return tr("%1 bytes; only the beginning is read. Load the whole to edit it.")
            .arg(QLocale().toString(*m_state.cutSize));
    const auto *value = std::get_if<core::Value>(&m_state.value);
    return value ? cannotEditBecause(*value) : QString();
}

void FieldRow::refreshEditor()
{
    const ValueEditor::Kind kind = ValueEditor::kindFor(editedField(), m_state);
    if (kind != m_kind || m_asText != m_madeAsText)
        makeEditor(kind);
    m_editor->show(m_state);
    const bool fixed = m_state.locked || m_state.cutSize || !m_rowReadOnly.isEmpty()
        || !m_field.readOnlyBecause.isEmpty() || !m_state.lockedBecause.isEmpty();
    const bool bytes = kind == ValueEditor::Kind::Blob || kind == ValueEditor::Kind::Uuid; // loaded or made, not typed
    m_editor->setReadOnly(fixed || (!bytes && !readOnlyBecause().isEmpty()));
    m_setNull->setEnabled(!fixed && canSetNull());
    m_setDefault->setEnabled(!fixed && canSetDefault());
    m_setEmpty->setEnabled(!fixed && canSetEmpty());
    m_takeBack->setEnabled(!fixed && m_state.modified);
    m_editAsText->setVisible(m_field.format.kind != core::ColumnFormat::Kind::Plain || m_asText
                             || m_kind == ValueEditor::Kind::Blob || m_kind == ValueEditor::Kind::Array);
    m_editAsText->setChecked(m_asText);
    m_more->setEnabled(!fixed);
    m_load->setVisible(m_state.cutSize.has_value());
    const auto *value = std::get_if<core::Value>(&m_state.value);
    const bool leads =
        value ? !value->isNull() && !m_state.unset : std::holds_alternative<core::KeyOfInserted>(m_state.value);
    m_follow->setEnabled(leads);
    m_pick->setEnabled(!fixed && m_field.relation);
    refreshNote();
}

void FieldRow::refreshNote()
{
    // A row that cannot be edited says so once, at its head.
    QString note = !m_error.isEmpty() ? m_error : m_rowReadOnly.isEmpty() ? readOnlyBecause() : QString();
    const auto *value = std::get_if<core::Value>(&m_state.value);
    if (m_error.isEmpty() && value && note == cannotEditBecause(*value) && value->kind() == core::Value::Kind::Blob)
        note.clear(); // its editor has the ways to change it
    const Judgement judged = judgement();
    if (note.isEmpty())
        note = judged.text;
    if (note.isEmpty())
        note = m_state.problem;
    if (note.isEmpty() && m_state.unset && m_field.required && !m_field.generatedKey && !m_state.isMade
        && !m_field.column.defaultExpression && !m_editor->typed())
        note = tr("Needs a value.");
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    QWidget *input = m_editor->input();
    const bool invalid = !m_error.isEmpty() || judged.refused;
    const QString state = invalid ? u"invalid"_s : m_state.modified ? u"modified"_s : QString();
    if (input->property("state").toString() == state)
        return;
    input->setProperty("state", state);
    input->style()->unpolish(input);
    input->style()->polish(input);
    input->update();
}

/// The JSON editor itself says whether it is JSON, and where not.
Judgement FieldRow::unsaid(const Judgement &judgement) const
{
    return m_kind == ValueEditor::Kind::Json && !judgement.refused ? Judgement() : judgement;
}

Judgement FieldRow::judgement() const
{
    if (const auto typed = m_editor->typed()) {
        Judgement judgement = judged(*typed, m_field, m_dialect);
        const auto *line = qobject_cast<QLineEdit *>(m_editor->input());
        if (judgement.text.isEmpty() && line)
            judgement.text = core::rounding(line->text(), *typed);
        return unsaid(judgement);
    }
    const auto *value = std::get_if<core::Value>(&m_state.value);
    return value && m_state.modified && m_state.mixed == 0 ? unsaid(judged(*value, m_field, m_dialect)) : Judgement();
}

bool FieldRow::canSetNull() const
{
    const auto *value = std::get_if<core::Value>(&m_state.value);
    return !m_field.required && !(value && value->isNull() && !m_state.unset && m_state.mixed == 0);
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

bool FieldRow::take(const core::NewValue &value)
{
    return stage(value);
}

void FieldRow::commit()
{
    const auto typed = m_editor->typed();
    if (!typed)
        return;
    if (typed->isNull() && m_field.required && !m_field.generatedKey) { // emptied, and it may not be
        showError(judged(*typed, m_field, m_dialect).text);
        return;
    }
    stage(core::NewValue(*typed));
}

} // namespace ui

#include "moc_fieldrow.cpp"
