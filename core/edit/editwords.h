// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/changeset.h"

/// Edits in words: for purposes, titles and buttons. Pure.
namespace core {

[[nodiscard]] QString counted(qsizetype n, QLatin1StringView one, QLatin1StringView many); ///< "1 edit", "2 edits"

/// "title = One", long values cut; a DEFAULT is the column alone.
[[nodiscard]] QString inWords(const QString &column, const Value &value);
[[nodiscard]] QString inWords(const QString &column, const NewValue &value);

/// Why foreign keys wait for COMMIT: rows of these tables need each other.
[[nodiscard]] QString whyCheckedLater(const QList<QualifiedName> &tables);

} // namespace core
