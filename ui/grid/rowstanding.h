// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsmodel.h"

#include <QPointer>

#include <memory>

namespace ui {

/// Where the rows of a model stood when this was made. Whoever names rows by number and waits (for pages, for whole
/// cells) asks afterwards whether the numbers still mean the same rows. Cheap to copy; may outlive the model.
class RowStanding {
public:
    explicit RowStanding(core::RowsModel &model);

    /// False after new rows were staged or taken back, or the rows were read anew, sorted or filtered.
    [[nodiscard]] bool holds() const;
    [[nodiscard]] static QString lostText(); ///< says so

private:
    [[nodiscard]] static QList<qint64> insertedIn(const core::RowsModel &model);

    QPointer<core::RowsModel> m_model;
    QList<qint64> m_inserted; ///< their ids, in order: they stand at the top and shift all others
    std::shared_ptr<QObject> m_ear; ///< hears what happens meanwhile
    std::shared_ptr<bool> m_readAnew;
};

} // namespace ui
