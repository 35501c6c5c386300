// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/row/valueeditor.h"

class QCheckBox;
class QComboBox;

namespace ui {

/// A check box; NULL and DEFAULT stand in between until it is clicked.
class BooleanEditor : public ValueEditor {
    Q_OBJECT

public:
    BooleanEditor(const Field &field, QWidget *parent);

    void show(const FieldState &state) override;
    [[nodiscard]] std::optional<core::Value> typed() const override { return m_typed; }
    void setReadOnly(bool readOnly) override;
    [[nodiscard]] QWidget *input() const override;

private:
    void setDim(bool dim); ///< the words stand for no value

    Field m_field;
    std::optional<core::Value> m_typed;
    QCheckBox *m_box = nullptr;
};

/// The values that a CHECK allows; one that is stored and not among them is shown as what it is.
class EnumerationEditor : public ValueEditor {
    Q_OBJECT

public:
    EnumerationEditor(const Field &field, const core::Dialect &dialect, QWidget *parent);

    void show(const FieldState &state) override;
    [[nodiscard]] std::optional<core::Value> typed() const override { return m_typed; }
    void setReadOnly(bool readOnly) override;
    [[nodiscard]] QWidget *input() const override;

private:
    Field m_field;
    const core::Dialect &m_dialect;
    std::optional<core::Value> m_typed;
    QComboBox *m_box = nullptr;
};

} // namespace ui
