// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// What the types within an expression are to each other. Types are in their normal form. Pure.
namespace core {

/// Among the numeric types, each wider than those before it; −1 for any other.
[[nodiscard]] int pgNumberRank(const QString &type);
[[nodiscard]] bool isPgIntegerRank(int rank);
/// What the server computes two of them in; −1 where one is no number.
[[nodiscard]] int pgWiderRank(int a, int b);
[[nodiscard]] QString pgTypeOfRank(int rank); ///< empty for −1
[[nodiscard]] bool hasPgLength(const QString &type);
[[nodiscard]] bool isPgNumberType(const QString &type);
[[nodiscard]] bool isPgTextType(const QString &type); ///< text or varchar, of any length
[[nodiscard]] bool isPgTextCast(const QString &type); ///< what the server casts texts to
/// A type of the system that is no text; types of users may be domains of text.
[[nodiscard]] bool isPgOtherType(const QString &type);

} // namespace core
