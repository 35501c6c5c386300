// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/query/filter.h"
#include "core/query/timenotation.h"
#include "core/rows/columnformat.h"
#include "core/schema/schema.h"

#include <QHash>

#include <functional>
#include <optional>

/// Columns by which rows remember that they were deleted, and when they were changed. Recognised, never imposed: what
/// is done with them a person decides. Pure; no I/O.
namespace core {

/// As the column's values look, else as its DEFAULT says, else as its other time columns' values look, else by the
/// declared type; none if it holds no times. `samples`: some values of the table's columns, by name; may be empty.
[[nodiscard]] std::optional<TimeNotation> timeNotationOf(const Table &table, const QString &column,
                                                         const Dialect &dialect,
                                                         const QHash<QString, QList<Value>> &samples);

/// As guessFormat(); where every value of `own` is NULL and the column's name says it holds a moment, as timeNotationOf()
/// says, which is asked with `all`: some values of all columns.
[[nodiscard]] ColumnFormat guessFormatAmong(const Table &table, const Column &column, const Dialect &dialect,
                                            const QList<Value> &own,
                                            const std::function<QHash<QString, QList<Value>>()> &all);

/// This moment (milliseconds since 1970, UTC) as the column would hold it.
[[nodiscard]] Value stampValue(const TimeNotation &notation, qint64 milliseconds);

/// A column that says whether its row counts as deleted.
struct DeletionMark {
    enum class Kind {
        Time, ///< the time of the deletion, NULL for a row that is there
        Flag  ///< true or false
    };
    Kind kind = Kind::Time;
    QString column;
    TimeNotation notation; ///< of Time
    bool nullable = true;  ///< of Flag: NULL is false, too
    friend bool operator==(const DeletionMark &, const DeletionMark &) = default;
};

/// deleted_at, deletedAt, removed_at, archived_at, … that may be NULL; is_deleted, deleted, archived, … of a boolean.
[[nodiscard]] std::optional<DeletionMark> deletionMarkOf(const Table &table, const Dialect &dialect,
                                                         const QHash<QString, QList<Value>> &samples = {});

[[nodiscard]] bool isDeleted(const DeletionMark &mark, const Value &value);
/// `base`: what the column holds. Fails with one sentence where it says already what it is to say.
[[nodiscard]] Result<EditOp> softDelete(const QualifiedName &table, const DeletionMark &mark, const RowKey &key,
                                        const Value &base, qint64 milliseconds);
[[nodiscard]] Result<EditOp> softRestore(const QualifiedName &table, const DeletionMark &mark, const RowKey &key,
                                         const Value &base);
/// What the mark says from then on. `base`: what is stored; a row that is restored gets it back where it says so.
[[nodiscard]] Value markValue(const DeletionMark &mark, bool deleted, const Value &base, qint64 milliseconds);
/// The same rows without those that count as deleted; every alternative of the filter gets the condition.
[[nodiscard]] Filter withoutDeleted(const Filter &filter, const DeletionMark &mark);

/// A column that holds when its row was changed last: updated_at, modifiedAt, last_update, ….
struct UpdateStamp {
    QString column;
    TimeNotation notation;
    friend bool operator==(const UpdateStamp &, const UpdateStamp &) = default;
};
[[nodiscard]] std::optional<UpdateStamp> updateStampOf(const Table &table, const Dialect &dialect,
                                                       const QHash<QString, QList<Value>> &samples = {});

/// The tables whose updates are to be stamped; a person has chosen them.
using UpdateStamps = QHash<QualifiedName, UpdateStamp>;

} // namespace core
