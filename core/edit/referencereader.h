// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/relationedits.h"

#include <optional>

namespace core {

/// What rows of one table refer to: by the edits first, then by what was read, then by their own key. Borrows the
/// schema. Pure; any thread.
class ReferenceReader {
public:
    ReferenceReader(const Schema &schema, const Dialect &dialect, const QualifiedName &table);

    /// Where a row refers to with these columns; none when a part is not known or NULL, or the parts disagree.
    /// `edit`: what is staged for the row; nullptr: nothing counts. `row`: what is known of it as stored; may be null.
    [[nodiscard]] std::optional<RowEnd> end(const QStringList &columns, const RowEdit *edit,
                                            const StoredRow *row) const;

private:
    const Table *m_table;
    RowIdentity m_identity;
};

/// All that the edit knows of its row as it is stored. Not for a new one.
[[nodiscard]] StoredRow storedBefore(const RowEdit &edit);

[[nodiscard]] bool touchesAny(const RowEdit &row, const QStringList &columns); ///< has an edit of one of them

} // namespace core
