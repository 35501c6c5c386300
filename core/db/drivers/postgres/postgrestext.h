// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sql/lexer.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace core::postgres {

/// How the driver reads a statement, where it has to.
[[nodiscard]] LexRules lexRules();

/// What kind of statement a text is, by its words; nothing is parsed.
struct PgStatementKind {
    bool endsTransaction = false; ///< COMMIT, END (not ROLLBACK)
    bool handsTransactionOver = false; ///< PREPARE TRANSACTION and what ends one of those: not this session's any more
    bool boundsTransaction = false; ///< begins or ends one; savepoints do not
    /// SELECT and the like without a word that writes. A function called in it may write all the same.
    bool isReadOnly = false;
    bool mayBeWrapped = false; ///< runs within a transaction as well as without
};

/// A statement as the server takes it: `:name` as `$1`, in order of first appearance.
struct PgText {
    QByteArray sql; ///< UTF-8
    QStringList names;
    PgStatementKind kind;
};

/// Fails where there is no statement. A colon within brackets is a slice's, no parameter's.
[[nodiscard]] Result<PgText> textOf(const QString &sql);

} // namespace core::postgres
