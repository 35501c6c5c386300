// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/relationedits.h"
#include "core/rows/relatedcells.h"
#include "ui/shell/page.h"

#include <QMap>
#include <QObject>
#include <QPointer>

#include <memory>

namespace core {
class Session;
}

namespace ui {

class EditStack;
class FieldRow;
class RelationPicker;

/// What the row panel does along a row's foreign keys: says what the rows are called that they refer to, and lets a
/// person choose others or stage new ones. Session and stack outlive it.
class RelationFields : public QObject {
    Q_OBJECT

public:
    /// The row on view.
    struct Subject {
        core::RowRef row;
        QMap<QString, core::Value> stored;   ///< as read, without what was cut; empty for a new row
        QMap<QString, core::NewValue> shown; ///< with what is staged over it
        QMap<QString, core::Value> seen;     ///< as in core::SetCell
    };

    RelationFields(core::Session &session, EditStack &edits, QWidget *panel);
    ~RelationFields() override;

    void setTable(const core::QualifiedName &table); ///< whose foreign keys they are; after a change of schema, too
    /// What the row is called that the cells lead to; a word when there is no such row. Empty when nothing is to be
    /// said, or not known yet: labelsChanged() comes then.
    [[nodiscard]] QString labelOf(const core::Relation &relation, const QMap<QString, core::NewValue> &shown);
    /// Opens the picker at the field; what is chosen is staged, of several rows in all of them, as one step.
    void pick(FieldRow &field, const QList<Subject> &subjects, const QString &text);
    void closePicker();
    [[nodiscard]] RelationPicker &picker(); ///< in the panel's window, with what was connected to it let go
    [[nodiscard]] bool isSettled() const;
    /// A new row of relation.to that is called so, where one column says what it is called.
    [[nodiscard]] QMap<QString, core::NewValue> cellsOf(const core::Relation &relation, const QString &text) const;

Q_SIGNALS:
    void labelsChanged();
    void created(const ui::RowAddress &row); ///< staged as the row that is referred to, to be filled in

private:
    void ask();
    void stage(FieldRow &field, const QList<Subject> &subjects, const core::RowEnd &end);
    void create(FieldRow &field, const Subject &subject, const QString &text);
    [[nodiscard]] core::Result<core::EditOp> choice(const core::Relation &relation, const core::ChangeSet &changes,
                                                    const Subject &subject, const core::RowEnd &end) const;
    [[nodiscard]] QString stagedLabel(const core::QualifiedName &table, const core::RowEdit &row) const;

    core::Session &m_session;
    EditStack &m_edits;
    QWidget *m_panel;
    core::QualifiedName m_table;
    std::unique_ptr<core::RelatedCells> m_cells;
    QPointer<RelationPicker> m_picker; ///< made when first wanted; the window's child
};

/// The edit with what was seen of its row: a key alone may name another row by now.
[[nodiscard]] core::EditOp withSeen(core::EditOp op, const QMap<QString, core::Value> &seen);

} // namespace ui
