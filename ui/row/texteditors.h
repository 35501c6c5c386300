// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/row/valueeditor.h"
#include "ui/style/theme.h"

class QHBoxLayout;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;

namespace ui {

class PlainLabel;
class ValueLine;

/// One line: text, numbers of any size (as text, so without loss). Where a value is shown in other words than it is
/// stored in, the stored one stands beside it.
class LineEditor : public ValueEditor {
    Q_OBJECT

public:
    LineEditor(const Field &field, const core::Dialect &dialect, QWidget *parent);

    void show(const FieldState &state) override;
    [[nodiscard]] std::optional<core::Value> typed() const override;
    void setReadOnly(bool readOnly) override;
    [[nodiscard]] QWidget *input() const override;
    void setLabel(const QString &label) override;
    [[nodiscard]] bool canUndoTyping() const override;

protected:
    /// The value in words that a person reads and types; none: as it is stored.
    [[nodiscard]] virtual std::optional<QString> readable(const core::Value &value) const;
    [[nodiscard]] virtual core::Value valueOf(const QString &text) const;
    [[nodiscard]] const Field &field() const { return m_field; }
    [[nodiscard]] const core::Dialect &dialect() const { return m_dialect; }
    [[nodiscard]] const core::Value &stored() const { return m_stored; }
    [[nodiscard]] const core::Value &shownValue() const { return m_value; } ///< stored or staged; NULL for nothing
    [[nodiscard]] QLineEdit *line() const;
    /// A button beside the line, which is dead while nothing can be typed.
    QToolButton *addButton(const QString &name, Icon icon, const QString &toolTip);
    /// Ctrl+;, also where the semicolon is on a shifted key.
    [[nodiscard]] static bool isFillKey(int key, Qt::KeyboardModifiers modifiers);
    void fill(const QString &text); ///< as if it had been typed, and is to be taken now

private:
    void placeLabel();
    void placeRaw();
    bool eventFilter(QObject *watched, QEvent *event) override;

    Field m_field;
    const core::Dialect &m_dialect;
    QString m_shown;
    core::Value m_stored;
    core::Value m_value;
    bool m_nothing = false; ///< NULL or DEFAULT is on view
    bool m_filled = false; ///< see fill(): as good as typed
    ValueLine *m_line = nullptr;
    QHBoxLayout *m_across = nullptr;
    QList<QToolButton *> m_buttons;
    QString m_label; ///< see setLabel()
    PlainLabel *m_called = nullptr; ///< shows it, as much as fits
    PlainLabel *m_raw = nullptr; ///< the stored value of a formatted one
};

/// Several lines: long text.
class TextEditor : public ValueEditor {
    Q_OBJECT

public:
    TextEditor(const Field &field, const core::Dialect &dialect, QWidget *parent);

    void show(const FieldState &state) override;
    [[nodiscard]] std::optional<core::Value> typed() const override;
    void setReadOnly(bool readOnly) override;
    [[nodiscard]] QWidget *input() const override;
    [[nodiscard]] bool canUndoTyping() const override;
    [[nodiscard]] bool isQuickToJudge() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    [[nodiscard]] virtual core::Value valueOf(const QString &text) const;
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPlainTextEdit *edit() const { return m_edit; }

private:
    Field m_field;
    const core::Dialect &m_dialect;
    QString m_shown;
    core::Value m_stored;
    bool m_nothing = false;
    bool m_carriageReturns = false; ///< lines end with \r\n, and will again
    QPlainTextEdit *m_edit = nullptr;
};

} // namespace ui
