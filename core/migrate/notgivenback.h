// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/schemamigration.h"

namespace core {

/// What a server keeps about things that a migration takes away (owners, rights, rules, settings, values of
/// attributes), and that the way back does not give them: one sentence each. Pure.
[[nodiscard]] QStringList notGivenBack(const SchemaMigration &migration);

} // namespace core
