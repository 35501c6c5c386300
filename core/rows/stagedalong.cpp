// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/stagedalong.h"

#include <algorithm>

namespace core {

RelatedCell asStaged(const RelatedCell &stored, const std::optional<StagedCell> &staged)
{
    RelatedCell cell = stored;
    if (!staged || stored.state != RelatedCell::State::Ready)
        return cell;
    if (stored.count < RelatedCells::countedTo)
        cell.count = std::max<qint64>(0, stored.count + staged->coming - staged->leaving);
    for (auto at = staged->struck.crbegin(); at != staged->struck.crend(); ++at)
        cell.chips.removeAt(*at);
    cell.chips = staged->added + cell.chips;
    if (!staged->added.isEmpty())
        cell.label = staged->added.constFirst();
    cell.exists = cell.count > 0;
    return cell;
}

} // namespace core
