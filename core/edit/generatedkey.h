// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

namespace core {

/// Whether the database gives a new row a value of its own here, so that a copy of a row must not take it along: the
/// row's number, an identity, or a key whose default is a call (a sequence's next number, a new UUID).
[[nodiscard]] bool isGeneratedKey(const Table &table, const Column &column);

/// The names of those columns.
[[nodiscard]] QStringList generatedKeys(const Table &table);

} // namespace core
