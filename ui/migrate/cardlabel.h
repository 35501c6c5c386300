// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/plainlabel.h"

#include <QFont>
#include <QHash>

namespace ui {

/// A label of several lines whose text can be selected, on a card among dozens. QLabel lays such a text out anew each
/// time it is asked how high it would be, and whenever one card of a column changes, all of them are asked, several
/// times: here the answers are kept as long as text and font are the same.
class CardLabel : public PlainLabel {
    Q_OBJECT

public:
    explicit CardLabel(Role role, const QString &text = {}, QWidget *parent = nullptr);

    [[nodiscard]] int heightForWidth(int width) const override;

private:
    mutable QString m_text; ///< of the answers
    mutable QFont m_font; ///< likewise
    mutable QMargins m_margins; ///< likewise
    mutable QHash<int, int> m_heights; ///< by width
};

} // namespace ui
