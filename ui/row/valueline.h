// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace ui {

/// A line in the font of values. Placeholders stand for what is no text (NULL, DEFAULT, ''), so they are italic, and
/// only they; values that differ from row to row are upright.
class ValueLine : public QLineEdit {
    Q_OBJECT

public:
    explicit ValueLine(QWidget *parent);
    void setMixed(bool mixed); ///< the placeholder stands for values that differ

protected:
    void inputMethodEvent(QInputMethodEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_composing = false;
    bool m_mixed = false;
};

} // namespace ui
