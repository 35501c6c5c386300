// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// What a RowSql is as well where long statements hold nobody up and each statement costs a way over a network: places
/// are found in one statement each, whose rows are taken as they come. RowSql::sortRules() is none then.
class StreamedSql {
public:
    virtual ~StreamedSql() = default;
    /// The anchors of every `stride`-th row, the first row's included.
    [[nodiscard]] virtual BoundSql everyAnchor(qint64 stride) const = 0;
};

} // namespace core
