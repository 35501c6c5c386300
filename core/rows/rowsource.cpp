// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/rowsource.h"

#include <algorithm>

namespace core {

std::optional<qint64> RowPage::cutSize(int row, int column) const
{
    const int index = row * columnCount + column;
    const auto at = std::lower_bound(cutSizes.begin(), cutSizes.end(), index,
                                     [](const std::pair<int, qint64> &entry, int i) { return entry.first < i; });
    if (at == cutSizes.end() || at->first != index)
        return std::nullopt;
    return at->second;
}

} // namespace core

#include "moc_rowsource.cpp"
