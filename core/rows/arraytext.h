// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

/// Arrays as PostgreSQL writes them: {a,"b, c",NULL}. Pure; no I/O.
namespace core {

using ArrayElements = QList<std::optional<QString>>; ///< none: NULL

/// Whether a declared type is that of an array whose elements commas part: "integer[]".
[[nodiscard]] bool isArrayType(const QString &declaredType);

/// The elements, one after the other; none where they would not give exactly this text again: arrays of arrays, or with
/// bounds of their own, or what is no array.
[[nodiscard]] std::optional<ArrayElements> arrayElements(const QString &text);
[[nodiscard]] QString arrayText(const ArrayElements &elements);

} // namespace core
