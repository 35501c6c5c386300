// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsmodel.h"

#include <optional>

namespace ui {

/// Finds again a row that is known by key: where it was last seen, else among the first rows. No database can say at
/// which position a key stands without counting, so "not found" is an answer: the page then filters for it.
class RowLocator : public QObject {
    Q_OBJECT

public:
    RowLocator(core::RowsModel &model, QObject *parent = nullptr);

    void remember(const core::RowKey &key, qint64 row);
    void locate(const core::RowKey &key);
    void stop();
    [[nodiscard]] bool isLooking() const { return m_wanted.has_value(); }

Q_SIGNALS:
    void found(qint64 row);
    void notFound(const core::RowKey &key);

private:
    void proceed();
    [[nodiscard]] std::optional<qint64> searchPage(qint64 page, bool &loaded);

    core::RowsModel &m_model;
    QHash<core::RowKey, qint64> m_seen;
    std::optional<core::RowKey> m_wanted;
    QList<qint64> m_pages; ///< still to be searched
};

} // namespace ui
