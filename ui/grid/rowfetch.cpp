// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/rowfetch.h"

namespace ui {

RowFetch::RowFetch(core::RowsModel &model, QList<qint64> pages, std::function<void()> then)
    : QObject(&model)
    , m_model(model)
    , m_pages(std::move(pages))
    , m_then(std::move(then))
{
    connect(&model.source(), &core::RowSource::pageReady, this, &RowFetch::proceed);
    // What was asked for is void now, and so is what it was for.
    connect(&model.source(), &core::RowSource::columnsChanged, this, &QObject::deleteLater);
    connect(&model.source(), &core::RowSource::failed, this, &QObject::deleteLater);
}

void RowFetch::whenLoaded(core::RowsModel &model, const QList<RowSpan> &spans, std::function<void()> then)
{
    QList<qint64> pages;
    for (const RowSpan &span : spans) {
        const qint64 first = std::max<qint64>(0, span.first - model.insertedRows());
        const qint64 last = span.last - model.insertedRows();
        for (qint64 page = first / core::RowSource::pageRows; page <= last / core::RowSource::pageRows && last >= 0;
             ++page) {
            if (pages.isEmpty() || pages.last() != page)
                pages.append(page);
        }
    }
    auto *fetch = new RowFetch(model, pages, std::move(then));
    fetch->proceed();
}

void RowFetch::proceed()
{
    if (!m_then)
        return;
    while (!m_pages.isEmpty()) {
        if (!m_model.source().page(m_pages.first()))
            return; // asked for; pageReady goes on
        m_pages.removeFirst();
    }
    const std::function<void()> then = std::exchange(m_then, nullptr);
    deleteLater();
    then();
}

} // namespace ui

#include "moc_rowfetch.cpp"
