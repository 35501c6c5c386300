// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

/// The text as one line in which nothing hides: line breaks and tabs as ↵ and ⇥, other control characters as their
/// pictures (␀), bidi and zero-width characters as ‹U+202E›, blanks at both ends as ·. At most `limit` UTF-16 units of
/// the text are looked at; "…" says that there was more.
[[nodiscard]] QString visibleText(const QString &text, qsizetype limit = 400);

/// A table's or column's name where there is room for one line: as visibleText(), and one that is empty says so.
[[nodiscard]] QString visibleName(const QString &name, qsizetype limit = 200);

/// Only blanks (and at least one): would look like nothing if drawn as it is.
[[nodiscard]] bool isOnlyBlanks(const QString &text);

/// 4096 → "4.0 kB".
[[nodiscard]] QString sizeText(qint64 bytes);

/// 12004 → "12,004".
[[nodiscard]] QString grouped(qint64 number);

} // namespace ui
