// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/lexer.h"

#include <QString>

namespace core {

/// Why the text could not stand between two parentheses as one SQL expression, as the end of a sentence; empty: it can.
/// Nothing but tokens and parentheses is looked at. A comment at its end is to be ended by a new line.
[[nodiscard]] QString whyNoSingleExpression(const QString &sql, const LexRules &rules);

} // namespace core
