// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/scriptrunner.h"
#include "core/dialect/dialect.h"
#include "core/schema/schema.h"
#include "core/sql/script.h"

#include <QMap>

namespace core {

/// What a script did to the rows of one table that was there before it, statement by statement, so that rows which go
/// are not made up for by others that come.
struct RowAccount {
    QString finalName; ///< the key of the table, or of the one that replaced it, in the end; empty: dropped
    qint64 named = 0; ///< rows deleted by the DELETE statements that name it
    /// Rows of the same table that such a DELETE takes along because they refer to others of it. It may name them, too:
    /// the database does not tell. More than it deletes itself count as `beyond`.
    qint64 taken = 0;
    qint64 beyond = 0; ///< rows deleted otherwise: by foreign keys, triggers, REPLACE
    bool isEmptied = false; ///< by a DELETE that says so
    bool isRead = false; ///< by INSERT … SELECT or CREATE TABLE … AS, before it is dropped
    /// How many rows such statements put into other tables, by the key that these have in the end; −1: all that are
    /// there.
    QMap<QString, qint64> copies = {};
    qint64 notCopied = 0; ///< rows its replacement did not get, where INSERT … SELECT copies them
    qint64 unlinked = 0; ///< rows changed by foreign keys, because the rows they referred to went
    qint64 updated = 0; ///< rows changed by the UPDATE statements that name it
    qint64 changed = 0; ///< rows changed otherwise than by statements that name it
    friend bool operator==(const RowAccount &, const RowAccount &) = default;
};

/// By tableKey() before the script; without shadow tables, whose rows are not rows to people. Pure.
using RowAccounts = QMap<QString, RowAccount>;

/// `rows`: of each table before the script, by the name that is shown.
[[nodiscard]] RowAccounts rowAccounts(const Schema &before, const QMap<QString, qint64> &rows, const Script &script,
                                      const ScriptOutcome &outcome, const Dialect &dialect);

} // namespace core
