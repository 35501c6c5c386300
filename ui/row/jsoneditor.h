// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/row/texteditors.h"

class QPushButton;

namespace core {
enum class JsonLayout;
}

namespace ui {

class JsonCheck;

/// JSON as text, coloured, with a word on whether it is JSON and where not, and its tokens laid out anew on request.
/// What is no JSON is text, and can be kept.
class JsonEditor : public TextEditor {
    Q_OBJECT

public:
    JsonEditor(const Field &field, const core::Dialect &dialect, QWidget *parent);

    void setReadOnly(bool readOnly) override;

protected:
    [[nodiscard]] core::Value valueOf(const QString &text) const override;

private:
    void sayValidity();
    void layOut(core::JsonLayout layout);
    void updateButtons();

    JsonCheck *m_check = nullptr;
    PlainLabel *m_validity = nullptr;
    QPushButton *m_format = nullptr;
    QPushButton *m_oneLine = nullptr;
};

} // namespace ui
