// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// PostgreSQL's parts of writing rows: exact predicates, one transaction around edits. Pure: no I/O.

/// As Dialect::exactly. By = where equal values are the same bytes, else by the text the server writes.
[[nodiscard]] QString postgresExactly(const QString &column, const Value &value, const QString &parameter,
                                      QList<Parameter> &parameters);

/// As Dialect::keyIs: an = that the key's index serves, and an exact comparison where that is not enough.
[[nodiscard]] QString postgresKeyIs(const Table &table, const QString &column, const Value &value,
                                    const QString &parameter, QList<Parameter> &parameters);

/// As Dialect::inTransaction. Every statement sees the state the first one saw: what was looked at before the edits run
/// is what they change, and a change by others meanwhile makes them fail. There are no foreign keys to switch off:
/// tables are changed in place.
[[nodiscard]] Script postgresInTransaction(QString title, QList<Statement> body);

/// As Dialect::checkForeignKeysLater: those that are DEFERRABLE.
[[nodiscard]] Statement postgresCheckForeignKeysLater(const QString &because);

/// As Dialect::nowSql: text, or seconds. For a column that keeps time as time see the one with a column.
[[nodiscard]] QString postgresNowSql(const TimeNotation &notation);
[[nodiscard]] QString postgresNowSql(const Column &column, const TimeNotation &notation);

/// As Dialect::insertOverride, for columns that are GENERATED ALWAYS AS IDENTITY.
[[nodiscard]] QString postgresInsertOverride(const Table &table, const QStringList &columns);

} // namespace core
