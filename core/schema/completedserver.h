// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/diff.h"

/// The part of completed() that is about what only servers have.
namespace core {

void carryServerFacts(const Table &from, Table &to, const Facets &facets, const SchemaRules &rules);
/// Schemas, types, sequences and functions of `out`, whose tables and views are there already.
void completeObjects(const Schema &from, const Schema &to, const DiffOptions &options, const SchemaRules &rules,
                     Schema &out);

} // namespace core
