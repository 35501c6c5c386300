// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// Names as people mean them, whatever their spelling. Pure.
namespace core {

/// Letters and digits alone, in lower case: deleted_at, deletedAt and "Deleted At" are one.
[[nodiscard]] QString plainName(const QString &name);

/// "users" → "user", "categories" → "category", "boxes" → "box"; of a plain name.
[[nodiscard]] QString singularName(const QString &plain);

} // namespace core
