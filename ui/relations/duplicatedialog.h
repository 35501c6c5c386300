// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/duplicate.h"
#include "core/rows/relatedcells.h"

#include <QDialog>
#include <QFuture>

#include <memory>

class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace core {
class Session;
}

namespace ui {

class EditStack;
class PlainLabel;

/// A row copied with what belongs to it: which of its relations come along, chosen in a tree with counts, and in words
/// what cannot be copied as it is. Accepting stages the copies as one step of undo. Reads without waiting.
class DuplicateDialog : public QDialog {
    Q_OBJECT

public:
    /// The row is in the database; `called`: how a person knows it. Session and stack outlive the dialog.
    DuplicateDialog(core::Session &session, EditStack &stack, const core::QualifiedName &table, const core::RowKey &key,
                    const QString &called, QWidget *parent);
    ~DuplicateDialog() override;

    [[nodiscard]] bool isSettled() const; ///< what is shown is counted and read

Q_SIGNALS:
    void duplicated(const core::QualifiedName &table, qint64 insertId); ///< the copy of the row itself
    void failed(const core::Error &error);

private:
    void build(const QString &called);
    void addRelations(QTreeWidgetItem *parent, const core::QualifiedName &table, int depth);
    void itemChanged(QTreeWidgetItem *item);
    [[nodiscard]] QList<core::DuplicateAlong> alongBelow(const QTreeWidgetItem *parent) const;
    void readAgain();
    void take(const core::Result<QList<core::DuplicateRow>> &rows);
    void askCounts();
    void showCounts();
    void showSummary(const core::Duplicate &copy);
    void accept() override;

    core::Session &m_session;
    EditStack &m_stack;
    core::DuplicateRequest m_request;
    QList<core::DuplicateLevel> m_plan;
    QList<core::DuplicateRow> m_rows; ///< as the plan reads them; empty while they are being read
    QFuture<core::Result<QList<core::DuplicateRow>>> m_reading;
    int m_generation = 0;
    std::unique_ptr<core::RelatedCells> m_counts;
    QList<QTreeWidgetItem *> m_items; ///< beside the questions of m_counts
    bool m_counted = false;
    bool m_filling = false;
    QTreeWidget *m_tree = nullptr;
    PlainLabel *m_summary = nullptr;
    PlainLabel *m_remarks = nullptr;
    QPushButton *m_accept = nullptr;
};

} // namespace ui
