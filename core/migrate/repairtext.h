// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/statementkind.h"

namespace core {

/// A fix, cut into its parts; none where it is not one that ProbeSql gives.
struct RepairText {
    StatementKind::Verb verb = StatementKind::Verb::Other;
    QualifiedName table; ///< as written
    QString column; ///< of an UPDATE
    QString expression; ///< what it gets
    QString condition;
};

/// Pure.
[[nodiscard]] std::optional<RepairText> repairText(const Statement &repair, const LexRules &rules);

} // namespace core
