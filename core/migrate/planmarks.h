// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/schemamigration.h"

#include <QList>

namespace core {

/// What a line of a plan means for the definition that is there now.
enum class PlanMark { None, Added, Changed, Removed };

/// One statement of a plan beside the old definition.
struct MarkedStatement {
    struct Span {
        qsizetype offset = 0; ///< into the statement's text
        qsizetype length = 0;
        friend bool operator==(const Span &, const Span &) = default;
    };
    QList<PlanMark> lines; ///< one for each line of its text
    QList<Span> filled; ///< the expressions that somebody gave for what the old rows have not
    friend bool operator==(const MarkedStatement &, const MarkedStatement &) = default;
};

/// For each statement of `migration.plan`. A table that is made anew is compared line by line with the old one, so that
/// what stays is not marked; statements that only copy, replace or restore have no marks. Pure.
[[nodiscard]] QList<MarkedStatement> markedStatements(const SchemaMigration &migration, const PlanOptions &options,
                                                      const Dialect &dialect);

} // namespace core
