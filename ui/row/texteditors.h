// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/row/valueeditor.h"

class QLineEdit;
class QPlainTextEdit;

namespace ui {

class PlainLabel;

/// One line: text, numbers of any size (as text, so without loss), times with the raw value beside.
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

private:
    void placeLabel();
    void placeRaw();
    bool eventFilter(QObject *watched, QEvent *event) override;

    Field m_field;
    const core::Dialect &m_dialect;
    QString m_shown;
    core::Value m_stored;
    bool m_nothing = false; ///< NULL or DEFAULT is on view
    QLineEdit *m_line = nullptr;
    QString m_label;             ///< see setLabel()
    PlainLabel *m_called = nullptr; ///< shows it, as much as fits
    PlainLabel *m_raw = nullptr; ///< the stored value of a formatted one
};

/// Several lines: long text, and JSON with a word on whether it is.
class TextEditor : public ValueEditor {
    Q_OBJECT

public:
    TextEditor(const Field &field, const core::Dialect &dialect, bool json, QWidget *parent);

    void show(const FieldState &state) override;
    [[nodiscard]] std::optional<core::Value> typed() const override;
    void setReadOnly(bool readOnly) override;
    [[nodiscard]] QWidget *input() const override;
    [[nodiscard]] bool canUndoTyping() const override;

private:
    [[nodiscard]] QString text() const;
    void sayValidity();

    Field m_field;
    const core::Dialect &m_dialect;
    QString m_shown;
    core::Value m_stored;
    bool m_nothing = false;
    bool m_carriageReturns = false; ///< lines end with \r\n, and will again
    QPlainTextEdit *m_edit = nullptr;
    PlainLabel *m_validity = nullptr; ///< JSON only
};

} // namespace ui
