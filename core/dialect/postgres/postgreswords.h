// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/base/value.h"
#include "core/sql/lexer.h"

#include <QString>

/// How PostgreSQL writes words, names and values. Pure; any thread.
namespace core {

[[nodiscard]] LexRules postgresLexRules();
[[nodiscard]] bool isPostgresKeyword(QStringView word);
[[nodiscard]] QString postgresIdentifier(const QString &name);
/// With its schema, always: nothing depends on a search_path. An empty one is `public`.
[[nodiscard]] QString postgresQualified(const QualifiedName &name);

/// An expression that gives exactly this value. Text stands there without its type, as people write it. What the server
/// cannot hold at all (text with a NUL, or that is no UTF-8) becomes an expression that fails and never another value.
[[nodiscard]] QString postgresLiteral(const Value &value);

} // namespace core
