// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"
#include "core/sql/lexer.h"

#include <algorithm>

/// How a system tells names apart, and names as keys. All pure, any thread.
namespace core {

enum class NameCase {
    Ignored, ///< any spelling in ASCII letters means the same
    Exact ///< "Users" and "users" are two; words without quotes mean their small letters
};

/// As the texts are read: where operators come in runs (PostgreSQL's rules), names are exact. Asked for here alone, so
/// that there is one place to change should a system have the one without the other.
[[nodiscard]] inline NameCase nameCaseOf(const LexRules &rules)
{
    return rules.operatorRuns ? NameCase::Exact : NameCase::Ignored;
}
/// As the schema was read: keys that are never the row's number come from where names are exact.
[[nodiscard]] inline NameCase nameCaseOf(const Table &table)
{
    return table.plainKeys ? NameCase::Exact : NameCase::Ignored;
}
/// Likewise; only servers have schemas within a database.
[[nodiscard]] inline NameCase nameCaseOf(const Schema &schema)
{
    const bool isServers = !schema.schemas.isEmpty() || (!schema.tables.isEmpty() && schema.tables.first().plainKeys);
    return isServers ? NameCase::Exact : NameCase::Ignored;
}

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

/// The name that a word or quoted identifier means: a bare word in small letters where names are told apart exactly.
[[nodiscard]] inline QString nameMeant(QStringView token, NameCase nameCase)
{
    const bool isBare = nameCase == NameCase::Exact && !token.startsWith(u'"');
    return isBare ? foldedName(token.toString()) : unquoted(token);
}
/// The name as it is among normalizedTokens().
[[nodiscard]] inline QString normalizedName(const QString &name, const LexRules &rules)
{
    QString quoted = name;
    quoted.replace(u'"', QLatin1String("\"\""));
    quoted = u'"' + quoted + u'"';
    return normalizedTokens(quoted, rules).value(0);
}

} // namespace core
