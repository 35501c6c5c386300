// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/pagecache.h"

#include <utility>

namespace core {

namespace {

constexpr size_t allocation = 32; ///< what a piece of memory costs beyond what was asked for: its head, and rounding

[[nodiscard]] size_t heldBytes(const Value &value)
{
    switch (value.kind()) {
    case Value::Kind::Null:
    case Value::Kind::Integer:
    case Value::Kind::Real:
        return 0;
    case Value::Kind::Text:
    case Value::Kind::Blob:
    case Value::Kind::Typed:
        break;
    }
    return static_cast<size_t>(value.bytes().size()) + allocation;
}

[[nodiscard]] size_t bytesOf(const RowPage &page)
{
    size_t bytes = sizeof(RowPage) + page.cells.size() * sizeof(Value) + page.keys.size() * sizeof(RowKey);
    for (const Value &cell : page.cells)
        bytes += heldBytes(cell);
    for (const RowKey &key : page.keys) {
        bytes += static_cast<size_t>(key.values.size()) * sizeof(Value) + allocation;
        for (const Value &value : key.values)
            bytes += heldBytes(value);
    }
    return bytes;
}

} // namespace

const PageCache::Entry *PageCache::find(qint64 pageIndex)
{
    const auto it = m_index.find(pageIndex);
    if (it == m_index.end())
        return nullptr;
    m_slots.splice(m_slots.begin(), m_slots, it->second);
    return &it->second->entry;
}

void PageCache::insert(qint64 pageIndex, RowPagePtr page, bool stale)
{
    const size_t bytes = bytesOf(*page);
    if (find(pageIndex)) {
        Slot &slot = m_slots.front();
        m_bytes -= std::exchange(slot.bytes, bytes);
        slot.entry = {std::move(page), stale};
    } else {
        m_slots.push_front({pageIndex, {std::move(page), stale}, bytes});
        m_index[pageIndex] = m_slots.begin();
    }
    m_bytes += bytes;
    while (m_bytes > mostBytes && m_slots.size() > fewestPages) {
        m_bytes -= m_slots.back().bytes;
        m_index.erase(m_slots.back().index);
        m_slots.pop_back();
    }
}

void PageCache::markAllStale()
{
    markStaleIf([](qint64, const RowPage &) { return true; });
}

void PageCache::insertStale(const PageCache &other)
{
    for (auto slot = other.m_slots.rbegin(); slot != other.m_slots.rend(); ++slot)
        insert(slot->index, slot->entry.page);
    markAllStale();
}

} // namespace core
