// SPDX-License-Identifier: GPL-3.0-or-later
// A key may be given to another row after a migration: what a saved row is known by beside it. All pure.
#pragma once

#include "core/dialect/savedsql.h"
#include "core/migrate/keptcolumns.h"
#include "core/migrate/tablekeys.h"
#include "core/base/namecase.h"

#include <QSet>

namespace core {

/// "table column", folded.
[[nodiscard]] inline QString columnKey(const QualifiedName &table, const QString &column, NameCase nameCase)
{
    return tableKey(table, nameCase) + u' ' + foldedName(column, nameCase);
}

/// Gives the shape up to three columns that stay as they are, those first that tell rows apart best. `repaired`: by
/// columnKey(), those that a fix changes.
void addWitness(SavedSql::Shape &shape, const KeptTable &table, const QSet<QString> &repaired, const SavedSql &sql);

/// What is said of a shape without any; empty where it has some. With its blank before it.
[[nodiscard]] QString byKeyAlone(const SavedSql::Shape &shape);

} // namespace core
