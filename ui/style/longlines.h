// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QString>

namespace ui {

/// Wrapped, unless a line is so long (a blob, say) that breaking it would take seconds.
[[nodiscard]] QPlainTextEdit::LineWrapMode wrapModeFor(const QString &text);

/// Every character as it was typed, no-break spaces too; lines end with LF.
[[nodiscard]] QString wholeText(const QPlainTextEdit &edit);

} // namespace ui
