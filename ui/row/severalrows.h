// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/row/field.h"
#include "ui/row/relationfields.h"
#include "ui/shell/page.h"

#include <QFuture>
#include <QObject>

class QTimer;

namespace ui {

class EditStack;

/// Several rows of one table as if they were one: what they have in common, and edits of all of them as one step. Reads
/// their cells without waiting, and only so many of them and of each so much (RowSelection::most, cellLimit). Session
/// and stack outlive it.
class SeveralRows : public QObject {
    Q_OBJECT

public:
    static constexpr qint64 cellLimit = 8192; ///< bytes; cells that are longer are edited row by row

    SeveralRows(core::Session &session, EditStack &edits, QObject *parent = nullptr);

    void show(const RowSelection &selection);
    void clear();
    void read(); ///< anew; changed() comes when it is done
    [[nodiscard]] bool isActive() const { return m_selection.count > 1; }
    [[nodiscard]] bool isLoading() const { return m_loading; }
    [[nodiscard]] const RowSelection &selection() const { return m_selection; }
    [[nodiscard]] core::QualifiedName table() const;
    [[nodiscard]] QString title() const; ///< "3 rows of posts"
    [[nodiscard]] QString reason() const; ///< why they cannot be looked at as one; empty when they can
    [[nodiscard]] bool isEdited() const; ///< something is staged about some of them
    [[nodiscard]] int deleted() const;   ///< how many are staged for deletion
    [[nodiscard]] FieldState stateOf(const Field &field) const;
    /// What all of them have in a column, by column; those that differ are not in it.
    [[nodiscard]] QMap<QString, core::NewValue> common() const;
    [[nodiscard]] QList<core::Value> sampleOf(const QString &column) const; ///< what is stored there
    [[nodiscard]] QList<RelationFields::Subject> subjects() const;
    [[nodiscard]] core::Result<core::Done> push(const QString &column, const std::optional<core::NewValue> &value);
    /// What is being typed in these columns was begun over the rows as read now: what they had stays its base.
    void keepTypedOver(const QStringList &columns);

Q_SIGNALS:
    void aboutToChange(); ///< the rows have been read anew: the last moment for keepTypedOver()
    void changed();
    void failed(const core::Error &error);

private:
    /// One row as it is shown.
    struct Shown {
        core::NewValue value;
        bool unset = false; ///< of a new row: nobody has set it
        bool modified = false;
        friend bool operator==(const Shown &, const Shown &) = default;
    };
    [[nodiscard]] const core::RowEdit *editOf(qsizetype row) const;
    [[nodiscard]] Shown shownAt(qsizetype row, const QString &column) const;
    [[nodiscard]] QMap<QString, core::Value> seenOf(qsizetype row) const;
    [[nodiscard]] QString lockedBecause(const Field &field) const;
    [[nodiscard]] bool isGone(qsizetype row) const;
    void startReading();
    void take(const core::Result<QList<core::CutRow>> &rows);

    core::Session &m_session;
    EditStack &m_edits;
    RowSelection m_selection;
    QList<core::CutRow> m_rows; ///< beside m_selection.rows; empty for new rows
    QMap<QString, QList<core::Value>> m_typedOver; ///< by column, beside m_rows: older than those
    bool m_loading = false;
    quint64 m_generation = 0; ///< of reads: a late answer is dropped
    QFuture<core::Result<QList<core::CutRow>>> m_reading;
    QTimer *m_timer = nullptr; ///< a selection that is being drawn changes many times a second
};

} // namespace ui
