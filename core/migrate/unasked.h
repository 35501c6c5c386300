// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/hazards.h"

namespace core {

/// What a hazard says where no database is at hand, as when a migration is generated from snapshots: what would be about
/// rows is said of rows that there may be, and nothing is certain to fail. Pure.
[[nodiscard]] Finding findingWithoutData(const Hazard &hazard);

} // namespace core
