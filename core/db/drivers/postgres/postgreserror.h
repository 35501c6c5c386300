// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/db/drivers/postgres/postgreshandle.h"

namespace core::postgres {

/// One sentence with the server's words; its own in `detail`, the SQLSTATE in `code`. `cancelled`: we asked for it.
[[nodiscard]] Error errorOf(const PGresult *result, const QString &sql, bool cancelled);
/// The connection is gone; `words` as libpq said it.
[[nodiscard]] Error lostConnection(const QString &words, const QString &sql);
/// libpq's words as part of a sentence: one line, without a period at the end.
[[nodiscard]] QString wordsOf(const char *message);

} // namespace core::postgres
