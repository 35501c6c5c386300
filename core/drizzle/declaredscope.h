// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/facets.h"
#include "core/schema/schema.h"

namespace core {

/// The schemas in which a project's objects stand, for Scope::schemas: the default one, those that it declares, and
/// those that hold something of it. What stands in others is nobody's business.
[[nodiscard]] QStringList declaredSchemas(const Schema &declared);

} // namespace core
