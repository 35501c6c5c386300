// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"
#include "core/sql/script.h"

/// CREATE statements of the SQLite family, without a final semicolon. Pure. What a `clauses` list spells out is
/// written in that order; what it leaves out follows in the usual one.
namespace core {

[[nodiscard]] QString sqliteCreateTable(const Table &table);
/// One column with the constraints that are written in it, as in CREATE TABLE and ADD COLUMN.
[[nodiscard]] QString sqliteColumnDefinition(const Table &table, const Column &column);
[[nodiscard]] QString sqliteCreateView(const View &view);
[[nodiscard]] QString sqliteCreateIndex(const Index &index, const QualifiedName &table);
[[nodiscard]] QString sqliteCreateTrigger(const Trigger &trigger);

/// Those that others read first. Pointers into the list.
[[nodiscard]] QList<const View *> sqliteViewsInOrder(const QList<View> &views);

/// Tables, then indexes, then views (those that others read first), then triggers.
[[nodiscard]] QList<Statement> sqliteCreateStatements(const Schema &schema);

} // namespace core
