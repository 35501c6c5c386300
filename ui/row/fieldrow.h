// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/row/field.h"
#include "ui/row/valueeditor.h"

#include <QWidget>

#include <optional>

class QAction;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace ui {

class PlainLabel;

/// What a person wants a field to be; none: the staged change taken back. (A struct, since Qt's meta types cannot hold
/// an optional of a variant that has no order.)
struct FieldChange {
    std::optional<core::NewValue> value;
};

/// One column of the row on view: name, facts, editor, and NULL, DEFAULT and '' as three things of their own.
/// What is typed is handed on when the field loses the focus, on Enter, and on commit(); Esc takes it back.
class FieldRow : public QWidget {
    Q_OBJECT

public:
    FieldRow(const Field &field, const core::Dialect &dialect, QWidget *parent = nullptr);

    [[nodiscard]] const Field &field() const { return m_field; }
    [[nodiscard]] const FieldState &state() const { return m_state; }
    /// What is being typed is kept, unless `force` (another row).
    void setState(const FieldState &state, bool force);
    void setFormat(const core::ColumnFormat &format);
    void setRowReadOnly(const QString &because); ///< the whole row; empty: it can be edited
    void showError(const QString &message);      ///< until the next change
    void commit();
    [[nodiscard]] QString readOnlyBecause() const; ///< as said in place; empty when it can be edited
    [[nodiscard]] ValueEditor &editor() { return *m_editor; }

Q_SIGNALS:
    void changeRequested(const ui::FieldChange &change);
    void followRequested(bool newTab);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeMenu();
    void makeEditor(ValueEditor::Kind kind);
    void refreshEditor();
    void refreshNote();
    void request(const std::optional<core::NewValue> &value);
    [[nodiscard]] bool handleKey(int key, Qt::KeyboardModifiers modifiers, bool perform);
    [[nodiscard]] bool canSetNull() const;
    [[nodiscard]] bool canSetDefault() const;
    [[nodiscard]] bool canSetEmpty() const;

    Field m_field;
    const core::Dialect &m_dialect;
    FieldState m_state;
    QString m_rowReadOnly;
    QString m_error;
    bool m_asText = false;

    ValueEditor::Kind m_kind = ValueEditor::Kind::Line;
    ValueEditor *m_editor = nullptr;
    QVBoxLayout *m_place = nullptr;
    PlainLabel *m_facts = nullptr;
    PlainLabel *m_note = nullptr;
    QToolButton *m_follow = nullptr;
    QToolButton *m_more = nullptr;
    QAction *m_setNull = nullptr;
    QAction *m_setDefault = nullptr;
    QAction *m_setEmpty = nullptr;
    QAction *m_takeBack = nullptr;
    QAction *m_editAsText = nullptr;
};

} // namespace ui
