// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/positionfinder.h"

namespace core {

namespace {

[[nodiscard]] RowKey keyOf(const Row &row)
{
    return {QList<Value>(row.begin(), row.end())};
}

/// Rows lie between two anchors, so from any row on one comes up within a stride, or the end does.
[[nodiscard]] Result<std::optional<qint64>> findByAnchors(Database &database, const RowSql &sql, const KeyList &anchors,
                                                          qint64 rows, const Row &place)
{
    const BoundSql bound = sql.anchorsFrom(place, RowPositions::anchorStride);
    const auto following = database.query(bound.sql, bound.values);
    RC_TRY(following);
    QHash<RowKey, qint64> rowOfAnchor;
    for (size_t i = 0; i < anchors.size(); ++i)
        rowOfAnchor.insert(keyOf(anchors.at(i)), static_cast<qint64>(i) * RowPositions::anchorStride);
    qint64 way = 0;
    for (const Row &row : *following) {
        if (const auto found = rowOfAnchor.constFind(keyOf(row)); found != rowOfAnchor.constEnd())
            return std::optional(std::max<qint64>(0, *found - way));
        ++way;
    }
    if (way < RowPositions::anchorStride)
        return std::optional(std::max<qint64>(0, rows - way));
    return std::optional<qint64>(); // the anchor was deleted meanwhile; a refresh finds the new ones
}

} // namespace

Result<std::optional<qint64>> findPosition(Database &database, RowReading &reading, const RowKey &key)
{
    const RowSql &sql = *reading.sql;
    const auto width = sql.identity().columns.size();
    if (!sql.identity().isEditable() || key.values.size() != width)
        return std::optional<qint64>();
    const BoundSql bound = sql.placeOf(Row(key.values.begin(), key.values.end()));
    const auto found = database.query(bound.sql, bound.values);
    RC_TRY(found);
    if (found->size() != 1)
        return std::optional<qint64>();
    const auto border = found->front().begin() + width;
    const Row identity(found->front().begin(), border);
    const Row place(border, found->front().end());
    KeyList anchors;
    qint64 rows = 0;
    {
        const std::lock_guard lock(reading.mutex);
        const RowPositions &positions = reading.positions;
        if (reading.abandoned || !positions.isComplete())
            return Error::cancelled();
        if (positions.kind() == RowPositions::Kind::Offset)
            return std::optional<qint64>();
        if (positions.kind() == RowPositions::Kind::Listed) {
            const auto index = positions.keys().indexOf(identity);
            return index ? std::optional(static_cast<qint64>(*index)) : std::optional<qint64>();
        }
        anchors = positions.keys();
        rows = positions.count().rows;
    }
    return findByAnchors(database, sql, anchors, rows, place);
}

} // namespace core
