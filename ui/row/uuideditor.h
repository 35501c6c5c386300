// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/row/texteditors.h"

namespace ui {

/// A UUID in its usual spelling, whether it is kept as text or as 16 bytes, with a button that makes a new one.
class UuidEditor : public LineEditor {
    Q_OBJECT

public:
    UuidEditor(const Field &field, const core::Dialect &dialect, QWidget *parent);
    [[nodiscard]] bool handleKey(int key, Qt::KeyboardModifiers modifiers, bool perform) override;

protected:
    [[nodiscard]] std::optional<QString> readable(const core::Value &value) const override;
    [[nodiscard]] core::Value valueOf(const QString &text) const override;

private:
    void generate();
    [[nodiscard]] bool keepsBytes() const;
};

} // namespace ui
