// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/findings.h"

namespace core {

/// H45: what tables that a file makes anew no longer demand of their rows. Pure.
[[nodiscard]] QList<Finding> lostRules(const Snapshot &before, const Snapshot &after, const LexRules &rules);

/// H40 and H30: triggers that fail from now on, because they name what is gone, or never run again. Pure.
[[nodiscard]] QList<Finding> brokenTriggers(const Schema &before, const Schema &after, const Dialect &dialect);

/// H13: full-text tables that find rows by their numbers, of tables whose rows are numbered anew. Pure.
[[nodiscard]] QList<Finding> lostRowNumbers(const Snapshot &before, const Snapshot &after);

} // namespace core
