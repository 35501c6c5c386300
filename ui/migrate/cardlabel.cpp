// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/cardlabel.h"

namespace ui {

namespace {

constexpr qsizetype keptHeights = 16; ///< of one label: widths come and go while a splitter is dragged

} // namespace

CardLabel::CardLabel(Role role, const QString &text, QWidget *parent)
    : PlainLabel(role, text, parent)
{
    setWordWrap(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
}

int CardLabel::heightForWidth(int width) const
{
    if (m_text != text() || m_font != font() || m_margins != contentsMargins() || m_heights.size() >= keptHeights) {
        m_text = text();
        m_font = font();
        m_margins = contentsMargins();
        m_heights.clear();
    }
    const auto known = m_heights.constFind(width);
    if (known != m_heights.cend())
        return *known;
    return *m_heights.insert(width, PlainLabel::heightForWidth(width));
}

} // namespace ui

#include "moc_cardlabel.cpp"
