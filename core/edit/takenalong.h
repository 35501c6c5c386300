// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"

namespace core {

/// An edited row that a staged deletion may take along, and how it is named once everything is written.
struct MustStay {
    int row = 0; ///< into ChangeSet::rows()
    QStringList columns; ///< of its identity
    QList<NewValue> key; ///< their values then
    friend bool operator==(const MustStay &, const MustStay &) = default;
};

/// The edited rows of which the staged values do not rule out that they go with a row staged for deletion (ON DELETE
/// CASCADE, over any number of tables). What is staged contradicts itself then, and its outcome would depend on the
/// order of the statements: whether the database sees a changed key first, or the deletion.
/// Left out: rows whose key a foreign key's action changes to what cannot be told here. Pure.
[[nodiscard]] QList<MustStay> rowsThatMustStay(const Schema &schema, const ChangeSet &changes, const Dialect &dialect);

} // namespace core
