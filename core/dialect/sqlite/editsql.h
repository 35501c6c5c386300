// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// SQLite's parts of writing rows: exact predicates, one transaction around edits. Pure: no I/O.

/// As Dialect::exactly. An index cannot serve it for text (whoever looks for a row adds `column = :parameter`).
[[nodiscard]] QString sqliteExactly(const QString &column, const Value &value, const QString &parameter,
                                    QList<Parameter> &parameters);

/// As Dialect::keyIs. The rowid, under whatever name, is always an integer; text gets a comparison that an index serves.
[[nodiscard]] QString sqliteKeyIs(const Table &table, const QString &column, const Value &value,
                                  const QString &parameter, QList<Parameter> &parameters);

/// As Dialect::inTransaction.
[[nodiscard]] Script sqliteInTransaction(QString title, QList<Statement> body, Dialect::ForeignKeys foreignKeys);

/// As Dialect::checkForeignKeysLater.
[[nodiscard]] Statement sqliteCheckForeignKeysLater(const QString &because);

/// As Dialect::defaultSql: what `SET column = …` must say for the column's DEFAULT (SQLite has no SET … = DEFAULT).
[[nodiscard]] QString sqliteDefaultSql(const Column &column, const Dialect &dialect);

} // namespace core
