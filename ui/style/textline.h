// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include <limits>

namespace ui {

/// A line for values and SQL: however long a text is, all of it. A QLineEdit cuts at 32,767 characters without a word.
class TextLine : public QLineEdit {
public:
    explicit TextLine(QWidget *parent = nullptr)
        : QLineEdit(parent)
    {
        setMaxLength(std::numeric_limits<int>::max());
    }
};

} // namespace ui
