// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsmodel.h"

#include <optional>

namespace ui {

/// Finds again a row that is known by key, wherever it stands, through RowSource::positionOf(). "Not found" is an
/// answer: the row is gone, or the filter leaves it out.
class RowLocator : public QObject {
    Q_OBJECT

public:
    RowLocator(core::RowsModel &model, QObject *parent = nullptr);

    void locate(const core::RowKey &key);
    void stop();
    [[nodiscard]] bool isLooking() const { return m_wanted.has_value(); }

Q_SIGNALS:
    void found(qint64 row);
    void notFound(const core::RowKey &key);

private:
    void ask();
    void take(const core::Result<std::optional<qint64>> &position);

    core::RowsModel &m_model;
    std::optional<core::RowKey> m_wanted;
    int m_asked = 0;
};

} // namespace ui
