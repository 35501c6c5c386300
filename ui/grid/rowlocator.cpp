// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/rowlocator.h"

namespace ui {

namespace {

constexpr qsizetype mostRemembered = 64;

} // namespace

RowLocator::RowLocator(core::RowsModel &model, QObject *parent)
    : QObject(parent)
    , m_model(model)
{
    connect(&model, &core::RowsModel::contentChanged, this, &RowLocator::proceed);
    connect(&model, &core::RowsModel::rowsChanged, this, &RowLocator::proceed);
}

void RowLocator::remember(const core::RowKey &key, qint64 row)
{
    if (m_seen.size() >= mostRemembered)
        m_seen.clear();
    m_seen.insert(key, row);
}

void RowLocator::locate(const core::RowKey &key)
{
    m_wanted = key;
    m_pages.clear();
    if (const auto seen = m_seen.constFind(key); seen != m_seen.constEnd())
        m_pages.append(std::max<qint64>(0, *seen - m_model.insertedRows()) / core::RowSource::pageRows);
    if (!m_pages.contains(0))
        m_pages.append(0);
    proceed();
}

void RowLocator::stop()
{
    m_wanted.reset();
}

std::optional<qint64> RowLocator::searchPage(qint64 page, bool &loaded)
{
    const core::RowPagePtr rows = m_model.source().page(page);
    loaded = rows && !rows->approximate;
    if (!loaded)
        return std::nullopt;
    for (size_t i = 0; i < rows->keys.size(); ++i) {
        if (rows->keys[i] == *m_wanted)
            return m_model.insertedRows() + rows->firstRow + static_cast<qint64>(i);
    }
    return std::nullopt;
}

void RowLocator::proceed()
{
    while (m_wanted && !m_pages.isEmpty()) {
        bool loaded = false;
        const bool beyondEnd = m_model.countIsExact()
            && m_pages.first() * core::RowSource::pageRows >= m_model.rows() - m_model.insertedRows();
        if (const auto row = beyondEnd ? std::nullopt : searchPage(m_pages.first(), loaded)) {
            m_wanted.reset();
            Q_EMIT found(*row);
            return;
        }
        if (!loaded && !beyondEnd)
            return; // a page comes, or the count
        m_pages.removeFirst();
    }
    if (m_wanted) {
        const core::RowKey key = *m_wanted;
        m_wanted.reset();
        Q_EMIT notFound(key);
    }
}

} // namespace ui

#include "moc_rowlocator.cpp"
