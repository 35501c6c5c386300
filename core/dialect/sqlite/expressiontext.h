// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schemarules.h"

#include <QSet>
#include <QStringView>

/// SQL text that SQLite keeps as it was written: which spellings mean the same, and how it reads under new names. Pure.
/// Nothing is parsed beyond tokens and parentheses; where that is not enough, two spellings count as different.
namespace core {

/// An expression of the table: one spelling for blanks, comments, quotes, case, needless parentheses, `==`, and for
/// columns with and without the table in front. What stands in double quotes and is none of the table's columns is a
/// text, as SQLite takes it.
[[nodiscard]] QString sqliteNormalExpression(const QString &sql, const Table &table);
/// A query or the statements of a trigger: likewise, but parentheses stay.
[[nodiscard]] QString sqliteNormalQuery(const QString &sql);
/// A DEFAULT; none where it says no more than what happens without.
[[nodiscard]] std::optional<QString> sqliteNormalDefault(const std::optional<QString> &expression);

/// Whether the DEFAULT is a literal: then ALTER TABLE can add the column.
[[nodiscard]] bool isSqliteConstantDefault(const QString &expression);

/// All names in the text (words, quoted names and strings), folded.
[[nodiscard]] QSet<QString> sqliteNamesIn(const QString &sql);
/// What is read from or written to: names that stand where a table does, folded.
[[nodiscard]] QSet<QString> sqliteTablesIn(const QString &sql);

/// Names in the trigger that mean nothing in that schema, folded: SQLite would refuse to run it. Where it cannot be
/// told (results of queries within, hidden columns), a name counts as known.
[[nodiscard]] QStringList sqliteUnknownNames(const Trigger &trigger, const SchemaIndex &schema);
/// Whether all functions that are called in the text are SQLite's own.
[[nodiscard]] bool sqliteCallsItsOwn(const QString &sql);

[[nodiscard]] QString sqliteRenamedExpression(const QString &sql, const Table &before, const Renames &renames);
[[nodiscard]] QString sqliteRenamedQuery(const QString &sql, const SchemaIndex &before, const Renames &renames,
                                         const QualifiedName &triggerTable);
/// The expression with every "table." in front of a column replaced by "other.".
[[nodiscard]] QString sqliteRequalified(const QString &sql, const QString &table, const QString &other);

} // namespace core
