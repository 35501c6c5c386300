// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

namespace ui {

/// What a person moved about a grid's columns: order, widths, hidden, pinned. Named by column, so that it outlives a
/// migration. A plain value.
struct ColumnLayout {
    struct Entry {
        QString column;
        int width = 0; ///< pixels; 0: as the grid thinks fit
        bool hidden = false;
        bool pinned = false; ///< stays at the left; pinned ones come first
        friend bool operator==(const Entry &, const Entry &) = default;
    };
    QList<Entry> entries; ///< in the order on the screen
    friend bool operator==(const ColumnLayout &, const ColumnLayout &) = default;

    [[nodiscard]] QJsonObject toJson() const;
    /// What cannot be understood is left out.
    [[nodiscard]] static ColumnLayout fromJson(const QJsonObject &object);
};

} // namespace ui
