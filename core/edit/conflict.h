// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"
#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"

#include <QList>
#include <QMap>

namespace core {

/// What a row looks like in three states; the person chooses.
struct Conflict {
    QualifiedName table;
    RowKey key;
    bool vanished = false;            ///< the row is gone
    QMap<QString, Value> base;        ///< by column: as it was when the edit was staged; what was only seen beside an
                                      ///< edit is in it where it has changed, or the row has vanished
    QMap<QString, Value> theirs;      ///< as it is now
    QMap<QString, NewValue> mine;     ///< as staged
    friend bool operator==(const Conflict &, const Conflict &) = default;
};

/// Reads the staged rows again, only the columns that an edit rests on, and returns those that are not as they were.
/// In staging order. Asks nothing about new rows. On the database's thread; reads only; progress in rows.
[[nodiscard]] Result<QList<Conflict>> findConflicts(Database &database, const Schema &schema, const ChangeSet &changes,
                                                    const Dialect &dialect, JobContext &context);

/// For inside the transaction that applies them, before anything is changed: whether the rows to be updated still are
/// what was seen of them; else Error::Conflict. A key may be that of another row by now.
[[nodiscard]] Result<Done> confirmContexts(Database &database, const Schema &schema, const ChangeSet &changes,
                                           const Dialect &dialect, JobContext &context);

} // namespace core
