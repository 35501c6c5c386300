// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/row/field.h"
#include "ui/row/valueeditor.h"

#include <QWidget>

#include <functional>
#include <optional>

class QAction;
class QBoxLayout;
class QMenu;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace ui {

class PlainLabel;

/// One column of the row on view: name, facts, editor, and NULL, DEFAULT and '' as three things of their own.
/// What is typed is handed on when the field loses the focus, on Enter, and on commit(); Esc takes it back. When it is
/// refused it stays as typed, with the reason below.
class FieldRow : public QWidget {
    Q_OBJECT

public:
    /// Stages what a person wants the field to be; none: the staged change taken back.
    using Stage = std::function<core::Result<core::Done>(const std::optional<core::NewValue> &value)>;

    FieldRow(const Field &field, const core::Dialect &dialect, Stage stage, QWidget *parent = nullptr);

    [[nodiscard]] const Field &field() const { return m_field; }
    [[nodiscard]] const FieldState &state() const { return m_state; }
    /// What is being typed is kept, unless `force` (another row).
    void setState(const FieldState &state, bool force);
    void setFormat(const core::ColumnFormat &format);
    void setRowReadOnly(const QString &because); ///< the whole row; empty: it can be edited
    void setLabel(const QString &label);   ///< what the row is called that it refers to; empty: nothing to say
    void showError(const QString &message); ///< empty: none any more
    void pick();                            ///< asks for the picker, if a row can be chosen here
    void commit();
    bool take(const core::NewValue &value); ///< as if it had been typed; false: refused, and said so in place
    [[nodiscard]] QString readOnlyBecause() const; ///< as said in place; empty when it can be edited
    [[nodiscard]] ValueEditor &editor() { return *m_editor; }

Q_SIGNALS:
    void followRequested(bool newTab);
    void pickRequested(const QString &text); ///< what was typed is to be searched for, and no value any more
    void loadRequested(); ///< a file as the value
    void saveRequested(); ///< the value as a file
    void wholeRequested(); ///< the value is cut, and a person wants to see or edit all of it

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeRelationButtons(QBoxLayout *line);
    void makeMenu();
    void makeEditor(ValueEditor::Kind kind);
    void refreshEditor();
    void refreshNote();
    void editAsText(bool asText);
    [[nodiscard]] Field editedField() const;
    [[nodiscard]] Judgement unsaid(const Judgement &judgement) const;
    [[nodiscard]] Judgement judgement() const; ///< of what is typed, else staged
    bool stage(const std::optional<core::NewValue> &value);
    [[nodiscard]] bool handleKey(int key, Qt::KeyboardModifiers modifiers, bool perform);
    [[nodiscard]] bool canSetNull() const;
    [[nodiscard]] bool canSetDefault() const;
    [[nodiscard]] bool canSetEmpty() const;

    Field m_field;
    const core::Dialect &m_dialect;
    Stage m_stage;
    FieldState m_state;
    QString m_rowReadOnly;
    QString m_error;
    QString m_label;
    bool m_asText = false;
    bool m_madeAsText = false; ///< the editor on view was made for that
    bool m_staging = false; ///< what comes back now is what was handed on

    ValueEditor::Kind m_kind = ValueEditor::Kind::Line;
    ValueEditor *m_editor = nullptr;
    QVBoxLayout *m_place = nullptr;
    QWidget *m_head = nullptr;
    PlainLabel *m_facts = nullptr;
    PlainLabel *m_note = nullptr;
    QToolButton *m_pick = nullptr;
    QToolButton *m_follow = nullptr;
    QToolButton *m_more = nullptr;
    QPushButton *m_load = nullptr;
    QAction *m_setNull = nullptr;
    QAction *m_setDefault = nullptr;
    QAction *m_setEmpty = nullptr;
    QAction *m_takeBack = nullptr;
    QAction *m_editAsText = nullptr;
};

} // namespace ui
