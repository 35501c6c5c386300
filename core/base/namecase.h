// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"

#include <QStringList>

/// How a system tells names apart, and names as keys. All pure, any thread.
namespace core {

enum class NameCase {
    Ignored, ///< any spelling in ASCII letters means the same
    Exact ///< "Users" and "users" are two; words without quotes mean their small letters
};

/// The name as a key: equal for names that the system takes for the same.
[[nodiscard]] inline QString foldedName(const QString &name, NameCase nameCase)
{
    return nameCase == NameCase::Exact ? name : foldedName(name);
}
[[nodiscard]] inline QualifiedName folded(const QualifiedName &name, NameCase nameCase)
{
    return {foldedName(name.schema, nameCase), foldedName(name.name, nameCase)};
}
[[nodiscard]] inline bool namesEqual(const QString &a, const QString &b, NameCase nameCase)
{
    return nameCase == NameCase::Exact ? a == b : a.size() == b.size() && foldedName(a) == foldedName(b);
}
[[nodiscard]] inline bool containsName(const QStringList &names, const QString &name, NameCase nameCase)
{
    return std::any_of(names.cbegin(), names.cend(), [&](const QString &n) { return namesEqual(n, name, nameCase); });
}

} // namespace core
