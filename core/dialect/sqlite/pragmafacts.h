// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/schema/schema.h"

/// What SQLite's pragmas tell, for what the text of a statement cannot: what views and virtual tables give, and
/// tables whose text could not be parsed. On the database's thread.
namespace core {

class Database;

/// The columns of a table or view as reading it gives them: name, declared type, hidden, NOT NULL, default, generated
/// (without the expression, which no pragma tells).
[[nodiscard]] Result<QList<Column>> sqliteColumnFacts(Database &database, const QString &name);

/// Fills in columns, keys, foreign keys and options of a table; what pragmas do not tell stays out.
[[nodiscard]] Result<Done> sqliteTableFacts(Database &database, Table &table);

[[nodiscard]] Result<Index> sqliteIndexFacts(Database &database, const QString &name);

} // namespace core
