// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

struct sqlite3;

namespace core::sqlite {

/// What SQLite's result code means, in one sentence. `words` are SQLite's own; `code` is the extended result code.
[[nodiscard]] Error errorFromCode(int code, const QString &words, const QString &sql);

/// The same from what the handle remembers of its last call.
[[nodiscard]] Error lastError(sqlite3 *handle, const QString &sql);

} // namespace core::sqlite
