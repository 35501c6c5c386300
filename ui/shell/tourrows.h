// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

#include <QObject>

namespace ui {

/// What the tour shows of a database it has never seen: the table that has most to show, a filter, and some edits of
/// its first rows. Reads asynchronously; lives on the window's thread.
class TourRows : public QObject {
    Q_OBJECT

public:
    explicit TourRows(core::Session &session);

    [[nodiscard]] bool isReady(); ///< the first rows are there, or never will be
    [[nodiscard]] core::QualifiedName table() const { return m_table.name; }
    [[nodiscard]] core::Filter someFilter() const;
    [[nodiscard]] core::Filter emptyFilter() const; ///< no row can match
    [[nodiscard]] QList<core::EditOp> someEdits() const; ///< a change, a delete, a new row
    [[nodiscard]] std::optional<core::RowKey> editedKey() const;

private:
    [[nodiscard]] const core::Column *textColumn() const;

    core::Session &m_session;
    core::Table m_table;
    std::unique_ptr<core::RowSource> m_source;
    core::RowPagePtr m_page;
    bool m_failed = false;
};

} // namespace ui
