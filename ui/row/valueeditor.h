// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "ui/row/field.h"

#include <QWidget>

#include <optional>

namespace ui {

/// Edits one value. Shows a state, and keeps what a person typed over it until it is taken or shown anew. An untouched
/// editor answers nothing: what was not edited is never rewritten.
class ValueEditor : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Line, Text, Json, Boolean, Enumeration, Blob, Time, Uuid, Array };

    /// Which editor suits this value of this field; a value its own kind cannot hold without loss gets another.
    [[nodiscard]] static Kind kindFor(const Field &field, const FieldState &state);
    [[nodiscard]] static ValueEditor *make(Kind kind, const Field &field, const core::Dialect &dialect,
                                           QWidget *parent);

    explicit ValueEditor(QWidget *parent)
        : QWidget(parent)
    {
    }

    virtual void show(const FieldState &state) = 0; ///< drops what was typed
    using QWidget::show;
    [[nodiscard]] virtual std::optional<core::Value> typed() const = 0; ///< none: nothing was typed
    virtual void setReadOnly(bool readOnly) = 0;
    [[nodiscard]] virtual QWidget *input() const = 0; ///< what takes the focus and shows the frame
    /// What the row is called that the value refers to, shown beside it where there is room.
    virtual void setLabel(const QString &label) { Q_UNUSED(label) }
    [[nodiscard]] virtual bool canUndoTyping() const { return false; }
    /// A key of this kind of editor alone: whether it is one, and does it when told to.
    [[nodiscard]] virtual bool handleKey(int key, Qt::KeyboardModifiers modifiers, bool perform)
    {
        Q_UNUSED(key)
        Q_UNUSED(modifiers)
        Q_UNUSED(perform)
        return false;
    }
    /// What is typed is short enough to be judged with each key.
    [[nodiscard]] virtual bool isQuickToJudge() const { return true; }

Q_SIGNALS:
    void edited(); ///< something was typed
    void loadRequested(); ///< a file is to become the value
    void saveRequested(); ///< the value is to become a file
    void finished(); ///< a value was chosen, or Enter was pressed: take it now
};

/// Why text as it is stored cannot be typed over without loss; empty when it can.
[[nodiscard]] QString cannotEditBecause(const core::Value &value);

} // namespace ui
