// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/rows/keylist.h"
#include "core/rows/rowsource.h"

#include <optional>
#include <variant>

namespace core {

/// Where the rows of a query are, as far as it is known by now: by anchors, by an explicit list of keys, or by OFFSET.
/// A plain value; whoever shares it between threads guards it.
class RowPositions {
public:
    enum class Kind {
        Anchored, ///< the key of every 1280th row; an index does the rest
        Listed,   ///< the key of every row: filters, and sorts without an index
        Offset    ///< nothing tells rows apart: skip those before
    };
    /// Whole pages. Half of it is walked over on the way to a page, which takes longer than reading the page where it
    /// is thousands; and ten million rows have 63 kB of integer anchors.
    static constexpr qint64 anchorStride = 1280;

    // How to read a page.
    struct FromStart {
        qint64 offset = 0;
    };
    struct FromKey {
        Row key;
        qint64 skip = 0;
        bool approximate = false;
    };
    struct ByKeys {
        QList<Row> keys;
    };
    struct NotKnownYet {};
    using Plan = std::variant<FromStart, FromKey, ByKeys, NotKnownYet>;

    RowPositions() = default;
    explicit RowPositions(const RowSql &sql);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] Plan planFor(qint64 pageIndex) const;
    [[nodiscard]] RowCount count() const { return m_count; }
    /// How many rows at the start can be found exactly.
    [[nodiscard]] qint64 exactRows() const;
    [[nodiscard]] bool isComplete() const { return m_complete; }

    /// The anchors, or all identities in order; as far as they are known.
    [[nodiscard]] const KeyList &keys() const { return m_keys; }

    void appendAnchor(Row anchor);
    void setKeys(KeyList keys) { m_keys = std::move(keys); }
    void appendKeys(const KeyList &keys) { m_keys.append(keys); }
    /// What the database believes; the span of the keys says no more about the count then.
    void setEstimate(qint64 rows);
    [[nodiscard]] bool hasEstimate() const { return m_estimated; }
    /// First and last integer key, and what the density of the first page makes of them.
    void setKeySpan(std::int64_t first, std::int64_t last, const RowPage &firstPage);
    /// At least so many, learnt in passing; never less than said before.
    void raiseCount(qint64 rows);
    void setCount(qint64 rows, bool exact) { m_count = {rows, exact}; }
    void setComplete() { m_complete = true; }
    [[nodiscard]] bool hasKeySpan() const { return m_span.has_value(); }
    /// Whether every row is found at the same place.
    [[nodiscard]] bool agreesWith(const RowPositions &other) const
    {
        return m_kind == other.m_kind && m_keys == other.m_keys && m_count == other.m_count;
    }

private:
    [[nodiscard]] Plan guessed(qint64 row) const;

    Kind m_kind = Kind::Offset;
    KeyList m_keys; ///< anchors, or all keys
    bool m_complete = false;
    bool m_estimated = false;
    RowCount m_count;
    std::optional<std::pair<std::int64_t, std::int64_t>> m_span;
};

} // namespace core
