// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/row/arraymodel.h"
#include "ui/row/valueeditor.h"
#include "ui/style/theme.h"

class QHBoxLayout;
class QListView;
class QToolButton;

namespace ui {

class PlainLabel;

/// An array, one line per element; NULL is a state of its own. Each change is taken at once. F2, Enter or typing edits
/// the line, Insert adds one, Delete removes it, Alt+N makes it NULL, Alt+Up and Alt+Down move it.
class ArrayEditor : public ValueEditor {
    Q_OBJECT

public:
    ArrayEditor(const Field &field, const core::Dialect &dialect, QWidget *parent);

    void show(const FieldState &state) override;
    [[nodiscard]] std::optional<core::Value> typed() const override;
    void setReadOnly(bool readOnly) override;
    [[nodiscard]] QWidget *input() const override;
    [[nodiscard]] bool handleKey(int key, Qt::KeyboardModifiers modifiers, bool perform) override;

private:
    QToolButton *addButton(QHBoxLayout *line, const QString &name, Icon icon, const QString &toolTip,
                           void (ArrayEditor::*does)());
    void addElement();
    void removeElement();
    void makeNull();
    void moveBy(int way);
    void take();
    void refresh();
    void editorClosed(bool given);
    [[nodiscard]] int current() const;

    Field m_field;
    const core::Dialect &m_dialect;
    ArrayModel *m_model = nullptr;
    QListView *m_list = nullptr;
    PlainLabel *m_nothing = nullptr; ///< says so where there is no element
    QToolButton *m_add = nullptr;
    QToolButton *m_null = nullptr;
    QToolButton *m_remove = nullptr;
    core::ArrayElements m_shown;
    QString m_placeholder;
    bool m_changed = false;
    bool m_readOnly = false;
    int m_fresh = -1; ///< a line that was added and is being typed
};

} // namespace ui
