// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>

/// How names of a database become names of TypeScript. Pure.
namespace core {

/// As drizzle-kit pull does it: "user_id", "UserID" → "userId"; "Order Details" → "orderDetails".
[[nodiscard]] QString camelCased(const QString &name);
/// What drizzle-orm's own casing makes of it; where that is the name itself, pull leaves the name out.
[[nodiscard]] QString drizzleCamelCased(const QString &name);
/// "categories" → "category", "posts" → "post"; what looks like no plural stays.
[[nodiscard]] QString singularOf(const QString &name);
/// "category" → "categories", "post" → "posts"; what looks like a plural stays.
[[nodiscard]] QString pluralOf(const QString &name);

[[nodiscard]] bool isTypescriptIdentifier(const QString &name);
[[nodiscard]] QString typescriptKey(const QString &name); ///< of an object, in quotes where it must be
[[nodiscard]] QString typescriptText(const QString &text); ///< as a string: "it's", in double quotes
[[nodiscard]] QString sqlTemplate(const QString &sql); ///< sql`…`

/// Hands out names that are identifiers, no words of the language, and used once.
class TypescriptNames {
public:
    explicit TypescriptNames(const QSet<QString> &taken = {});
    /// The name itself where it is free, else with `suffix` ("Table"), else with a number.
    [[nodiscard]] QString take(const QString &name, const QString &suffix = {});

private:
    QSet<QString> m_taken;
};

} // namespace core
