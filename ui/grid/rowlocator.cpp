// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/rowlocator.h"

#include "core/base/whendone.h"

#include <QTimer>

#include <utility>

namespace ui {

namespace {

constexpr int askAgain = 50; ///< milliseconds; the query changed while it was being answered

} // namespace

RowLocator::RowLocator(core::RowsModel &model, QObject *parent)
    : QObject(parent)
    , m_model(model)
{
    connect(&model.source(), &core::RowSource::failed, this, &RowLocator::stop);
}

void RowLocator::locate(const core::RowKey &key)
{
    m_wanted = key;
    ask();
}

void RowLocator::stop()
{
    m_wanted.reset();
}

void RowLocator::ask()
{
    if (!m_wanted)
        return;
    const int number = ++m_asked;
    core::whenDone(m_model.source().positionOf(*m_wanted), this,
                   [this, number](const core::Result<std::optional<qint64>> &position) {
                       if (m_wanted && number == m_asked)
                           take(position);
                   });
}

void RowLocator::take(const core::Result<std::optional<qint64>> &position)
{
    if (!position && position.error().isCancelled()) {
        QTimer::singleShot(askAgain, this, &RowLocator::ask);
        return;
    }
    const core::RowKey key = *std::exchange(m_wanted, std::nullopt);
    if (position && *position)
        Q_EMIT found(m_model.insertedRows() + **position);
    else
        Q_EMIT notFound(key);
}

} // namespace ui

#include "moc_rowlocator.cpp"
