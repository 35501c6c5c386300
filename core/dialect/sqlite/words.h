// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/base/value.h"
#include "core/sql/lexer.h"

#include <QString>

/// How SQLite writes words, names and values. Pure; any thread.
namespace core {

[[nodiscard]] LexRules sqliteLexRules();
[[nodiscard]] bool isSqliteKeyword(QStringView word);
/// Whether the keyword never stands in an expression or query: there it is a name, as it may be without quotes.
[[nodiscard]] bool isSqliteKeywordOfDdl(QStringView word);
[[nodiscard]] bool isSqliteFunction(QStringView name); ///< one of its own; others come from an application
[[nodiscard]] QString sqliteIdentifier(const QString &name);
[[nodiscard]] QString sqliteQualified(const QualifiedName &name);

/// An expression that gives exactly this value, storage class and bytes included. (NaN, which SQLite cannot hold,
/// becomes NULL, as SQLite itself would do.)
[[nodiscard]] QString sqliteLiteral(const Value &value);

/// SQLite's affinities, from its five rules for declared types.
enum class SqliteAffinity { Integer, Text, Blob, Real, Numeric };
[[nodiscard]] SqliteAffinity sqliteAffinity(const QString &declaredType);

} // namespace core
