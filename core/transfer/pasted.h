// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/value.h"
#include "core/dialect/dialect.h"

#include <QList>
#include <QString>

/// Text from the clipboard as cells. Pure; any thread.
namespace core {

struct PastedCell {
    QString text;
    bool quoted = false; ///< tells an empty text ("") from nothing
    friend bool operator==(const PastedCell &, const PastedCell &) = default;
};
using PastedRows = QList<QList<PastedCell>>;

enum class Separator { Tab, Comma };

/// Comma only when there are several lines that all have the same number of commas outside quotes and no tab outside
/// them (a sentence with a comma is one cell). Else tab.
[[nodiscard]] Separator guessSeparator(const QString &text);

/// Rows end with LF, CRLF or CR; the last one may. A quote starts a quoted cell only at the cell's start and only if
/// its end is found; else it is a character like others. Rows may differ in length. Never fails.
[[nodiscard]] PastedRows pastedRows(const QString &text, Separator separator);
[[nodiscard]] PastedRows pastedRows(const QString &text); ///< with the guessed separator

/// What the cell means in a column of this declared type: nothing at all is NULL.
[[nodiscard]] Value pastedValue(const PastedCell &cell, const QString &declaredType, const Dialect &dialect);

} // namespace core
