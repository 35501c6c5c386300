// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation.h"

namespace ui {

void Navigation::visit(const Place &next)
{
    if (m_at >= 0 && m_places.at(m_at) == next)
        return;
    m_places.resize(m_at + 1);
    m_places.append(next);
    if (m_places.size() > keptAtMost)
        m_places.removeFirst();
    m_at = m_places.size() - 1;
}

void Navigation::update(const Place &current)
{
    if (m_at >= 0 && m_places.at(m_at).samePage(current))
        m_places[m_at] = current;
}

std::optional<Place> Navigation::back()
{
    if (!canGoBack())
        return std::nullopt;
    return m_places.at(--m_at);
}

std::optional<Place> Navigation::forward()
{
    if (!canGoForward())
        return std::nullopt;
    return m_places.at(++m_at);
}

void Navigation::clear()
{
    m_places.clear();
    m_at = -1;
}

} // namespace ui
