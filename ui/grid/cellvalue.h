// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/dialect/dialect.h"
#include "core/rows/columnformat.h"
#include "core/schema/schema.h"

#include <QString>

namespace ui {

/// A value as a text editor holds it. Reading it back unchanged gives the same value, to the byte.
struct EditText {
    QString text;      ///< line breaks are LF
    bool crlf = false; ///< they were CRLF
    [[nodiscard]] bool isMultiLine() const { return text.contains(u'\n'); }
};

/// Fails, with the reason, on what no text editor can hold without loss: blobs, broken UTF-8, mixed line breaks.
/// `raw`: as stored and not as the format shows it.
[[nodiscard]] core::Result<EditText> editTextOf(const core::Value &value, const core::ColumnFormat &format, bool raw);

/// What the column's cell becomes when a person leaves `text` in it. Never builds a value itself: asks the format, else
/// the dialect. `base` is what is stored: its own text gives exactly it back. Fails, in words, on text that the
/// format cannot mean ("maybe" for a boolean).
[[nodiscard]] core::Result<core::Value> valueOfText(const EditText &text, const core::Column &column,
                                                    const core::ColumnFormat &format, const core::Dialect &dialect,
                                                    bool raw, const core::Value &base);

} // namespace ui
