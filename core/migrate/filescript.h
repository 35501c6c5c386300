// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/sql/script.h"

#include <QString>

namespace core {

/// Statements of a text that somebody else wrote, each linked to its line, nothing added. Chunks between
/// `--> statement-breakpoint` markers are split again, so several statements in one chunk are all seen; parts that are
/// only comments are left out. Pure.
[[nodiscard]] QList<Statement> fileStatements(const QString &text, const QString &fileName, const Dialect &dialect);

/// What becomes of a file's own wish to have foreign keys off.
enum class KeySwitch {
    Hoisted, ///< out of the transaction, where it holds
    InPlace ///< where it does nothing: whoever runs the file in earnest cannot switch them off either, as on D1
};

/// Makes a Script of any .sql text (`raincheck apply`). A text with its own BEGIN or COMMIT runs as it is
/// (Script::ownTransactions), unless all it does between a COMMIT and the next BEGIN is to switch foreign keys; others
/// are wrapped in one transaction. `PRAGMA foreign_keys` within a transaction does
/// nothing in SQLite: it is hoisted out (off before BEGIN, as before after COMMIT, with a foreign_key_check of what is
/// new before COMMIT), and the statement's `difference` says so. A DROP TABLE of a table that others refer to, as a
/// rebuild does it, is reason enough to hoist, whether the file asks for it or not. Pragmas that fail or do nothing
/// within a transaction are left out, and the Begin's `difference` says so. `preface` and `appendix` stand around the
/// file's statements, within the same transaction; before them what can only stand in one of ours: `held`. Pure.
[[nodiscard]] Script fileScript(const QString &text, const QString &fileName, const QString &title,
                                const Dialect &dialect, const QList<Statement> &appendix = {},
                                const QList<Statement> &preface = {}, const QList<Statement> &held = {},
                                KeySwitch keys = KeySwitch::Hoisted);

} // namespace core
