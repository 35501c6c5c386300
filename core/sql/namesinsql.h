// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/namecase.h"
#include "core/sql/lexer.h"

namespace core {

/// As the texts are read: where operators come in runs (PostgreSQL's rules), names are exact. Asked for here alone, so
/// that there is one place to change should a system have the one without the other.
[[nodiscard]] inline NameCase nameCaseOf(const LexRules &rules)
{
    return rules.operatorRuns ? NameCase::Exact : NameCase::Ignored;
}

/// The name that a word or quoted identifier means: a bare word in small letters where names are told apart exactly.
[[nodiscard]] inline QString nameMeant(QStringView token, NameCase nameCase)
{
    const bool isBare = nameCase == NameCase::Exact && !token.startsWith(u'"') && !token.startsWith(u'\'');
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
