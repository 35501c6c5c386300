// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"

namespace core {

/// A staged row that a staged deletion may take along, and how it is named once everything is written.
struct MustStay {
    int row = 0; ///< into ChangeSet::rows()
    QStringList columns; ///< of its identity, or the one name of its row number
    QList<NewValue>
        key; ///< their values then; empty: `columns` is the row number, which the row's own UPDATE gives back
    QString untold; ///< not empty: it cannot be named, and why, in one sentence
    friend bool operator==(const MustStay &, const MustStay &) = default;
};

/// The edited and the new rows of which the staged values do not rule out that they go with a row staged for deletion
/// (ON DELETE CASCADE, over any number of tables). What is staged contradicts itself then: an edit would be lost (and
/// its outcome would depend on whether the database sees a changed key first, or the deletion), a row be added to be
/// deleted. Pure.
[[nodiscard]] QList<MustStay> rowsThatMustStay(const Schema &schema, const ChangeSet &changes, const Dialect &dialect);

} // namespace core
