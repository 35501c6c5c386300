// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsmodel.h"
#include "ui/grid/gridselection.h"

#include <functional>

namespace ui {

/// Sees to it that rows are loaded before something is done with all of them (copied, deleted), page by page and
/// without waiting. Deletes itself when it is done. The model must outlive it: make it the model's child.
class RowFetch : public QObject {
    Q_OBJECT

public:
    static constexpr qint64 mostRows = 20'000; ///< what surely fits a RowSource's cache at once

    /// Calls `then` once all rows are there: at once when they are already.
    static void whenLoaded(core::RowsModel &model, const QList<RowSpan> &spans, std::function<void()> then);

private:
    RowFetch(core::RowsModel &model, QList<qint64> pages, std::function<void()> then);
    void proceed();

    core::RowsModel &m_model;
    QList<qint64> m_pages;
    std::function<void()> m_then;
};

} // namespace ui
