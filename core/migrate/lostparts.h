// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/findings.h"

/// What goes along with something else without a word, as CASCADE and DROP COLUMN take it. All pure.
namespace core {

/// Of tables that stay: defaults, generated columns, CHECKs, keys, exclusions, policies (H40, and H45 where a column
/// that they name is dropped).
[[nodiscard]] QList<Finding> lostParts(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                       const RowAccounts &accounts, const LexRules &rules);

/// Functions, sequences, types with their attributes, domains with their CHECKs, rules and statistics: H40, H02.
[[nodiscard]] QList<Finding> lostBesideTables(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                              const RowAccounts &accounts);

/// H45: what tables and views that a script drops and makes anew do not have again, beside constraints: defaults,
/// policies, comments, owner and rights.
[[nodiscard]] QList<Finding> lostByMakingAnew(const Schema &before, const Schema &after, const Announced &announced);

/// H24: rows that refer to others which are not there, where the checks of foreign keys were switched off.
[[nodiscard]] QList<Finding> newOrphans(const Snapshot &before, const Snapshot &after);

/// What the server says of statements that succeed: that something is there already, was cut, or goes along.
[[nodiscard]] QList<Finding> saidByServer(const ScriptOutcome &outcome);

/// H91: tables that the script may take rows from, and of which not all rows were seen.
[[nodiscard]] QList<Finding> unseenRows(const Snapshot &before, const Announced &announced);

} // namespace core
