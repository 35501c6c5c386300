// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

#include <QObject>

namespace ui {

/// What the tour shows of a database it has never seen: the table that has most to show (or one that is named), a
/// filter, and some edits of its first rows. Reads asynchronously; lives on the window's thread.
class TourRows : public QObject {
    Q_OBJECT

public:
    explicit TourRows(core::Session &session, const QString &table = {});

    [[nodiscard]] bool isReady(); ///< the first rows are there, or never will be
    [[nodiscard]] core::QualifiedName table() const { return m_table.name; }
    [[nodiscard]] core::Filter someFilter() const;
    [[nodiscard]] core::Filter emptyFilter() const; ///< no row can match
    [[nodiscard]] QList<core::EditOp> someEdits() const; ///< a change, a delete, a new row
    [[nodiscard]] QList<core::EditOp> nothings() const;  ///< in one row a NULL, an empty text and a DEFAULT
    [[nodiscard]] QList<core::EditOp> deletion() const;
    /// Adds `text` to what the edited row holds now, or rather held when it was read here.
    [[nodiscard]] QList<core::EditOp> addition(const QString &text) const;
    [[nodiscard]] std::optional<core::RowKey> editedKey() const;

private:
    [[nodiscard]] const core::Column *textColumn() const;
    [[nodiscard]] int indexOf(const QString &column) const; ///< in the page; −1: not there
    [[nodiscard]] bool canSet(const core::Column &column, int row) const;
    [[nodiscard]] std::optional<core::Condition> commonText() const; ///< a text that several of the rows have
    [[nodiscard]] std::optional<core::Condition> range() const;      ///< of numbers, with about half of the rows in it

    core::Session &m_session;
    core::Table m_table;
    std::unique_ptr<core::RowSource> m_source;
    core::RowPagePtr m_page;
    bool m_failed = false;
};

} // namespace ui
