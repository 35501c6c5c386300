// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/value.h"

#include <QList>
#include <QString>

#include <optional>

namespace core {

/// How well a row fits what was typed, the best first.
enum class LookupRank { ExactKey, ExactLabel, Prefix, WordStart, Contains };

/// Where the text is in the label or the key, and what that is worth; none if nowhere. Letters' case does not matter. A
/// part of a key of several columns counts as a beginning.
[[nodiscard]] std::optional<LookupRank> rankOf(const QString &text, const QString &label, const QList<Value> &key);

} // namespace core
