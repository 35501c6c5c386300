// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/query/filter.h"

#include <QString>
#include <QStringList>

#include <functional>

/// A condition as people write it, for `--where 'COL OP VALUE'` and the filter bar:
///
///   name contains ann          age >= 18 (also ≥)        "first name" = Ann
///   id in 1, 2, 3              id between 5 and 9        note is null
///
/// A column may be quoted ("…", `…`, […]) and is found whatever its case. A value in 'single quotes' is text, with ''
/// for a quote inside; any other is everything up to the end, and is what the reader makes of it.
namespace core {

/// What a person's text means in that column, by its name (Dialect::valueFromText with its declared type).
using ValueReader = std::function<Value(const QString &text, const QString &column)>;

/// Errors say what was not understood and what may stand there.
[[nodiscard]] Result<Condition> parseCondition(const QString &text, const QStringList &columns,
                                               const ValueReader &reader);

/// Writes it so that parseCondition() reads the same condition (numbers, texts and NULL tests; a blob has no such text
/// and is written as hex).
[[nodiscard]] QString toText(const Condition &condition);

/// The operands of `op` in the text after it: what the filter bar's value field holds.
[[nodiscard]] Result<QList<Value>> parseOperands(FilterOp op, const QString &text, const QString &column,
                                                 const ValueReader &reader);
/// The other way round.
[[nodiscard]] QString operandsText(const Condition &condition);

} // namespace core
