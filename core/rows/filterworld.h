// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/query/relatedfilter.h"
#include "core/rows/labelrule.h"

namespace core {

/// What parseAnyCondition() asks, answered by a dialect and label rules. Everything is borrowed and must outlive it.
[[nodiscard]] FilterWorld filterWorld(const Schema &schema, const RelationGraph &relations, const Dialect &dialect,
                                      const LabelRules &labels);

} // namespace core
