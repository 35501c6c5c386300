// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/findings.h"

namespace core {

/// Indexes, triggers and views that are gone, or come back as others, without a word in the script: H40. Those of
/// tables in `gone` are told of with these. Pure.
[[nodiscard]] QList<Finding> lostObjects(const Schema &before, const Schema &after, const Announced &announced,
                                         const RowAccounts &accounts, const QSet<QString> &gone, const LexRules &rules);

/// Foreign keys that went with the table they refer to, though their own table stays: H40. Pure.
[[nodiscard]] QList<Finding> lostForeignKeys(const Schema &before, const Schema &after, const Announced &announced,
                                             const RowAccounts &accounts);

} // namespace core
