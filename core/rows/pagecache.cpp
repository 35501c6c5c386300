// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/pagecache.h"

namespace core {

const PageCache::Entry *PageCache::find(qint64 pageIndex)
{
    const auto it = m_pages.find(pageIndex);
    if (it == m_pages.end())
        return nullptr;
    m_order.splice(m_order.begin(), m_order, it->use);
    return &it->entry;
}

void PageCache::insert(qint64 pageIndex, RowPagePtr page)
{
    if (const auto it = m_pages.find(pageIndex); it != m_pages.end()) {
        it->entry = {std::move(page), false};
        m_order.splice(m_order.begin(), m_order, it->use);
        return;
    }
    m_order.push_front(pageIndex);
    m_pages.insert(pageIndex, {{std::move(page), false}, m_order.begin()});
    if (m_order.size() > mostPages) {
        m_pages.remove(m_order.back());
        m_order.pop_back();
    }
}

void PageCache::markAllStale()
{
    markStaleIf([](qint64, const RowPage &) { return true; });
}

void PageCache::insertStale(const PageCache &other)
{
    for (auto use = other.m_order.rbegin(); use != other.m_order.rend(); ++use)
        insert(*use, other.m_pages.constFind(*use)->entry.page);
    markAllStale();
}

} // namespace core
